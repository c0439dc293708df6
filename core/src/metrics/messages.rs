//! Messages by action and what became of them, how long they took, repairs, commands and events. An action is shown
//! once it was seen; those that a version does not have are one, `other`.

use super::Family;
use crate::counters::{ByAction, Ended, Totals, Verdict, actions};
use crate::ocpp::Pipeline;

/// The base unit of energy in Prometheus is the joule.
const JOULES_PER_WH: u64 = 3600;

pub(super) fn families(totals: &Totals, pipeline: &Pipeline) -> Vec<Family> {
    let mut messages = Messages {
        count: Family::counter(
            "ocpp_messages",
            "Requests from charge points, and calls to them that are over, by what became of them",
        ),
    };
    let mut handled = Family::histogram(
        "ocpp_message_duration",
        "From the arrival of a charge point's request to its answer",
    )
    .seconds();
    let mut answered = Family::histogram(
        "ocpp_call_duration",
        "From the leaving of a call to the charge point's answer",
    )
    .seconds();
    let verdicts: Vec<_> = Verdict::ALL.iter().map(|verdict| verdict.as_str()).collect();
    let ends: Vec<_> = Ended::ALL.iter().map(|end| end.as_str()).collect();
    messages.add("from-station", &totals.received, &verdicts, &mut handled);
    messages.add("to-station", &totals.sent, &ends, &mut answered);
    vec![
        messages.count,
        handled,
        answered,
        repairs(pipeline),
        Family::counter(
            "ocpp_answers_stray",
            "Answers that nobody waited for: late, repeated or never asked for; and complaints about ours",
        )
        .of(totals.stray),
        commands(pipeline),
        events(pipeline),
        Family::counter(
            "ocpp_transactions_energy_joules",
            "Energy of the transactions that have ended, as their accounts say it; 3,600 are a watt-hour",
        )
        .of(pipeline.plugins.energy_wh().saturating_mul(JOULES_PER_WH)),
    ]
}

struct Messages {
    count: Family,
}

impl Messages {
    fn add<const WORDS: usize>(
        &mut self,
        direction: &str,
        all: &[ByAction<WORDS>],
        words: &[&str],
        durations: &mut Family,
    ) {
        for (listed, found) in actions::all().iter().zip(all) {
            if found.is_empty() {
                continue;
            }
            let (version, action) = (("version", listed.version.number()), ("action", listed.name));
            for (word, count) in words.iter().zip(found.counts) {
                if count > 0 {
                    let labels = [version, ("direction", direction), action, ("verdict", *word)];
                    self.count.add(labels, count);
                }
            }
            if found.took.count() > 0 {
                durations.add([version, action], found.took);
            }
        }
    }
}

fn repairs(pipeline: &Pipeline) -> Family {
    let mut repairs = Family::counter(
        "ocpp_repairs",
        "Messages that were not valid and were repaired, by the repair's name",
    );
    for (name, count) in pipeline.counters.repairs.now() {
        repairs.add([("repair", &name)], count);
    }
    repairs
}

fn commands(pipeline: &Pipeline) -> Family {
    let mut commands = Family::counter(
        "ocpp_commands",
        "Commands that are kept (verbs, campaigns, what is not waited for), by the state that they reached",
    );
    for (end, count) in pipeline.counters.commands.now() {
        commands.add([("command", end.name), ("state", end.state)], count);
    }
    commands
}

fn events(pipeline: &Pipeline) -> Family {
    let mut events = Family::counter(
        "ocpp_events",
        "Events that were stored, by kind; those of plugins are one",
    );
    for (kind, count) in pipeline.plugins.events_stored() {
        events.add([("kind", kind)], count);
    }
    events
}
