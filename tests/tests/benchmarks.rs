//! The benchmarks, as small as they can be: each part runs to its end, and measures what it says. Figures of speed are not
//! looked at: those of a debug build on a busy machine mean nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Runs a benchmark with few of everything; what it prints.
fn run(program: &str, figures: &Path, options: &[&str]) -> String {
    let mut command = Command::new(program);
    command.env("BENCH_FIGURES", figures);
    if !program.ends_with("bench-aims") {
        let few = "--rounds 1 --messages 80 --connections 4 --limit-seconds 10";
        command.args(few.split(' '));
    }
    let output = command.args(options).output().expect("the benchmark starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let printed = text(&output.stdout);
    println!("{printed}");
    assert!(output.status.success(), "{options:?}: {}", text(&output.stderr));
    printed
}

/// What the benchmarks left for the table of aims.
fn kept(figures: &Path) -> BTreeMap<String, f64> {
    serde_json::from_slice(&std::fs::read(figures).expect("the figures")).expect("names and numbers")
}

/// The columns of the only line that begins so, behind that.
#[track_caller]
fn row<'a>(printed: &'a str, title: &str) -> Vec<&'a str> {
    let rows: Vec<&str> = printed.lines().filter_map(|line| line.strip_prefix(title)).collect();
    let [row] = rows[..] else {
        panic!("{title}: {} rows", rows.len());
    };
    row.split_whitespace().collect()
}

fn number(text: &str) -> f64 {
    text.trim_end_matches('%')
        .parse()
        .unwrap_or_else(|_| panic!("{text} is no number"))
}

#[test]
fn loads_a_fleet_and_a_server_without_traffic_are_measured_and_stand_beside_their_aims() {
    let folder = TempDir::new().unwrap();
    let figures = folder.path().join("figures.json");
    let loads = "--scenario heartbeat --scenario transaction-meter --server floor --server plain";
    let rest = "--stations 30 --quiet-seconds 1";
    let options: Vec<&str> = loads.split(' ').chain(rest.split(' ')).collect();
    let printed = run(env!("CARGO_BIN_EXE_bench-drive"), &figures, &options);
    for title in ["Heartbeat                             no plugin ", "fleet "] {
        row(&printed, title);
    }
    let alone = row(&printed, "MeterValues, in a transaction, alone  no plugin ");
    assert!(number(alone[0]) > 0.0, "{alone:?}");
    let kept = kept(&figures);
    for name in [
        "cpu/1.6/heartbeat/floor",
        "p50/1.6/transaction-meter/plain",
        "p50/disk",
        "idle/plain",
        "traffic/floor",
        "quiet/plugins",
    ] {
        assert!(kept[name].is_finite(), "{name}: {kept:?}");
        assert!(kept[name] > 0.0 || !name.starts_with("cpu/"), "{name}: {kept:?}");
    }
    assert!(
        kept["p50/disk"] > 0.0 && kept["p50/1.6/transaction-meter/plain"] > 0.0,
        "{kept:?}"
    );
    let aims = run(env!("CARGO_BIN_EXE_bench-aims"), &figures, &[]);
    let measured = |title: &str| {
        !aims
            .lines()
            .any(|line| line.starts_with(title) && line.ends_with("not measured"))
    };
    assert!(
        measured("one durable message alone") && measured("CPU without traffic"),
        "{aims}"
    );
    assert!(!measured("a call of a Rust plugin, a fresh"), "{aims}");
}

#[test]
fn a_fleet_comes_back_by_tls_and_compressed_messages_are_smaller() {
    let folder = TempDir::new().unwrap();
    let figures = folder.path().join("figures.json");
    let printed = run(env!("CARGO_BIN_EXE_bench-wire"), &figures, &["--stations", "40"]);
    for title in ["floor ", "TLS, ECDSA P-256 ", "TLS, RSA 2048 "] {
        assert!(number(row(&printed, title)[0]) > 0.0, "{title}");
    }
    let bytes = |way: &str| {
        let row = row(&printed, &format!("MeterValues, no transaction           {way} "));
        number(row[row.len() - 2])
    };
    assert!(bytes("compressed") * 3.0 < bytes("plain"), "{printed}");
    for title in ["Heartbeat", "MeterValues, no transaction", "charging session"] {
        for way in ["plain", "compressed"] {
            let row = row(&printed, &format!("{title:<38}{way} "));
            assert!(number(row[1]) > 0.0, "no CPU of {title}, {way}: {row:?}");
        }
    }
    assert!(kept(&figures)["back/plain"] > 0.0);
}

#[test]
fn a_fleet_has_its_rhythm_and_a_store_its_history() {
    let folder = TempDir::new().unwrap();
    let figures = folder.path().join("figures.json");
    // Sixty stations with a message a minute each: one a second.
    let options = "--stations 60 --sessions 120 --rhythm-seconds 3";
    let options: Vec<&str> = options.split(' ').collect();
    let printed = run(env!("CARGO_BIN_EXE_bench-history"), &figures, &options);
    let of = row(&printed, "a history of ");
    assert_eq!(of[..3], ["120", "sessions,", "2"], "{of:?}");
    for title in ["floor ", "no plugin, empty store ", "no plugin, with a history "] {
        assert_eq!(row(&printed, title)[0], "3", "messages, {title}");
    }
    let growing = kept(&figures).into_keys().filter(|name| name.starts_with("past/"));
    assert_eq!(growing.count(), 9);
}
