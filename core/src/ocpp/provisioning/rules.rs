//! What BootNotification is answered in every version (1.6 section 4.2; 2.x B01-B03).

use serde_json::Value;

use super::first_contact;
use crate::config::settings::RegistrationStatus;
use crate::events::kinds::{CHARGE_POINT_BOOTED, CHARGE_POINT_CERTIFICATE_OF_ANOTHER};
use crate::ocpp::context::Context;
use crate::ocpp::effects::{Effects, Learned};
use crate::ocpp::error::HandlerError;
use crate::ocpp::transactions::giving_up::{Sign, with_stale};
use crate::state::charge_points::{Boot, put_boot};
use crate::state::file_jobs::JobBoot;
use crate::store::StoreError;

/// The operator's word on this charge point, else the configuration's. One that came in by the certificate of another one
/// is rejected.
///
/// # Errors
/// The store's.
pub fn status(context: Context<'_>) -> Result<RegistrationStatus, StoreError> {
    if is_by_the_certificate_of_another(context) {
        return Ok(RegistrationStatus::Rejected);
    }
    let registered = context.state.charge_point(context.caller.charge_point)?;
    let own = registered.and_then(|registered| registered.registration);
    Ok(own.unwrap_or(context.settings.registration.default_status))
}

/// Security profile 3: the certificate's common name is the serial number that BootNotification tells (2.x A00.FR.403 and
/// following; 1.6 security extension the same), or the identity.
fn is_by_the_certificate_of_another(context: Context<'_>) -> bool {
    const SERIALS: [&str; 3] = [
        "/chargePointSerialNumber",
        "/chargeBoxSerialNumber",
        "/chargingStation/serialNumber",
    ];
    let Some(name) = context.caller.certificate_name else {
        return false;
    };
    let told = |pointer: &&str| context.payload.value().pointer(pointer).and_then(Value::as_str) == Some(name);
    name != context.caller.charge_point.as_str() && !SERIALS.iter().any(told)
}

/// Accepted: the heartbeat interval; otherwise how long to wait before the next boot. Seconds.
#[must_use]
pub fn interval(context: Context<'_>, status: RegistrationStatus) -> i64 {
    let settings = &context.settings.registration;
    let interval = match status {
        RegistrationStatus::Accepted => settings.heartbeat_interval,
        RegistrationStatus::Pending | RegistrationStatus::Rejected => settings.retry_interval,
    };
    i64::try_from(interval.as_secs()).unwrap_or(i64::from(i32::MAX))
}

/// Keeps the boot and its answer: they hold across reconnects and restarts. One that is accepted is asked for nothing
/// any more, since it may send what it likes.
///
/// # Errors
/// A record without a JSON form.
pub fn keep(context: Context<'_>, boot: Boot) -> Result<Effects, HandlerError> {
    let charge_point = context.caller.charge_point;
    let of_update = JobBoot {
        at: boot.at,
        firmware: boot.firmware_version.clone(),
    };
    let mut writes: Vec<_> = context
        .state
        .update_booted(charge_point, of_update)?
        .into_iter()
        .collect();
    writes.push(put_boot(charge_point, &boot)?);
    if boot.status == RegistrationStatus::Accepted {
        let asked = context.state.asked_for(charge_point)?;
        writes.extend(asked.nothing_any_more());
    }
    let mut effects = Effects::now(writes).tell(&CHARGE_POINT_BOOTED);
    if is_by_the_certificate_of_another(context) {
        effects = effects.tell(&CHARGE_POINT_CERTIFICATE_OF_ANOTHER);
    }
    let effects = effects.learn(Learned::Boot(boot.clone()));
    let effects = with_stale(context, effects, Sign::Booted)?;
    first_contact::inventory(context, effects, &boot)
}
