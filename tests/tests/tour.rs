//! The README's tours, step by step, on the shipped configurations (with free ports) and the real plugins.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::external::{Tool, skipped};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait::{self, Deadline};
use serde_json::{Value, json};

/// A script of the tours with the lines that it prints.
struct Script {
    child: Child,
    lines: Receiver<String>,
}

impl Script {
    fn charger(server: &Server, arguments: &[&str]) -> Option<Self> {
        let mut command = Tool::Python.command("tour.py")?;
        command
            .args(arguments)
            .env("OCPP_URL", format!("ws://{}", server.ocpp()));
        Some(Self::start(command))
    }

    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the script starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, lines) = channel();
        thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// Waits until it prints a line that begins so, and gives the rest of it.
    fn prints(&self, beginning: &str) -> String {
        let end = Deadline::start();
        loop {
            match self.lines.recv_timeout(end.left()) {
                Ok(line) if line.starts_with(beginning) => return line[beginning.len()..].to_owned(),
                Ok(_) => {}
                Err(error) => panic!("the script does not print {beginning:?}: {error}"),
            }
        }
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn start(admin: &Admin, tag: &str) -> Value {
    start_at(admin, "CP1", tag)
}

fn start_at(admin: &Admin, charge_point: &str, tag: &str) -> Value {
    let wanted = json!({"connectorId": 1, "idTag": tag});
    admin
        .command(charge_point, "RemoteStartTransaction", &wanted)
        .expect(200)
}

fn stop(admin: &Admin, charger: &Script) {
    let open = admin.get("/api/v1/transactions?charge_point=CP1&open=true").expect(200);
    let id: u32 = open["items"][0]["id"]
        .as_str()
        .expect("an id")
        .parse()
        .expect("a number");
    let answer = admin
        .command("CP1", "RemoteStopTransaction", &json!({"transactionId": id}))
        .expect(200);
    assert_eq!(answer, json!({"status": "Accepted"}));
    charger.prints("connector 1: Available");
}

/// Puts every plugin but those that are there already; Python's takes longer than a start may.
fn put_all(admin: &Admin) -> bool {
    let all = [
        "id-tag-policy",
        "connector-guard",
        "http-forward",
        "tariff",
        "load-balancer",
        "webhook-notifier",
        "minimal-c",
    ];
    for name in all {
        let Some(component) = artifacts::any_plugin(name) else {
            skipped(name);
            return false;
        };
        let put = admin.put_bytes(
            &format!("/api/v1/plugins/{name}"),
            fs::read(component).expect("the component"),
        );
        assert_eq!(put.status, 200, "{name}: {put:?}");
    }
    true
}

#[test]
fn the_tour_of_every_plugin_goes_as_the_readme_says() {
    let Some(mut endpoint) = Tool::Python.command("endpoint.py") else {
        return;
    };
    endpoint.arg("0");
    let endpoint = Script::start(endpoint);
    let port = endpoint.prints("listening on ");
    let shipped = fs::read_to_string(artifacts::suite_dir().join("../config/tour.toml")).expect("the configuration");
    let config = shipped
        .replace("127.0.0.1:9100", &format!("127.0.0.1:{port}"))
        .replace("\"target/more-plugins\"", "\"none\"");
    let server = Server::start_on(&config);
    let admin = Admin::new(server.admin_address(), None);
    if !put_all(&admin) {
        return;
    }
    let (Some(first), Some(second)) = (Script::charger(&server, &["CP1"]), Script::charger(&server, &["CP2"])) else {
        return;
    };
    for charger in [&first, &second] {
        charger.prints("connector 0: TxDefaultProfile 8 A");
    }
    start(&admin, "ALICE");
    endpoint.prints("CP1 asks for ALICE: kept");
    first.prints("connector 1: TxProfile 32 A");
    start_at(&admin, "CP2", "BOB");
    first.prints("connector 1: TxProfile 16 A");
    second.prints("connector 1: TxProfile 16 A");
    first.prints("meter: ");
    stop(&admin, &first);
    second.prints("connector 1: TxProfile 32 A");
    assert!(
        endpoint
            .prints("chat: CP1: transaction ")
            .contains("of ALICE has ended")
    );
    wait::until("the bill", || {
        let bills = admin.get("/plugins/tariff/bills?charge_point=CP1").expect(200);
        let total: f64 = bills["items"][0]["total"].as_str()?.parse().ok()?;
        (total > 0.35).then_some(())
    });
    start(&admin, "LATE-1");
    endpoint.prints("CP1 asks for LATE-1: refused");
    first.prints("authorize LATE-1: Blocked");
    let Some(third) = Script::charger(&server, &["CP3", "2"]) else {
        return;
    };
    third.prints("connector 2: Available");
    start_at(&admin, "CP3", "ALICE");
    assert!(third.prints("started transaction ").ends_with(": Blocked"));
}

#[test]
fn the_tour_goes_as_the_readme_says() {
    let server = Server::start_default();
    let admin = Admin::new(server.admin_address(), None);
    let Some(charger) = Script::charger(&server, &["CP1"]) else {
        return;
    };
    charger.prints("connector 1: Available");
    assert_eq!(admin.get("/api/v1/charge-points/CP1").expect(200)["connected"], true);

    assert_eq!(start(&admin, "ALICE"), json!({"status": "Accepted"}));
    charger.prints("authorize ALICE: Accepted");
    charger.prints("meter: ");
    stop(&admin, &charger);

    let plugins = admin.get("/api/v1/plugins").expect(200);
    let names: Vec<_> = plugins["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|plugin| &plugin["name"])
        .collect();
    assert_eq!(names, ["id-tag-policy", "connector-guard"]);
    start(&admin, "BLOCKED-7");
    charger.prints("authorize BLOCKED-7: Blocked");

    assert_eq!(admin.delete("/api/v1/plugins/id-tag-policy").status, 204);
    start(&admin, "BLOCKED-7");
    charger.prints("authorize BLOCKED-7: Accepted");
    charger.prints("meter: ");

    let component = fs::read(artifacts::plugin("id-tag-policy")).expect("the component");
    let put: Reply = admin.put_bytes("/api/v1/plugins/id-tag-policy", component);
    assert_eq!(put.status, 200, "{put:?}");
    stop(&admin, &charger);
    start(&admin, "BLOCKED-7");
    charger.prints("authorize BLOCKED-7: Blocked");
    wait::until("all transactions to be closed", || {
        let open = admin.get("/api/v1/transactions?charge_point=CP1&open=true").expect(200);
        open["items"].as_array().expect("items").is_empty().then_some(())
    });
}
