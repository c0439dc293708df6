//! From a component's bytes to compiled code: from the cache, or by a child process at low priority.
//! Compiling takes seconds and hundreds of MiB for the large engines of some languages; neither may be
//! the server's. Of an upload the child also plays the fixtures that it brings: code is in the cache only
//! if they came out as they say. The cache is written here alone, in a folder that only the server can read;
//! what is compiled can be shared with other servers (`shared_code.rs`).

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

use super::engine;
use super::error::PluginError;
use super::shared_code::{SharedCode, private_folder};
use super::trial;

/// The subcommand that compiles one component; see [`compile_file`].
pub const SUBCOMMAND: &str = "compile-plugin";
/// The flag of the subcommand that has it play the component's fixtures.
pub const PLAY: &str = "--play-fixtures";
/// The flag of the subcommand with the file of the code that is shared.
pub const SHARED_CODE: &str = "--shared-code";
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
    /// This process, without fixtures, and with the code that servers share in this folder: for the command line.
    Shared(PathBuf),
    /// Somebody has, and the code is in this file.
    Done(PathBuf),
    /// A child process, with the cache.
    Child {
        /// This program.
        program: PathBuf,
        /// The folder of the code that is shared with other servers.
        shared: Option<PathBuf>,
    },
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

/// What the child does.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The component.
    pub input: &'a Path,
    /// Its compiled code, which it makes.
    pub output: &'a Path,
    /// The memory that a guest may have, in bytes.
    pub memory: usize,
    /// Plays the fixtures that the component brings.
    pub play: bool,
    /// The same code where it is shared, which need not be there.
    pub shared: Option<&'a Path>,
}

/// Why the child does not give any code.
#[derive(Debug)]
pub enum NoCode {
    /// The compiler's words, in one line.
    Compiler(String),
    /// What a fixture says, in one line.
    Fixtures(String),
}

/// How the child ends if a fixture was not as expected.
pub const FIXTURES_FAILED: u8 = 3;

impl Compiler {
    /// The compiled component.
    ///
    /// # Errors
    /// What the compiler says, or that there is no child process or no place for its result.
    pub fn component(&self, engine: &Engine, memory: usize, source: Source<'_>) -> Result<Component, PluginError> {
        let (program, shared) = match self {
            Self::Child { program, shared } => (program, shared),
            Self::Done(path) => return load(engine, path).map_err(|reason| refused(source, &reason)),
            Self::Shared(folder) => return here(engine, Source { folder, ..source }),
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
        let mut child = Command::new(program);
        child.arg(SUBCOMMAND);
        if let (Some(folder), Some(name)) = (shared, path.file_name()) {
            child.arg(SHARED_CODE).arg(folder.join(name));
        }
        in_child(child, memory, (source, &path))?;
        load(engine, &path).map_err(|reason| refused(source, &reason))
    }
}

/// From the code that is shared, or compiled and left there.
fn here(engine: &Engine, source: Source<'_>) -> Result<Component, PluginError> {
    let path = cached(engine, source);
    let shared = SharedCode::open(&path).map_err(|error| PluginError::File {
        doing: "use",
        path: path.clone(),
        source: error,
    })?;
    if let Ok(component) = load(engine, &path) {
        return Ok(component);
    }
    let component =
        Component::from_binary(engine, source.bytes).map_err(|error| refused(source, &format!("{error:#}")))?;
    // Without it the next command compiles.
    if let Ok(code) = component.serialize() {
        shared.give(&code).ok();
    }
    Ok(component)
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

fn in_child(mut child: Command, memory: usize, (source, path): (Source<'_>, &Path)) -> Result<(), PluginError> {
    let program = PathBuf::from(child.get_program());
    let failed = |doing: &'static str, path: &Path| {
        let path = path.to_owned();
        move |source| PluginError::File { doing, path, source }
    };
    private_folder(source.folder).map_err(failed("make", source.folder))?;
    let (input, output) = (path.with_extension("in"), path.with_extension("out"));
    fs::write(&input, source.bytes).map_err(failed("write", &input))?;
    let begin = Instant::now();
    let child = child
        .args([&input, &output])
        .arg(memory.to_string())
        .args((source.occasion == Occasion::Upload).then_some(PLAY))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed("run", &program));
    let ended = child.and_then(|child| wait(child).map_err(failed("wait for", &program)));
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

/// The child's work: compiles a file into another, or takes the code that is shared, and plays the fixtures
/// that the component brings if that is wanted.
///
/// # Errors
/// For people, in one line.
pub fn compile_file(task: Task<'_>) -> Result<(), NoCode> {
    // Without permission to step back it goes on as it is.
    rustix::process::nice(NICE).ok();
    let Task {
        input, output, memory, ..
    } = task;
    let failed = |reason: String| NoCode::Compiler(reason);
    let engine = engine::compiling(memory).map_err(|error| failed(error.to_string()))?;
    let bytes = fs::read(input).map_err(|error| failed(format!("{} cannot be read: {error}", input.display())))?;
    let shared = task.shared.map(SharedCode::open).transpose();
    let shared = shared.map_err(|error| failed(format!("the cache of compiled code cannot be used: {error}")))?;
    let taken = shared.as_ref().is_some_and(|code| code.take(output)) && load(&engine, output).is_ok();
    if !taken {
        let compiled = engine
            .precompile_component(&bytes)
            .map_err(|error| failed(format!("{error:#}")))?;
        if let Some(shared) = shared {
            // Without it the next server compiles.
            shared.give(&compiled).ok();
        }
        fs::write(output, compiled)
            .map_err(|error| failed(format!("{} cannot be written: {error}", output.display())))?;
    }
    // Its address space is wanted again for the engine that plays.
    drop(engine);
    if task.play {
        trial::play_brought(bytes, output, memory).map_err(NoCode::Fixtures)?;
    }
    Ok(())
}

fn refused(source: Source<'_>, reason: &str) -> PluginError {
    PluginError::Compile {
        name: source.name.to_owned(),
        reason: reason.to_owned(),
    }
}
