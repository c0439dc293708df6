//! A store whose files were damaged on the disk: either nothing is lost by it, or the server does not start and says
//! what is damaged, and `store check` says the same. With `--accept-loss` it goes on with what can be read, and gives no
//! number twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::live::Feed;
use ocpp_central_tests::metrics::Scrape;
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::receiver::Receiver;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use ocpp_central_tests::webhooks::{add, hasty};
use serde_json::{Value, json};
use tempfile::TempDir;

const STATIONS: usize = 6;
const SESSIONS: usize = 40;

/// The sessions of all stations, by station and number.
type Sessions = BTreeMap<(String, String), Value>;

/// What a server left behind, and what it showed before.
struct Left {
    folder: TempDir,
    sessions: Sessions,
    audit: u64,
}

impl Left {
    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

/// That of a server that was stopped.
fn stopped() -> Left {
    let mut server = served();
    let shown = shown(&server.admin());
    assert!(server.stop().success());
    leave(&server, shown)
}

/// That of one that was killed.
fn killed() -> Left {
    let mut server = served();
    let shown = shown(&server.admin());
    server.crash();
    leave(&server, shown)
}

/// A server with sessions, most of them in the database, the last in the journal alone.
fn served() -> Server {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for tag in 0..30 {
        admin.set_tag(&format!("TAG{tag}"), "Accepted");
    }
    fill_journal(&server);
    charge(&server, 0..SESSIONS);
    let carried_over = || {
        Scrape::of(&admin)
            .sum("ocpp_store_carried_over_total", &[])
            .unwrap_or_default()
    };
    let before = carried_over();
    for round in [1.0, 2.0] {
        admin.set_tag("LATER", "Accepted");
        wait::until("the database has the sessions", || {
            (carried_over() >= before + round).then_some(())
        });
    }
    charge(&server, SESSIONS..SESSIONS + 3);
    server
}

/// So much is written that the journal lets go of its beginning: what is in the database is nowhere else.
fn fill_journal(server: &Server) {
    let first = server
        .data_folder()
        .join("state/journal")
        .join(format!("{:020}.journal", 0));
    let mut station = Station::connect(server, "BULK", "1.6");
    let bulk = json!({"vendorId": "Vendor", "data": "x".repeat(50_000)});
    wait::until("the journal's first file goes", || {
        for _ in 0..20 {
            station.call("DataTransfer", &bulk);
        }
        (!first.exists()).then_some(())
    });
    station.close();
}

fn charge(server: &Server, sessions: std::ops::Range<usize>) {
    for number in 0..STATIONS {
        let mut station = Station::connect(server, &format!("CP{number}"), "1.6");
        for session in sessions.clone() {
            let at = format!("2026-01-01T{:02}:{:02}:00Z", session / 60, session % 60);
            let start = json!({"connectorId": 1, "idTag": "DRIVER", "meterStart": session, "timestamp": at});
            let id = station.call("StartTransaction", &start)["transactionId"].clone();
            let stop = json!({"transactionId": id, "meterStop": session + 500, "timestamp": "2026-01-02T10:00:00Z"});
            station.call("StopTransaction", &stop);
        }
        station.close();
    }
}

fn shown(admin: &Admin) -> (Sessions, u64) {
    let mut sessions = Sessions::new();
    for number in 0..STATIONS {
        let station = format!("CP{number}");
        let path = format!("/api/v1/transactions?charge_point={station}&limit=1000");
        let listed = admin.get(&path).expect(200);
        for session in listed["items"].as_array().expect("items") {
            let id = session["id"].as_str().expect("an id").to_owned();
            sessions.insert((station.clone(), id), session.clone());
        }
    }
    let audit = admin.get("/api/v1/audit?limit=1").expect(200);
    (sessions, audit["items"][0]["number"].as_u64().unwrap_or_default())
}

fn leave(server: &Server, (sessions, audit): (Sessions, u64)) -> Left {
    assert_eq!(sessions.len(), STATIONS * (SESSIONS + 3));
    let folder = tempfile::tempdir().expect("a folder");
    copy(&server.data_folder(), &folder.path().join("data"));
    Left {
        folder,
        sessions,
        audit,
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let (from, name) = entry.map(|entry| (entry.path(), entry.file_name())).expect("an entry");
        if from.is_dir() {
            copy(&from, &to.join(name));
        } else {
            fs::copy(&from, to.join(name)).expect("a copy");
        }
    }
}

/// The store's files with what is in them up to the last byte that is not zero, by their names below `store.path`.
fn files(data: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![data.join("state")];
    let mut found = vec![data.join("state.checkpoint")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let list = if path.is_dir() { &mut folders } else { &mut found };
            list.push(path);
        }
    }
    for path in found {
        let mut bytes = fs::read(&path).expect("a file");
        let length = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        bytes.truncate(length);
        let name = path.strip_prefix(data).expect("its name").display().to_string();
        files.insert(name, bytes);
    }
    files
}

