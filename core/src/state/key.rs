//! Keys of several parts. `/` separates them, so it is escaped inside a part; so is NUL, which no key
//! may hold. What belongs to a charge point has its identity as the first part.

/// The key of these parts.
#[must_use]
pub fn key(parts: &[&str]) -> String {
    let mut key = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            key.push('/');
        }
        escape(part, &mut key);
    }
    key
}

/// What all keys begin with that have these parts and more.
#[must_use]
pub fn prefix(parts: &[&str]) -> String {
    let mut prefix = key(parts);
    prefix.push('/');
    prefix
}

/// The parts of a key, as they were before [`key`].
#[must_use]
pub fn parts(key: &str) -> Vec<String> {
    key.split('/').map(unescape).collect()
}

fn escape(part: &str, key: &mut String) {
    if !part.bytes().any(|byte| matches!(byte, b'%' | b'/' | b'\0')) {
        return key.push_str(part);
    }
    for c in part.chars() {
        match c {
            '%' => key.push_str("%25"),
            '/' => key.push_str("%2F"),
            '\0' => key.push_str("%00"),
            other => key.push(other),
        }
    }
}

/// The text of one part.
pub(super) fn unescape(part: &str) -> String {
    part.replace("%2F", "/").replace("%00", "\0").replace("%25", "%")
}

#[cfg(test)]
mod tests {
    use super::{key, parts, prefix, unescape};

    #[test]
    fn a_one_part_key_gives_its_text_back() {
        for text in ["CP/1", "50%", "%2F", "a\0b", "RDAM|123"] {
            assert_eq!(unescape(&key(&[text])), text);
        }
    }

    #[test]
    fn a_key_keeps_its_parts_apart() {
        assert_eq!(key(&["CP 1", "7"]), "CP 1/7");
        assert_ne!(key(&["a/b", "c"]), key(&["a", "b/c"]));
        assert_ne!(key(&["a%2Fb"]), key(&["a/b"]));
        assert_eq!(parts(&key(&["a/b", "%2F", "", "c"])), ["a/b", "%2F", "", "c"]);
        assert!(key(&["CP", "7"]).starts_with(&prefix(&["CP"])));
        assert!(!key(&["CP7"]).starts_with(&prefix(&["CP"])));
    }
}
