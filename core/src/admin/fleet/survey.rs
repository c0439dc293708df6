//! A walk through all charge points: how they are together, and which need somebody. It is made when somebody looks and
//! the last one is old, on a thread that may wait, never two at a time; the longer one takes, the seldomer it is made, so
//! that at most a twentieth of a core goes into it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::web;
use chrono::TimeDelta;
use tokio::sync::Semaphore;

use super::attention::{Known, Need, Reason};
use crate::admin::AppState;
use crate::admin::charge_points::skew;
use crate::admin::problem::{Problem, kinds};
use crate::certificates::Facts;
use crate::clock::{self, Time, instant, text};
use crate::ids::ChargePointId;
use crate::ocpp::inventory::drift::{Drift, Station};
use crate::state::attributes::Attributes;
use crate::state::charge_points::{BootWords, ChargePoint};
use crate::state::collections::{OPEN_TRANSACTIONS, TRANSACTIONS_BY_DOUBT};
use crate::state::connections::Connection;
use crate::state::connectors::Connector;
use crate::state::refusals::Refusal;
use crate::state::{State, parts};
use crate::store::{Collection, Page, StoreError};

/// A survey is not older, if somebody looks.
const FRESH: Duration = Duration::from_secs(1);
/// One that took long is good for so many times as long.
const REST: u32 = 20;
/// For one that took longer nobody waits: the last one is shown.
const QUICK: Duration = Duration::from_millis(50);
/// So many records are read at a time.
const STEP: usize = 1000;
/// Sessions that began earlier are not looked for.
const DOUBTS: TimeDelta = TimeDelta::days(7);
/// More of them are not counted.
const MOST_DOUBTS: usize = 100_000;
/// A report that was made so long before or after it came gives reason to look closer.
const SUSPICIOUS_SECONDS: i64 = 20;
/// More sites, labels, vendors, ... are not listed.
const MOST_PLACES: usize = 1000;

/// The last survey.
#[derive(Default)]
pub struct Surveys {
    last: Mutex<Option<Arc<Survey>>>,
    turn: Turn,
}

/// Whoever makes one has it.
struct Turn(Arc<Semaphore>);

impl Default for Turn {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

/// What was found.
pub struct Survey {
    /// When it began.
    pub at: Time,
    /// All together.
    pub counts: Counts,
    /// By site.
    pub sites: BTreeMap<String, PlaceCounts>,
    /// By label.
    pub labels: BTreeMap<String, PlaceCounts>,
    /// What they are.
    pub makes: Makes,
    /// Those that need somebody, the most urgent first.
    pub in_need: Vec<InNeed>,
    made_at: Instant,
    took: Duration,
}

/// How many.
#[derive(Debug, Default)]
pub struct Counts {
    pub registered: u64,
    pub connected: u64,
    pub offline: u64,
    pub never_connected: u64,
    pub open_sessions: u64,
    /// By state, of those that are connected.
    pub connectors: BTreeMap<String, u64>,
    pub attention: u64,
    pub needs: BTreeMap<Need, u64>,
}

/// How many are of which make, by their last boots, and speak which version.
#[derive(Debug, Default)]
pub struct Makes {
    pub vendors: BTreeMap<String, u64>,
    pub models: BTreeMap<String, u64>,
    pub firmwares: BTreeMap<String, u64>,
    pub versions: BTreeMap<String, u64>,
}

/// How many of one place.
#[derive(Debug, Default)]
pub struct PlaceCounts {
    pub registered: u64,
    pub connected: u64,
    pub attention: u64,
}

/// A charge point that needs somebody.
pub struct InNeed {
    pub id: ChargePointId,
    pub attributes: Attributes,
    pub is_connected: bool,
    pub reasons: Vec<Reason>,
}

/// The last survey, if it is not too old; else one that is made now.
///
/// # Errors
/// The store's.
pub async fn latest(app: &web::Data<AppState>) -> Result<Arc<Survey>, Problem> {
    let surveys = &app.surveys;
    if let Some(last) = surveys.last() {
        if last.is_fresh() {
            return Ok(last);
        }
        if last.took > QUICK {
            if let Ok(turn) = Arc::clone(&surveys.turn.0).try_acquire_owned() {
                let app = app.clone();
                actix_web::rt::spawn(async move {
                    if let Err(problem) = make(&app).await {
                        tracing::warn!(%problem, "the charge points cannot be looked through");
                    }
                    drop(turn);
                });
            }
            return Ok(last);
        }
    }
    let turn = surveys.turn.0.acquire().await;
    // Somebody may have made one meanwhile.
    if let Some(last) = surveys.last().filter(|last| last.is_fresh()) {
        return Ok(last);
    }
    let made = make(app).await;
    drop(turn);
    made
}

async fn make(app: &web::Data<AppState>) -> Result<Arc<Survey>, Problem> {
    let state = app.state().clone();
    let made = web::block(move || Survey::make(&state)).await;
    let made = made.map_err(|_| Problem::new(kinds::STOPPING, "the server stops"))??;
    let made = Arc::new(made);
    *app.surveys.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&made));
    Ok(made)
}

