//! The description of the admin API: what it says is what the server does, as schemathesis finds, and what a generated
//! client makes of it operates the server.

use std::process::Stdio;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::server::Server;

const DOCUMENT: &str = "/api/v1/openapi.json";

/// Runs one of the scripts against a server; it ends with PASSED, or what it printed is shown.
fn run(script: &str, server: &Server) {
    let Some(mut command) = Tool::Python.command(script) else {
        return;
    };
    let output = command
        .env("OCPP_URL", format!("ws://{}", server.ocpp()))
        .env("ADMIN_URL", format!("http://{}", server.admin_address()))
        .env("ADMIN_TOKEN", ADMIN_TOKEN)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{script} does not start: {error}"));
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && said.lines().any(|line| line == "PASSED"),
        "{script} ended with {}:\n{said}\n{complained}",
        output.status
    );
}

#[test]
fn whoever_reaches_the_listener_may_read_the_description() {
    let server = Server::start(&Config::new());
    let anybody = Admin::new(server.admin_address(), None);
    let reply = anybody.get(DOCUMENT);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body["openapi"], "3.1.0");
    let tag = reply.header("etag").expect("an ETag").to_owned();
    assert_eq!(anybody.get_with(DOCUMENT, ("if-none-match", &tag)).status, 304);
    // What is described is there, and is not theirs.
    let listed = &reply.body["paths"]["/api/v1/charge-points"]["get"];
    assert_eq!(listed["operationId"], "list_charge_points");
    assert_eq!(listed["x-role"], "viewer");
    assert_eq!(anybody.get("/api/v1/charge-points").status, 401);
}

#[test]
fn the_page_asks_no_other_host() {
    let server = Server::start(&Config::new());
    let anybody = Admin::new(server.admin_address(), None);
    let page = anybody.get("/docs/");
    assert_eq!(page.status, 200);
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'self'"), "{policy}");
    let page = page.body.as_str().expect("a page").to_owned();
    assert!(page.contains("swagger-ui") && !page.contains("//cdn"), "{page}");
    for file in page.split(['"', '\'']).filter_map(|word| word.strip_prefix("./")) {
        assert_eq!(anybody.get(&format!("/docs/{file}")).status, 200, "{file}");
    }
    let begins = anybody
        .get("/docs/swagger-initializer.js")
        .body
        .as_str()
        .expect("a script")
        .to_owned();
    assert!(begins.contains("../api/v1/openapi.json"), "{begins}");
    assert!(begins.contains(r#""validatorUrl": "none""#), "{begins}");
    assert_eq!(anybody.get("/docs/nothing.js").status, 404);
}

#[test]
fn the_api_does_what_it_says() {
    let server = Server::start(&Config::new().set("ocpp.workers", 2));
    run("described.py", &server);
}

#[test]
fn a_generated_client_operates_the_server() {
    let server = Server::start(&Config::new());
    run("generated_client.py", &server);
}