/// What is done to a file.
#[derive(Debug, Clone, Copy)]
enum Harm {
    /// Sixteen bytes in a row are flipped, so many hundredths behind the beginning.
    Flip(usize),
    /// Sixteen bytes all over the file are.
    FlipAllOver,
    /// It has so many hundredths of its bytes.
    Cut(usize),
    Remove,
}

const HARMS: [Harm; 8] = [
    Harm::Flip(2),
    Harm::Flip(35),
    Harm::Flip(65),
    Harm::Flip(97),
    Harm::FlipAllOver,
    Harm::Cut(50),
    Harm::Cut(0),
    Harm::Remove,
];

impl Harm {
    fn do_it(self, path: &Path, length: usize) {
        let mut bytes = fs::read(path).expect("a file");
        let places: Vec<usize> = match self {
            Self::Remove => return fs::remove_file(path).expect("it goes"),
            Self::Cut(part) => {
                bytes.truncate(length * part / 100);
                Vec::new()
            }
            Self::Flip(part) => (0..16).map(|at| length * part / 100 + at).collect(),
            Self::FlipAllOver => (0..16).map(|at| length * at / 16 + at * 7).collect(),
        };
        for place in places {
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 0x5A;
            }
        }
        fs::write(path, bytes).expect("it is written");
    }
}

/// The data in a folder of their own, damaged.
fn harmed(left: &Left, name: &str, harm: Harm) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    copy(&left.data(), &data);
    harm.do_it(&data.join(name), files(&left.data())[name].len());
    folder
}

/// The records that are named.
fn names(named: &Value) -> Vec<String> {
    let first = named["first"].as_array().expect("names").iter();
    first.map(|name| name.as_str().expect("a name").to_owned()).collect()
}

fn check(data: &Path) -> Ended {
    process::run(process::command().args(["store", "check", "--json"]).arg(data), b"")
}

/// What a server says that does not start.
fn refusal(folder: &Path) -> String {
    let config = folder.join("central.toml");
    fs::create_dir_all(folder.join("plugins")).expect("the plugin folder");
    fs::write(&config, Config::new().toml(folder)).expect("a configuration");
    let mut command = process::command();
    command
        .current_dir(folder)
        .args(["serve", "--ocpp-listen", "127.0.0.1:0", "--config"])
        .arg(config);
    let ended = process::run(&mut command, b"");
    assert_eq!(ended.code, Some(1), "{ended:?}");
    ended.out + &ended.err
}

fn on(folder: &Path) -> impl FnOnce(&Path) + '_ {
    move |new| copy(&folder.join("data"), &new.join("data"))
}

