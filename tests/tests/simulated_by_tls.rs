//! Simulated charge points inside a server (`POST /simulated-charge-points`) by each security profile, also where the server
//! listens with TLS alone.

use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::{command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::by_tls;
use ocpp_central_tests::tls::{Client, ask, upgrade};
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// Begins one, and waits until it is connected. Gives what is known of it.
fn begun(server: &Server, body: &Value) -> Value {
    let admin = server.admin();
    let made = admin.post("/api/v1/simulated-charge-points", body).expect(201);
    let id = made["id"].as_str().unwrap();
    admin.wait_connected(id, true);
    wait::until("it says so itself", || {
        let list = admin.get("/api/v1/simulated-charge-points").expect(200);
        let mut items = list["items"].as_array().unwrap().iter();
        let one = items.find(|one| one["id"] == id)?;
        assert_eq!(one["securityProfile"], made["securityProfile"]);
        (one["connected"] == true).then_some(())
    });
    admin.get(&format!("/api/v1/charge-points/{id}")).expect(200)
}

#[test]
fn each_security_profile_is_that_of_a_real_one() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&by_tls(&folder));
    assert_eq!(begun(&server, &json!({"version": "1.6"}))["securityProfile"], 1);
    for profile in 1..=3 {
        for version in ["1.6", "2.0.1", "2.1"] {
            let id = format!("SIM-{version}-{profile}");
            let body = json!({"id": id, "version": version, "securityProfile": profile});
            assert_eq!(begun(&server, &body)["securityProfile"], profile);
        }
    }
    let shown = server
        .admin()
        .get("/api/v1/charge-points/SIM-2.1-3/certificates")
        .expect(200);
    assert_eq!(
        (&shown["items"][0]["kind"], &shown["items"][0]["inUse"]),
        (&json!("presented"), &json!(true))
    );
    let serial = shown["items"][0]["certificate"]["serialNumber"].as_str().unwrap();
    let issued = server
        .admin()
        .get(&format!("/api/v1/issued-certificates/{serial}"))
        .expect(200);
    assert_eq!(issued["chargePoint"], "SIM-2.1-3", "{issued}");
    let again = server.admin().delete("/api/v1/simulated-charge-points/SIM-1.6-3");
    assert_eq!(again.status, 204, "{}", again.body);
    assert_eq!(
        begun(&server, &json!({"id": "SIM-1.6-3"}))["securityProfile"],
        3,
        "it stays as it was"
    );
    let body = json!({"securityProfile": 4});
    let refused = server.admin().post("/api/v1/simulated-charge-points", &body);
    assert_eq!(refused.status, 400, "{}", refused.body);
}

#[test]
fn where_nothing_but_tls_is_open_they_come_by_tls() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(&by_tls(&folder).set("ocpp.listen", "none"));
    let shown = begun(&server, &json!({"id": "SIM", "version": "2.0.1"}));
    assert_eq!(shown["securityProfile"], 2);
    let refused = server
        .admin()
        .post("/api/v1/simulated-charge-points", &json!({"securityProfile": 1}));
    let problem = refused.expect(400);
    assert!(
        problem["detail"].as_str().unwrap().contains("1 needs ocpp.listen"),
        "{problem}"
    );
    // Who is let in from afar finds a car there; by itself one comes in half a minute.
    wait::until("it takes a start", || {
        let path = "/api/v1/charge-points/SIM/commands/start";
        let answer = server.admin().post(path, &json!({"idTag": "AFAR"}));
        (answer.status == 200 && answer.body["status"] == "Accepted").then_some(())
    });
    wait::until("it charges", || server.admin().transactions("SIM").first().cloned());
    // Others find it as before.
    server.admin().register("CP1", &json!({"securityProfile": 0}));
    let mut connection = Client::default().connect(server.ocpp_tls()).unwrap();
    assert!(ask(&mut connection, &upgrade("CP1", "")).starts_with("HTTP/1.1 101"));
    let me = server.admin().get("/api/v1/me").expect(200);
    let urls = me["server"]["ocpp"]["urls"].to_string();
    assert!(urls.contains("wss://") && !urls.contains("ws://"), "{me}");
}

/// What one can be begun with is told before, and what cannot be leaves nothing behind.
#[test]
fn what_the_server_serves_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let tls = by_tls(&folder);
    let table = [
        (tls.clone(), json!([1, 2, 3]), None),
        (
            tls.clone().set("ocpp.listen", "none"),
            json!([2, 3]),
            Some((1, "ocpp.listen")),
        ),
        (
            tls.clone().set("ocpp.tls.client_authorities", json!([])),
            json!([1, 2]),
            Some((3, "ocpp.tls.client_authorities")),
        ),
        (
            tls.set("certificates.authority", "none"),
            json!([1, 2]),
            Some((3, "certificates.authority")),
        ),
        (Config::new(), json!([1]), Some((2, "ocpp.tls.listen"))),
    ];
    for (config, offered, refused) in table {
        let server = Server::start(&config);
        let admin = server.admin();
        let list = admin.get("/api/v1/simulated-charge-points").expect(200);
        assert_eq!(list["securityProfiles"], offered);
        let Some((profile, needed)) = refused else { continue };
        let body = json!({"id": "SIM-9", "securityProfile": profile});
        let problem = admin.post("/api/v1/simulated-charge-points", &body).expect(400);
        assert!(problem["detail"].as_str().unwrap().contains(needed), "{problem}");
        assert_eq!(admin.get("/api/v1/charge-points/SIM-9").status, 404);
    }
}

#[test]
fn a_server_that_listens_nowhere_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("central.toml");
    std::fs::write(&path, "ocpp.listen = \"none\"\n").unwrap();
    let ended = run(command().arg("check-config").arg("--config").arg(&path), b"");
    assert_ne!(ended.code, Some(0));
    let told = ended.out + &ended.err;
    assert!(told.contains("charge points could connect nowhere"), "{told}");
}
