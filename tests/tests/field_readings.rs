//! What chargers in the field sent, over the wire: which reading counts, and figures that cannot be. In each case the
//! energy is right, or the session says what is in doubt; never is it negative, and never `complete` where it is in doubt.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

/// A charge point of 1.6, one session after the other on its connector 1.
struct Old {
    admin: Admin,
    station: Station,
    id: Value,
}

fn time(minute: i64) -> String {
    format!("2026-01-01T{:02}:{:02}:00Z", 10 + minute / 60, minute % 60)
}

impl Old {
    fn start(server: &Server, name: &str, meter: i64) -> Self {
        let mut station = Station::connect(server, name, "1.6");
        let started = station.call("StartTransaction", &start(meter, 0));
        Self {
            admin: server.admin(),
            station,
            id: started["transactionId"].clone(),
        }
    }

    /// Values that name the session.
    fn values(&mut self, minute: i64, samples: Value) -> &mut Self {
        self.send(minute, samples, true)
    }

    fn send(&mut self, minute: i64, samples: Value, named: bool) -> &mut Self {
        let value = json!([{"timestamp": time(minute), "sampledValue": samples}]);
        let mut message = json!({"connectorId": 1, "meterValue": value});
        if named {
            message["transactionId"] = self.id.clone();
        }
        assert_eq!(self.station.call("MeterValues", &message), json!({}));
        self
    }

    fn stop(&mut self, meter: Value, at: &str) -> &mut Self {
        let stop = json!({"transactionId": self.id, "meterStop": meter, "timestamp": at});
        self.station.call("StopTransaction", &stop);
        self
    }

    /// The stop is lost: another session begins.
    fn lose_stop(&mut self, meter: i64) -> &mut Self {
        self.station.call("StartTransaction", &start(meter, 90));
        self
    }

    /// The energy and the doubts, with what holds of every session.
    fn shown(&self) -> (Value, Vec<String>, Value) {
        let path = format!("/api/v1/transactions/{}/{}", self.station_name(), self.id);
        shown(&self.admin.get(&path).expect(200))
    }

    fn station_name(&self) -> String {
        let all = self.admin.get("/api/v1/transactions").expect(200);
        let id = self.id.to_string();
        let items = all["items"].as_array().expect("a list");
        let own = items.iter().find(|item| item["id"] == id.as_str()).expect("listed");
        own["chargePoint"].as_str().expect("a name").to_owned()
    }
}

fn start(meter: i64, minute: i64) -> Value {
    json!({"connectorId": 1, "idTag": "FIELD-TAG", "meterStart": meter, "timestamp": time(minute)})
}

fn shown(kept: &Value) -> (Value, Vec<String>, Value) {
    let doubts = kept["doubts"].as_array().expect("doubts").iter();
    let doubts: Vec<String> = doubts.map(|doubt| doubt.as_str().expect("a word").to_owned()).collect();
    assert!(kept["complete"] != true || doubts.is_empty(), "{kept}");
    if let Some(wh) = kept["energyWh"].as_str() {
        assert!(!wh.starts_with('-'), "{kept}");
    }
    assert!(
        kept["durationSeconds"].as_i64().is_none_or(|seconds| seconds >= 0),
        "{kept}"
    );
    (kept["energyWh"].clone(), doubts, kept.clone())
}

fn wh(value: &str) -> Value {
    json!([{"value": value}])
}

fn at(value: &str, context: &str) -> Value {
    json!({"value": value, "context": context})
}

#[test]
fn the_begin_register_in_each_sample_is_not_the_end() {
    let server = Server::start(&Config::new());
    let mut one = Old::start(&server, "GROWATT", 197_440);
    let begin = at("197440", "Transaction.Begin");
    one.values(10, json!([at("203630", "Sample.Periodic"), begin]))
        .lose_stop(203_700);
    assert_eq!(one.shown().0, "6190");
    // The same in kWh, and the samples arrive the later one first.
    let mut two = Old::start(&server, "GROWATT-2", 197_440);
    let kilo = |value: &str, context: &str| json!({"value": value, "unit": "kWh", "context": context});
    let begin = kilo("197.44", "Transaction.Begin");
    two.values(20, json!([begin, kilo("203.63", "Sample.Periodic")]))
        .values(10, json!([begin, kilo("200.1", "Sample.Periodic")]))
        .lose_stop(0);
    assert_eq!(two.shown().0, "6190");
    // The order of their texts is not that of their times.
    let mut three = Old::start(&server, "SUMMERTIME", 1000);
    let value = |at: &str, wh: &str| json!([{"timestamp": at, "sampledValue": [{"value": wh}]}]);
    for (at, wh) in [
        ("2026-01-01T12:10:00+02:00", "1500"),
        ("2026-01-01T11:30:00+01:00", "3000"),
    ] {
        let message = json!({"connectorId": 1, "transactionId": three.id, "meterValue": value(at, wh)});
        three.station.call("MeterValues", &message);
    }
    three.lose_stop(0);
    assert_eq!(three.shown().0, "2000");
}

