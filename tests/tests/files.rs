//! Files over the wire: firmware that charge points fetch by ranges and install, and diagnostics that they bring.

use std::fs;
use std::path::Path;
use std::process::Command;

use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::files::{
    asked_for_diagnostics, boot, bytes, command, connected, newest, upload, url_of, wait_state,
};
use ocpp_central_tests::http::Request;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const VERSIONS: [&str; 3] = ["1.6", "2.0.1", "2.1"];

/// Nothing that an operator or an engineer sees has the token in it.
fn assert_secret(server: &Server, url: &str) {
    let token = url
        .split("/files/")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .unwrap();
    assert_eq!(token.len(), 43, "{url}");
    let admin = server.admin();
    let shown = [
        server.log(),
        json!(admin.timeline("CP1")).to_string(),
        admin.get("/api/v1/charge-points/CP1/messages").body.to_string(),
        admin.get("/api/v1/charge-points/CP1/firmware").body.to_string(),
        admin.get("/api/v1/charge-points/CP1/diagnostics").body.to_string(),
        admin.get("/api/v1/commands").body.to_string(),
    ];
    for (number, text) in shown.iter().enumerate() {
        assert!(!text.contains(token), "the token stands in {number}");
        assert!(!text.is_empty());
    }
}

fn tell_firmware(station: &mut Station, number: Option<i64>, status: &str) {
    let mut payload = json!({"status": status});
    if let Some(number) = number {
        payload["requestId"] = json!(number);
    }
    station.call("FirmwareStatusNotification", &payload);
}

/// Asks for the update; the station says that it will. The URL, its number, and the command's id.
fn asked_for_firmware(server: &Server, station: &mut Station, version: &str) -> (String, Option<i64>, String) {
    let body = json!({"file": "acme 2.0.bin", "retries": 2, "retryInterval": 60});
    let sent = command(server, "firmware", body);
    let (id, payload) = station.expect_call("UpdateFirmware");
    let (url, number) = url_of(&payload);
    assert_eq!(payload["retries"], 2);
    assert_eq!(number.is_some(), version != "1.6");
    assert!(url.starts_with(&format!("http://{}/files/", server.ocpp())), "{url}");
    assert!(url.ends_with("/acme%202.0.bin"), "{url}");
    let status = if version == "1.6" {
        json!({})
    } else {
        json!({"status": "Accepted"})
    };
    station.answer(&id, &status);
    let asked = sent.join().unwrap().expect(200);
    let said = (&asked["state"], &asked["status"]);
    assert_eq!(said, (&json!("accepted"), &json!("Accepted")), "{asked}");
    assert_eq!(newest(&server.admin(), "firmware")["state"], "accepted");
    (url, number, asked["id"].as_str().unwrap().to_owned())
}

/// Fetches the image as stations do that lose their connection.
fn fetch_by_ranges(server: &Server, url: &str, image: &[u8]) {
    let head = Request::new("HEAD", url).send(server.ocpp());
    assert_eq!((head.status, head.header("content-length")), (200, Some("300000")));
    assert!(head.body.is_empty());
    let mut fetched = Vec::new();
    for range in ["bytes=0-99999", "bytes=100000-199999"] {
        let part = Request::new("GET", url).header("Range", range).send(server.ocpp());
        assert_eq!((part.status, part.header("accept-ranges")), (206, Some("bytes")));
        fetched.extend(part.body);
    }
    assert!(newest(&server.admin(), "firmware").get("fetchedAt").is_none());
    let rest = Request::new("GET", url)
        .header("Range", "bytes=200000-")
        .header("If-Range", head.header("etag").unwrap())
        .send(server.ocpp());
    assert_eq!(rest.header("content-range"), Some("bytes 200000-299999/300000"));
    fetched.extend(rest.body);
    assert!(fetched == image, "other bytes came");
    assert_eq!(Request::new("GET", url).send(server.ocpp()).body, image);
    let beyond = Request::new("GET", url).header("Range", "bytes=300000-");
    assert_eq!(beyond.send(server.ocpp()).status, 416);
    wait::until("it is known that it was fetched", || {
        newest(&server.admin(), "firmware").get("fetchedAt").map(|_| ())
    });
}

