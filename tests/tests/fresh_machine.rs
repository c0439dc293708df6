//! A machine on which nothing is yet: `make toolchain`, with which `make run`, `make test` and `make check` begin,
//! brings the compiler and the WASM target, and says in one line what is needed where rustup is missing. It loads
//! the compiler from the network, as a newcomer's machine does.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use ocpp_central_tests::artifacts;
use tempfile::TempDir;

/// What the step calls beside rustup.
const COMMANDS: &[&str] = &[
    "bash",
    "dirname",
    "env",
    "grep",
    "make",
    "sed",
    "sh",
    "tr",
    "pkg-config",
];

fn root() -> PathBuf {
    artifacts::suite_dir().join("..")
}

fn found(command: &str) -> PathBuf {
    let path = env::var_os("PATH").expect("PATH");
    let mut places = env::split_paths(&path).map(|folder| folder.join(command));
    places
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{command} is not in the PATH"))
}

/// A home without a compiler, and a PATH that a newcomer has.
struct Machine {
    folder: TempDir,
    auto_install: &'static str,
}

impl Machine {
    fn new(auto_install: &'static str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for name in ["bin", "rustup", "cargo", "crate/src"] {
            fs::create_dir_all(folder.path().join(name)).expect("a folder");
        }
        for command in COMMANDS {
            symlink(found(command), folder.path().join("bin").join(command)).expect("a link");
        }
        Self { folder, auto_install }
    }

    /// Rustup with its stand-ins for cargo and rustc.
    fn with_rustup(self) -> Self {
        let rustup = fs::canonicalize(found("rustup")).expect("rustup");
        for name in ["rustup", "cargo", "rustc"] {
            symlink(&rustup, self.path("bin").join(name)).expect("a link");
        }
        // The linker.
        symlink(found("cc"), self.path("bin").join("cc")).expect("a link");
        self
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command in the environment of this machine alone; the suites' own compiler is not in it.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.path("bin").join(program));
        command
            .env_clear()
            .env("PATH", self.path("bin"))
            .env("HOME", self.folder.path())
            .env("RUSTUP_HOME", self.path("rustup"))
            .env("CARGO_HOME", self.path("cargo"))
            .env("RUSTUP_AUTO_INSTALL", self.auto_install);
        for name in ["https_proxy", "HTTPS_PROXY", "SSL_CERT_FILE", "RUSTUP_DIST_SERVER"] {
            command.envs(env::var_os(name).map(|value| (name, value)));
        }
        command
    }

    fn toolchain(&self) -> Output {
        let mut make = self.command("make");
        make.arg("--silent").arg("toolchain").current_dir(root());
        make.output().expect("make")
    }

    /// Brings the toolchain, and says what was told on the way.
    fn bring(&self) -> String {
        let output = self.toolchain();
        assert!(output.status.success(), "{output:?}");
        text(&output.stdout)
    }

    /// Builds a crate of one line for this machine and for WASM, with what is there.
    fn build(&self) {
        let folder = self.path("crate");
        let toolchain = root().join("rust-toolchain.toml");
        fs::copy(toolchain, folder.join("rust-toolchain.toml")).expect("the toolchain file");
        let manifest = "[package]\nname = \"tiny\"\nedition = \"2024\"\n[lib]\ncrate-type = [\"cdylib\"]\n";
        fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest");
        fs::write(folder.join("src/lib.rs"), "pub fn one() -> Vec<u8> { vec![1] }\n").expect("the source");
        for target in [&[][..], &["--target", "wasm32-wasip2"]] {
            let mut cargo = self.command("cargo");
            let built = cargo.args(["build", "--offline"]).args(target).current_dir(&folder);
            let output = built.output().expect("cargo");
            assert!(output.status.success(), "{target:?}: {output:?}");
        }
        assert!(exists(&folder, "target/wasm32-wasip2/debug/tiny.wasm"));
    }
}

fn exists(folder: &Path, file: &str) -> bool {
    folder.join(file).is_file()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn from_nothing(auto_install: &'static str) -> Machine {
    let machine = Machine::new(auto_install).with_rustup();
    let told = machine.bring();
    let line = "==> rustup installs what is missing: 1.95.0 wasm32-wasip2 clippy rustfmt\n";
    assert!(told.starts_with(line), "{told}");
    machine.build();
    assert_eq!(machine.bring(), "", "nothing is missing any more");
    machine
}

#[test]
fn nothing_is_there_and_rustup_may_not_install_by_itself() {
    let machine = from_nothing("0");
    // The right compiler, and no target: what `make run` once ended at.
    let mut rustup = machine.command("rustup");
    rustup.args(["target", "remove", "wasm32-wasip2", "--toolchain", "1.95.0"]);
    assert!(rustup.status().expect("rustup").success());
    let told = machine.bring();
    assert!(
        told.starts_with("==> rustup installs what is missing: wasm32-wasip2\n"),
        "{told}"
    );
    machine.build();
}

#[test]
fn nothing_is_there_and_rustup_may_install_by_itself() {
    from_nothing("1");
}

#[test]
fn without_rustup_it_is_said_in_one_line_what_to_do() {
    let output = Machine::new("1").toolchain();
    assert!(!output.status.success());
    let told = text(&output.stderr);
    let line = "*** Rust 1.95.0 with wasm32-wasip2 is needed: install rustup from https://rustup.rs (Debian: \
                apt-get install rustup), and run make again.\n";
    assert!(told.starts_with(line), "{told}");
}

#[test]
fn without_openssl_it_is_said_in_one_line_what_to_do() {
    let machine = Machine::new("1").with_rustup();
    fs::remove_file(machine.path("bin").join("pkg-config")).expect("it was there");
    let output = machine.toolchain();
    assert!(!output.status.success());
    let told = text(&output.stderr);
    assert!(told.contains("Debian: apt-get install libssl-dev pkg-config"), "{told}");
}
