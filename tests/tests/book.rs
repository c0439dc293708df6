//! The book of `core/docs`: every chapter is in the summary, every link leads somewhere, and each command of a `console`
//! block prints what the page shows, on a server with a fleet of its own for each chapter.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::fleet::Fleet;
use ocpp_central_tests::page;
use ocpp_central_tests::reader::Reader;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait;

fn docs() -> PathBuf {
    artifacts::suite_dir().join("../core/docs")
}

/// The file names of the folder's pages.
fn pages() -> BTreeSet<String> {
    let files = fs::read_dir(docs())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    files
        .filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "md"))
        .collect()
}

/// The targets of the links of a text, outside its blocks.
fn links(text: &str) -> Vec<String> {
    let (mut found, mut is_block) = (Vec::new(), false);
    for line in text.lines() {
        is_block ^= line.starts_with("```");
        if is_block {
            continue;
        }
        let ends = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        found.extend(ends.map(str::to_owned));
    }
    found
}

/// What a heading is called in a link.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter_map(|line| line.strip_prefix('#'));
    let titles = headings.map(|title| title.trim_start_matches('#').trim().to_lowercase());
    let plain = |c: char| (c.is_alphanumeric() || "-_ ".contains(c)).then_some(if c == ' ' { '-' } else { c });
    titles.map(|title| title.chars().filter_map(plain).collect()).collect()
}

#[test]
fn every_page_is_a_chapter_and_every_link_leads_somewhere() {
    let read = |name: &str| fs::read_to_string(docs().join(name)).unwrap();
    let chapters = links(&read("SUMMARY.md"));
    let listed: BTreeSet<String> = chapters.iter().cloned().collect();
    assert_eq!(listed.len(), chapters.len(), "a chapter stands twice in the summary");
    let mut all = pages();
    assert!(all.remove("SUMMARY.md"));
    assert_eq!(listed, all);
    for page in &all {
        let text = read(page);
        for link in links(&text).iter().filter(|link| !link.contains("://")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let file = if file.is_empty() { page } else { file };
            let target = fs::read_to_string(docs().join(file)).unwrap_or_else(|_| panic!("{page}: there is no {file}"));
            assert!(
                anchor.is_empty() || anchors(&target).contains(anchor),
                "{page}: {file} has no #{anchor}"
            );
        }
    }
}

/// Runs the commands of some pages.
fn holds(pages: &[&str]) {
    for name in pages {
        let server = Server::start(&Config::new().set("connection.settle_delay", "50ms"));
        let ids: Vec<String> = (1..=10).map(|number| format!("F{number:02}")).collect();
        let fleet: Vec<&str> = ids.iter().map(String::as_str).chain(["F12"]).collect();
        let Some(_fleet) = Fleet::start(&server, &fleet) else {
            return;
        };
        let admin = server.admin();
        for id in &ids {
            wait::until(&format!("{id} has booted"), || {
                let known = admin.get(&format!("/api/v1/charge-points/{id}"));
                (known.body["boot"]["firmwareVersion"] == "1.0").then_some(())
            });
        }
        admin.wait_connected("F12", false);
        let reader = Reader::of(&server);
        reader.uses("base");
        fs::copy(
            artifacts::plugin("id-tag-policy"),
            reader.folder().join("id-tag-policy.wasm"),
        )
        .unwrap();
        let jobs = page::jobs(&docs().join(name));
        let steps = jobs.iter().map(|job| job.steps.len()).sum::<usize>();
        assert!(steps > 0, "{name} has no command that is run");
        for job in &jobs {
            for step in &job.steps {
                reader.check(&format!("{name}, {}", job.title), step);
            }
        }
    }
}

/// The pages whose commands another suite runs (`jobs`, those of the simulated charge points), and those without any.
const ELSEWHERE: [&str; 6] = [
    "SUMMARY.md",
    "daily-jobs.md",
    "dashboard.md",
    "simulated-charge-point.md",
    "upgrade.md",
    "limits.md",
];

/// The pages in four parts, which run at once.
const PARTS: [&[&str]; 4] = [
    &["installing.md", "configuration.md", "quirks.md"],
    &["api-by-example.md", "security.md"],
    &["live-events.md", "plugins.md", "backup.md"],
    &["retention-and-privacy.md", "troubleshooting.md"],
];

#[test]
fn every_page_with_commands_is_run() {
    let run: BTreeSet<&str> = PARTS.concat().into_iter().chain(ELSEWHERE).collect();
    for page in pages() {
        assert!(run.contains(page.as_str()), "{page} is in no part");
    }
}

#[test]
fn the_first_pages_print_what_they_show() {
    holds(PARTS[0]);
}

#[test]
fn the_api_and_security_print_what_they_show() {
    holds(PARTS[1]);
}

#[test]
fn events_plugins_and_backups_print_what_they_show() {
    holds(PARTS[2]);
}

#[test]
fn forgetting_and_refusals_print_what_they_show() {
    holds(PARTS[3]);
}
