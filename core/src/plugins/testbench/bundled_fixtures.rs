//! The fixtures that a component brings in a section of its own: read, and played before a server takes it.
//!
//! The section is a JSON object: the name of each file, and the fixture as it is written there.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::Value;
use serde_json::value::RawValue;
use wasmparser::{Parser, Payload};

use super::difference::Difference;
use super::play::Played;
use crate::plugins::testbench::{Fixture, Instancing, Testbench};

/// The name of the section.
pub const SECTION: &str = "ocpp-plugin-fixtures";

/// The most bytes that the section may have.
pub const LARGEST: usize = 1 << 20;

/// All of them together are played no longer.
const LONGEST: Duration = Duration::from_secs(20);

/// Of a value that is not as expected, so many characters are told: the reason travels in one pipe's space.
const SHOWN: usize = 300;

/// Differences of a step that are told.
const TOLD: usize = 3;

/// By the names of their files; empty if the component has no such section.
///
/// # Errors
/// What is wrong with the section.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, Fixture>, String> {
    let wrong = |what: String| format!("its section `{SECTION}` cannot be used: {what}");
    let Some(section) = find(bytes).map_err(&wrong)? else {
        return Ok(BTreeMap::new());
    };
    if section.len() > LARGEST {
        return Err(wrong(format!("it has {} bytes, and may have {LARGEST}", section.len())));
    }
    let texts: BTreeMap<String, Box<RawValue>> =
        serde_json::from_slice(section).map_err(|error| wrong(format!("it is no object of fixtures: {error}")))?;
    let fixtures = texts.into_iter().map(|(name, text)| match Fixture::read(text.get()) {
        Ok(fixture) => Ok((name, fixture)),
        Err(reason) => Err(wrong(format!("{name} is no fixture: {reason}"))),
    });
    fixtures.collect()
}

/// The section of the component itself, not of what is nested in it.
fn find(bytes: &[u8]) -> Result<Option<&[u8]>, String> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(|error| error.to_string())? {
            Payload::ModuleSection { .. } | Payload::ComponentSection { .. } => depth += 1,
            Payload::End(_) => depth = depth.saturating_sub(1),
            Payload::CustomSection(section) if depth == 0 && section.name() == SECTION => {
                found.push(section.data());
            }
            _ => {}
        }
    }
    match found.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _ => Err("it is there twice".to_owned()),
    }
}

/// Plays what the component in a file brings on its compiled code, with fresh instances and with a warm one, for guests
/// of at most so much memory.
///
/// # Errors
/// What is wrong with the section, or the first step that is not as expected: the file, the step, what was
/// expected and what came.
pub fn play(component: &Path, compiled: &Path, memory: usize) -> Result<(), String> {
    let bytes = fs::read(component).map_err(|error| format!("{} cannot be read: {error}", component.display()))?;
    let fixtures = read(&bytes)?;
    if fixtures.is_empty() {
        return Ok(());
    }
    let mut bench = Testbench::of_compiled(bytes, compiled, memory)
        .map_err(|error| format!("its fixtures cannot be played: {error}"))?;
    bench.until = Some(Instant::now() + LONGEST);
    for (name, fixture) in fixtures {
        let ways = [
            (Instancing::Fresh, "with fresh instances"),
            (Instancing::Warm, "with a warm instance"),
        ];
        for (instancing, how) in ways {
            let steps = bench
                .play(&fixture, instancing)
                .map_err(|error| format!("its fixture {name} cannot be played: {error}"))?;
            if let Some(step) = steps.iter().find(|step| !step.differences.is_empty()) {
                return Err(differs(&name, step, how));
            }
        }
    }
    Ok(())
}

fn differs(name: &str, step: &Played, how: &str) -> String {
    let value = |value: &Option<Value>| cut(&value.as_ref().map_or("nothing".to_owned(), Value::to_string));
    let told = |Difference { pointer, expected, was }: &Difference| {
        format!("at {pointer}: expected {}, came {}", value(expected), value(was))
    };
    let mut texts: Vec<_> = step.differences.iter().take(TOLD).map(told).collect();
    let rest = step.differences.len().saturating_sub(TOLD);
    texts.extend((rest > 0).then(|| format!("and {rest} more")));
    texts.extend(step.came.note.as_deref().map(cut));
    format!(
        "its fixture {name} is not as expected in step {} ({}) {how}: {}. `ocpp-central plugin test` plays the \
         fixtures before they are uploaded",
        step.step,
        step.title,
        texts.join("; ")
    )
}

fn cut(text: &str) -> String {
    let shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() { shown + "…" } else { shown }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::plugins::testbench::TestbenchError;
    use crate::plugins::tests::guests;
    use wasm_encoder::{Component, CustomSection};

    fn component(sections: &[&str]) -> Vec<u8> {
        let mut component = Component::new();
        for text in sections {
            component.section(&CustomSection {
                name: SECTION.into(),
                data: text.as_bytes().into(),
            });
        }
        component.finish()
    }

    #[test]
    fn no_step_begins_when_the_time_is_up() {
        let mut bench = Testbench::load("hostile", guests::hostile()).unwrap();
        let fixture = Fixture::read(r#"{"steps": [{"tick": {"name": "t"}}]}"#).unwrap();
        assert!(bench.play(&fixture, Instancing::Warm).is_ok());
        bench.until = Some(Instant::now());
        let late = bench.play(&fixture, Instancing::Warm);
        assert!(matches!(late, Err(TestbenchError::TooLong)), "{late:?}");
    }

    #[test]
    fn a_component_without_the_section_brings_none() {
        assert!(read(&component(&[])).unwrap().is_empty());
        assert!(read(&component(&["{}"])).unwrap().is_empty());
    }

    #[test]
    fn a_section_is_read_with_its_names() {
        let text =
            r#"{"b.json": {"steps": [{"tick": {"name": "t"}}]}, "a.json": {"steps": [{"tick": {"name": "t"}}]}}"#;
        let found = read(&component(&[text])).unwrap();
        assert_eq!(found.keys().collect::<Vec<_>>(), ["a.json", "b.json"]);
    }

    #[test]
    fn a_broken_section_is_told_by_its_name() {
        let large = format!("{{\"a\": \"{}\"}}", "x".repeat(LARGEST));
        let cases: [(&[&str], &str); 5] = [
            (&["[]"], "it is no object of fixtures: invalid type: sequence"),
            (&["{\"a.json\""], "it is no object of fixtures: EOF"),
            (
                &["{\"a.json\": {\"stepz\": []}}"],
                "a.json is no fixture: unknown field `stepz`",
            ),
            (&["{}", "{}"], "it is there twice"),
            (&[&large], "and may have 1048576"),
        ];
        for (sections, told) in cases {
            let reason = read(&component(sections)).unwrap_err();
            assert!(
                reason.starts_with("its section `ocpp-plugin-fixtures` cannot be used: "),
                "{reason}"
            );
            assert!(reason.contains(told), "{reason}");
        }
    }
}