#[test]
fn firmware_is_fetched_by_ranges_and_installed() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = (server.admin(), connected(&server, version));
        let image = bytes(300_000);
        let put = admin.put_bytes("/api/v1/firmware/acme%202.0.bin", image.clone());
        let put = put.expect(201);
        assert_eq!((&put["bytes"], &put["signed"]), (&json!(300_000), &json!(false)));
        let (url, number, command) = asked_for_firmware(&server, &mut station, version);
        tell_firmware(&mut station, number, "Downloading");
        assert_eq!(newest(&admin, "firmware")["state"], "downloading");
        fetch_by_ranges(&server, &url, &image);
        for word in ["Downloaded", "Installing"] {
            tell_firmware(&mut station, number, word);
        }
        assert_eq!(newest(&admin, "firmware")["state"], "installing");
        // A station may repeat itself.
        tell_firmware(&mut station, number, "Installing");
        boot(&mut station, version, "2.0");
        tell_firmware(&mut station, number, "Installed");
        let update = newest(&admin, "firmware");
        assert_eq!(
            (&update["state"], &update["command"]),
            (&json!("installed"), &json!(command))
        );
        assert_eq!(update["file"]["name"], "acme 2.0.bin");
        let firmware = (&update["firmwareBefore"], &update["boot"]["firmware"]);
        assert_eq!(firmware, (&json!("1.0"), &json!("2.0")));
        let told = update["statuses"].as_array().unwrap().iter();
        let words: Vec<_> = told.map(|told| told["status"].as_str().unwrap()).collect();
        assert_eq!(words, ["Downloading", "Downloaded", "Installing", "Installed"]);
        wait_state(&admin, &command, "in-effect");
        let events = admin.timeline("CP1");
        let of_it = events.iter().filter(|event| event["kind"] == "firmware.status");
        assert_eq!(of_it.count(), 5, "{events:?}");
        assert_secret(&server, &url);
    }
}

#[test]
fn a_boot_with_other_firmware_says_what_the_charge_point_does_not() {
    let server = Server::start(&Config::new());
    let (admin, mut station) = (server.admin(), connected(&server, "1.6"));
    let sent = command(
        &server,
        "firmware",
        json!({"url": "https://user:secret@vendor.example/fw.bin"}),
    );
    let (id, payload) = station.expect_call("UpdateFirmware");
    assert_eq!(payload["location"], "https://user:secret@vendor.example/fw.bin");
    station.answer(&id, &json!({}));
    let asked = sent.join().unwrap().expect(200);
    assert_eq!(
        newest(&admin, "firmware")["location"],
        "https://***@vendor.example/fw.bin"
    );
    boot(&mut station, "1.6", "1.0");
    assert_eq!(newest(&admin, "firmware")["state"], "accepted");
    boot(&mut station, "1.6", "1.1");
    assert_eq!(newest(&admin, "firmware")["state"], "installed");
    wait_state(&admin, asked["id"].as_str().unwrap(), "in-effect");
    // What it does by itself is another update.
    tell_firmware(&mut station, None, "Downloading");
    let own = newest(&admin, "firmware");
    assert_eq!((&own["command"], &own["state"]), (&json!(null), &json!("downloading")));
}

#[test]
fn a_signature_makes_it_a_signed_update() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = (server.admin(), connected(&server, version));
        upload(&admin, bytes(10), 201);
        let signing = json!({"signature": "c2ln", "signingCertificate": "PEM"});
        let signed = admin.put("/api/v1/firmware/fw/signature", &signing).expect(200);
        assert_eq!(signed["signed"], true);
        let install = json!({"file": "fw", "installAt": "2999-01-01T00:00:00Z"});
        let sent = command(&server, "firmware", install.clone());
        let action = if version == "1.6" {
            "SignedUpdateFirmware"
        } else {
            "UpdateFirmware"
        };
        let (id, payload) = station.expect_call(action);
        assert_eq!(payload["firmware"]["signature"], "c2ln");
        assert_eq!(payload["firmware"]["signingCertificate"], "PEM");
        assert_eq!(payload["firmware"]["installDateTime"], "2999-01-01T00:00:00.000Z");
        station.answer(&id, &json!({"status": "InvalidCertificate"}));
        let refused = sent.join().unwrap().expect(200);
        assert_eq!(
            (&refused["state"], &refused["status"]),
            (&json!("refused"), &json!("InvalidCertificate"))
        );
        assert_eq!(newest(&admin, "firmware")["state"], "refused");
        // Other bytes under the same name have no signature.
        upload(&admin, bytes(11), 200);
        assert_eq!(admin.get("/api/v1/firmware/fw").expect(200)["signed"], false);
        if version == "1.6" {
            let plain = command(&server, "firmware", install).join().unwrap();
            assert_eq!((plain.status, &plain.body["command"]["state"]), (400, &json!("failed")));
        }
        let unknown = command(&server, "firmware", json!({"file": "other"})).join().unwrap();
        assert_eq!(
            (unknown.status, &unknown.body["command"]["state"]),
            (400, &json!("failed"))
        );
    }
}

fn form(file: &[u8]) -> Vec<u8> {
    let head = "--bound\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../diag.tar\"\r\n\
                Content-Type: application/octet-stream\r\n\r\n";
    [head.as_bytes(), file, b"\r\n--bound--\r\n"].concat()
}

