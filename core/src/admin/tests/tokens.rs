//! Tokens: made, used, rotated, revoked; what each role may do.

use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::{Reply, Server, request};
use crate::config::settings::Secret;

const CONFIGURED: &str = "the-token-of-the-configuration";

async fn with_token() -> Server {
    let mut server = Server::start().await;
    server.token = Some(Secret(CONFIGURED.to_owned()));
    server
}

async fn ask(server: &Server, token: &str, asked: TestRequest) -> Reply {
    let bearer = format!("Bearer {token}");
    server.send(asked.insert_header((AUTHORIZATION, bearer))).await
}

async fn make(server: &Server, token: &str, body: Value) -> String {
    let post = TestRequest::post().uri("/api/v1/tokens").set_payload(body.to_string());
    let made = ask(server, token, post).await.expect(201);
    made["token"].as_str().unwrap().to_owned()
}

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path)
}

fn post(path: &str, body: Value) -> TestRequest {
    TestRequest::post().uri(path).set_payload(body.to_string())
}

#[actix_web::test]
async fn a_role_may_what_it_may_and_no_more() {
    let server = with_token().await;
    let viewer = make(&server, CONFIGURED, json!({"name": "board", "role": "viewer"})).await;
    let operator = make(&server, CONFIGURED, json!({"name": "desk", "role": "operator"})).await;
    let admin = make(&server, CONFIGURED, json!({"name": "boss", "role": "admin"})).await;
    let cp = "/api/v1/charge-points/CP1";
    let put = || TestRequest::put().uri(cp).set_payload(r#"{"securityProfile":0}"#);
    let refused = ask(&server, &viewer, put()).await.problem(403, "role-too-small");
    assert_eq!(
        (&refused["needed"], &refused["role"]),
        (&json!("operator"), &json!("viewer"))
    );
    assert_eq!(
        refused["detail"],
        "this takes the role operator; the token board has the role viewer"
    );
    ask(&server, &operator, put()).await.expect(201);
    ask(&server, &viewer, get(cp)).await.expect(200);
    for (token, status) in [(&viewer, 403), (&operator, 403), (&admin, 200)] {
        // However the path is written, it is the same operation.
        for path in ["/api/v1/tokens", "/api/v1/%74okens", "/api/v1/tokens/%62oard"] {
            assert_eq!(ask(&server, token, get(path)).await.status, status, "{path}");
        }
    }
    let head = ask(&server, &viewer, request(Method::HEAD, "/api/v1/tokens")).await;
    assert_eq!(head.status, 403);
    ask(&server, &viewer, get("/api/v1/nothing"))
        .await
        .problem(404, "not-found");
}

#[actix_web::test]
async fn a_token_is_shown_without_its_text() {
    let server = with_token().await;
    let wanted = json!({"name": "billing", "role": "viewer", "note": "invoices", "expiresAt": "2099-01-01T00:00:00Z"});
    let text = make(&server, CONFIGURED, wanted).await;
    assert!(text.starts_with("ocppc_"), "{text}");
    ask(&server, &text, get("/api/v1/charge-points")).await.expect(200);
    let list = ask(&server, CONFIGURED, get("/api/v1/tokens")).await.expect(200);
    assert!(!list.to_string().contains(&text));
    let names: Vec<_> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].clone())
        .collect();
    assert_eq!(names, ["billing", "config"]);
    let one = ask(&server, CONFIGURED, get("/api/v1/tokens/Billing"))
        .await
        .expect(200);
    assert_eq!(one["role"], "viewer");
    assert_eq!(
        (&one["note"], &one["createdBy"]),
        (&json!("invoices"), &json!("config"))
    );
    assert_eq!(
        (&one["expiresAt"], &one["expired"]),
        (&json!("2099-01-01T00:00:00Z"), &json!(false))
    );
    let config = ask(&server, CONFIGURED, get("/api/v1/tokens/config")).await.expect(200);
    assert_eq!(
        (&config["source"], &config["role"]),
        (&json!("configuration"), &json!("admin"))
    );
    let page = ask(&server, CONFIGURED, get("/api/v1/tokens?limit=1"))
        .await
        .expect(200);
    assert_eq!(page["next"], "billing");
}

