//! How a typed value becomes a checked one: one function per kind of value.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use ocpp_schemas::Version;

use super::problem::What;
use super::settings::Secret;
use super::typed::{Mistake, Reading, Typed, below};
use super::units;

/// The word that switches an optional setting off.
const NONE: &str = "none";

/// The fewest characters of a bearer token.
pub const SHORTEST_TOKEN: usize = 16;

/// Puts what was read in its place; a mistake leaves the place as it is.
pub fn put<T>(slot: &mut T, reading: Reading<T>) -> Reading<()> {
    reading.map(|value| *slot = value)
}

/// `"none"`, or what `read` reads.
pub fn optional<T>(typed: Typed<'_>, read: fn(Typed<'_>) -> Reading<T>) -> Reading<Option<T>> {
    if typed.text() == Some(NONE) {
        Ok(None)
    } else {
        read(typed).map(Some)
    }
}

/// `true` or `false`.
pub fn switch(typed: Typed<'_>) -> Reading<bool> {
    typed.boolean().map_or_else(|| typed.wrong("true or false"), Ok)
}

/// A whole number of at least 1.
pub fn count<N: TryFrom<i64>>(typed: Typed<'_>) -> Reading<N> {
    let Some(number) = typed.integer().filter(|number| *number >= 1) else {
        return typed.wrong("a whole number of at least 1");
    };
    N::try_from(number).or_else(|_| typed.wrong("a smaller number"))
}

/// `"auto"`, the number of processors, or a whole number of at least 1.
pub fn workers(typed: Typed<'_>) -> Reading<usize> {
    if typed.text() == Some("auto") {
        return Ok(processors());
    }
    count(typed).or_else(|_: Vec<Mistake>| typed.wrong("\"auto\" or a whole number of at least 1"))
}

/// How many threads can run at once here.
#[must_use]
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// A duration, which may be zero.
pub fn duration(typed: Typed<'_>) -> Reading<Duration> {
    let Some(duration) = typed.text().and_then(units::duration) else {
        let expected = "a duration such as \"30s\", \"250ms\" or \"5m\"";
        return match typed.integer() {
            Some(number) => typed.wrong(format!("{expected}: a number needs its unit, as in \"{number}s\"")),
            None => typed.wrong(expected),
        };
    };
    Ok(duration)
}

/// A duration above zero.
pub fn positive(typed: Typed<'_>) -> Reading<Duration> {
    match duration(typed)? {
        Duration::ZERO => typed.wrong("a duration above zero"),
        duration => Ok(duration),
    }
}

/// A duration that travels in a message: whole seconds, at least one.
pub fn seconds(typed: Typed<'_>) -> Reading<Duration> {
    let duration = positive(typed)?;
    if duration.subsec_nanos() == 0 && i32::try_from(duration.as_secs()).is_ok() {
        return Ok(duration);
    }
    typed.wrong("whole seconds: the charge point is told a number of seconds")
}

/// A size in bytes, at least one.
pub fn size<N: TryFrom<u64>>(typed: Typed<'_>) -> Reading<N> {
    size_of(typed, 1)
}

/// A size in bytes, which may be nothing: `"0B"`.
pub fn size_or_nothing<N: TryFrom<u64>>(typed: Typed<'_>) -> Reading<N> {
    size_of(typed, 0)
}

fn size_of<N: TryFrom<u64>>(typed: Typed<'_>, least: u64) -> Reading<N> {
    let bytes = typed.text().and_then(units::size).filter(|bytes| *bytes >= least);
    if let Some(fitting) = bytes.and_then(|bytes| N::try_from(bytes).ok()) {
        return Ok(fitting);
    }
    let expected = "a size such as \"512B\", \"64KiB\" or \"1MiB\"";
    match typed.integer() {
        Some(number) => typed.wrong(format!("{expected}: a number needs its unit, as in \"{number}B\"")),
        None => typed.wrong(expected),
    }
}

/// An IP address with a port.
pub fn address(typed: Typed<'_>) -> Reading<SocketAddr> {
    let address = typed.text().and_then(|text| text.parse().ok());
    address.map_or_else(
        || typed.wrong("an IP address and a port such as \"127.0.0.1:9000\" or \"[::1]:9000\""),
        Ok,
    )
}

/// A path; nothing is looked up.
pub fn path(typed: Typed<'_>) -> Reading<PathBuf> {
    let path = typed.text().filter(|text| !text.is_empty() && !text.contains('\0'));
    path.map_or_else(|| typed.wrong("a path"), |text| Ok(PathBuf::from(text)))
}

