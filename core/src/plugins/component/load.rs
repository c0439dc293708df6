//! From bytes to a version that can be asked: read, compiled, linked, tried, measured. Slow; never
//! called on a connection's thread.

use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};
use std::path::Path;

use super::compile::{Compiler, Occasion, Source};
use crate::plugins::sandbox::engine::Runtime;
use crate::plugins::error::PluginError;
use super::instance::{Instances, Pool, Prepared};
use super::manifest::{self, Manifest};
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::sandbox::wasi;

/// Fresh instances of which the time is measured; the median counts.
const TRIES: usize = 15;

/// A version of a plugin, ready to be asked.
pub struct Version {
    /// What it says of itself.
    pub manifest: Manifest,
    /// SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// Linked, with its instances.
    pub prepared: Prepared,
    /// How long a fresh instance takes.
    pub fresh: Duration,
    /// It may wait for HTTP, and so must never be asked on a connection's thread.
    pub waits: bool,
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes a version of a plugin from a component's bytes.
///
/// # Errors
/// Whatever the manifest, the compiler, the linker or the first instance refuses.
pub fn load(
    runtime: &Runtime,
    plugin: &Plugin,
    bytes: &[u8],
    (compiler, folder, occasion): (&Compiler, &Path, Occasion),
) -> Result<Version, PluginError> {
    let name = plugin.name.as_str();
    let manifest = manifest::read(name, bytes)?;
    let refused = |error: wasmtime::Error| PluginError::Compile {
        name: name.to_owned(),
        reason: format!("{error:#}"),
    };
    let digest = digest(bytes);
    let source = Source {
        name,
        digest: &digest,
        bytes,
        folder,
        occasion,
    };
    let component = compiler.component(&runtime.engine, runtime.memory, source)?;
    let mut linker = runtime.linker.clone();
    wasi::link_sockets(&mut linker, &component).map_err(refused)?;
    let pre = linker.instantiate_pre(&component).map_err(refused)?;
    let mut prepared = Prepared::new(pre, &manifest).map_err(refused)?;
    let fresh = try_out(&prepared, plugin)?;
    if plugin.keeps_warm(fresh) {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        prepared.instances = Instances::Warm(Pool::new(threads));
    }
    Ok(Version {
        waits: manifest.sends_http,
        manifest,
        digest,
        prepared,
        fresh,
    })
}

/// The median time of a fresh instance.
fn try_out(prepared: &Prepared, plugin: &Plugin) -> Result<Duration, PluginError> {
    let mut times = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let begin = Instant::now();
        let made = prepared.instantiate(plugin.own_capabilities(), plugin.allowance());
        let mut instance = made.map_err(|broken| PluginError::Start {
            name: plugin.name.to_string(),
            reason: format!("it {}\n{}", broken.cause, broken.stderr).trim_end().to_owned(),
        })?;
        prepared.look_up(&mut instance).map_err(|error| PluginError::Compile {
            name: plugin.name.to_string(),
            reason: format!("{error:#}"),
        })?;
        drop(instance);
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(TRIES / 2).copied().unwrap_or_default())
}
