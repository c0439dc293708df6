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
use std::time::{Duration, Instant};

use wait_timeout::ChildExt as _;
use wasmtime::Engine;
use wasmtime::component::Component;

use super::error::{ComponentError, FileError};
use super::shared_code::{SharedCode, private_folder};
use crate::plugins::sandbox::engine;

/// The subcommand that compiles one component; see [`compile_file`].
pub const SUBCOMMAND: &str = "compile-plugin";
/// The flag of the subcommand that has it play the component's fixtures.
pub const PLAY: &str = "--play-fixtures";
/// The flag of the subcommand with the file of the code that is shared.
pub const SHARED_CODE: &str = "--shared-code";
/// No compilation takes longer, fixtures included.
const LONGEST: Duration = Duration::from_secs(120);
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
pub enum LoadReason {
    /// It comes in, and the fixtures that it brings decide whether it is taken.
    Upload,
    /// It was taken before: whatever its fixtures say to another engine, a server must not start without it.
    Load,
}

/// What is compiled.
#[derive(Clone, Copy)]
pub struct CompileRequest<'a> {
    /// The plugin, for errors.
    pub name: &'a str,
    /// The digest of the bytes.
    pub digest: &'a str,
    /// The component.
    pub bytes: &'a [u8],
    /// Where its compiled code is kept.
    pub folder: &'a Path,
    /// What for.
    pub reason: LoadReason,
}

/// How the child ends if a fixture was not as expected.
pub const FIXTURES_FAILED: u8 = 3;

impl Compiler {
    /// Whether the code of a component is there, so that it need not be compiled.
    #[must_use]
    pub fn has_code(&self, engine: &Engine, folder: &Path, digest: &str) -> bool {
        let Self::Child { shared, .. } = self else {
            return false;
        };
        let name = code_name(engine, digest);
        let shared = shared.iter().map(|shared| shared.join(&name));
        shared.chain([folder.join(&name)]).any(|path| path.is_file())
    }

    /// The compiled component.
    ///
    /// # Errors
    /// What the compiler says, or that there is no child process or no place for its result.
    pub fn component(
        &self,
        engine: &Engine,
        memory: usize,
        request: CompileRequest<'_>,
    ) -> Result<Component, ComponentError> {
        let (program, shared) = match self {
            Self::Child { program, shared } => (program, shared.as_deref()),
            Self::Shared(folder) => return here(engine, CompileRequest { folder, ..request }),
            Self::Done(path) => return load(engine, path).map_err(|reason| refused(request, &reason)),
            Self::Here => {
                return Component::from_binary(engine, request.bytes)
                    .map_err(|error| refused(request, &format!("{error:#}")));
            }
        };
        let path = cached(engine, request);
        if path.is_file() {
            match load(engine, &path) {
                Ok(component) => return Ok(component),
                Err(reason) => {
                    tracing::warn!(path = %path.display(), reason, "compiled code of a plugin is made anew");
                }
            }
        }
        let child = InChild {
            program,
            shared,
            memory,
            request,
            path: &path,
        };
        child.run()?;
        load(engine, &path).map_err(|reason| refused(request, &reason))
    }
}

/// From the code that is shared, or compiled and left there.
fn here(engine: &Engine, request: CompileRequest<'_>) -> Result<Component, ComponentError> {
    let path = cached(engine, request);
    let shared = SharedCode::open(&path).map_err(FileError::when("use", &path))?;
    if let Ok(component) = load(engine, &path) {
        return Ok(component);
    }
    let component =
        Component::from_binary(engine, request.bytes).map_err(|error| refused(request, &format!("{error:#}")))?;
    // Without it the next command compiles.
    if let Ok(code) = component.serialize() {
        shared.give(&code).ok();
    }
    Ok(component)
}

/// The name has all that the code depends on: the component, and the engine with its settings.
fn code_name(engine: &Engine, digest: &str) -> String {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    format!("{digest}.{:016x}.cwasm", hasher.finish())
}

fn cached(engine: &Engine, request: CompileRequest<'_>) -> PathBuf {
    request.folder.join(code_name(engine, request.digest))
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

/// A compilation in a child process.
struct InChild<'a> {
    program: &'a Path,
    /// The folder of the code that is shared with other servers.
    shared: Option<&'a Path>,
    /// Of a guest, in bytes.
    memory: usize,
    request: CompileRequest<'a>,
    /// Where the code goes.
    path: &'a Path,
}

/// How a child ended.
struct ChildEnd {
    /// None if it had to be ended.
    status: Option<ExitStatus>,
    /// What it wrote to its standard error.
    stderr: String,
}

