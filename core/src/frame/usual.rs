//! The CALL as nearly all send it, read in one pass: its head here, its payload by whoever knows what is valid. What is
//! anything else is left to [`parse`](super::parse()), which says what.

use super::body::Body;
use super::{Call, Dialect, MAX_ID_CHARS};
use crate::ids::MessageId;

/// A request of which nothing is left to be checked.
#[derive(Debug, PartialEq)]
pub struct ValidCall {
    /// It.
    pub call: Call,
    /// It must not be answered.
    pub is_send: bool,
}

/// Reads a CALL or SEND whose payload is valid. `valid_length` is given the action's name and the text from the payload
/// on, and gives the payload's length.
#[must_use]
pub fn valid_call<'a>(
    text: &'a str,
    dialect: &Dialect,
    valid_length: impl FnOnce(&str, &'a str) -> Option<usize>,
) -> Option<ValidCall> {
    let rest = unblank(text).strip_prefix('[')?;
    let (kind, rest) = unblank(rest).split_at_checked(1)?;
    let is_send = match kind {
        "2" => false,
        "6" if dialect.has_send => true,
        _ => return None,
    };
    let (id, rest) = word(after_comma(rest)?)?;
    let (action, rest) = word(after_comma(rest)?)?;
    let rest = after_comma(rest)?;
    if id.len() > MAX_ID_CHARS {
        return None;
    }
    let (payload, end) = rest.split_at_checked(valid_length(action, rest)?)?;
    let end = unblank(end).strip_prefix(']')?;
    if !unblank(end).is_empty() {
        return None;
    }
    let call = Call {
        id: MessageId::new(id),
        action: action.to_owned(),
        payload: Body::valid(payload),
    };
    Some(ValidCall { call, is_send })
}

/// Without JSON's white space before it.
fn unblank(text: &str) -> &str {
    let is_text = |byte: u8| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t');
    match text.bytes().position(is_text) {
        Some(begin) => text.get(begin..).unwrap_or_default(),
        None => "",
    }
}

fn after_comma(text: &str) -> Option<&str> {
    let rest = unblank(text).strip_prefix(',')?;
    Some(unblank(rest))
}

/// A string without escapes, and what is behind it.
fn word(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix('"')?;
    let length = rest
        .bytes()
        .position(|byte| byte < b' ' || byte == b'"' || byte == b'\\')?;
    let (word, rest) = rest.split_at_checked(length)?;
    Some((word, rest.strip_prefix('"')?))
}
