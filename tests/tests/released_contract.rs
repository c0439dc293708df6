//! `plugin-sdk/wit` against the contracts that were released: what would break a plugin in the field fails
//! here, and what is only new does not.

use std::fs;
use std::path::{Path, PathBuf};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::contract::{Contract, hold, released};
use tempfile::TempDir;

fn sdk() -> PathBuf {
    artifacts::suite_dir().join("../plugin-sdk")
}

#[test]
fn the_contract_breaks_no_plugin_that_was_built_against_a_released_one() {
    let current = Contract::read(&sdk().join("wit")).unwrap();
    let old = released(&sdk().join("released")).unwrap();
    if let Err(reason) = hold(&current, &old) {
        panic!("\n{reason}");
    }
}

/// The released contract, and a copy in which texts were replaced: file, what was there, what is there now.
fn planted(changes: &[(&str, &str, &str)]) -> (TempDir, Vec<Contract>) {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(sdk().join("released/0.1.0")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
    }
    for (file, before, after) in changes {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        assert!(text.contains(before), "{file} has no {before:?}");
        fs::write(path, text.replacen(before, after, 1)).unwrap();
    }
    let old = released(&sdk().join("released")).unwrap();
    (folder, old)
}

fn held(folder: &Path, old: &[Contract]) -> Result<(), String> {
    hold(&Contract::read(folder).unwrap(), old)
}

/// What is planted in a file, and what must be said of it.
const BREACHES: [(&str, &str, &str, &str); 14] = [
    (
        "handler.wit",
        "    description: string,",
        "    description: string,\n    hint: option<string>,",
        "interface handler: record call-error has `hint: option<string>` more",
    ),
    (
        "types.wit",
        "    model: string,\n",
        "",
        "interface types: record context has lost `model: string`",
    ),
    (
        "commands.wit",
        "    wait,\n",
        "    wait,\n    forever,\n",
        "interface commands: enum when-away has `forever` more",
    ),
    (
        "handler.wit",
        "    keep,\n",
        "    keep,\n    drop,\n",
        "interface handler: variant outcome has `drop` more",
    ),
    (
        "state.wit",
        "by: s32, ttl",
        "by: s64, ttl",
        "interface state: func increment has `by: s64` instead of `by: s32`",
    ),
    (
        "directory.wit",
        "after: option<string>, limit: u32",
        "limit: u32, after: option<string>",
        "interface directory: func charge-points has its parts in another order",
    ),
    (
        "observer.wit",
        "-> result<_, string>",
        "-> result<_, u32>",
        "interface observer: func on-event has `-> result<_, u32>` instead of `-> result<_, string>`",
    ),
    (
        "state.wit",
        "  delete: func(key: string) -> result<_, error>;",
        "",
        "interface state: func delete is gone",
    ),
    (
        "timer.wit",
        "  on-tick: func(",
        "  on-start: func();\n  on-tick: func(",
        "interface timer: func on-start is new",
    ),
    (
        "handler.wit",
        "  variant outcome {",
        "  enum reason { other }\n  variant outcome {",
        "interface handler: enum reason is new",
    ),
    (
        "worlds.wit",
        "  export handler;",
        "  export handler;\n  export timer;",
        "world handler-plugin: export timer is new",
    ),
    (
        "worlds.wit",
        "  import events;\n",
        "",
        "world imports: import events is gone",
    ),
    (
        "worlds.wit",
        "  export http;\n",
        "",
        "world http-plugin: export http is gone",
    ),
    (
        "worlds.wit",
        "world timer-plugin",
        "world clock-plugin",
        "world timer-plugin is gone",
    ),
];

#[test]
fn what_breaks_an_old_plugin_is_told_with_its_place_and_what_to_do() {
    for (file, before, after, told) in BREACHES {
        let (folder, old) = planted(&[(file, before, after)]);
        let reason = held(folder.path(), &old).expect_err(told);
        assert!(reason.contains(&format!("\n  {told}\n")), "{told}: {reason}");
        assert!(reason.contains("breaks ocpp:plugin@0.1.0"), "{reason}");
        assert!(reason.contains("put what is new into a new interface"), "{reason}");
    }
}

#[test]
fn an_interface_that_is_gone_is_told_by_its_name() {
    let (folder, old) = planted(&[("worlds.wit", "  import log;\n", "")]);
    fs::remove_file(folder.path().join("log.wit")).unwrap();
    let reason = held(folder.path(), &old).unwrap_err();
    assert!(reason.contains("\n  interface log is gone\n"), "{reason}");
}

/// What no old plugin knows of, and so cannot miss.
const ADDITIONS: [(&str, &str, &str); 5] = [
    ("package.wit", "/// Rules", "/// The rules"),
    (
        "log.wit",
        "interface log",
        "interface trace { note: func(text: string); }\ninterface log",
    ),
    (
        "worlds.wit",
        "  import events;",
        "  import events;\n  import clock;\n}\ninterface clock { now: func() -> string; }\nworld empty {",
    ),
    (
        "worlds.wit",
        "world timer-plugin",
        "interface audit { seen: func(); }\nworld audit-plugin {\n  include imports;\n  export audit;\n}\nworld timer-plugin",
    ),
    ("package.wit", "@0.1.0", "@0.1.1"),
];

#[test]
fn what_is_only_new_is_taken() {
    for change in ADDITIONS {
        let (folder, old) = planted(&[change]);
        assert_eq!(held(folder.path(), &old), Ok(()), "{change:?}");
    }
}

#[test]
fn a_new_series_may_be_another_and_the_same_series_may_not() {
    let breach = ("types.wit", "    model: string,\n", "");
    for (version, taken) in [("@0.2.0", true), ("@0.1.9", false), ("@1.0.0", true)] {
        let (folder, old) = planted(&[breach, ("package.wit", "@0.1.0", version)]);
        assert_eq!(held(folder.path(), &old).is_ok(), taken, "{version}");
    }
}

#[test]
fn a_released_contract_is_in_the_folder_of_its_version() {
    let folder = tempfile::tempdir().unwrap();
    let why = |folder: &Path| released(folder).err().unwrap();
    assert!(why(folder.path()).contains("has no released contract"));
    let (other, _) = planted(&[("package.wit", "@0.1.0", "@0.3.0")]);
    fs::rename(other.path(), folder.path().join("0.2.0")).unwrap();
    assert!(why(folder.path()).contains("0.2.0 holds ocpp:plugin@0.3.0"));
}
