//! A charge point's identity from the path of its URL: the last segment, percent-decoded once
//! (OCPP-J 3.1.1). Prefixes, trailing and doubled slashes do not matter.

use percent_encoding::percent_decode_str;

use super::ChargePointId;

/// The longest identity in characters: 48 in 2.x (identifierString); 1.6 has no limit, and real
/// stations stay far below this.
const MAX_CHARS: usize = 128;

/// Where the README and the log send stations.
const PREFIX: &str = "ocpp";

/// Reads the identity from a path such as `/ws/charger/RDAM%20123/`.
///
/// # Errors
/// What is wrong with it, for the station's log.
pub fn identity(path: &str) -> Result<ChargePointId, &'static str> {
    let mut segments = path.rsplit('/').filter(|segment| !segment.is_empty());
    let is_prefix = |segment: &str| segment.eq_ignore_ascii_case(PREFIX);
    let segment = match (segments.next(), segments.next()) {
        // The endpoint itself: a station whose identity was never set.
        (Some(last), before) if is_prefix(last) && !before.is_some_and(is_prefix) => None,
        (last, _) => last,
    };
    of_segment(segment.unwrap_or_default())
}

/// Reads the identity from one segment of a path.
///
/// # Errors
/// What is wrong with it.
pub fn of_segment(segment: &str) -> Result<ChargePointId, &'static str> {
    if segment.is_empty() {
        return Err("the URL has no identity: connect to /ocpp/IDENTITY");
    }
    let text = percent_decode_str(segment)
        .decode_utf8()
        .map_err(|_| "the identity in the URL is not UTF-8 after percent-decoding")?;
    of_text(&text)
}

/// The identity that a text is.
///
/// # Errors
/// What is wrong with it.
pub fn of_text(text: &str) -> Result<ChargePointId, &'static str> {
    if text.is_empty() {
        return Err("the identity is empty");
    }
    if text.chars().any(char::is_control) {
        return Err("the identity has control characters");
    }
    if text.contains(':') {
        return Err("the identity has a colon, which Basic authentication cannot carry");
    }
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err("the identity has more than 128 characters");
    }
    Ok(ChargePointId::new(text))
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn any_prefix_and_any_slashes() {
        for (path, wanted) in [
            ("/CP1", "CP1"),
            ("/ocpp/CP1", "CP1"),
            ("/ws/charger/CP1/", "CP1"),
            ("//ocpp//CP1//", "CP1"),
            ("/ocpp/RDAM%20123", "RDAM 123"),
            ("/ocpp/RDAM%7C123", "RDAM|123"),
            ("/ocpp/a%2Fb", "a/b"),
            ("/ocpp/100%2525", "100%25"),
            ("/ocpp/K%C3%B6ln+1", "Köln+1"),
            ("/ocpp/ocpp", "ocpp"),
        ] {
            assert_eq!(identity(path).map(|id| id.to_string()), Ok(wanted.to_owned()), "{path}");
        }
    }

    #[test]
    fn what_is_no_identity() {
        let long = format!("/ocpp/{}", "x".repeat(129));
        for path in [
            "",
            "/",
            "//",
            "/ocpp",
            "/OCPP/",
            "/ws/ocpp",
            "/ocpp/%FF",
            "/ocpp/a%00b",
            "/ocpp/a:b",
            &long,
        ] {
            assert!(identity(path).is_err(), "{path}");
        }
    }
}
