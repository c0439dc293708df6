//! What a charge point needs somebody for, by what is known of it. Pure.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::certificates::Facts;
use crate::clock::Time;
use crate::config::settings::RegistrationStatus;
use crate::state::connections::{Connection, EndedBy, RefusedConnection};
use crate::state::connectors::Connector;

/// A clock that is off by less is right enough, in seconds.
const SKEW: f64 = 30.0;

/// Whoever is connected and was refused longer ago is let in again, or was somebody else.
const REFUSED_LATELY: TimeDelta = TimeDelta::hours(24);

/// A certificate that ends later needs nobody.
const EXPIRES_SOON: TimeDelta = TimeDelta::days(30);

/// The state of a connector that does not work, in all versions.
const FAULTED: &str = "Faulted";

/// More names than these are not listed.
const MOST_NAMES: usize = 3;

/// What somebody is needed for; the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// It was connected and is not.
    Offline,
    /// A connector reports a fault.
    Faulted,
    /// It is not let in.
    Refused,
    /// A certificate that it uses is over soon, or is over already.
    Certificate,
    /// Energies or times of its sessions of the last days are in doubt.
    Doubts,
    /// Its clock is off.
    ClockSkew,
    /// It waits to be accepted, or is rejected.
    Registration,
    /// It is not set to what is wanted of it.
    Drift,
}

/// Why somebody is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = AttentionReason)]
pub struct Reason {
    /// What for.
    pub need: Need,
    /// Since when; none: it is not known.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub since: Option<Time>,
    /// In words.
    pub detail: String,
}

/// What is known of a charge point.
#[derive(Debug)]
pub struct Known<'a> {
    /// What its next boot is answered.
    pub registration: Option<RegistrationStatus>,
    /// The last one, or the one that is there.
    pub connection: Option<&'a Connection>,
    /// It is there.
    pub is_connected: bool,
    /// When it was heard last.
    pub last_heard: Option<Time>,
    /// The last that was refused, with how many lately.
    pub refused: Option<(&'a RefusedConnection, u64)>,
    /// As they were reported.
    pub connectors: &'a [Connector],
    /// The first of its certificates that ends.
    pub certificate: Option<&'a Facts>,
    /// Sessions of the last days whose figures are in doubt.
    pub doubted: u64,
    /// By so many seconds its clock is ahead.
    pub skew: Option<f64>,
    /// The names of values that are not as wanted.
    pub drift: &'a [String],
}

