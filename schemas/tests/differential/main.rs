//! Our verdicts against the official schema files', on generated payloads and single mutations of them.
//!
//! The official files are not part of this project. They are looked for in the folder that `OCPP_OFFICIAL_SCHEMAS`
//! names (with `ocpp1.6/`, `ocpp2.0.1/`, `ocpp2.1/`), then in the PyPI package `ocpp` of the `python3` on the path.
//! Without them the test says so and passes, but fails where `CI` is set.
//!
//! A round is one payload of each message and some of its mutations, those first that were never tried at their
//! place. It ends when rounds bring nothing new any more. `OCPP_DIFFERENTIAL_CASES=200000` goes on until there were
//! so many cases per version, `OCPP_DIFFERENTIAL_SEED` changes the seed.
#![cfg(feature = "generate")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod coverage;
mod deliberate;
mod official;

use coverage::Coverage;
use deliberate::{Deliberate, Objection, Side};
use ocpp_schemas::generate::{self, Rng};
use ocpp_schemas::{Action, Catalogue, Kind, Version, Violation};
use official::Official;
use serde_json::Value;
use std::collections::BTreeSet;
use std::env;
use std::path::Path;
use std::str::FromStr;

/// Rounds without anything new after which there is an end.
const QUIET_ROUNDS: u32 = 3;
/// Mutations taken of each generated payload, at most.
const MUTATIONS: usize = 80;
const SEED: u64 = 20_160_201;

#[test]
fn verdicts_on_1_6_are_the_official_ones() {
    compare(Version::V16);
}

#[test]
fn verdicts_on_2_0_1_are_the_official_ones() {
    compare(Version::V201);
}

#[test]
fn verdicts_on_2_1_are_the_official_ones() {
    compare(Version::V21);
}

fn compare(version: Version) {
    let Some(folder) = official::folder(version) else {
        official::report_missing(version);
        return;
    };
    let mut run = Run::new(version, number("OCPP_DIFFERENTIAL_SEED").unwrap_or(SEED));
    let least = number("OCPP_DIFFERENTIAL_CASES").unwrap_or(0);
    let messages = messages(version);
    let officials: Vec<_> = messages
        .iter()
        .map(|(action, kind)| Official::read(&folder, action, *kind))
        .collect();
    let mut quiet = 0;
    while quiet < QUIET_ROUNDS || run.cases < least {
        let before = run.coverage.extent();
        for ((action, kind), official) in messages.iter().zip(&officials) {
            run.message(action, *kind, official);
        }
        quiet = if run.coverage.extent() == before { quiet + 1 } else { 0 };
    }
    run.finish(&folder);
}

fn number<T: FromStr>(variable: &str) -> Option<T> {
    env::var(variable).ok()?.parse().ok()
}

fn messages(version: Version) -> Vec<(&'static Action, Kind)> {
    let actions = Catalogue::of(version).actions();
    let all = actions.flat_map(|action| Kind::ALL.map(|kind| (action, kind)));
    all.filter(|(action, kind)| *kind == Kind::Request || action.confirmed())
        .collect()
}

struct Run {
    version: Version,
    seed: u64,
    rng: Rng,
    deliberate: Deliberate,
    cases: usize,
    valid: usize,
    explained: usize,
    unexplained: Vec<String>,
    coverage: Coverage,
    /// The cases before the last change that was new at its place.
    last_new: usize,
}

impl Run {
    fn new(version: Version, seed: u64) -> Self {
        let deliberate = Deliberate::of(version);
        Self {
            version,
            seed,
            rng: Rng::new(seed),
            deliberate,
            cases: 0,
            valid: 0,
            explained: 0,
            unexplained: Vec::new(),
            coverage: Coverage::default(),
            last_new: 0,
        }
    }

    /// One payload and some of its mutations.
    fn message(&mut self, action: &Action, kind: Kind, official: &Official) {
        let payload = generate::instance(action, kind, &mut self.rng);
        let mut mutations = generate::mutations(action, kind, &payload, &mut self.rng);
        self.rng.shuffle(&mut mutations);
        // What was never tried so far comes first.
        mutations.sort_by_cached_key(|mutation| self.coverage.has((action, kind), mutation));
        self.case(&payload, official, ours(action, kind, &payload));
        for mutation in mutations.iter().take(MUTATIONS) {
            if self.coverage.note((action, kind), mutation) {
                self.last_new = self.cases;
            }
            let changed = mutation.apply(&payload);
            self.case(&changed, official, ours(action, kind, &changed));
        }
    }

    fn case(&mut self, payload: &Value, official: &Official, ours: Result<(), Violation>) {
        self.cases += 1;
        self.valid += usize::from(ours.is_ok());
        let objections = match (ours, official.is_valid(payload)) {
            (Ok(()), true) | (Err(_), false) => return,
            (Ok(()), false) => official.objections(payload),
            (Err(violation), true) => vec![objection(&violation, payload)],
        };
        if self.deliberate.explains(&official.message, &objections) {
            self.explained += 1;
        } else {
            self.unexplained
                .push(format!("{}: {objections:?} in {payload}", official.message));
        }
    }

    fn finish(self, folder: &Path) {
        let untested = self.untested();
        let Self {
            version,
            seed,
            cases,
            valid,
            explained,
            unexplained,
            ..
        } = self;
        let (others, (places, kinds)) = (unexplained.len(), self.coverage.extent());
        let last_new = self.last_new;
        official::say(&format!(
            "OCPP {version}: {cases} cases ({valid} valid) with {kinds} kinds of changes on {places} places, \
             the last new one after {last_new}, seed {seed}, against {}: \
             {explained} deliberate differences, {others} others",
            folder.display(),
        ));
        let shown: Vec<_> = unexplained.iter().take(10).map(String::as_str).collect();
        assert!(unexplained.is_empty(), "{}", shown.join("\n"));
        let unused = self.deliberate.unused();
        assert!(
            unused.is_empty(),
            "listed differences that do not occur (any more): {unused:?}"
        );
        assert!(untested.is_empty(), "properties that no case changed: {untested:?}");
    }

    fn untested(&self) -> BTreeSet<String> {
        let messages = messages(self.version).into_iter();
        messages
            .flat_map(|(action, kind)| self.coverage.missing(action, kind))
            .collect()
    }
}

/// Our verdict, which is the same however a payload is read: as a value, or as a text in any layout.
fn ours(action: &Action, kind: Kind, payload: &Value) -> Result<(), Violation> {
    let verdict = action.validate(kind, payload);
    for text in [payload.to_string(), serde_json::to_string_pretty(payload).unwrap()] {
        let read = action.valid_length(kind, &text);
        assert_eq!(
            read == Some(text.len()),
            verdict.is_ok(),
            "{} {kind:?} {text}: {read:?} {verdict:?}",
            action.name()
        );
    }
    verdict
}

fn objection(violation: &Violation, payload: &Value) -> Objection {
    let value = payload
        .pointer(&violation.pointer)
        .map(Value::to_string)
        .unwrap_or_default();
    let (rule, pointer) = (violation.rule.to_owned(), violation.pointer.clone());
    Objection {
        rejected_by: Side::Ours,
        rule,
        pointer,
        value,
    }
}
