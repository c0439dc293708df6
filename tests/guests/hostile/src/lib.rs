//! A guest that misbehaves as its settings say, or without settings as the id tag says that it is asked
//! about: `!endless loop`. Any other id tag is kept as proposed.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "this guest is meant to fail"
)]

use std::sync::atomic::{AtomicU32, Ordering};

use ocpp_plugin_sdk::types::v16;
use ocpp_plugin_sdk::{CallError, Context, Outcome, Plugin, Route, Texts, log, settings, state};

/// The plugin.
pub const HOSTILE: Plugin = Plugin {
    capabilities: &["state"],
    routes: &[
        Route::new::<v16::Authorize>(misbehave),
        Route::new::<v16::StartTransaction>(misbehave),
        Route::new::<v16::Heartbeat>(misbehave),
    ],
    ..Plugin::named("hostile", "0.1.0")
};

ocpp_plugin_sdk::component!(HOSTILE);

#[derive(serde::Deserialize)]
struct Settings {
    behaviour: Option<String>,
}

/// Of a request, as far as it counts here.
#[derive(serde::Deserialize)]
struct Request {
    #[serde(default, rename = "idTag")]
    id_tag: String,
}

fn misbehave(_: Context, texts: Texts<'_>) -> Outcome {
    let settings: Settings = settings::read().unwrap();
    if let Some(behaviour) = settings.behaviour {
        return behave(&behaviour, texts);
    }
    let request: Request = serde_json::from_str(texts.payload).unwrap();
    match request.id_tag.strip_prefix('!') {
        Some(behaviour) => behave(behaviour, texts),
        None => Outcome::Keep,
    }
}

/// Not a part of its caller, so that a traceback names it.
#[inline(never)]
fn behave(behaviour: &str, texts: Texts<'_>) -> Outcome {
    match behaviour {
        "endless loop" => loop {
            std::hint::black_box(());
        },
        "endless recursion" => Outcome::Replace(deeper(1).to_string()),
        "memory hog" => hog(),
        "panic" => panic!("the tariff is missing"),
        "count" => said(&counted().to_string()),
        "panic on every third" => {
            let number = counted();
            assert!(!number.is_multiple_of(3), "the third call");
            said(&number.to_string())
        }
        "panic on each tenth" => {
            assert!(!counted().is_multiple_of(10), "the tenth call");
            Outcome::Keep
        }
        "exit" => std::process::exit(3),
        "sleep" => {
            std::thread::sleep(std::time::Duration::from_secs(1));
            Outcome::Keep
        }
        "not JSON" => Outcome::Replace("{".to_owned()),
        "wrong shape" => Outcome::Replace(r#"{"idTagInfo":{"status":"Perhaps"},"transactionId":7}"#.to_owned()),
        "other transaction" => {
            let mut response: serde_json::Value = serde_json::from_str(texts.proposed).unwrap();
            response["transactionId"] = (response["transactionId"].as_i64().unwrap() + 1).into();
            Outcome::Replace(response.to_string())
        }
        "unknown code" => Outcome::CallError(CallError::new("Nonsense", "")),
        "details" => {
            let details = serde_json::Value::Null;
            Outcome::CallError(CallError::new("GenericError", "").with_details(details))
        }
        "stubborn flood" => loop {
            // The host's word is not listened to.
            let _refused = flood();
        },
        "state" | "write and panic" | "state flood" | "swap" | "expiring" => with_state(behaviour),
        _ => said(says(behaviour)),
    }
}

/// What it says of having printed, logged, or tried what a plugin cannot.
fn says(behaviour: &str) -> &'static str {
    match behaviour {
        "connect" => tried(std::net::TcpStream::connect("127.0.0.1:9").is_ok()),
        "open a file" => tried(std::fs::read("/etc/hostname").is_ok()),
        "print" => {
            eprintln!("printed");
            println!("printed");
            "printed"
        }
        "print much" => {
            eprintln!("{}", "x".repeat(1_000_000));
            "printed"
        }
        "log flood" => {
            (0..1_000).for_each(|_| log::info("again"));
            log::info(&"y".repeat(100_000));
            "logged"
        }
        "log lines" => {
            log::info(&["again"; 500].join("\n"));
            "logged"
        }
        "log once" => {
            log::info("again");
            "logged"
        }
        _ => "version-A",
    }
}

fn tried(worked: bool) -> &'static str {
    if worked { "done" } else { "refused" }
}

/// The calls of this instance.
fn counted() -> u32 {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    CALLS.fetch_add(1, Ordering::Relaxed) + 1
}

fn said(what: &str) -> Outcome {
    Outcome::CallError(CallError::new("GenericError", what))
}

fn deeper(depth: u64) -> u64 {
    if std::hint::black_box(depth) == 0 {
        0
    } else {
        1 + std::hint::black_box(deeper(depth + 1))
    }
}

fn hog() -> Outcome {
    let mut kept = Vec::new();
    loop {
        kept.push(std::hint::black_box(vec![0_u8; 1024 * 1024]));
    }
}

fn with_state(how: &str) -> Outcome {
    let result = match how {
        "state" => state::increment("calls", 2, None).and_then(|_| state::increment("calls", 1, None)),
        "expiring" => state::increment("window", 1, Some(60)),
        "swap" => {
            let old = state::get("owner").unwrap_or_default();
            state::compare_and_swap("owner", old.as_deref(), b"me", None).map(i64::from)
        }
        "state flood" => flood(),
        _ => state::increment("calls", 1, None),
    };
    assert!(how != "write and panic", "written, then failed");
    match result {
        Ok(number) => said(&number.to_string()),
        Err(error) => said(&error.code),
    }
}

fn flood() -> Result<i64, state::StateError> {
    let mut key = 0;
    loop {
        state::put(&format!("flood/{key}"), &[0; 16_384], None)?;
        key += 1;
    }
}
