//! Sessions by site, label and doubt, as pages, as CSV, on the command line, and what they come to together.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::process::{self, Ended, command};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

/// Three charge points, two of them at a depot, with sessions of which one is in doubt and one runs.
fn fleet() -> (Server, Admin, Station) {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for (id, body) in [
        ("D-1", json!({"site": "Depot", "labels": ["fast"]})),
        ("D-2", json!({"site": "Depot", "labels": ["fast", "ccs"]})),
        ("ELSEWHERE", json!({"labels": ["fast"]})),
    ] {
        admin.register(id, &body);
    }
    for (id, day, end) in [("D-1", 1, 1500.25), ("D-2", 2, 500.0), ("ELSEWHERE", 3, 3000.5)] {
        let mut station = Station::connect(&server, id, "1.6");
        session(&mut station, "ANNA", day, Some(end));
        station.close();
    }
    let mut station = Station::connect(&server, "D-1", "1.6");
    session(&mut station, "BERT", 4, None);
    (server, admin, station)
}

fn session(station: &mut Station, tag: &str, day: u8, end: Option<f64>) {
    let start =
        json!({"connectorId": 1, "idTag": tag, "meterStart": 1000, "timestamp": format!("2026-01-0{day}T10:00:00Z")});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let sample = json!([{"timestamp": format!("2026-01-0{day}T10:10:00Z"), "sampledValue": [{"value": "1100"}]}]);
    match end {
        Some(end) => {
            let stop = json!({"transactionId": id, "meterStop": end, "timestamp": format!("2026-01-0{day}T11:00:00Z")});
            station.call("StopTransaction", &stop);
        }
        None => {
            station.call(
                "MeterValues",
                &json!({"connectorId": 1, "transactionId": id, "meterValue": sample}),
            );
        }
    }
}

fn found(admin: &Admin, query: &str) -> Vec<String> {
    let page = admin.get(&format!("/api/v1/transactions?{query}")).expect(200);
    let of = |one: &Value| one["chargePoint"].as_str().unwrap().to_owned();
    page["items"].as_array().unwrap().iter().map(of).collect()
}

const FILTERS: [(&str, &[&str]); 8] = [
    ("site=depot", &["D-1", "D-2", "D-1"]),
    ("site=Depot&state=open", &["D-1"]),
    ("site=Depot&idTag=anna&order=oldest", &["D-1", "D-2"]),
    ("label=fast", &["D-1", "ELSEWHERE", "D-2", "D-1"]),
    ("label=fast&label=ccs", &["D-2"]),
    ("site=Nowhere", &[]),
    ("site=Depot&chargePoint=ELSEWHERE", &[]),
    ("doubt=any", &["D-2"]),
];

#[test]
fn sessions_are_found_by_site_label_and_doubt() {
    let (server, admin, _station) = fleet();
    for (query, stations) in FILTERS {
        assert_eq!(found(&admin, query), *stations, "{query}");
        let csv = admin.get(&format!("/api/v1/transactions?format=csv&columns=chargePoint&{query}"));
        let rows: Vec<String> = stations.iter().map(|station| format!("{station}\r\n")).collect();
        assert_eq!(csv.expect(200), format!("chargePoint\r\n{}", rows.concat()), "{query}");
    }
    // In pages, each with its place.
    let first = admin.get("/api/v1/transactions?site=depot&limit=2").expect(200);
    let next = first["next"].as_str().unwrap();
    assert_eq!(found(&admin, &format!("site=depot&limit=2&after={next}")), ["D-1"]);
    let unknown = admin.get("/api/v1/transactions?doubt=some");
    assert_eq!(unknown.status, 400);
    let detail = unknown.body["detail"].as_str().unwrap();
    assert!(detail.contains("any, no-start-register"), "{detail}");
    let out = list(
        &server,
        &[
            "--site",
            "Depot",
            "--label",
            "ccs",
            "--doubtful",
            "--csv",
            "--columns",
            "chargePoint,doubts",
        ],
    );
    assert_eq!(
        out.out.replace("\r\n", "\n"),
        "chargePoint,doubts\nD-2,end-below-start\n",
        "{}",
        out.err
    );
}

#[test]
fn sessions_are_summed_up_to_the_last_digit() {
    let (server, admin, _station) = fleet();
    let summary = |query: &str| admin.get(&format!("/api/v1/transactions/summary?{query}")).expect(200);
    let all = json!({
        "sessions": 4, "open": 1, "withDoubts": 1, "energyUnknown": 1, "energyWh": "2600.75", "durationSeconds": 10800,
        "next": null,
    });
    assert_eq!(summary(""), all);
    for (query, sessions, energy) in [
        ("idTag=anna", 3, "2500.75"),
        ("chargePoint=D-1", 2, "600.25"),
        ("chargePoint=D-1&state=closed", 1, "500.25"),
        ("state=open", 1, "100"),
        (
            "label=fast&from=2026-01-02T00:00:00Z&to=2026-01-04T00:00:00Z",
            2,
            "2000.5",
        ),
        ("doubt=any", 1, "0"),
        ("site=Nowhere", 0, "0"),
    ] {
        let sum = summary(query);
        assert_eq!(
            (&sum["sessions"], &sum["energyWh"]),
            (&json!(sessions), &json!(energy)),
            "{query}: {sum}"
        );
    }
    assert_eq!(admin.get("/api/v1/transactions/summary?limit=5").status, 400);
    let out = run(&server, &["transactions", "summary", "--label", "fast", "--json"]);
    let told: Value = serde_json::from_str(&out.out).unwrap_or_else(|_| panic!("{out:?}"));
    assert_eq!(told, all);
}

fn list(server: &Server, arguments: &[&str]) -> Ended {
    run(server, &[&["transactions", "list"], arguments].concat())
}

fn run(server: &Server, arguments: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut command = command();
    command
        .args(arguments)
        .args(["--server", &address, "--token", ADMIN_TOKEN]);
    process::run(&mut command, b"")
}
