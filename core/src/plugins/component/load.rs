//! From bytes to a version that can be asked: read, compiled, linked, tried, measured. Slow; never
//! called on a connection's thread.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::compile::{CompileRequest, Compiler, LoadReason};
use super::counts::Counts;
use super::error::ComponentError;
use super::instance::{Instances, Pool, Prepared};
use super::manifest::{self, Manifest};
use crate::config::settings::InstancePolicy;
use crate::plugins::sandbox::capabilities::Access;
use crate::plugins::sandbox::engine::Sandbox;
use crate::plugins::sandbox::wasi;

/// Fresh instances of which the time is measured; the median counts.
const TRIES: usize = 15;

/// Above that, a fresh instance per call is too slow, and warm ones are used.
const FRESH_IS_CHEAP: Duration = Duration::from_micros(30);

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
    /// What it did.
    pub counts: Counts,
}

/// SHA-256 in hexadecimal.
#[must_use]
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is loaded, and how.
#[derive(Clone, Copy)]
pub struct LoadRequest<'a> {
    /// What calls of the plugin share.
    pub access: &'a Arc<Access>,
    /// Whether its instances are used again.
    pub instance: InstancePolicy,
    /// The component.
    pub bytes: &'a [u8],
    /// Who compiles it.
    pub compiler: &'a Compiler,
    /// Where its compiled code is kept.
    pub folder: &'a Path,
    /// What for.
    pub reason: LoadReason,
}

/// Whether a component is small enough.
///
/// # Errors
/// [`ComponentError::TooLarge`]
pub fn check_size(name: &str, size: usize, limit: usize) -> Result<(), ComponentError> {
    if size <= limit {
        return Ok(());
    }
    let name = name.to_owned();
    Err(ComponentError::TooLarge { name, size, limit })
}

/// Makes a version of a plugin from a component's bytes.
///
/// # Errors
/// Whatever the manifest, the compiler, the linker or the first instance refuses.
pub fn load(sandbox: &Sandbox, wanted: LoadRequest<'_>) -> Result<Version, ComponentError> {
    let LoadRequest { access, bytes, .. } = wanted;
    let name = access.plugin.as_str();
    let manifest = manifest::read(name, bytes)?;
    let refused = |error: wasmtime::Error| ComponentError::Compile {
        name: name.to_owned(),
        reason: format!("{error:#}"),
    };
    let digest = digest(bytes);
    let request = CompileRequest {
        name,
        digest: &digest,
        bytes,
        folder: wanted.folder,
        reason: wanted.reason,
    };
    let component = wanted.compiler.component(&sandbox.engine, sandbox.memory, request)?;
    let mut linker = sandbox.linker.clone();
    wasi::link_sockets(&mut linker, &component).map_err(refused)?;
    let pre = linker.instantiate_pre(&component).map_err(refused)?;
    let mut prepared = Prepared::new(pre, &manifest, sandbox.clock.clone()).map_err(refused)?;
    let fresh = try_out(&prepared, access)?;
    if keeps_warm(wanted.instance, fresh) {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        prepared.instances = Instances::Warm(Pool::new(threads));
    }
    Ok(Version {
        waits: manifest.sends_http,
        manifest,
        digest,
        prepared,
        fresh,
        counts: Counts::default(),
    })
}

/// Whether instances serve many calls, where a fresh one takes so long.
fn keeps_warm(policy: InstancePolicy, fresh: Duration) -> bool {
    match policy {
        InstancePolicy::Auto => fresh > FRESH_IS_CHEAP,
        InstancePolicy::PerCall => false,
        InstancePolicy::Warm => true,
    }
}

/// The median time of a fresh instance.
fn try_out(prepared: &Prepared, access: &Arc<Access>) -> Result<Duration, ComponentError> {
    let mut times = Vec::with_capacity(TRIES);
    for _ in 0..TRIES {
        let begin = Instant::now();
        let made = prepared.instantiate(access.own_capabilities(), access.allowance());
        let mut instance = made.map_err(|failure| ComponentError::Start {
            name: access.plugin.to_string(),
            reason: format!("it {}\n{}", failure.cause, failure.stderr)
                .trim_end()
                .to_owned(),
        })?;
        prepared
            .look_up(&mut instance)
            .map_err(|error| ComponentError::Compile {
                name: access.plugin.to_string(),
                reason: format!("{error:#}"),
            })?;
        drop(instance);
        times.push(begin.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(TRIES / 2).copied().unwrap_or_default())
}
