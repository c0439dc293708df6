//! Names in paths, by the names that the routes give them: a handler says `Path<TransactionPath>`,
//! and the members of that struct are the `{names}` of its route.
//!
//! They are read from the raw path and percent-decoded once, so that an identity may hold `/`, `|`,
//! spaces and `%`. (`web::Path` would decode `%FF` to a replacement character instead of refusing it.)

use std::borrow::Cow;

use actix_web::dev::Payload;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest};
use futures_util::future::ready;
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::value::{Error as PathError, MapDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _};

use super::body::{Answered, WithBody, rest};
use super::problem::{Problem, kinds, words};
use crate::ids::ChargePointId;
use crate::ids::identity::of_segment;

/// The longest id tag (2.1 `identifierString` of 255).
const MAX_NAME_CHARS: usize = 255;

/// The names in the path of a request. Members say how they are read: [`charge_point`] or [`name`].
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Path<T> {
    type Error = Error;
    type Future = WithBody<Self>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let pattern = request.match_pattern().unwrap_or_default();
        let problem = match read(&pattern, request.uri().path()) {
            Ok(names) => return Box::pin(ready(Ok(Self(names)))),
            Err(problem) => problem,
        };
        // The body is read all the same, as a connection with an unread one is closed.
        request.extensions_mut().insert(Answered);
        let rest = rest(request, payload);
        Box::pin(async move {
            rest.await?;
            Err(problem.into())
        })
    }
}

/// `/charge-points/{id}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct ChargePointPath {
    /// The identity.
    #[serde(deserialize_with = "charge_point")]
    #[param(value_type = String, min_length = 1, max_length = 128, pattern = r"^[^\x00-\x1f\x7f-\x9f:]+$")]
    pub id: ChargePointId,
}

/// `/plugins/{name}` and what lies below it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct PluginPath {
    /// The plugin's name.
    #[serde(deserialize_with = "name")]
    #[param(value_type = String, min_length = 1, max_length = 255, pattern = r"^[^\x00-\x1f\x7f-\x9f]+$")]
    pub name: String,
}

/// Reads the names that `pattern` has from `path`, both cut at their slashes.
fn read<T: DeserializeOwned>(pattern: &str, path: &str) -> Result<T, Problem> {
    let segments = pattern.split('/').zip(path.split('/'));
    let named = segments.filter_map(|(pattern, raw)| {
        let name = pattern.strip_prefix('{')?.strip_suffix('}')?;
        Some((name, raw))
    });
    let names = T::deserialize(MapDeserializer::<_, PathError>::new(named.clone()));
    names.map_err(|error| {
        let said = error.to_string();
        // Our own sentences say what they are about; those of the library do not.
        let unknown = said
            .strip_prefix("unknown variant `")
            .and_then(|rest| rest.split('`').next());
        let said = match unknown {
            Some(word) => {
                let name = named.clone().find(|(_, raw)| *raw == word).map(|(name, _)| name);
                words::about(name, &words::plain(&said))
            }
            None => said,
        };
        Problem::new(kinds::INVALID_REQUEST, said)
    })
}

/// A charge point's identity, by the rules of the identities that connect.
///
/// # Errors
/// What is wrong with it.
pub fn charge_point<'de, D: Deserializer<'de>>(from: D) -> Result<ChargePointId, D::Error> {
    of_segment(&Cow::<str>::deserialize(from)?).map_err(D::Error::custom)
}

/// A name that is no identity: of an id tag, a plugin.
///
/// # Errors
/// It is no text, or breaks the rules of [`check_name`].
pub fn name<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let text = text(from)?;
    check_name(&text).map_err(D::Error::custom)?;
    Ok(text)
}

/// A name that a station gave, which may be any text, also none: of a transaction. What is listed can be read.
///
/// # Errors
/// It is no text.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let segment = Cow::<str>::deserialize(from)?;
    let text = percent_decode_str(&segment).decode_utf8();
    let text = text.map_err(|_| D::Error::custom("the path is not UTF-8 after percent-decoding"))?;
    Ok(text.into_owned())
}

/// The rules of names that are no identities: id tags, plugins.
///
/// # Errors
/// What is wrong with it.
pub fn check_name(text: &str) -> Result<(), &'static str> {
    if text.is_empty() {
        return Err("a name has at least one character");
    }
    if text.chars().nth(MAX_NAME_CHARS).is_some() {
        return Err("a name has at most 255 characters");
    }
    if text.chars().any(char::is_control) {
        return Err("a name has no control characters");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde::Deserialize;

    use super::read;
    use crate::ids::ChargePointId;

    #[derive(Debug, Deserialize)]
    struct Both {
        #[serde(deserialize_with = "super::charge_point")]
        id: ChargePointId,
        #[serde(deserialize_with = "super::name")]
        action: String,
    }

    #[derive(Debug, Deserialize)]
    struct Name {
        #[serde(rename = "id", deserialize_with = "super::name")]
        _id: String,
    }

    #[derive(Debug, Deserialize)]
    struct Identity {
        #[serde(rename = "charge_point", deserialize_with = "super::charge_point")]
        _charge_point: ChargePointId,
    }

    #[test]
    fn an_identity_is_decoded_once() {
        for (segment, wanted) in [
            ("CP1", "CP1"),
            ("a%2Fb", "a/b"),
            ("RDAM%7C123", "RDAM|123"),
            ("RDAM%20123", "RDAM 123"),
            ("100%2525", "100%25"),
            ("50%25", "50%"),
            ("K%C3%B6ln+1", "Köln+1"),
        ] {
            let path = format!("/api/v1/charge-points/{segment}/commands/Reset");
            let both: Both = read("/api/v1/charge-points/{id}/commands/{action}", &path).unwrap();
            assert_eq!(both.id.as_str(), wanted);
            assert_eq!(both.action, "Reset");
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "x".repeat(256);
        for (segment, of_identity, of_name) in [
            (
                "%FF",
                "the identity in the URL is not UTF-8 after percent-decoding",
                "the path is not UTF-8 after percent-decoding",
            ),
            (
                "a%00b",
                "the identity has control characters",
                "a name has no control characters",
            ),
            (
                "%0A",
                "the identity has control characters",
                "a name has no control characters",
            ),
            (
                &long,
                "the identity has more than 128 characters",
                "a name has at most 255 characters",
            ),
        ] {
            let pattern = "/api/v1/transactions/{charge_point}/{id}";
            let path = format!("/api/v1/transactions/{segment}/{segment}");
            assert_eq!(read::<Identity>(pattern, &path).unwrap_err().detail, of_identity);
            assert_eq!(read::<Name>(pattern, &path).unwrap_err().detail, of_name);
        }
    }
}
