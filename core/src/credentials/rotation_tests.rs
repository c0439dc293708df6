//! A station and a server between which anything may be lost: all that can come of it is looked at, until nothing new
//! comes. Whatever the station has is accepted, at any time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::{BTreeSet, VecDeque};

use super::rotation::{NewPassword, Reply, Standing, Used, answered, connected, sent, standing, unanswered, unused};
use super::{Matched, hash, verify};
use crate::clock::Time;
use crate::state::charge_points::ChargePoint;

/// Secret 0 is there from the begin; each CALL brings the next one.
const SECRETS: [&str; 4] = [
    "secret-number-zero",
    "secret-number-one-",
    "secret-number-two-",
    "secret-number-three",
];

fn now() -> Time {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn new(secret: usize) -> NewPassword<'static> {
    NewPassword {
        call: SECRETS[secret],
        secret: SECRETS[secret],
        other_profile: false,
    }
}

fn registered() -> ChargePoint {
    ChargePoint {
        security_profile: Some(1),
        password: Some(hash(SECRETS[0]).unwrap()),
        ..ChargePoint::default()
    }
}

/// What a station makes of a CALL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decision {
    Takes,
    TakesFromItsNextStartOn,
    Refuses,
}

/// Both sides, and what is between them.
#[derive(Clone)]
struct World {
    record: ChargePoint,
    /// The secret that the station uses.
    uses: usize,
    /// The one that it uses from its next start on.
    after: Option<usize>,
    /// CALLs that it has not read yet.
    unread: VecDeque<usize>,
    /// The CALL that the server waits for, and what the station answers once it has.
    waits_for: Option<(usize, Option<Decision>)>,
    sent: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Send,
    Decide(Decision),
    Answer,
    /// No answer in time, or the connection ended: the server knows that it does not know.
    Lose,
    /// kill -9: it does not even know that.
    Crash,
    Connect,
    /// The station starts anew, and connects.
    Start,
}

const STEPS: [Step; 9] = [
    Step::Send,
    Step::Decide(Decision::Takes),
    Step::Decide(Decision::TakesFromItsNextStartOn),
    Step::Decide(Decision::Refuses),
    Step::Answer,
    Step::Lose,
    Step::Crash,
    Step::Connect,
    Step::Start,
];

impl World {
    fn new() -> Self {
        Self {
            record: registered(),
            uses: 0,
            after: None,
            unread: VecDeque::new(),
            waits_for: None,
            sent: 0,
        }
    }

    /// None: this cannot happen now.
    fn step(mut self, step: Step) -> Option<Self> {
        match step {
            Step::Send => {
                let is_free = self.waits_for.is_none() && self.sent + 1 < SECRETS.len();
                is_free.then_some(())?;
                self.sent += 1;
                sent(&mut self.record, new(self.sent), now()).unwrap();
                self.unread.push_back(self.sent);
                self.waits_for = Some((self.sent, None));
            }
            Step::Decide(decision) => {
                let secret = self.unread.pop_front()?;
                match decision {
                    Decision::Takes => (self.uses, self.after) = (secret, None),
                    Decision::TakesFromItsNextStartOn => self.after = Some(secret),
                    Decision::Refuses => {}
                }
                if let Some((waited, answer)) = &mut self.waits_for
                    && *waited == secret
                {
                    *answer = Some(decision);
                }
            }
            Step::Answer => {
                let (secret, answer) = self.waits_for.take()?;
                let reply = if answer? == Decision::Refuses {
                    Reply::Refused
                } else {
                    Reply::Accepted
                };
                answered(&mut self.record, new(secret), reply, now()).unwrap();
            }
            Step::Lose => {
                let (secret, _) = self.waits_for.take()?;
                answered(&mut self.record, new(secret), Reply::Unknown, now()).unwrap();
            }
            Step::Crash => {
                self.waits_for.take()?;
            }
            Step::Connect => self.connect(),
            Step::Start => {
                self.uses = self.after.take()?;
                self.connect();
            }
        }
        Some(self)
    }

    /// What it had not read of the connection before is gone.
    fn connect(&mut self) {
        self.unread.clear();
        let matched = verify(&self.record, SECRETS[self.uses].as_bytes()).expect("it is let in");
        connected(&mut self.record, matched, now());
    }

    /// Without salts, so that two worlds with the same future are the same.
    fn shown(&self) -> String {
        let secrets = SECRETS.map(|secret| verify(&self.record, secret.as_bytes()));
        let changes = self.record.password_changes.iter();
        let changes: Vec<_> = changes.map(|change| (&change.call, change.stage)).collect();
        let origin = &self.record.password_origin;
        let (uses, after, unread) = (self.uses, self.after, &self.unread);
        format!(
            "{secrets:?} {changes:?} {origin:?} {uses} {after:?} {unread:?} {:?} {}",
            self.waits_for, self.sent
        )
    }

    fn assert_way_back(&self, way: &[Step]) {
        for secret in [Some(self.uses), self.after].into_iter().flatten() {
            let matched = verify(&self.record, SECRETS[secret].as_bytes());
            assert!(matched.is_some(), "secret {secret} is refused after {way:?}");
        }
    }
}

#[test]
fn whatever_happens_the_station_can_come_back() {
    let mut seen = BTreeSet::new();
    let mut open = vec![(World::new(), Vec::new())];
    while let Some((world, way)) = open.pop() {
        for step in STEPS {
            let Some(next) = world.clone().step(step) else { continue };
            let way: Vec<Step> = way.iter().copied().chain([step]).collect();
            next.assert_way_back(&way);
            if seen.insert(next.shown()) {
                open.push((next, way));
            }
        }
    }
    assert!(seen.len() > 1000, "{} worlds are too few", seen.len());
}

