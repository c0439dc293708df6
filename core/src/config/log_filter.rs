//! The log filter: which lines are written, by level and by module.

use tracing_subscriber::EnvFilter;

use super::typed::{Reading, Typed};

const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// A filter's text, if it can be understood.
pub fn read(typed: Typed<'_>) -> Reading<String> {
    match typed.text().filter(|text| parse(text).is_some()) {
        Some(text) => Ok(text.to_owned()),
        None => typed.wrong(
            "a level (off, error, warn, info, debug, trace), or a list such as \"info,ocpp_central::plugins=debug\"",
        ),
    }
}

/// The filter of a text such as `info,ocpp_central::plugins=debug`.
///
/// A single word is a level: the library would take any other word for a module and hide all the rest,
/// so that a mistyped level would silence the log.
#[must_use]
pub fn parse(text: &str) -> Option<EnvFilter> {
    let level = |word: &str| LEVELS.iter().any(|level| level.eq_ignore_ascii_case(word));
    if !text
        .split(',')
        .all(|part| level(part) || part.contains(['=', '[', ']', '{', '}']))
    {
        return None;
    }
    EnvFilter::builder().parse(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_level_is_no_filter() {
        for good in [
            "info",
            "off",
            "WARN",
            "info,ocpp_central::plugins=debug",
            "warn,actix=error",
            "[session{a=1}]=trace",
        ] {
            assert!(parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "inof",
            "info,ocpp_central",
            "info;debug",
            "ocpp_central=loud",
            "info,,debug",
            "info, actix=warn",
        ] {
            assert!(parse(bad).is_none(), "{bad}");
        }
    }
}
