//! What it means for a charge point's record with what it was let in: a password or a security profile that it was told
//! is used for the first time. Durable before it is let in, so that nothing older is taken after it.

use serde_json::{Value, json};

use super::handshake::Refused;
use crate::charge_point::services::Services;
use crate::clock::{self, Time};
use crate::credentials::rotation::{self, Used};
use crate::credentials::{self, Matched, profiles};
use crate::events::Event;
use crate::events::kinds::CREDENTIALS_CHANGED;
use crate::ids::{ChargePointId, MessageId};
use crate::state::charge_points::{self, ChargePoint};
use crate::state::credential_changes::PasswordOrigin;
use crate::store::{Expect, StoreError, Write};
use crate::tls::CertificateFacts;

/// Somebody else wrote the record meanwhile: it is looked at anew, so often. Then the next connection does it.
const MAX_ATTEMPTS: u32 = 3;

/// A charge point as it was found.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) record: ChargePoint,
    /// What must hold when its record is written.
    pub(super) expect: Expect,
}

/// With what it was let in.
#[derive(Debug, Default)]
pub(super) struct CameWith {
    /// The security profile that it fulfils; none: nobody asked for one.
    pub(super) profile: Option<u8>,
    /// The password that it showed.
    pub(super) password: Option<Vec<u8>>,
    /// Whose the certificate is that counted.
    pub(super) certificate_name: Option<String>,
    /// What that certificate says.
    pub(super) certificate: Option<CertificateFacts>,
}

/// Keeps what it means that a charge point was let in.
///
/// # Errors
/// The store's.
pub(super) async fn settle(
    id: &ChargePointId,
    mut known: Known,
    came: &CameWith,
    services: &Services,
) -> Result<(), Refused> {
    let unavailable = |error: StoreError| Refused::unavailable(&error);
    if !is_unsettled(&known.record) {
        return Ok(());
    }
    for _ in 0..MAX_ATTEMPTS {
        let mut record = known.record.clone();
        let told = step(&mut record, came, clock::now());
        if record == known.record {
            return Ok(());
        }
        match keep(id, &record, known.expect, told, services).await {
            Err(StoreError::Conflict { .. }) => {}
            kept => return kept.map_err(unavailable),
        }
        let found = services.pipeline.state.charge_point_at(id).map_err(unavailable)?;
        let Some((record, revision)) = found else { return Ok(()) };
        known = Known {
            record,
            expect: Expect::Revision(revision),
        };
    }
    Ok(())
}

/// What happened, as events: the CALL that they are about, and what they say.
type Happened = Vec<(String, Value)>;

/// Most have nothing that a connection could settle.
fn is_unsettled(record: &ChargePoint) -> bool {
    let is_unused = |origin: &PasswordOrigin| origin.used_at.is_none();
    record.previous_password.is_some()
        || !record.password_changes.is_empty()
        || !record.profile_changes.is_empty()
        || record.password_origin.as_ref().is_some_and(is_unused)
}

fn step(record: &mut ChargePoint, came: &CameWith, now: Time) -> Happened {
    let password = came.password.as_deref();
    let matched = password.and_then(|password| credentials::verify(record, password));
    let used = matched.map_or(Used::Nothing, |matched: Matched| {
        rotation::connected(record, matched, now)
    });
    let told = |state: &str| json!({ "credential": "password", "state": state });
    let mut happened: Happened = match used {
        Used::Nothing => Vec::new(),
        Used::New(call) => vec![(call, told("in-use"))],
        Used::NotNew(calls) => calls.into_iter().map(|call| (call, told("not-used"))).collect(),
    };
    let raised = came.profile.and_then(|profile| profiles::connected(record, profile));
    happened.extend(raised.map(|change| {
        let profile = json!({
            "credential": "security-profile", "state": "in-use", "securityProfile": change.profile,
        });
        (change.call, profile)
    }));
    happened
}

async fn keep(
    id: &ChargePointId,
    record: &ChargePoint,
    expect: Expect,
    told: Happened,
    services: &Services,
) -> Result<(), StoreError> {
    let event = |(call, payload): (String, Value)| Event {
        message_id: MessageId::new(&call),
        ..Event::new(CREDENTIALS_CHANGED.name, id, payload)
    };
    let events: Vec<Event> = told.into_iter().map(event).collect();
    let put = charge_points::put_charge_point(id, record)?;
    let mut writes = vec![Write { expect, ..put }];
    let plugins = &services.pipeline.plugins;
    for event in &events {
        writes.extend(plugins.keep(event)?);
    }
    services.pipeline.state.store().write(writes).await?;
    plugins.announce(&events);
    Ok(())
}
