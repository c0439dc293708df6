//! Names with `*` for any text, as operators write lists of charge points.

/// Whether a text is one that the pattern stands for.
#[must_use]
pub fn fits(pattern: &str, text: &str) -> bool {
    let Some((begin, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut left) = text.strip_prefix(begin) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, behind)) = left.split_once(part) else {
            return false;
        };
        left = behind;
    }
    left.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text, wanted) in [
            ("CP1", "CP1", true),
            ("CP1", "CP11", false),
            ("*", "", true),
            ("CP*", "CP1", true),
            ("CP*", "XCP1", false),
            ("*-A-*", "1-A-2", true),
            ("*-A-*", "1-B-2", false),
            ("a*b*c", "aXbXc", true),
            ("a*b*c", "abc", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
        ] {
            assert_eq!(fits(pattern, text), wanted, "{pattern} {text}");
        }
    }
}
