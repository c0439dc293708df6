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
        json!({ "status": "ready", "pluginsNotReady": [] })
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
    assert_eq!(reply.header(ALLOW), Some("GET"));
    reply.problem(405, "method-not-allowed");
    let huge = " ".repeat(super::super::MAX_BODY_BYTES + 1);
    server
        .post("/api/v1/charge-points/CP1/commands/Reset", &huge)
        .await
        .problem(413, "too-large");
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
