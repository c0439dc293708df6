//! Puts what `plugin new` and `plugin build` need of `plugin-sdk/` into the binary: the contract, the
//! templates, and the SDKs that a project compiles as sources. An installed binary needs no checkout.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Files and folders below `plugin-sdk/`.
const ROOTS: [&str; 14] = [
    "wit",
    "rust/template",
    "c/include",
    "c/src",
    "c/testing",
    "c/template",
    "javascript/package.json",
    "javascript/src",
    "javascript/wit",
    "javascript/template",
    "javascript/template-javascript",
    "python/src/ocpp_plugin",
    "python/wit/deps",
    "python/template",
];

/// What tools leave behind.
const LEFT_OUT: [&str; 4] = ["__pycache__", "node_modules", "build", "target"];

fn main() -> io::Result<()> {
    let here = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let sdk = here.join("../plugin-sdk");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    for root in ROOTS.map(|root| sdk.join(root)).iter().filter(|root| root.exists()) {
        println!("cargo::rerun-if-changed={}", root.display());
        collect(root, &mut files)?;
    }
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name = file.strip_prefix(&sdk).unwrap_or(file);
        // Writing to a text cannot fail.
        let _written = writeln!(code, "({name:?}, include_bytes!({file:?})),");
    }
    code.push(']');
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("plugin_sdk.rs"), code)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') || LEFT_OUT.contains(&name.as_ref()) {
        return Ok(());
    }
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), files)?;
    }
    Ok(())
}
