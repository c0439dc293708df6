//! Signatures on components: a server that trusts some keys takes nothing else, from the API and from the
//! folder, and what was active stays.

use std::fs;
use std::path::Path;

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::process::{Ended, command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::wait;
use serde_json::{Value, json};
use tempfile::TempDir;

const PLUGIN: &str = "/api/v1/plugins/decider";

/// A folder with two private keys and two components; the public keys are those of `first` and `second`.
struct Author {
    folder: TempDir,
    keys: [String; 2],
}

impl Author {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["decider-strict", "decider-lenient"] {
            let to = folder.path().join(name).with_extension("wasm");
            fs::copy(artifacts::guest(name), to).unwrap();
        }
        let keys = ["first", "second"].map(|name| {
            let made = plugin(folder.path(), &["key", name]);
            assert_eq!((made.code, made.err.as_str()), (Some(0), ""), "{made:?}");
            let line = made.out.lines().last().unwrap().to_owned();
            let key = line
                .strip_prefix("trusted_keys = [\"")
                .unwrap()
                .strip_suffix("\"]")
                .unwrap();
            key.to_owned()
        });
        Self { folder, keys }
    }

    /// The path of a file of the folder.
    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs a subcommand in the folder.
    fn done(&self, arguments: &[&str]) -> String {
        let ended = plugin(self.folder.path(), arguments);
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{ended:?}");
        ended.out
    }

    /// A server that trusts these keys.
    fn server(keys: &[&String]) -> Server {
        Server::start(&Self::config(keys))
    }

    fn config(keys: &[&String]) -> Config {
        Config::new()
            .plugin("name = \"decider\"")
            .set("plugins.watch_interval", "50ms")
            .set("plugins.trusted_keys", json!(keys))
    }
}

fn plugin(folder: &Path, arguments: &[&str]) -> Ended {
    run(command().current_dir(folder).arg("plugin").args(arguments), b"")
}

fn judge(station: &mut Station) -> Value {
    station.call("Authorize", &json!({"idTag": "BLOCKED-1"}))["idTagInfo"]["status"].clone()
}

