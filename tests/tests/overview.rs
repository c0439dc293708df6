//! What a screen needs at one look: how a session goes and went, what can be said to a station, who is found by a part of
//! what is known of it.

use chrono::{DateTime, Utc};
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::process;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const LIST: &str = "/api/v1/charge-points";

fn boot(server: &Server, id: &str, vendor: &str) -> Station {
    let mut station = Station::connect(server, id, "1.6");
    let payload = json!({"chargePointVendor": vendor, "chargePointModel": "Wallbox", "chargePointSerialNumber": format!("SN-{id}")});
    station.call("BootNotification", &payload);
    server.admin().wait_connected(id, true);
    station
}

#[test]
fn a_session_shows_its_power_while_it_runs_and_how_it_went() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 0}));
    let mut station = boot(&server, "CP1", "ABB");
    let begun = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": 1000, "timestamp": "2026-05-04T12:00:00Z"});
    let id = station.call("StartTransaction", &begun)["transactionId"].clone();
    for minute in 1..60 {
        let watts = if minute == 31 { 22_000 } else { 7000 + minute };
        let sampled = json!([
            {"value": (1000 + minute * 120).to_string()},
            {"value": watts.to_string(), "measurand": "Power.Active.Import", "unit": "W"},
            {"value": minute.to_string(), "measurand": "SoC", "unit": "Percent"},
        ]);
        let values = json!([{"timestamp": format!("2026-05-04T12:{minute:02}:00Z"), "sampledValue": sampled}]);
        station.call(
            "MeterValues",
            &json!({"connectorId": 1, "transactionId": id, "meterValue": values}),
        );
    }
    let measured = json!({"at": "2026-05-04T12:59:00.000Z", "powerW": 7059.0, "soc": 59.0});
    let open = &admin.get(&format!("{LIST}/CP1")).expect(200)["openTransactions"];
    assert_eq!((&open[0]["idTag"], &open[0]["measured"]), (&json!("ALICE"), &measured));
    let listed = admin.get("/api/v1/transactions?state=open").expect(200);
    assert_eq!(listed["items"][0]["measured"], measured);
    let path = format!("/api/v1/transactions/CP1/{id}/curve");
    let whole = admin.get(&path).expect(200);
    assert_eq!(
        (&whole["powerSource"], &whole["highestPowerW"]),
        (&json!("measured"), &json!(22000.0))
    );
    assert_eq!(whole["points"].as_array().map(Vec::len), Some(59));
    let point = json!({"at": "2026-05-04T12:31:00.000Z", "powerW": 22000.0, "energyWh": "3720", "soc": 31.0});
    assert_eq!(whole["points"][30], point);
    let few = admin.get(&format!("{path}?points=10")).expect(200);
    let few = few["points"].as_array().expect("points");
    assert!(few.len() <= 10 && few.contains(&point), "{few:?}");
    assert_eq!(admin.get(&format!("{path}?points=5")).status, 400);
    assert_eq!(admin.get("/api/v1/transactions/CP1/none/curve").status, 404);
    station.call(
        "StopTransaction",
        &json!({"transactionId": id, "meterStop": 8200, "timestamp": "2026-05-04T13:00:00Z"}),
    );
    let over = admin.get(&format!("/api/v1/transactions/CP1/{id}")).expect(200);
    assert_eq!((&over["energyWh"], &over["measured"]), (&json!("7200"), &Value::Null));
    let last = admin.get("/metrics");
    let page = last.body.as_str().expect("a page");
    assert!(
        page.contains("ocpp_transactions_energy_joules_total 25920000"),
        "{page}"
    );
}

#[test]
fn forms_can_be_made_of_what_can_be_said() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut sendable = 0;
    for version in ["1.6", "2.0.1", "2.1"] {
        let list = admin
            .get(&format!("/api/v1/actions?version={version}&sends=central-system"))
            .expect(200);
        for item in list["items"].as_array().expect("actions") {
            if item["sendable"] == true {
                let action = item["action"].as_str().expect("a name");
                let one = admin.get(&format!("/api/v1/actions/{version}/{action}")).expect(200);
                assert_eq!(
                    (&one["summary"], &one["request"]["type"]),
                    (&item["summary"], &json!("object")),
                    "{action}"
                );
                assert!(one["example"].is_object(), "{action}: {one}");
                sendable += 1;
            }
        }
    }
    assert_eq!(sendable, 121);
    let reset = admin.get("/api/v1/actions/1.6/Reset").expect(200);
    assert_eq!(reset["request"]["$defs"]["ResetType"]["enum"], json!(["Hard", "Soft"]));
    assert_eq!(admin.get("/api/v1/actions/1.6/NotifyReport").status, 404);
    let verbs = admin.get("/api/v1/verbs").expect(200);
    for verb in verbs["items"].as_array().expect("verbs") {
        let name = verb["name"].as_str().expect("a name");
        let one = admin.get(&format!("/api/v1/verbs/{name}")).expect(200);
        assert!(
            one["request"]["type"] == "object" && one["example"].is_object(),
            "{one}"
        );
        assert!(!one["request"].to_string().contains("#/components/"), "{one}");
    }
}

