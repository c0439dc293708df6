//! The README's tour, step by step, on the default configuration (with free ports) and the real plugins.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait::{self, PATIENCE};
use serde_json::{Value, json};

/// `tour.py` with the lines that it prints.
struct Charger {
    child: Child,
    lines: Receiver<String>,
}

impl Charger {
    fn start(server: &Server) -> Option<Self> {
        let mut command = Tool::Python.command("tour.py")?;
        let command = command.arg("CP1").env("OCPP_URL", format!("ws://{}", server.ocpp()));
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tour.py starts");
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let (sender, lines) = channel();
        thread::spawn(move || {
            output
                .lines()
                .map_while(Result::ok)
                .try_for_each(|line| sender.send(line))
        });
        Some(Self { child, lines })
    }

    /// Waits until it prints a line that begins so.
    fn prints(&self, beginning: &str) {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) if line.starts_with(beginning) => return,
                Ok(_) => {}
                Err(error) => panic!("the charger does not print {beginning:?}: {error}"),
            }
        }
    }
}

impl Drop for Charger {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn start(admin: &Admin, tag: &str) -> Value {
    admin
        .command(
            "CP1",
            "RemoteStartTransaction",
            &json!({"connectorId": 1, "idTag": tag}),
        )
        .expect(200)
}

fn stop(admin: &Admin, charger: &Charger) {
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

#[test]
fn the_tour_goes_as_the_readme_says() {
    let server = Server::start_default();
    let admin = Admin::new(server.admin_address(), None);
    let Some(charger) = Charger::start(&server) else {
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
