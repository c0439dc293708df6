//! Who is let in, and that whatever is refused is refused with a problem document.

use actix_web::http::Method;
use actix_web::http::header::{ALLOW, AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use actix_web::test::TestRequest;
use serde_json::json;

use super::{Server, request};
use crate::config::settings::Secret;

const LIST: &str = "/api/v1/charge-points";

async fn with_token() -> Server {
    Server {
        token: Some(Secret("the token".to_owned())),
        ..Server::start().await
    }
}

#[actix_web::test]
async fn the_token_opens_the_api() {
    let server = with_token().await;
    for value in ["Bearer the token", "bearer the token", "Bearer  the token "] {
        server
            .send(TestRequest::get().uri(LIST).insert_header((AUTHORIZATION, value)))
            .await
            .expect(200);
    }
}

#[actix_web::test]
async fn without_it_nothing_of_the_api_shows() {
    let server = with_token().await;
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer the tokem",
        "Bearer the token2",
        "Basic the token",
        "the token",
    ] {
        for path in [LIST, "/api/v1/nothing"] {
            let reply = server
                .send(TestRequest::get().uri(path).insert_header((AUTHORIZATION, value)))
                .await;
            assert!(reply.header(WWW_AUTHENTICATE).unwrap().starts_with("Bearer"));
            reply.problem(401, "unauthorized");
        }
    }
    server.get(LIST).await.problem(401, "unauthorized");
}

#[actix_web::test]
async fn health_needs_no_token() {
    let server = with_token().await;
    assert_eq!(server.get("/healthz").await.expect(200), json!({ "status": "alive" }));
    assert_eq!(
        server.get("/readyz").await.expect(200),
        json!({
            "status": "ready",
            "parts": [
                { "name": "store", "state": "ready" },
                { "name": "plugins", "state": "ready" },
                { "name": "disk", "state": "ready" },
            ],
            "pluginsNotReady": [],
            "pluginsFaulty": [],
        })
    );
}

#[actix_web::test]
async fn an_open_listener_does_not_serve_pages_of_others() {
    let server = Server::start().await;
    let ask = |host: &'static str, origin: Option<&'static str>| {
        let request = TestRequest::get().uri(LIST).insert_header((HOST, host));
        match origin {
            Some(origin) => request.insert_header((ORIGIN, origin)),
            None => request,
        }
    };
    for host in [
        "127.0.0.1:9001",
        "localhost:9001",
        "LOCALHOST",
        "[::1]:9001",
        "127.0.0.2",
    ] {
        server.send(ask(host, None)).await.expect(200);
    }
    server
        .send(ask("localhost:9001", Some("http://localhost:9001")))
        .await
        .expect(200);
    for (host, origin) in [
        ("evil.example", None),
        ("evil.example:9001", None),
        ("localhost.evil.example", None),
        ("localhost:9001", Some("http://evil.example")),
        ("localhost:9001", Some("http://localhost:3000")),
        ("localhost:9001", Some("null")),
    ] {
        server.send(ask(host, origin)).await.problem(403, "forbidden");
    }
}

#[actix_web::test]
async fn what_actix_refuses_is_a_problem_too() {
    let server = Server::start().await;
    server.get("/nothing").await.problem(404, "not-found");
    server.get("/api/v1/nothing").await.problem(404, "not-found");
    let reply = server.send(request(Method::PATCH, LIST)).await;
    assert_eq!(reply.header(ALLOW), Some("GET, POST, HEAD, OPTIONS"));
    reply.problem(405, "method-not-allowed");
    let huge = " ".repeat(super::super::MAX_BODY_BYTES + 1);
    server
        .post("/api/v1/charge-points/CP1/commands/Reset", &huge)
        .await
        .problem(413, "too-large");
}

#[actix_web::test]
async fn every_path_answers_head_and_options() {
    let server = Server::start().await;
    for path in [
        "/healthz",
        "/api/v1/id-tags",
        "/api/v1/transactions",
        "/api/v1/refused-connections",
    ] {
        let head = server.send(request(Method::HEAD, path)).await;
        assert_eq!(head.status, 200, "{path}");
        let options = server.send(request(Method::OPTIONS, path)).await;
        assert_eq!(options.status, 204, "{path}");
        assert_eq!(options.header(ALLOW), Some("GET, HEAD, OPTIONS"), "{path}");
    }
    let path = "/api/v1/charge-points/CP1";
    let options = server.send(request(Method::OPTIONS, path)).await;
    let allowed = options.header(ALLOW).unwrap();
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"] {
        assert!(allowed.split(", ").any(|known| known == method), "{allowed}");
    }
    let command = "/api/v1/charge-points/CP1/commands/Reset";
    let refused = server.send(request(Method::HEAD, command)).await;
    assert_eq!(refused.header(ALLOW), Some("POST, OPTIONS"));
    refused.problem(405, "method-not-allowed");
    server
        .send(request(Method::OPTIONS, "/api/v1/nothing"))
        .await
        .problem(404, "not-found");
}

