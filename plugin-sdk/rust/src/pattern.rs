//! Patterns for settings: `*` stands for any text, `?` for one character, the rest for itself.
//!
//! Takes time in proportion to both lengths multiplied, whatever the pattern.

/// Whether a text fits a pattern, character by character; upper and lower case differ.
///
/// ```
/// use ocpp_plugin_sdk::pattern;
///
/// assert!(pattern::fits("SITE-1/*", "SITE-1/CP-7"));
/// assert!(!pattern::fits("SITE-1/*", "SITE-2/CP-7"));
/// ```
#[must_use]
pub fn fits(pattern: &str, text: &str) -> bool {
    // fits[n]: the pattern so far fits the first n characters.
    let text: Vec<char> = text.chars().collect();
    let mut fits = vec![false; text.len() + 1];
    fits.iter_mut().take(1).for_each(|first| *first = true);
    for wanted in pattern.chars() {
        let mut next = Vec::with_capacity(fits.len());
        next.push(wanted == '*' && fits.first() == Some(&true));
        for (pair, character) in fits.windows(2).zip(&text) {
            let &[before, here] = pair else { continue };
            let longer = next.last() == Some(&true);
            next.push(match wanted {
                '*' => here || longer,
                '?' => before,
                exact => before && exact == *character,
            });
        }
        fits = next;
    }
    fits.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_fit_as_in_a_shell() {
        for (pattern, text, expected) in [
            ("CP-1", "CP-1", true),
            ("CP-1", "CP-12", false),
            ("CP-*", "CP-", true),
            ("*-1", "CP-1", true),
            ("C?-1", "CP-1", true),
            ("C?-1", "C-1", false),
            ("*a*a*", "xaxax", true),
            ("*a*a*", "xax", false),
            ("", "", true),
            ("", "x", false),
            ("*", "ü", true),
            ("?", "ü", true),
        ] {
            assert_eq!(fits(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
