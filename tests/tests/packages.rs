//! What `make dist` makes of a binary: the Debian package in a fresh root of Debian that has no tool of a build, from
//! the installation over an upgrade with a session under way to the purge; the archive; systemd's word on the unit.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::artifacts;
use ocpp_central_tests::debian::Debian;
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::fleet::Fleet;
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::process::{self, run};
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

const UNIT: &str = "usr/lib/systemd/system/ocpp-central.service";
const CONFIG: &str = "etc/ocpp-central/central.toml";
const TOKEN: &str = "etc/ocpp-central/token";
const STATE: &str = "var/lib/ocpp-central";

/// The folder of `make dist`'s script and of what it packs.
fn packaging() -> PathBuf {
    artifacts::suite_dir().join("../core/packaging")
}

/// Packs the server that the suites test as a version, into a folder.
fn pack(out: &Path, version: &str, more: &[&str]) {
    let plugins = out.join("plugins");
    fs::create_dir_all(&plugins).unwrap();
    for name in ["id-tag-policy", "connector-guard"] {
        fs::copy(artifacts::plugin(name), plugins.join(name).with_extension("wasm")).unwrap();
    }
    let mut make = Command::new(packaging().join("make.sh"));
    make.args(["--quick", "--version", version, "--binary"])
        .arg(artifacts::server_binary())
        .arg("--plugins")
        .arg(&plugins)
        .arg("--out")
        .arg(out)
        .args(more);
    let made = run(&mut make, b"");
    assert_eq!(made.code, Some(0), "{}\n{}", made.out, made.err);
    assert!(made.out.contains("the binary needs glibc 2."), "{}", made.out);
}

/// The file in a folder whose name ends so.
fn ending(folder: &Path, end: &str) -> PathBuf {
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = files.find(|path| path.to_string_lossy().ends_with(end));
    found.unwrap_or_else(|| panic!("{} has no file …{end}", folder.display()))
}

/// The unit's lines, by their key.
fn unit(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('=')).collect()
}

