//! The binary: hands the command line to the library.

use std::process::ExitCode;

use ocpp_central::{app, cli};

fn main() -> ExitCode {
    cli::run(std::env::args_os(), |settings| {
        app::serve(
            settings,
            std::env::var_os("READY").map(std::path::PathBuf::from).as_deref(),
        )
        .map_err(|e| std::io::Error::other(e.to_string()))
    })
}
