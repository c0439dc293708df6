//! From a component's bytes to compiled code: from the cache, or by a child process at low priority.
//! Compiling takes seconds and hundreds of MiB for the large engines of some languages; neither may be
//! the server's. Of an upload the child also plays the fixtures that it brings: code is in the cache only
//! if they came out as they say. The cache is written here alone, in a folder that only the server can read.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::Engine;
use wasmtime::component::Component;

use crate::plugins::sandbox::engine;
use crate::plugins::error::PluginError;

/// The subcommand that compiles one component; see [`compile_file`].
pub const SUBCOMMAND: &str = "compile-plugin";
/// The flag of the subcommand that has it play the component's fixtures.
pub const PLAY: &str = "--play-fixtures";
/// No compilation takes longer, fixtures included.
const LONGEST: Duration = Duration::from_secs(120);
/// How often it is looked whether the child has ended.
const LOOK: Duration = Duration::from_millis(10);
/// How much the child steps back behind everything else.
const NICE: i32 = 10;

/// Who compiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Compiler {
    /// This process, without a cache and without fixtures: for tests and for the command line.
    Here,
    /// Somebody has, and the code is in this file.
    Done(PathBuf),
    /// A child process of this program, with the cache.
    Child(PathBuf),
}

/// Why a component is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// It comes in, and the fixtures that it brings decide whether it is taken.
    Upload,
    /// It was taken before: whatever its fixtures say to another engine, a server must not start without it.
    Load,
}

/// What is compiled.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The plugin, for errors.
    pub name: &'a str,
    /// The digest of the bytes.
    pub digest: &'a str,
    /// The component.
    pub bytes: &'a [u8],
    /// Where its compiled code is kept.
    pub folder: &'a Path,
    /// What for.
    pub occasion: Occasion,
}

/// How the child ends if a fixture was not as expected.
pub const FIXTURES_FAILED: u8 = 3;

impl Compiler {
    /// The compiled component.
    ///
    /// # Errors
    /// What the compiler says, or that there is no child process or no place for its result.
    pub fn component(&self, engine: &Engine, memory: usize, source: Source<'_>) -> Result<Component, PluginError> {
        let program = match self {
            Self::Child(program) => program,
            Self::Done(path) => return load(engine, path).map_err(|reason| refused(source, &reason)),
            Self::Here => {
                return Component::from_binary(engine, source.bytes)
                    .map_err(|error| refused(source, &format!("{error:#}")));
            }
        };
        let path = cached(engine, source);
        if path.is_file() {
            match load(engine, &path) {
                Ok(component) => return Ok(component),
                Err(reason) => {
                    tracing::warn!(path = %path.display(), reason, "compiled code of a plugin is made anew");
                }
            }
        }
        in_child(program, memory, (source, &path))?;
        load(engine, &path).map_err(|reason| refused(source, &reason))
    }
}

/// The name has all that the code depends on: the component, and the engine with its settings.
fn cached(engine: &Engine, source: Source<'_>) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    source
        .folder
        .join(format!("{}.{:016x}.cwasm", source.digest, hasher.finish()))
}

/// What is in the cache, or why this engine does not take it.
fn load(engine: &Engine, path: &Path) -> Result<Component, String> {
    #[expect(
        unsafe_code,
        reason = "the file was written by `compile_file`, in a folder that only this user can look into"
    )]
    let loaded = unsafe { Component::deserialize_file(engine, path) };
    loaded.map_err(|error| format!("{error:#}"))
}

fn in_child(program: &Path, memory: usize, (source, path): (Source<'_>, &Path)) -> Result<(), PluginError> {
    let failed = |doing: &'static str, path: &Path| {
        let path = path.to_owned();
        move |source| PluginError::File { doing, path, source }
    };
    private_folder(source.folder).map_err(failed("make", source.folder))?;
    let (input, output) = (path.with_extension("in"), path.with_extension("out"));
    fs::write(&input, source.bytes).map_err(failed("write", &input))?;
    let begin = Instant::now();
    let child = Command::new(program)
        .arg(SUBCOMMAND)
        .args([&input, &output])
        .arg(memory.to_string())
        .args((source.occasion == Occasion::Upload).then_some(PLAY))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed("run", program));
    let ended = child.and_then(|child| wait(child).map_err(failed("wait for", program)));
    // What stays behind is only space, and is written anew the next time.
    fs::remove_file(&input).ok();
    let made = match ended? {
        (Some(status), _) if status.success() => {
            tracing::info!(plugin.name = source.name, took = ?begin.elapsed(), "a plugin was compiled");
            fs::rename(&output, path).map_err(failed("rename", &output))
        }
        (Some(status), said) if status.code() == Some(i32::from(FIXTURES_FAILED)) => Err(PluginError::Fixtures {
            name: source.name.to_owned(),
            reason: said.trim().to_owned(),
        }),
        (Some(_), said) if !said.trim().is_empty() => Err(refused(source, said.trim())),
        (Some(status), _) => Err(refused(source, &format!("the compiler ended with {status}"))),
        (None, _) => Err(refused(
            source,
            &format!("the compiler took longer than {} s", LONGEST.as_secs()),
        )),
    };
    if made.is_err() {
        // The code of what was refused; there is none if the compiler refused it.
        fs::remove_file(&output).ok();
    }
    made
}

/// How the child ended, none if it had to be, and what it wrote to its standard error.
fn wait(mut child: Child) -> std::io::Result<(Option<ExitStatus>, String)> {
    let begin = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break Some(status);
        }
        if begin.elapsed() > LONGEST {
            child.kill()?;
            child.wait()?;
            break None;
        }
        thread::sleep(LOOK);
    };
    // An error of one line fits into the pipe, so nothing has to be read meanwhile.
    let mut said = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut said)?;
    }
    Ok((status, said))
}

/// A folder that only this user can look into: what is loaded from it is run as it is.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The child's first work: compiles a file into another, for guests of at most so much memory in bytes.
///
/// # Errors
/// The compiler's words for people, in one line.
pub fn compile_file(input: &Path, output: &Path, memory: usize) -> Result<(), String> {
    // Without permission to step back it goes on as it is.
    rustix::process::nice(NICE).ok();
    let engine = engine::compiling(memory).map_err(|error| error.to_string())?;
    let bytes = fs::read(input).map_err(|error| format!("{} cannot be read: {error}", input.display()))?;
    let compiled = engine
        .precompile_component(&bytes)
        .map_err(|error| format!("{error:#}"))?;
    fs::write(output, compiled).map_err(|error| format!("{} cannot be written: {error}", output.display()))
}

fn refused(source: Source<'_>, reason: &str) -> PluginError {
    PluginError::Compile {
        name: source.name.to_owned(),
        reason: reason.to_owned(),
    }
}
