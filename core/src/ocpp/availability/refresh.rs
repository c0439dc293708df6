//! The question how the connectors stand, for a station that did not say so on its connection: 1.6 tells all of them at one
//! trigger, 2.x one at each (F06.FR.13).

use ocpp_schemas::Version;
use serde_json::json;

use crate::ids::ChargePointId;
use crate::ocpp::known_connectors::KnownConnectors;
use crate::ocpp::questions::{Own, firmware, is_refused};
use crate::state::State;
use crate::state::connectors::Connector;
use crate::store::StoreError;

/// What asks, and what a station says that it does not do.
const ACTION: &str = "TriggerMessage";
/// More connectors of one station are not asked for.
const MOST_ASKED: usize = 32;

/// A station, and what its connection reported.
#[derive(Clone, Copy)]
pub struct Settled<'a> {
    /// What is known.
    pub state: &'a State,
    /// Which.
    pub id: &'a ChargePointId,
    /// What it speaks.
    pub version: Version,
    /// What it said on this connection.
    pub reported: &'a KnownConnectors,
}

/// The questions; none where all is known, or the station does not answer such.
///
/// # Errors
/// The store's.
pub fn questions(of: Settled<'_>) -> Result<Vec<Own>, StoreError> {
    let known = of.state.connectors(of.id)?;
    let questions = unsaid(of.version, of.reported, &known);
    if questions.is_empty() || is_refused(&of.state.inventory(of.id)?, ACTION, &firmware(of.state, of.id)?) {
        return Ok(Vec::new());
    }
    Ok(questions)
}

fn unsaid(version: Version, reported: &KnownConnectors, known: &[Connector]) -> Vec<Own> {
    let is_said = |connector: &Connector| {
        let same = |report: &crate::ocpp::known_connectors::ConnectorReport| {
            (report.evse, report.connector) == (connector.evse, connector.connector)
        };
        reported.reports().any(same)
    };
    let unsaid: Vec<&Connector> = known.iter().filter(|connector| !is_said(connector)).collect();
    if version == Version::V16 {
        let is_fresh = unsaid.is_empty() && reported.reports().next().is_some();
        let all = Own {
            name: ACTION,
            payload: json!({ "requestedMessage": "StatusNotification" }),
            word: "server: states".to_owned(),
        };
        return if is_fresh { Vec::new() } else { vec![all] };
    }
    let one = |connector: &&Connector| {
        let evse = connector.evse?;
        Some(Own {
            name: ACTION,
            payload: json!({
                "requestedMessage": "StatusNotification",
                "evse": { "id": evse, "connectorId": connector.connector },
            }),
            word: format!("server: state {evse}.{}", connector.connector),
        })
    };
    unsaid.iter().filter_map(one).take(MOST_ASKED).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use ocpp_schemas::Version;
    use serde_json::json;

    use super::unsaid;
    use crate::clock::now;
    use crate::ocpp::known_connectors::{ConnectorReport, KnownConnectors};
    use crate::ocpp::when::When;
    use crate::state::connectors::Connector;

    fn connector(evse: Option<i64>, connector: i64) -> Connector {
        Connector {
            evse,
            connector,
            status: "Available".into(),
            error_code: None,
            info: None,
            vendor_id: None,
            vendor_error_code: None,
            at: String::new(),
            received_at: now(),
            whole: None,
        }
    }

    fn reported(of: &[(Option<i64>, i64)]) -> KnownConnectors {
        let mut known = KnownConnectors::default();
        for &(evse, number) in of {
            let report = ConnectorReport {
                evse,
                connector: number,
                status: "Available".into(),
                error_code: None,
                info: None,
                vendor_id: None,
                vendor_error_code: None,
                whole: None,
            };
            let when = When {
                told: None,
                received: now(),
            };
            known.learn(report, when);
        }
        known
    }

    #[test]
    fn only_what_was_not_said_is_asked_for() {
        let known = [connector(None, 0), connector(None, 1)];
        let asked = |of: &[(Option<i64>, i64)], known: &[Connector]| unsaid(Version::V16, &reported(of), known).len();
        assert_eq!(asked(&[], &[]), 1, "nothing is known");
        assert_eq!(asked(&[(None, 0)], &known), 1);
        assert_eq!(asked(&[(None, 0), (None, 1)], &known), 0);
        assert_eq!(asked(&[(None, 1)], &[]), 0, "its first words");

        let known = [connector(Some(1), 1), connector(Some(2), 1)];
        let asked = unsaid(Version::V201, &reported(&[(Some(1), 1)]), &known);
        assert_eq!(asked.len(), 1);
        assert_eq!(asked[0].payload["evse"], json!({ "id": 2, "connectorId": 1 }));
        assert!(
            unsaid(Version::V21, &reported(&[]), &[]).is_empty(),
            "2.x has no question for all"
        );
    }
}
