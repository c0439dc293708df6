//! Finds a tag in a text of JSON, and puts a mark in its place. Every other byte stays: numbers keep their spelling and
//! members their order, and what is cut or no JSON is read as far as it goes. Pure.

use super::tag::Tag;

/// What stands in place of a tag.
pub const ERASED: &str = "erased";

/// JSON in a string in JSON in a string is read so deep.
const DEEPEST: usize = 4;

/// The text with a mark in place of the tag; none: it is not in there.
#[must_use]
pub fn masked(text: &str, tag: &Tag) -> Option<String> {
    masked_at(text, tag, 0)
}

fn masked_at(text: &str, tag: &Tag, depth: usize) -> Option<String> {
    if depth == DEEPEST || !tag.may_be_among(text.as_bytes()) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut found = false;
    let mut member = String::new();
    let mut rest = text;
    while let Some(begin) = rest.find('"') {
        let (before, string) = rest.split_at(begin);
        out.push_str(before);
        let (string, behind) = string.split_at(end_of_string(string));
        let said = spoken(string);
        let is_name = behind.trim_start().starts_with(':');
        let told = if is_name {
            in_text(&said, tag)
        } else {
            in_value(&said, &member, tag, depth)
        };
        match told {
            Some(told) => {
                found = true;
                out.push_str(&spelled(&told, string.len() > 1 && string.ends_with('"')));
            }
            None => out.push_str(string),
        }
        if is_name {
            member = said;
        }
        rest = behind;
    }
    out.push_str(rest);
    found.then_some(out)
}

/// A value's text without the tag; none: it is not in there.
fn in_value(said: &str, member: &str, tag: &Tag, depth: usize) -> Option<String> {
    if tag.is(said) && (tag.is_telling() || Tag::may_be_in(member)) {
        return Some(ERASED.to_owned());
    }
    let inner = said.trim_start();
    if inner.starts_with(['{', '['])
        && let Some(inner) = masked_at(said, tag, depth + 1)
    {
        return Some(in_text(&inner, tag).unwrap_or(inner));
    }
    in_text(said, tag)
}

fn in_text(said: &str, tag: &Tag) -> Option<String> {
    let is_looked_for = tag.is_telling() && tag.may_be_among(said.as_bytes());
    is_looked_for.then(|| tag.replaced_in(said, ERASED)).flatten()
}

/// Where a string ends that begins here; one that is cut ends with the text.
fn end_of_string(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// What a string says; one that cannot be read says itself.
fn spoken(string: &str) -> String {
    serde_json::from_str(string).unwrap_or_else(|_| string.trim_matches('"').to_owned())
}

fn spelled(told: &str, is_closed: bool) -> String {
    let spelled = serde_json::to_string(told).unwrap_or_default();
    if is_closed {
        return spelled;
    }
    spelled.strip_suffix('"').map(str::to_owned).unwrap_or(spelled)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn without(text: &str, tag: &str) -> Option<String> {
        masked(text, &Tag::new(tag))
    }

    #[test]
    fn a_tag_is_masked_and_nothing_else_changes() {
        for (text, wanted) in [
            (r#"{"idTag":"ANNA-1","n":1.50}"#, r#"{"idTag":"erased","n":1.50}"#),
            (
                r#"[2,"1","Authorize",{"idToken":{"idToken":"anna-1","type":"Central"}}]"#,
                r#"[2,"1","Authorize",{"idToken":{"idToken":"erased","type":"Central"}}]"#,
            ),
            (r#"{"note" : "ask ANNA-1 first"}"#, r#"{"note" : "ask erased first"}"#),
            (r#"{"ANNA-1":{"x":1}}"#, r#"{"erased":{"x":1}}"#),
            (r#"{"idTag":"\u0041NNA-1"}"#, r#"{"idTag":"erased"}"#),
            // DataTransfer: JSON in a string.
            (
                r#"{"data":"{\"idTag\":\"Anna-1\"}"}"#,
                r#"{"data":"{\"idTag\":\"erased\"}"}"#,
            ),
            // Cut, and no JSON.
            (
                r#"[2,"1","Authorize",{"idTag":"ANNA-1"#,
                r#"[2,"1","Authorize",{"idTag":"erased"#,
            ),
            (
                r#"{"idTag":'x', "idTag":"ANNA-1"}"#,
                r#"{"idTag":'x', "idTag":"erased"}"#,
            ),
        ] {
            assert_eq!(without(text, "Anna-1").as_deref(), Some(wanted), "{text}");
        }
        assert_eq!(without(r#"{"idTag":"ANNA-10","x":"\\"}"#, "Anna-1"), None);
    }

    #[test]
    fn a_tag_that_may_be_something_else_is_masked_in_members_of_tags_alone() {
        let text =
            r#"{"idTag":"Accepted","status":"Accepted","idTagInfo":{"status":"Accepted","parentIdTag":"ACCEPTED"}}"#;
        let wanted =
            r#"{"idTag":"erased","status":"Accepted","idTagInfo":{"status":"Accepted","parentIdTag":"erased"}}"#;
        assert_eq!(without(text, "accepted").as_deref(), Some(wanted));
        assert_eq!(without(r#"{"connectorId":1,"value":"7"}"#, "7"), None);
        let data = r#"{"data":"{\"idTag\":\"7\",\"n\":\"7\"}"}"#;
        assert_eq!(
            without(data, "7").as_deref(),
            Some(r#"{"data":"{\"idTag\":\"erased\",\"n\":\"7\"}"}"#)
        );
    }

    #[test]
    fn what_is_masked_once_is_masked() {
        let text = r#"{"idTag":"ANNA-1","a":"ANNA-1 and ANNA-1"}"#;
        let once = without(text, "anna-1").unwrap();
        assert_eq!(without(&once, "anna-1"), None);
    }
}