#[actix_web::test]
async fn the_text_before_is_valid_for_as_long_as_was_said() {
    let server = with_token().await;
    let first = make(&server, CONFIGURED, json!({"name": "a", "role": "viewer"})).await;
    let rotate = |body| post("/api/v1/tokens/a/rotate", body);
    let rotated = ask(&server, CONFIGURED, rotate(json!({"overlap": "1h"})))
        .await
        .expect(200);
    let second = rotated["token"].as_str().unwrap().to_owned();
    assert!(rotated["previousValidUntil"].is_string());
    for token in [&first, &second] {
        ask(&server, token, get("/api/v1/id-tags")).await.expect(200);
    }
    let rotated = ask(&server, CONFIGURED, rotate(json!({"overlap": "0s"})))
        .await
        .expect(200);
    let third = rotated["token"].as_str().unwrap().to_owned();
    ask(&server, &second, get("/api/v1/id-tags"))
        .await
        .problem(401, "unauthorized");
    for token in [&first, &third] {
        ask(&server, token, get("/api/v1/id-tags")).await.expect(200);
    }
    for bad in [
        json!({"overlap": "soon"}),
        json!({"overlap": "31d"}),
        json!({"overlap": "1h", "x": 1}),
    ] {
        ask(&server, CONFIGURED, rotate(bad))
            .await
            .problem(400, "invalid-request");
    }
    let revoke = TestRequest::delete().uri("/api/v1/tokens/a");
    ask(&server, CONFIGURED, revoke).await.expect(204);
    for token in [&first, &third] {
        let gone = ask(&server, token, get("/api/v1/id-tags")).await;
        assert!(
            gone.header(WWW_AUTHENTICATE)
                .is_some_and(|value| value.starts_with("Bearer"))
        );
        gone.problem(401, "unauthorized");
    }
}

#[actix_web::test]
async fn what_cannot_be_made_is_refused_in_words() {
    let server = with_token().await;
    make(&server, CONFIGURED, json!({"name": "a", "role": "viewer"})).await;
    for (body, kind, status) in [
        (json!({"name": "A", "role": "viewer"}), "token-exists", 409),
        (json!({"name": "config", "role": "viewer"}), "invalid-request", 400),
        (json!({"name": "b c", "role": "viewer"}), "invalid-request", 400),
        (json!({"name": "b", "role": "root"}), "invalid-request", 400),
        (json!({"name": "b"}), "invalid-request", 400),
        (
            json!({"name": "b", "role": "viewer", "expiresAt": "2020-01-01T00:00:00Z"}),
            "invalid-request",
            400,
        ),
    ] {
        ask(&server, CONFIGURED, post("/api/v1/tokens", body))
            .await
            .problem(status, kind);
    }
    for asked in [
        TestRequest::delete().uri("/api/v1/tokens/config"),
        post("/api/v1/tokens/config/rotate", json!({})),
    ] {
        ask(&server, CONFIGURED, asked).await.problem(409, "configured-token");
    }
    let missing = TestRequest::delete().uri("/api/v1/tokens/nobody");
    ask(&server, CONFIGURED, missing).await.problem(404, "not-found");
}

#[actix_web::test]
async fn the_first_token_closes_an_open_listener_and_nobody_locks_everybody_out() {
    let server = Server::start().await;
    let first = json!({"name": "board", "role": "viewer"});
    server
        .post("/api/v1/tokens", &first.to_string())
        .await
        .problem(409, "last-admin-token");
    let made = server
        .post("/api/v1/tokens", r#"{"name":"boss","role":"admin"}"#)
        .await
        .expect(201);
    let boss = made["token"].as_str().unwrap().to_owned();
    assert_eq!(made["createdBy"], "local");
    server.get("/api/v1/charge-points").await.problem(401, "unauthorized");
    let board = make(&server, &boss, first).await;
    ask(&server, &board, get("/api/v1/charge-points")).await.expect(200);
    let revoke = || TestRequest::delete().uri("/api/v1/tokens/boss");
    ask(&server, &boss, revoke()).await.problem(409, "last-admin-token");
    let second = make(&server, &boss, json!({"name": "boss-2", "role": "admin"})).await;
    ask(&server, &second, revoke()).await.expect(204);
    ask(&server, &boss, get("/api/v1/charge-points"))
        .await
        .problem(401, "unauthorized");
}