#[actix_web::test]
async fn a_charge_point_without_authentication_is_only_made_by_saying_so() {
    let server = Server::start().await;
    let path = "/api/v1/charge-points/CP1";
    for body in ["[]", r#"[1,"a-long-password-9"]"#] {
        let put = TestRequest::put().uri(path).set_payload(body);
        server.send(put).await.problem(400, "invalid-request");
    }
    let unsaid = server.put(path, json!({ "registration": "Pending" })).await.expect(201);
    assert_eq!(unsaid["securityProfile"], json!(null));
    let said = server.put(path, json!({ "securityProfile": 0 })).await.expect(200);
    assert_eq!(said["securityProfile"], 0);
}

#[actix_web::test]
async fn no_answer_has_the_words_of_a_parser() {
    let server = Server::start().await;
    let path = "/api/v1/charge-points/CP1";
    server.put(path, json!({ "securityProfile": 0 })).await.expect(201);
    let mut details = Vec::new();
    for body in [
        "{",
        "7",
        "[]",
        "\"x\"",
        "null",
        r#"{"securityProfile":"1"}"#,
        r#"{"securityProfile":-1}"#,
        r#"{"rotate":1}"#,
        r#"{"registration":"accepted"}"#,
        r#"{"password":{}}"#,
        r#"{"passwort":"x"}"#,
    ] {
        let refused = server.send(TestRequest::put().uri(path).set_payload(body)).await;
        details.push(refused.problem(400, "invalid-request")["detail"].to_string());
    }
    for body in [
        r#"{"status":"accepted"}"#,
        r#"{"status":"Accepted","expiry":"tomorrow"}"#,
        "{}",
        r#"{"status":1}"#,
    ] {
        let put = TestRequest::put().uri("/api/v1/id-tags/A").set_payload(body);
        details.push(server.send(put).await.problem(400, "invalid-request")["detail"].to_string());
    }
    for query in [
        "charge-points?conected=true",
        "charge-points?connected=yes",
        "charge-points?limit=",
        "charge-points/CP1/timeline?limit=99999",
        "charge-points/CP1/messages?since=yesterday",
        "charge-points/CP1/messages?verdict=acepted",
        "charge-points/CP1/records?order=up",
    ] {
        let refused = server.get(&format!("/api/v1/{query}")).await;
        details.push(refused.problem(400, "invalid-request")["detail"].to_string());
    }
    for detail in &details {
        for words in [
            "at line",
            "expected struct",
            "variant",
            "missing field",
            "unknown field",
            "invalid type",
            "EOF",
            "u8",
            "deserialize",
            "serde",
            "digit",
        ] {
            assert!(!detail.contains(words), "{detail}");
        }
    }
}

#[actix_web::test]
async fn what_is_not_known_is_named() {
    let server = Server::start().await;
    let path = "/api/v1/charge-points/CP1";
    let body = server
        .put(path, json!({ "colour": "red" }))
        .await
        .problem(400, "invalid-request");
    let detail = body["detail"].as_str().unwrap();
    for name in ["colour", "securityProfile", "password", "rotate", "registration"] {
        assert!(detail.contains(name), "{detail}");
    }
    let query = server
        .get("/api/v1/transactions?chargepoint=CP1")
        .await
        .problem(400, "invalid-request");
    assert!(query["detail"].as_str().unwrap().contains("chargePoint"), "{query}");
    for query in ["limit=0", "limit=1001", "limit=x", "connected=perhaps"] {
        server
            .get(&format!("{LIST}?{query}"))
            .await
            .problem(400, "invalid-request");
    }
    let bad = TestRequest::put().uri(path).set_payload("{");
    server.send(bad).await.problem(400, "invalid-request");
    server
        .get("/api/v1/charge-points/a%00b")
        .await
        .problem(400, "invalid-request");
}
