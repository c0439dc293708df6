//! Who may use the admin API, and who did what: each operation of the description against each role, the life of
//! tokens, the audit log, and what proxies say of who is at the other end.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::Command;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::http::Request;
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const ROLES: [&str; 3] = ["viewer", "operator", "admin"];

/// A token of this role, by the API.
fn token(admin: &Admin, name: &str, role: &str) -> String {
    let made = admin
        .post("/api/v1/tokens", &json!({"name": name, "role": role}))
        .expect(201);
    made["token"].as_str().unwrap().to_owned()
}

/// The status line alone: what streams goes on.
fn status(address: SocketAddr, method: &str, path: &str, token: Option<&str>) -> u16 {
    let mut request = Request::new(method, path).header("Content-Type", "application/json");
    if let Some(token) = token {
        request = request.header("Authorization", &format!("Bearer {token}"));
    }
    let stream = request.body(b"{}").begin(address, 2);
    let mut line = String::new();
    BufReader::new(stream).read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.unwrap_or_else(|| panic!("{method} {path}: {line:?}"))
}

/// An operation as it is described.
struct Described {
    method: String,
    /// With names of nobody in it.
    path: String,
    /// None: it needs no token.
    role: Option<String>,
}

fn described(admin: &Admin) -> Vec<Described> {
    let description = admin.get("/api/v1/openapi.json").expect(200);
    let paths = description["paths"].as_object().unwrap();
    let methods = ["get", "put", "post", "delete", "patch"];
    let operations = paths.iter().flat_map(|(path, item)| {
        let named = path
            .split('/')
            .map(|part| if part.starts_with('{') { "nobody" } else { part });
        let named = named.collect::<Vec<_>>().join("/");
        let of = item
            .as_object()
            .unwrap()
            .iter()
            .filter(|(method, _)| methods.contains(&method.as_str()));
        of.map(move |(method, operation)| Described {
            method: method.to_uppercase(),
            path: named.clone(),
            role: operation["x-role"].as_str().map(str::to_owned),
        })
        .collect::<Vec<_>>()
    });
    operations.collect()
}

#[test]
fn each_operation_of_the_description_is_held_to_its_role() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let tokens = ROLES.map(|role| token(&admin, &format!("a-{role}"), role));
    let all = described(&admin);
    assert!(all.len() > 60, "the description has {} operations", all.len());
    for Described { method, path, role } in &all {
        let at = |token| status(server.admin_address(), method, path, token);
        let Some(role) = role else {
            assert!(!matches!(at(None), 401 | 403), "{method} {path} needs no token");
            continue;
        };
        assert_eq!(at(None), 401, "{method} {path} without a token");
        assert_eq!(at(Some("ocppc_wrong")), 401, "{method} {path} with a wrong token");
        let needed = ROLES.iter().position(|known| known == role).unwrap();
        for (place, token) in tokens.iter().enumerate() {
            if place < needed {
                assert_eq!(
                    at(Some(token)),
                    403,
                    "{method} {path} takes {role}, not {}",
                    ROLES[place]
                );
            } else if method == "GET" || role != "admin" {
                let status = at(Some(token));
                assert!(
                    !matches!(status, 401 | 403),
                    "{method} {path} for {}: {status}",
                    ROLES[place]
                );
            }
        }
    }
}

