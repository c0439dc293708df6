//! Certificates that are over soon: told once, and renewed where the configuration says so. Looked for now and then; what
//! was on its way to a station when the server stopped is found on the same walk.

use std::time::Duration;

use chrono::TimeDelta;
use serde_json::json;

use crate::certificates::{Facts, SigningUse};
use crate::clock::{self, Time};
use crate::config::certificates::CertificateSettings;
use crate::events::Event;
use crate::events::kinds::CHARGE_POINT_CERTIFICATE_EXPIRING;
use crate::ids::ChargePointId;
use crate::ocpp::Pipeline;
use crate::ocpp::certificates::again;
use crate::state::certificates::{RequestState, StationCertificates, forget_issued, put_certificates};
use crate::state::command_queue::queue_command;
use crate::state::commands::{Command, NewCommand, Origin};
use crate::store::StoreError;

/// What was lost with the last run of the server is settled by then.
const FIRST: Duration = Duration::from_secs(60);
/// How often it is looked.
const PAUSE: Duration = Duration::from_secs(3600);
/// Records that are read at a time.
const STEP: usize = 200;
/// A station that does not renew is asked again after so long.
const PATIENCE: TimeDelta = TimeDelta::days(1);
/// So long it is known that a certificate was signed, once its time is over.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Looks for ever.
pub async fn run(pipeline: Pipeline) {
    let mut pause = FIRST;
    loop {
        actix_rt::time::sleep(pause).await;
        pause = PAUSE;
        if let Err(error) = sweep(&pipeline, clock::now()).await {
            tracing::error!(%error, "certificates that are over soon could not be looked for");
        }
    }
}

async fn sweep(pipeline: &Pipeline, now: Time) -> Result<(), StoreError> {
    let mut last: Option<ChargePointId> = None;
    loop {
        let page = pipeline.state.certificates(last.as_ref(), STEP)?;
        let Some((id, _)) = page.last() else { break };
        last = Some(id.clone());
        for (id, _) in page {
            look_at(pipeline, &id, now).await?;
        }
        actix_rt::task::yield_now().await;
    }
    forget_old(pipeline, now).await
}

