//! What one listener hears, whatever it missed: from memory, from the log, over a loss, beside others.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use super::hub::{Hub, Limits, NoPlace};
use super::listener::{Bounds, End, Post};
use super::{Filter, Heard, Hearing, Joined, Piece, Room, Told};
use crate::events::kinds::METER_VALUES;
use crate::events::{Broadcast, Event, log};
use crate::ids::ChargePointId;
use crate::state::attributes::Attributes;
use crate::state::charge_points::{ChargePoint, put_charge_point};
use crate::state::collections::EVENTS;
use crate::state::events_gone::gone;
use crate::state::tests::in_memory;
use crate::state::{State, delete};
use crate::store::{Revision, appended_key};

const LIMITS: Limits = Limits {
    listeners: 3,
    events: 100,
    bytes: 1 << 20,
};

struct Subject {
    state: State,
    broadcast: Arc<Broadcast>,
    hub: Hub,
}

impl Subject {
    fn start(limits: Limits) -> Self {
        let (state, broadcast) = (in_memory(), Arc::<Broadcast>::default());
        let hub = Hub::start(state.clone(), Arc::clone(&broadcast), limits).unwrap();
        Self { state, broadcast, hub }
    }

    fn listen(&self) -> Hearing {
        Hearing::new(self.hub.listen().unwrap())
    }

    /// One who is in a room.
    fn in_room(&self, room: &str, after: Option<u64>) -> Hearing {
        let mut hearing = self.listen();
        hearing.join(joined(room), after);
        hearing
    }

    /// Something durable happens. Its number.
    async fn happen(&self, station: &str, kind: &str) -> u64 {
        let event = Event::new(kind, &ChargePointId::new(station), json!({"at": station}));
        let written = self.state.store().write(vec![log::append(&event).unwrap()]);
        written.await.unwrap().0
    }

    async fn belong(&self, station: &str, attributes: serde_json::Value) {
        let attributes: Attributes = serde_json::from_value(attributes).unwrap();
        let record = ChargePoint {
            attributes,
            ..ChargePoint::default()
        };
        let put = put_charge_point(&ChargePointId::new(station), &record).unwrap();
        self.state.store().write(vec![put]).await.unwrap();
    }
}

impl Drop for Subject {
    fn drop(&mut self) {
        self.hub.close();
    }
}

fn joined(room: &str) -> Joined {
    Joined {
        name: Arc::from(room),
        filter: Room::parse(room).unwrap().filter(),
    }
}

async fn next(hearing: &mut Hearing) -> Piece {
    tokio::time::timeout(Duration::from_secs(20), hearing.next())
        .await
        .unwrap()
}

async fn until_joined(hearing: &mut Hearing) -> u64 {
    match next(hearing).await {
        Piece::Joined { number, .. } => number,
        other => panic!("{other:?}"),
    }
}

