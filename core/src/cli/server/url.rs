//! A path's parts and a query as they stand in a URL.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// A part of a path, or a value of a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// A query of what is there: with its `?`, or empty.
#[must_use]
pub fn query(parts: &[(&str, Option<&str>)]) -> String {
    let given = parts.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    given.enumerate().fold(String::new(), |query, (index, (name, value))| {
        let sign = if index == 0 { '?' } else { '&' };
        format!("{query}{sign}{name}={}", encoded(value))
    })
}

#[cfg(test)]
mod tests {
    use super::query;

    #[test]
    fn a_query_has_what_is_given() {
        assert_eq!(
            query(&[("a", None), ("b", Some("x y")), ("c", Some("1"))]),
            "?b=x%20y&c=1"
        );
        assert_eq!(query(&[("a", None)]), "");
    }
}
