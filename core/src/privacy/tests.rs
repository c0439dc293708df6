//! A store with a record of every collection, from which a tag is exported and erased: nothing of it is left.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::places::{CLASSES, class};
use super::{Erased, Kept, Tag, erase, export};
use crate::clock;
use crate::ids::{ChargePointId, TransactionId};
use crate::state::collections::{
    EVENTS, ID_TAGS, LOCAL_LISTS, MESSAGES, TABLE, TRANSACTION_STARTS, TRANSACTIONS, TRANSACTIONS_BY_ID_TAG,
};
use crate::state::messages::{EntryKind, NewEntry, append};
use crate::state::tests::{block_on, in_memory};
use crate::state::transactions::{Wanted, create_transaction};
use crate::state::{State, key, put_encoded};
use crate::store::{Collection, Page, Write};

const TAG: &str = "Priv-04A2B3";

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

fn write(state: &State, writes: Vec<Write>) {
    block_on(state.store().write(writes)).unwrap();
}

/// The last form of each collection, as it lies in the sources, with the tag where it has one.
fn forms() -> Vec<(Collection, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/state/stored_forms");
    let mut forms = Vec::new();
    for row in TABLE {
        let file = folder.join(format!("{}.{}.json", row.collection.0, row.form));
        let Ok(text) = fs::read_to_string(file) else { continue };
        let mut text = text;
        for (old, new) in [("\"TAG\"", TAG), ("\"Tag\"", "PRIV-04a2b3"), ("\"A\"", "priv-04A2B3")] {
            text = text.replace(old, &format!("\"{new}\""));
        }
        forms.push((row.collection, text.trim().to_owned()));
    }
    assert!(forms.len() > 40, "{}", forms.len());
    forms
}

fn session(id: &str, tag: &str) -> Vec<Write> {
    let form =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/state/stored_forms/transactions.3.json"));
    let mut record: Value = serde_json::from_str(&form.unwrap()).unwrap();
    record["id"] = json!(id);
    record["idTag"] = json!(tag);
    create_transaction(&serde_json::from_value(record).unwrap()).unwrap()
}

/// A store in which the tag stands wherever it can.
fn full() -> State {
    let state = in_memory();
    for (collection, text) in forms() {
        let own = match collection {
            TRANSACTIONS => continue,
            ID_TAGS => key(&[&TAG.to_lowercase()]),
            TRANSACTION_STARTS => key(&["CP-1", "1", "2026-01-02T03:04:05Z", "0", &TAG.to_lowercase()]),
            TRANSACTIONS_BY_ID_TAG => continue,
            LOCAL_LISTS => key(&["CP-1"]),
            _ => key(&["CP-1", "1"]),
        };
        write(&state, vec![put_encoded(collection, own, text.into_bytes())]);
    }
    write(&state, session("4711", TAG));
    write(&state, session("4712", "SOMEBODY-ELSE"));
    let other = json!({"tag": "OTHER-1", "type": null, "status": "Accepted", "parent": TAG, "expiry": null});
    write(
        &state,
        vec![put_encoded(ID_TAGS, "other-1".into(), other.to_string().into_bytes())],
    );
    let frame = format!("[2,\"1\",\"Authorize\",{{\"idTag\":\"{TAG}\"}}]");
    let mut piece = Vec::new();
    let new = NewEntry {
        kind: EntryKind::Received,
        at: clock::now(),
        about: 0,
        text: &frame,
    };
    append(&mut piece, new, 4096);
    append(
        &mut piece,
        NewEntry {
            text: "[3,\"1\",{}]",
            ..new
        },
        4096,
    );
    write(
        &state,
        vec![put_encoded(MESSAGES, "CP-1/00000000000000000001/99".into(), piece)],
    );
    let event =
        json!({"kind": "x", "payload": {"data": json!({"idToken": TAG}).to_string(), "note": format!("for {TAG}!")}});
    write(
        &state,
        vec![put_encoded(EVENTS, "CP-1/2".into(), event.to_string().into_bytes())],
    );
    state.messages().limit(1 << 20, 1 << 16);
    let log = state.messages().join(&ChargePointId::new("CP-1"));
    log.received(&frame);
    state
}

/// Where the tag stands, keys included.
fn found(state: &State) -> Vec<String> {
    let wanted = TAG.to_lowercase();
    let has_it = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(&wanted);
    let mut found = Vec::new();
    for row in TABLE {
        for (key, entry) in state.store().list(row.collection, Page::all(usize::MAX)).unwrap() {
            if has_it(key.as_bytes()) || has_it(&entry.value) {
                found.push(format!(
                    "{}/{key}: {}",
                    row.collection.0,
                    String::from_utf8_lossy(&entry.value)
                ));
            }
        }
    }
    found
}