/// The next events, so many.
async fn hear(hearing: &mut Hearing, count: usize) -> Vec<Heard> {
    let mut heard = Vec::new();
    while heard.len() < count {
        match next(hearing).await {
            Piece::Heard(more) => heard.extend(more),
            Piece::Joined { .. } => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(heard.len(), count);
    heard
}

fn stations(heard: &[Heard]) -> Vec<&str> {
    heard.iter().map(|one| one.told.charge_point.as_str()).collect()
}

fn is_sorted(heard: &[Heard]) -> bool {
    heard.is_sorted_by(|one, next| one.told.number < next.told.number)
}

#[tokio::test]
async fn a_room_hears_what_happens_there_from_the_moment_on() {
    let subject = Subject::start(LIMITS);
    subject.happen("A", "charge-point.connected").await;
    let mut hearing = subject.in_room("charge-point:A", None);
    until_joined(&mut hearing).await;
    subject.happen("B", "charge-point.connected").await;
    subject.happen("A", "transaction.started").await;
    let heard = hear(&mut hearing, 1).await;
    let told = &heard.first().unwrap().told;
    assert_eq!(
        (told.kind.as_str(), told.charge_point.as_str()),
        ("transaction.started", "A")
    );
    let shown: serde_json::Value = serde_json::from_str(&told.json).unwrap();
    assert_eq!(shown["number"].as_u64(), told.number);
    assert_eq!(shown["payload"], json!({"at": "A"}));
}

#[tokio::test]
async fn membership_of_sites_and_labels_follows_their_change() {
    let subject = Subject::start(LIMITS);
    subject.belong("A", json!({"site": "Depot", "labels": ["fast"]})).await;
    let mut hearing = subject.listen();
    hearing.join(joined("site:DEPOT"), None);
    hearing.join(joined("label:fast"), None);
    until_joined(&mut hearing).await;
    until_joined(&mut hearing).await;
    subject.happen("A", "charge-point.connected").await;
    let first = hear(&mut hearing, 1).await;
    subject
        .belong("A", json!({"site": "Harbour", "labels": ["fast"]}))
        .await;
    subject.happen("A", "charge-point.connected").await;
    subject.belong("A", json!({})).await;
    subject.happen("A", "charge-point.connected").await;
    subject.belong("A", json!({"site": "depot"})).await;
    subject.happen("A", "charge-point.connected").await;
    let rest = hear(&mut hearing, 2).await;
    let rooms = first.into_iter().chain(rest).map(|heard| heard.rooms.join(" "));
    assert_eq!(
        rooms.collect::<Vec<_>>(),
        ["site:DEPOT label:fast", "label:fast", "site:DEPOT"]
    );
}

/// Some hundred in a row, among them some that are not kept: the listener is woken for many at once, and hears them as they
/// were told.
#[tokio::test]
async fn events_that_are_told_together_keep_their_order_and_their_ids() {
    const EVENTS: usize = 600;
    let subject = Subject::start(Limits { events: 5000, ..LIMITS });
    let mut hearing = subject.in_room("all", None);
    until_joined(&mut hearing).await;
    let mut wanted = Vec::new();
    for number in 0..EVENTS {
        let station = format!("CP{number}");
        if number % 3 == 2 {
            let sample = Event::new(METER_VALUES.name, &ChargePointId::new(&station), json!({}));
            subject.broadcast.tell(&[sample]);
            wanted.push((station, None));
        } else {
            let number = subject.happen(&station, "connector.status").await;
            wanted.push((station, Some(number)));
        }
    }
    let (mut heard, mut wakes) = (Vec::new(), 0);
    while heard.len() < EVENTS {
        let Piece::Heard(more) = next(&mut hearing).await else {
            panic!("it hears something else")
        };
        heard.extend(more);
        wakes += 1;
    }
    let heard = heard
        .iter()
        .map(|one| (one.told.charge_point.as_str().to_owned(), one.told.number));
    assert_eq!(heard.collect::<Vec<_>>(), wanted);
    assert!(wakes < EVENTS / 4, "it was woken {wakes} times");
}

/// Whoever has been answered that something is done, and asks what has happened, is told of it.
#[tokio::test]
async fn whoever_joins_is_told_of_all_that_was_gathered_before() {
    let subject = Subject::start(LIMITS);
    let mut other = subject.in_room("all", None);
    until_joined(&mut other).await;
    for _ in 0..30 {
        let number = subject.happen("A", "connector.status").await;
        let mut hearing = subject.in_room("all", Some(number - 1));
        until_joined(&mut hearing).await;
        // It lies ready already: nothing else comes.
        assert_eq!(hearing.position(), None);
        assert_eq!(hear(&mut hearing, 1).await[0].told.number, Some(number));
        assert_eq!(hearing.position(), Some(number));
    }
}

/// One that has to join its rooms again keeps its place, whatever happens before it does.
#[test]
fn who_has_fallen_behind_is_not_let_go() {
    let bounds = Bounds {
        events: 1,
        bytes: 1 << 20,
    };
    let post = Post::new(bounds);
    post.join(joined("all"), 0, std::iter::empty());
    let event = |number| {
        let event = Event::new("connector.status", &ChargePointId::new("A"), json!({}));
        Arc::new(Told::new(Some(number), event, Arc::default()).unwrap())
    };
    post.fall_behind(7);
    assert!(post.offer(&[event(8)]));
    let end = post.take().and_then(|taken| taken.end);
    assert!(matches!(end, Some(End::Behind { after: 7, .. })), "{end:?}");
    post.join(joined("all"), 7, std::iter::empty());
    assert!(!post.offer(&[event(8), event(9)]), "one is all that may lie there");
    assert!(matches!(post.take().and_then(|taken| taken.end), Some(End::Cut(8))));
}

#[test]
fn what_is_said_to_several_is_made_once_for_all_in_the_same_rooms() {
    let event = Event::new("connector.status", &ChargePointId::new("A"), json!({}));
    let told = Told::new(Some(1), event, Arc::default()).unwrap();
    let made = Cell::new(0);
    let say = |rooms: &[&str]| {
        let rooms: Vec<Arc<str>> = rooms.iter().map(|room| Arc::from(*room)).collect();
        let text = told.spoken(&rooms, || {
            made.set(made.get() + 1);
            rooms.join(" ").into()
        });
        text.to_string()
    };
    assert_eq!([say(&["all"]), say(&["all"])], ["all", "all"]);
    assert_eq!(made.get(), 1);
    assert_eq!([say(&["all", "site:A"]), say(&["all"])], ["all site:A", "all"]);
    assert_eq!(made.get(), 2);
}

/// What was before is in the log alone: nobody listened. Numbers of many charge points come in one order.
#[tokio::test]
async fn the_log_comes_first_and_nothing_is_missed_or_heard_twice_where_it_ends() {
    const STATIONS: usize = 450;
    let subject = Subject::start(Limits {
        events: 100_000,
        bytes: 1 << 28,
        ..LIMITS
    });
    for round in 0..3 {
        for station in 0..STATIONS {
            subject
                .happen(&format!("CP{}", (station * 7 + round) % STATIONS), "connector.status")
                .await;
        }
    }
    let mut hearing = subject.in_room("all", Some(0));
    let writer = async {
        for number in 0..500 {
            subject.happen(&format!("CP{number}"), "connector.status").await;
            if number % 50 == 0 {
                tokio::task::yield_now().await;
            }
        }
    };
    let (heard, ()) = futures_util::future::join(hear(&mut hearing, STATIONS * 3 + 500), writer).await;
    assert!(is_sorted(&heard));
    // One who comes back is told from memory.
    let middle = heard.get(1500).unwrap().told.number;
    let mut again = subject.in_room("all", middle);
    let rest = hear(&mut again, heard.len() - 1501).await;
    assert!(is_sorted(&rest));
    assert_eq!(rest.last().unwrap().told.number, heard.last().unwrap().told.number);
}

#[tokio::test]
async fn a_log_is_read_for_those_who_are_meant() {
    let subject = Subject::start(LIMITS);
    subject.belong("A", json!({"site": "Depot"})).await;
    for station in ["A", "B", "C", "A"] {
        subject.happen(station, "charge-point.connected").await;
        subject.happen(station, "charge-point.booted").await;
    }
    let mut site = subject.in_room("site:Depot", Some(0));
    assert_eq!(stations(&hear(&mut site, 4).await), ["A"; 4]);
    let mut filter = Filter::default();
    filter
        .charge_points
        .extend(["B", "C", "unknown"].map(ChargePointId::new));
    filter.kinds = Room::parse("kind:charge-point.b*").unwrap().filter().kinds;
    let mut two = subject.listen();
    two.join(
        Joined {
            name: Arc::from("two"),
            filter,
        },
        Some(0),
    );
    assert_eq!(stations(&hear(&mut two, 2).await), ["B", "C"]);
}

#[tokio::test]
async fn who_is_too_slow_is_cut_and_comes_back_without_a_gap() {
    let subject = Subject::start(Limits { events: 10, ..LIMITS });
    let (mut slow, mut other) = (subject.in_room("all", None), subject.in_room("charge-point:B", None));
    until_joined(&mut slow).await;
    until_joined(&mut other).await;
    for _ in 0..50 {
        subject.happen("A", "connector.status").await;
    }
    subject.happen("B", "connector.status").await;
    // The other one has not been touched; when it hears this one, the slow one was handed everything before.
    hear(&mut other, 1).await;
    let heard = hear(&mut slow, 10).await;
    let last = heard.last().unwrap().told.number.unwrap();
    let Piece::Cut(number) = next(&mut slow).await else {
        panic!("it was not cut")
    };
    assert_eq!(number, last);
    drop(slow);
    let mut again = subject.in_room("all", Some(number));
    let rest = hear(&mut again, 41).await;
    assert!(is_sorted(&rest) && rest.first().unwrap().told.number > Some(last));
}

#[tokio::test]
async fn live_kinds_are_made_only_where_somebody_listens_to_them() {
    let subject = Subject::start(LIMITS);
    let sample = Event::new(METER_VALUES.name, &ChargePointId::new("A"), json!({}));
    assert!(!subject.broadcast.wants(METER_VALUES.name));
    let mut durable = subject.listen();
    let mut room = joined("all");
    room.filter.durable_only = true;
    durable.join(room, None);
    until_joined(&mut durable).await;
    assert!(!subject.broadcast.wants(METER_VALUES.name));
    let mut all = subject.in_room("all", None);
    until_joined(&mut all).await;
    assert!(subject.broadcast.wants(METER_VALUES.name) && !subject.broadcast.wants("call"));
    let mut calls = subject.in_room("kind:call", None);
    until_joined(&mut calls).await;
    assert!(subject.broadcast.wants("call"));
    subject.broadcast.tell(&[sample]);
    let heard = hear(&mut all, 1).await;
    assert_eq!(heard.first().unwrap().told.number, None);
    drop(calls);
    drop(all);
    assert!(!subject.broadcast.wants("call") && !subject.broadcast.wants(METER_VALUES.name));
}

#[tokio::test]
async fn what_is_not_kept_any_more_is_said() {
    let subject = Subject::start(LIMITS);
    for station in ["A", "B", "A", "A", "B"] {
        subject.happen(station, "connector.status").await;
    }
    let of_a = log::after(&subject.state, &ChargePointId::new("A"), 0, 10).unwrap();
    let second = of_a.get(1).unwrap().number;
    for number in of_a.iter().take(2).map(|one| one.number) {
        let key = appended_key("A/", Revision(number));
        let writes = [gone(&key).unwrap().unwrap(), delete(EVENTS, key)];
        subject.state.store().write(writes.into()).await.unwrap();
    }
    let mut hearing = subject.in_room("all", Some(0));
    let Piece::Gap { gap, .. } = next(&mut hearing).await else {
        panic!("it is not told")
    };
    assert_eq!((gap.until, gap.charge_points), (second, 1));
    assert_eq!(stations(&hear(&mut hearing, 3).await), ["B", "A", "B"]);
    // One who has heard those misses nothing.
    let mut hearing = subject.in_room("all", Some(second));
    hear(&mut hearing, 2).await;
}

#[tokio::test]
async fn a_number_that_nothing_has_yet_is_said() {
    let subject = Subject::start(LIMITS);
    subject.happen("A", "charge-point.connected").await;
    let mut hearing = subject.in_room("all", Some(1 << 40));
    let Piece::Ahead { number, .. } = next(&mut hearing).await else {
        panic!("it is not told")
    };
    assert_eq!(until_joined(&mut hearing).await, number);
    subject.happen("A", "charge-point.booted").await;
    hear(&mut hearing, 1).await;
}

#[tokio::test]
async fn rooms_are_left_and_places_are_bounded() {
    let subject = Subject::start(LIMITS);
    let mut hearing = subject.in_room("all", None);
    until_joined(&mut hearing).await;
    assert!(hearing.leave("all") && !hearing.leave("all"));
    hearing.join(joined("charge-point:B"), None);
    until_joined(&mut hearing).await;
    subject.happen("A", "charge-point.connected").await;
    subject.happen("B", "charge-point.connected").await;
    assert_eq!(stations(&hear(&mut hearing, 1).await), ["B"]);
    let others = [subject.listen(), subject.listen()];
    assert_eq!(subject.hub.listen().err(), Some(NoPlace::Full(3)));
    drop(others);
    assert!(subject.hub.listen().is_ok());
    subject.hub.close();
    assert!(matches!(next(&mut hearing).await, Piece::Closed));
    assert_eq!(subject.hub.listen().err(), Some(NoPlace::Closed));
}

#[test]
fn rooms_have_names() {
    for good in [
        "all",
        "charge-point:a:b",
        "site:Depot 7",
        "label:fast",
        "kind:transaction.*",
        "kind:plugin.x.y",
    ] {
        assert!(Room::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "All",
        "site:",
        "label:two words",
        "kind:transactions",
        "depot:1",
        "charge-point",
    ] {
        assert!(Room::parse(bad).is_err(), "{bad}");
    }
}