#[test]
fn a_file_that_comes_before_the_answer_is_of_its_command() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = (server.admin(), connected(&server, version));
        let sent = command(&server, "diagnostics", json!({}));
        let plain = version == "1.6";
        let (id, payload) = station.expect_call(if plain { "GetDiagnostics" } else { "GetLog" });
        let put = Request::new("PUT", &url_of(&payload).0).body(b"log");
        assert_eq!(put.send(server.ocpp()).status, 201);
        let wanted = admin.get("/api/v1/commands").expect(200)["items"][0]["id"].clone();
        let files = admin.get("/api/v1/charge-points/CP1/files").expect(200);
        assert_eq!(files["items"][0]["command"], wanted, "{files}");
        assert_eq!(newest(&admin, "diagnostics")["command"], wanted);
        let events = admin.timeline("CP1");
        let event = events.iter().find(|event| event["kind"] == "file.received").unwrap();
        assert_eq!(event["payload"]["command"], wanted, "{event}");
        let answer = if plain {
            json!({"fileName": "told.zip"})
        } else {
            json!({"status": "Accepted", "filename": "told.zip"})
        };
        station.answer(&id, &answer);
        assert_eq!(sent.join().unwrap().expect(200)["id"], wanted);
    }
}

#[test]
fn what_a_charge_point_cannot_do_is_said_in_its_words() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = (server.admin(), connected(&server, version));
        let put = admin.put_bytes("/api/v1/firmware/acme%202.0.bin", bytes(10));
        assert_eq!(put.status, 201);
        let (_, number, command) = asked_for_firmware(&server, &mut station, version);
        tell_firmware(&mut station, number, "Downloading");
        tell_firmware(&mut station, number, "DownloadFailed");
        // It answers a TriggerMessage, and is no word on the update.
        station.call("FirmwareStatusNotification", &json!({"status": "Idle"}));
        let update = newest(&admin, "firmware");
        assert_eq!(
            (&update["state"], &update["status"]),
            (&json!("failed"), &json!("DownloadFailed"))
        );
        wait_state(&admin, &command, "failed");
        let failed = admin.get(&format!("/api/v1/commands/{command}")).expect(200);
        assert!(failed["error"].to_string().contains("DownloadFailed"), "{failed}");

        let (_, number, command) = asked_for_diagnostics(&server, &mut station, version, json!({}));
        let (action, word) = match number {
            Some(_) => (
                "LogStatusNotification",
                json!({"status": "UploadFailure", "requestId": number}),
            ),
            None => ("DiagnosticsStatusNotification", json!({"status": "UploadFailed"})),
        };
        station.call(action, &word);
        assert_eq!(newest(&admin, "diagnostics")["state"], "failed");
        wait_state(&admin, &command, "failed");
    }
}

/// How a station brings a file, what it was asked with, and what the file is called then.
struct Way {
    asked: Value,
    request: fn(&str, &[u8]) -> Request,
    name: &'static str,
}

const WAYS: usize = 4;

fn ways() -> [Way; WAYS] {
    [
        Way {
            asked: json!({}),
            request: |url, log| Request::new("PUT", url).body(log),
            name: "told.zip",
        },
        Way {
            asked: json!({}),
            request: |url, log| Request::new("PUT", &format!("{url}/my%20log.zip")).body(log),
            name: "my log.zip",
        },
        Way {
            asked: json!({"from": "2026-01-01T00:00:00Z"}),
            request: |url, log| {
                let form_data = "multipart/form-data; boundary=bound";
                Request::new("POST", url)
                    .header("Content-Type", form_data)
                    .body(&form(log))
            },
            name: "diag.tar",
        },
        Way {
            asked: json!({"kind": "security"}),
            request: |url, log| Request::new("POST", &format!("{url}..%2F..%2Fx")).body(log),
            name: "x",
        },
    ]
}

