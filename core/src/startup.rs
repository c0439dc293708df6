//! Whether the server would start with settings that can be read, as far as files decide it: by the code that the start
//! itself runs, each file by itself, so that all that is wrong is found at once. Nothing is changed.

use std::path::{Path, PathBuf};

use crate::backup;
use crate::certificates::Authorities;
use crate::config::certificates::{CertificateSettings, OcspSettings};
use crate::config::settings::{Backend, Settings};
use crate::tls::{ClientAuthorities, Files, Tls, TlsError};
use crate::traces::Traces;
use crate::webhooks::check_trust;

/// A key, and why the server does not start with what it names.
pub type Refused = (&'static str, String);

/// All that keeps the server from starting.
#[must_use]
pub fn refused(settings: &Settings) -> Vec<Refused> {
    let mut found = Vec::new();
    let (ocpp, admin) = (&settings.ocpp.tls, &settings.admin.tls);
    let keys = ["ocpp.tls.certificates", "ocpp.tls.keys"];
    found.extend(identities(keys, &ocpp.certificates, &ocpp.keys));
    found.extend(clients(&ocpp.client_authorities, &ocpp.revocation_lists));
    let keys = ["admin.tls.certificates", "admin.tls.keys"];
    found.extend(identities(keys, &admin.certificates, &admin.keys));
    found.extend(authorities(&settings.certificates));
    found.extend(check_trust(&settings.webhooks).err().map(|error| {
        // The key stands before it already.
        let reason = error.to_string().replace("webhooks.trusted_certificates: ", "");
        ("webhooks.trusted_certificates", reason)
    }));
    found.extend(
        Traces::start(&settings.traces)
            .err()
            .map(|error| ("traces.endpoint", error.to_string())),
    );
    if settings.store.backend == Backend::Sled && backup::is_unfinished(&settings.store.path) {
        let path = settings.store.path.display();
        let reason = format!("{path} holds a restore that did not come to its end: run `ocpp-central restore` again");
        found.push(("store.path", reason));
    }
    // A key that belongs to several certificates is read with each.
    let mut once: Vec<Refused> = Vec::new();
    for one in found {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// A listener's certificates with their keys: each alone, and if each is good all of them together.
fn identities(
    [of_certificates, of_keys]: [&'static str; 2],
    certificates: &[PathBuf],
    keys: &[PathBuf],
) -> Vec<Refused> {
    let open = |certificates: &[PathBuf], keys: &[PathBuf]| {
        let files = Files {
            certificates: certificates.to_vec(),
            keys: keys.to_vec(),
            ..Files::default()
        };
        Tls::open(files).map(drop)
    };
    let apart = keys.iter().map(std::slice::from_ref).map(|key| open(&[], key));
    let mut found = refusals(of_keys, apart);
    // Which key is missing cannot be told while one cannot be read.
    if !found.is_empty() {
        return found;
    }
    let each = certificates.iter().map(std::slice::from_ref).map(|one| open(one, keys));
    found.extend(refusals(of_certificates, each));
    if found.is_empty() {
        found.extend(refusals(of_certificates, [open(certificates, keys)]));
    }
    found
}

/// Who judges the certificates of charge points, and what they have revoked.
fn clients(authorities: &[PathBuf], lists: &[PathBuf]) -> Vec<Refused> {
    let read = |authorities: &[PathBuf], list: &[PathBuf]| ClientAuthorities::read(authorities, list).map(drop);
    let each = authorities.iter().map(std::slice::from_ref).map(|one| read(one, &[]));
    let found = refusals("ocpp.tls.client_authorities", each);
    // Of whom a list is cannot be told without all of them.
    if !found.is_empty() {
        return found;
    }
    let each = lists.iter().map(std::slice::from_ref).map(|one| read(authorities, one));
    refusals("ocpp.tls.revocation_lists", each)
}

fn refusals(key: &'static str, tried: impl IntoIterator<Item = Result<(), TlsError>>) -> Vec<Refused> {
    let refused = tried.into_iter().filter_map(Result::err);
    refused.map(|error| (key, error.to_string())).collect()
}

/// Those who sign, and those whose word on contracts counts: each alone.
fn authorities(settings: &CertificateSettings) -> Vec<Refused> {
    let (station, vehicle) = (settings.authority.as_deref(), settings.v2g_authority.as_deref());
    let only = |station: Option<&Path>, vehicle: Option<&Path>, contracts: Option<&Path>| CertificateSettings {
        authority: station.map(Path::to_owned),
        v2g_authority: vehicle.map(Path::to_owned),
        ocsp: OcspSettings {
            authorities: contracts.map(Path::to_owned),
            ..settings.ocsp.clone()
        },
        ..settings.clone()
    };
    let each = [
        ("certificates.authority", only(station, None, None)),
        ("certificates.v2g_authority", only(None, vehicle, None)),
        (
            "certificates.ocsp.authorities",
            only(None, None, settings.ocsp.authorities.as_deref()),
        ),
    ];
    let tried = each.into_iter().map(|(key, only)| (key, Authorities::load(&only)));
    tried
        .filter_map(|(key, tried)| Some((key, tried.err()?.to_string())))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;

    use super::refused;
    use crate::config::settings::Settings;

    #[test]
    fn the_default_would_start() {
        assert_eq!(refused(&Settings::default()), []);
    }

    #[test]
    fn each_file_that_the_start_would_refuse_is_named_with_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let no_pem = folder.path().join("no.pem");
        fs::write(&no_pem, "no PEM").unwrap();
        let missing = folder.path().join("missing");
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        let mut settings = Settings::default();
        settings.store.path = data;
        settings.ocpp.tls.certificates = vec![missing.clone(), no_pem.clone()];
        settings.ocpp.tls.client_authorities = vec![no_pem.clone()];
        settings.admin.tls.certificates = vec![no_pem.clone()];
        settings.admin.tls.keys = vec![missing.clone()];
        settings.certificates.authority = Some(folder.path().to_owned());
        settings.certificates.v2g_authority = Some(missing.clone());
        settings.certificates.ocsp.authorities = Some(no_pem.clone());
        settings.webhooks.trusted_certificates = Some(no_pem);
        let found = refused(&settings);
        let keys: Vec<_> = found.iter().map(|(key, _)| *key).collect();
        let wanted = [
            "ocpp.tls.certificates",
            "ocpp.tls.certificates",
            "ocpp.tls.client_authorities",
            "admin.tls.keys",
            "certificates.authority",
            "certificates.v2g_authority",
            "certificates.ocsp.authorities",
            "webhooks.trusted_certificates",
        ];
        assert_eq!(keys, wanted, "{found:?}");
        for (key, reason) in &found {
            assert!(reason.contains(&*folder.path().to_string_lossy()), "{key}: {reason}");
            assert!(!reason.contains(key), "{key}: {reason}");
        }
    }
}
