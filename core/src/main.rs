//! The binary: hands the command line to the library.

use std::process::ExitCode;

use ocpp_central::{app, cli};

fn main() -> ExitCode {
    cli::run(std::env::args_os(), app::serve)
}
