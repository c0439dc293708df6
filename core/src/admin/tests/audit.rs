//! Who changed what: each change is one record, with what was there before and after, without secrets.

use actix_web::http::header::AUTHORIZATION;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::Server;
use crate::config::settings::Secret;

async fn newest(server: &Server, query: &str) -> Value {
    let asked = TestRequest::get().uri(&format!("/api/v1/audit?limit=1{query}"));
    let asked = match &server.token {
        Some(Secret(token)) => asked.insert_header((AUTHORIZATION, format!("Bearer {token}"))),
        None => asked,
    };
    server.send(asked).await.expect(200)["items"][0].take()
}

#[actix_web::test]
async fn a_change_is_written_down_with_what_was_before_and_after() {
    let server = Server::start().await;
    let cp = "/api/v1/charge-points/CP1";
    let body = json!({"securityProfile": 1, "password": "a-long-password-9", "name": "Gate"});
    server.put(cp, body).await.expect(201);
    let made = newest(&server, "").await;
    assert_eq!(made["operation"], "PUT /charge-points/{id}");
    assert_eq!(made["operationId"], "put_charge_point");
    assert_eq!(made["target"], json!({"chargePoint": "CP1"}));
    assert_eq!(
        (&made["who"]["name"], &made["who"]["role"]),
        (&json!("local"), &json!("admin"))
    );
    assert_eq!((&made["outcome"], &made["status"]), (&json!("done"), &json!(201)));
    assert_eq!(made["before"], Value::Null);
    assert_eq!(made["after"]["name"], "Gate");
    assert_eq!(made["asked"]["password"], "***");
    server.put(cp, json!({"name": "Yard"})).await.expect(200);
    let changed = newest(&server, "").await;
    assert_eq!(
        (&changed["before"]["name"], &changed["after"]["name"]),
        (&json!("Gate"), &json!("Yard"))
    );
    assert_eq!(
        changed["number"].as_u64(),
        made["number"].as_u64().map(|number| number + 1)
    );
    server
        .put(cp, json!({"securityProfile": 7}))
        .await
        .problem(400, "invalid-request");
    let refused = newest(&server, "").await;
    assert_eq!(
        (&refused["outcome"], &refused["status"]),
        (&json!("refused"), &json!(400))
    );
    assert!(
        refused["problem"].as_str().unwrap().contains("securityProfile"),
        "{refused}"
    );
    server.delete(cp).await.expect(204);
    let gone = newest(&server, "").await;
    assert_eq!(
        (&gone["before"]["name"], &gone["after"]),
        (&json!("Yard"), &Value::Null)
    );
    // Looking is not written down.
    server.get(cp).await.problem(404, "not-found");
    assert_eq!(newest(&server, "").await["number"], gone["number"]);
    let all = server.get("/api/v1/audit").await.expect(200);
    assert!(!all.to_string().contains("a-long-password-9"), "{all}");
}

