//! Logins of browsers: what a cookie opens, what it does not, and when it ends. Each request is answered by a server that
//! has just begun, with the store of the one before.

use actix_web::http::Method;
use actix_web::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderName, ORIGIN, SET_COOKIE, UPGRADE,
};
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{Reply, Server, request};
use crate::config::settings::{Network, Secret};

const TOKEN: &str = "the-token-of-the-configuration";
const HERE: &str = "localhost:9001";
const LIST: &str = "/api/v1/charge-points";
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const CSRF: HeaderName = HeaderName::from_static("x-csrf-token");

async fn with_token() -> Server {
    let mut server = Server::start().await;
    server.token = Some(Secret(TOKEN.to_owned()));
    server.trusted = Network::read("10.0.0.1").into_iter().collect();
    server
}

/// A browser that is logged in.
struct Browser {
    cookie: String,
    csrf: String,
}

fn saying(token: &str) -> TestRequest {
    let body = json!({ "token": token }).to_string();
    TestRequest::post()
        .uri("/login")
        .insert_header((HOST, HERE))
        .set_payload(body)
}

impl Browser {
    async fn log_in(server: &Server, token: &str) -> Self {
        let reply = server.send(saying(token)).await;
        let cookie = reply.header(SET_COOKIE).unwrap().split(';').next().unwrap().to_owned();
        let me = reply.expect(200);
        assert_eq!((&me["loggedIn"], &me["how"]), (&json!(true), &json!("cookie")));
        let csrf = me["csrfToken"].as_str().unwrap().to_owned();
        Self { cookie, csrf }
    }

    fn sends(&self, method: Method, path: &str) -> TestRequest {
        request(method, path)
            .insert_header((HOST, HERE))
            .insert_header((COOKIE, self.cookie.clone()))
    }

    async fn get(&self, server: &Server, path: &str) -> Reply {
        server.send(self.sends(Method::GET, path)).await
    }

    /// With what only the page knows.
    async fn change(&self, server: &Server, method: Method, path: &str, body: Value) -> Reply {
        let change = self.sends(method, path).insert_header((CSRF, self.csrf.clone()));
        server.send(change.set_payload(body.to_string())).await
    }
}

async fn ask(server: &Server, method: Method, path: &str, body: Value) -> Value {
    let asked = request(method, path).insert_header((AUTHORIZATION, format!("Bearer {TOKEN}")));
    server.send(asked.set_payload(body.to_string())).await.body
}

#[actix_web::test]
async fn a_cookie_stands_for_the_token_until_the_logout() {
    let server = with_token().await;
    let browser = Browser::log_in(&server, TOKEN).await;
    let list = browser.get(&server, LIST).await;
    assert_eq!(list.header(CACHE_CONTROL), Some("no-store"));
    assert!(list.header(CONTENT_SECURITY_POLICY).unwrap().ends_with("sandbox"));
    list.expect(200);
    let cp = "/api/v1/charge-points/CP1";
    let unprotected = json!({"securityProfile": 0});
    browser.change(&server, Method::PUT, cp, unprotected).await.expect(201);
    let me = browser.get(&server, "/api/v1/me").await.expect(200);
    assert_eq!(
        (&me["name"], &me["role"], &me["loginNeeded"]),
        (&json!("config"), &json!("admin"), &json!(true))
    );
    assert!(me["loginEndsAt"].is_string(), "{me}");

    server
        .send(browser.sends(Method::POST, "/logout"))
        .await
        .problem(403, "forbidden");
    let gone = browser.change(&server, Method::POST, "/logout", json!({})).await;
    assert!(gone.header(SET_COOKIE).unwrap().contains("Max-Age=0"));
    assert_eq!(gone.status, 204);
    browser.get(&server, LIST).await.problem(401, "unauthorized");
    let me = browser.get(&server, "/api/v1/me").await.expect(200);
    assert_eq!((&me["loggedIn"], &me["csrfToken"]), (&json!(false), &Value::Null));

    let audit = ask(&server, Method::GET, "/api/v1/audit", Value::Null).await;
    let items = audit["items"].as_array().unwrap().iter();
    let of = items.map(|entry| json!([entry["operation"], entry["who"]["name"], entry["outcome"]]));
    let of: Vec<_> = of.collect();
    for told in [
        json!(["POST /login", "config", "done"]),
        json!(["PUT /charge-points/{id}", "config", "done"]),
        json!(["POST /logout", "config", "done"]),
    ] {
        assert!(of.contains(&told), "{told} in {of:?}");
    }
    assert!(!audit.to_string().contains(TOKEN));
}

