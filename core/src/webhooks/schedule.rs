//! Whose turn it is. Pure; it is told the time and the chance.
//!
//! Each charge point's events are told in their order by one turn at a time; so many charge points have their turn at
//! once. An event that is refused holds up its charge point alone, with a growing pause between its tries. A receiver
//! that is not there, or takes nothing, is asked by one turn at a time, each of another charge point, with one event;
//! when one is taken all go on.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use crate::config::settings::WebhookSettings;
use crate::ids::ChargePointId;

use super::verdict::Verdict;

/// What is known of the first event of a charge point, which was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The event's number in the log.
    pub number: u64,
    /// So often the receiver refused it.
    pub refusals: u32,
    /// So often it was tried.
    pub tries: u32,
    /// When it was tried first.
    pub since: Instant,
    /// The receiver took others since the last try.
    pub others_were_taken: bool,
    until: Instant,
    /// How many were taken before.
    taken: u64,
}

/// A charge point's turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    pub charge_point: ChargePointId,
    /// Its first event was not taken before.
    pub held: Option<Held>,
    /// It finds out whether the receiver is there: with one event.
    pub is_probe: bool,
}

/// How a turn ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    pub charge_point: ChargePointId,
    /// So many events were taken.
    pub taken: u64,
    /// There may be more.
    pub more: bool,
    /// The event at which it ended, with what became of it: [`Verdict::Refused`] or [`Verdict::Away`].
    pub failed: Option<(u64, Verdict)>,
    /// It was a probe.
    pub is_probe: bool,
}

/// The receiver is not there.
#[derive(Debug, Clone, Copy)]
struct Away {
    tries: u32,
    until: Instant,
}

/// Who has news, whose turn it is, and who is held up.
#[derive(Debug)]
pub struct Schedule {
    settings: WebhookSettings,
    /// In the order in which they came, each once.
    ready: VecDeque<ChargePointId>,
    is_ready: BTreeSet<ChargePointId>,
    /// Those that have their turn; true: there was news meanwhile.
    busy: BTreeMap<ChargePointId, bool>,
    held: BTreeMap<ChargePointId, Held>,
    away: Option<Away>,
    taken: u64,
}

impl Schedule {
    /// Nobody has news.
    #[must_use]
    pub fn new(settings: WebhookSettings) -> Self {
        Self {
            settings,
            ready: VecDeque::new(),
            is_ready: BTreeSet::new(),
            busy: BTreeMap::new(),
            held: BTreeMap::new(),
            away: None,
            taken: 0,
        }
    }

    /// These charge points have news.
    pub fn add(&mut self, charge_points: impl IntoIterator<Item = ChargePointId>) {
        for charge_point in charge_points {
            if let Some(again) = self.busy.get_mut(&charge_point) {
                *again = true;
            } else if !self.held.contains_key(&charge_point) {
                self.line_up(charge_point);
            }
        }
    }

    /// Who is next, if anybody is now.
    pub fn next(&mut self, now: Instant) -> Option<Turn> {
        let is_probe = match self.away {
            Some(away) if now < away.until || !self.busy.is_empty() => return None,
            Some(_) => true,
            None if self.busy.len() >= self.settings.parallel => return None,
            None => false,
        };
        // A probe is rather of one that was not tried yet; else what waits for its time goes before what is new.
        let (charge_point, held) = if is_probe {
            self.first_ready().or_else(|| self.first_held(None))?
        } else {
            self.first_held(Some(now)).or_else(|| self.first_ready())?
        };
        self.busy.insert(charge_point.clone(), false);
        Some(Turn {
            charge_point,
            held,
            is_probe,
        })
    }

    fn line_up(&mut self, charge_point: ChargePointId) {
        if self.is_ready.insert(charge_point.clone()) {
            self.ready.push_back(charge_point);
        }
    }

    fn first_ready(&mut self) -> Option<(ChargePointId, Option<Held>)> {
        let charge_point = self.ready.pop_front()?;
        self.is_ready.remove(&charge_point);
        Some((charge_point, None))
    }

    /// The one that waited longest, if its time has come.
    fn first_held(&mut self, by: Option<Instant>) -> Option<(ChargePointId, Option<Held>)> {
        let waited = self.held.iter().min_by_key(|(_, held)| held.until);
        let (charge_point, _) = waited.filter(|(_, held)| by.is_none_or(|now| held.until <= now))?;
        let charge_point = charge_point.clone();
        let held = self.held.remove(&charge_point).map(|held| Held {
            others_were_taken: self.taken > held.taken,
            ..held
        });
        Some((charge_point, held))
    }

    /// When to ask again who is next, if nothing happens before.
    #[must_use]
    pub fn wake_at(&self) -> Option<Instant> {
        match self.away {
            Some(away) if self.busy.is_empty() => Some(away.until),
            Some(_) => None,
            None => self.held.values().map(|held| held.until).min(),
        }
    }

    /// A turn has ended. `chance` is between 0 and 1.
    pub fn ended(&mut self, turn: &Turn, ended: Ended, now: Instant, chance: f64) {
        let again = self.busy.remove(&ended.charge_point).unwrap_or_default();
        self.taken += ended.taken;
        let answered = ended.taken > 0 || matches!(ended.failed, Some((_, Verdict::Refused)));
        if answered && self.away.take().is_some() {
            for held in self.held.values_mut().filter(|held| held.refusals == 0) {
                held.until = now;
            }
        }
        let Some((number, verdict)) = ended.failed else {
            if ended.more || again {
                self.line_up(ended.charge_point);
            }
            return;
        };
        let before = turn.held.filter(|held| held.number == number);
        let mut held = before.unwrap_or(Held {
            number,
            refusals: 0,
            tries: 0,
            since: now,
            others_were_taken: false,
            until: now,
            taken: 0,
        });
        held.tries = held.tries.saturating_add(1);
        held.taken = self.taken;
        match verdict {
            Verdict::Away(rest) => {
                let rest = rest.unwrap_or_default();
                let tries = self.away.map_or(1, |away| away.tries + u32::from(ended.is_probe));
                held.until = now + self.pause(held.tries, chance).max(rest);
                if self.away.is_none() || ended.is_probe {
                    let until = now + self.pause(tries, chance).max(rest);
                    self.away = Some(Away { tries, until });
                }
            }
            _ => {
                held.refusals = held.refusals.saturating_add(1);
                held.until = now + self.pause(held.refusals, chance);
            }
        }
        self.held.insert(ended.charge_point, held);
    }

    /// So many charge points have something to be told, as far as is known.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.ready.len() + self.busy.len() + self.held.len()
    }

    /// When the receiver is asked again, if it is not there.
    #[must_use]
    pub fn next_probe(&self) -> Option<Instant> {
        self.away.map(|away| away.until)
    }

    /// Twice as long for each try, and by chance up to a half shorter, so that not all come at once.
    fn pause(&self, tries: u32, chance: f64) -> Duration {
        let doubled = self
            .settings
            .retry_first
            .saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
        doubled
            .min(self.settings.retry_longest)
            .mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
    }
}

/// Whether an event is given up that was not taken this time either: it has had its tries, or the receiver takes
/// others and was given its time with this one.
#[must_use]
pub fn is_given_up(held: Option<Held>, verdict: &Verdict, settings: &WebhookSettings, now: Instant) -> bool {
    match verdict {
        Verdict::Refused => held.map_or(0, |held| held.refusals) + 1 >= settings.tries,
        Verdict::Away(_) => {
            held.is_some_and(|held| held.others_were_taken && now.duration_since(held.since) >= settings.retry_for)
        }
        Verdict::Taken | Verdict::Gone => false,
    }
}