fn erased(state: &State, kept: &Kept) -> Erased {
    erase(state, &Tag::new("priv-04A2B3 "), kept, &runtime()).unwrap()
}

#[test]
fn after_an_erase_the_tag_is_nowhere() {
    let state = full();
    assert!(found(&state).len() >= 11, "{:#?}", found(&state));
    let done = erased(&state, &Kept::default());
    assert_eq!(found(&state), Vec::<String>::new());
    assert_eq!(done.left, []);
    for class in [
        "idTags",
        "sessions",
        "commands",
        "reservations",
        "localLists",
        "events",
        "frames",
    ] {
        assert!(
            done.counts.get(class).is_some_and(|count| *count > 0),
            "{class} in {done:?}"
        );
    }
    assert_eq!(done.local_lists, [ChargePointId::new("CP-1")]);
    // Sessions stay as figures, and are found as such.
    let (station, id) = (ChargePointId::new("CP-1"), TransactionId::new("4711"));
    let record = state.transaction(&station, &id).unwrap().unwrap();
    assert_eq!(record.id_tag.as_deref(), Some("erased"));
    assert!(record.energy.is_some());
    let of_tag = |tag: &str| {
        let wanted = Wanted {
            id_tag: Some(tag.to_owned()),
            ..Wanted::default()
        };
        state.find_transactions(&wanted, None, 10, 100).unwrap().found.len()
    };
    assert_eq!((of_tag("erased"), of_tag(TAG), of_tag("somebody-else")), (1, 0, 1));
    let log = state.messages().get(&station).unwrap();
    let snapshot = log.snapshot();
    let texts: Vec<_> = snapshot.entries().map(|entry| entry.text.to_owned()).collect();
    assert_eq!(texts, ["[2,\"1\",\"Authorize\",{\"idTag\":\"erased\"}]"]);
    // A group that the tag stood for is none any more.
    assert_eq!(state.id_tags_of("OTHER-1").unwrap()[0].parent, None);
    // What was done is not done again.
    let again = erased(&state, &Kept::default());
    assert_eq!((again.counts.len(), again.left.len()), (0, 0), "{again:?}");
}

#[test]
fn records_are_read_by_their_forms_after_an_erase() {
    let state = full();
    let before: Vec<_> = forms().into_iter().map(|(collection, _)| collection).collect();
    erased(&state, &Kept::default());
    for collection in before {
        for (key, entry) in state.store().list(collection, Page::all(usize::MAX)).unwrap() {
            assert!(
                serde_json::from_slice::<Value>(&entry.value).is_ok() || collection == MESSAGES,
                "{key}"
            );
        }
    }
    assert!(state.local_list(&ChargePointId::new("CP-1")).unwrap().in_doubt);
}

#[test]
fn a_tag_that_stays_blocked_has_nothing_else() {
    let state = full();
    let kept = Kept {
        blocked: true,
        campaigns: HashSet::new(),
    };
    erased(&state, &kept);
    let left = found(&state);
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(
        left[0].starts_with("id-tags/") && left[0].contains("Blocked") && !left[0].contains("GROUP"),
        "{left:?}"
    );
    assert_eq!(erased(&state, &kept).counts.len(), 0);
}

#[test]
fn what_is_exported_is_all_of_it_and_of_nobody_else() {
    let state = full();
    let mut document = Vec::new();
    export(&state, &Tag::new(TAG), &mut document).unwrap();
    let document: Value = serde_json::from_slice(&document).unwrap();
    let sessions = document["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 1, "{document}");
    assert_eq!(sessions[0]["session"]["id"], "4711");
    for class in CLASSES {
        assert!(document[class].is_array(), "{class} in {document}");
    }
    for class in ["idTags", "reservations", "localLists", "commands", "events"] {
        assert!(!document[class].as_array().unwrap().is_empty(), "{class} in {document}");
    }
    assert_eq!(document["frames"].as_array().unwrap().len(), 1, "{document}");
    assert!(!document.to_string().contains("SOMEBODY-ELSE"), "{document}");
    erased(&state, &Kept::default());
    let mut document = Vec::new();
    export(&state, &Tag::new(TAG), &mut document).unwrap();
    let document: Value = serde_json::from_slice(&document).unwrap();
    assert_eq!(document["sessions"], json!([]));
    assert!(CLASSES.iter().all(|class| document[class] == json!([])), "{document}");
}

#[test]
fn every_collection_has_a_class_that_is_exported() {
    for row in TABLE {
        let class = class(row.collection);
        assert!(
            class == "sessions" || CLASSES.contains(&class),
            "{} of {}",
            class,
            row.collection.0
        );
    }
}
