//! What is a tag, and what is only alike. Pure.

use std::fmt;

use sha2::{Digest as _, Sha256};

use crate::state::id_tags::{bare, same_tag};

/// Members that hold a tag, in lower case: the protocol's, and ours.
const MEMBERS: [&str; 12] = [
    "idtag",
    "idtoken",
    "parentidtag",
    "groupidtoken",
    "additionalidtoken",
    "tag",
    "parent",
    "blockof",
    "tokens",
    "idtags",
    "stoppedby",
    "toldidtag",
];

/// A shorter one is looked for in members of tags alone: it may stand in other texts by chance.
const SHORTEST: usize = 4;
/// The same of one of digits alone, which may be a number.
const SHORTEST_OF_DIGITS: usize = 8;

/// Words that stand for something else in records and messages, in lower case: a tag that is spelled so is looked for
/// in members of tags alone.
const WORDS: &[&str] = &[
    "accepted",
    "accountname",
    "active",
    "actual",
    "answered",
    "assigned",
    "authorized",
    "available",
    "availability",
    "blocked",
    "cable",
    "cancelled",
    "central",
    "charging",
    "chargepoint",
    "clear",
    "closed",
    "command",
    "complete",
    "concurrenttx",
    "connected",
    "connector",
    "deauthorized",
    "diagnostics",
    "differential",
    "dismissed",
    "disconnected",
    "downloaded",
    "driver",
    "emaid",
    "ended",
    "energy",
    "erased",
    "evconnected",
    "expired",
    "failed",
    "faulted",
    "file",
    "finishing",
    "firmware",
    "full",
    "hard",
    "idle",
    "immediate",
    "ineffect",
    "inoperative",
    "install",
    "installed",
    "installing",
    "invalid",
    "keycode",
    "local",
    "lost",
    "matched",
    "noauthorization",
    "nocredit",
    "none",
    "notsupported",
    "occupied",
    "onidle",
    "open",
    "operative",
    "operator",
    "other",
    "outlet",
    "paused",
    "pending",
    "periodic",
    "plugin",
    "preparing",
    "private",
    "reboot",
    "received",
    "refused",
    "registered",
    "rejected",
    "remote",
    "replaced",
    "requested",
    "reserved",
    "reset",
    "running",
    "scheduled",
    "sent",
    "server",
    "soft",
    "started",
    "start",
    "stop",
    "stopped",
    "strict",
    "lenient",
    "suspended",
    "suspendedev",
    "suspendedevse",
    "timed-out",
    "timedout",
    "transaction",
    "trigger",
    "triggered",
    "unavailable",
    "unknown",
    "unlocked",
    "updated",
    "upload",
    "uploaded",
    "used",
    "value",
    "waiting",
    "website",
];

/// A tag that somebody asks about.
#[derive(Clone, PartialEq, Eq)]
pub struct Tag {
    text: String,
    /// It is long and particular enough to be found in any text.
    is_telling: bool,
}

/// Not the tag itself: what is logged is kept.
impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({})", self.digest())
    }
}

