//! A transcript's file to steps.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// One file.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    /// The file's name without its ending; part of the station's identity.
    pub name: String,
    /// What the server must run with: keys and values.
    pub settings: Vec<(String, Value)>,
    /// The steps with their line numbers.
    pub steps: Vec<(usize, Step)>,
}

/// One line. Texts still have their placeholders.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Send a text message.
    Send(String),
    /// Send one fragment.
    Fragment {
        /// Its bytes, with `\xHH` for those that are no text.
        text: String,
        /// Whether it begins the message, and whether it ends it.
        place: (bool, bool),
    },
    /// Send a binary message.
    Binary(String),
    /// Send a ping.
    Ping(String),
    /// This pattern arrives.
    Expect(String),
    /// Nothing arrives.
    ExpectNone,
    /// This pong arrives.
    Pong(String),
    /// The server closes with this code.
    Closed(u16),
    /// Connect again.
    Reconnect,
    /// Whether Heartbeats are answered from here on, instead of refused.
    Served(bool),
    /// Begin a call of the admin API: method, path, body.
    Call(String, String, String),
    /// The call that was begun is answered with this status and body.
    Called(u16, String),
    /// A name for what stands at a pointer of what came last.
    Keep(String, String),
    /// Call the admin API.
    Admin {
        /// GET, PUT and so on.
        method: String,
        /// From the root.
        path: String,
        /// JSON, or empty.
        body: String,
        /// The expected status.
        status: u16,
        /// What the body must look like, or empty.
        pattern: String,
        /// Ask until it is so.
        repeat: bool,
    },
}

/// Reads all files of a folder, in the order of their names.
///
/// # Panics
/// If one of them cannot be read; the text says where.
#[must_use]
pub fn load(folder: &Path) -> Vec<Transcript> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a folder's entry").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Transcript {
    let source = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let name = path.file_stem().expect("a file name").to_string_lossy().into_owned();
    parse(name, &source).unwrap_or_else(|reason| panic!("{}: {reason}", path.display()))
}

fn parse(name: String, source: &str) -> Result<Transcript, String> {
    let mut settings = Vec::new();
    let mut steps = Vec::new();
    for (number, line) in source.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(setting) = line.strip_prefix("set ") {
            settings.push(parse_setting(setting).ok_or(format!("line {}: {line}", number + 1))?);
        } else {
            steps.push((
                number + 1,
                parse_step(line).ok_or(format!("line {}: {line}", number + 1))?,
            ));
        }
    }
    place_fragments(&mut steps);
    Ok(Transcript { name, settings, steps })
}

fn parse_setting(text: &str) -> Option<(String, Value)> {
    let (key, value) = text.split_once(' ')?;
    Some((key.to_owned(), serde_json::from_str(value).ok()?))
}

fn parse_step(line: &str) -> Option<Step> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let text = rest.to_owned();
    match word {
        ">" => Some(Step::Send(text)),
        ">>" => Some(Step::Fragment {
            text,
            place: (true, true),
        }),
        "!" => Some(Step::Binary(text)),
        "<" if rest == "none" => Some(Step::ExpectNone),
        "<" => Some(Step::Expect(text)),
        "ping" => Some(Step::Ping(text)),
        "pong" => Some(Step::Pong(text)),
        "closed" => Some(Step::Closed(rest.parse().ok()?)),
        "reconnect" => Some(Step::Reconnect),
        "refused" | "served" => Some(Step::Served(word == "served")),
        "keep" => rest
            .split_once(' ')
            .map(|(name, pointer)| Step::Keep(name.to_owned(), pointer.to_owned())),
        "call" => {
            let (method, target) = rest.split_once(' ')?;
            let (path, body) = target.split_once(' ').unwrap_or((target, ""));
            Some(Step::Call(method.to_owned(), path.to_owned(), body.to_owned()))
        }
        "called" => {
            let result = rest.strip_prefix("-> ")?;
            let (status, pattern) = result.split_once(' ').unwrap_or((result, ""));
            Some(Step::Called(status.parse().ok()?, pattern.to_owned()))
        }
        "admin" | "wait" => parse_admin(rest, word == "wait"),
        _ => None,
    }
}

fn parse_admin(rest: &str, repeat: bool) -> Option<Step> {
    let (call, result) = rest.rsplit_once(" -> ")?;
    let (method, target) = call.split_once(' ')?;
    let (path, body) = target.split_once(' ').unwrap_or((target, ""));
    let (status, pattern) = result.split_once(' ').unwrap_or((result, ""));
    Some(Step::Admin {
        method: method.to_owned(),
        path: path.to_owned(),
        body: body.to_owned(),
        status: status.parse().ok()?,
        pattern: pattern.to_owned(),
        repeat,
    })
}

/// Says of each fragment whether it begins and whether it ends its message. Pings may stand between.
fn place_fragments(steps: &mut [(usize, Step)]) {
    let mut open: Option<usize> = None;
    for index in 0..steps.len() {
        match &mut steps[index].1 {
            Step::Fragment { place, .. } => {
                place.0 = open.is_none();
                if let Some(before) = open.replace(index)
                    && let Step::Fragment { place, .. } = &mut steps[before].1
                {
                    place.1 = false;
                }
            }
            Step::Ping(_) | Step::Pong(_) => {}
            _ => open = None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_of_one_message_are_joined_over_pings() {
        let script = parse("t".to_owned(), ">> a\nping x\n>> b\n> c\n>> d").unwrap();
        let places = script.steps.iter().filter_map(|(_, step)| match step {
            Step::Fragment { place, .. } => Some(*place),
            _ => None,
        });
        assert_eq!(places.collect::<Vec<_>>(), [(true, false), (false, true), (true, true)]);
    }

    #[test]
    fn an_unknown_line_is_refused_with_its_number() {
        assert_eq!(parse("t".to_owned(), "# note\n\n? what").unwrap_err(), "line 3: ? what");
    }
}
