//! The index of sessions, as lists show it.

use serde_json::json;

use super::Server;
use super::resources::transaction;
use crate::clock::text;
use crate::state::collections::{COUNTERS, TRANSACTIONS_BY_DOUBT, TRANSACTIONS_BY_TIME};
use crate::state::transactions::{Doubt, TransactionState, begins, create_transaction, put_transaction};
use crate::state::{State, key, put};
use crate::store::{Collection, Page};

/// A place in a list holds while sessions come, change and end.
#[actix_web::test]
async fn an_index_follows_what_becomes_of_a_session() {
    let server = Server::start().await;
    let state = server.state();
    let first = transaction("CP1", 1, TransactionState::Open);
    let (station, id) = (first.charge_point.clone(), first.id.clone());
    state.store().write(create_transaction(&first).unwrap()).await.unwrap();
    let mut change = state.transaction_to_change(&station, &id).unwrap().unwrap();
    change.record.started_at = Some("2026-01-01T09:00:00Z".to_owned());
    change.record.id_tag = Some("OTHER".to_owned());
    change.record.state = TransactionState::Superseded;
    change.record.doubts.insert(Doubt::EndLost);
    state.store().write(put_transaction(&change).unwrap()).await.unwrap();
    for (query, count) in [
        ("", 1),
        ("?idTag=DRIVER", 0),
        ("?idTag=other", 1),
        ("?doubt=end-lost", 1),
        ("?from=2026-01-01T10:00:00Z", 0),
        ("?to=2026-01-01T10:00:00Z&chargePoint=CP1", 1),
    ] {
        let found = server.get(&format!("/api/v1/transactions{query}")).await.expect(200);
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}");
    }
    let mut change = state.transaction_to_change(&station, &id).unwrap().unwrap();
    change.record.doubts.clear();
    state.store().write(put_transaction(&change).unwrap()).await.unwrap();
    assert_eq!(keys_of(state, TRANSACTIONS_BY_DOUBT), 0);
    assert_eq!(keys_of(state, TRANSACTIONS_BY_TIME), 1);
}

fn keys_of(state: &State, collection: Collection) -> usize {
    state
        .store()
        .list_keys(collection, Page::all(usize::MAX))
        .unwrap()
        .len()
}

/// In the first form of the index a session had an entry for each of its doubts.
#[actix_web::test]
async fn doubts_of_an_older_index_are_found_and_its_entries_go() {
    let server = Server::start().await;
    let state = server.state();
    let mut one = transaction("CP1", 1, TransactionState::Closed);
    one.doubts.extend([Doubt::EndLost, Doubt::ReadingJump]);
    let mut writes = create_transaction(&one).unwrap();
    writes.retain(|write| write.collection != TRANSACTIONS_BY_DOUBT);
    for doubt in &one.doubts {
        let entry = key(&[doubt.word(), &text(begins(&one)), "CP1", "1"]);
        writes.push(put(TRANSACTIONS_BY_DOUBT, entry, &()).unwrap());
    }
    writes.push(put(COUNTERS, "transactions-indexed".to_owned(), &1).unwrap());
    state.store().write(writes).await.unwrap();
    for _ in 0..2 {
        state.build_transaction_index().await.unwrap();
        assert_eq!(keys_of(state, TRANSACTIONS_BY_DOUBT), 1);
    }
    for (query, count) in [("end-lost", 1), ("reading-jump&order=oldest", 1), ("start-lost", 0)] {
        let found = server.get(&format!("/api/v1/transactions?doubt={query}")).await;
        assert_eq!(found.expect(200)["items"].as_array().unwrap().len(), count, "{query}");
    }
}

/// What a version without the index has kept is found after the start.
#[actix_web::test]
async fn sessions_of_a_store_without_the_index_are_put_into_it() {
    let server = Server::start().await;
    let state = server.state();
    for id in 1..=450 {
        let writes = create_transaction(&transaction("CP1", id, TransactionState::Closed)).unwrap();
        let record = writes.into_iter().filter(|write| write.collection.0 == "transactions");
        state.store().write(record.collect()).await.unwrap();
    }
    let listed = || async { server.get("/api/v1/transactions?limit=1000").await.expect(200) };
    assert_eq!(listed().await["items"], json!([]));
    state.build_transaction_index().await.unwrap();
    assert_eq!(listed().await["items"].as_array().unwrap().len(), 450);
}
