//! The cookie of a login. Where the page came by https, its name begins with `__Host-`: browsers then take it from this
//! host alone, and send it by https alone.

use actix_web::http::header::{COOKIE, HeaderMap};

use crate::state::logins::{LONGEST, LoginSecret};

/// By https.
const SECURE: &str = "__Host-ocpp-central";
/// On the machine itself.
const CLEAR: &str = "ocpp-central";

/// What holds for it whatever its name is: no script reads it, and no page of others sends it.
const RULES: &str = "Path=/; HttpOnly; SameSite=Strict";

/// What a request brings.
#[must_use]
pub fn read(headers: &HeaderMap) -> Option<LoginSecret> {
    let lines = headers.get_all(COOKIE).filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';'));
    let pairs = pairs.filter_map(|pair| pair.trim().split_once('='));
    let of = |wanted: &str| {
        let mut same = pairs
            .clone()
            .filter(|(name, value)| *name == wanted && !value.is_empty());
        same.next().map(|(_, value)| LoginSecret::of(value))
    };
    of(SECURE).or_else(|| of(CLEAR))
}

/// `Set-Cookie` of a login that begins.
#[must_use]
pub fn set(secret: &LoginSecret, is_secure: bool) -> String {
    let (name, rule) = named(is_secure);
    let seconds = LONGEST.num_seconds();
    format!("{name}={}; Max-Age={seconds}; {RULES}{rule}", secret.show())
}

/// The same of one that ends.
#[must_use]
pub fn removed(is_secure: bool) -> String {
    let (name, rule) = named(is_secure);
    format!("{name}=; Max-Age=0; {RULES}{rule}")
}

fn named(is_secure: bool) -> (&'static str, &'static str) {
    if is_secure { (SECURE, "; Secure") } else { (CLEAR, "") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue};

    use super::{LoginSecret, read, removed, set};

    #[test]
    fn a_cookie_comes_back_as_it_was_set() {
        let secret = LoginSecret::random().unwrap();
        for is_secure in [true, false] {
            let set = set(&secret, is_secure);
            assert_eq!(set.ends_with("; Secure"), is_secure, "{set}");
            assert!(set.contains("; HttpOnly; SameSite=Strict"), "{set}");
            let mut headers = HeaderMap::new();
            let other = HeaderValue::from_static("ocpp-central=; a=b; ocpp-centralx=1; c");
            headers.append(COOKIE, other);
            let own = set.split(';').next().unwrap();
            headers.append(COOKIE, HeaderValue::from_str(own).unwrap());
            assert_eq!(read(&headers), Some(secret.clone()));
            let gone = removed(is_secure);
            assert_eq!(gone.split('=').next(), own.split('=').next());
            headers.clear();
            headers.append(COOKIE, HeaderValue::from_str(&gone).unwrap());
            assert_eq!(read(&headers), None);
        }
    }
}