/// One station's; a conflict is looked at the next time.
async fn look_at(pipeline: &Pipeline, id: &ChargePointId, now: Time) -> Result<(), StoreError> {
    let (mut known, seen) = pipeline.state.certificates_seen(id)?;
    let due = due(&pipeline.settings.certificates, (id, &mut known), now);
    let before = |command: &str| pipeline.state.command(command);
    let mut commands = again(id, (&mut known, &before), now)?;
    let Due {
        events,
        renewals,
        changed,
    } = due;
    commands.extend(renewals);
    if commands.is_empty() && !changed {
        return Ok(());
    }
    let mut writes = vec![seen.guarded(put_certificates(id, &known)?)];
    for command in &commands {
        writes.extend(queue_command(command)?);
    }
    for event in &events {
        writes.extend(pipeline.plugins.keep(event)?);
    }
    match pipeline.state.store().write(writes).await {
        Ok(_) => {
            pipeline.plugins.announce(&events);
            pipeline.state.queue_bell().ring(id);
            Ok(())
        }
        Err(StoreError::Conflict { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// What is to be done about one station.
struct Due {
    events: Vec<Event>,
    renewals: Vec<Command>,
    /// Its record is another.
    changed: bool,
}

/// Says it, and notes it in what is known.
fn due(settings: &CertificateSettings, (id, known): (&ChargePointId, &mut StationCertificates), now: Time) -> Due {
    let within = |facts: &Facts, long: Duration| {
        let long = TimeDelta::from_std(long).unwrap_or(TimeDelta::MAX);
        facts.valid_until.signed_duration_since(now) < long
    };
    let soonest = known.in_use().min_by_key(|facts| facts.valid_until).cloned();
    let mut due = Due {
        events: Vec::new(),
        renewals: Vec::new(),
        changed: false,
    };
    let told = |facts: &Facts| known.warned.as_deref() == Some(facts.serial_number.as_str());
    if let Some(facts) = soonest.filter(|facts| within(facts, settings.warn_before) && !told(facts)) {
        let payload = json!({ "certificate": facts, "daysLeft": (facts.valid_until - now).num_days() });
        due.events
            .push(Event::new(CHARGE_POINT_CERTIFICATE_EXPIRING.name, id, payload));
        known.warned = Some(facts.serial_number);
        due.changed = true;
    }
    let asked = known.renewal_asked_at.is_some_and(|at| now - at < PATIENCE);
    if let (Some(before), false) = (settings.renew_before, asked) {
        for purpose in SigningUse::ALL {
            if wants_renewal(known, purpose, |facts| within(facts, before)) {
                due.renewals.push(renewal(id, purpose));
                known.renewal_asked_at = Some(now);
                due.changed = true;
            }
        }
    }
    due
}

fn wants_renewal(known: &StationCertificates, purpose: SigningUse, is_near: impl Fn(&Facts) -> bool) -> bool {
    let mut of_it = known.requests.iter().filter(|one| one.purpose == purpose);
    if of_it.any(|one| one.state.is_open() && one.state != RequestState::Elsewhere) {
        return false;
    }
    if purpose == SigningUse::ChargingStationCertificate {
        // Also one that another authority has signed.
        let in_use = known.in_use().next();
        return in_use.is_some_and(is_near);
    }
    let taken = known.accepted(purpose).and_then(|one| one.certificate.as_ref());
    taken.is_some_and(is_near)
}

fn renewal(id: &ChargePointId, purpose: SigningUse) -> Command {
    let mut command = Command::new(NewCommand {
        charge_point: id.clone(),
        action: "renew-certificate".to_owned(),
        payload: json!({ "certificateType": purpose }).into(),
        origin: Origin::Server,
    });
    command.waits = true;
    command.coalesce = Some(format!("renew-certificate:{purpose}"));
    command
}

async fn forget_old(pipeline: &Pipeline, now: Time) -> Result<(), StoreError> {
    let mut last: Option<String> = None;
    loop {
        let page = pipeline.state.issued_certificates(last.as_deref(), STEP)?;
        let Some((serial, _)) = page.last() else { return Ok(()) };
        last = Some(serial.clone());
        let old = page.iter().filter(|(_, issued)| now - issued.facts.valid_until > KEPT);
        let gone: Vec<_> = old.map(|(serial, _)| forget_issued(serial)).collect();
        if !gone.is_empty() {
            pipeline.state.store().write(gone).await?;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::state::certificates::Presented;

    fn facts(serial: &str, until: Time) -> Facts {
        Facts {
            subject: "CN=CP-1".to_owned(),
            issuer: "CN=Root".to_owned(),
            serial_number: serial.to_owned(),
            valid_from: until - TimeDelta::days(365),
            valid_until: until,
            key: "EC 256".to_owned(),
            fingerprint: String::new(),
            key_fingerprint: String::new(),
        }
    }

    fn shown(serial: &str, until: Time, now: Time) -> StationCertificates {
        StationCertificates {
            presented: Some(Presented {
                facts: facts(serial, until),
                at: now,
            }),
            ..StationCertificates::default()
        }
    }

    #[test]
    fn the_end_of_a_certificate_is_told_once() {
        let settings = CertificateSettings::default();
        let (id, now) = (ChargePointId::new("CP-1"), clock::now());
        let mut known = shown("a", now + TimeDelta::days(31), now);
        assert!(!due(&settings, (&id, &mut known), now).changed);
        let later = now + TimeDelta::days(2);
        let told = due(&settings, (&id, &mut known), later);
        assert_eq!(told.events.len(), 1);
        assert!(told.renewals.is_empty());
        assert!(!due(&settings, (&id, &mut known), later).changed);
        // The next certificate is another.
        known.presented = shown("b", later + TimeDelta::days(3), later).presented;
        assert_eq!(due(&settings, (&id, &mut known), later).events.len(), 1);
    }

    #[test]
    fn a_station_is_asked_to_renew_once_a_day() {
        let settings = CertificateSettings {
            renew_before: Some(Duration::from_secs(20 * 86_400)),
            ..CertificateSettings::default()
        };
        let (id, now) = (ChargePointId::new("CP-1"), clock::now());
        let mut known = shown("a", now + TimeDelta::days(21), now);
        assert!(due(&settings, (&id, &mut known), now).renewals.is_empty());
        let later = now + TimeDelta::days(2);
        let asked = due(&settings, (&id, &mut known), later).renewals;
        assert_eq!(asked.len(), 1);
        assert!(due(&settings, (&id, &mut known), later).renewals.is_empty());
        let next = later + TimeDelta::days(1);
        assert_eq!(due(&settings, (&id, &mut known), next).renewals.len(), 1);
    }
}
