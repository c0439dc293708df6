//! Strings: free text up to a limit, times and URIs.

use super::Rng;

/// What the letters of free text are: ASCII, and some that take two to four bytes each.
const LETTERS: [char; 12] = ['a', 'Z', '0', '9', ' ', '-', '_', '"', '\\', 'ü', '€', '🔌'];
/// The longest text that is made where the schema allows more (or anything).
const USUAL: i64 = 24;

const URIS: [&str; 5] = [
    "ftp://user:pass@localhost/diagnostics",
    "https://localhost:8443/a/b?c=d#e",
    "http://[::1]/",
    "urn:example:firmware",
    "file:///tmp/log%20file",
];

/// Free text of at most `limit` characters; once in eight as long as the limit allows.
pub(super) fn free(limit: Option<i64>, rng: &mut Rng) -> String {
    let most = limit.unwrap_or(USUAL);
    let length = if rng.once_in(8) {
        most
    } else {
        rng.between(0, most.min(USUAL))
    };
    exactly(length, rng)
}

/// Free text of exactly so many characters.
pub(super) fn exactly(length: i64, rng: &mut Rng) -> String {
    (0..length)
        .map(|_| rng.pick(&LETTERS).copied().unwrap_or('x'))
        .collect()
}

/// A valid time (RFC 3339).
pub(super) fn date_time(rng: &mut Rng) -> String {
    let date = format!(
        "{:04}-{:02}-{:02}",
        rng.between(1970, 2099),
        rng.between(1, 12),
        rng.between(1, 28)
    );
    let time = format!(
        "{:02}:{:02}:{:02}",
        rng.between(0, 23),
        rng.between(0, 59),
        rng.between(0, 59)
    );
    let fraction = rng.pick(&["", ".1", ".123", ".123456"]).copied().unwrap_or_default();
    let zone = rng
        .pick(&["Z", "Z", "Z", "+00:00", "+02:00", "-11:30"])
        .copied()
        .unwrap_or("Z");
    format!("{date}T{time}{fraction}{zone}")
}

/// A valid URI (RFC 3986).
pub(super) fn uri(rng: &mut Rng) -> String {
    rng.pick(&URIS).copied().unwrap_or_default().to_owned()
}