impl Tag {
    /// One in any case, with or without what readers put around it.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = bare(text).to_owned();
        let length = text.chars().count();
        let is_telling = if text.chars().all(|c| c.is_ascii_digit()) {
            length >= SHORTEST_OF_DIGITS
        } else {
            length >= SHORTEST && !WORDS.contains(&text.to_lowercase().as_str())
        };
        Self { text, is_telling }
    }

    /// As it is spelled.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is looked for in every text, not in members of tags alone.
    #[must_use]
    pub fn is_telling(&self) -> bool {
        self.is_telling
    }

    /// What stands for it where it must not stand itself: the same for every spelling.
    #[must_use]
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(self.text.to_lowercase());
        let bytes = digest.iter().take(16);
        bytes.fold(String::from("sha256:"), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Whether a text is this tag.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        same_tag(&self.text, text)
    }

    /// Whether a member holds tags.
    #[must_use]
    pub fn may_be_in(member: &str) -> bool {
        MEMBERS.contains(&member.to_lowercase().as_str())
    }

    /// Whether it stands in a text of JSON.
    #[must_use]
    pub fn is_in_text(&self, text: &str) -> bool {
        super::mask::masked(text, self).is_some()
    }

    /// Whether it could be in these bytes: false only if it is not. What JSON escapes is taken for possible.
    #[must_use]
    pub fn may_be_among(&self, bytes: &[u8]) -> bool {
        let needle = self.text.as_bytes();
        let is_plain = self
            .text
            .chars()
            .all(|c| c.is_ascii() && !matches!(c, '"' | '\\' | '/') && !c.is_control());
        if !is_plain || needle.is_empty() {
            return true;
        }
        let is_here = |window: &[u8]| window.eq_ignore_ascii_case(needle);
        bytes.windows(needle.len()).any(is_here) || bytes.windows(2).any(|window| window == b"\\u")
    }

    /// A text with something in place of the tag, wherever that stands in it as a word of its own; none: nowhere.
    #[must_use]
    pub fn replaced_in(&self, text: &str, by: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = text;
        let mut before = None;
        let mut found = false;
        while let Some(first) = rest.chars().next() {
            if !is_word(before)
                && let Some(behind) = self.begins(rest)
            {
                out.push_str(by);
                found = true;
                before = by.chars().next_back();
                rest = behind;
            } else {
                out.push(first);
                before = Some(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
        found.then_some(out)
    }

    /// What is behind it, if a text begins with it and with no longer word.
    fn begins<'a>(&self, text: &'a str) -> Option<&'a str> {
        let mut rest = text.chars();
        for wanted in self.text.chars() {
            let is_same = rest.next()?.to_lowercase().eq(wanted.to_lowercase());
            if !is_same {
                return None;
            }
        }
        let behind = rest.as_str();
        (!is_word(behind.chars().next())).then_some(behind)
    }
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Tag;

    #[test]
    fn a_tag_is_found_as_a_word_of_its_own() {
        let tag = Tag::new(" Anna-1\0");
        assert!(tag.is_telling() && tag.is("ANNA-1 "));
        let replaced = |text: &str| tag.replaced_in(text, "-");
        assert_eq!(replaced("block anna-1, ANNA-1").unwrap(), "block -, -");
        assert_eq!(replaced("ANNA-1").unwrap(), "-");
        assert_eq!(replaced("ä/Anna-1/ü").unwrap(), "ä/-/ü");
        for other in ["ANNA-10", "xANNA-1", "ANNA 1", "", "ANNA-"] {
            assert_eq!(replaced(other), None, "{other}");
        }
    }

    #[test]
    fn what_says_little_is_looked_for_where_tags_are_alone() {
        for little in ["7", "AB1", "1234567", "Accepted", "LOCAL"] {
            assert!(!Tag::new(little).is_telling(), "{little}");
        }
        for telling in ["04A2", "12345678", "ANNA", "Müller"] {
            assert!(Tag::new(telling).is_telling(), "{telling}");
        }
        assert!(Tag::may_be_in("idTag") && Tag::may_be_in("groupIdToken") && !Tag::may_be_in("status"));
    }

    #[test]
    fn bytes_are_passed_over_only_where_it_cannot_be() {
        let tag = Tag::new("Anna");
        assert!(tag.may_be_among(b"{\"idTag\":\"aNNa\"}"));
        assert!(tag.may_be_among(br#"{"idTag":"\u0041nna"}"#));
        assert!(!tag.may_be_among(b"{\"idTag\":\"Bert\"}"));
        assert!(Tag::new("Mü").may_be_among(b""));
    }

    #[test]
    fn its_digest_is_that_of_every_spelling() {
        assert_eq!(Tag::new("anna").digest(), Tag::new(" ANNA").digest());
        assert_ne!(Tag::new("anna").digest(), Tag::new("bert").digest());
        assert!(!format!("{:?}", Tag::new("anna")).contains("anna"));
    }
}