#[test]
fn only_what_a_trusted_key_has_signed_is_taken_over_the_api() {
    let author = Author::new();
    let [first, second] = &author.keys;
    let server = Author::server(&[first]);
    let (strict, lenient) = (author.path("decider-strict.wasm"), author.path("decider-lenient.wasm"));
    let unsigned = server.plugin(&["push", &strict]);
    assert_eq!((unsigned.code, unsigned.out.as_str()), (Some(1), ""), "{unsigned:?}");
    for part in [
        "the server answers 422: decider was refused: it has no signature",
        first,
        "push --key KEYFILE",
    ] {
        assert!(unsigned.err.contains(part), "{}", unsigned.err);
    }
    assert_eq!(server.admin().get(PLUGIN).status, 404, "not even half of it is there");

    let signed = server.plugin(&["push", &strict, "--key", &author.path("first")]);
    assert_eq!(signed.code, Some(0), "{signed:?}");
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(judge(&mut station), "Blocked");

    let other = server.plugin(&["push", &lenient, "--key", &author.path("second")]);
    assert_eq!(other.code, Some(1), "{other:?}");
    assert!(
        other.err.contains("its signature fits none of the keys"),
        "{}",
        other.err
    );
    assert!(!other.err.contains(second.as_str()), "{}", other.err);
    let problem = server
        .admin()
        .put_bytes(PLUGIN, fs::read(&lenient).unwrap())
        .expect(422);
    assert_eq!(problem["type"], "urn:ocpp-central:problem:untrusted-plugin");
    assert_eq!(judge(&mut station), "Blocked", "the signed version stays");
    assert_eq!(
        server.admin().get(PLUGIN).expect(200)["versions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn a_signature_is_of_these_bytes_and_of_no_others() {
    let author = Author::new();
    let server = Author::server(&[&author.keys[1], &author.keys[0]]);
    let lenient = author.path("decider-lenient.wasm");
    author.done(&["sign", "decider-strict.wasm", "--key", "second"]);
    let signature = fs::read_to_string(author.path("decider-strict.wasm.sig")).unwrap();
    let refused = |bytes: &str, signature: &str| {
        let reply = server.admin().put_signed(PLUGIN, fs::read(bytes).unwrap(), signature);
        reply.expect(422)["detail"].as_str().unwrap().to_owned()
    };
    assert!(refused(&lenient, signature.trim()).contains("fits none of the keys"));
    for broken in ["", "AAAA", signature[4..].trim(), "é"] {
        let reason = refused(&lenient, broken);
        assert!(reason.contains("is not 64 bytes in base64"), "{broken:?}: {reason}");
    }
    // The signature that lies beside the component goes along by itself, whatever is uploaded for.
    let pushed = server.plugin(&["push", &author.path("decider-strict.wasm")]);
    assert_eq!((pushed.code, pushed.err.as_str()), (Some(0), ""), "{pushed:?}");
    let shadowed = server.plugin(&["shadow", &lenient]);
    assert!(shadowed.err.contains("it has no signature"), "{shadowed:?}");
    let shadowed = server.plugin(&["shadow", &lenient, "--key", &author.path("first")]);
    assert_eq!(shadowed.code, Some(0), "{shadowed:?}");
}

#[test]
fn what_is_installed_stays_when_its_key_is_not_trusted_any_more() {
    let author = Author::new();
    let [first, second] = &author.keys;
    let mut server = Author::server(&[first]);
    let strict = author.path("decider-strict.wasm");
    assert_eq!(
        server.plugin(&["push", &strict, "--key", &author.path("first")]).code,
        Some(0)
    );
    server.restart_with(&Author::config(&[second]));
    let mut station = Station::connect(&server, "CP1", "1.6");
    assert_eq!(judge(&mut station), "Blocked");
    let again = server.plugin(&[
        "push",
        &author.path("decider-lenient.wasm"),
        "--key",
        &author.path("first"),
    ]);
    assert_eq!(again.code, Some(1), "{again:?}");
    assert_eq!(judge(&mut station), "Blocked");
}

#[test]
fn a_file_of_the_folder_is_taken_when_its_signature_lies_beside_it() {
    let author = Author::new();
    let server = Author::server(&[&author.keys[0]]);
    let mut station = Station::connect(&server, "CP1", "1.6");
    let (file, beside) = ("decider.wasm", "decider.wasm.sig");
    let folder = server.plugin_folder();
    fs::copy(author.path("decider-strict.wasm"), folder.join(file)).unwrap();
    wait::until("the complaint about the file", || {
        server
            .log()
            .contains("decider was refused: it has no signature")
            .then_some(())
    });
    assert_eq!(server.admin().get(PLUGIN).status, 404);

    author.done(&["sign", "decider-strict.wasm", "--key", "second"]);
    fs::copy(author.path("decider-strict.wasm.sig"), folder.join(beside)).unwrap();
    wait::until("the complaint about the signature", || {
        server
            .log()
            .contains("its signature fits none of the keys")
            .then_some(())
    });
    assert_eq!(server.admin().get(PLUGIN).status, 404);

    author.done(&["sign", "decider-strict.wasm", "--key", "first"]);
    // A rename, so that no look sees half of it.
    fs::rename(author.path("decider-strict.wasm.sig"), folder.join(beside)).unwrap();
    wait::until("the signed file to decide", || {
        (judge(&mut station) == "Blocked").then_some(())
    });
}

#[test]
fn a_key_is_private_and_never_written_over() {
    let author = Author::new();
    let again = plugin(author.folder.path(), &["key", "first"]);
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""), "{again:?}");
    assert!(again.err.contains("first is there already"), "{}", again.err);
    assert_eq!(
        author.done(&["key", "--show", "first"]),
        format!("trusted_keys = [\"{}\"]\n", author.keys[0])
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(author.path("first")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    for (arguments, complaint) in [
        (["sign", "decider-strict.wasm", "--key", "third"], "cannot read third"),
        (["sign", "nothing.wasm", "--key", "first"], "cannot read nothing.wasm"),
        (
            ["sign", "decider-strict.wasm", "--key", "decider-strict.wasm"],
            "decider-strict.wasm",
        ),
    ] {
        let refused = plugin(author.folder.path(), &arguments);
        assert_eq!((refused.code, refused.out.as_str()), (Some(2), ""), "{refused:?}");
        assert!(refused.err.contains(complaint), "{}", refused.err);
    }
}

#[test]
fn without_trusted_keys_no_signature_is_asked_for() {
    let author = Author::new();
    let server = Author::server(&[]);
    let strict = fs::read(author.path("decider-strict.wasm")).unwrap();
    assert_eq!(server.admin().put_signed(PLUGIN, strict, "nonsense").status, 200);
}
