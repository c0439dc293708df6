//! What is a `date-time`. Nearly all are spelled `2026-01-01T12:00:00.000Z` or `2026-01-01T12:00:00+01:00`; of others
//! (leap seconds, small letters) the validator knows.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::json;

/// Whether a text is one.
pub(super) fn is_moment(text: &str) -> bool {
    is_usual(text) || is_any(text)
}

fn is_any(text: &str) -> bool {
    static ANY: OnceLock<Option<Validator>> = OnceLock::new();
    let compile = || {
        let options = jsonschema::options().should_validate_formats(true);
        options.build(&json!({ "format": "date-time" })).ok()
    };
    let any = ANY.get_or_init(compile);
    any.as_ref().is_some_and(|any| any.is_valid(&text.into()))
}

fn is_usual(text: &str) -> bool {
    let Some((head, tail)) = text.as_bytes().split_first_chunk::<19>() else {
        return false;
    };
    let [
        y0,
        y1,
        y2,
        y3,
        b'-',
        m0,
        m1,
        b'-',
        d0,
        d1,
        b'T',
        h0,
        h1,
        b':',
        n0,
        n1,
        b':',
        s0,
        s1,
    ] = head
    else {
        return false;
    };
    let (Some(century), Some(year)) = (number(*y0, *y1), number(*y2, *y3)) else {
        return false;
    };
    let (Some(month), Some(day)) = (number(*m0, *m1), number(*d0, *d1)) else {
        return false;
    };
    let is_day = (1..=days(century * 100 + year, month)).contains(&day);
    is_day && is_below(24, *h0, *h1) && is_below(60, *n0, *n1) && is_below(60, *s0, *s1) && is_rest(tail)
}

/// The fraction of a second and the offset.
fn is_rest(mut rest: &[u8]) -> bool {
    if let [b'.', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return false;
        }
        rest = fraction.get(digits..).unwrap_or_default();
    }
    match rest {
        b"Z" => true,
        [b'+' | b'-', h0, h1, b':', m0, m1] => is_below(24, *h0, *h1) && is_below(60, *m0, *m1),
        _ => false,
    }
}

fn is_below(limit: u16, tens: u8, ones: u8) -> bool {
    number(tens, ones).is_some_and(|number| number < limit)
}

fn number(tens: u8, ones: u8) -> Option<u16> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| u16::from(byte - b'0'));
    Some(digit(tens)? * 10 + digit(ones)?)
}

fn days(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}
