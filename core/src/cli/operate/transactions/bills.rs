//! What sessions cost: the bills of a plugin, put beside the sessions that they are of. The plugin serves them as
//! `tariff` does: `/plugins/NAME/bills?from=&to=&after=&limit=`, by the time of the end.

use std::collections::HashMap;

use jiff::{Span, Timestamp};
use serde_json::{Value, json};

use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::server::url::{encoded, query};
use crate::cli::show::table::text;

/// So many bills are asked for at once; the plugin gives no more.
const MOST: &str = "400";
/// A bill's end may be by another clock than the session's.
const MARGIN_HOURS: i64 = 24;

/// The bills of a plugin.
pub struct Bills<'a> {
    server: &'a Server,
    plugin: &'a str,
}

/// Names a session.
type Name = (String, String);

/// What a session cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    pub total: String,
    pub currency: String,
}

/// A session, as far as its bill is found by it.
#[derive(Debug, Clone, Default)]
pub struct Billed {
    pub charge_point: String,
    pub id: String,
    /// RFC 3339; empty: it runs.
    pub stopped_at: String,
}

impl<'a> Bills<'a> {
    /// Those of this plugin.
    #[must_use]
    pub fn new(server: &'a Server, plugin: &'a str) -> Self {
        Self { server, plugin }
    }

    /// Puts `cost` and `currency` into sessions that have a bill.
    ///
    /// # Errors
    /// The server's.
    pub fn join(&self, sessions: &mut [Value]) -> Result<(), Failed> {
        let member = |session: &Value, name: &str| session.get(name).map(text).unwrap_or_default();
        let billed: Vec<Billed> = sessions
            .iter()
            .map(|session| Billed {
                charge_point: member(session, "chargePoint"),
                id: member(session, "id"),
                stopped_at: member(session, "stoppedAt"),
            })
            .collect();
        for (session, cost) in sessions.iter_mut().zip(self.of(&billed)?) {
            if let (Some(members), Some(cost)) = (session.as_object_mut(), cost) {
                members.insert("cost".to_owned(), json!(cost.total));
                members.insert("currency".to_owned(), json!(cost.currency));
            }
        }
        Ok(())
    }

    /// What each of these cost; none: it has no bill.
    ///
    /// # Errors
    /// The server's.
    pub fn of(&self, sessions: &[Billed]) -> Result<Vec<Option<Cost>>, Failed> {
        let Some((from, to)) = span(sessions) else {
            return Ok(vec![None; sessions.len()]);
        };
        let mut known = self.between(&from, &to)?;
        let name = |session: &Billed| (session.charge_point.clone(), session.id.clone());
        Ok(sessions.iter().map(|session| known.remove(&name(session))).collect())
    }

    fn between(&self, from: &str, to: &str) -> Result<HashMap<Name, Cost>, Failed> {
        let (mut found, mut after) = (HashMap::new(), None::<String>);
        loop {
            let parts = [
                ("from", Some(from)),
                ("to", Some(to)),
                ("limit", Some(MOST)),
                ("after", after.as_deref()),
            ];
            let path = format!("/plugins/{}/bills{}", encoded(self.plugin), query(&parts));
            let page = self.server.get_from_root(&path)?;
            for bill in page.get("items").and_then(Value::as_array).into_iter().flatten() {
                let member = |name: &str| bill.get(name).map(text).unwrap_or_default();
                let cost = Cost {
                    total: member("total"),
                    currency: member("currency"),
                };
                found.insert((member("chargePoint"), member("transaction")), cost);
            }
            match page.get("next").and_then(Value::as_str) {
                Some(next) => after = Some(next.to_owned()),
                None => return Ok(found),
            }
        }
    }
}

/// Between which ends the bills of these sessions are; none: none of them is over.
fn span(sessions: &[Billed]) -> Option<(String, String)> {
    let ends = sessions
        .iter()
        .filter_map(|session| session.stopped_at.parse::<Timestamp>().ok());
    let (first, last) = ends.fold(None, |span, end| match span {
        None => Some((end, end)),
        Some((first, last)) => Some((end.min(first), end.max(last))),
    })?;
    let margin = Span::new().try_hours(MARGIN_HOURS).ok()?;
    let (from, to) = (first.checked_sub(margin).ok()?, last.checked_add(margin).ok()?);
    Some((from.to_string(), to.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Billed, span};

    #[test]
    fn bills_are_looked_for_where_the_sessions_ended() {
        let session = |stopped: &str| Billed {
            stopped_at: stopped.to_owned(),
            ..Billed::default()
        };
        let sessions = [
            session("2026-01-02T12:00:00.000Z"),
            session(""),
            session("2026-01-01T12:00:00+01:00"),
        ];
        let wanted = ("2025-12-31T11:00:00Z".to_owned(), "2026-01-03T12:00:00Z".to_owned());
        assert_eq!(span(&sessions), Some(wanted));
        assert_eq!(span(&[session("")]), None);
    }
}