impl Surveys {
    fn last(&self) -> Option<Arc<Survey>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Survey {
    fn is_fresh(&self) -> bool {
        self.made_at.elapsed() < FRESH.max(self.took * REST)
    }

    /// Looks through all of them.
    fn make(state: &State) -> Result<Self, StoreError> {
        let began = Instant::now();
        let mut survey = Self {
            at: clock::now(),
            counts: Counts {
                open_sessions: count(state, OPEN_TRANSACTIONS)?,
                ..Counts::default()
            },
            sites: BTreeMap::new(),
            labels: BTreeMap::new(),
            makes: Makes::default(),
            in_need: Vec::new(),
            made_at: began,
            took: Duration::ZERO,
        };
        let beside = Beside::of(state, survey.at)?;
        let mut after = None;
        loop {
            let step = state.charge_points(after.as_ref(), STEP)?;
            let is_last = step.len() < STEP;
            after = step.last().map(|(id, _)| id.clone());
            for (id, record) in step {
                survey.take(state, &beside, id, record)?;
            }
            if is_last {
                break;
            }
        }
        survey
            .in_need
            .sort_by(|a, b| a.urgency().cmp(&b.urgency()).then_with(|| a.id.cmp(&b.id)));
        survey.took = began.elapsed();
        survey.made_at = Instant::now();
        Ok(survey)
    }

    fn take(
        &mut self,
        state: &State,
        beside: &Beside,
        id: ChargePointId,
        record: ChargePoint,
    ) -> Result<(), StoreError> {
        let is_connected = state.sessions().get(&id).is_some();
        let connection = state.last_connection(&id)?;
        let connectors = state.connectors(&id)?;
        let boot = state.boot_words(&id)?;
        let lately = beside.refusals.get(id.as_str());
        let kept = match lately {
            Some(_) => None,
            None => state.refused_connection(&id)?,
        };
        let refused = lately.map(|lately| (&lately.last, lately.count));
        let known = Known {
            registration: boot.as_ref().and_then(|boot| boot.status).or(record.registration),
            connection: connection.as_ref(),
            is_connected,
            last_heard: connection.as_ref().and_then(|last| last.last_heard),
            refused: refused.or(kept.as_ref().map(|kept| (kept, 1))),
            connectors: &connectors,
            certificate: beside.certificates.get(&id),
            doubted: beside.doubted.get(id.as_str()).copied().unwrap_or_default(),
            skew: clock_skew(state, &id, &connectors),
            drift: beside.drift.get(&id).map(Vec::as_slice).unwrap_or_default(),
        };
        let reasons = known.reasons(self.at);
        self.makes.add(boot.as_ref(), connection.as_ref());
        self.counts.add(is_connected, connection.is_some(), &reasons);
        if is_connected {
            for connector in connectors
                .iter()
                .filter(|connector| connector.evse.is_some() || connector.connector > 0)
            {
                *self.counts.connectors.entry(connector.status.to_string()).or_default() += 1;
            }
        }
        let (said, in_need) = (&record.attributes, !reasons.is_empty());
        if let Some(site) = &said.site {
            add_to(&mut self.sites, site.clone(), is_connected, in_need);
        }
        for label in &said.labels {
            add_to(&mut self.labels, label.as_str().to_owned(), is_connected, in_need);
        }
        if in_need {
            self.in_need.push(InNeed {
                id,
                attributes: record.attributes,
                is_connected,
                reasons,
            });
        }
        Ok(())
    }
}

impl Counts {
    fn add(&mut self, is_connected: bool, was_connected: bool, reasons: &[Reason]) {
        self.registered += 1;
        match (is_connected, was_connected) {
            (true, _) => self.connected += 1,
            (false, true) => self.offline += 1,
            (false, false) => self.never_connected += 1,
        }
        self.attention += u64::from(!reasons.is_empty());
        for reason in reasons {
            *self.needs.entry(reason.need).or_default() += 1;
        }
    }
}

impl Makes {
    fn add(&mut self, boot: Option<&BootWords>, connection: Option<&Connection>) {
        let version = connection.map(|last| last.version.as_str());
        let booted = boot.and_then(|boot| boot.version.as_deref());
        let values = [
            (&mut self.vendors, boot.map(|boot| boot.vendor.as_str())),
            (&mut self.models, boot.map(|boot| boot.model.as_str())),
            (
                &mut self.firmwares,
                boot.and_then(|boot| boot.firmware_version.as_deref()),
            ),
            (&mut self.versions, version.or(booted)),
        ];
        for (counts, value) in values {
            let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
                continue;
            };
            if let Some(count) = counts.get_mut(value) {
                *count += 1;
            } else if counts.len() < MOST_PLACES {
                counts.insert(value.to_owned(), 1);
            }
        }
    }
}

