//! What becomes of uploads that are no plugin, and of plugins that are not there.

use actix_web::test::TestRequest;
use serde_json::json;

use super::Server;

#[actix_web::test]
async fn what_is_no_component_is_refused() {
    let server = Server::start().await;
    let put = async |path: &str, body: &'static [u8]| {
        let request = TestRequest::put().uri(path).set_payload(body);
        server.send(request).await
    };
    let path = "/api/v1/plugins/id-tag-policy";
    put(path, b"not WebAssembly").await.problem(400, "no-component");
    let module = put(path, b"\0asm\x01\0\0\0").await.problem(400, "no-component");
    assert!(module["detail"].as_str().unwrap().contains("wasm32-wasip2"), "{module}");
    put(path, b"\0asm\x0d\0\x01\0").await.problem(422, "invalid-plugin");
    put("/api/v1/plugins/No%20Name", b"")
        .await
        .problem(400, "invalid-request");
    assert_eq!(
        server.get("/api/v1/plugins").await.expect(200),
        json!({ "items": [], "notRunning": [] })
    );
}

#[actix_web::test]
async fn a_component_may_be_larger_than_other_bodies_but_has_a_limit() {
    let server = Server::start().await;
    let limit = server.state.settings().plugins.max_component_bytes;
    let put = async |size: usize| {
        let request = TestRequest::put()
            .uri("/api/v1/plugins/large")
            .set_payload(vec![0; size]);
        server.send(request).await
    };
    put(limit).await.problem(400, "no-component");
    put(limit + 1).await.problem(413, "too-large");
}

#[actix_web::test]
async fn a_plugin_that_is_not_there_is_not_found() {
    let server = Server::start().await;
    let path = "/api/v1/plugins/nobody";
    server.get(path).await.problem(404, "not-found");
    server.delete(path).await.problem(404, "not-found");
    server
        .post(&format!("{path}/rollback"), "")
        .await
        .problem(404, "not-found");
}
