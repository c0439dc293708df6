//! The whole state in one file while stations charge, and laid out again: nothing acknowledged is missing, nothing that
//! is damaged or cut short is taken for whole.

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use chrono::{DateTime, Utc};
use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::full::{Disk as _, OwnDisk};
use ocpp_central_tests::process::{self, Ended};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

fn backup(server: &Server, out: &Path, more: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut command = process::command();
    command.args(["backup", "--out", &out.display().to_string(), "--server", &address]);
    process::run(command.args(more).env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"")
}

fn restore(file: &Path, folder: &Path, more: &[&str]) -> Ended {
    let mut command = process::command();
    command.arg("restore").arg(file).arg("--path").arg(folder).args(more);
    process::run(&mut command, b"")
}

fn verify(file: &Path) -> Ended {
    process::run(process::command().args(["backup", "verify"]).arg(file), b"")
}

#[track_caller]
fn done(ended: &Ended) -> &str {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    &ended.out
}

#[track_caller]
fn taken_up(reply: &Reply) {
    assert!(matches!(reply.status, 200 | 201), "{reply:?}");
}

/// Until when everything is in a backup, as `backup` says.
fn as_of(out: &str) -> DateTime<Utc> {
    let text = out.lines().next().and_then(|line| line.rsplit(' ').next()).unwrap();
    text.parse().unwrap_or_else(|_| panic!("no time in {out}"))
}

fn start(server: &Server, number: usize, session: usize) -> (Station, Value) {
    let mut station = Station::connect(server, &format!("CP{number}"), "1.6");
    let id = begin(&mut station, session);
    (station, id)
}

fn begin(station: &mut Station, session: usize) -> Value {
    let at = format!(
        "2026-01-01T{:02}:{:02}:{:02}Z",
        session / 3600 % 24,
        session / 60 % 60,
        session % 60
    );
    let start = json!({"connectorId": 1, "idTag": "DRIVER", "meterStart": session, "timestamp": at});
    station.call("StartTransaction", &start)["transactionId"].clone()
}

fn stop(station: &mut Station, id: &Value, session: usize) {
    let stop = json!({"transactionId": id, "meterStop": session + 500, "timestamp": "2026-01-02T10:00:00Z",
        "idTag": "DRIVER"});
    station.call("StopTransaction", &stop);
}

/// A session that was acknowledged: its station, its number, and when the answer to its stop was there.
type Acknowledged = (String, String, DateTime<Utc>);

/// Stations that charge until they are told to end.
fn charging(server: &Server, stop_all: &Arc<AtomicBool>) -> Vec<thread::JoinHandle<Vec<Acknowledged>>> {
    let begin_one = |number: usize| {
        let stop_all = Arc::clone(stop_all);
        let (mut station, mut id) = start(server, number, 0);
        thread::spawn(move || {
            let mut acknowledged = Vec::new();
            for session in 1.. {
                stop(&mut station, &id, session);
                acknowledged.push((format!("CP{number}"), id.to_string(), Utc::now()));
                if stop_all.load(Ordering::Relaxed) {
                    return acknowledged;
                }
                id = begin(&mut station, session);
            }
            acknowledged
        })
    };
    (0..6).map(begin_one).collect()
}