/// Every file is harmed in every way. What `store check` calls whole a server must show wholly, and start on nothing else;
/// of each file and each of the two one is tried.
#[track_caller]
fn nothing_is_lost_without_a_word(left: &Left) {
    let (mut whole, mut damaged) = (Vec::new(), Vec::new());
    for name in files(&left.data()).into_keys() {
        let mut tried = [false; 2];
        for harm in HARMS {
            let folder = harmed(left, &name, harm);
            let said = check(&folder.path().join("data"));
            let report: Value = serde_json::from_str(&said.out).unwrap_or_else(|_| panic!("{name} {harm:?}: {said:?}"));
            let is_whole = report["whole"] == true;
            assert_eq!(said.code, Some(i32::from(!is_whole)), "{said:?}");
            let list = if is_whole { &mut whole } else { &mut damaged };
            list.push(format!("{name} {harm:?}"));
            if std::mem::replace(&mut tried[usize::from(is_whole)], true) {
                continue;
            }
            if is_whole {
                let server = Server::start_on_state(&Config::new(), on(folder.path()));
                assert!(
                    shown(&server.admin()).0 == left.sessions,
                    "{name} {harm:?}: something is lost"
                );
            } else {
                let said = refusal(folder.path());
                assert!(
                    said.contains("it is damaged") && said.contains("--accept-loss"),
                    "{name} {harm:?}: {said}"
                );
                let fault = report["faults"][0]["what"].as_str().expect("what is wrong");
                assert!(said.contains(fault), "{said} without {fault}");
                for named in names(&report["named"]) {
                    assert!(said.contains(&named), "{said} without {named}");
                }
            }
        }
    }
    assert!(damaged.len() > HARMS.len(), "{damaged:?}");
    assert!(damaged.contains(&"state/db Remove".to_owned()), "{damaged:?}");
    assert!(!whole.is_empty(), "{damaged:?}");
}

#[test]
fn nothing_of_a_stopped_server_is_lost_without_a_word() {
    let left = stopped();
    let said = process::run(process::command().args(["store", "check"]).arg(left.data()), b"");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(
        said.out.contains("transactions ") && said.out.ends_with(": whole\n"),
        "{}",
        said.out
    );
    nothing_is_lost_without_a_word(&left);
}

#[test]
fn nothing_of_a_killed_server_is_lost_without_a_word() {
    nothing_is_lost_without_a_word(&killed());
}

/// No note says how far the journal of a server went that was killed; the file before says that another one was there.
#[test]
fn a_journal_without_its_last_file_is_told_after_a_kill() {
    let mut server = Server::start(&Config::new());
    let journal = server.data_folder().join("state/journal");
    let parts = || {
        let names = fs::read_dir(&journal)
            .expect("the journal")
            .map(|entry| entry.expect("an entry").path());
        let mut parts: Vec<_> = names
            .filter(|path| path.extension().is_some_and(|end| end == "journal"))
            .collect();
        parts.sort();
        parts
    };
    let mut station = Station::connect(&server, "BULK", "1.6");
    let bulk = json!({"vendorId": "Vendor", "data": "x".repeat(50_000)});
    wait::until("the journal has a second file", || {
        for _ in 0..20 {
            station.call("DataTransfer", &bulk);
        }
        (parts().len() > 1).then_some(())
    });
    station.close();
    charge(&server, 0..3);
    server.crash();
    let last = parts().pop().expect("the last file");
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    copy(&server.data_folder(), &data);
    let name = last.file_name().expect("its name").to_str().expect("a name").to_owned();
    fs::remove_file(data.join("state/journal").join(&name)).expect("it goes");
    let looked = check(&data);
    assert_eq!(looked.code, Some(1), "{looked:?}");
    assert!(looked.out.contains(&name), "{looked:?}");
    assert!(refusal(folder.path()).contains(&name));
}

/// All that a young store was given is in its journal; sled's snapshot still leads to what its file has no more.
#[test]
fn a_cut_database_of_a_young_store_is_whole_for_both_or_for_none() {
    let mut server = Server::start(&Config::new());
    for round in 0..3 {
        charge(&server, round * 5..round * 5 + 5);
        if round < 2 {
            server.crash_and_restart();
        }
    }
    let shown = shown(&server.admin());
    server.crash();
    for length in [100, 4096, 524_287, 1_048_575] {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&server.data_folder(), &folder.path().join("data"));
        let database = fs::File::options()
            .write(true)
            .open(folder.path().join("data/state/db"));
        database.and_then(|file| file.set_len(length)).expect("it is cut");
        let looked = check(&folder.path().join("data"));
        if looked.code == Some(0) {
            let again = Server::start_on_state(&Config::new(), on(folder.path()));
            assert!(self::shown(&again.admin()).0 == shown.0, "{length}");
            continue;
        }
        let text = refusal(folder.path());
        assert!(
            text.contains("--accept-loss") && !text.contains("backtrace"),
            "{length}: {text}"
        );
        let again = Server::start_accepting_loss(&Config::new(), on(folder.path()));
        assert!(self::shown(&again.admin()).0 == shown.0, "{length}");
    }
}

