//! The examples' link arguments; a plugin has the same two lines in its own build script.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-examples=-zstack-size=131072");
        println!("cargo::rustc-link-arg-examples=--strip-debug");
    }
}