#[test]
fn what_names_the_session_goes_before_what_does_not() {
    let server = Server::start(&Config::new());
    let mut one = Old::start(&server, "TERRA", 0);
    one.values(10, wh("4200")).send(15, wh("1234567"), false).lose_stop(0);
    let (energy, _, kept) = one.shown();
    assert_eq!(energy, "4200");
    assert_eq!(kept["leftOut"][0]["reason"], "not-named", "{kept}");
    // Nothing names it.
    let mut two = Old::start(&server, "PLAIN", 5000);
    two.send(10, wh("7000"), false)
        .send(20, wh("9000"), false)
        .lose_stop(9100);
    assert_eq!(two.shown().0, "4000");
    // The inlet is another meter.
    let mut three = Old::start(&server, "INLET", 1000);
    let inlet = |value: &str| json!({"value": value, "location": "Inlet"});
    three
        .values(10, json!([inlet("900000"), {"value": "2500", "location": "Outlet"}]))
        .values(20, json!([{"value": "4000"}, inlet("903000")]))
        .lose_stop(4100);
    assert_eq!(three.shown().0, "3000");
}

#[test]
fn a_register_that_falls_is_left_out() {
    let server = Server::start(&Config::new());
    let mut one = Old::start(&server, "PULSAR", 16_000_000);
    one.values(10, wh("16003500")).values(11, wh("0")).lose_stop(16_003_600);
    let (energy, doubts, kept) = one.shown();
    assert_eq!(
        (energy, kept["meterStopWh"].as_str()),
        (json!("3500"), Some("16003500"))
    );
    assert!(doubts.contains(&"end-lost".to_owned()), "{kept}");
    // The stop says it.
    let mut two = Old::start(&server, "PULSAR-2", 16_000_000);
    two.values(10, wh("16003500")).stop(json!(0), &time(60));
    let (energy, doubts, _) = two.shown();
    assert_eq!((energy, doubts), (json!("3500"), vec!["end-below-start".to_owned()]));
    // Nothing else is known.
    let mut three = Old::start(&server, "PULSAR-3", 16_000_000);
    three.stop(json!(12), &time(60));
    let (energy, doubts, _) = three.shown();
    assert_eq!((energy, doubts), (Value::Null, vec!["end-below-start".to_owned()]));
}

#[test]
fn a_stop_below_the_start_is_no_negative_energy() {
    let server = Server::start(&Config::new());
    let mut one = Old::start(&server, "HUAWEI", 300_456);
    one.stop(json!(300_455), &time(30));
    let (energy, doubts, _) = one.shown();
    assert_eq!((energy, doubts), (json!("0"), vec!["end-below-start".to_owned()]));
    let mut same = Old::start(&server, "HUAWEI-2", 300_456);
    same.stop(json!(300_456), &time(30));
    let (energy, doubts, kept) = same.shown();
    assert_eq!((energy, doubts.len(), &kept["complete"]), (json!("0"), 0, &json!(true)));
}

#[test]
fn phases_add_up() {
    let server = Server::start(&Config::new());
    let phases = |values: [&str; 3]| {
        let of = |phase: &str, value: &str| json!({"value": value, "phase": phase});
        json!([of("L1", values[0]), of("L2", values[1]), of("L3", values[2])])
    };
    let mut one = Old::start(&server, "SINO", 3_000_000);
    one.values(10, phases(["1001000", "1001500", "1000500"])).lose_stop(0);
    assert_eq!(one.shown().0, "3000");
    // A sample that lacks a phase is none, and a total goes before the phases.
    let mut two = Old::start(&server, "SINO-2", 3_000_000);
    two.values(10, phases(["1001000", "1001500", "1000500"]))
        .values(20, json!([{"value": "1009000", "phase": "L1"}]))
        .lose_stop(0);
    assert_eq!(two.shown().0, "3000");
    let mut three = Old::start(&server, "SINO-3", 3_000_000);
    let mut with_total = phases(["1001000", "1001500", "1000500"]);
    with_total
        .as_array_mut()
        .expect("a list")
        .push(json!({"value": "3003050"}));
    three.values(10, with_total).lose_stop(0);
    assert_eq!(three.shown().0, "3050");
}

