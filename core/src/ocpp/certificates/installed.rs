//! What lies in a station: noted whenever it says so, whoever asked, with what is known of a certificate that came from
//! here.

use openssl::x509::X509;

use crate::certificates::Facts;
use crate::certificates::hash_data::HashData;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::Answer;
use crate::state::certificates::{InstalledCertificate, StationCertificates, put_certificates};

/// More are not kept of one station.
const MOST: usize = 200;

/// One that a station lists.
#[derive(Debug)]
pub struct Listed {
    /// What it is for, in 2.x's words.
    pub purpose: String,
    /// How it is named.
    pub hash_data: HashData,
}

/// What a station answered to the question what lies in it: of these uses, or of all if there are none.
///
/// # Errors
/// The store's.
pub fn listed(context: Context<'_>, uses: &[String], answer: Answer<'_, Vec<Listed>>) -> Result<Effects, HandlerError> {
    let Answer::Response(found) = answer else {
        return Ok(Effects::none());
    };
    change(context, |known| {
        let asked = |one: &InstalledCertificate| uses.is_empty() || uses.contains(&one.purpose);
        let (before, others): (Vec<_>, Vec<_>) = known.installed.drain(..).partition(asked);
        known.installed = others;
        if context.has_lost_items() {
            // What was left out of the list may be one of these.
            let is_listed = |one: &InstalledCertificate| {
                let same = |listed: &Listed| one.hash_data.as_ref() == Some(&listed.hash_data);
                found.iter().any(|listed| listed.purpose == one.purpose && same(listed))
            };
            known
                .installed
                .extend(before.iter().filter(|one| !is_listed(one)).cloned());
        }
        for Listed { purpose, hash_data } in found.into_iter().take(MOST) {
            let facts = before.iter().filter_map(|one| one.facts.as_ref());
            let same = |facts: &&Facts| facts.serial_number == hash_data.plain().serial_number;
            known.installed.push(InstalledCertificate {
                purpose,
                facts: facts.into_iter().find(same).cloned(),
                hash_data: Some(hash_data),
                seen_at: context.caller.now,
            });
        }
    })
}

/// What a station made of a certificate that it was to install.
///
/// # Errors
/// The store's.
pub fn installed(
    context: Context<'_>,
    (purpose, pem): (&str, &str),
    answer: Answer<'_, bool>,
) -> Result<Effects, HandlerError> {
    let Answer::Response(true) = answer else {
        return Ok(Effects::none());
    };
    let read = X509::from_pem(pem.as_bytes());
    let facts = read.as_ref().ok().and_then(|certificate| Facts::of(certificate).ok());
    // A root is its own issuer; of others the issuer is not known.
    let root = read
        .ok()
        .filter(|_| facts.as_ref().is_some_and(|facts| facts.subject == facts.issuer));
    let hash_data = root.and_then(|root| HashData::of("SHA256", &root, &root).ok());
    change(context, |known| {
        let print = facts.as_ref().map(|facts| facts.fingerprint.clone());
        known
            .installed
            .retain(|one| one.purpose != purpose || one.facts.as_ref().map(|facts| facts.fingerprint.clone()) != print);
        known.installed.truncate(MOST - 1);
        known.installed.push(InstalledCertificate {
            purpose: purpose.to_owned(),
            hash_data,
            facts,
            seen_at: context.caller.now,
        });
    })
}

/// What a station made of a certificate that it was to delete: it is gone, or was not there.
///
/// # Errors
/// The store's.
pub fn deleted(context: Context<'_>, named: &HashData, answer: Answer<'_, bool>) -> Result<Effects, HandlerError> {
    let Answer::Response(true) = answer else {
        return Ok(Effects::none());
    };
    let named = named.plain();
    change(context, |known| {
        known.installed.retain(|one| {
            let hash_data = one.hash_data.as_ref().map(HashData::plain);
            let by_number = one.hash_data.is_none()
                && one
                    .facts
                    .as_ref()
                    .is_some_and(|facts| facts.serial_number == named.serial_number);
            hash_data.as_ref() != Some(&named) && !by_number
        });
    })
}

fn change(context: Context<'_>, change: impl FnOnce(&mut StationCertificates)) -> Result<Effects, HandlerError> {
    let id = context.caller.charge_point;
    let (mut known, seen) = context.state.certificates_seen(id)?;
    let before = known.clone();
    change(&mut known);
    if known == before {
        return Ok(Effects::none());
    }
    Ok(Effects::now(vec![seen.guarded(put_certificates(id, &known)?)]))
}
