//! WASI preview 2 with nothing in it, for guests that are called on a connection's own thread.
//!
//! wasmtime-wasi's synchronous `wasi:io` waits with tokio's `block_on`, which panics on a thread
//! that already runs tokio, as every actix worker does: a guest's `eprintln!` would take the worker
//! down. So `wasi:io` is our own here: it does what is possible at once and traps where a guest
//! would have to wait. Sockets are not linked; a component that only imports them, as Python's do,
//! loads, and traps when it calls them.

use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, Linker, ResourceType};
use wasmtime::{Result, bail};
use wasmtime_wasi::cli::{WasiCli, WasiCliView};
use wasmtime_wasi::clocks::{WasiClocks, WasiClocksView};
use wasmtime_wasi::filesystem::{WasiFilesystem, WasiFilesystemView};
use wasmtime_wasi::p2::bindings::sync::filesystem as files;
use wasmtime_wasi::p2::bindings::sync::io::{poll, streams};
use wasmtime_wasi::p2::bindings::{cli, clocks, filesystem, random};
use wasmtime_wasi::random::{WasiRandom, WasiRandomView};
use wasmtime_wasi_io::bindings::wasi::io::error;

use super::call_host::CallHost;
use super::wasi_io::{MayWait, Resources, Waits};

/// Links what an empty context can serve.
///
/// # Errors
/// If an interface is linked twice, which the first start of any server would show.
pub fn link(linker: &mut Linker<CallHost>) -> Result<()> {
    let l = linker;
    cli::environment::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::exit::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::stdin::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::stdout::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::stderr::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::terminal_input::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::terminal_output::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::terminal_stdin::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::terminal_stdout::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    cli::terminal_stderr::add_to_linker::<CallHost, WasiCli>(l, CallHost::cli)?;
    clocks::wall_clock::add_to_linker::<CallHost, WasiClocks>(l, CallHost::clocks)?;
    clocks::monotonic_clock::add_to_linker::<CallHost, WasiClocks>(l, CallHost::clocks)?;
    filesystem::preopens::add_to_linker::<CallHost, WasiFilesystem>(l, CallHost::filesystem)?;
    files::types::add_to_linker::<CallHost, WasiFilesystem>(l, CallHost::filesystem)?;
    random::random::add_to_linker::<CallHost, WasiRandom>(l, CallHost::random)?;
    random::insecure::add_to_linker::<CallHost, WasiRandom>(l, CallHost::random)?;
    random::insecure_seed::add_to_linker::<CallHost, WasiRandom>(l, CallHost::random)?;
    error::add_to_linker::<CallHost, Resources>(l, |host| &mut host.resources)?;
    poll::add_to_linker::<CallHost, MayWait>(l, |host| Waits::of(host))?;
    streams::add_to_linker::<CallHost, MayWait>(l, |host| Waits::of(host))
}

/// The resources of `wasi:io` that other interfaces name.
const FROM_IO: [&str; 4] = ["pollable", "input-stream", "output-stream", "error"];

/// Links the sockets that a component imports as traps. wasmtime's `define_unknown_imports_as_traps`
/// would do it too, and replace everything else as well whose patch version differs from ours.
///
/// # Errors
/// If the component imports something of `wasi:sockets` that is no function and no resource.
pub fn link_sockets(linker: &mut Linker<CallHost>, component: &Component) -> Result<()> {
    let engine = component.engine();
    for (interface, import) in component.component_type().imports(engine) {
        let ComponentItem::ComponentInstance(instance) = import.ty else {
            continue;
        };
        if !interface.starts_with("wasi:sockets/") {
            continue;
        }
        let mut linked = linker.instance(interface)?;
        for (name, export) in instance.exports(engine) {
            match export.ty {
                ComponentItem::ComponentFunc(_) => {
                    let called = format!("{interface}#{name}");
                    linked.func_new(name, move |_, _, _, _| {
                        bail!("it calls {called}: a plugin has no sockets")
                    })?;
                }
                // What they borrow from `wasi:io` is linked already.
                ComponentItem::Resource(_) if !FROM_IO.contains(&name) => {
                    linked.resource(name, ResourceType::host::<()>(), |_, _| Ok(()))?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}
