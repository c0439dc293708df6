//! Lists of a charge point's records, and records among them that cannot be read.

use super::super::collections::{ID_TAGS, OPEN_TRANSACTIONS, RECORDS, TRANSACTIONS};
use super::super::id_tags::{IdTag, IdTagStatus, put_id_tag};
use super::super::records::StoredMessage;
use super::super::transactions::create_transaction;
use super::super::{key, put, put_encoded};
use super::transactions::open;
use super::{in_memory, now, station, write};
use crate::store::{Page, StoreError};

fn tag(name: &str) -> IdTag {
    IdTag {
        tag: name.to_owned(),
        kind: None,
        status: IdTagStatus::Accepted,
        parent: None,
        expiry: None,
    }
}

#[test]
fn a_record_that_cannot_be_read_stops_nothing_else() {
    let state = in_memory();
    let mut writes: Vec<_> = ["a", "b", "c", "d"].map(|name| put_id_tag(&tag(name)).unwrap()).into();
    writes.push(put_encoded(ID_TAGS, "b".to_owned(), b"{\"tag\":7}".to_vec()));
    write(&state, writes).unwrap();
    let names = |after: Option<&str>, limit| {
        let page = state.id_tags(after, limit).unwrap();
        page.into_iter().map(|tag| tag.tag).collect::<Vec<_>>()
    };
    assert_eq!(names(None, 10), ["a", "c", "d"]);
    // A page is full as long as there is more.
    assert_eq!(names(None, 2), ["a", "c"]);
    assert_eq!(names(Some("a"), 1), ["c"]);
    assert_eq!(names(None, 0), [""; 0]);
    let error = state.id_tag("b").unwrap_err();
    assert!(
        matches!(&error, StoreError::Corrupt { collection: "id-tags", key, .. } if key == "b"),
        "{error}"
    );
    // It can be put right.
    write(&state, vec![put_id_tag(&tag("b")).unwrap()]).unwrap();
    assert_eq!(names(None, 10).len(), 4);
}

#[test]
fn an_open_transaction_that_cannot_be_read_is_none() {
    let state = in_memory();
    for number in ["1", "2"] {
        write(&state, create_transaction(&open("CP", number)).unwrap()).unwrap();
    }
    let broken = key(&["CP", "0000000001"]);
    write(&state, vec![put_encoded(TRANSACTIONS, broken.clone(), b"{}".to_vec())]).unwrap();
    let found = state.open_transactions_after(Some(&station("CP")), None, 10).unwrap();
    assert_eq!((found[0].0.as_str(), found[0].1.is_none()), (broken.as_str(), true));
    assert!(found[1].1.is_some());
    assert_eq!(
        state.store().list_keys(OPEN_TRANSACTIONS, Page::all(9)).unwrap().len(),
        2
    );
}

#[test]
fn records_of_a_charge_point_can_be_read_newest_first() {
    let state = in_memory();
    let cp = station("C/P");
    for number in 0..5 {
        let stored = StoredMessage {
            at: now(),
            action: number.to_string(),
            payload: serde_json::Value::Null.into(),
        };
        let key = key(&[cp.as_str(), &number.to_string(), "a/b"]);
        write(&state, vec![put(RECORDS, key, &stored).unwrap()]).unwrap();
    }
    let page = |after: Option<&str>| {
        let page = Page::all(2).after(after).descending();
        let found = state.of_station::<StoredMessage>(RECORDS, &cp, page).unwrap();
        found.into_iter().map(|(key, _)| key).collect::<Vec<_>>()
    };
    let first = page(None);
    assert_eq!(first, ["4/a%2Fb", "3/a%2Fb"]);
    assert_eq!(page(Some("3/a%2Fb")), ["2/a%2Fb", "1/a%2Fb"]);
    assert_eq!(page(Some("1/a%2Fb")), ["0/a%2Fb"]);
}