#[test]
fn a_charge_point_is_found_by_a_part_of_what_is_known_of_it() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register(
        "CP1",
        &json!({"securityProfile": 0, "site": "Harbour", "labels": ["fast"]}),
    );
    admin.register("CP2", &json!({"securityProfile": 0}));
    let _station = boot(&server, "CP2", "Alfen");
    for (searched, found) in [
        ("harb", "CP1"),
        ("fas", "CP1"),
        ("alf", "CP2"),
        ("wallb", "CP2"),
        ("sn-cp", "CP2"),
    ] {
        let page = admin.get(&format!("{LIST}?search={searched}")).expect(200);
        let ids: Vec<&Value> = page["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| &item["id"])
            .collect();
        assert_eq!(ids, [found], "{searched}");
    }
}

#[test]
fn the_server_is_told_at_a_glance() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let _station = boot(&server, "CP1", "ABB");
    admin.register("CP2", &json!({"securityProfile": 0}));
    // The store is counted meanwhile, if that takes its time.
    let told = wait::until("a count of the store", || {
        let told = admin.get("/api/v1/server").expect(200);
        told["chargePoints"].is_u64().then_some(told)
    });
    assert_eq!(told["version"], env!("CARGO_PKG_VERSION"));
    let started: DateTime<Utc> = told["startedAt"].as_str().unwrap().parse().unwrap();
    assert!(started <= Utc::now());
    assert_eq!(told["store"]["backend"], "sled");
    assert_eq!(told["store"]["path"], server.data_folder().to_str().unwrap());
    let bytes = |pointer: &str| told.pointer(pointer).and_then(Value::as_u64).unwrap_or_default();
    assert!(bytes("/store/bytes") > 0 && bytes("/store/writes") > 0, "{told}");
    assert!(
        bytes("/disk/free") <= bytes("/disk/size") && bytes("/disk/reserve") > 0,
        "{told}"
    );
    assert_eq!(told["filesBytes"], 0);
    assert_eq!((&told["chargePoints"], &told["connected"]), (&json!(2), &json!(1)));
    assert_eq!(
        (&told["openTransactions"], &told["commandsWaiting"]),
        (&json!(0), &json!(0))
    );
    assert!(bytes("/memoryBytes") > 1 << 20, "{told}");
}

#[test]
fn what_is_known_of_a_make_is_told() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let _station = boot(&server, "CP1", "Wallbox Chargers");
    let told = admin.get(&format!("{LIST}/CP1")).expect(200);
    let says =
        json!([{"key": "settle_delay", "value": "5s", "text": "nothing is asked of it for 5s after it has booted"}]);
    assert_eq!(told["quirks"], json!([{"name": "Wallbox*", "says": says}]));
    admin.register("CP2", &json!({"securityProfile": 0}));
    assert_eq!(admin.get(&format!("{LIST}/CP2")).expect(200)["quirks"], json!([]));
}

/// Who sent it, and the vendor's word.
fn outline(items: &Value) -> Vec<(String, String)> {
    let word = |one: &Value, member: &str| one[member].as_str().unwrap_or("-").to_owned();
    let items = items.as_array().expect("items").iter();
    items
        .map(|one| (word(one, "chargePoint"), word(one, "messageId")))
        .collect()
}

#[test]
fn data_transfers_of_all_charge_points_are_one_list() {
    const PATH: &str = "/api/v1/data-transfers";
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut stations = ["A", "B"].map(|id| (id, Station::connect(&server, id, "1.6")));
    let mut sent = Vec::new();
    for number in 0..7 {
        let (id, station) = &mut stations[number % 2];
        let message = number.to_string();
        let vendor = if number == 3 { "other" } else { "com.example" };
        station.call(
            "DataTransfer",
            &json!({"vendorId": vendor, "messageId": message, "data": "x"}),
        );
        // The next one comes at another moment.
        wait::until("it is kept", || {
            let kept = admin.get(&format!("{PATH}?messageId={message}")).expect(200);
            (kept["items"][0]["vendorId"] == vendor).then_some(())
        });
        sent.insert(0, (id.to_string(), message));
    }
    let all = admin.get(PATH).expect(200);
    assert_eq!((outline(&all["items"]), &all["next"]), (sent.clone(), &Value::Null));
    assert_eq!(all["items"][0]["payload"]["data"], "x");
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("{PATH}?limit=2{after}")).expect(200);
        found.extend(outline(&page["items"]));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    assert_eq!(found, sent, "in pages of two");
    let of = |query: &str| outline(&admin.get(&format!("{PATH}?{query}")).expect(200)["items"]);
    assert_eq!(of("vendorId=other"), [("B".to_owned(), "3".to_owned())]);
    assert_eq!(of("chargePoint=B").len(), 3);
    assert_eq!(of("chargePoint=NOBODY"), []);
    assert_eq!(admin.get(&format!("{PATH}?after=nowhere")).status, 400);

    let address = format!("http://{}", server.admin_address());
    let mut asked = process::command();
    asked.args(["data-transfers", "--vendor", "other", "--csv", "--server", &address]);
    let said = process::run(asked.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
    let rows: Vec<_> = said.out.lines().collect();
    assert_eq!(rows.len(), 2, "{said:?}");
    assert!(rows[1].ends_with(",B,other,3,x"), "{said:?}");
}
