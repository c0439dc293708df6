//! A small stack makes a fresh instance cheap; without debug information, tracebacks keep names.

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size=131072");
        println!("cargo::rustc-link-arg-cdylib=--strip-debug");
    }
}
