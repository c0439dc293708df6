//! The README's "An operator's day" and the page of daily jobs: each call and each command line as it stands there, on a
//! fleet that is played by the script that stands there, too. What the page shows is what is printed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::fleet::Fleet;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::page;
use ocpp_central_tests::process;
use ocpp_central_tests::project::push;
use ocpp_central_tests::reader::Reader;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait;
use serde_json::{Value, json};
use tempfile::TempDir;

const SECTION: &str = "## An operator's day";

/// What stands under each title, to be run by a shell.
fn jobs() -> BTreeMap<String, String> {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap();
    let section = readme.split(SECTION).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let (mut jobs, mut title, mut is_code) = (BTreeMap::new(), String::new(), false);
    for line in section.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code && !title.is_empty() {
            let job: &mut String = jobs.entry(title.clone()).or_default();
            job.push_str(line);
            job.push('\n');
        } else if let Some(bold) = line.strip_prefix("**") {
            let end = bold.find("**").unwrap_or(bold.len());
            title = bold[..end].trim_end_matches('.').to_owned();
        }
    }
    jobs
}

struct Shell {
    jobs: BTreeMap<String, String>,
    folder: TempDir,
    admin: String,
}

impl Shell {
    /// Runs what stands under a title, and gives what it prints.
    fn run(&self, title: &str) -> String {
        let job = self
            .jobs
            .get(title)
            .unwrap_or_else(|| panic!("no {title}: {:?}", self.jobs.keys()));
        let job = job.replace("http://127.0.0.1:9001", &self.admin);
        let binary = process::command().get_program().to_owned();
        let folder = Path::new(&binary)
            .parent()
            .unwrap_or(Path::new("."))
            .display()
            .to_string();
        let output = Command::new("sh")
            .args(["-eu", "-c", &job])
            .current_dir(self.folder.path())
            .env(
                "PATH",
                format!("{folder}:{}", std::env::var("PATH").unwrap_or_default()),
            )
            .env("OCPP_CENTRAL_SERVER", &self.admin)
            .env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN)
            // Where curl finds the token, which the README's server does not want.
            .env("HOME", self.folder.path())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(
            output.status.success(),
            "{title}: {}\n{}\n{job}",
            text(&output.stdout),
            text(&output.stderr)
        );
        text(&output.stdout)
    }
}

fn get(admin: &Admin, path: &str) -> Value {
    admin.get(&format!("/api/v1{path}")).expect(200)
}

/// The campaigns are over, and each of their charge points has it.
fn all_in_effect(admin: &Admin) {
    wait::until("the campaigns are over", || {
        let campaigns = get(admin, "/campaigns");
        let over = |campaign: &Value| {
            assert_ne!(campaign["state"], "paused", "{campaign}");
            campaign["state"] == "completed" && campaign["counts"]["inEffect"] == campaign["chargePoints"]
        };
        campaigns["items"].as_array().unwrap().iter().all(over).then_some(())
    });
}

/// Null before its first boot.
fn firmware(admin: &Admin, id: &str) -> Value {
    admin.get(&format!("/api/v1/charge-points/{id}")).body["boot"]["firmwareVersion"].clone()
}

/// The fleet with whoever works with it.
struct Day {
    admin: Admin,
    shell: Shell,
    ids: Vec<String>,
}

impl Day {
    fn configuration(&self) {
        self.shell.run("Set a configuration, and see it");
        for id in ["F01", "F02"] {
            wait::until("it is as it should be", || {
                let path = format!("/charge-points/{id}/configuration?name=HeartbeatInterval");
                let known = get(&self.admin, &path);
                let item = &known["items"][0];
                (item["value"] == "120" && item["drift"] == "none").then_some(())
            });
        }
    }

    fn local_list(&self) {
        self.shell.run("A local list to ten");
        self.wait_for_lists("it has the list", |entries| entries.len() == 2);
    }

    fn wait_for_lists(&self, what: &str, is_so: impl Fn(&[Value]) -> bool) {
        for id in &self.ids {
            wait::until(&format!("{id}: {what}"), || {
                let list = get(&self.admin, &format!("/charge-points/{id}/local-list"));
                (is_so(list["entries"].as_array().unwrap()) && list["drift"] == "none").then_some(())
            });
        }
    }

    fn firmware(&self) {
        self.shell.run("Firmware to a group");
        let of_it = |id: &&String| get(&self.admin, &format!("/charge-points/{id}"))["boot"]["vendor"] != "Gamma";
        for id in self.ids.iter().filter(of_it) {
            wait::until(&format!("{id} is updated"), || {
                (firmware(&self.admin, id) == "2.0").then_some(())
            });
        }
    }

    fn diagnostics(&self) {
        let told = self.shell.run("Diagnostics, with the file in hand");
        let log = fs::read_to_string(self.shell.folder.path().join("F02.log")).unwrap();
        assert_eq!(log.lines().count(), 100, "{told}");
        assert!(log.contains("F02 line 7"), "{log}");
        let files = get(&self.admin, "/charge-points/F01/files");
        assert_eq!(files["items"].as_array().unwrap().len(), 1);
    }