/// A list of paths; in a variable they have commas between.
pub fn paths(typed: Typed<'_>) -> Reading<Vec<PathBuf>> {
    const EXPECTED: &str = "a list of paths such as [\"/etc/ocpp-central/certificate.pem\"]";
    if let Typed::Text(text) = typed {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        return parts.map(|part| path(Typed::Text(part))).collect();
    }
    let Some(list) = typed.list() else {
        return typed.wrong(EXPECTED);
    };
    let (mut found, mut mistakes) = (Vec::with_capacity(list.len()), Vec::new());
    for (index, value) in list.iter().enumerate() {
        match path(Typed::Toml(value)) {
            Ok(path) => found.push(path),
            Err(inner) => mistakes.extend(below(&format!("[{index}]"), inner)),
        }
    }
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

/// The name of an HTTP header.
pub fn header(typed: Typed<'_>) -> Reading<String> {
    let token = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let name = typed.text().filter(token);
    name.map_or_else(
        || typed.wrong("\"none\", or the name of a header such as \"Client-Cert\""),
        |name| Ok(name.to_ascii_lowercase()),
    )
}

/// What URLs begin with, such as `https://files.example.com/ocpp`; given back without a slash at the end.
pub fn url(typed: Typed<'_>) -> Reading<String> {
    let plain = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.contains(['?', '#', '@']);
    let begins = |text: &&str| {
        let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
        host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
    };
    match typed.text().filter(plain).filter(begins) {
        Some(text) => Ok(text.trim_end_matches('/').to_owned()),
        None => typed.wrong("\"none\", or a URL such as \"https://central.example.com\""),
    }
}

/// Where charge points connect, such as `wss://central.example.com/ocpp`; given back without a slash at the end.
pub fn websocket_url(typed: Typed<'_>) -> Reading<String> {
    let plain = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.contains(['?', '#', '@']);
    let begins = |text: &&str| {
        let host = text.strip_prefix("ws://").or_else(|| text.strip_prefix("wss://"));
        host.is_some_and(|host| !host.is_empty() && !host.starts_with('/'))
    };
    match typed.text().filter(plain).filter(begins) {
        Some(text) => Ok(text.trim_end_matches('/').to_owned()),
        None => typed.wrong("\"none\", or a URL such as \"wss://central.example.com/ocpp\""),
    }
}

/// Where a collector listens: it is spoken to without TLS.
pub fn collector(typed: Typed<'_>) -> Reading<String> {
    match typed.text() {
        Some(text) if text.starts_with("http://") => url(typed),
        _ => typed.wrong("\"none\", or the URL of a collector such as \"http://127.0.0.1:4318\" (without TLS)"),
    }
}

/// The size of a window of deflate, as the power of two.
pub fn window_bits(typed: Typed<'_>) -> Reading<u8> {
    let bits = typed.integer().filter(|bits| (9..=15).contains(bits));
    let bits = bits.and_then(|bits| u8::try_from(bits).ok());
    bits.map_or_else(|| typed.wrong("a whole number from 9 (512 bytes) to 15 (32 KiB)"), Ok)
}

/// A part of all, from 0 to 1.
pub fn share(typed: Typed<'_>) -> Reading<f64> {
    let share = typed.number().filter(|share| (0.0..=1.0).contains(share));
    share.map_or_else(|| typed.wrong("a number from 0 to 1, such as 0.1"), Ok)
}

/// A word of people's.
pub fn name(typed: Typed<'_>) -> Reading<String> {
    let name = typed.text().map(str::trim).filter(|name| !name.is_empty());
    name.map_or_else(|| typed.wrong("a name"), |name| Ok(name.to_owned()))
}

/// A version of OCPP.
pub fn version(typed: Typed<'_>) -> Reading<Version> {
    let version = typed.text().and_then(|text| Version::from_str(text).ok());
    version.map_or_else(|| typed.wrong("\"1.6\", \"2.0.1\" or \"2.1\""), Ok)
}

/// A bearer token: never repeated in a problem.
pub fn token(typed: Typed<'_>) -> Reading<Secret> {
    let visible = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic());
    match typed.text().filter(visible).filter(|text| text.len() >= SHORTEST_TOKEN) {
        Some(text) => Ok(Secret(text.to_owned())),
        None => typed.mistake(What::Wrong {
            found: typed.found_secretly(),
            expected: format!("\"none\", or at least {SHORTEST_TOKEN} letters, digits or signs, without blanks"),
        }),
    }
}

/// `true` for all, or a list of names, in which `*` stands for any text; in a variable they have commas between.
pub fn names(typed: Typed<'_>) -> Reading<Vec<String>> {
    const EXPECTED: &str = "true, false or a list of identities such as [\"CP-1\", \"SITE-*\"]";
    match typed.boolean() {
        Some(true) => return Ok(vec!["*".to_owned()]),
        Some(false) => return Ok(Vec::new()),
        None => {}
    }
    if let Typed::Text(text) = typed {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        return Ok(parts.map(str::to_owned).collect());
    }
    let Some(list) = typed.list() else {
        return typed.wrong(EXPECTED);
    };
    let names = list.iter().map(|name| Typed::Toml(name).text().map(str::to_owned));
    names.collect::<Option<_>>().map_or_else(|| typed.wrong(EXPECTED), Ok)
}

/// One of some words.
pub fn word<T: Copy>(typed: Typed<'_>, words: &[(&str, T)]) -> Reading<T> {
    let known = words.iter().find(|(word, _)| typed.text() == Some(word));
    known.map_or_else(
        || typed.wrong(alternatives(words.iter().map(|(word, _)| *word))),
        |(_, value)| Ok(*value),
    )
}

/// A table with names of the operator's choice.
pub fn map<T>(typed: Typed<'_>, read: fn(&str, Typed<'_>) -> Reading<T>) -> Reading<BTreeMap<String, T>> {
    let Some(table) = typed.table() else {
        return match typed {
            Typed::Toml(_) => typed.wrong("a table"),
            Typed::Text(_) => typed.mistake(What::Refused("can only be set in the file".to_owned())),
        };
    };
    let (mut map, mut mistakes) = (BTreeMap::new(), Vec::new());
    for (name, value) in table {
        match read(name.get_ref(), Typed::Toml(value)) {
            Ok(value) => drop(map.insert(name.get_ref().to_string(), value)),
            Err(inner) => mistakes.extend(below(&format!(".{}", quoted(name.get_ref())), inner)),
        }
    }
    if mistakes.is_empty() { Ok(map) } else { Err(mistakes) }
}

/// A key as TOML writes it: in quotes where it needs them.
fn quoted(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        format!("{name:?}")
    }
}

/// `"a", "b" or "c"`.
#[must_use]
pub fn alternatives<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| format!("{word:?}")).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
