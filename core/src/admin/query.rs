//! The query of a request: parameters in camelCase, or in the snake_case of earlier versions. One that is not
//! known, or whose value cannot be used, is refused with its name.

use std::ops::Deref;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, FromRequest, HttpRequest, web};
use futures_util::future::{Ready, ready};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::problem::{Problem, kinds, words};
use crate::clock::{Time, text};

/// What was asked for. Its members are in camelCase, all may be absent.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T> Deref for Query<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

/// Two moments of a query with their names: a stretch of time that ends before it begins is refused, because an empty list
/// would say that nothing was there.
///
/// # Errors
/// It ends before it begins.
pub fn in_order(begin: (&str, Option<Time>), end: (&str, Option<Time>)) -> Result<(), Problem> {
    let ((from, Some(begins)), (to, Some(ends))) = (begin, end) else {
        return Ok(());
    };
    if begins <= ends {
        return Ok(());
    }
    let detail = format!(
        "in the query: `{from}` ({}) is after `{to}` ({}), so that nothing can be between them",
        text(begins),
        text(ends)
    );
    Err(Problem::new(kinds::INVALID_REQUEST, detail))
}

/// What an operation takes that takes no parameters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// The layer of an operation that takes no parameters: any is refused, as one that is not known is elsewhere.
///
/// # Errors
/// What is behind it returns.
pub async fn takes_none(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, Error> {
    match read::<Nothing>(request.query_string()) {
        Ok(Nothing {}) => Ok(next.call(request).await?.map_into_left_body()),
        Err(problem) => Ok(request.error_response(problem).map_into_right_body()),
    }
}

/// Parameters that may stand more than once: what they say is one list, with commas between.
const LISTS: [&str; 1] = ["label"];

/// Joins what stands more than once and may.
fn joined(pairs: Vec<(String, String)>) -> Vec<(String, String)> {
    let mut joined: Vec<(String, String)> = Vec::with_capacity(pairs.len());
    for (name, value) in pairs {
        let before = joined.iter_mut().find(|(known, _)| *known == name);
        match before.filter(|_| LISTS.contains(&name.as_str())) {
            Some((_, values)) => {
                values.push(',');
                values.push_str(&value);
            }
            None => joined.push((name, value)),
        }
    }
    joined
}

/// Reads a query.
///
/// # Errors
/// Which parameter is wrong, and how.
fn read<T: DeserializeOwned>(query: &str) -> Result<T, Problem> {
    let unreadable = || Problem::new(kinds::INVALID_REQUEST, "the query cannot be read");
    let pairs = web::Query::<Vec<(String, String)>>::from_query(query).map_err(|_| unreadable())?;
    let pairs: Vec<String> = joined(pairs.into_inner()).iter().map(encoded).collect();
    let sentence = match parse(&pairs.join("&")) {
        Ok(read) => return Ok(read),
        Err(sentence) => sentence,
    };
    // The library does not say which parameter it is about: one alone does.
    let alone = pairs.iter().find_map(|pair| {
        let sentence = parse::<T>(pair).err()?;
        Some((pair.split_once('=')?.0, sentence))
    });
    let detail = match alone {
        Some((name, sentence)) => match words::plain(&sentence) {
            unknown @ words::Wrong::Unknown(_) => words::about(None, &unknown),
            wrong => words::about(Some(name), &wrong),
        },
        None => words::about(None, &words::plain(&sentence)),
    };
    Err(Problem::new(kinds::INVALID_REQUEST, format!("in the query: {detail}")))
}

fn parse<T: DeserializeOwned>(query: &str) -> Result<T, String> {
    match web::Query::<T>::from_query(query) {
        Ok(read) => Ok(read.into_inner()),
        Err(actix_web::error::QueryPayloadError::Deserialize(error)) => Err(error.to_string()),
        Err(_) => Err("cannot be used".to_owned()),
    }
}

fn encoded((name, value): &(String, String)) -> String {
    let text = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!("{}={}", text(&camel_case(name)), text(value))
}

/// `charge_point` as `chargePoint`; what is no snake_case stays.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let mut parts = name.split('_').filter(|part| !part.is_empty());
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde::Deserialize;

    use super::read;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase", default, deny_unknown_fields)]
    struct Filter {
        charge_point: Option<String>,
        open: Option<bool>,
        limit: Option<u16>,
    }

    fn refused(query: &str) -> String {
        read::<Filter>(query).unwrap_err().detail
    }

    #[test]
    fn both_spellings_are_taken() {
        let wanted = Filter {
            charge_point: Some("a/b & c".to_owned()),
            open: Some(true),
            limit: None,
        };
        for name in ["chargePoint", "charge_point"] {
            assert_eq!(
                read::<Filter>(&format!("{name}=a%2Fb+%26+c&open=true")).unwrap(),
                wanted
            );
        }
        assert_eq!(read::<Filter>("").unwrap(), Filter::default());
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(
            refused("charge_pont=1&open=true"),
            "in the query: `chargePont` is not known here; known are `chargePoint`, `open` and `limit`; \
             did you mean `chargePoint`?"
        );
        assert_eq!(refused("open=yes"), "in the query: `open` must be true or false");
        assert_eq!(
            refused("open=true&limit=many"),
            "in the query: `limit` must be a whole number"
        );
        assert_eq!(
            refused("open=true&open=false"),
            "in the query: `open` stands twice; say it once"
        );
    }
}