impl InChild<'_> {
    fn run(&self) -> Result<(), ComponentError> {
        let Self { request, path, .. } = self;
        private_folder(request.folder).map_err(FileError::when("make", request.folder))?;
        let (input, output) = (path.with_extension("in"), path.with_extension("out"));
        fs::write(&input, request.bytes).map_err(FileError::when("write", &input))?;
        let begin = Instant::now();
        let ended = self.start(&input, &output);
        // What stays behind is only space, and is written anew the next time.
        fs::remove_file(&input).ok();
        let made = match self.judge(ended?) {
            Ok(()) => {
                tracing::info!(plugin.name = request.name, took = ?begin.elapsed(), "a plugin was compiled");
                fs::rename(&output, path).map_err(|error| FileError::when("rename", &output)(error).into())
            }
            Err(refused) => Err(refused),
        };
        if made.is_err() {
            // The code of what was refused; there is none if the compiler refused it.
            fs::remove_file(&output).ok();
        }
        made
    }

    fn start(&self, input: &Path, output: &Path) -> Result<ChildEnd, FileError> {
        let mut child = Command::new(self.program);
        child.arg(SUBCOMMAND);
        if let (Some(folder), Some(name)) = (self.shared, self.path.file_name()) {
            child.arg(SHARED_CODE).arg(folder.join(name));
        }
        let child = child
            .args([input, output])
            .arg(self.memory.to_string())
            .args((self.request.reason == LoadReason::Upload).then_some(PLAY))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(FileError::when("run", self.program))?;
        wait(child).map_err(FileError::when("wait for", self.program))
    }

    /// What the child's end means.
    fn judge(&self, ended: ChildEnd) -> Result<(), ComponentError> {
        let ChildEnd { status, stderr } = ended;
        let words = stderr.trim();
        let reason = match status {
            Some(status) if status.success() => return Ok(()),
            Some(status) if status.code() == Some(i32::from(FIXTURES_FAILED)) => {
                return Err(ComponentError::Fixtures {
                    name: self.request.name.to_owned(),
                    reason: words.to_owned(),
                });
            }
            Some(status) if words.is_empty() => format!("the compiler ended with {status}"),
            Some(_) => words.to_owned(),
            None => format!("the compiler took longer than {} s", LONGEST.as_secs()),
        };
        Err(refused(self.request, &reason))
    }
}

/// Waits for the child, and ends it if that takes too long.
fn wait(mut child: Child) -> std::io::Result<ChildEnd> {
    let status = child.wait_timeout(LONGEST)?;
    if status.is_none() {
        child.kill()?;
        child.wait()?;
    }
    // An error of one line fits into the pipe, so nothing has to be read meanwhile.
    let mut words = String::new();
    if let Some(mut stderr) = child.stderr.take() {
        stderr.read_to_string(&mut words)?;
    }
    Ok(ChildEnd { status, stderr: words })
}

/// What the child compiles.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// The component.
    pub input: &'a Path,
    /// Its compiled code, which it makes.
    pub output: &'a Path,
    /// The memory that a guest may have, in bytes.
    pub memory: usize,
    /// The same code where it is shared, which need not be there.
    pub shared: Option<&'a Path>,
}

/// The child's first work: compiles a file into another, or takes the code that is shared.
///
/// # Errors
/// The compiler's words for people, in one line.
pub fn compile_file(task: Task<'_>) -> Result<(), String> {
    // Without permission to step back it goes on as it is.
    rustix::process::nice(NICE).ok();
    let Task { input, output, .. } = task;
    let engine = engine::compiling(task.memory).map_err(|error| error.to_string())?;
    let bytes = fs::read(input).map_err(|error| format!("{} cannot be read: {error}", input.display()))?;
    let shared = task.shared.map(SharedCode::open).transpose();
    let shared = shared.map_err(|error| format!("the cache of compiled code cannot be used: {error}"))?;
    if shared.as_ref().is_some_and(|code| code.take(output)) && load(&engine, output).is_ok() {
        return Ok(());
    }
    let compiled = engine
        .precompile_component(&bytes)
        .map_err(|error| format!("{error:#}"))?;
    if let Some(shared) = shared {
        // Without it the next server compiles.
        shared.give(&compiled).ok();
    }
    fs::write(output, compiled).map_err(|error| format!("{} cannot be written: {error}", output.display()))
}

fn refused(request: CompileRequest<'_>, reason: &str) -> ComponentError {
    ComponentError::Compile {
        name: request.name.to_owned(),
        reason: reason.to_owned(),
    }
}