#[actix_web::test]
async fn with_a_cookie_our_own_page_alone_asks() {
    let server = with_token().await;
    let browser = Browser::log_in(&server, TOKEN).await;
    let put = || {
        browser
            .sends(Method::PUT, "/api/v1/charge-points/CP1")
            .set_payload(r#"{"securityProfile":0}"#)
    };
    let refused = server.send(put()).await.problem(403, "forbidden");
    assert!(
        refused["detail"].as_str().unwrap().contains("X-CSRF-Token"),
        "{refused}"
    );
    server
        .send(put().insert_header((CSRF, "guessed")))
        .await
        .problem(403, "forbidden");
    let right = || put().insert_header((CSRF, browser.csrf.clone()));
    for origin in ["https://evil.example", "http://localhost:3000", "null"] {
        server
            .send(right().insert_header((ORIGIN, origin)))
            .await
            .problem(403, "forbidden");
        let live = browser
            .sends(Method::GET, "/api/v1/live")
            .insert_header((UPGRADE, "websocket"));
        server
            .send(live.insert_header((ORIGIN, origin)))
            .await
            .problem(403, "forbidden");
    }
    let other_site = (HeaderName::from_static("sec-fetch-site"), "same-site");
    server
        .send(right().insert_header(other_site))
        .await
        .problem(403, "forbidden");
    server
        .send(right().insert_header((ORIGIN, "http://localhost:9001")))
        .await
        .expect(201);
    // Who sends a token is a program, whatever else it sends.
    let program = put().insert_header((AUTHORIZATION, format!("Bearer {TOKEN}")));
    server.send(program).await.expect(200);
}

#[actix_web::test]
async fn a_login_ends_with_its_token_and_with_its_role() {
    let server = with_token().await;
    let make = |name: &'static str| {
        ask(
            &server,
            Method::POST,
            "/api/v1/tokens",
            json!({"name": name, "role": "viewer"}),
        )
    };
    let revoked = make("revoked").await["token"].as_str().unwrap().to_owned();
    let browser = Browser::log_in(&server, &revoked).await;
    browser.get(&server, LIST).await.expect(200);
    let put = browser.change(
        &server,
        Method::PUT,
        "/api/v1/charge-points/CP1",
        json!({"securityProfile": 0}),
    );
    put.await.problem(403, "role-too-small");
    ask(&server, Method::DELETE, "/api/v1/tokens/revoked", Value::Null).await;
    browser.get(&server, LIST).await.problem(401, "unauthorized");

    let rotated = make("rotated").await["token"].as_str().unwrap().to_owned();
    let browser = Browser::log_in(&server, &rotated).await;
    let rotate = |overlap: &str| {
        ask(
            &server,
            Method::POST,
            "/api/v1/tokens/rotated/rotate",
            json!({ "overlap": overlap }),
        )
    };
    rotate("1h").await;
    browser.get(&server, LIST).await.expect(200);
    let second = rotate("0s").await["token"].as_str().unwrap().to_owned();
    browser.get(&server, LIST).await.expect(200);
    let later = Browser::log_in(&server, &second).await;
    rotate("0s").await;
    later.get(&server, LIST).await.problem(401, "unauthorized");

    // Of the same name, and with another role.
    ask(&server, Method::DELETE, "/api/v1/tokens/rotated", Value::Null).await;
    make("rotated").await;
    browser.get(&server, LIST).await.problem(401, "unauthorized");
}

#[actix_web::test]
async fn a_token_is_not_taken_in_clear_from_elsewhere() {
    let server = with_token().await;
    let from = |host: &'static str, peer: &str| {
        saying(TOKEN)
            .insert_header((HOST, host))
            .peer_addr(format!("{peer}:50000").parse().unwrap())
    };
    let refused = server
        .send(from("192.168.1.5:9001", "192.168.1.9"))
        .await
        .problem(403, "login-in-clear");
    let detail = refused["detail"].as_str().unwrap();
    assert!(
        detail.contains("admin.trusted_proxies") && detail.contains("ssh -L"),
        "{detail}"
    );
    let https = (PROTO, "https");
    // Anybody may say it, and one who is trusted is believed.
    server
        .send(from("central.example", "192.168.1.9").insert_header(https.clone()))
        .await
        .problem(403, "login-in-clear");
    let reply = server
        .send(from("central.example", "10.0.0.1").insert_header(https))
        .await;
    let cookie = reply.header(SET_COOKIE).unwrap();
    assert!(
        cookie.starts_with("__Host-ocpp-central=") && cookie.ends_with("; Secure"),
        "{cookie}"
    );
    server
        .send(from("central.example", "10.0.0.1").insert_header((PROTO, "http")))
        .await
        .problem(403, "login-in-clear");

    let me = TestRequest::get()
        .uri("/api/v1/me")
        .insert_header((HOST, "192.168.1.5:9001"));
    let me = server.send(me).await.expect(200);
    assert_eq!((&me["loggedIn"], &me["loginRefused"]), (&json!(false), &json!(detail)));
}

#[actix_web::test]
async fn a_wrong_token_is_refused_and_written_down() {
    let server = with_token().await;
    server.send(saying("guessed")).await.problem(401, "unauthorized");
    let foreign = saying(TOKEN).insert_header((ORIGIN, "https://evil.example"));
    server.send(foreign).await.problem(403, "forbidden");
    let wrong = TestRequest::get()
        .uri("/api/v1/me")
        .insert_header((AUTHORIZATION, "Bearer guessed"));
    server.send(wrong).await.problem(401, "unauthorized");
    let audit = ask(&server, Method::GET, "/api/v1/audit", Value::Null).await;
    let entry = &audit["items"][0];
    assert_eq!(
        (&entry["operation"], &entry["outcome"]),
        (&json!("POST /login"), &json!("refused")),
        "{audit}"
    );
}

#[actix_web::test]
async fn an_open_listener_needs_no_login() {
    let server = Server::start().await;
    let me = server.get("/api/v1/me").await.expect(200);
    assert_eq!(
        [&me["loggedIn"], &me["how"], &me["role"], &me["loginNeeded"]],
        [&json!(true), &json!("open"), &json!("admin"), &json!(false)]
    );
    assert_eq!(me["server"]["version"], env!("CARGO_PKG_VERSION"));
    server.send(saying(TOKEN)).await.problem(400, "invalid-request");
    let foreign = TestRequest::get()
        .uri("/api/v1/me")
        .insert_header((HOST, "evil.example"));
    server.send(foreign).await.problem(403, "forbidden");
}
