//! Names in paths through the real routes: decoded once, by the name that the route gives them.

use actix_web::http::Method;
use serde_json::json;

use super::{Server, request};

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

#[actix_web::test]
async fn what_would_be_passed_over_or_find_nothing_is_refused_in_words() {
    let server = Server::start().await;
    server.put(&format!("{LIST}/A3"), json!({ "securityProfile": 0 })).await;
    let stretch = |from: &str, to: &str| format!("{from}=2026-02-02T00:00:00Z&{to}=2026-01-01T00:00:00Z");
    let (days, moments) = (stretch("from", "to"), stretch("since", "until"));
    let table = [
        (format!("{LIST}?columns=foo"), "there is no column `foo`"),
        (format!("{LIST}?columns=id"), "say `format=csv`"),
        (
            "/api/v1/transactions?columns=energyWH".to_owned(),
            "did you mean `energyWh`?",
        ),
        (
            "/api/v1/transactions?columns=id&format=jsonl".to_owned(),
            "say `format=csv`",
        ),
        ("/api/v1/id-tags?columns=tag".to_owned(), "say `format=csv`"),
        (
            format!("/api/v1/transactions?{days}"),
            "`from` (2026-02-02T00:00:00.000Z) is after `to`",
        ),
        (format!("/api/v1/transactions/summary?{days}"), "is after `to`"),
        (format!("/api/v1/audit?{days}"), "is after `to`"),
        (format!("{LIST}/A3/messages?{moments}"), "is after `until`"),
    ];
    for (path, wanted) in table {
        let problem = server.get(&path).await.problem(400, "invalid-request");
        let told = problem["detail"].as_str().unwrap_or_default();
        assert!(told.contains(wanted), "{path}: {told}");
    }
    let same = "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z";
    server.get(&format!("/api/v1/transactions?{same}")).await.expect(200);
}

#[actix_web::test]
async fn a_misspelt_verb_is_told_with_the_one_that_is_near() {
    let server = Server::start().await;
    server.put(&format!("{LIST}/A3"), json!({ "securityProfile": 0 })).await;
    let campaign = json!({ "command": "reste", "selection": { "all": true } });
    for (path, body, near) in [
        (format!("{LIST}/A3/commands/strat?ttl=1h"), json!({}), "`start`"),
        ("/api/v1/campaigns".to_owned(), campaign, "`reset`"),
    ] {
        let problem = server.post(&path, &body.to_string()).await;
        let problem = problem.problem(400, "unknown-action");
        let told = problem["detail"].as_str().unwrap_or_default();
        assert!(told.ends_with(&format!("; did you mean {near}?")), "{path}: {told}");
    }
}

/// What is misspelt would be passed over otherwise, and more be answered, or another thing be done, than was asked for.
#[actix_web::test]
async fn a_parameter_that_there_is_not_is_refused_whatever_is_asked() {
    let server = Server::start().await;
    let document = server.get("/api/v1/openapi.json").await.expect(200);
    let mut asked = [0, 0];
    for (path, operations) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/api/v1/") {
            continue;
        }
        let parts = path
            .split('/')
            .map(|part| if part.starts_with('{') { "1" } else { part });
        let query = format!("{}?no_such_word=1", parts.collect::<Vec<_>>().join("/"));
        for (method, operation) in operations.as_object().unwrap() {
            let parameters = operation["parameters"].as_array();
            let takes_some = parameters.is_some_and(|all| all.iter().any(|one| one["in"] == "query"));
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let problem = server.send(request(method.clone(), &query)).await;
            let problem = problem.problem(400, "invalid-request");
            let told = problem["detail"].as_str().unwrap_or_default();
            let known = if takes_some { "known are " } else { "nothing is" };
            assert!(
                told.starts_with(&format!("in the query: `noSuchWord` is not known here; {known}")),
                "{method} {query}: {told}"
            );
            asked[usize::from(takes_some)] += 1;
        }
    }
    assert!(asked[0] > 60 && asked[1] > 40, "{asked:?}");
    server.get("/healthz?no_such_word=1").await.expect(200);
}
