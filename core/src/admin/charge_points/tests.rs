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
use crate::store::guided::Guided;
use crate::store::{Acknowledged, Expect, MemoryStore, Store as _, Write};

const FIRST: &str = "the-first-secret-1";
const SECOND: &str = "the-second-secret-2";

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
    let others = Mutex::new(others);
    let store = Guided::new(store.clone(), move |inner: &MemoryStore, writes| {
        let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
        let (before, own) = (inner.write(others(inner)), inner.write(writes));
        Acknowledged::by(async move {
            before.await?;
            own.await
        })
    });
    change(&State::new(Arc::new(store)), body).await
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