#[test]
fn a_token_is_made_rotated_and_revoked_while_it_is_in_use() {
    let mut server = Server::start(&Config::new());
    let admin = server.admin();
    let first = token(&admin, "board", "viewer");
    let ask = |server: &Server, token: &str| status(server.admin_address(), "GET", "/api/v1/id-tags", Some(token));
    assert_eq!(ask(&server, &first), 200);
    let rotated = admin
        .post("/api/v1/tokens/board/rotate", &json!({"overlap": "1h"}))
        .expect(200);
    let second = rotated["token"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    for token in [&first, &second] {
        assert_eq!(ask(&server, token), 200);
    }
    // The store has neither text.
    server.crash_and_restart();
    let admin = server.admin();
    for token in [&first, &second] {
        assert_eq!(ask(&server, token), 200, "after a restart");
    }
    let shown = admin.get("/api/v1/tokens/board").expect(200);
    assert!(
        shown["lastUsedAt"].is_string() && shown["lastUsedFrom"] == "127.0.0.1",
        "{shown}"
    );
    let expiring = json!({"name": "guest", "role": "viewer", "expiresAt": soon()});
    let guest = admin.post("/api/v1/tokens", &expiring).expect(201)["token"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(ask(&server, &guest), 200);
    assert_eq!(admin.delete("/api/v1/tokens/board").status, 204);
    for token in [&first, &second] {
        assert_eq!(ask(&server, token), 401, "revoked");
    }
    wait::until("the guest's token has expired", || {
        (ask(&server, &guest) == 401).then_some(())
    });
    assert_eq!(admin.get("/api/v1/tokens/guest").expect(200)["expired"], true);
}

/// Some seconds from now, and not less than four: RFC 3339.
fn soon() -> String {
    let date = Command::new("date")
        .args(["-u", "-d", "+5 seconds", "+%FT%TZ"])
        .output();
    String::from_utf8(date.unwrap().stdout).unwrap().trim().to_owned()
}

fn audit(admin: &Admin, query: &str) -> Vec<Value> {
    let found = admin.get(&format!("/api/v1/audit?{query}")).expect(200);
    found["items"].as_array().unwrap().clone()
}

/// An operator, `desk`, moves a charge point, blocks a tag, resets the charge point, and asks what is not for them.
fn day_at_the_desk(server: &Server) {
    let desk = token(&server.admin(), "desk", "operator");
    let desk = Admin::new(server.admin_address(), Some(&desk));
    desk.register("CP1", &json!({"password": "the-secret-of-cp-1", "site": "Bonn"}));
    desk.register("CP1", &json!({"site": "Berlin"}));
    desk.set_tag("ANNA", "Accepted");
    desk.set_tag("ANNA", "Blocked");
    let mut station = Station::upgrade(
        server,
        &Upgrade::to("/ocpp/CP1")
            .offer("ocpp1.6")
            .basic("CP1", b"the-secret-of-cp-1"),
    );
    let asked = {
        let desk = desk.clone();
        std::thread::spawn(move || desk.post("/api/v1/charge-points/CP1/commands/Reset", &json!({"type": "Soft"})))
    };
    let (id, _) = station.expect_call("Reset");
    station.answer(&id, &json!({"status": "Accepted"}));
    assert_eq!(asked.join().unwrap().status, 200);
    assert_eq!(desk.get("/api/v1/audit").status, 403);
}

#[test]
fn what_people_did_is_in_the_audit_log_also_after_a_crash() {
    let mut server = Server::start(&Config::new());
    day_at_the_desk(&server);
    server.crash_and_restart();
    let admin = server.admin();
    let of_station = audit(&admin, "who=desk&chargePoint=CP1");
    let operations: Vec<_> = of_station
        .iter()
        .map(|one| one["operation"].as_str().unwrap())
        .collect();
    assert_eq!(
        operations,
        [
            "POST /charge-points/{id}/commands/{name}",
            "PUT /charge-points/{id}",
            "PUT /charge-points/{id}"
        ]
    );
    let [reset, moved, made] = of_station.as_slice() else {
        panic!()
    };
    assert_eq!(
        (&reset["asked"], &reset["result"]["status"]),
        (&json!({"type": "Soft"}), &json!("Accepted"))
    );
    assert_eq!(
        (&moved["before"]["site"], &moved["after"]["site"]),
        (&json!("Bonn"), &json!("Berlin"))
    );
    assert_eq!(
        (&made["before"], &made["asked"]["password"]),
        (&Value::Null, &json!("***"))
    );
    assert_eq!(made["who"]["role"], "operator");
    assert!(
        made["who"]["address"].as_str().unwrap().starts_with("127.0.0.1:"),
        "{made}"
    );
    let of_tag = audit(&admin, "idTag=anna");
    let words: Vec<_> = of_tag
        .iter()
        .map(|one| (&one["before"]["status"], &one["after"]["status"]))
        .collect();
    assert_eq!(
        words,
        [
            (&json!("Accepted"), &json!("Blocked")),
            (&Value::Null, &json!("Accepted"))
        ]
    );
    let refused = audit(&admin, "who=desk&outcome=refused");
    assert_eq!((refused.len(), &refused[0]["status"]), (1, &json!(403)));
    assert!(!server.log().contains("the-secret-of-cp-1"));
}

#[test]
fn a_reload_of_the_configuration_is_in_the_audit_log() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    server.hang_up();
    wait::until("the reload is in the audit log", || {
        audit(&admin, "who=signal").pop().filter(|one| one["outcome"] == "done")
    });
}

#[test]
fn a_flood_of_wrong_tokens_is_written_down_in_a_few_records() {
    let server = Server::start(&Config::new());
    let threads: Vec<_> = (0..30)
        .map(|number| {
            let stranger = Admin::new(server.admin_address(), Some(&format!("ocppc_guess-{number}")));
            std::thread::spawn(move || {
                for _ in 0..5 {
                    assert_eq!(stranger.get("/api/v1/charge-points").status, 401);
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    let admin = server.admin();
    let refused = audit(&admin, "outcome=refused");
    assert!((10..=40).contains(&refused.len()), "{}", refused.len());
    assert_eq!(
        (&refused[0]["who"]["name"], &refused[0]["status"]),
        (&json!(""), &json!(401))
    );
    assert!(!json!(refused).to_string().contains("ocppc_guess"));
}

/// `ocpp-central ARGUMENTS` with a token.
fn command(arguments: &[&str], token: &str) -> Ended {
    let mut command = process::command();
    command.args(arguments).env("OCPP_CENTRAL_ADMIN_TOKEN", token);
    process::run(&mut command, b"")
}

#[test]
fn the_command_line_makes_tokens_also_when_all_are_lost() {
    let open = Config::new().set("admin.token", "none");
    let mut server = Server::start(&open);
    let address = format!("http://{}", server.admin_address());
    let data = server.data_folder().display().to_string();
    let at = ["--server", address.as_str()];
    let first = command(
        &[&["tokens", "create", "boss", "--role", "admin"][..], &at].concat(),
        "",
    );
    assert_eq!(first.code, Some(0), "{first:?}");
    let boss = first.out.trim();
    let rotate = ["tokens", "rotate", "boss", "--overlap", "0s"];
    let second = command(&[&rotate[..], &at].concat(), boss);
    assert_eq!(second.code, Some(0), "{second:?}");
    let old = command(&[&["tokens", "list"][..], &at].concat(), boss);
    assert!(old.code != Some(0) && old.err.contains("the token is wrong"), "{old:?}");
    let boss = second.out.trim();
    let listed = command(&[&["tokens", "list", "--json"][..], &at].concat(), boss);
    let listed: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(
        (&listed["name"], &listed["createdBy"]),
        (&json!("boss"), &json!("local"))
    );
    let locked = command(&["tokens", "list", "--store", &data], "");
    assert!(
        locked.code != Some(0) && locked.err.contains("leave --store out"),
        "{locked:?}"
    );
    server.stop();
    let rescue = command(&["tokens", "create", "rescue", "--role", "admin", "--store", &data], "");
    assert_eq!(rescue.code, Some(0), "{rescue:?}");
    let revoked = command(&["tokens", "revoke", "boss", "--store", &data], "");
    assert_eq!((revoked.code, revoked.out.trim()), (Some(0), "boss is revoked"));
    server.crash_and_restart();
    let admin = Admin::new(server.admin_address(), Some(rescue.out.trim()));
    assert_eq!(
        status(server.admin_address(), "GET", "/api/v1/id-tags", Some(boss)),
        401
    );
    let offline = audit(&admin, "who=command-line");
    let operations: Vec<_> = offline.iter().map(|one| one["operation"].as_str().unwrap()).collect();
    assert_eq!(operations, ["tokens revoke", "tokens create"]);
    let address = format!("http://{}", server.admin_address());
    let shown = command(
        &["audit", "--who", "local", "--json", "--server", &address],
        rescue.out.trim(),
    );
    assert!(shown.out.contains("\"POST /tokens\""), "{shown:?}");
}

/// How a station that says where it comes from is shown; none: it was refused with this status.
fn shown(server: &Server, said: &[(&str, &str)]) -> Result<String, (u16, String)> {
    let basic = Upgrade::to("/ocpp/CP2")
        .offer("ocpp1.6")
        .basic("CP2", b"the-secret-of-cp-2");
    let upgrade = said
        .iter()
        .fold(basic, |upgrade, (name, value)| upgrade.header(name, value));
    let answer = upgrade.send(server.ocpp());
    if answer.status != 101 {
        return Err((answer.status, answer.body()));
    }
    let station = Station::over(answer.into_socket());
    let admin = server.admin();
    let known = || admin.get("/api/v1/charge-points/CP2").expect(200);
    let address = wait::until("it is connected", || {
        known()["session"]["remoteAddress"].as_str().map(str::to_owned)
    });
    station.close();
    wait::until("it is gone", || (known()["connected"] == false).then_some(()));
    Ok(address)
}

#[test]
fn a_proxy_is_believed_where_the_configuration_names_it() {
    let config = Config::new()
        .set("ocpp.trusted_proxies", json!(["127.0.0.0/8", "10.0.0.0/8"]))
        .set("admin.trusted_proxies", json!(["127.0.0.1"]));
    let server = Server::start(&config);
    let admin = server.admin();
    admin.register("CP2", &json!({"securityProfile": 2, "password": "the-secret-of-cp-2"}));
    let from = |address| ("X-Forwarded-For", address);
    let https = ("X-Forwarded-Proto", "https");
    assert_eq!(shown(&server, &[from("203.0.113.7"), https]).unwrap(), "203.0.113.7");
    assert_eq!(
        shown(&server, &[from("1.2.3.4, 203.0.113.7, 10.0.0.2"), https]).unwrap(),
        "203.0.113.7"
    );
    assert_eq!(
        shown(&server, &[("Forwarded", "for=\"[2001:db8::7]:50123\";proto=https")]).unwrap(),
        "[2001:db8::7]:50123"
    );
    for plain in [
        &[from("203.0.113.7")][..],
        &[from("203.0.113.7"), ("X-Forwarded-Proto", "http")],
    ] {
        let (status, text) = shown(&server, plain).unwrap_err();
        assert_eq!(status, 401);
        assert!(text.contains("connect with wss"), "{text}");
    }
    let refused = admin.get("/api/v1/charge-points/CP2").expect(200)["lastRefused"].take();
    assert_eq!(refused["remoteAddress"], "203.0.113.7");
    let put = Request::new("PUT", "/api/v1/id-tags/ANNA")
        .header("Authorization", &format!("Bearer {ADMIN_TOKEN}"))
        .header("X-Forwarded-For", "198.51.100.9")
        .body(br#"{"status":"Accepted"}"#);
    assert_eq!(put.send(server.admin_address()).status, 201);
    assert_eq!(audit(&admin, "idTag=ANNA")[0]["who"]["address"], "198.51.100.9");
    let odd = shown(&server, &[from("nonsense"), https]).unwrap();
    assert!(odd.starts_with("127.0.0.1:"), "{odd}");
    assert_eq!(server.log().matches("a trusted proxy sends").count(), 1);
}

#[test]
fn anybody_else_who_says_where_they_come_from_is_not_believed() {
    let server = Server::start(&Config::new().set("ocpp.trusted_proxies", json!(["10.0.0.0/8"])));
    let admin = server.admin();
    admin.register("CP2", &json!({"securityProfile": 2, "password": "the-secret-of-cp-2"}));
    let said = [
        ("X-Forwarded-For", "10.0.0.1"),
        ("X-Forwarded-Proto", "https"),
        ("Forwarded", "proto=https"),
    ];
    let (status, text) = shown(&server, &said).unwrap_err();
    assert_eq!(status, 401);
    assert!(text.contains("ocpp.trusted_proxies"), "{text}");
    admin.register("CP2", &json!({"securityProfile": 1}));
    let address = shown(&server, &said).unwrap();
    assert!(address.starts_with("127.0.0.1:"), "{address}");
    let put = Request::new("PUT", "/api/v1/id-tags/ANNA")
        .header("Authorization", &format!("Bearer {ADMIN_TOKEN}"))
        .header("X-Forwarded-For", "198.51.100.9")
        .body(br#"{"status":"Accepted"}"#);
    assert_eq!(put.send(server.admin_address()).status, 201);
    let address = audit(&admin, "idTag=ANNA")[0]["who"]["address"].clone();
    assert!(address.as_str().unwrap().starts_with("127.0.0.1:"), "{address}");
}