fn brought(server: &Server, station: &mut Station, version: &str, way: &Way) {
    let (admin, log) = (server.admin(), bytes(400_000));
    let (url, number, id) = asked_for_diagnostics(server, station, version, way.asked.clone());
    let (action, word) = match number {
        Some(_) => (
            "LogStatusNotification",
            json!({"status": "Uploading", "requestId": number}),
        ),
        None => ("DiagnosticsStatusNotification", json!({"status": "Uploading"})),
    };
    station.call(action, &word);
    assert_eq!(newest(&admin, "diagnostics")["state"], "uploading");
    let answer = (way.request)(&url, &log).send(server.ocpp());
    assert_eq!((answer.status, answer.body.len()), (201, 0), "{}", answer.text());
    wait_state(&admin, &id, "in-effect");
    let job = newest(&admin, "diagnostics");
    assert_eq!(
        (&job["state"], &job["file"]["name"]),
        (&json!("uploaded"), &json!(way.name))
    );
    let file = admin.get("/api/v1/charge-points/CP1/files?limit=1").expect(200)["items"][0].clone();
    assert_eq!((&file["name"], &file["bytes"]), (&json!(way.name), &json!(400_000)));
    assert_eq!((&file["command"], &file["id"]), (&json!(id), &job["file"]["id"]));
    assert_eq!(file["kind"] == "log", way.asked["kind"] == "security");
    let path = format!("/api/v1/files/{}/content", file["id"].as_str().unwrap());
    let content = Request::new("GET", &path)
        .header("Authorization", &format!("Bearer {ADMIN_TOKEN}"))
        .send(server.admin_address());
    assert!(content.body == log, "other bytes came back");
    assert!(content.header("content-disposition").unwrap().starts_with("attachment"));
    assert_secret(server, &url);
    let again = (way.request)(&url, &log).send(server.ocpp());
    assert_eq!(again.status, 410, "{}", again.text());
}

#[test]
fn diagnostics_come_and_are_given_as_they_came() {
    for version in VERSIONS {
        let server = Server::start(&Config::new());
        let (admin, mut station) = (server.admin(), connected(&server, version));
        for way in ways() {
            brought(&server, &mut station, version, &way);
        }
        let files = admin.get("/api/v1/charge-points/CP1/files").expect(200);
        assert_eq!(files["items"].as_array().unwrap().len(), WAYS);
        let first = files["items"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(admin.delete(&format!("/api/v1/files/{first}")).status, 204);
        assert_eq!(admin.get(&format!("/api/v1/files/{first}/content")).status, 404);
        let received = "/api/v1/charge-points/CP1/timeline?kind=file.received";
        let received = admin.get(received).expect(200);
        assert_eq!(received["items"].as_array().unwrap().len(), WAYS);
    }
}

/// The calls below a title of the README, to be run by a shell against this server.
fn calls(server: &Server, title: &str) -> Vec<String> {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let section = readme.split("\n## Files\n").nth(1).unwrap();
    let below = section.split(title).nth(1).unwrap();
    let code = below.split("```").nth(1).unwrap();
    let admin = format!("http://{}", server.admin_address());
    let lines = code.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| line.replace("http://127.0.0.1:9001", &admin))
        .collect()
}

fn shell(folder: &Path, call: &str) -> String {
    let output = Command::new("sh")
        .args(["-euc", call])
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{call}: {text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text
}

#[test]
fn the_readme_s_calls_do_what_it_says() {
    let server = Server::start(&Config::new().set("admin.token", "none"));
    let mut station = connected(&server, "2.0.1");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pump-2.0.bin"), bytes(500)).unwrap();

    let of_firmware = calls(&server, "**Firmware to a charger.**");
    let put: Value = serde_json::from_str(&shell(folder.path(), &of_firmware[0])).unwrap();
    assert_eq!(put["bytes"], 500);
    let (ask, at) = (of_firmware[1].clone(), folder.path().to_owned());
    let asked = std::thread::spawn(move || shell(&at, &ask));
    let (id, payload) = station.expect_call("UpdateFirmware");
    station.answer(&id, &json!({"status": "Accepted"}));
    asked.join().unwrap();
    let (url, number) = url_of(&payload);
    assert_eq!(Request::new("GET", &url).send(server.ocpp()).body, bytes(500));
    tell_firmware(&mut station, number, "Installed");
    let shown: Value = serde_json::from_str(&shell(folder.path(), &of_firmware[2])).unwrap();
    assert_eq!(
        (&shown["items"][0]["state"], &shown["installed"]["version"]),
        (&json!("installed"), &json!("1.0"))
    );

    let of_diagnostics = calls(&server, "**Diagnostics, with the file in hand.**");
    let (ask, at) = (of_diagnostics[0].clone(), folder.path().to_owned());
    let asked = std::thread::spawn(move || shell(&at, &ask));
    let (id, payload) = station.expect_call("GetLog");
    station.answer(&id, &json!({"status": "Accepted"}));
    let (url, _) = url_of(&payload);
    assert_eq!(
        Request::new("PUT", &url).body(&bytes(700)).send(server.ocpp()).status,
        201
    );
    let command: Value = serde_json::from_str(&asked.join().unwrap()).unwrap();
    assert_eq!(command["state"], "in-effect");
    let files: Value = serde_json::from_str(&shell(folder.path(), &of_diagnostics[1])).unwrap();
    assert_eq!(files["items"][0]["command"], command["id"]);
    let file = files["items"][0]["id"].as_str().unwrap();
    shell(folder.path(), &of_diagnostics[2].replace("FILE", file));
    assert_eq!(fs::read(folder.path().join("diagnostics.zip")).unwrap(), bytes(700));
}
