//! Names in paths through the real routes: decoded once, by the name that the route gives them.

use serde_json::json;

use super::Server;

const LIST: &str = "/api/v1/charge-points";

#[actix_web::test]
async fn a_name_is_decoded_once_whatever_it_holds() {
    let server = Server::start().await;
    for (segment, wanted) in [
        ("a%2Fb", "a/b"),
        ("a%2fb%2F", "a/b/"),
        ("100%25", "100%"),
        ("100%2525", "100%25"),
        ("a%252Fb", "a%2Fb"),
        ("a+b", "a+b"),
        ("a%2Bb%20c", "a+b c"),
        ("RDAM%7C%C3%B6", "RDAM|ö"),
        ("%EF%BF%BD", "\u{fffd}"),
        ("50%", "50%"),
    ] {
        let path = format!("{LIST}/{segment}");
        assert_eq!(
            server.put(&path, json!({ "securityProfile": 0 })).await.expect(201)["id"],
            wanted,
            "{segment}"
        );
        server.get(&format!("{path}/records")).await.expect(200);
        server
            .delete(&format!("/api/v1/charge%2Dpoints/{segment}"))
            .await
            .expect(204);
    }
}

#[actix_web::test]
async fn what_no_name_may_hold_is_refused_and_named() {
    let server = Server::start().await;
    let told = async |path: &str| {
        let problem = server.get(path).await.problem(400, "invalid-request");
        problem["detail"].as_str().unwrap().to_owned()
    };
    for (segment, identity, name) in [
        ("%FF", "the identity in the URL is not UTF-8", "the path is not UTF-8"),
        (
            "a%00b",
            "the identity has control characters",
            "a name has no control characters",
        ),
        (
            "%0D%0A",
            "the identity has control characters",
            "a name has no control characters",
        ),
    ] {
        assert!(told(&format!("{LIST}/{segment}")).await.starts_with(identity));
        assert!(
            told(&format!("/api/v1/transactions/{segment}/1"))
                .await
                .starts_with(identity)
        );
        assert!(told(&format!("/api/v1/id-tags/{segment}")).await.starts_with(name));
        assert!(
            told(&format!("/api/v1/plugins/{segment}/history"))
                .await
                .starts_with(name)
        );
        assert!(told(&format!("/plugins/{segment}/any/tail")).await.starts_with(name));
    }
    assert!(told(&format!("{LIST}/a:b")).await.contains("a colon"));
    assert_eq!(
        told(&format!("/api/v1/id-tags/{}", "x".repeat(256))).await,
        "a name has at most 255 characters"
    );
}

#[actix_web::test]
async fn a_refused_path_is_the_answer_whatever_the_body_is() {
    let server = Server::start().await;
    let path = format!("{LIST}/a%00b");
    for body in [json!({}), json!({ "colour": "red" }), json!("no object")] {
        let problem = server.put(&path, body).await.problem(400, "invalid-request");
        assert_eq!(problem["detail"], "the identity has control characters");
    }
    let huge = " ".repeat(super::super::MAX_BODY_BYTES + 1);
    let problem = server.put(&path, json!(huge)).await.problem(413, "too-large");
    let told = problem["detail"].to_string();
    assert!(
        told.contains("larger than this path takes: at most 1048576 bytes"),
        "{told}"
    );
}

#[actix_web::test]
async fn words_that_there_are_not_are_told_with_those_that_there_are() {
    let server = Server::start().await;
    for (path, about, known) in [
        ("/api/v1/actions/9/Reset", "`version` must be", "`2.0.1`"),
        ("/api/v1/charge-points?version=9", "`version` must be", "`2.0.1`"),
        (
            "/api/v1/charge-points?status=Chargin",
            "`status` must be",
            "did you mean `Charging`?",
        ),
    ] {
        let problem = server.get(path).await.problem(400, "invalid-request");
        let told = problem["detail"].as_str().unwrap_or_default();
        assert!(told.contains(about) && told.contains(known), "{path}: {told}");
        assert!(!told.contains("variant"), "{path}: {told}");
    }
    server.get("/api/v1/charge-points?status=Occupied").await.expect(200);
}
