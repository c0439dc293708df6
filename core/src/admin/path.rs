//! Names in paths. They are read from the raw path and percent-decoded once, so that an identity
//! may hold `/`, `|`, spaces and `%`.

use actix_web::HttpRequest;
use percent_encoding::percent_decode_str;

use super::problem::{Problem, kinds};
use crate::ids::ChargePointId;
use crate::transport::identity::identity;

/// Where the first name stands in `/api/v1/COLLECTION/NAME/..`, counted in segments.
const FIRST: usize = 4;
const PLUGIN: usize = 2;
/// Where the second stands in `/api/v1/transactions/NAME/NAME`.
const SECOND: usize = 5;
/// Where the one behind a word stands: `/api/v1/charge-points/NAME/commands/NAME`.
const THIRD: usize = 6;

/// The longest id tag (2.1 `identifierString` of 255).
const MAX_NAME_CHARS: usize = 255;

/// The charge point's identity, by the rules of the identities that connect.
///
/// # Errors
/// What is wrong with it.
pub fn charge_point(request: &HttpRequest) -> Result<ChargePointId, Problem> {
    identity(raw(request, FIRST)).map_err(|reason| Problem::new(kinds::INVALID_REQUEST, reason))
}

/// The first name.
///
/// # Errors
/// It is no text, or too long.
pub fn first(request: &HttpRequest) -> Result<String, Problem> {
    name(raw(request, FIRST))
}

/// The plugin's name of its own endpoints.
///
/// # Errors
/// It is no text, or too long.
pub fn plugin(request: &HttpRequest) -> Result<String, Problem> {
    name(raw(request, PLUGIN))
}

/// The name behind the first.
///
/// # Errors
/// It is no text, or too long.
pub fn second(request: &HttpRequest) -> Result<String, Problem> {
    name(raw(request, SECOND))
}

/// The name behind a word behind the first.
///
/// # Errors
/// It is no text, or too long.
pub fn third(request: &HttpRequest) -> Result<String, Problem> {
    name(raw(request, THIRD))
}

fn raw(request: &HttpRequest, index: usize) -> &str {
    request.uri().path().split('/').nth(index).unwrap_or_default()
}

fn name(segment: &str) -> Result<String, Problem> {
    let invalid = |detail| Problem::new(kinds::INVALID_REQUEST, detail);
    let text = percent_decode_str(segment).decode_utf8();
    let text = text.map_err(|_| invalid("the path is not UTF-8 after percent-decoding"))?;
    check_name(&text).map_err(invalid)?;
    Ok(text.into_owned())
}

/// The rules of names that are no identities: id tags, transactions, plugins.
///
/// # Errors
/// What is wrong with it.
pub fn check_name(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("a name has at least one character");
    }
    if text.chars().nth(MAX_NAME_CHARS).is_some() {
        return Err("a name has at most 255 characters");
    }
    if text.chars().any(char::is_control) {
        return Err("a name has no control characters");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_web::test::TestRequest;

    use super::{charge_point, second, third};

    #[test]
    fn an_identity_is_decoded_once() {
        for (segment, wanted) in [
            ("CP1", "CP1"),
            ("a%2Fb", "a/b"),
            ("RDAM%7C123", "RDAM|123"),
            ("RDAM%20123", "RDAM 123"),
            ("100%2525", "100%25"),
            ("50%25", "50%"),
            ("K%C3%B6ln+1", "Köln+1"),
        ] {
            let uri = format!("/api/v1/charge-points/{segment}/commands/Reset?wait=false");
            let request = TestRequest::with_uri(&uri).to_http_request();
            assert_eq!(charge_point(&request).unwrap().as_str(), wanted);
            assert_eq!(third(&request).unwrap(), "Reset");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "x".repeat(256);
        for segment in ["%FF", "a%00b", "%0A", &long] {
            let uri = format!("/api/v1/transactions/{segment}/{segment}");
            let request = TestRequest::with_uri(&uri).to_http_request();
            assert!(charge_point(&request).is_err(), "{segment}");
            assert!(second(&request).is_err(), "{segment}");
        }
    }
}
