//! Who swaps: one thing after the other over the admin API, each checked against what it must do.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::PLUGIN;
use super::plan::{self, Step};
use super::shelf::Shelf;
use super::timeline::Timeline;
use super::version::{Kind, Version};
use crate::admin::{Admin, Reply};
use crate::wait;

/// Each swap is followed by so many answers to CALLs that were sent after it, before the next begins.
const AFTER_EACH: u64 = 50;
/// Before the first swap and after the last: so many times that many answers.
const CALM: (usize, u64) = (10, 1_000);

/// An operator at work. The load ends with it.
pub struct Operator<'a> {
    admin: Admin,
    timeline: &'a Timeline,
    shelf: Shelf,
    done: Vec<(&'static str, Duration)>,
}

impl<'a> Operator<'a> {
    /// Uploads the first version.
    #[must_use]
    pub fn begin(admin: Admin, timeline: &'a Timeline) -> Self {
        let mut shelf = Shelf::default();
        shelf.install(plan::first());
        let reply = admin.put_bytes(&format!("/api/v1/plugins/{PLUGIN}"), plan::first().component());
        assert_eq!(reply.status, 200, "{reply:?}");
        Self {
            admin,
            timeline,
            shelf,
            done: Vec::new(),
        }
    }

    /// Lets the stations call without swaps, with so many rounds of swaps, and without again.
    pub fn work(&mut self, rounds: usize) {
        self.calm(0);
        self.timeline.set_swapping(true);
        for step in (1..=rounds).flat_map(plan::round) {
            if self.timeline.is_over() {
                // A station has complained; the test will say what it was.
                return;
            }
            self.swap(&step);
            self.wait_answers(AFTER_EACH);
        }
        self.timeline.set_swapping(false);
        self.calm(AFTER_EACH);
    }

    /// How many swaps were done.
    #[must_use]
    pub fn swaps(&self) -> usize {
        self.done.len()
    }

    /// Prints how long they took.
    pub fn print(&self) {
        println!("{:<46}{:>9}{:>10}{:>10}", "swaps", "number", "p50 ms", "most ms");
        let mut kinds: Vec<&str> = self.done.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            let mut times: Vec<_> = self.done.iter().filter(|one| one.0 == kind).map(|one| one.1).collect();
            times.sort_unstable();
            let millis = |place: usize| times[place].as_secs_f64() * 1000.0;
            let (half, most) = (millis(times.len() / 2), millis(times.len() - 1));
            println!("{kind:<46}{:>9}{half:>10.1}{most:>10.1}", times.len());
        }
    }

    /// The answers of a while. In steps, each of which may take long on a busy machine.
    fn calm(&self, before: u64) {
        let (steps, answers) = CALM;
        for step in 1..=steps as u64 {
            self.wait_answers(before + step * answers);
        }
    }

    fn wait_answers(&self, wanted: u64) {
        wait::until("answers to calls that were sent after a swap", || {
            (self.timeline.answers() >= wanted || self.timeline.is_over()).then_some(())
        });
    }

    fn swap(&mut self, step: &Step) {
        match step {
            Step::Upload(version) => self.shelf.install(version.clone()),
            Step::Activate(version) => self.shelf.activate(version),
            Step::RollBack => self.shelf.roll_back(),
            Step::Truncated(_) | Step::Refused(_) => {}
        }
        self.timeline.begin(self.shelf.active().clone());
        let begin = Instant::now();
        let (what, reply) = self.send(step);
        let took = begin.elapsed();
        self.timeline.report();
        self.check(step, reply);
        self.done.push((what, took));
    }

    fn send(&self, step: &Step) -> (&'static str, Reply) {
        let path = format!("/api/v1/plugins/{PLUGIN}");
        let put = |component: Vec<u8>| self.admin.put_bytes(&path, component);
        match step {
            Step::Upload(version) => (uploads(version.kind), put(version.component())),
            Step::Refused(version) => (uploads(version.kind), put(version.component())),
            Step::Truncated(version) => {
                let mut component = version.component();
                component.truncate(component.len() / 2);
                ("upload of half a component", put(component))
            }
            Step::Activate(version) => {
                let wanted = json!({ "version": &*version.name });
                ("activation", self.admin.post(&format!("{path}/activate"), &wanted))
            }
            Step::RollBack => ("rollback", self.admin.post(&format!("{path}/rollback"), &json!({}))),
        }
    }

    /// The answer names what is active now, or why it was refused.
    fn check(&self, step: &Step, reply: Reply) {
        let (status, cause) = match step {
            Step::Upload(_) | Step::Activate(_) | Step::RollBack => {
                assert_eq!(reply.expect(200)["version"], *self.shelf.active().name, "{step:?}");
                return;
            }
            Step::Truncated(_) => (400, "damaged or cut off"),
            Step::Refused(Version { kind, .. }) if *kind == Kind::OtherContract => (422, "handler@0.2.0"),
            Step::Refused(_) => (422, "does not start"),
        };
        let Value::String(detail) = reply.expect(status)["detail"].take() else {
            panic!("{step:?} was refused without a reason");
        };
        assert!(detail.contains(cause), "{step:?}: {detail}");
    }
}

impl Drop for Operator<'_> {
    fn drop(&mut self) {
        self.timeline.end();
    }
}

fn uploads(kind: Kind) -> &'static str {
    match kind {
        Kind::Good => "upload of a good version",
        Kind::Failing => "upload of a version that traps when called",
        Kind::Slow => "upload of a version that is slow",
        Kind::TrapsAtStart => "upload of a version that traps at start",
        Kind::OtherContract => "upload for another contract",
    }
}