#[test]
fn the_next_start_disproves_samples_of_another_count() {
    let server = Server::start(&Config::new());
    let mut one = Old::start(&server, "OWN-COUNT", 1_234_567);
    one.values(10, wh("1000")).values(20, wh("4200")).lose_stop(1_238_767);
    let mut two = Old::start(&server, "NO-UNIT", 1000);
    two.values(10, wh("1.5")).values(20, wh("5.2")).lose_stop(5200);
    let mut three = Old::start(&server, "TOTALS", 100_000);
    let phases = |value: &str| json!(["L1", "L2", "L3"].map(|phase| json!({"value": value, "phase": phase})));
    three
        .values(10, phases("101000"))
        .values(20, phases("104200"))
        .lose_stop(104_200);
    for lost in [one, two, three] {
        let (energy, doubts, kept) = lost.shown();
        assert_eq!((energy, &kept["energySource"]), (json!("4200"), &json!("next-start")));
        assert!(doubts.contains(&"registers-contradict".to_owned()), "{kept}");
    }
}

#[test]
fn a_stop_of_long_after_its_receipt_is_in_doubt() {
    let server = Server::start(&Config::new());
    let from_now = |minutes| {
        let at = chrono::Utc::now() + chrono::TimeDelta::minutes(minutes);
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    };
    for (name, begin, end, doubts) in [
        ("SET", -10, 300, vec!["clock-contradiction"]),
        ("AHEAD", 120, 130, vec![]),
        ("SOUND", -10, 0, vec![]),
    ] {
        let mut station = Station::connect(&server, name, "1.6");
        let mut start = start(1000, 0);
        start["timestamp"] = json!(from_now(begin));
        let id = station.call("StartTransaction", &start)["transactionId"].clone();
        let stop = json!({"transactionId": id, "meterStop": 2000, "timestamp": from_now(end)});
        station.call("StopTransaction", &stop);
        let kept = server
            .admin()
            .get(&format!("/api/v1/transactions/{name}/{id}"))
            .expect(200);
        assert_eq!(
            (&kept["energyWh"], &kept["doubts"]),
            (&json!("1000"), &json!(doubts)),
            "{name}"
        );
        assert_eq!(kept["durationSeconds"].is_null(), !doubts.is_empty(), "{kept}");
    }
}

#[test]
fn a_stop_before_the_start_contradicts_it() {
    let server = Server::start(&Config::new());
    let mut one = Old::start(&server, "GO-E", 1000);
    one.stop(json!(5000), "2026-01-01T09:49:05Z");
    let (energy, doubts, kept) = one.shown();
    assert_eq!(
        (energy, doubts),
        (json!("4000"), vec!["clock-contradiction".to_owned()])
    );
    assert_eq!(kept["durationSeconds"], Value::Null, "{kept}");
    // The clock was set after the start.
    let mut station = Station::connect(&server, "UNSET", "1.6");
    let mut unset = start(1000, 0);
    unset["timestamp"] = json!("1970-01-01T00:00:12Z");
    let id = station.call("StartTransaction", &unset)["transactionId"].clone();
    let stop = json!({"transactionId": id, "meterStop": 5000, "timestamp": time(60)});
    station.call("StopTransaction", &stop);
    let (energy, doubts, _) = shown(
        &server
            .admin()
            .get(&format!("/api/v1/transactions/UNSET/{id}"))
            .expect(200),
    );
    assert_eq!(
        (energy, doubts),
        (json!("4000"), vec!["clock-contradiction".to_owned()])
    );
}

/// A session of 2.x: its events with their registers.
struct New<'a> {
    station: &'a mut Station,
    id: &'a str,
    seq_no: i64,
}

impl New<'_> {
    fn event(&mut self, kind: &str, minute: i64, registers: &Value) -> &mut Self {
        let mut event = json!({
            "eventType": kind, "timestamp": time(minute), "triggerReason": "Trigger", "seqNo": self.seq_no,
            "transactionInfo": {"transactionId": self.id}, "evse": {"id": 1, "connectorId": 1},
        });
        if !registers.is_null() {
            event["meterValue"] = json!([{"timestamp": time(minute), "sampledValue": registers}]);
        }
        self.seq_no += 1;
        self.station.call("TransactionEvent", &event);
        self
    }
}

fn register(value: i64, context: &str) -> Value {
    json!([{"value": value, "context": context}])
}