#[actix_web::test]
async fn what_else_is_changed_shows_itself() {
    let server = Server::start().await;
    server
        .put("/api/v1/charge-points/CP1", json!({"securityProfile": 0}))
        .await
        .expect(201);
    let tag = "/api/v1/id-tags/ANNA";
    server.put(tag, json!({"status": "Accepted"})).await.expect(201);
    server.put(tag, json!({"status": "Blocked"})).await.expect(200);
    let blocked = newest(&server, "&idTag=anna").await;
    assert_eq!(
        (&blocked["before"]["status"], &blocked["after"]["status"]),
        (&json!("Accepted"), &json!("Blocked"))
    );
    let wanted = json!({"wanted": {"HeartbeatInterval": "60"}});
    server
        .put("/api/v1/charge-points/CP1/configuration", wanted)
        .await
        .expect(200);
    let wanted = newest(&server, "").await;
    assert_eq!(wanted["before"], json!({"wanted": {}}));
    assert_eq!(wanted["after"], json!({"wanted": {"HeartbeatInterval": "60"}}));
    let lines = "{\"id\":\"CP2\",\"securityProfile\":0}\n{\"id\":\"CP3\",\"securityProfile\":9}\n";
    server.post("/api/v1/charge-points", lines).await.expect(200);
    let many = newest(&server, "").await;
    assert_eq!(many["result"], json!({"created": 1, "changed": 0, "refused": 1}));
    let command = "/api/v1/charge-points/CP1/commands/reset?ttl=1h";
    let queued = server.post(command, r#"{"kind": "soft"}"#).await.expect(202);
    let commanded = newest(&server, "&chargePoint=CP1").await;
    assert_eq!(commanded["result"]["id"], queued["id"]);
    assert_eq!(commanded["asked"], json!({"kind": "soft"}));
    assert_eq!(commanded["target"], json!({"chargePoint": "CP1", "action": "reset"}));
    server
        .delete(&format!("/api/v1/commands/{}", queued["id"].as_str().unwrap()))
        .await;
    let taken_back = newest(&server, "").await;
    assert_eq!(taken_back["target"]["chargePoint"], "CP1");
    assert_eq!(taken_back["before"]["state"], "pending");
}

#[actix_web::test]
async fn tokens_are_written_down_without_their_text_and_refusals_with_who() {
    let mut server = Server::start().await;
    server.token = Some(Secret("the-token-of-the-configuration".to_owned()));
    let bearer = |token: &str| (AUTHORIZATION, format!("Bearer {token}"));
    let config = || bearer("the-token-of-the-configuration");
    let post = TestRequest::post().uri("/api/v1/tokens").insert_header(config());
    let made = server
        .send(post.set_payload(r#"{"name":"board","role":"viewer"}"#))
        .await
        .expect(201);
    let text = made["token"].as_str().unwrap().to_owned();
    let written = newest(&server, "&operation=tokens").await;
    assert_eq!(written["target"], json!({"token": "board"}));
    assert_eq!(
        (&written["after"]["role"], &written["after"]["token"]),
        (&json!("viewer"), &json!("***"))
    );
    let delete = TestRequest::delete()
        .uri("/api/v1/id-tags/ANNA")
        .insert_header(bearer(&text));
    server.send(delete).await.problem(403, "role-too-small");
    let refused = newest(&server, "&who=board").await;
    assert_eq!(
        (&refused["outcome"], &refused["status"]),
        (&json!("refused"), &json!(403))
    );
    assert_eq!(refused["operation"], "DELETE /id-tags/{tag}");
    assert_eq!(refused["target"], json!({"idTag": "ANNA"}));
    let all = server
        .send(TestRequest::get().uri("/api/v1/audit").insert_header(config()))
        .await;
    assert!(!all.body.to_string().contains(&text));
}

#[actix_web::test]
async fn the_list_is_filtered_and_paged() {
    let server = Server::start().await;
    for tag in ["A", "B", "C", "D"] {
        server
            .put(&format!("/api/v1/id-tags/{tag}"), json!({"status": "Accepted"}))
            .await
            .expect(201);
    }
    let page = server.get("/api/v1/audit?limit=3").await.expect(200);
    let tags = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap().iter();
        items
            .map(|item| item["target"]["idTag"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(tags(&page), ["D", "C", "B"]);
    let next = page["next"].as_str().unwrap();
    let rest = server
        .get(&format!("/api/v1/audit?limit=3&after={next}"))
        .await
        .expect(200);
    assert_eq!((tags(&rest), &rest["next"]), (vec!["A".to_owned()], &Value::Null));
    for (query, count) in [
        ("idTag=b", 1),
        ("who=local", 4),
        ("who=nobody", 0),
        ("operation=put%20/ID-TAGS", 4),
        ("operation=DELETE", 0),
        ("outcome=done", 4),
        ("from=2999-01-01T00:00:00Z", 0),
        ("to=2999-01-01T00:00:00Z", 4),
        ("to=2001-01-01T00:00:00Z", 0),
        ("chargePoint=CP1", 0),
    ] {
        let found = server.get(&format!("/api/v1/audit?{query}")).await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}");
    }
    server
        .get("/api/v1/audit?since=now")
        .await
        .problem(400, "invalid-request");
}
