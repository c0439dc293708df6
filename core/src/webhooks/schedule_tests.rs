//! Whose turn it is: parallel turns, refused events, a receiver that is away.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::time::{Duration, Instant};

use super::schedule::{Ended, Schedule, Turn, is_given_up};
use super::verdict::Verdict;
use crate::config::settings::WebhookSettings;
use crate::ids::ChargePointId;

const AWAY: Verdict = Verdict::Away(None);

fn settings() -> WebhookSettings {
    WebhookSettings {
        parallel: 2,
        ..WebhookSettings::default()
    }
}

struct Stage {
    schedule: Schedule,
    now: Instant,
}

impl Stage {
    fn of(charge_points: &[&str]) -> Self {
        let mut schedule = Schedule::new(settings());
        schedule.add(charge_points.iter().map(|id| ChargePointId::new(id)));
        Self {
            schedule,
            now: Instant::now(),
        }
    }

    fn next(&mut self) -> Option<Turn> {
        self.schedule.next(self.now)
    }

    fn name(&mut self) -> Option<String> {
        self.next().map(|turn| turn.charge_point.to_string())
    }

    fn end(&mut self, turn: &Turn, taken: u64, failed: Option<(u64, Verdict)>) {
        let ended = Ended {
            charge_point: turn.charge_point.clone(),
            taken,
            more: false,
            failed,
            is_probe: turn.is_probe,
        };
        self.schedule.ended(turn, ended, self.now, 1.0);
    }

    fn pass(&mut self, time: Duration) {
        self.now += time;
    }
}

#[test]
fn so_many_charge_points_have_their_turn_at_once_and_each_one_turn() {
    let mut stage = Stage::of(&["A", "B", "C"]);
    let (a, b) = (stage.next().unwrap(), stage.next().unwrap());
    assert!(stage.next().is_none());
    stage.schedule.add([a.charge_point.clone()]);
    stage.end(&a, 1, None);
    // There was news meanwhile, so it comes again, when the others had their turn.
    assert_eq!(stage.name().as_deref(), Some("C"));
    stage.end(&b, 1, None);
    assert_eq!(stage.name().as_deref(), Some("A"));
    assert!(stage.next().is_none());
}

#[test]
fn a_refused_event_holds_up_its_charge_point_alone_and_is_given_up_after_its_tries() {
    let mut stage = Stage::of(&["A", "B"]);
    let settings = settings();
    let mut turn = stage.next().unwrap();
    let mut tries = 0;
    loop {
        tries += 1;
        if is_given_up(turn.held, &Verdict::Refused, &settings, stage.now) {
            break;
        }
        stage.end(&turn, 0, Some((7, Verdict::Refused)));
        stage.schedule.add([turn.charge_point.clone()]);
        if tries == 1 {
            assert_eq!(stage.name().as_deref(), Some("B"));
        }
        assert!(stage.next().is_none(), "its pause is not over");
        let until = stage.schedule.wake_at().unwrap();
        assert_eq!(until - stage.now, Duration::from_secs(1 << (tries - 1)));
        stage.now = until;
        turn = stage.next().unwrap();
        assert_eq!(turn.charge_point.as_str(), "A");
    }
    assert_eq!(tries, settings.tries);
}

#[test]
fn a_receiver_that_is_away_is_asked_by_one_event_at_a_time() {
    let mut stage = Stage::of(&["A", "B", "C"]);
    let (a, b) = (stage.next().unwrap(), stage.next().unwrap());
    stage.end(&a, 0, Some((1, AWAY)));
    stage.end(&b, 0, Some((2, AWAY)));
    assert!(stage.next().is_none());
    let mut asked = Vec::new();
    let mut pauses = Vec::new();
    for _ in 0..12 {
        let until = stage.schedule.wake_at().unwrap();
        pauses.push((until - stage.now).as_secs());
        stage.now = until;
        let turn = stage.next().unwrap();
        assert!(turn.is_probe);
        assert!(stage.next().is_none(), "one at a time");
        asked.push(turn.charge_point.to_string());
        stage.end(&turn, 0, Some((1, AWAY)));
    }
    assert_eq!(asked[..3], ["C", "A", "B"], "each time another one");
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600]);
    stage.now = stage.schedule.wake_at().unwrap();
    let turn = stage.next().unwrap();
    stage.end(&turn, 1, None);
    let all: Vec<_> = std::iter::from_fn(|| stage.next()).collect();
    assert_eq!(all.len(), 2, "all others go on at once");
    assert!(all.iter().all(|turn| !turn.is_probe));
}

#[test]
fn an_event_that_alone_fails_does_not_hold_up_the_others_and_ends_after_the_receivers_time() {
    let mut stage = Stage::of(&["A"]);
    let settings = settings();
    let first = stage.next().unwrap();
    stage.end(&first, 0, Some((1, AWAY)));
    stage.schedule.add([ChargePointId::new("B")]);
    stage.pass(Duration::from_secs(1));
    let probe = stage.next().unwrap();
    assert_eq!(probe.charge_point.as_str(), "B");
    stage.end(&probe, 1, None);
    let again = stage.next().unwrap();
    let held = again.held.unwrap();
    assert!(held.others_were_taken && !again.is_probe);
    assert!(!is_given_up(again.held, &AWAY, &settings, stage.now));
    assert!(is_given_up(
        again.held,
        &AWAY,
        &settings,
        stage.now + settings.retry_for
    ));
    let alone = first.held;
    assert!(!is_given_up(alone, &AWAY, &settings, stage.now + settings.retry_for));
}

#[test]
fn a_receiver_that_asks_for_it_is_left_alone() {
    let mut stage = Stage::of(&["A"]);
    let turn = stage.next().unwrap();
    stage.end(&turn, 0, Some((1, Verdict::Away(Some(Duration::from_secs(90))))));
    assert_eq!(stage.schedule.wake_at().unwrap() - stage.now, Duration::from_secs(90));
    stage.pass(Duration::from_secs(89));
    assert_eq!(stage.name(), None);
    stage.pass(Duration::from_secs(1));
    assert_eq!(stage.name().as_deref(), Some("A"));
}
