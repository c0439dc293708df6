//! `make bench`, the part of the plugins: one plugin in every language, called, loaded and pushed.

use clap::{Parser, ValueEnum};
use ocpp_central_tests::bench::plugins::{self, Plan};
use ocpp_central_tests::bench::{Outcome, drive};
use ocpp_central_tests::doorman::Language;

/// The options; each also as an environment variable, as for `bench-drive`.
#[derive(Parser)]
struct Options {
    /// How often each server is measured.
    #[arg(long, env = "BENCH_ROUNDS", default_value_t = 3)]
    rounds: usize,
    /// Answers that are counted per run, at most.
    #[arg(long, env = "BENCH_MESSAGES", default_value_t = 200_000)]
    messages: u64,
    /// A run counts no longer than so many seconds.
    #[arg(long, env = "BENCH_LIMIT_SECONDS", default_value_t = 10)]
    limit_seconds: u64,
    /// Stations at once.
    #[arg(long, env = "BENCH_CONNECTIONS", default_value_t = 200)]
    connections: u32,
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
        load: drive::Plan {
            rounds: options.rounds,
            messages: options.messages,
            limit_seconds: options.limit_seconds,
            connections: options.connections,
            stations: 0,
            version: "1.6".to_owned(),
            scenarios: Vec::new(),
            variants: Vec::new(),
            profile: None,
        },
        languages,
    })
}
