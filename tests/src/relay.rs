//! A wire that a test can cut: whatever connects to it is connected to a server behind it, until it is cut for all at once.

use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// A port in front of a server.
pub struct Relay {
    address: SocketAddr,
    wire: Arc<Wire>,
}

#[derive(Default)]
struct Wire(Mutex<State>);

#[derive(Default)]
struct State {
    /// None: there is no server yet.
    server: Option<SocketAddr>,
    is_cut: bool,
    turned_away: usize,
    open: Vec<TcpStream>,
}

impl Wire {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Relay {
    /// Begins one on a free port of the loopback address.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn to(server: SocketAddr) -> Self {
        let relay = Self::to_nobody();
        relay.turn_to(server);
        relay
    }

    /// The same, without a server behind it yet.
    ///
    /// # Panics
    /// If there is no port.
    #[must_use]
    pub fn to_nobody() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let address = listener.local_addr().expect("its address");
        let wire = Arc::new(Wire::default());
        let laid = Arc::clone(&wire);
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                // Whoever cannot be connected is cut off.
                drop(join(&laid, near));
            }
        });
        Self { address, wire }
    }

    /// Where it is connected to.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts all connections in the middle of whatever they carry, and lets nobody through until [`Relay::restore`].
    /// How many it were.
    pub fn cut(&self) -> usize {
        let mut state = self.wire.state();
        state.is_cut = true;
        state.turned_away = 0;
        let open = std::mem::take(&mut state.open);
        for stream in &open {
            // One that is gone already is cut.
            stream.shutdown(Shutdown::Both).ok();
        }
        open.len() / 2
    }

    /// Whoever connects from now on is connected to this server.
    pub fn turn_to(&self, server: SocketAddr) {
        self.wire.state().server = Some(server);
    }

    /// How many have tried in vain since it was cut.
    #[must_use]
    pub fn turned_away(&self) -> usize {
        self.wire.state().turned_away
    }

    /// Lets everybody through again.
    pub fn restore(&self) {
        self.wire.state().is_cut = false;
    }
}

fn join(wire: &Wire, near: TcpStream) -> io::Result<()> {
    let server = wire.state().server.ok_or(io::ErrorKind::NotConnected)?;
    let far = TcpStream::connect(server)?;
    for stream in [&near, &far] {
        stream.set_nodelay(true)?;
    }
    let ends = [near.try_clone()?, far.try_clone()?];
    {
        let mut state = wire.state();
        if state.is_cut {
            state.turned_away += 1;
            return Ok(());
        }
        state.open.extend(ends);
    }
    carry(near.try_clone()?, far.try_clone()?);
    carry(far, near);
    Ok(())
}

/// One way, until one of the ends is gone; then both are.
fn carry(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        // Either end may be gone: both are then.
        io::copy(&mut from, &mut to).ok();
        from.shutdown(Shutdown::Both).ok();
        to.shutdown(Shutdown::Both).ok();
    });
}
