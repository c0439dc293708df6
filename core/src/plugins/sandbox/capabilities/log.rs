//! The capability `log`: always granted, limited by lines per second and bytes per message.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use wasmtime::component::{HasSelf, Linker};

use super::{Access, CallScope, Capability};
use crate::clock;
use crate::ids::{ChargePointId, MessageId};
use crate::plugins::contract::interfaces::log::{self, Host, Level};
use crate::plugins::sandbox::call_host::CallHost;

/// Bytes of one message.
const LONGEST: usize = 4 * 1024;

/// Lines of one plugin in the running second, over all its calls.
pub struct LogRate {
    per_second: u32,
    second: AtomicI64,
    lines: AtomicU32,
}

impl LogRate {
    /// A rate in lines per second.
    #[must_use]
    pub fn new(per_second: u32) -> Self {
        Self {
            per_second,
            second: AtomicI64::new(0),
            lines: AtomicU32::new(0),
        }
    }

    /// Whether a line may be written now, and how many were dropped in the second before.
    fn admit(&self, second: i64) -> (bool, u32) {
        let mut dropped = 0;
        if self.second.swap(second, Ordering::Relaxed) != second {
            let before = self.lines.swap(0, Ordering::Relaxed);
            dropped = before.saturating_sub(self.per_second);
        }
        (self.lines.fetch_add(1, Ordering::Relaxed) < self.per_second, dropped)
    }
}

/// One call's access to the log.
pub struct LogCapability {
    access: Arc<Access>,
    /// Whose CALL it is about; empty if it is about none.
    charge_point: ChargePointId,
    message_id: MessageId,
}

impl Capability for LogCapability {
    fn begin(access: &Arc<Access>, scope: &CallScope) -> Self {
        Self {
            access: Arc::clone(access),
            charge_point: scope.charge_point.clone(),
            message_id: scope.message_id.clone(),
        }
    }

    fn link(linker: &mut Linker<CallHost>) -> wasmtime::Result<()> {
        log::add_to_linker::<_, HasSelf<_>>(linker, |host: &mut CallHost| &mut host.can.log)
    }
}

impl Host for LogCapability {
    /// Each line of the message is one of the log's, so that a guest can neither go around its rate nor
    /// write what looks like a line of somebody else.
    fn log(&mut self, level: Level, message: String) {
        let text = message.get(..message.floor_char_boundary(LONGEST)).unwrap_or_default();
        for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
            let (admitted, dropped) = self.access.log_rate.admit(clock::now().timestamp());
            if dropped > 0 {
                tracing::warn!(plugin.name = %self.access.plugin, dropped, "log lines of a plugin were dropped");
            }
            if admitted {
                self.write(level, line);
            }
        }
    }
}

impl LogCapability {
    fn write(&self, level: Level, text: &str) {
        macro_rules! write {
            ($level:ident) => {
                tracing::$level!(
                    plugin.name = %self.access.plugin,
                    charge_point.id = %self.charge_point,
                    ocpp.message_id = %self.message_id,
                    "{text}"
                )
            };
        }
        match level {
            Level::Trace => write!(trace),
            Level::Debug => write!(debug),
            Level::Info => write!(info),
            Level::Warn => write!(warn),
            Level::Error => write!(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LogRate;

    #[test]
    fn a_flood_is_cut_to_the_rate_and_counted() {
        let rate = LogRate::new(2);
        let admitted: Vec<_> = (0..5).map(|_| rate.admit(7).0).collect();
        assert_eq!(admitted, [true, true, false, false, false]);
        assert_eq!(rate.admit(8), (true, 3));
    }
}
