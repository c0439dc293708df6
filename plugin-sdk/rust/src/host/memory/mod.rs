//! The stand-in: what the server is for a plugin, for one thread, in memory. One thread is one test.

pub mod commands;
pub mod directory;
pub mod events;
#[cfg(feature = "http")]
pub mod http;
pub mod log;
pub mod settings;
pub mod state;
pub mod time;

use std::cell::RefCell;

#[derive(Default)]
struct Memory {
    settings: Option<String>,
    state: state::Keys,
    log: Vec<(crate::log::Level, String)>,
    commands: Vec<commands::Sent>,
    events: Vec<events::Emitted>,
    directory: directory::Directory,
    #[cfg(feature = "http")]
    http: http::Outside,
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

fn with<T>(job: impl FnOnce(&mut Memory) -> T) -> T {
    MEMORY.with_borrow_mut(job)
}

/// Forgets everything.
pub fn reset() {
    with(|memory| *memory = Memory::default());
}

/// Takes a step back where the outcome of a call is not used: its state, commands and events are as
/// if it had not been. What it logged and asked of others has happened.
pub fn attempt<T>(call: impl FnOnce() -> (T, bool)) -> T {
    let before = with(|memory| memory.state.clone());
    let (commands, events) = with(|memory| (memory.commands.len(), memory.events.len()));
    let (result, used) = call();
    if !used {
        with(|memory| {
            memory.state = before;
            memory.commands.truncate(commands);
            memory.events.truncate(events);
        });
    }
    result
}
