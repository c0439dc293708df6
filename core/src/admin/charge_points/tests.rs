//! Two who change one charge point at the same time: a store lets the other one in between the reading and
//! the writing of the first.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use super::put::PutChargePoint;
use crate::admin::problem::Problem;
use crate::config::settings::RegistrationStatus;
use crate::credentials::{Matched, verify};
use crate::ids::ChargePointId;
use crate::state::State;
use crate::state::charge_points::{ChargePoint, put_charge_point};
use crate::state::collections::CHARGE_POINTS;
use crate::state::{delete, key};
use crate::store::{
    Acknowledged, Collection, Entry, Expect, Health, MemoryStore, Page, Store, StoreError, Watchers, Write,
};

const FIRST: &str = "the-first-secret-1";
const SECOND: &str = "the-second-secret-2";

type Others = dyn FnMut(&MemoryStore) -> Vec<Write> + Send;

/// Before each list of writes that it takes, somebody else writes: what the function makes of the store.
struct Interrupted {
    inner: MemoryStore,
    others: Mutex<Box<Others>>,
}

impl Store for Interrupted {
    fn get(&self, collection: Collection, key: &str) -> Result<Option<Entry>, StoreError> {
        self.inner.get(collection, key)
    }

    fn list(&self, collection: Collection, page: Page<'_>) -> Result<Vec<(String, Entry)>, StoreError> {
        self.inner.list(collection, page)
    }

    fn list_keys(&self, collection: Collection, page: Page<'_>) -> Result<Vec<String>, StoreError> {
        self.inner.list_keys(collection, page)
    }

    fn write(&self, writes: Vec<Write>) -> Acknowledged {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, own) = (self.inner.write(others(&self.inner)), self.inner.write(writes));
        Acknowledged::by(async move {
            before.await?;
            own.await
        })
    }

    fn watchers(&self) -> &Arc<Watchers> {
        self.inner.watchers()
    }

    fn health(&self) -> Health {
        self.inner.health()
    }
}

fn id() -> ChargePointId {
    ChargePointId::new("CP1")
}

fn forgotten() -> Write {
    delete(CHARGE_POINTS, key(&[id().as_str()]))
}

fn over(store: &MemoryStore) -> State {
    State::new(Arc::new(store.clone()))
}

fn known(store: &MemoryStore) -> Option<ChargePoint> {
    over(store).charge_point(&id()).unwrap()
}

async fn change(state: &State, body: Value) -> Result<ChargePoint, Problem> {
    let body: PutChargePoint = serde_json::from_value(body).unwrap();
    Ok(body.make(state, &id()).await?.record)
}

/// Changes a charge point while somebody else makes each of these changes of it.
async fn interrupted(
    store: &MemoryStore,
    body: Value,
    others: impl FnMut(&MemoryStore) -> Vec<Write> + Send + 'static,
) -> Result<ChargePoint, Problem> {
    let others: Mutex<Box<Others>> = Mutex::new(Box::new(others));
    let state = State::new(Arc::new(Interrupted {
        inner: store.clone(),
        others,
    }));
    change(&state, body).await
}

/// Somebody else's change, made once.
fn once(mut make: impl FnMut(&mut ChargePoint)) -> impl FnMut(&MemoryStore) -> Vec<Write> {
    let mut left = 1;
    move |store| {
        let Some(mut record) = known(store).filter(|_| left > 0) else {
            return Vec::new();
        };
        left -= 1;
        make(&mut record);
        vec![put_charge_point(&id(), &record).unwrap()]
    }
}

#[actix_web::test]
async fn two_operators_do_not_undo_each_other() {
    let store = MemoryStore::new();
    change(&over(&store), json!({ "securityProfile": 0 })).await.unwrap();
    let other = once(|record| record.security_profile = Some(3));
    let record = interrupted(&store, json!({ "registration": "Pending" }), other)
        .await
        .unwrap();
    assert_eq!(record.security_profile, Some(3));
    assert_eq!(record.registration, Some(RegistrationStatus::Pending));
    assert_eq!(known(&store), Some(record));
}

#[actix_web::test]
async fn a_rotation_that_a_handshake_ended_stays_ended() {
    let store = MemoryStore::new();
    change(&over(&store), json!({ "password": FIRST })).await.unwrap();
    let rotated = change(&over(&store), json!({ "password": SECOND, "rotate": true }))
        .await
        .unwrap();
    assert_eq!(verify(&rotated, FIRST.as_bytes()), Some(Matched::Previous));
    let handshake = once(|record| record.previous_password = None);
    let record = interrupted(&store, json!({ "registration": "Accepted" }), handshake)
        .await
        .unwrap();
    assert_eq!(verify(&record, FIRST.as_bytes()), None);
    assert_eq!(verify(&record, SECOND.as_bytes()), Some(Matched::Current));
    assert_eq!(known(&store), Some(record));
}

#[actix_web::test]
async fn who_is_registered_meanwhile_is_changed_and_who_is_deleted_is_created() {
    let store = MemoryStore::new();
    let mut left = 1;
    let registered = move |_: &MemoryStore| {
        left -= 1;
        let record = ChargePoint {
            security_profile: Some(3),
            ..ChargePoint::default()
        };
        let write = put_charge_point(&id(), &record).unwrap();
        if left == 0 { vec![write] } else { Vec::new() }
    };
    let record = interrupted(
        &store,
        json!({ "password": FIRST, "registration": "Pending" }),
        registered,
    )
    .await
    .unwrap();
    assert_eq!(record.security_profile, Some(3));
    let mut left = 1;
    let deleted = move |_: &MemoryStore| {
        left -= 1;
        if left == 0 { vec![forgotten()] } else { Vec::new() }
    };
    let record = interrupted(
        &store,
        json!({ "securityProfile": 0, "registration": "Accepted" }),
        deleted,
    )
    .await
    .unwrap();
    assert_eq!(record.security_profile, Some(0));
    assert_eq!(known(&store), Some(record));
}

#[actix_web::test]
async fn who_is_never_fast_enough_is_told_so() {
    let store = MemoryStore::new();
    change(&over(&store), json!({ "securityProfile": 0 })).await.unwrap();
    let always = |store: &MemoryStore| {
        let write = put_charge_point(&id(), &known(store).unwrap()).unwrap();
        vec![Write {
            expect: Expect::Any,
            ..write
        }]
    };
    let problem = interrupted(&store, json!({ "registration": "Accepted" }), always)
        .await
        .unwrap_err();
    assert_eq!(problem.kind.name, "conflict");
    assert_eq!(known(&store).unwrap().registration, None);
}
