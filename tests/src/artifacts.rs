//! Where the built things are: the server, the plugins, the tools of other languages.

use std::env;
use std::path::{Path, PathBuf};

/// The server's binary: `OCPP_CENTRAL_BIN`, else the one that was built beside the running test.
///
/// # Panics
/// If there is none; the text says how to build it.
#[must_use]
pub fn server_binary() -> PathBuf {
    let path = env::var_os("OCPP_CENTRAL_BIN").map_or_else(|| profile_dir().join("ocpp-central"), PathBuf::from);
    assert!(
        path.is_file(),
        "no server at {}: run `cargo build -p ocpp-central` or set OCPP_CENTRAL_BIN",
        path.display()
    );
    path
}

/// The component of a plugin: in the folder `OCPP_CENTRAL_PLUGINS`, else in `target/plugins`.
///
/// # Panics
/// If it was not built; the text says how.
#[must_use]
pub fn plugin(name: &str) -> PathBuf {
    let folder = env::var_os("OCPP_CENTRAL_PLUGINS").map_or_else(|| target_dir().join("plugins"), PathBuf::from);
    let path = folder.join(name).with_extension("wasm");
    assert!(
        path.is_file(),
        "no component at {}: run `make plugins` or set OCPP_CENTRAL_PLUGINS",
        path.display()
    );
    path
}

/// A plugin in Rust that ships and that `config/central.toml` does not name, built by `make plugins`.
///
/// # Panics
/// If it was not built; the text says how.
#[must_use]
pub fn more_plugin(name: &str) -> PathBuf {
    let path = target_dir().join("more-plugins").join(name).with_extension("wasm");
    assert!(path.is_file(), "no component at {}: run `make plugins`", path.display());
    path
}

/// The folder of all plugins that ship, as far as their languages' tools are there.
#[must_use]
pub fn more_plugins() -> PathBuf {
    target_dir().join("more-plugins")
}

/// A component that only the suites use, built by `make guests` from `tests/guests`.
///
/// # Panics
/// If it was not built; the text says how.
#[must_use]
pub fn guest(name: &str) -> PathBuf {
    let path = target_dir().join("guests").join(name).with_extension("wasm");
    assert!(path.is_file(), "no component at {}: run `make guests`", path.display());
    path
}

/// A program of the workspace's examples, built beside the running test.
///
/// # Panics
/// If it was not built; the text says how.
#[must_use]
pub fn example(name: &str) -> PathBuf {
    let path = profile_dir().join("examples").join(name);
    assert!(
        path.is_file(),
        "no example at {}: run `cargo build --workspace --examples`",
        path.display()
    );
    path
}

/// The component of any plugin that the repository has, if it was built: those in other languages need
/// their tools.
#[must_use]
pub fn any_plugin(name: &str) -> Option<PathBuf> {
    let path = target_dir().join("more-plugins").join(name).with_extension("wasm");
    path.is_file().then_some(path)
}

/// The same component with another digest: a custom section at its end, which nobody reads.
#[must_use]
pub fn variant(component: Vec<u8>, mark: u8) -> Vec<u8> {
    with_section(component, "mark", &[mark])
}

/// A component with one more custom section at its end.
#[must_use]
pub fn with_section(mut component: Vec<u8>, name: &str, data: &[u8]) -> Vec<u8> {
    let mut content = number(name.len());
    content.extend(name.as_bytes());
    content.extend(data);
    component.push(0);
    component.extend(number(content.len()));
    component.extend(content);
    component
}

/// A length as WebAssembly writes it: seven bits in each byte, the lowest first (LEB128).
fn number(mut length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(length & 0x7f).expect("seven bits");
        length >>= 7;
        if length == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

/// Where `make test-tools` puts the clients that others wrote.
#[must_use]
pub fn tools_dir() -> PathBuf {
    target_dir().join("tools")
}

/// Compiled code that the suites' servers share, so that a component is compiled once.
#[must_use]
pub fn compiled_dir() -> PathBuf {
    target_dir().join("compiled")
}

/// The folder of this crate, for files that a suite reads.
#[must_use]
pub fn suite_dir() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `target/<profile>`: test executables are in its `deps`.
fn profile_dir() -> PathBuf {
    let executable = env::current_exe().expect("the path of the running test");
    let parent = executable.parent().expect("a test executable is in a folder");
    let parent = if parent.ends_with("deps") {
        parent.parent().unwrap_or(parent)
    } else {
        parent
    };
    parent.to_owned()
}

fn target_dir() -> PathBuf {
    let profile = profile_dir();
    profile
        .parent()
        .expect("a profile's folder is in the target folder")
        .to_owned()
}