/// The server as the unit starts it: its command, its user, its folder, the package's configuration.
struct Service {
    child: Child,
    ocpp: SocketAddr,
    admin: SocketAddr,
    token: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Service {
    fn start(debian: &Debian) -> Self {
        let text = debian.read(UNIT);
        let unit = unit(&text);
        let ready = debian.path(STATE).join("ready.json");
        fs::remove_file(&ready).ok();
        let log = File::create(debian.path("tmp/service.log")).unwrap();
        let child = debian
            .service(unit["User"])
            .args([
                "OCPP_CENTRAL_OCPP_LISTEN=127.0.0.1:0",
                "OCPP_CENTRAL_ADMIN_LISTEN=127.0.0.1:0",
            ])
            .args(unit["ExecStart"].split_whitespace())
            .args(["--ready-file", "/var/lib/ocpp-central/ready.json"])
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut service = Self {
            child,
            ocpp: SocketAddr::from(([127, 0, 0, 1], 0)),
            admin: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: debian.read(TOKEN).trim().to_owned(),
        };
        let ready: Value = wait::until("the service is ready", || {
            let ended = service.child.try_wait().unwrap();
            assert_eq!(ended, None, "{}", debian.read("tmp/service.log"));
            serde_json::from_slice(&fs::read(&ready).ok()?).ok()
        });
        let address = |name: &str| ready[name].as_str().unwrap().parse().unwrap();
        (service.ocpp, service.admin) = (address("ocpp"), address("admin"));
        service
    }

    fn admin(&self) -> Admin {
        Admin::new(self.admin, Some(&self.token))
    }

    fn station(&self, id: &str) -> Station {
        let upgrade = Upgrade::to(&format!("/ocpp/{id}")).offer("ocpp1.6");
        Station::over(upgrade.send(self.ocpp).into_socket())
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status();
        assert!(sent.unwrap().success());
    }

    /// As systemd stops it.
    fn stop(mut self) {
        self.signal("-TERM");
        let ended = wait::until("the service ends", || self.child.try_wait().unwrap());
        assert!(ended.success(), "{ended}");
    }
}

/// What the postinst makes: a user of its own, a folder and a token that are that user's alone, and a service.
fn is_set_up(debian: &Debian) {
    let user: u32 = debian.must(&["id", "-u", "ocpp-central"]).trim().parse().unwrap();
    assert_ne!(user, 0);
    for (path, mode) in [(STATE, 0o750), ("var/lib/ocpp-central/plugins", 0o750), (TOKEN, 0o600)] {
        let found = fs::metadata(debian.path(path)).unwrap();
        assert_eq!(
            (found.uid(), found.permissions().mode() & 0o777),
            (user, mode),
            "{path}"
        );
    }
    assert!(debian.read(TOKEN).trim().len() >= 48);
    debian.expect_of_systemd("start", "ocpp-central.service");
    // That it starts with the machine.
    debian.expect_of_systemd("preset", "ocpp-central.service");
    let page = "usr/share/man/man1/ocpp-central-init.1.gz";
    for file in [
        page,
        "usr/share/doc/ocpp-central/NOTICE.gz",
        "usr/share/doc/ocpp-central/nginx.conf",
    ] {
        assert!(debian.path(file).is_file(), "{file}");
    }
}

/// The README's way from the package to a session, but for the installation: each command in the root, as its
/// administrator, while a charger is at the server.
fn the_readme_s_first_commands_lead_to_a_session(debian: &Debian, service: &Service) {
    let readme = fs::read_to_string(artifacts::suite_dir().join("../README.md")).unwrap();
    let section = readme.split("## From a package to a charging session").nth(1).unwrap();
    let block = section.split("```").nth(1).unwrap();
    let (install, commands) = block.trim().split_once('\n').unwrap();
    assert!(install.starts_with("apt-get install ./ocpp-central_"), "{install}");
    let Some(_fleet) = Fleet::at(service.ocpp, &["CP1"]) else {
        return;
    };
    service.admin().wait_connected("CP1", true);
    let run = |line: &str| {
        let line = line.replace("127.0.0.1:9001", &service.admin.to_string());
        debian.must(&["sh", "-c", &line])
    };
    let told: Vec<String> = commands.lines().map(run).collect();
    assert_eq!(told.len(), 4, "five commands with the installation");
    for (told, shown) in told.iter().zip(["here is in", "CP1", "in-effect", "ALICE"]) {
        assert!(told.contains(shown), "no {shown} in: {told}");
    }
}

/// A charge point connects and begins to charge: the session's id.
fn begin(service: &Service) -> Value {
    let mut station = service.station("CP2");
    let boot = json!({"chargePointVendor": "Vendor", "chargePointModel": "Model"});
    assert_eq!(station.call("BootNotification", &boot)["interval"], 300);
    let start = json!({"connectorId": 1, "idTag": "ALICE", "meterStart": 1000, "timestamp": "2026-11-29T10:00:00Z"});
    station.call("StartTransaction", &start)["transactionId"].clone()
}

/// The Containerfile's question whether the server is well: in the same Debian, with the same tools.
fn is_well_by_the_containers_question(debian: &Debian, service: &Service) {
    let file = fs::read_to_string(packaging().join("Containerfile")).unwrap();
    let words = file
        .lines()
        .find_map(|line| line.strip_prefix("HEALTHCHECK CMD "))
        .unwrap();
    let words: Vec<String> = serde_json::from_str(words).unwrap();
    let port = |port: u16| {
        words
            .iter()
            .map(|word| word.replace("9001", &port.to_string()))
            .collect::<Vec<_>>()
    };
    let ask = |words: &[String]| debian.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    let well = ask(&port(service.admin.port()));
    assert!(well.status.success(), "{}", String::from_utf8_lossy(&well.stderr));
    // Nobody listens on port 1.
    assert!(!ask(&port(1)).status.success());
}

#[test]
fn a_debian_package_is_installed_upgraded_with_its_session_removed_and_purged() {
    let Some(debian) = Debian::fresh() else { return };
    let folder = tempfile::tempdir().unwrap();
    let licence = artifacts::suite_dir().join("../LICENSE");
    let packed = |version: &str| {
        let out = folder.path().join(version);
        pack(&out, version, &["--notice", licence.to_str().unwrap()]);
        ending(&out, ".deb")
    };
    assert!(
        !debian
            .run(&["sh", "-c", "command -v cc || command -v cargo"])
            .status
            .success()
    );
    debian.install(&packed("0.1.0"));
    is_set_up(&debian);
    let service = Service::start(&debian);
    let token = service.token.clone();
    assert_eq!(Admin::new(service.admin, None).get("/api/v1/charge-points").status, 401);
    the_readme_s_first_commands_lead_to_a_session(&debian, &service);
    let session = begin(&service);
    is_well_by_the_containers_question(&debian, &service);
    // What ExecReload sends.
    service.signal("-HUP");
    assert_eq!(service.admin().transactions("CP2").len(), 1);
    service.stop();

    let changed = debian.read(CONFIG) + "\n[registration]\nheartbeat_interval = \"77s\"\n";
    fs::write(debian.path(CONFIG), &changed).unwrap();
    debian.install(&packed("0.1.1"));
    debian.expect_of_systemd("restart", "ocpp-central.service");
    assert_eq!(
        (debian.read(CONFIG), debian.read(TOKEN).trim()),
        (changed, token.as_str())
    );
    let service = Service::start(&debian);
    let open = service.admin().transactions("CP2");
    assert_eq!((open.len(), open[0]["stoppedAt"].is_null()), (1, true), "{open:?}");
    let mut station = service.station("CP2");
    let boot = json!({"chargePointVendor": "Vendor", "chargePointModel": "Model"});
    assert_eq!(station.call("BootNotification", &boot)["interval"], 77);
    let stop = json!({"transactionId": session, "meterStop": 8500, "timestamp": "2026-11-29T11:00:00Z"});
    station.call("StopTransaction", &stop);
    let over = service.admin().transactions("CP2");
    assert_eq!(over[0]["energyWh"], json!("7500"), "{over:?}");
    service.stop();
    goes(&debian);
}

/// Removed it leaves what is the operator's; purged it leaves nothing.
fn goes(debian: &Debian) {
    debian.must(&["dpkg", "--remove", "ocpp-central"]);
    debian.expect_of_systemd("stop", "ocpp-central.service");
    assert!(!debian.path("usr/bin/ocpp-central").exists() && !debian.path(UNIT).exists());
    assert!(debian.path(CONFIG).exists() && debian.path(TOKEN).exists());
    assert!(fs::read_dir(debian.path(STATE)).unwrap().count() > 1);
    debian.must(&["dpkg", "--purge", "ocpp-central"]);
    for gone in [
        "etc/ocpp-central",
        STATE,
        "usr/share/ocpp-central",
        "usr/share/doc/ocpp-central",
    ] {
        assert!(!debian.path(gone).exists(), "{gone}");
    }
    assert!(!debian.run(&["id", "ocpp-central"]).status.success());
}

/// Libraries that the C library brings, and GCC's runtime: nothing else is asked of a machine.
const EVERYWHERE: [&str; 7] = [
    "linux-vdso",
    "ld-linux",
    "libc.so.6",
    "libm.so.6",
    "libgcc_s.so.1",
    "libssl.so.3",
    "libcrypto.so.3",
];

#[test]
fn the_archive_has_all_that_it_says_and_what_an_image_is_made_of() {
    let folder = tempfile::tempdir().unwrap();
    pack(folder.path(), "0.1.0", &[]);
    let sums = run(
        Command::new("sha256sum")
            .args(["--check", "--strict", "SHA256SUMS"])
            .current_dir(folder.path()),
        b"",
    );
    assert_eq!((sums.code, sums.out.matches(": OK").count()), (Some(0), 3), "{sums:?}");
    let archive = ending(folder.path(), "linux.tar.gz");
    let unpacked = run(
        Command::new("tar").arg("-xf").arg(&archive).current_dir(folder.path()),
        b"",
    );
    unpacked.expect(0, "");
    let tree = PathBuf::from(archive.to_string_lossy().trim_end_matches(".tar.gz"));
    let binary = tree.join("bin/ocpp-central");
    let libraries = run(Command::new("ldd").arg(&binary), b"");
    for line in libraries.out.lines() {
        let is_everywhere = EVERYWHERE.iter().any(|name| line.trim_start().contains(name));
        assert!(is_everywhere, "{line}");
    }
    assert_eq!(run(Command::new(&binary).arg("--version"), b"").code, Some(0));
    let notice = fs::read_to_string(tree.join("NOTICE")).unwrap();
    for part in [
        "\nactix-web ",
        "\nwasmtime ",
        "\nwit-bindgen ",
        "Permission is hereby granted",
    ] {
        assert!(notice.contains(part), "the notice has no {part}");
    }
    assert!(!notice.contains("\nproptest "), "what tests need is not shipped");

    let file = fs::read_to_string(tree.join("Containerfile")).unwrap();
    let lines = |word: &str| {
        file.lines()
            .filter_map(|line| line.strip_prefix(word))
            .collect::<Vec<_>>()
    };
    assert!(lines("COPY ").len() >= 3);
    for copied in lines("COPY ") {
        let words: Vec<&str> = copied.split_whitespace().collect();
        let (_, sources) = words.split_last().unwrap();
        for source in sources {
            assert!(tree.join(source).exists(), "the archive has no {source}");
        }
    }
    assert_eq!(
        (lines("USER "), lines("VOLUME ")),
        (vec!["ocpp-central"], vec!["/var/lib/ocpp-central"])
    );
    assert!(file.find("\nUSER ") < file.find("\nENTRYPOINT "));
}

#[test]
fn systemd_takes_the_unit_as_it_is() {
    let analyze = Command::new("systemd-analyze").arg("--version").output();
    if analyze.is_err() {
        return skipped("systemd-analyze (Debian: systemd)");
    }
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(packaging().join("ocpp-central.service")).unwrap();
    let path = folder.path().join("ocpp-central.service");
    // A program of that name is not installed here.
    let here = process::command().get_program().to_string_lossy().into_owned();
    fs::write(&path, text.replace("/usr/bin/ocpp-central", &here)).unwrap();
    let verify = |path: &Path| {
        let mut command = Command::new("systemd-analyze");
        run(
            command.args(["verify", "--man=no", "--recursive-errors=no"]).arg(path),
            b"",
        )
    };
    verify(&path).expect(0, "");
    // That it would say something.
    let misspelled = folder.path().join("other.service");
    fs::write(
        &misspelled,
        text.replace("RestartSec=", "RestartSecond=")
            .replace("/usr/bin/ocpp-central", &here),
    )
    .unwrap();
    assert!(verify(&misspelled).err.contains("RestartSecond"));
    assert_eq!(unit(&text)["User"], "ocpp-central");
}
