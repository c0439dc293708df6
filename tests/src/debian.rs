//! A fresh root of Debian, as small as it gets: no compiler, no library beside the C library's and OpenSSL, no systemd that runs.
//!
//! It is made once by mmdebstrap, from the network, and kept below `target/`; each test has a copy. What stands in for
//! systemd writes down what it is asked for: systemd itself wants to be the first process of its machine.

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::artifacts;
use crate::external::skipped;

/// What a root has beside the essential packages: what ours depends on.
const PACKAGES: &str = "adduser,init-system-helpers,libssl3";

/// What a shell of the root's administrator has.
const ENVIRONMENT: [&str; 4] = [
    "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME=/root",
    "LC_ALL=C.UTF-8",
    "DEBIAN_FRONTEND=noninteractive",
];

/// Knows of one service whether it is enabled and started, and writes down everything.
const SYSTEMCTL: &str = r#"#!/bin/sh
echo "$*" >>/tmp/systemctl.log
case " $* " in
*" preset "*) touch /run/enabled ;;
*" is-enabled "*) test -e /run/enabled && echo enabled ;;
*" is-active "*) exec test -e /run/started ;;
*" start "* | *" restart "*) touch /run/started ;;
*" stop "*) rm -f /run/started ;;
esac
"#;

/// One root.
pub struct Debian {
    folder: TempDir,
}

impl Debian {
    /// A fresh one; none, and loudly so, where it cannot be made.
    ///
    /// # Panics
    /// If it cannot be made and `CI` is set.
    #[must_use]
    pub fn fresh() -> Option<Self> {
        let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let has = |name: &str| Command::new(name).arg("--version").output().is_ok();
        if !is_root || !has("mmdebstrap") || !has("dpkg-deb") {
            skipped("mmdebstrap, for root, on Debian (apt-get install mmdebstrap; then as root)");
            return None;
        }
        let archive = archive()?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let unpacked = Command::new("tar")
            .args(["--numeric-owner", "-xf"])
            .arg(archive)
            .arg("-C")
            .arg(folder.path())
            .status();
        assert!(unpacked.expect("tar").success(), "the root's archive is not whole");
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("the root's mode");
        let debian = Self { folder };
        debian.stand_in_for_systemd();
        Some(debian)
    }

    /// Where something of the root is for who stands outside.
    #[must_use]
    pub fn path(&self, inside: &str) -> PathBuf {
        self.folder.path().join(inside.trim_start_matches('/'))
    }

    /// The text of one of its files.
    ///
    /// # Panics
    /// If it is not there.
    #[must_use]
    pub fn read(&self, inside: &str) -> String {
        fs::read_to_string(self.path(inside)).unwrap_or_else(|error| panic!("{inside}: {error}"))
    }

    /// Runs a command in it, as its administrator.
    ///
    /// # Panics
    /// If there is no `chroot`.
    #[must_use]
    pub fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new("chroot");
        command.arg(self.folder.path()).args(["env", "-i"]).args(ENVIRONMENT);
        command.args(words).stdin(Stdio::null()).output().expect("chroot")
    }

    /// The same, for a command that must not fail: what it printed.
    ///
    /// # Panics
    /// If it fails, with all that it said.
    pub fn must(&self, words: &[&str]) -> String {
        let ended = self.run(words);
        let (out, err) = (
            String::from_utf8_lossy(&ended.stdout).into_owned(),
            String::from_utf8_lossy(&ended.stderr).into_owned(),
        );
        assert!(ended.status.success(), "{words:?}: {}\n{out}\n{err}", ended.status);
        out
    }

    /// Installs a package, or upgrades to it.
    ///
    /// # Panics
    /// If dpkg does not take it.
    pub fn install(&self, package: &Path) {
        fs::copy(package, self.path("tmp/package.deb")).expect("a copy of the package");
        self.must(&["dpkg", "--install", "/tmp/package.deb"]);
    }

    /// A command for a program of the root that runs as one of its users and sees its own processes, as systemd would
    /// start it.
    #[must_use]
    pub fn service(&self, user: &str) -> Command {
        // The mount is for this process alone, and goes with it.
        let script = r#"root=$1 user=$2; shift 2
            mount -t proc proc "$root/proc" && exec chroot --userspec="$user:$user" "$root" "$@""#;
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "--propagation", "private", "sh", "-c", script, "-"])
            .arg(self.folder.path())
            .arg(user)
            .args(["env", "-i"]);
        command
    }

    /// Whether systemd was asked to `start`, `restart` or `stop` a unit until now.
    ///
    /// # Panics
    /// If it was not; the text has what it was asked.
    pub fn expect_of_systemd(&self, verb: &str, unit: &str) {
        let asked = fs::read_to_string(self.path("tmp/systemctl.log")).unwrap_or_default();
        let is_it = |line: &str| {
            [verb, unit]
                .iter()
                .all(|word| line.split(' ').any(|asked| asked == *word))
        };
        assert!(asked.lines().any(is_it), "no {verb} {unit} in:\n{asked}");
    }

    fn stand_in_for_systemd(&self) {
        fs::create_dir_all(self.path("run/systemd/system")).expect("the mark of a machine with systemd");
        let path = self.path("usr/bin/systemctl");
        let mut file = fs::File::create(&path).expect("the stand-in");
        file.write_all(SYSTEMCTL.as_bytes()).expect("its text");
        fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("its mode");
    }
}

/// The archive of the root, of the same Debian as this machine: what is built here must run there. None, and loudly so, where
/// it cannot be loaded.
fn archive() -> Option<PathBuf> {
    let folder = artifacts::tools_dir().with_file_name("debian-root");
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let word = |name: &str| {
        release
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap_or_default()
    };
    let codename = match (word("ID="), word("VERSION_CODENAME=")) {
        ("debian", codename) if !codename.is_empty() => codename,
        _ => "bookworm",
    };
    // One that was made with other packages is another one.
    let path = folder.join(format!("{codename}-{}.tar", PACKAGES.replace(',', "-")));
    if !path.is_file() {
        fs::create_dir_all(&folder).expect("the folder of roots");
        let new = folder.join(format!("{codename}.new.tar"));
        let made = Command::new("mmdebstrap")
            .args([
                "--quiet",
                "--variant=minbase",
                &format!("--include={PACKAGES}"),
                codename,
            ])
            .arg(&new)
            .output()
            .expect("mmdebstrap");
        if !made.status.success() {
            eprintln!("{}", String::from_utf8_lossy(&made.stderr));
            skipped("what mmdebstrap loads from the network (it failed)");
            return None;
        }
        fs::rename(new, &path).expect("the archive in its place");
    }
    Some(path)
}