#[test]
fn a_backup_under_load_has_every_session_that_was_acknowledged_before_its_end() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.set_tag("ANNA", "Blocked");
    let component = fs::read(artifacts::plugin("id-tag-policy")).unwrap();
    taken_up(&admin.put_bytes("/api/v1/plugins/id-tag-policy", component));
    let settings = json!({"rules": [{"match": "THIEF", "decision": "block"}]});
    taken_up(&admin.put("/api/v1/plugins/id-tag-policy/settings", &settings));
    taken_up(&admin.put_bytes("/api/v1/firmware/acme.bin", b"firmware".to_vec()));

    let stop_all = Arc::new(AtomicBool::new(false));
    let stations = charging(&server, &stop_all);
    wait::until("some sessions", || {
        let listed = admin.get("/api/v1/transactions?limit=200").expect(200);
        (listed["items"].as_array()?.len() > 150).then_some(())
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    let taken = backup(&server, &file, &["--files"]);
    let as_of = as_of(done(&taken));
    // They go on a moment, so that not all is in it.
    let later = admin.get("/api/v1/transactions?limit=1").expect(200)["items"][0].clone();
    wait::until("a session after the backup", || {
        let newest = admin.get("/api/v1/transactions?limit=1").expect(200)["items"][0].clone();
        (newest != later).then_some(())
    });
    stop_all.store(true, Ordering::Relaxed);
    let acknowledged: Vec<Acknowledged> = stations.into_iter().flat_map(|one| one.join().unwrap()).collect();
    assert!(done(&verify(&file)).contains("whole"), "{taken:?}");

    let restored = Server::start_on_state(&Config::new(), |folder| {
        done(&restore(&file, &folder.join("data"), &[]));
    });
    let (old, new) = (server.admin(), restored.admin());
    let (inside, outside): (Vec<_>, Vec<_>) = acknowledged.iter().partition(|(_, _, at)| *at < as_of);
    assert!(
        inside.len() > 100 && !outside.is_empty(),
        "{} and {}",
        inside.len(),
        outside.len()
    );
    for (station, id, _) in &inside {
        let path = format!("/api/v1/transactions/{station}/{id}");
        assert_eq!(new.get(&path).expect(200), old.get(&path).expect(200));
    }
    same(&old, &new, "/api/v1/id-tags");
    same(&old, &new, "/api/v1/plugins/id-tag-policy/settings");
    same(&old, &new, "/api/v1/firmware");
    let content = new.get("/api/v1/firmware").expect(200)["items"][0]["file"].clone();
    if let Some(id) = content.as_str() {
        assert_eq!(new.get(&format!("/api/v1/files/{id}/content")).status, 200);
    }
    // The plugin decides, and no number is given twice.
    let mut station = Station::connect(&restored, "CP-NEW", "1.6");
    let answer = station.call("Authorize", &json!({"idTag": "THIEF"}));
    assert_eq!(answer["idTagInfo"]["status"], "Blocked");
    let given = begin(&mut station, 1).as_i64().unwrap();
    let greatest = acknowledged
        .iter()
        .map(|(_, id, _)| id.parse::<i64>().unwrap())
        .max()
        .unwrap();
    assert!(given > greatest, "{given} after {greatest}");
    // What happened goes on behind what had happened.
    let timeline = new.timeline("CP0");
    assert!(timeline.len() > 10, "{timeline:?}");
}

#[track_caller]
fn same(old: &Admin, new: &Admin, path: &str) {
    assert_eq!(new.get(path).expect(200), old.get(path).expect(200), "{path}");
}

#[test]
fn a_backup_that_is_cut_or_changed_is_refused_and_nothing_is_written() {
    let server = Server::start(&Config::new());
    server.admin().set_tag("ANNA", "Blocked");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    done(&backup(&server, &file, &[]));
    let whole = fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let wrong = folder.path().join("wrong.backup");
    let target = folder.path().join("data");
    for (bytes, words) in [
        (&whole[..whole.len() - 1], "is cut"),
        (&whole[..whole.len() / 2], "is cut"),
        (&flipped, "is damaged in block"),
        (b"backup", "no backup of ocpp-central"),
    ] {
        fs::write(&wrong, bytes).unwrap();
        for ended in [verify(&wrong), restore(&wrong, &target, &[])] {
            assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""), "{ended:?}");
            assert!(ended.err.contains(words), "{ended:?}");
        }
        assert!(!target.exists());
    }
}

#[test]
fn a_restore_goes_into_an_empty_folder_that_nobody_works_on() {
    let server = Server::start(&Config::new());
    server.admin().set_tag("ANNA", "Blocked");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    done(&backup(&server, &file, &[]));
    let ended = restore(&file, &server.data_folder(), &["--force"]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("stop it first"), "{ended:?}");
    let target = folder.path().join("data");
    fs::create_dir(&target).unwrap();
    let restored = restore(&file, &target, &[]);
    assert!(done(&restored).contains("secrets that wait in it"), "{restored:?}");
    let ended = restore(&file, &target, &[]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.err.contains("is not empty"), "{ended:?}");
    // The key of secrets that wait is in no backup.
    let (key, kept) = (server.data_folder().join("secrets.key"), target.join("secrets.key"));
    fs::copy(&key, &kept).unwrap();
    let moved = restore(&file, &target, &["--force"]);
    assert!(done(&moved).contains("data.before-restore-"), "{moved:?}");
    assert!(done(&moved).contains("is kept"), "{moved:?}");
    assert_eq!(fs::read(&key).unwrap(), fs::read(&kept).unwrap());
}

/// Both servers go on from the same records, and stations that were at the one come to the other.
#[test]
fn a_backup_that_is_restored_twice_gives_no_number_twice() {
    let server = Server::start(&Config::new());
    server.admin().set_tag("DRIVER", "Accepted");
    let (mut station, id) = start(&server, 1, 1);
    stop(&mut station, &id, 1);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    done(&backup(&server, &file, &[]));
    let mut given = vec![id];
    for round in 0..2 {
        let restored = Server::start_on_state(&Config::new(), |folder| {
            done(&restore(&file, &folder.join("data"), &[]));
        });
        for number in 0..3 {
            let (_, id) = start(&restored, number, round);
            assert!(!given.contains(&id), "{id} after {given:?}");
            given.push(id);
        }
    }
}

