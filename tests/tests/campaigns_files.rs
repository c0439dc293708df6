//! Firmware to a depot and diagnostics from it, by campaign: three vendors, two versions, one that is away, one that
//! refuses.

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::campaign::{begin, counts, depot, ids, is, make, members, until};
use ocpp_central_tests::charger::{Call, Charger, Make, boot};
use ocpp_central_tests::config::Config;
use ocpp_central_tests::files::{bytes, url_of};
use ocpp_central_tests::http::Request;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

/// A charger that fetches and installs what it is told, and brings what it is asked for.
fn working(server: &Server, number: usize) -> Charger {
    let make = make(number);
    let mut station = Station::connect(server, &make.id, make.version);
    station.call("BootNotification", &boot(&make));
    let address = server.ocpp();
    Charger::acting(station, move |station, call| match call.action.as_str() {
        "UpdateFirmware" if make.id == "CP04" => station.answer(&call.id, &json!({"status": "Rejected"})),
        "UpdateFirmware" => {
            station.answer(&call.id, &accepted(&make));
            let (url, number) = url_of(&call.payload);
            tell(station, number, "Downloading");
            assert_eq!(Request::new("GET", &url).send(address).body, bytes(5000));
            for word in ["Downloaded", "Installing"] {
                tell(station, number, word);
            }
            let newer = Make {
                firmware: "2.0",
                ..make.clone()
            };
            station.call("BootNotification", &boot(&newer));
            tell(station, number, "Installed");
        }
        _ => bring(station, call, &make, |url| {
            let brought = Request::new("PUT", url).body(make.id.as_bytes()).send(address);
            assert_eq!(brought.status, 201, "{}", brought.text());
        }),
    })
}

fn accepted(make: &Make) -> Value {
    if make.version == "1.6" {
        json!({})
    } else {
        json!({"status": "Accepted"})
    }
}

fn tell(station: &mut Station, number: Option<i64>, status: &str) {
    let mut payload = json!({ "status": status });
    if let Some(number) = number {
        payload["requestId"] = json!(number);
    }
    station.call("FirmwareStatusNotification", &payload);
}

fn bring(station: &mut Station, call: &Call, make: &Make, put: impl Fn(&str)) {
    let answer = if make.version == "1.6" {
        json!({"fileName": "diag.zip"})
    } else {
        json!({"status": "Accepted", "filename": "diag.zip"})
    };
    station.answer(&call.id, &answer);
    put(&url_of(&call.payload).0);
}

fn firmware_of(admin: &Admin, id: &str) -> Value {
    admin.get(&format!("/api/v1/charge-points/{id}")).expect(200)["boot"]["firmwareVersion"].clone()
}

#[test]
fn firmware_reaches_a_depot_and_its_diagnostics_come() {
    let server = Server::start(&Config::new());
    let admin = depot(&server, 10);
    assert_eq!(admin.put_bytes("/api/v1/firmware/acme-2", bytes(5000)).status, 201);
    let mut chargers: Vec<Charger> = (0..9).map(|number| working(&server, number)).collect();
    let firmware = json!({"command": "firmware", "payload": {"file": "acme-2"}, "selection": {"firmware": "1.0"},
        "parallel": 3});
    let absent = json!({"command": "firmware", "payload": {"file": "acme-2"}, "selection":
        {"chargePoints": ["CP09"]}});
    let id = begin(&admin, &firmware);
    let done = until(&admin, &id, "all that are there", is("completed"));
    assert_eq!(counts(&done, &["inEffect", "refused"]), [8, 1], "{done}");
    let refused = members(&admin, &id, "?state=refused");
    assert_eq!(ids(&refused), ["CP04"]);
    assert_eq!(refused[0]["reason"], "the charge point answered Rejected");
    assert_eq!(
        (firmware_of(&admin, "CP00"), firmware_of(&admin, "CP04")),
        (json!("2.0"), json!("1.0"))
    );

    let id = begin(&admin, &absent);
    until(&admin, &id, "it waits", |campaign| {
        counts(campaign, &["waiting"]) == [1]
    });
    chargers.push(working(&server, 9));
    until(&admin, &id, "the one that was away", |campaign| {
        campaign["state"] == "completed" && counts(campaign, &["inEffect"]) == [1]
    });

    let bring = json!({"command": "diagnostics", "payload": {}, "selection": {"firmware": "2.0"}});
    let id = begin(&admin, &bring);
    let done = until(&admin, &id, "all files", is("completed"));
    assert_eq!(
        (&done["chargePoints"], counts(&done, &["inEffect"])),
        (&json!(9), vec![9]),
        "{done}"
    );
    for id in ["CP00", "CP01", "CP09"] {
        let files = admin.get(&format!("/api/v1/charge-points/{id}/files")).expect(200);
        let files = files["items"].as_array().unwrap();
        assert_eq!((files.len(), &files[0]["bytes"]), (1, &json!(4)), "{id}");
    }
}
