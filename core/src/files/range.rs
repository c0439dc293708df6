//! Which part of a file is asked for (RFC 9110 sections 13 and 14): one range of bytes, if the file is still the one
//! that was meant.

use std::ops::Range;

/// What a request says of the part that it wants.
#[derive(Debug, Clone, Copy, Default)]
pub struct Conditions<'a> {
    /// `Range`.
    pub range: Option<&'a str>,
    /// `If-Range`.
    pub if_range: Option<&'a str>,
    /// `If-None-Match`.
    pub if_none_match: Option<&'a str>,
}

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// All of it: 200.
    Whole,
    /// These bytes, at least one: 206.
    Part(Range<u64>),
    /// Nothing: whoever asks has it: 304.
    NotModified,
    /// Nothing: there are no such bytes: 416.
    Beyond,
}

/// What is given of a file of so many bytes whose tag this is (with its quotes).
#[must_use]
pub fn given(conditions: &Conditions<'_>, tag: &str, bytes: u64) -> Given {
    if conditions.if_none_match.is_some_and(|tags| names(tags, tag)) {
        return Given::NotModified;
    }
    // One that is not the tag is another file's, or a date, of which we know none.
    let applies = conditions.if_range.is_none_or(|meant| meant.trim() == tag);
    let Some(range) = conditions.range.filter(|_| applies).and_then(parsed) else {
        return Given::Whole;
    };
    match range {
        Asked::From(first) if first >= bytes => Given::Beyond,
        Asked::From(first) => Given::Part(first..bytes),
        Asked::Between(first, _) if first >= bytes => Given::Beyond,
        Asked::Between(first, last) => Given::Part(first..last.saturating_add(1).min(bytes)),
        Asked::Last(0) => Given::Beyond,
        Asked::Last(_) if bytes == 0 => Given::Beyond,
        Asked::Last(many) => Given::Part(bytes.saturating_sub(many)..bytes),
    }
}

enum Asked {
    From(u64),
    Between(u64, u64),
    Last(u64),
}

/// One range; several, or what is none, count as if nothing was said.
fn parsed(text: &str) -> Option<Asked> {
    let (unit, range) = text.trim().split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u64>().unwrap_or(u64::MAX))
    };
    match (first.trim(), last.trim()) {
        ("", last) => number(last).map(Asked::Last),
        (first, "") => number(first).map(Asked::From),
        (first, last) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Asked::Between(first, last))
        }
    }
}

/// Whether a list of tags has this one; `W/` does not matter here (section 13.1.2).
fn names(tags: &str, tag: &str) -> bool {
    let mut tags = tags.split(',').map(str::trim);
    tags.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

#[cfg(test)]
mod tests {
    use super::{Conditions, Given, given};

    const TAG: &str = "\"abc\"";

    fn of(range: &str, bytes: u64) -> Given {
        let conditions = Conditions {
            range: Some(range),
            ..Conditions::default()
        };
        given(&conditions, TAG, bytes)
    }

    #[test]
    fn one_range_is_given() {
        for (range, wanted) in [
            ("bytes=0-3", Given::Part(0..4)),
            ("bytes=4-", Given::Part(4..10)),
            ("bytes=-3", Given::Part(7..10)),
            ("bytes=-30", Given::Part(0..10)),
            ("bytes=5-99999999999999999999999", Given::Part(5..10)),
            ("Bytes = 9-9", Given::Part(9..10)),
            ("bytes=10-", Given::Beyond),
            ("bytes=10-12", Given::Beyond),
            ("bytes=-0", Given::Beyond),
            ("bytes=3-2", Given::Whole),
            ("bytes=0-1,3-4", Given::Whole),
            ("bytes=a-b", Given::Whole),
            ("bytes=-", Given::Whole),
            ("lines=1-2", Given::Whole),
            ("", Given::Whole),
        ] {
            assert_eq!(of(range, 10), wanted, "{range}");
        }
        assert_eq!(of("bytes=0-", 0), Given::Beyond);
        assert_eq!(of("bytes=-1", 0), Given::Beyond);
    }

    #[test]
    fn conditions_say_whether_it_is_still_the_file_that_was_meant() {
        let base = Conditions {
            range: Some("bytes=1-"),
            ..Conditions::default()
        };
        let with = |if_range| Conditions {
            if_range: Some(if_range),
            ..base
        };
        assert_eq!(given(&with(TAG), TAG, 10), Given::Part(1..10));
        assert_eq!(given(&with("\"other\""), TAG, 10), Given::Whole);
        assert_eq!(given(&with("Sun, 06 Nov 1994 08:49:37 GMT"), TAG, 10), Given::Whole);
        for (tags, wanted) in [
            ("\"x\", W/\"abc\"", Given::NotModified),
            ("*", Given::NotModified),
            ("\"x\"", Given::Part(1..10)),
        ] {
            let conditions = Conditions {
                if_none_match: Some(tags),
                ..base
            };
            assert_eq!(given(&conditions, TAG, 10), wanted, "{tags}");
        }
    }
}
