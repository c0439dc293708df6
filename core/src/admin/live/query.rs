//! The query of `/events`. Unlike elsewhere each filter may stand several times: one of those that are given must fit.

use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::{Ready, ready};
use serde_json::json;
use utoipa::IntoParams as _;
use utoipa::openapi::path::ParameterIn;

use crate::admin::openapi::{Asked, Signature};
use crate::admin::problem::{Problem, kinds};
use crate::admin::query::camel_case;
use crate::events::KindPattern;
use crate::ids::ChargePointId;
use crate::live::Filter;
use crate::state::attributes::Label;

/// What is known here, for whoever says something else.
const KNOWN: &str = "`chargePoint`, `site`, `label`, `kind`, `after`, `live` and `follow`";

/// What a listener wants.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Which events.
    pub filter: Filter,
    /// Those after this number first.
    pub after: Option<u64>,
    /// What happens is told as long as the client listens; else the answer ends with what has happened.
    pub follow: bool,
}

/// As it is described.
#[derive(utoipa::IntoParams)]
#[into_params(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read by hand")]
struct Described {
    /// Of these charge points.
    charge_point: Option<Vec<String>>,
    /// Of charge points of these sites.
    site: Option<Vec<String>>,
    /// Of charge points that have one of these labels.
    label: Option<Vec<String>>,
    /// Of these kinds: `transaction.ended`, `transaction.*`, `*`. If none is named all but `call`.
    kind: Option<Vec<String>>,
    /// Those after this number first, from the log.
    after: Option<u64>,
    /// `false`: those with a number alone, which are kept.
    #[param(default = true)]
    live: Option<bool>,
    /// `false`: the answer ends with what has happened.
    #[param(default = true)]
    follow: Option<bool>,
}

impl Asked for Wanted {
    fn ask(signature: &mut Signature) {
        let described = Described::into_params(|| Some(ParameterIn::Query));
        signature.parameters.extend(described);
        signature.others.push(
            json!({"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"},
            "description": "The number of the last event that was heard; it goes before `after`."}),
        );
        signature.kinds.push(kinds::INVALID_REQUEST);
    }
}

impl FromRequest for Wanted {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(request.query_string(), request.headers()))
    }
}

impl Wanted {
    /// Reads the query, and `Last-Event-ID`: it is newer than the `after` of a URL that a browser asks again.
    fn read(query: &str, headers: &HeaderMap) -> Result<Self, Problem> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(query)
            .map_err(|_| Problem::new(kinds::INVALID_REQUEST, "the query cannot be read"))?;
        let mut wanted = Self {
            filter: Filter::default(),
            after: None,
            follow: true,
        };
        for (name, value) in pairs.into_inner() {
            let name = camel_case(&name);
            let taken = wanted.take(&name, &value);
            taken.map_err(|detail| Problem::new(kinds::INVALID_REQUEST, format!("in the query: {detail}")))?;
        }
        if let Some(last) = headers.get("last-event-id") {
            let last = last.to_str().unwrap_or("?").trim();
            if !last.is_empty() {
                let number = number("Last-Event-ID", last);
                wanted.after = Some(number.map_err(|detail| Problem::new(kinds::INVALID_REQUEST, detail))?);
            }
        }
        Ok(wanted)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "chargePoint" => drop(self.filter.charge_points.insert(ChargePointId::new(value))),
            "site" => self.filter.add_site(value),
            "label" => {
                for label in words(value) {
                    self.filter.labels.insert(Label::try_from(label.to_owned())?);
                }
            }
            "kind" => {
                for kind in words(value) {
                    self.filter.kinds.add(KindPattern::try_from(kind.to_owned())?);
                }
            }
            "after" => self.after = Some(number("`after`", value)?),
            "live" => self.filter.durable_only = !switch(name, value)?,
            "follow" => self.follow = switch(name, value)?,
            _ => return Err(format!("`{name}` is not known here; known are {KNOWN}")),
        }
        Ok(())
    }
}

fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(str::trim).filter(|word| !word.is_empty())
}

fn number(name: &str, value: &str) -> Result<u64, String> {
    u64::from_str(value).map_err(|_| format!("{name} must be the number of an event, not {value:?}"))
}

fn switch(name: &str, value: &str) -> Result<bool, String> {
    bool::from_str(value).map_err(|_| format!("`{name}` must be true or false"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

    use super::Wanted;

    fn read(query: &str) -> Result<Wanted, String> {
        Wanted::read(query, &HeaderMap::new()).map_err(|problem| problem.detail)
    }

    #[test]
    fn filters_may_stand_several_times() {
        let wanted = read("chargePoint=A&charge_point=B%2Cc&kind=transaction.*,call&label=fast&live=false&after=7");
        let wanted = wanted.unwrap();
        let stations: Vec<_> = wanted.filter.charge_points.iter().map(ToString::to_string).collect();
        assert_eq!(stations, ["A", "B,c"]);
        assert!(wanted.filter.kinds.take("call") && !wanted.filter.kinds.take("meter.values"));
        assert!(wanted.filter.durable_only && wanted.follow);
        assert_eq!(wanted.after, Some(7));
        assert!(!read("follow=false").unwrap().follow);
    }

    #[test]
    fn the_header_is_newer_than_the_query() {
        let mut headers = HeaderMap::new();
        let mut last = |text| {
            headers.insert(HeaderName::from_static("last-event-id"), HeaderValue::from_static(text));
            Wanted::read("after=7", &headers).map(|wanted| wanted.after)
        };
        assert_eq!(last("9").unwrap(), Some(9));
        assert_eq!(last("").unwrap(), Some(7));
        assert!(last("nine").is_err());
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (query, part) in [
            ("kinds=call", "`kinds` is not known"),
            ("kind=transactions.*", "transaction.ended"),
            ("label=two%20words", "no label"),
            ("after=soon", "`after`"),
            ("live=yes", "`live` must be true or false"),
        ] {
            let detail = read(query).unwrap_err();
            assert!(detail.contains(part), "{detail}");
        }
    }
}
