//! A page of the documentation with commands and what they print, read so that it can be held against what they print.
//!
//! A block that begins with three backticks and `console` has lines that begin with `$ `: commands, which go on in the
//! next line after a `\`. What follows up to the next command is what it prints. A line `...` stands for any lines.
//! Times, durations, ids and addresses are other ones each time, and so are how large a document with times in it is (a
//! fraction of a second has as many digits as it needs) and how wide a column is.

use std::fs;
use std::path::Path;

/// What stands below one title.
#[derive(Debug)]
pub struct Job {
    /// The heading.
    pub title: String,
    /// The commands of its blocks.
    pub steps: Vec<Step>,
}

/// A command with what it prints.
#[derive(Debug)]
pub struct Step {
    /// For a shell.
    pub command: String,
    /// The lines that are shown.
    pub shown: Vec<String>,
}

/// The jobs of a page, in their order.
///
/// # Panics
/// If there is no such page.
#[must_use]
pub fn jobs(page: &Path) -> Vec<Job> {
    let text = fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let (mut jobs, mut is_block): (Vec<Job>, bool) = (Vec::new(), false);
    let mut goes_on = false;
    for line in text.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            is_block = !is_block && fence.trim() == "console";
        } else if let Some(title) = line.strip_prefix("## ").filter(|_| !is_block) {
            jobs.push(Job {
                title: title.to_owned(),
                steps: Vec::new(),
            });
        } else if let Some(job) = jobs.last_mut().filter(|_| is_block) {
            goes_on = job.take(line, goes_on);
        }
    }
    jobs
}

impl Job {
    /// One more line of a block; whether its command goes on in the next one.
    fn take(&mut self, line: &str, goes_on: bool) -> bool {
        match (self.steps.last_mut(), line.strip_prefix("$ ")) {
            (Some(step), _) if goes_on => {
                step.command.push('\n');
                step.command.push_str(line);
            }
            (_, Some(command)) => self.steps.push(Step {
                command: command.to_owned(),
                shown: Vec::new(),
            }),
            (Some(step), None) => {
                step.shown.push(line.to_owned());
                return false;
            }
            (None, None) => panic!("{}: `{line}` stands before any command", self.title),
        }
        line.ends_with('\\')
    }
}

impl Step {
    /// Whether it prints what is shown.
    ///
    /// # Errors
    /// The first line that is another, both ways.
    pub fn check(&self, printed: &str) -> Result<(), String> {
        let shown: Vec<String> = self.shown.iter().map(|line| plain(line)).collect();
        let printed: Vec<String> = printed.lines().map(plain).collect();
        if fits(&shown, &printed) {
            return Ok(());
        }
        let first = shown.iter().zip(&printed).position(|(shown, printed)| shown != printed);
        let at = first.unwrap_or(shown.len().min(printed.len()));
        Err(format!(
            "from line {}:\nshown:\n{}\nprinted:\n{}",
            at + 1,
            shown[at..].join("\n"),
            printed[at..].join("\n")
        ))
    }
}

fn fits(shown: &[String], printed: &[String]) -> bool {
    match shown.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line == "..." => (0..=printed.len()).any(|skipped| fits(rest, &printed[skipped..])),
        Some((line, rest)) => printed
            .split_first()
            .is_some_and(|(found, left)| line == found && fits(rest, left)),
    }
}

/// A line in which everything that is another each time is a word for it.
#[must_use]
pub fn plain(line: &str) -> String {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || ".:-+_/".contains(c);
    let (mut words, mut word) = (String::new(), String::new());
    for c in line.chars().chain([' ']) {
        if is_of_word(c) {
            word.push(c);
            continue;
        }
        // Numbers that count for the server as a whole, times in seconds, and the sizes of documents.
        let is_number = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let varies = ["session=", "seconds=", ".json: "];
        let is_other = words.is_empty() || varies.iter().any(|name| words.ends_with(name));
        if is_number && is_other {
            words.push_str("<number>");
        } else if words.ends_with("of ocpp-central ") {
            words.push_str("<version>");
        } else {
            words.push_str(&named(&word));
        }
        word.clear();
        if c != ' ' || !words.ends_with(' ') {
            words.push(c);
        }
    }
    let plain = words.trim().replace("<date> <clock>", "<time>");
    plain.replace("<lasting> <lasting>", "<lasting>")
}

/// What a word is, if it is another each time.
fn named(word: &str) -> String {
    let shape: String = word.chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect();
    let is_hex = |c: char| c.is_ascii_hexdigit() || c == '-';
    let digits = word.chars().filter(char::is_ascii_digit).count();
    if shape == "9999-99-99" {
        "<date>".to_owned()
    } else if shape == "99:99:99" {
        "<clock>".to_owned()
    } else if shape.starts_with("9999-99-99T99:99:99") {
        "<time>".to_owned()
    } else if word.len() >= 16 && digits >= 4 && word.chars().all(is_hex) {
        "<id>".to_owned()
    } else if shape.contains("999.9.9.9:9") || shape.contains("999.9.9.9/") {
        "<address>".to_owned()
    } else if word.ends_with("/ocpp-central/profiles.toml") {
        "<file>".to_owned()
    } else if is_lasting(word) {
        "<lasting>".to_owned()
    } else {
        word.to_owned()
    }
}

/// `45m`, `3s`.
fn is_lasting(word: &str) -> bool {
    let number = word.strip_suffix(['s', 'm', 'h', 'd']);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{Step, plain};

    #[test]
    fn what_is_another_each_time_is_named() {
        assert_eq!(
            plain("F11  2026-01-31 14:30:05 UTC   2m 3s  [018f4e2a-77aa-7d01-9c2b-0a1b2c3d4e5f] "),
            "F11 <time> UTC <lasting> [<id>]"
        );
        assert_eq!(plain("a,2026-01-31T14:30:05.123Z,1200"), "a,<time>,1200");
        assert_eq!(plain("alice.json: 4999 bytes"), "alice.json: <number> bytes");
        assert_eq!(plain("F02.log: 1190 bytes"), "F02.log: 1190 bytes");
        assert_eq!(
            plain("http://127.0.0.1:9001 is 17 Wh, F05-2"),
            "<address> is 17 Wh, F05-2"
        );
    }

    #[test]
    fn dots_stand_for_any_lines() {
        let step = |shown: &[&str]| Step {
            command: String::new(),
            shown: shown.iter().map(|line| (*line).to_owned()).collect(),
        };
        assert!(step(&["a", "...", "z"]).check("a\nb\nc\nz\n").is_ok());
        assert!(step(&["a", "..."]).check("a").is_ok());
        assert!(step(&["a", "z"]).check("a\nb\nz").unwrap_err().contains("from line 2"));
        assert!(step(&["a"]).check("a\nb").is_err());
        assert!(step(&["a", "b"]).check("a").is_err());
    }
}
