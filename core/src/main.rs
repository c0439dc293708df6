//! The binary: hands the command line and the dashboard's files to the library. They are put in here and not there, so
//! that who changes one of them does not compile the library anew. A file that is new is noticed when another one is
//! changed, as whichever names it is; the suite `dashboard` holds that none is missing.

use std::process::ExitCode;

use include_dir::{Dir, include_dir};
use ocpp_central::{app, cli};
use tikv_jemallocator::Jemalloc;

/// A message takes an eighth less of the processor with it than with the C library's.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

static DASHBOARD: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/dashboard");

fn main() -> ExitCode {
    cli::run(std::env::args_os(), |start| app::serve(start, &DASHBOARD))
}