#[test]
fn the_store_of_a_server_at_work_is_not_judged() {
    let server = Server::start(&Config::new());
    let used = check(&server.data_folder());
    assert_eq!(used.code, Some(1));
    assert!(used.err.contains("a server works on it"), "{used:?}");
}

/// Goes on with what is left: so many sessions at most are not there as they were, and what is given out is new.
#[track_caller]
fn goes_on(left: &Left, folder: &Path, most_lost: usize) -> Gone {
    let server = Server::start_accepting_loss(&Config::new(), on(folder));
    let admin = server.admin();
    let (kept, _) = shown(&admin);
    assert!(kept.keys().all(|key| left.sessions.contains_key(key)), "{kept:?}");
    let same = kept
        .iter()
        .filter(|(key, session)| left.sessions.get(*key) == Some(*session))
        .count();
    let lost = left.sessions.len() - same;
    assert!(lost <= most_lost, "{lost} of {} are lost", left.sessions.len());
    let told = told_once(&server);
    let mut station = Station::connect(&server, "CP0", "1.6");
    let start = json!({"connectorId": 1, "idTag": "DRIVER", "meterStart": 1, "timestamp": "2026-02-01T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let known = left.sessions.keys().filter_map(|(_, id)| id.parse::<i64>().ok()).max();
    assert!(id.as_i64() > known, "{id} was given before");
    let audit = admin.get("/api/v1/audit?limit=50").expect(200);
    let audit = audit["items"].as_array().expect("items");
    let accepted = audit
        .iter()
        .find(|record| record["operation"] == "accept-loss")
        .expect("it is written down");
    assert!(accepted["number"].as_u64() > Some(left.audit), "{accepted}");
    assert_eq!(accepted["result"]["named"], told["named"]);
    let gone = left.sessions.keys().filter(|key| !kept.contains_key(*key));
    let gone: Vec<_> = gone
        .map(|(station, id)| format!("session {id} of charge point {station}"))
        .collect();
    let aside = accepted["result"]["aside"].as_str().expect("where the damaged one is");
    assert!(
        Path::new(aside).join("lock").exists() || server.data_folder().join(aside).exists(),
        "{aside}"
    );
    assert!(server.log().contains("goes on with what could be read"));
    Gone {
        sessions: gone,
        named: told["named"].clone(),
        most: most_lost as u64,
    }
}

/// Sessions that are not there any more, as they are called, and what is named.
struct Gone {
    sessions: Vec<String>,
    named: Value,
    /// Of so many sessions at most something was hit.
    most: u64,
}

impl Gone {
    /// Each session that is gone is named, or counted where too many are, and no more than can be.
    #[track_caller]
    fn assert_all_named(&self) {
        let names = names(&self.named);
        let counted = self.named["records"]["transactions"].as_u64().unwrap_or_default();
        assert!(counted >= self.sessions.len() as u64, "{}", self.named);
        assert!(counted <= self.most, "{}", self.named);
        if self.named["more"] == 0 {
            assert!(
                self.sessions.iter().all(|session| names.contains(session)),
                "{:?}: {names:?}",
                self.sessions
            );
        }
    }
}

/// What the one event says that tells of a loss.
#[track_caller]
fn told_once(server: &Server) -> Value {
    let mut feed = Feed::listen(server, "?kind=server.data-lost&after=0&follow=false");
    let mut told = Vec::new();
    while let Some(event) = feed.event() {
        told.push(event.data["payload"].clone());
    }
    assert_eq!(told.len(), 1, "{told:?}");
    told.remove(0)
}

/// An accepted loss is told whoever wants to hear of it, once, whatever becomes of the server then.
#[test]
fn an_accepted_loss_is_told_once() {
    let receiver = Receiver::taking();
    let mut server = Server::start(&hasty());
    add(&server.admin(), &receiver, "operators", &["server.*"]);
    assert!(server.stop().success());
    let folder = tempfile::tempdir().expect("a folder");
    copy(&server.data_folder(), &folder.path().join("data"));
    drop(server);
    // Nothing is lost by it.
    Harm::Flip(50).do_it(&folder.path().join("data/state/conf"), 100);
    let mut server = Server::start_accepting_loss(&hasty(), on(folder.path()));
    server.crash_and_restart();
    let told = told_once(&server);
    assert_eq!(told["named"]["first"], json!([]), "{told}");
    let posted = receiver.wait("the loss", |posted| posted.kind() == "server.data-lost");
    assert_eq!(posted.body["payload"], told);
    server.crash_and_restart();
    told_once(&server);
    let audit = server.admin().get("/api/v1/audit?limit=50").expect(200);
    let audit = audit["items"].as_array().expect("items").iter();
    assert_eq!(audit.filter(|record| record["operation"] == "accept-loss").count(), 1);
    let ids: BTreeSet<_> = receiver
        .posted()
        .iter()
        .map(|posted| posted.header("webhook-id").map(str::to_owned))
        .collect();
    assert_eq!(ids.len(), 1, "{ids:?}");
}

/// What `store check` calls whole a server opens, and it starts on nothing else: at places all over the database.
#[test]
fn store_check_and_the_server_agree_wherever_a_byte_is_flipped() {
    let left = killed();
    let length = files(&left.data())["state/db"].len();
    let (mut whole, mut damaged) = (0, 0);
    for part in 0..30 {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        copy(&left.data(), &data);
        let database = data.join("state/db");
        let mut bytes = fs::read(&database).expect("a file");
        bytes[length * part / 30 + part * 37] ^= 0x5A;
        fs::write(&database, bytes).expect("it is written");
        let said = check(&data);
        if said.code == Some(0) {
            whole += 1;
            let report: Value = serde_json::from_str(&said.out).expect("a report");
            assert!(report["trial"]["bytes"].as_u64() >= Some(length as u64), "{report}");
            let server = Server::start_on_state(&Config::new(), on(folder.path()));
            assert!(shown(&server.admin()).0 == left.sessions, "{part}: something is lost");
        } else {
            damaged += 1;
            let said = refusal(folder.path());
            assert!(said.contains("it is damaged"), "{part}: {said}");
        }
    }
    assert!(whole > 2 && damaged > 2, "{whole} whole, {damaged} damaged");
}

/// The data with sixteen flipped bytes in the database, in a place where they matter.
fn flipped(left: &Left) -> TempDir {
    let parts = (0..100).step_by(4).map(|part| (part + 50) % 100);
    let mut harmed = parts.map(|part| harmed(left, "state/db", Harm::Flip(part)));
    let damaged = harmed.find(|folder| check(&folder.path().join("data")).code == Some(1));
    damaged.expect("a place that matters")
}

#[test]
fn what_is_left_of_a_killed_server_is_gone_on_with() {
    let left = killed();
    goes_on(&left, flipped(&left).path(), left.sessions.len() / 4).assert_all_named();
}

#[test]
fn what_is_left_of_a_stopped_server_is_gone_on_with_and_no_number_is_given_twice() {
    let left = stopped();
    goes_on(&left, flipped(&left).path(), left.sessions.len() / 4).assert_all_named();
    for lost in ["state", "state/db", "state/journal"] {
        let folder = tempfile::tempdir().expect("a folder");
        copy(&left.data(), &folder.path().join("data"));
        let path = folder.path().join("data").join(lost);
        let gone = if path.is_dir() {
            fs::remove_dir_all(path)
        } else {
            fs::remove_file(path)
        };
        gone.expect("it goes");
        assert!(refusal(folder.path()).contains("--accept-loss"), "{lost}");
        goes_on(&left, folder.path(), left.sessions.len());
    }
}
