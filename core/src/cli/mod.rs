//! The command line: what was asked, and the exit code that answers.
//!
//! Exit codes: 0 done, 1 the command failed or was refused, 2 it could not begin (usage, configuration), 3 the server
//! does not answer, 4 the server does not let this token do that.

mod actions;
mod backup;
mod ca;
mod charge_point;
mod check_config;
mod compile_plugin;
mod completions;
mod configuration;
mod demo;
mod failed;
mod init;
mod man;
mod operate;
mod plugin;
mod profile;
mod restore;
mod serve;
mod server;
mod show;
mod store;
mod validate;

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use crate::config::reload::Start;
use crate::plugins::FIXTURES_FAILED;
use configuration::Configuration;

/// An OCPP 1.6, 2.0.1 and 2.1 central system whose decisions are WASM plugins.
#[derive(Debug, Parser)]
#[command(name = NAME, version, arg_required_else_help = true, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// What the program is called.
const NAME: &str = "ocpp-central";

const EXIT_CODES: &str = "Exit codes: 0 done; 1 it failed, or the server or the charge point refuses it; 2 it could not \
                          begin (usage, configuration); 3 the server does not answer; 4 the token is not taken, or may \
                          not do that.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a configuration with a token to begin with, and says what to do next
    Init(init::Arguments),
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
    /// Is a simulated charge point at this server or at any other: at the keyboard, by a script, or many with a rhythm
    ///
    /// What is typed is answered line by line: `plug 1`, `swipe 04A1B2C3`, `unplug 1`, `cut`, `restore`, `status`, `help`.
    /// It keeps the messages of sessions while the link is cut, and sends them afterwards, as real ones do.
    ///
    /// The exit code is 0 after `quit`, Ctrl-C, or a script of which all happened; 1 if the server refuses it, or a script
    /// failed; 2 if it cannot begin; 3 if no server answers; 4 if the password is not taken.
    #[command(name = "charge-point")]
    ChargePoint(Box<charge_point::Arguments>),
    /// Shows a server with ten charge points at work, on this machine, until Ctrl-C
    ///
    /// Three versions of OCPP, sessions that begin and end, a broken connector, a link that breaks now and then, and a make
    /// whose messages are repaired. Nothing is kept unless --folder is given.
    Demo(Box<demo::Arguments>),
    /// Compiles one plugin; the server runs it as its child
    #[command(hide = true)]
    CompilePlugin(compile_plugin::Arguments),
    #[command(flatten)]
    Operate(Box<operate::Operate>),
    /// Writes the whole state of a running server into a file; holds such a file to be whole
    ///
    /// The server goes on meanwhile. The backup has everything that was acknowledged until its last record was read:
    /// records, components of plugins with their settings and states, and with --files what charge points brought. It
    /// has secrets as the store has them: keep it as carefully.
    Backup(Box<backup::Arguments>),
    /// Lays a backup out in an empty folder, on which a server is then started
    Restore(Box<restore::Arguments>),
    /// Looks at the folder of a server that does not run
    Store(Box<store::Arguments>),
    /// Writes, builds, checks and tests plugins, and brings them to a running server
    #[command(subcommand)]
    Plugin(Box<plugin::Plugin>),
    /// Makes and shows a certificate authority that signs what charge points ask for
    #[command(subcommand)]
    Ca(Box<ca::Ca>),
    /// Keeps servers by name, with the way to the token of each
    Profile(profile::Arguments),
    /// Writes what a shell needs to complete commands and flags
    ///
    /// For bash: `ocpp-central completions bash > ~/.local/share/bash-completion/completions/ocpp-central`
    Completions(completions::Arguments),
    /// Writes the manual: this program's page, or all pages into a folder
    Man(man::Arguments),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Done,
    /// It ran, and failed or found faults.
    Failed,
    /// It could not begin.
    Unusable,
    /// The server does not answer.
    Unreachable,
    /// The server does not let this token do that.
    Denied,
    /// Of the child that compiles alone.
    FixturesFailed,
}

impl Exit {
    /// What the process ends with.
    const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Unusable => 2,
            Self::Unreachable => 3,
            Self::Denied => 4,
            Self::FixturesFailed => FIXTURES_FAILED,
        }
    }
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
            let code = u8::try_from(asked.exit_code()).unwrap_or(Exit::Unusable.code());
            return written(asked.print(), code);
        }
    };
    let exit = match line.command {
        Command::Init(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::Serve(arguments) => Ok(serve::run(&arguments, serve)),
        Command::CheckConfig(configuration) => check_config::run(&configuration, &mut io::stdout().lock()),
        Command::Actions(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::ChargePoint(arguments) => arguments.run(&mut io::stdout()),
        Command::Demo(arguments) => arguments.run(&mut io::stdout()),
        Command::CompilePlugin(arguments) => Ok(arguments.run()),
        Command::Operate(operate) => operate.run(&mut io::stdout().lock()),
        Command::Backup(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::Restore(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::Store(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::Plugin(plugin) => plugin.run(&mut io::stdout().lock()),
        Command::Ca(ca) => ca.run(&mut io::stdout().lock()),
        Command::Profile(arguments) => arguments.run(&mut io::stdout().lock()),
        Command::Completions(arguments) => arguments.run(CommandLine::command(), &mut io::stdout().lock()),
        Command::Man(arguments) => arguments.run(CommandLine::command(), &mut io::stdout().lock()),
        Command::Validate(arguments) => arguments.run(io::stdin().lock(), &mut io::stdout().lock()),
    };
    match exit {
        Ok(exit) => ExitCode::from(exit.code()),
        // A reader that has seen enough (`| head`) is no fault.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => written(Err(error), Exit::Unusable.code()),
    }
}

/// The exit code after something was written.
fn written(result: io::Result<()>, code: u8) -> ExitCode {
    match result {
        Ok(()) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(code),
        Err(error) => {
            complain(&error.to_string());
            ExitCode::from(Exit::Unusable.code())
        }
    }
}

/// A line on standard error. If that is closed nobody can be told.
fn complain(text: &str) {
    drop(writeln!(io::stderr(), "{text}"));
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use clap::{Command, CommandFactory as _};

    use super::CommandLine;
    use crate::config::environment;

    /// The variables of ours that a command reads or tells of, with those below it.
    fn variables(command: &Command, found: &mut Vec<String>) {
        for argument in command.get_arguments() {
            found.extend(argument.get_env().map(|name| name.to_string_lossy().into_owned()));
            let help = argument.get_long_help().or_else(|| argument.get_help());
            let help = help.map(ToString::to_string).unwrap_or_default();
            let words = help.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            found.extend(
                words
                    .filter(|word| word.starts_with("OCPP_CENTRAL_"))
                    .map(str::to_owned),
            );
        }
        for below in command.get_subcommands() {
            variables(below, found);
        }
    }

    #[test]
    fn no_variable_of_a_command_is_an_unknown_key_to_a_server() {
        let mut found = Vec::new();
        variables(&CommandLine::command(), &mut found);
        for known in environment::OF_COMMANDS {
            assert!(found.iter().any(|name| name == known), "{known} is told of nowhere");
        }
        for name in found {
            let (_, problems) = environment::read([(OsString::from(&name), OsString::from("x"))].into_iter());
            assert_eq!(problems, [], "{name} is to stand in environment::OF_COMMANDS");
        }
    }
}
