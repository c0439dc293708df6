//! `make bench`, its end: what was aimed at beside what the other parts have measured.

use std::path::PathBuf;

use clap::Parser;
use ocpp_central_tests::bench::figures::Figures;
use ocpp_central_tests::bench::{Outcome, aims};

/// The options.
#[derive(Parser)]
struct Options {
    /// The file with what was measured.
    #[arg(long, env = "BENCH_FIGURES")]
    figures: PathBuf,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    aims::print_all(&Figures::open(Some(options.figures))?);
    Ok(())
}
