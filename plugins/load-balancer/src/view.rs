//! `GET /plan`: what each site's limit is used for.

use ocpp_plugin_sdk::Failed;
use ocpp_plugin_sdk::endpoint::{Request, Response};
use serde::Serialize;

use crate::amount::Amount;
use crate::decide::{Rules, Share, Standing, decide};
use crate::record::{Record, Session};
use crate::settings::{Settings, Site, Unit};

#[derive(Serialize)]
struct Plans<'a> {
    sites: Vec<Plan<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plan<'a> {
    name: &'a str,
    unit: &'static str,
    limit: Amount,
    /// What may be drawn now at worst.
    worst: Amount,
    /// For connectors where a session may begin without asking.
    reserved: Amount,
    sessions: Vec<Row>,
    /// Stations that did not take the fail-safe profile yet.
    without_fail_safe: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    charge_point: String,
    connector: i64,
    transaction: String,
    standing: &'static str,
    /// What it should have.
    share: Amount,
    /// What its station keeps to.
    kept: Option<Amount>,
    /// What its station was asked and did not answer yet.
    asked: Option<Amount>,
    /// What it drew when it was last measured.
    drawn: Option<Amount>,
}

/// Answers a request; `?site=` chooses one.
///
/// # Errors
/// The state's.
pub fn answer(settings: &Settings, request: &Request, now: i64) -> Result<Response, Failed> {
    if (request.method.as_str(), request.path.as_str()) != ("GET", "/plan") {
        return Ok(Response::text(404, "there is GET /plan"));
    }
    if let Some(name) = request.unknown_parameter(&["site"]) {
        return Ok(Response::text(
            400,
            format!("{name:?} is not known here; known is site"),
        ));
    }
    let wanted = request.parameter("site");
    let chosen = |site: &&Site| wanted.as_ref().is_none_or(|wanted| *wanted == site.name);
    let mut sites = Vec::new();
    for site in settings.sites.iter().filter(chosen) {
        let (record, _) = Record::load(site)?;
        sites.push(plan(settings, site, &record, now));
    }
    if wanted.is_some() && sites.is_empty() {
        return Ok(Response::text(404, "there is no such site"));
    }
    Ok(Response::json(&Plans { sites }))
}

fn plan<'a>(settings: &Settings, site: &'a Site, record: &Record, now: i64) -> Plan<'a> {
    let rules = Rules {
        margin: settings.margin,
        priority: settings.priority,
    };
    let plan = decide(site, record, rules, now);
    let rows = record
        .sessions
        .iter()
        .zip(&plan.shares)
        .map(|(session, share)| row(session, share));
    let is_safe = |id: &str| {
        let station = record.stations.get(id);
        station.is_some_and(|station| station.fail_safe.kept == Some(site.fail_safe))
    };
    let ids = site.charge_points.iter().map(|station| &station.id);
    Plan {
        name: &site.name,
        unit: match site.unit {
            Unit::A => "A",
            Unit::W => "W",
        },
        limit: site.limit,
        worst: plan.worst(),
        reserved: plan.reserved,
        sessions: rows.collect(),
        without_fail_safe: ids.filter(|id| !is_safe(id)).cloned().collect(),
    }
}

fn row(session: &Session, share: &Share) -> Row {
    Row {
        charge_point: session.charge_point.clone(),
        connector: session.connector,
        transaction: session.transaction.clone(),
        standing: match share.standing {
            Standing::Served => "served",
            Standing::Waits => "waits",
            Standing::Refuses => "refuses",
            Standing::Away => "away",
        },
        share: share.amount,
        kept: session.limit.kept,
        asked: session.limit.open.as_ref().map(|open| open.amount),
        drawn: session.drawn,
    }
}