/// Plays one session of each version 2.x, and gives what is shown of it.
fn played(play: impl Fn(&mut New<'_>)) -> (Value, Vec<String>, Value) {
    let mut last = None;
    for version in ["2.0.1", "2.1"] {
        let server = Server::start(&Config::new());
        let mut station = Station::connect(&server, "CP1", version);
        play(&mut New {
            station: &mut station,
            id: "N",
            seq_no: 0,
        });
        let kept = server.admin().get("/api/v1/transactions/CP1/N").expect(200);
        let found = shown(&kept);
        if let Some((energy, doubts, _)) = &last {
            assert_eq!(
                (energy, doubts),
                (&found.0, &found.1),
                "{version} is another than 2.0.1"
            );
        }
        last = Some(found);
    }
    last.expect("two versions")
}

#[test]
fn a_begin_of_zero_costs_nobody_the_meters_life() {
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &register(0, "Transaction.Begin"))
            .event("Updated", 10, &register(880_100, "Sample.Periodic"))
            .event("Ended", 20, &register(880_183, "Transaction.End"));
    });
    assert_eq!(
        (energy, doubts),
        (json!("83"), vec!["start-register-impossible".to_owned()])
    );
    // There is nothing in between.
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &register(0, "Transaction.Begin")).event(
            "Ended",
            20,
            &register(880_183, "Transaction.End"),
        );
    });
    assert_eq!((energy, doubts), (Value::Null, vec!["reading-jump".to_owned()]));
    // A meter that counts each session from 0.
    let (energy, doubts, kept) = played(|new| {
        new.event("Started", 0, &register(0, "Transaction.Begin"))
            .event("Updated", 10, &register(3000, "Sample.Periodic"))
            .event("Ended", 20, &register(6000, "Transaction.End"));
    });
    assert_eq!(
        (energy, doubts.len(), &kept["complete"]),
        (json!("6000"), 0, &json!(true))
    );
}

#[test]
fn the_first_register_after_started_is_the_base() {
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &Value::Null)
            .event("Updated", 3, &register(6_500_000, "Sample.Periodic"))
            .event("Ended", 60, &register(6_517_419, "Transaction.End"));
    });
    assert_eq!((energy, doubts), (json!("17419"), vec!["no-start-register".to_owned()]));
    // The begin comes with a later event, as it may where the EVSE was not known before.
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &Value::Null)
            .event("Updated", 3, &register(6_500_000, "Transaction.Begin"))
            .event("Ended", 60, &register(6_517_419, "Transaction.End"));
    });
    assert_eq!((energy, doubts.len()), (json!("17419"), 0));
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &Value::Null)
            .event("Ended", 60, &register(6_517_419, "Transaction.End"));
    });
    assert_eq!((energy, doubts), (Value::Null, vec!["no-start-register".to_owned()]));
}

#[test]
fn an_absurd_sample_is_left_out() {
    for absurd in [4_294_967_295, 2_147_483_647, 999_999_999, -1] {
        let (energy, doubts, kept) = played(|new| {
            new.event("Started", 0, &register(12_000, "Transaction.Begin"))
                .event("Updated", 10, &register(absurd, "Sample.Periodic"))
                .event("Updated", 20, &register(18_000, "Sample.Periodic"))
                .event("Ended", 30, &register(24_500, "Transaction.End"));
        });
        assert_eq!((energy, doubts.len()), (json!("12500"), 0), "{kept}");
        assert_eq!(kept["leftOut"].as_array().expect("a list").len(), 1, "{kept}");
    }
    // It is the end's.
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &register(12_000, "Transaction.Begin"))
            .event("Updated", 20, &register(18_000, "Sample.Periodic"))
            .event("Ended", 30, &register(4_294_967_295, "Transaction.End"));
    });
    assert_eq!(
        (energy, doubts),
        (json!("6000"), vec!["end-register-impossible".to_owned()])
    );
}

#[test]
fn a_unit_in_the_place_of_another_version_counts() {
    for said in [
        json!({"unit": "kWh"}),
        json!({"unit_of_measure": {"unit": "kWh"}}),
        json!({"unitOfMeasure": "kWh"}),
        json!({"multiplier": 3}),
    ] {
        let kilo = |value: f64, context: &str| {
            let mut sample = said.clone();
            (sample["value"], sample["context"]) = (json!(value), json!(context));
            json!([sample])
        };
        let (energy, doubts, kept) = played(|new| {
            new.event("Started", 0, &kilo(1000.0, "Transaction.Begin")).event(
                "Ended",
                60,
                &kilo(1004.2, "Transaction.End"),
            );
        });
        assert_eq!((energy, doubts.len()), (json!("4200"), 0), "{said} {kept}");
    }
    // Two units: neither counts.
    let both = |value: f64, context: &str| json!([{"value": value, "context": context, "unit": "kWh", "unitOfMeasure": {"unit": "Wh"}}]);
    let (energy, doubts, _) = played(|new| {
        new.event("Started", 0, &both(1000.0, "Transaction.Begin")).event(
            "Ended",
            60,
            &both(1004.2, "Transaction.End"),
        );
    });
    assert_eq!((energy, doubts.is_empty()), (Value::Null, false));
    let server = Server::start(&Config::new());
    let mut old = Old::start(&server, "OF-2", 1_000_000);
    old.values(10, json!([{"value": "1004.2", "unitOfMeasure": {"unit": "kWh"}}]))
        .lose_stop(1_004_300);
    assert_eq!(old.shown().0, "4200");
}

