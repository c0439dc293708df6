//! The command line: what was asked, and the exit code that answers.
//!
//! Exit codes: 0 done, 1 the command failed, 2 it could not begin (usage, configuration).

mod actions;
mod check_config;
mod compile_plugin;
mod configuration;
mod failed;
mod operate;
mod plugin;
mod serve;
mod server;
mod validate;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::reload::Start;
use crate::plugins::FIXTURES_FAILED;
use configuration::Configuration;

/// An OCPP 1.6, 2.0.1 and 2.1 central system whose decisions are WASM plugins.
#[derive(Debug, Parser)]
#[command(name = "ocpp-central", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves charge points and operators until it is stopped
    Serve(serve::Arguments),
    /// Lists everything that is wrong with a configuration, or says what it comes to
    CheckConfig(Configuration),
    /// Judges OCPP messages: JSON lines on standard input, one verdict a line on standard output
    ///
    /// A line is a whole frame, such as [2,"id","Action",{...}], or a payload where --action and
    /// --kind say whose. The payload of a CALLRESULT can be judged if the CALL that it answers is in
    /// the input before it. Empty lines are skipped.
    ///
    /// A verdict is `LINE<tab>ok` or `LINE<tab>CODE<tab>POINTER<tab>REASON`: the line's number, the error
    /// code that a CALLERROR would carry, and a JSON pointer into the payload. The exit code is 0 if
    /// all messages are good, 1 if any is not, 2 if the command cannot run.
    Validate(validate::Arguments),
    /// Lists what the server does with each action of each OCPP version
    Actions(actions::Arguments),
    /// Compiles one plugin; the server runs it as its child
    #[command(hide = true)]
    CompilePlugin(compile_plugin::Arguments),
    #[command(flatten)]
    Operate(operate::Operate),
    /// Writes, builds, checks and tests plugins, and brings them to a running server
    #[command(subcommand)]
    Plugin(plugin::Plugin),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Done = 0,
    /// It ran, and failed or found faults.
    Failed = 1,
    /// It could not begin.
    Unusable = 2,
    /// Of the child that compiles alone.
    FixturesFailed = FIXTURES_FAILED as isize,
}

/// Does what the arguments (the program's name first) ask for. `serve` runs the server until it is
/// stopped; it is handed in, because nothing here knows how a server is put together.
pub fn run<A, S, E>(arguments: A, serve: S) -> ExitCode
where
    A: IntoIterator<Item: Into<OsString> + Clone>,
    S: FnOnce(Start<'_>) -> Result<(), E>,
    E: Display,
{
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        Err(asked) => {
            let code = u8::try_from(asked.exit_code()).unwrap_or(Exit::Unusable as u8);
            return written(asked.print(), code);
        }
    };
    let exit = match line.command {
        Command::Serve(arguments) => Ok(serve::run(&arguments, serve)),
        Command::CheckConfig(configuration) => check_config::run(&configuration, &mut io::stdout().lock()),
        Command::Actions(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::CompilePlugin(arguments) => Ok(arguments.run()),
        Command::Operate(operate) => operate.run(&mut io::stdout().lock()),
        Command::Plugin(plugin) => plugin.run(&mut io::stdout().lock()),
        Command::Validate(arguments) => arguments.run(io::stdin().lock(), &mut io::stdout().lock()),
    };
    match exit {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => written(Err(error), Exit::Unusable as u8),
    }
}

/// The exit code after something was written. A reader that has seen enough (`| head`) is no fault.
fn written(result: io::Result<()>, code: u8) -> ExitCode {
    match result {
        Ok(()) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(Exit::Unusable as u8)
        }
    }
}

/// A line on standard error. If that is closed nobody can be told.
fn complain(text: &str) {
    drop(writeln!(io::stderr(), "{text}"));
}
