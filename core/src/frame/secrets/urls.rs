//! URLs without the secrets in them: who asks and with which password, the values of the query, tokens of ours. The
//! host and the path stay, for whoever wonders where a file is to come from.

use super::MASK;

/// What stands behind the scheme.
const AUTHORITY: &str = "://";
/// What stands before the token of a URL that a charge point is given for a file.
const BEFORE_TOKEN: &str = "/files/";
/// A shorter segment of a path is none.
const SHORTEST_TOKEN: usize = 32;

/// Where the first URL is, if one in the JSON text can have a secret in it.
pub(super) fn first(text: &str) -> Option<usize> {
    let escaped = text.find(":\\/\\/");
    let found = text.find(AUTHORITY).into_iter().chain(escaped).min();
    found.filter(|_| text.contains(['@', '?', '#']))
}

/// A text with URLs, without their secrets; none: there are none.
pub(super) fn without_secrets(text: &str) -> Option<String> {
    let parts = without_parts(text);
    let shown = parts.as_deref().unwrap_or(text);
    without_tokens(shown).or(parts)
}

/// Without users and queries.
fn without_parts(text: &str) -> Option<String> {
    if !text.contains(AUTHORITY) || !text.contains(['@', '?', '#']) {
        return None;
    }
    // A text that is a URL is one up to its end, also with a space in it.
    let is_url = scheme(text).is_some();
    let (mut shown, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once(AUTHORITY) {
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>');
        let end = if is_url { None } else { behind.find(ends) };
        let (url, next) = behind
            .split_at_checked(end.unwrap_or(behind.len()))
            .unwrap_or((behind, ""));
        shown.push_str(before);
        shown.push_str(AUTHORITY);
        shown.push_str(&without_parts_of_one(url));
        rest = next;
    }
    shown.push_str(rest);
    (shown != text).then_some(shown)
}

/// The scheme of a text that begins as a URL does (RFC 3986 section 3.1).
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(AUTHORITY)?;
    let of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (!scheme.is_empty() && scheme.chars().all(of_scheme)).then_some(scheme)
}

/// What stands behind `://`.
fn without_parts_of_one(url: &str) -> String {
    let place = url.get(user_end(url)..).unwrap_or_default();
    let mut shown = String::new();
    if place.len() < url.len() {
        shown.push_str(MASK);
    }
    let (place, fragment) = match place.split_once('#') {
        Some((place, fragment)) => (place, Some(fragment)),
        None => (place, None),
    };
    match place.split_once('?') {
        Some((path, query)) => {
            shown.push_str(path);
            let mut mark = '?';
            for part in query.split('&') {
                shown.push(mark);
                mark = '&';
                match part.split_once('=') {
                    Some((name, value)) => {
                        shown.push_str(name);
                        shown.push('=');
                        shown.push_str(if value.is_empty() { "" } else { MASK });
                    }
                    None => shown.push_str(if part.is_empty() { "" } else { MASK }),
                }
            }
        }
        None => shown.push_str(place),
    }
    if let Some(fragment) = fragment {
        shown.push('#');
        shown.push_str(if fragment.is_empty() { "" } else { MASK });
    }
    shown
}

/// Where the user and the password end, which is at the `@`; 0: there are none.
fn user_end(url: &str) -> usize {
    let path = url.find(['/', '?', '#']).unwrap_or(url.len());
    let authority = url.get(..path).unwrap_or_default();
    let is_whole = authority.rfind('@').is_some_and(|at| at + 1 < path);
    // A password is to have no such sign in it as it stands, and some have: what then seems to be the port is its begin.
    let is_broken = !is_whole && authority.contains([':', '@']) && !authority.starts_with('[');
    let within = if is_broken { url } else { authority };
    within.rfind('@').unwrap_or_default()
}

/// A text that has URLs of ours in it, without their tokens.
fn without_tokens(text: &str) -> Option<String> {
    let of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let (mut shown, mut any) = (String::new(), false);
    for (number, part) in text.split(BEFORE_TOKEN).enumerate() {
        if number == 0 {
            shown.push_str(part);
            continue;
        }
        shown.push_str(BEFORE_TOKEN);
        let end = part.find(|c| !of_token(c)).unwrap_or(part.len());
        let is_token = end >= SHORTEST_TOKEN;
        any |= is_token;
        shown.push_str(if is_token {
            MASK
        } else {
            part.get(..end).unwrap_or_default()
        });
        shown.push_str(part.get(end..).unwrap_or_default());
    }
    any.then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn users_queries_and_tokens_are_masked() {
        for (url, wanted) in [
            ("https://TOKEN@host/fw.bin", "https://***@host/fw.bin"),
            ("ftp://me:S3cret@host:21/x@y", "ftp://***@host:21/x@y"),
            ("ftp://me:S3/cr/et@host/x", "ftp://***@host/x"),
            ("ftp://me:S3?cr#et@host/x", "ftp://***@host/x"),
            ("ftp://me:S3@/cret@host/x", "ftp://***@host/x"),
            (
                "https://host/fw?token=S3cret&v=&S3cret",
                "https://host/fw?token=***&v=&***",
            ),
            ("https://host/fw?a=S3 cret#S3cret", "https://host/fw?a=***#***"),
            ("https://me:S3cret@host?x=S3cret", "https://***@host?x=***"),
            (
                "get https://host/a?b=S3cret, or ftp://me@host",
                "get https://host/a?b=*** or ftp://***@host",
            ),
            (
                "http://c/files/S3cretS3cretS3cretS3cretS3cretS3cretS3cretS/v1?a=S3cret",
                "http://c/files/***/v1?a=***",
            ),
        ] {
            let shown = without_secrets(url);
            assert_eq!(shown.as_deref(), Some(wanted), "{url}");
            assert_eq!(without_secrets(wanted), None, "{wanted}");
        }
    }

    #[test]
    fn what_has_none_stays() {
        for text in [
            "https://host:8443/a/fw.bin",
            "https://[::1]:8443/a/fw.bin",
            "https://host/a/fw@2.bin",
            "https://host/a?",
            "a@b?c=d",
            "://",
            "",
        ] {
            assert_eq!(without_secrets(text), None, "{text}");
        }
    }
}
