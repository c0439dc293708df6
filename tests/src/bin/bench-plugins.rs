//! `make bench`, the part of the plugins: one plugin in every language, called, loaded and pushed.

use clap::{Parser, ValueEnum};
use ocpp_central_tests::bench::Outcome;
use ocpp_central_tests::bench::extent::Extent;
use ocpp_central_tests::bench::plugins::{self, Plan};
use ocpp_central_tests::doorman::Language;

/// The options; each also as an environment variable, as for `bench-drive`.
#[derive(Parser)]
struct Options {
    #[command(flatten)]
    extent: Extent,
    /// Only these.
    #[arg(long, value_enum)]
    language: Vec<Language>,
}

fn main() -> Outcome<()> {
    let options = Options::parse();
    let languages = if options.language.is_empty() {
        Language::value_variants().to_vec()
    } else {
        options.language
    };
    plugins::run(&Plan {
        load: options.extent.plan("1.6".to_owned(), 0),
        languages,
    })
}
