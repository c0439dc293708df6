//! Ports for what cannot take any that is free and tell which: other programs, whoever comes back where it was, and
//! addresses at which nobody is to listen.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

/// Below those that systems hand out by themselves, to listeners and to whoever connects: nobody takes one meanwhile.
const FIRST: u32 = 20_000;
const MANY: u32 = 12_000;

static TAKEN: AtomicU32 = AtomicU32::new(0);

/// A port of the loopback address at which nobody listens, another one each time.
///
/// # Panics
/// If there is none.
#[must_use]
pub fn free() -> SocketAddr {
    // Suites that run at the same time begin in different places.
    let begin = process::id().wrapping_mul(97);
    let mut tried = (0..MANY).map(|_| begin.wrapping_add(TAKEN.fetch_add(1, Ordering::Relaxed)) % MANY + FIRST);
    let free = tried.find_map(|port| {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(port).ok()?));
        TcpListener::bind(address).is_ok().then_some(address)
    });
    free.expect("a free port")
}

#[cfg(test)]
mod tests {
    use super::{TcpListener, free};

    #[test]
    fn no_port_is_given_twice_and_each_can_be_listened_at() {
        let ports = [free(), free(), free()];
        assert!(ports[0] != ports[1] && ports[1] != ports[2] && ports[0] != ports[2]);
        assert!(ports.iter().all(|port| TcpListener::bind(port).is_ok()));
    }
}