/// How far a clock is off. The messages of a charge point say it best, but to read them costs more than all the rest: they are
/// read where a report of a connector gives reason to.
fn clock_skew(state: &State, id: &ChargePointId, connectors: &[Connector]) -> Option<f64> {
    let ahead = connectors
        .iter()
        .filter_map(|one| Some((instant(&one.at)? - one.received_at).num_seconds()));
    // A report that waited comes late, so the one that seems to come the earliest says it best.
    ahead.max().filter(|ahead| ahead.abs() >= SUSPICIOUS_SECONDS)?;
    state.messages().get(id).and_then(|log| skew::skew(&log.snapshot()))
}

fn add_to(places: &mut BTreeMap<String, PlaceCounts>, name: String, is_connected: bool, needs_somebody: bool) {
    if places.len() >= MOST_PLACES && !places.contains_key(&name) {
        return;
    }
    let place = places.entry(name).or_default();
    place.registered += 1;
    place.connected += u64::from(is_connected);
    place.attention += u64::from(needs_somebody);
}

impl InNeed {
    /// The most urgent first, of the same urgency what began last.
    fn urgency(&self) -> (Option<Need>, std::cmp::Reverse<Option<Time>>) {
        let first = self.reasons.first();
        let since = first.and_then(|reason| reason.since);
        (first.map(|reason| reason.need), std::cmp::Reverse(since))
    }
}

/// What is not found by looking at one charge point after the other.
struct Beside {
    refusals: BTreeMap<String, Refusal>,
    /// By charge point.
    doubted: BTreeMap<String, u64>,
    /// The first of each that ends.
    certificates: BTreeMap<ChargePointId, Facts>,
    /// The names of what is not as wanted.
    drift: BTreeMap<ChargePointId, Vec<String>>,
}

impl Beside {
    fn of(state: &State, now: Time) -> Result<Self, StoreError> {
        let refusals = state.refusals().newest_first();
        Ok(Self {
            refusals: refusals.into_iter().map(|one| (one.identity.clone(), one)).collect(),
            certificates: certificates(state)?,
            doubted: doubted(state, now)?,
            drift: drift(state)?,
        })
    }
}

fn doubted(state: &State, now: Time) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut found = BTreeMap::new();
    let mut after = text(now - DOUBTS);
    for _ in (0..MOST_DOUBTS).step_by(STEP) {
        let page = Page::all(STEP).after(Some(&after));
        let keys = state.store().list_keys(TRANSACTIONS_BY_DOUBT, page)?;
        let is_last = keys.len() < STEP;
        for key in &keys {
            if let Some(station) = parts(key).into_iter().nth(1) {
                *found.entry(station).or_default() += 1;
            }
        }
        match keys.into_iter().last() {
            Some(last) if !is_last => after = last,
            _ => break,
        }
    }
    Ok(found)
}

fn certificates(state: &State) -> Result<BTreeMap<ChargePointId, Facts>, StoreError> {
    let mut found = BTreeMap::new();
    let mut after = None;
    loop {
        let step = state.certificates(after.as_ref(), STEP)?;
        let is_last = step.len() < STEP;
        after = step.last().map(|(id, _)| id.clone());
        for (id, known) in step {
            let first = known.in_use().min_by_key(|facts| facts.valid_until).cloned();
            found.extend(first.map(|facts| (id, facts)));
        }
        if is_last {
            return Ok(found);
        }
    }
}

fn drift(state: &State) -> Result<BTreeMap<ChargePointId, Vec<String>>, StoreError> {
    let mut found = BTreeMap::new();
    let mut after = None;
    loop {
        let step = state.all_wanted(after.as_ref(), STEP)?;
        let is_last = step.len() < STEP;
        after = step.last().map(|(id, _)| id.clone());
        for (id, wanted) in step {
            let inventory = state.inventory(&id)?;
            let compared = Station::new(state, &id, &inventory).compare(&wanted)?;
            let differ = compared.into_iter().filter(|one| one.drift == Drift::Different);
            let names: Vec<String> = differ.map(|one| one.name).collect();
            if !names.is_empty() {
                found.insert(id, names);
            }
        }
        if is_last {
            return Ok(found);
        }
    }
}

fn count(state: &State, collection: Collection) -> Result<u64, StoreError> {
    let (mut count, mut after) = (0, None::<String>);
    loop {
        let page = state
            .store()
            .list_keys(collection, Page::all(STEP).after(after.as_deref()))?;
        count += u64::try_from(page.len()).unwrap_or_default();
        if page.len() < STEP {
            return Ok(count);
        }
        after = page.into_iter().last();
    }
}