    fn block(&self) {
        let path = "/api/v1/charge-points/F03/commands/start?wait=effect";
        let start = self.admin.post(path, &json!({"idTag": "ALICE"})).expect(200);
        self.shell.run("Block a tag everywhere at once");
        wait::until("its session is over", || {
            let over = get(&self.admin, "/transactions?chargePoint=F03&state=closed");
            (over["items"][0]["id"] == start["effect"]["transactionId"]).then_some(())
        });
        let is_blocked = |entry: &Value| entry["status"] == "Blocked";
        self.wait_for_lists("it has the tags as blocked", |entries| entries.iter().all(is_blocked));
        assert_eq!(get(&self.admin, "/id-tags/ALICE")["status"], "Blocked");
    }

    fn absent(&self, server: &Server) {
        let told = self.shell.run("A command for a charger that is away");
        assert!(told.contains("pending"), "{told}");
        let _late = Fleet::start(server, &["F11"]);
        wait::until("it was sent", || {
            let commands = get(&self.admin, "/commands?chargePoint=F11");
            let is_reset = |command: &&Value| command["action"] == "reset";
            let resets: Vec<_> = commands["items"].as_array().unwrap().iter().filter(is_reset).collect();
            (resets.len() == 2 && resets.iter().all(|reset| reset["state"] == "in-effect")).then_some(())
        });
    }
}

#[test]
fn an_operator_s_day_goes_as_the_readme_says() {
    let server = Server::start(&Config::new().set("connection.settle_delay", "50ms"));
    let admin = server.admin();
    let ids: Vec<String> = (1..=10).map(|number| format!("F{number:02}")).collect();
    let Some(_fleet) = Fleet::start(&server, &[]) else {
        return;
    };
    for id in &ids {
        wait::until(&format!("{id} has booted"), || {
            (firmware(&admin, id) == "1.0").then_some(())
        });
    }
    let shell = Shell {
        jobs: jobs(),
        folder: tempfile::tempdir().unwrap(),
        admin: format!("http://{}", server.admin_address()),
    };
    let of_curl = format!("header = \"Authorization: Bearer {ADMIN_TOKEN}\"\n");
    fs::write(shell.folder.path().join(".curlrc"), of_curl).unwrap();
    fs::write(shell.folder.path().join("pump-2.0.bin"), vec![7; 100_000]).unwrap();
    let day = Day { admin, shell, ids };
    day.configuration();
    day.local_list();
    day.firmware();
    day.diagnostics();
    day.block();
    day.admin.register("F11", &json!({"securityProfile": 0}));
    day.absent(&server);
    all_in_effect(&day.admin);
    let told = day.shell.run("What became of last night's campaign");
    assert!(told.contains("completed"), "{told}");
}

/// What the page's sessions cost: the same tariff as `config/tour.toml` has, without minutes, so that a bill is the same
/// each time.
const TARIFF: &str = r#"name = "tariff"
grants = ["state", "commands", "directory", "events"]
on_failure = { TransactionEvent = "keep" }

[plugin.settings]
currency = "EUR"

[[plugin.settings.tariffs]]
id = "public"
session_fee = "0.35"
prices = [{ energy = "0.49" }]
"#;

#[test]
fn each_daily_job_prints_what_the_page_shows() {
    let Some(tariff) = artifacts::any_plugin("tariff") else {
        return skipped("componentize-qjs");
    };
    let config = Config::new().set("connection.settle_delay", "50ms").plugin(TARIFF);
    let server = Server::start(&config);
    push(&server, &tariff);
    let admin = server.admin();
    let ids: Vec<String> = (1..=10).map(|number| format!("F{number:02}")).collect();
    let fleet: Vec<&str> = ids.iter().map(String::as_str).chain(["F12"]).collect();
    let Some(_fleet) = Fleet::start(&server, &fleet) else {
        return;
    };
    for id in &ids {
        wait::until(&format!("{id} has booted"), || {
            (firmware(&admin, id) == "1.0").then_some(())
        });
    }
    admin.wait_connected("F12", false);
    let reader = Reader::of(&server);
    fs::write(reader.folder().join("pump-2.0.bin"), vec![7; 100_000]).unwrap();
    let page = artifacts::suite_dir().join("../core/docs/daily-jobs.md");
    let jobs = page::jobs(&page);
    assert!(jobs.len() > 10, "{}", jobs.len());
    for job in &jobs {
        if job.title == "Who was not let in" {
            let guessed = Upgrade::to("/ocpp/F11")
                .offer("ocpp1.6")
                .basic("F11", b"a-guess-of-16-signs");
            assert_eq!(guessed.send(server.ocpp()).status, 401);
        }
        for step in &job.steps {
            reader.check(&job.title, step);
        }
    }
}
