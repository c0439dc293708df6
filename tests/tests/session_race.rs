//! An old and a new session of one identity at work at the same moment, on different workers: nothing older is
//! written over anything newer, and nothing that was acknowledged to either is lost.
//!
//! In each round the connection of the round before sends a burst without waiting for answers, and somewhere in
//! it (another place each time) a new one takes over. What the old one was answered counts as acknowledged; the
//! new one repeats the rest, as a station does that has lost its connection.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Barrier;
use std::thread;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::{Arrival, Station};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const ID: &str = "CP1";
const ROUNDS: usize = 50;
/// CALLs of a burst: fewer than may wait (`connection.inbound_queue`), so that none is refused.
const BURST: usize = 20;

/// A CALL that is sent without waiting for its answer.
struct Call {
    id: String,
    action: &'static str,
    payload: Value,
}

impl Call {
    fn text(&self) -> String {
        json!([2, self.id, self.action, self.payload]).to_string()
    }
}

/// The answers by the ids of their CALLs.
type Answers = BTreeMap<String, Value>;

fn server() -> Server {
    Server::start(&Config::new().set("ocpp.workers", 4))
}

/// Each moment of each round has another time, which grows.
fn time(round: usize, moment: usize) -> String {
    let second = round * 100 + moment;
    format!(
        "2026-01-01T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// Sends the burst, with the barrier at the place where the other one is let go, and reads until the end.
fn burst(mut old: Station, calls: &[Call], place: usize, go: &Barrier) -> Answers {
    for (number, call) in calls.iter().enumerate() {
        if number == place {
            go.wait();
        }
        old.send_text(&call.text());
    }
    if place >= calls.len() {
        go.wait();
    }
    let mut answers = Answers::new();
    while let Arrival::Frame(frame) = old.arrival() {
        assert_eq!(frame[0], 3, "a CALL of the burst was refused: {frame}");
        let id = frame[1].as_str().expect("an id").to_owned();
        assert!(
            answers.insert(id, frame[2].clone()).is_none(),
            "answered twice: {frame}"
        );
    }
    answers
}

/// A round: the old connection sends its burst while a new one comes and says its own. The answers to the burst,
/// the new connection, and what it said last.
fn take_over<T>(
    server: &Server,
    old: Station,
    round: Round<'_>,
    speak: impl FnOnce(&mut Station) -> T,
) -> (Answers, Station, T) {
    let go = Barrier::new(2);
    thread::scope(|scope| {
        let rival = scope.spawn(|| burst(old, round.calls, round.place, &go));
        go.wait();
        let mut new = Station::connect(server, ID, round.version);
        let said = speak(&mut new);
        (rival.join().expect("the old connection's thread"), new, said)
    })
}

/// The first connection, begun: the answer says so.
fn first(server: &Server, version: &str) -> Station {
    let mut station = Station::connect(server, ID, version);
    station.call("Heartbeat", &json!({}));
    station
}

/// What is sent in a round, and after how many CALLs of it the other connection is let go.
#[derive(Clone, Copy)]
struct Round<'a> {
    version: &'static str,
    calls: &'a [Call],
    place: usize,
}

/// How many CALLs of all bursts were acknowledged, and how many bursts were cut by the takeover.
#[derive(Default)]
struct Figures {
    sent: usize,
    acknowledged: usize,
    cut: usize,
}

impl Figures {
    fn count(&mut self, calls: &[Call], answers: &Answers) {
        self.sent += calls.len();
        self.acknowledged += answers.len();
        self.cut += usize::from(answers.len() < calls.len());
    }

    fn print(&self, what: &str) {
        println!(
            "{what}: {} of {} CALLs were acknowledged before the takeover, which cut {} of {ROUNDS} bursts",
            self.acknowledged, self.sent, self.cut
        );
    }
}

fn of_kind<'a>(events: &'a [Value], kind: &'a str) -> impl Iterator<Item = &'a Value> {
    events.iter().filter(move |event| event["kind"] == kind)
}

/// How often each time stands in the requests that events of a kind tell of.
fn times_told(events: &[Value], kind: &str) -> BTreeMap<String, usize> {
    let mut told = BTreeMap::new();
    for event in of_kind(events, kind) {
        let time = event["payload"]["request"]["timestamp"].as_str().expect("a timestamp");
        *told.entry(time.to_owned()).or_insert(0) += 1;
    }
    told
}

/// The timeline, oldest first, once all sessions but the last are told to have ended.
fn whole_timeline(admin: &Admin) -> Vec<Value> {
    wait::until("the ends of all old sessions", || {
        let events = admin.timeline(ID);
        (of_kind(&events, "charge-point.disconnected").count() >= ROUNDS).then_some(events)
    })
}

/// Each session begins once, after all older ones had begun; each but the last ends once, after its beginning.
fn sessions_make_sense(events: &[Value]) {
    let (mut begun, mut ended) = (Vec::new(), BTreeSet::new());
    for event in events {
        let session = || event["payload"]["session"].as_u64().expect("a session's number");
        match event["kind"].as_str() {
            Some("charge-point.connected") => {
                assert!(
                    begun.last().is_none_or(|last| *last < session()),
                    "{event} after {begun:?}"
                );
                begun.push(session());
            }
            Some("charge-point.disconnected") => {
                assert!(begun.contains(&session()), "it ended before it began: {event}");
                assert!(ended.insert(session()), "it ended twice: {event}");
            }
            _ => {}
        }
    }
    assert_eq!(begun.len(), ROUNDS + 1);
    begun.pop();
    assert_eq!(ended, begun.into_iter().collect());
    let numbers: Vec<_> = events.iter().map(|event| event["number"].as_u64()).collect();
    assert!(numbers.is_sorted_by(|one, next| one < next), "numbers grow");
}

mod connectors {
    //! 1.6: states of connectors, of which the newest counts, and starts of transactions, which are not lost.

    use super::*;

    fn status(connector: usize, status: &str, time: &str) -> Value {
        json!({"connectorId": connector, "errorCode": "NoError", "status": status, "timestamp": time})
    }

    /// Begins in another place of each burst, so that the states before and behind it race, too: the others wait
    /// behind it for the disk.
    fn start(round: usize) -> Value {
        json!({"connectorId": 1, "idTag": "DRIVER", "meterStart": round, "timestamp": time(round, 50)})
    }

    fn calls(round: usize) -> Vec<Call> {
        let call = |moment: usize| {
            let (action, payload) = match moment {
                moment if moment == round % BURST => ("StartTransaction", start(round)),
                moment if moment % 5 == 4 => ("MeterValues", values(round, moment)),
                moment => {
                    // Another one than the one before, also where something else stands between: each is told.
                    let word = ["Preparing", "Charging", "SuspendedEV", "SuspendedEVSE"][moment % 5];
                    ("StatusNotification", status(1, word, &time(round, moment)))
                }
            };
            Call {
                id: format!("old-{moment}"),
                action,
                payload,
            }
        };
        (0..BURST).map(call).collect()
    }

    fn values(round: usize, moment: usize) -> Value {
        json!({"connectorId": 1, "meterValue": [
            {"timestamp": time(round, moment), "sampledValue": [{"value": moment.to_string()}]},
        ]})
    }

    /// The time of the last report of a connector, as the admin API shows it; empty if there is none.
    fn reported(admin: &Admin, connector: usize) -> String {
        let shown = admin.get(&format!("/api/v1/charge-points/{ID}")).expect(200);
        let connectors = shown["connectors"].as_array().expect("connectors");
        let found = connectors.iter().find(|one| one["connector"] == connector);
        found.map_or_else(String::new, |one| one["at"].as_str().expect("a time").to_owned())
    }

    /// Every state that was taken until now is in the store: all of a charge point go through one buffer, and this
    /// one, of another connector, is behind them.
    fn let_all_states_in(admin: &Admin, new: &mut Station, round: usize) {
        let behind = time(round, 70);
        new.call("StatusNotification", &status(2, "Available", &behind));
        wait::until("the state behind all others", || {
            (reported(admin, 2) == behind).then_some(())
        });
    }

    /// What a round came to.
    struct Seen {
        /// The times of acknowledged states.
        acknowledged: Vec<String>,
        /// The transaction's number, if the old session had it.
        started: Option<Value>,
    }

    fn seen(calls: &[Call], answers: &Answers) -> Seen {
        let (mut acknowledged, mut started) = (Vec::new(), None);
        for call in calls {
            let Some(answer) = answers.get(&call.id) else { continue };
            match call.action {
                "StatusNotification" => {
                    acknowledged.push(call.payload["timestamp"].as_str().expect("a time").to_owned());
                }
                "StartTransaction" => started = Some(answer["transactionId"].clone()),
                _ => {}
            }
        }
        Seen { acknowledged, started }
    }

    /// The newest session's word; where it said none, the old one's last, which may be one that it never had the
    /// answer to. Times grow, as texts too.
    fn newest_is_shown(shown: &str, own: Option<&str>, least: &str, round: usize) {
        match own {
            Some(own) => assert_eq!(shown, own, "round {round}: an old session's word over the newest one's"),
            None => assert!(
                shown >= least && shown < time(round, BURST).as_str(),
                "round {round}: {shown} is shown, and {least} was acknowledged"
            ),
        }
    }

    #[test]
    fn the_newest_word_is_shown_and_no_acknowledged_one_is_lost() {
        let server = server();
        let admin = server.admin();
        let (mut acknowledged, mut transactions) = (Vec::new(), Vec::new());
        let mut figures = Figures::default();
        let mut before = String::new();
        let mut old = first(&server, "1.6");
        for number in 0..ROUNDS {
            let calls = calls(number);
            let round = Round {
                version: "1.6",
                calls: &calls,
                place: number % (BURST + 1),
            };
            // In every other round the new session says nothing of the connector.
            let own = (number % 2 == 1).then(|| time(number, 60));
            let (answers, mut new, id) = take_over(&server, old, round, |new| {
                if let Some(own) = &own {
                    new.call("StatusNotification", &status(1, "Finishing", own));
                }
                new.call("StartTransaction", &start(number))["transactionId"].clone()
            });
            figures.count(&calls, &answers);
            let seen = seen(&calls, &answers);
            assert!(
                seen.started.is_none_or(|first| first == id),
                "the repetition has another number"
            );

            let_all_states_in(&admin, &mut new, number);
            let shown = reported(&admin, 1);
            let least = seen.acknowledged.last().unwrap_or(&before).max(&before);
            newest_is_shown(&shown, own.as_deref(), least, number);
            before = shown;

            let stop = json!({"transactionId": id, "meterStop": number + 1, "timestamp": time(number, 80)});
            new.call("StopTransaction", &stop);
            acknowledged.extend(seen.acknowledged);
            acknowledged.extend(own);
            transactions.push(id);
            old = new;
        }
        figures.print("1.6");
        let told = whole_timeline(&admin);
        sessions_make_sense(&told);
        let states = times_told(&told, "connector.status");
        for time in &acknowledged {
            assert_eq!(
                states.get(time),
                Some(&1),
                "the acknowledged state of {time} on the timeline"
            );
        }
        each_transaction_once(&admin, &told, &transactions);
    }

    /// One for each round, with one beginning and one end.
    fn each_transaction_once(admin: &Admin, told: &[Value], numbers: &[Value]) {
        let distinct: BTreeSet<i64> = numbers.iter().map(|id| id.as_i64().expect("a number")).collect();
        assert_eq!(distinct.len(), ROUNDS);
        let kept = admin.transactions(ID);
        let ids: BTreeSet<String> = kept
            .iter()
            .map(|one| one["id"].as_str().expect("an id").to_owned())
            .collect();
        assert_eq!(ids, distinct.iter().map(ToString::to_string).collect());
        assert_eq!(kept.len(), ROUNDS);
        for one in &kept {
            assert_eq!(
                (&one["state"], &one["energyWh"]),
                (&json!("closed"), &json!("1")),
                "{one}"
            );
        }
        for (kind, moment) in [("transaction.started", 50), ("transaction.ended", 80)] {
            let all = (0..ROUNDS).map(|round| (time(round, moment), 1)).collect();
            assert_eq!(times_told(told, kind), all, "{kind}");
        }
    }
}

mod transactions {
    //! 2.0.1: one transaction, told by the old session and by the new one at the same time.

    use super::*;

    /// Behind the burst: what the new session says of itself, the last being the end.
    const OWN: usize = 3;

    fn event(round: usize, number: usize) -> Value {
        let (kind, trigger) = match number {
            0 => ("Started", "Authorized"),
            number if number + 1 == BURST + OWN => ("Ended", "StopAuthorized"),
            _ => ("Updated", "MeterValuePeriodic"),
        };
        json!({
            "eventType": kind, "triggerReason": trigger, "seqNo": number, "timestamp": time(round, number),
            "transactionInfo": {"transactionId": format!("T{round}")},
        })
    }

    fn calls(round: usize) -> Vec<Call> {
        let call = |number: usize| Call {
            id: format!("old-{number}"),
            action: "TransactionEvent",
            payload: event(round, number),
        };
        (0..BURST).map(call).collect()
    }

    fn read(admin: &Admin, round: usize) -> Value {
        admin.get(&format!("/api/v1/transactions/{ID}/T{round}")).expect(200)
    }

    /// The numbers of the events that are kept, in their order.
    fn kept(transaction: &Value) -> Vec<u64> {
        let events = transaction["events"].as_array().expect("events").iter();
        events
            .map(|event| event["request"]["seqNo"].as_u64().expect("a number"))
            .collect()
    }

    #[test]
    fn no_event_is_lost_or_kept_twice_and_the_transaction_is_complete() {
        let server = server();
        let admin = server.admin();
        let (mut figures, mut incomplete) = (Figures::default(), Vec::new());
        let mut old = first(&server, "2.0.1");
        for number in 0..ROUNDS {
            let calls = calls(number);
            let round = Round {
                version: "2.0.1",
                calls: &calls,
                place: number % (BURST + 1),
            };
            let (answers, mut new, ()) = take_over(&server, old, round, |new| {
                for own in BURST..BURST + OWN {
                    new.call("TransactionEvent", &event(number, own));
                }
            });
            figures.count(&calls, &answers);
            let shown: BTreeSet<u64> = kept(&read(&admin, number)).into_iter().collect();
            for (place, call) in calls.iter().enumerate() {
                if answers.contains_key(&call.id) {
                    assert!(
                        shown.contains(&(place as u64)),
                        "round {number}: event {place} was acknowledged: {shown:?}"
                    );
                } else {
                    new.call("TransactionEvent", &call.payload);
                }
            }
            let transaction = read(&admin, number);
            let all: Vec<u64> = (0..BURST + OWN).map(|number| number as u64).collect();
            assert_eq!(kept(&transaction), all, "round {number}: each event once");
            assert_eq!(transaction["state"], "closed", "round {number}");
            let doubts = transaction["doubts"].as_array().expect("doubts");
            if doubts.contains(&json!("missing-sequence-numbers")) {
                incomplete.push(number);
            }
            old = new;
        }
        figures.print("2.0.1");
        let told = whole_timeline(&admin);
        sessions_make_sense(&told);
        for (kind, moment) in [("transaction.started", 0), ("transaction.ended", BURST + OWN - 1)] {
            let all = (0..ROUNDS).map(|round| (time(round, moment), 1)).collect();
            assert_eq!(times_told(&told, kind), all, "{kind}");
        }
        assert_eq!(admin.transactions(ID).len(), ROUNDS);
        assert!(
            incomplete.is_empty(),
            "all events are there, and these do not count as complete: {incomplete:?}"
        );
    }
}
