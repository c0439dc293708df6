//! The binary as a command that ends: arguments, standard input and environment in; exit code, standard
//! output and standard error out.

use std::env;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::thread;

use crate::artifacts;

/// The variable with the folder of compiled code that servers share.
pub const COMPILED_CACHE: &str = "OCPP_CENTRAL_PLUGINS_COMPILED_CACHE";

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code; none after a signal.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Ended {
    /// This code, this output, and nothing on standard error.
    ///
    /// # Panics
    /// If it ended otherwise.
    #[track_caller]
    pub fn expect(&self, code: i32, out: &str) {
        let found = (self.code, self.out.as_str(), self.err.as_str());
        assert_eq!(found, (Some(code), out, ""));
    }

    /// This code, nothing on standard output, and this on standard error.
    ///
    /// # Panics
    /// If it ended otherwise.
    #[track_caller]
    pub fn expect_complaint(&self, code: i32, err: &str) {
        let found = (self.code, self.out.as_str(), self.err.as_str());
        assert_eq!(found, (Some(code), "", err));
    }
}

/// The binary without arguments, and without the settings of the developer's own shell. What any of them compiles
/// is compiled for all.
#[must_use]
pub fn command() -> Command {
    clean(Command::new(artifacts::server_binary()))
}

/// Gives this process, and those that it starts from now on, as many file descriptors as it may have.
///
/// # Panics
/// If util-linux is not there.
pub fn take_all_descriptors() {
    let own = std::process::id().to_string();
    let mut raise = Command::new("sh");
    raise.args(["-c", "prlimit --pid \"$0\" --nofile=\"$(ulimit -Hn):\"", &own]);
    assert!(raise.status().expect("a shell").success(), "prlimit of util-linux");
}

/// The same with so many file descriptors.
#[must_use]
pub fn command_with_descriptors(most: u32) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", "ulimit -n \"$0\" && exec \"$@\"", &most.to_string()])
        .arg(artifacts::server_binary());
    clean(command)
}

/// The same with the mounts that another process sees, which has namespaces of its own.
#[must_use]
pub fn command_that_sees(process: u32) -> Command {
    let mut command = Command::new("nsenter");
    command
        .args(["--target", &process.to_string()])
        .args(["--user", "--preserve-credentials", "--mount", "--"])
        .arg(artifacts::server_binary());
    clean(command)
}

fn clean(mut command: Command) -> Command {
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("OCPP_CENTRAL_")) {
        command.env_remove(name);
    }
    command.env(COMPILED_CACHE, artifacts::compiled_dir());
    command
}

/// Runs a command to its end on this input.
///
/// # Panics
/// If it does not start, or what it writes is not UTF-8.
#[must_use]
pub fn run(command: &mut Command, input: &[u8]) -> Ended {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("its input");
    let output = thread::scope(|scope| {
        // One that ends without reading closes the pipe; that is its right.
        scope.spawn(move || stdin.write_all(input).ok());
        child.wait_with_output().expect("its output")
    });
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ended {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}
