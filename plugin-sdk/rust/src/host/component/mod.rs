//! The real host: the imports of the contract.

#[cfg(feature = "http")]
pub mod http;

use crate::bindings::imports::ocpp::plugin;

pub mod settings {
    pub fn get() -> String {
        super::plugin::settings::get()
    }
}

pub mod log {
    use super::plugin::log as host;
    use crate::log::Level;

    pub fn log(level: Level, message: &str) {
        let level = match level {
            Level::Trace => host::Level::Trace,
            Level::Debug => host::Level::Debug,
            Level::Info => host::Level::Info,
            Level::Warn => host::Level::Warn,
            Level::Error => host::Level::Error,
        };
        host::log(level, message);
    }
}

pub mod state {
    use super::plugin::state as host;
    use crate::state::StateError;

    pub fn get(key: &str) -> Result<Option<Vec<u8>>, StateError> {
        host::get(key).map_err(from)
    }

    pub fn put(key: &str, value: &[u8], ttl: Option<u32>) -> Result<(), StateError> {
        host::put(key, value, ttl).map_err(from)
    }

    pub fn compare_and_swap(
        key: &str,
        expected: Option<&[u8]>,
        value: &[u8],
        ttl: Option<u32>,
    ) -> Result<bool, StateError> {
        host::compare_and_swap(key, expected, value, ttl).map_err(from)
    }

    pub fn delete(key: &str) -> Result<(), StateError> {
        host::delete(key).map_err(from)
    }

    pub fn list(prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>, StateError> {
        host::list_keys(prefix, after, limit).map_err(from)
    }

    pub fn increment(key: &str, by: i32, ttl: Option<u32>) -> Result<f64, StateError> {
        host::increment(key, by, ttl).map_err(from)
    }

    fn from(host::Error { code, message }: host::Error) -> StateError {
        StateError { code, message }
    }
}

pub mod commands {
    use super::plugin::commands as host;
    use crate::commands::{CommandError, WhenAway};

    pub fn send(charge_point: &str, action: &str, payload: &str, when_away: WhenAway) -> Result<String, CommandError> {
        let when_away = match when_away {
            WhenAway::Refuse => host::WhenAway::Refuse,
            WhenAway::Wait => host::WhenAway::Wait,
        };
        let sent = host::send(charge_point, action, payload, when_away);
        sent.map_err(|host::Error { code, message }| CommandError { code, message })
    }
}

pub mod directory {
    use super::plugin::directory as host;
    use crate::directory::DirectoryError;

    pub fn charge_point(id: &str) -> Result<Option<String>, DirectoryError> {
        host::charge_point(id).map_err(from)
    }

    pub fn charge_points(after: Option<&str>, limit: u32) -> Result<Vec<String>, DirectoryError> {
        host::charge_points(after, limit).map_err(from)
    }

    pub fn connectors(charge_point: &str) -> Result<Vec<String>, DirectoryError> {
        host::connectors(charge_point).map_err(from)
    }

    pub fn transaction(charge_point: &str, id: &str) -> Result<Option<String>, DirectoryError> {
        host::transaction(charge_point, id).map_err(from)
    }

    pub fn open_transactions(charge_point: &str) -> Result<Vec<String>, DirectoryError> {
        host::open_transactions(charge_point).map_err(from)
    }

    pub fn id_tag(tag: &str) -> Result<Option<String>, DirectoryError> {
        host::id_tag(tag).map_err(from)
    }

    fn from(host::Error { code, message }: host::Error) -> DirectoryError {
        DirectoryError { code, message }
    }
}

pub mod events {
    use super::plugin::events as host;
    use crate::events::EventError;

    pub fn emit(charge_point: &str, kind: &str, payload: &str) -> Result<(), EventError> {
        let emitted = host::emit(charge_point, kind, payload);
        emitted.map_err(|host::Error { code, message }| EventError { code, message })
    }
}

pub mod time {
    use super::plugin::time as host;
    use crate::time::{Local, TimeError};

    pub fn to_local(at: &str, zone: &str) -> Result<Local, TimeError> {
        let local = host::to_local(at, zone).map_err(from)?;
        Ok(Local {
            text: local.text,
            offset: local.offset,
            weekday: local.weekday,
            second_of_day: local.second_of_day,
            summer: local.summer,
            abbreviation: local.abbreviation,
            next_change: local.next_change,
        })
    }

    pub fn from_local(local: &str, zone: &str) -> Result<Vec<String>, TimeError> {
        host::from_local(local, zone).map_err(from)
    }

    fn from(host::Error { code, message }: host::Error) -> TimeError {
        TimeError { code, message }
    }
}
