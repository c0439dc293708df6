//! The binary: hands the command line to the library, and chooses the allocator.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use ocpp_central::{app, cli};

/// A message is some hundred small allocations, which glibc's takes longer for.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), app::serve)
}