impl Known<'_> {
    /// Everything that it needs somebody for, the most urgent first.
    #[must_use]
    pub fn reasons(&self, now: Time) -> Vec<Reason> {
        let all = [
            self.offline(),
            self.faulted(),
            self.refused(now),
            self.certificate(now),
            self.doubts(),
            self.clock(),
            self.registration(),
            self.drift(),
        ];
        all.into_iter().flatten().collect()
    }

    fn offline(&self) -> Option<Reason> {
        let connection = self.connection.filter(|_| !self.is_connected)?;
        let why = connection.end.as_ref().map(|end| {
            let by = match end.by {
                EndedBy::Station => "it closed the connection",
                EndedBy::Server => "the server closed the connection",
                EndedBy::Network => "the connection broke",
            };
            if end.reason.is_empty() {
                by.to_owned()
            } else {
                format!("{by}: {}", end.reason)
            }
        });
        Some(Reason {
            need: Need::Offline,
            since: connection.ended_at.or(self.last_heard),
            detail: why.unwrap_or_else(|| "nobody saw how the connection ended".to_owned()),
        })
    }

    /// What one that is away reported is not known to be so any more.
    fn faulted(&self) -> Option<Reason> {
        let mut faulted = self.connectors.iter().filter(|connector| connector.status == FAULTED);
        let first = faulted.next().filter(|_| self.is_connected)?;
        let place = match (first.evse, first.connector) {
            (Some(evse), connector) => format!("EVSE {evse}, connector {connector}"),
            (None, 0) => "the charge point itself".to_owned(),
            (None, connector) => format!("connector {connector}"),
        };
        let told = [
            first.error_code.as_deref(),
            first.vendor_error_code.as_deref(),
            first.info.as_deref(),
        ];
        let told = told.into_iter().flatten();
        let told: Vec<&str> = told.filter(|text| !text.is_empty() && *text != "NoError").collect();
        let mut detail = place;
        if !told.is_empty() {
            detail = format!("{detail}: {}", told.join(", "));
        }
        match faulted.count() {
            0 => {}
            more => detail = format!("{detail}, and {more} more"),
        }
        Some(Reason {
            need: Need::Faulted,
            since: Some(first.received_at),
            detail,
        })
    }

    fn refused(&self, now: Time) -> Option<Reason> {
        let (refused, count) = self.refused?;
        let let_in_since = self.connection.is_some_and(|connection| connection.since > refused.at);
        let counts = if self.is_connected {
            now - refused.at < REFUSED_LATELY && !let_in_since
        } else {
            !let_in_since
        };
        let times = if count > 1 {
            format!(" ({count} times)")
        } else {
            String::new()
        };
        counts.then(|| Reason {
            need: Need::Refused,
            since: Some(refused.at),
            detail: format!("{} {}{times}", refused.status, refused.reason),
        })
    }

    fn certificate(&self, now: Time) -> Option<Reason> {
        let facts = self
            .certificate
            .filter(|facts| facts.valid_until - now < EXPIRES_SOON)?;
        let (from, words) = match (facts.valid_until - now).num_days() {
            ..0 => (Some(facts.valid_until), "is over".to_owned()),
            0 => (None, "is over within a day".to_owned()),
            1 => (None, "is over in 1 day".to_owned()),
            days => (None, format!("is over in {days} days")),
        };
        Some(Reason {
            need: Need::Certificate,
            since: from,
            detail: format!("its certificate {words} ({})", facts.subject),
        })
    }

    fn doubts(&self) -> Option<Reason> {
        let sessions = if self.doubted == 1 { "session" } else { "sessions" };
        (self.doubted > 0).then(|| Reason {
            need: Need::Doubts,
            since: None,
            detail: format!("{} {sessions} of the last 7 days", self.doubted),
        })
    }

    fn clock(&self) -> Option<Reason> {
        let skew = self.skew.filter(|skew| self.is_connected && skew.abs() >= SKEW)?;
        let way = if skew > 0.0 { "ahead" } else { "behind" };
        Some(Reason {
            need: Need::ClockSkew,
            since: None,
            detail: format!("its clock is {:.0} s {way}", skew.abs()),
        })
    }

    fn registration(&self) -> Option<Reason> {
        let detail = match self.registration? {
            RegistrationStatus::Accepted => return None,
            RegistrationStatus::Pending => "its boots are answered Pending: accept it, or reject it",
            RegistrationStatus::Rejected => "its boots are answered Rejected",
        };
        Some(Reason {
            need: Need::Registration,
            since: None,
            detail: detail.to_owned(),
        })
    }

    fn drift(&self) -> Option<Reason> {
        let shown: Vec<&str> = self.drift.iter().take(MOST_NAMES).map(String::as_str).collect();
        let more = match self.drift.len().saturating_sub(MOST_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        (!self.drift.is_empty()).then(|| Reason {
            need: Need::Drift,
            since: None,
            detail: format!("not as wanted: {}{more}", shown.join(", ")),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::*;
    use crate::clock;

    const NOTHING: Known<'static> = Known {
        registration: None,
        connection: None,
        is_connected: false,
        last_heard: None,
        refused: None,
        connectors: &[],
        certificate: None,
        doubted: 0,
        skew: None,
        drift: &[],
    };

    fn connection(since: Time, end: Value) -> Connection {
        serde_json::from_value(
            json!({"session": 1, "since": since, "version": "1.6", "subprotocol": "ocpp1.6",
            "remoteAddress": null, "number": 1, "endedAt": since, "end": end, "lastHeard": null}),
        )
        .unwrap()
    }

    fn told(known: &Known<'_>, now: Time) -> Vec<(Need, String)> {
        let reasons = known.reasons(now);
        reasons.into_iter().map(|reason| (reason.need, reason.detail)).collect()
    }

    #[test]
    fn one_of_which_nothing_is_known_needs_nobody() {
        assert_eq!(told(&NOTHING, clock::now()), []);
    }

    #[test]
    fn why_it_is_away_is_told() {
        let now = clock::now();
        let broken = connection(now, json!({"by": "network", "code": null, "reason": "reset by peer"}));
        let known = Known {
            connection: Some(&broken),
            ..NOTHING
        };
        assert_eq!(
            told(&known, now),
            [(Need::Offline, "the connection broke: reset by peer".to_owned())]
        );
        assert_eq!(known.reasons(now).first().unwrap().since, Some(now));
        let there = Known {
            is_connected: true,
            ..known
        };
        assert_eq!(told(&there, now), []);
    }

    #[test]
    fn faults_are_told_of_those_that_are_there() {
        let connector = |number, status: &str| -> Connector {
            serde_json::from_value(json!({"evse": null, "connector": number, "status": status,
                "errorCode": "GroundFailure", "info": "", "at": "x", "receivedAt": clock::now()}))
            .unwrap()
        };
        let connectors = [connector(0, "Available"), connector(1, FAULTED), connector(2, FAULTED)];
        let known = Known {
            connectors: &connectors,
            is_connected: true,
            ..NOTHING
        };
        let detail = "connector 1: GroundFailure, and 1 more".to_owned();
        assert_eq!(told(&known, clock::now()), [(Need::Faulted, detail)]);
        let away = Known {
            is_connected: false,
            ..known
        };
        assert_eq!(told(&away, clock::now()), []);
    }

    #[test]
    fn a_refusal_counts_until_it_is_let_in() {
        let now = clock::now();
        let hour = TimeDelta::hours(1);
        let refused: RefusedConnection = serde_json::from_value(json!({"at": now - hour, "status": 401,
            "reason": "the password is wrong", "remoteAddress": null, "path": "/CP1", "subprotocols": null,
            "userAgent": null}))
        .unwrap();
        let known = Known {
            refused: Some((&refused, 3)),
            ..NOTHING
        };
        let detail = "401 the password is wrong (3 times)".to_owned();
        assert_eq!(told(&known, now), [(Need::Refused, detail)]);
        let later = connection(now, Value::Null);
        let let_in = Known {
            connection: Some(&later),
            is_connected: true,
            ..known
        };
        assert_eq!(told(&let_in, now), []);
        let earlier = connection(now - hour * 2, Value::Null);
        let another = |now| {
            let known = Known {
                refused: Some((&refused, 3)),
                connection: Some(&earlier),
                is_connected: true,
                ..NOTHING
            };
            told(&known, now).len()
        };
        assert_eq!((another(now), another(now + hour * 24)), (1, 0));
    }

    #[test]
    fn a_certificate_is_told_before_it_ends() {
        let now = clock::now();
        let facts = |until| Facts {
            subject: "CN=CP-1".to_owned(),
            issuer: "CN=Root".to_owned(),
            serial_number: "1".to_owned(),
            valid_from: now,
            valid_until: until,
            key: "EC 256".to_owned(),
            fingerprint: String::new(),
            key_fingerprint: String::new(),
        };
        let said = |until| {
            let facts = facts(until);
            let known = Known {
                certificate: Some(&facts),
                ..NOTHING
            };
            told(&known, now)
        };
        assert_eq!(said(now + TimeDelta::days(31)), []);
        let soon = "its certificate is over in 3 days (CN=CP-1)".to_owned();
        let later = now + TimeDelta::days(3) + TimeDelta::hours(1);
        assert_eq!(said(later), [(Need::Certificate, soon)]);
        let over = "its certificate is over (CN=CP-1)".to_owned();
        assert_eq!(said(now - TimeDelta::days(3)), [(Need::Certificate, over)]);
    }

    #[test]
    fn the_rest_is_told_in_the_order_of_its_urgency() {
        let drift = ["A", "B", "C", "D"].map(str::to_owned);
        let known = Known {
            registration: Some(RegistrationStatus::Pending),
            doubted: 1,
            skew: Some(-90.4),
            is_connected: true,
            drift: &drift,
            ..NOTHING
        };
        let expected = [
            (Need::Doubts, "1 session of the last 7 days"),
            (Need::ClockSkew, "its clock is 90 s behind"),
            (
                Need::Registration,
                "its boots are answered Pending: accept it, or reject it",
            ),
            (Need::Drift, "not as wanted: A, B, C and 1 more"),
        ];
        assert_eq!(
            told(&known, clock::now()),
            expected.map(|(need, detail)| (need, detail.to_owned()))
        );
        let right = Known {
            skew: Some(29.0),
            ..NOTHING
        };
        assert_eq!(told(&right, clock::now()), []);
    }
}