#[test]
fn a_running_session_shows_its_energy_in_every_version() {
    let server = Server::start(&Config::new());
    let mut old = Old::start(&server, "OLD", 1000);
    old.values(10, wh("1500")).values(20, wh("2500"));
    let mut station = Station::connect(&server, "NEW", "2.0.1");
    let mut new = New {
        station: &mut station,
        id: "N",
        seq_no: 0,
    };
    new.event("Started", 0, &register(1000, "Transaction.Begin")).event(
        "Updated",
        20,
        &register(2500, "Sample.Periodic"),
    );
    let listed = server.admin().get("/api/v1/transactions?state=open").expect(200);
    let items = listed["items"].as_array().expect("a list");
    assert_eq!(items.len(), 2, "{listed}");
    for item in items {
        let figures = ["energyWh", "meterStartWh", "meterStopWh"].map(|member| &item[member]);
        assert_eq!(figures, [&json!("1500"), &json!("1000"), &json!("2500")], "{item}");
        assert_eq!(
            (&item["complete"], &item["doubts"]),
            (&json!(false), &json!([])),
            "{item}"
        );
    }
}

#[test]
fn a_refused_driver_is_marked_and_found() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.set_tag("FIELD-TAG", "Blocked");
    let mut one = Old::start(&server, "CP1", 1000);
    one.stop(json!(2000), &time(60));
    let (energy, doubts, kept) = one.shown();
    assert_eq!((energy, doubts), (json!("1000"), vec!["refused-driver".to_owned()]));
    assert_eq!(kept["authorization"], "Blocked");
    let found = admin.get("/api/v1/transactions?doubt=refused-driver").expect(200);
    assert_eq!(found["items"].as_array().expect("a list").len(), 1, "{found}");
}

/// Two sessions of one station side by side, which counts its events as a whole.
#[test]
fn numbers_that_a_station_counts_as_a_whole_are_no_gaps() {
    let server = Server::start(&Config::new());
    let mut station = Station::connect(&server, "CP1", "2.0.1");
    let mut event = |seq_no: i64, id: &str, kind: &str, evse: i64| {
        let event = json!({
            "eventType": kind, "timestamp": time(seq_no), "triggerReason": "Trigger", "seqNo": seq_no,
            "transactionInfo": {"transactionId": id}, "evse": {"id": evse, "connectorId": 1},
            "meterValue": [{"timestamp": time(seq_no), "sampledValue": [{"value": 1000 + seq_no}]}],
        });
        station.call("TransactionEvent", &event);
    };
    for (seq_no, id, kind, evse) in [
        (17, "A", "Started", 1),
        (18, "B", "Started", 2),
        (19, "A", "Updated", 1),
        (20, "B", "Updated", 2),
        (21, "A", "Ended", 1),
        // 22 was lost.
        (23, "B", "Ended", 2),
    ] {
        event(seq_no, id, kind, evse);
    }
    let admin = server.admin();
    let (_, doubts, kept) = shown(&admin.get("/api/v1/transactions/CP1/A").expect(200));
    assert_eq!((doubts.len(), &kept["complete"]), (0, &json!(true)), "{kept}");
    let (_, doubts, _) = shown(&admin.get("/api/v1/transactions/CP1/B").expect(200));
    assert_eq!(doubts, ["missing-sequence-numbers"]);
}

/// Three events, of which one is another one's repetition with another time, are not the three that there must be.
#[test]
fn a_count_of_events_is_no_set_of_numbers() {
    let (_, doubts, _) = played(|new| {
        new.event("Started", 0, &register(1000, "Transaction.Begin"));
        new.event("Updated", 5, &register(1500, "Sample.Periodic"));
        new.seq_no = 1;
        new.event("Updated", 6, &register(1600, "Sample.Periodic"));
        new.seq_no = 3;
        new.event("Ended", 10, &register(2000, "Transaction.End"));
    });
    assert_eq!(doubts, ["missing-sequence-numbers"]);
}