/// A volume is a file system of its own, and cannot be moved aside; nor is there room on one that is full.
#[test]
fn what_is_on_a_volume_is_moved_into_a_folder_on_it() {
    let Some(mut disk) = OwnDisk::of(200) else { return };
    let server = Server::start(&Config::new());
    server.admin().set_tag("ANNA", "Blocked");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    done(&backup(&server, &file, &[]));
    let (process, path) = (disk.process(), disk.path().to_owned());
    let on_disk = |more: &[&str]| {
        let mut command = process::command_that_sees(process);
        command.arg("restore").arg(&file).arg("--path").arg(&path).args(more);
        process::run(&mut command, b"")
    };
    done(&on_disk(&[]));
    let refused = on_disk(&[]);
    assert!(refused.err.contains("is not empty"), "{refused:?}");
    for _ in 0..2 {
        let moved = on_disk(&["--force"]);
        let inside = path.join("before-restore-");
        assert!(done(&moved).contains(&inside.display().to_string()), "{moved:?}");
    }
    disk.fill();
    let out = path.join("another.backup");
    let mut command = process::command_that_sees(process);
    let address = format!("http://{}", server.admin_address());
    command
        .arg("backup")
        .arg("--out")
        .arg(&out)
        .args(["--server", &address]);
    let refused = process::run(command.env("OCPP_CENTRAL_ADMIN_TOKEN", ADMIN_TOKEN), b"");
    assert_ne!(refused.code, Some(0), "{refused:?}");
    let is_told = refused.err.contains("another.backup") && !refused.err.contains("cannot be read");
    assert!(is_told, "{refused:?}");
}

#[test]
fn a_restore_that_is_killed_leaves_nothing_that_is_taken_for_whole() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    for number in 0..300 {
        admin.set_tag(&format!("TAG-{number}"), "Blocked");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    done(&backup(&server, &file, &[]));
    let target = folder.path().join("data");
    let unfinished = target.join("restore-unfinished");
    let killed = (0..200).any(|_| {
        fs::remove_dir_all(&target).ok();
        let mut child = process::command();
        child.arg("restore").arg(&file).arg("--path").arg(&target);
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait::until("the restore begins or is done", || {
            (unfinished.exists() || child.try_wait().unwrap().is_some()).then_some(())
        });
        child.kill().ok();
        child.wait().unwrap();
        unfinished.exists()
    });
    assert!(killed, "no restore was caught in its middle");
    let config = folder.path().join("central.toml");
    fs::create_dir(folder.path().join("plugins")).unwrap();
    fs::write(&config, Config::new().toml(folder.path())).unwrap();
    let mut serve = process::command();
    serve.args(["serve", "--config"]).arg(&config);
    serve
        .env("OCPP_CENTRAL_OCPP_LISTEN", "127.0.0.1:0")
        .env("OCPP_CENTRAL_ADMIN_LISTEN", "127.0.0.1:0");
    let ended = process::run(&mut serve, b"");
    assert_eq!(ended.code, Some(1), "{ended:?}");
    let told = format!("{}{}", ended.out, ended.err);
    assert!(told.contains("did not come to its end"), "{told}");
    done(&restore(&file, &target, &[]));
    assert!(!unfinished.exists());
}

#[test]
fn one_is_taken_at_a_time_and_one_that_nobody_takes_ends() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    // Some MiB, so that a reader who stops leaves it half way.
    let firmware: Vec<u8> = (0..24_u32 << 20)
        .map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
        .collect();
    taken_up(&admin.put_bytes("/api/v1/firmware/large.bin", firmware));
    let mut held = ocpp_central_tests::http::Request::new("GET", "/api/v1/backup?files=true")
        .header("Authorization", &format!("Bearer {ADMIN_TOKEN}"))
        .begin(server.admin_address(), 0);
    let mut begun = [0; 12];
    held.read_exact(&mut begun).unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200", "the first one has begun");
    let second = admin.get("/api/v1/backup");
    assert_eq!(second.status, 409, "{second:?}");
    assert!(
        second.body["type"].as_str().unwrap().ends_with("backup-running"),
        "{second:?}"
    );
    drop(held);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("central.backup");
    wait::until("the next one", || {
        (backup(&server, &file, &[]).code == Some(0)).then_some(())
    });
    assert!(done(&verify(&file)).contains("whole"));
    assert_eq!(admin.get("/api/v1/backup?file=true").status, 400);
}
