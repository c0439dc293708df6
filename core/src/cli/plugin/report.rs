//! How `plugin test` tells what differed: by fixture, step and place.

use std::fmt;
use std::path::PathBuf;

use serde::Serialize;
use serde_json::{Value, json};

use super::figures::{count, place};
use crate::plugins::testbench::{Difference, Played};

/// All fixtures.
#[derive(Debug, Default)]
pub struct Report {
    /// In their order.
    pub files: Vec<FileReport>,
}

/// One fixture.
#[derive(Debug, Serialize)]
pub struct FileReport {
    file: PathBuf,
    steps: usize,
    updated: bool,
    findings: Vec<Finding>,
}

/// A step that is not as expected.
#[derive(Debug, Serialize)]
struct Finding {
    step: usize,
    title: String,
    /// `fresh and warm`, or the one of them.
    instances: &'static str,
    differences: Vec<Difference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    log: Vec<String>,
    stderr: String,
}

impl FileReport {
    /// One that was played both ways.
    pub fn new(file: PathBuf, fresh: &[Played], warm: &[Played]) -> Self {
        let mut findings = Vec::new();
        for (fresh, warm) in fresh.iter().zip(warm) {
            if fresh.differences == warm.differences {
                findings.extend(Finding::of(fresh, "fresh and warm"));
            } else {
                findings.extend(Finding::of(fresh, "fresh"));
                findings.extend(Finding::of(warm, "warm"));
            }
        }
        Self {
            file,
            steps: fresh.len(),
            updated: false,
            findings,
        }
    }

    /// Its file was changed, or not.
    pub fn updated(self, updated: bool) -> Self {
        Self { updated, ..self }
    }
}

impl Finding {
    fn of(played: &Played, instances: &'static str) -> Option<Self> {
        (!played.differences.is_empty()).then(|| Self {
            step: played.step,
            title: played.title.clone(),
            instances,
            differences: played.differences.clone(),
            note: played.came.note.clone(),
            log: played.came.log.clone(),
            stderr: played.came.stderr.trim().to_owned(),
        })
    }
}

impl Report {
    /// Whether everything came as it was expected.
    pub fn passed(&self) -> bool {
        self.files.iter().all(|file| file.findings.is_empty())
    }

    /// For programs.
    pub fn as_json(&self) -> Value {
        json!({"passed": self.passed(), "fixtures": self.files})
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.files {
            write!(f, "{file}")?;
        }
        let differing = self.files.iter().filter(|file| !file.findings.is_empty()).count();
        let steps: usize = self.files.iter().map(|file| file.steps).sum();
        let played = format!(
            "{}, {}, each with fresh instances and with a warm one",
            count(self.files.len(), "fixture"),
            count(steps, "step")
        );
        match differing {
            0 => writeln!(f, "{played}: all as expected"),
            some => writeln!(f, "{played}: {some} not as expected"),
        }
    }
}

impl fmt::Display for FileReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, steps) = (place(&self.file), count(self.steps, "step"));
        let updated = if self.updated { ", updated" } else { "" };
        if self.findings.is_empty() {
            return writeln!(f, "ok       {file}, {steps}{updated}");
        }
        writeln!(f, "DIFFERS  {file}, {steps}{updated}")?;
        self.findings.iter().try_for_each(|finding| write!(f, "{finding}"))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  step {} ({}), {}:", self.step, self.title, self.instances)?;
        for Difference { pointer, expected, was } in &self.differences {
            let text = |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), Value::to_string);
            writeln!(f, "    {pointer}")?;
            writeln!(f, "      expected {}", text(expected))?;
            writeln!(f, "      was      {}", text(was))?;
        }
        if self.instances == "warm" {
            writeln!(
                f,
                "    only where an instance is used again: memory is a cache, what must stay belongs into the state"
            )?;
        }
        if let Some(note) = &self.note {
            writeln!(f, "    {note}")?;
        }
        let heard = [
            ("its log", self.log.join("\n")),
            ("its standard error", self.stderr.clone()),
        ];
        for (what, text) in heard.iter().filter(|(_, text)| !text.is_empty()) {
            writeln!(f, "    {what}:\n      {}", text.replace('\n', "\n      "))?;
        }
        Ok(())
    }
}