/// After steps from the begin.
fn after(steps: &[Step]) -> World {
    let world = |world: World, step: &Step| world.step(*step).unwrap();
    steps.iter().fold(World::new(), world)
}

fn accepts(world: &World) -> Vec<usize> {
    let is_accepted = |secret: &usize| verify(&world.record, SECRETS[*secret].as_bytes()).is_some();
    (0..SECRETS.len()).filter(is_accepted).collect()
}

const TAKES: Step = Step::Decide(Decision::Takes);

#[test]
fn the_old_one_is_over_with_the_first_use_of_the_new_one() {
    let taken = after(&[Step::Send, TAKES, Step::Answer]);
    assert_eq!(accepts(&taken), [0, 1]);
    assert_eq!(standing(&taken.record, SECRETS[1]), Standing::Waits);
    assert_eq!(unused(&taken.record), Some(SECRETS[1]));
    let used = taken.step(Step::Connect).unwrap();
    assert_eq!(accepts(&used), [1]);
    assert_eq!(standing(&used.record, SECRETS[1]), Standing::InUse);
    assert_eq!(unused(&used.record), None);
}

#[test]
fn the_old_one_alone_stays_where_the_station_refuses() {
    let refused = after(&[Step::Send, Step::Decide(Decision::Refuses), Step::Answer]);
    assert_eq!(accepts(&refused), [0]);
    assert_eq!(standing(&refused.record, SECRETS[1]), Standing::Over);
    let mut unsent = registered();
    sent(&mut unsent, new(1), now()).unwrap();
    assert!(answered(&mut unsent, new(1), Reply::NotSent, now()).unwrap());
    assert_eq!(
        unsent,
        ChargePoint {
            password: unsent.password.clone(),
            ..registered()
        }
    );
}

#[test]
fn without_an_answer_the_first_use_of_the_new_one_settles_it() {
    for lost in [Step::Lose, Step::Crash] {
        let open = after(&[Step::Send, TAKES, lost]);
        assert_eq!(accepts(&open), [0, 1]);
        assert_eq!(unanswered(&open.record, now()), Some(SECRETS[1]));
        let used = open.step(Step::Connect).unwrap();
        assert_eq!(accepts(&used), [1]);
        assert_eq!(
            unanswered(&used.record, now()),
            Some(SECRETS[1]),
            "also where it is used already"
        );
        assert_eq!(unanswered(&used.record, now() + chrono::TimeDelta::seconds(1)), None);
        assert_eq!(standing(&used.record, SECRETS[1]), Standing::InUse);
    }
}

#[test]
fn one_that_is_not_used_is_doubted_and_goes_in_a_week() {
    let mut open = after(&[Step::Send, Step::Decide(Decision::Refuses), Step::Lose]);
    let used = connected(&mut open.record, Matched::Current, now());
    assert_eq!(used, Used::NotNew(vec![SECRETS[1].to_owned()]));
    assert_eq!(standing(&open.record, SECRETS[1]), Standing::Doubted);
    assert_eq!(accepts(&open), [0, 1]);
    let week = now() + chrono::TimeDelta::days(7);
    assert_eq!(connected(&mut open.record, Matched::Current, week), Used::Nothing);
    assert_eq!(accepts(&open), [0]);
}

#[test]
fn an_answer_after_the_first_use_changes_nothing() {
    let used = after(&[Step::Send, TAKES, Step::Connect]);
    assert_eq!(accepts(&used), [1]);
    let told = used.clone().step(Step::Answer).unwrap();
    assert_eq!(told.record, used.record);
}

#[test]
fn those_of_two_network_profiles_stay() {
    let mut record = registered();
    let new = NewPassword {
        other_profile: true,
        ..new(1)
    };
    sent(&mut record, new, now()).unwrap();
    answered(&mut record, new, Reply::Accepted, now()).unwrap();
    let much_later = now() + chrono::TimeDelta::days(400);
    for _ in 0..3 {
        let matched = verify(&record, SECRETS[0].as_bytes()).unwrap();
        assert_eq!(connected(&mut record, matched, much_later), Used::Nothing);
    }
    let matched = verify(&record, SECRETS[1].as_bytes()).unwrap();
    assert_eq!(
        connected(&mut record, matched, much_later),
        Used::New(SECRETS[1].to_owned())
    );
    let matched = verify(&record, SECRETS[0].as_bytes()).expect("it may go back to the other one");
    connected(&mut record, matched, much_later);
    assert!(verify(&record, SECRETS[1].as_bytes()).is_some());
}

#[test]
fn the_same_secret_told_twice_is_used_by_the_second() {
    let mut record = registered();
    for call in ["a", "b"] {
        let new = NewPassword { call, ..new(1) };
        sent(&mut record, new, now()).unwrap();
        answered(&mut record, new, Reply::Unknown, now()).unwrap();
    }
    let matched = verify(&record, SECRETS[1].as_bytes()).unwrap();
    assert_eq!(connected(&mut record, matched, now()), Used::New("b".to_owned()));
    assert!(record.password_changes.is_empty());
}

#[test]
fn so_many_are_open_at_a_time() {
    let mut record = registered();
    for number in 0..super::rotation::MOST_CHANGES {
        let call = number.to_string();
        sent(&mut record, NewPassword { call: &call, ..new(1) }, now()).unwrap();
    }
    assert!(sent(&mut record, new(2), now()).is_err());
}
