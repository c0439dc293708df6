//! Certificates of all kinds, made here, and what is made of them.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{AuthorityKeyIdentifier, BasicConstraints};
use openssl::x509::{CrlNumber, X509, X509CrlBuilder, X509Name, X509RevokedBuilder};

use super::identity::{Kind, read};
use super::*;

const DAY: i64 = 24 * 60 * 60;

/// One that issues: its certificate and its key.
struct Issuer {
    certificate: X509,
    key: PKey<Private>,
}

fn ec() -> PKey<Private> {
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn named(name: &str) -> X509Name {
    let mut builder = X509Name::builder().unwrap();
    builder.append_entry_by_text("CN", name).unwrap();
    builder.append_entry_by_text("O", "Example").unwrap();
    builder.build()
}

/// Valid from ten days ago, for so many days from now on. None of an issuer: it issues itself.
fn certificate(name: &str, key: &PKey<Private>, issuer: Option<&Issuer>, days: i64) -> X509 {
    let now = crate::clock::now().timestamp();
    let mut builder = X509::builder().unwrap();
    let serial = BigNum::from_u32(u32::try_from(name.len()).unwrap() + 7).unwrap();
    builder.set_version(2).unwrap();
    builder
        .set_serial_number(&Asn1Integer::from_bn(&serial).unwrap())
        .unwrap();
    builder.set_subject_name(&named(name)).unwrap();
    builder.set_pubkey(key).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(now - 10 * DAY).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(now + days * DAY).unwrap())
        .unwrap();
    match issuer {
        Some(issuer) => builder.set_issuer_name(issuer.certificate.subject_name()).unwrap(),
        None => {
            builder.set_issuer_name(&named(name)).unwrap();
            builder
                .append_extension(BasicConstraints::new().critical().ca().build().unwrap())
                .unwrap();
        }
    }
    builder
        .sign(issuer.map_or(key, |issuer| &issuer.key), MessageDigest::sha256())
        .unwrap();
    builder.build()
}

fn root(name: &str) -> Issuer {
    let key = ec();
    Issuer {
        certificate: certificate(name, &key, None, 100),
        key,
    }
}

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// In PEM, with one certificate in it.
fn revocation_list(issuer: &Issuer, revoked: &X509) -> Vec<u8> {
    let now = crate::clock::now().timestamp();
    let mut entry = X509RevokedBuilder::new().unwrap();
    entry.set_serial_number(revoked.serial_number()).unwrap();
    entry
        .set_revocation_date(&Asn1Time::from_unix(now - DAY).unwrap())
        .unwrap();
    let dummy = X509::builder().unwrap();
    let context = dummy.x509v3_context(Some(issuer.certificate.as_ref()), None);
    let authority = AuthorityKeyIdentifier::new().issuer(true).build(&context).unwrap();
    let number = CrlNumber::new(BigNum::from_u32(1).unwrap()).unwrap().build().unwrap();
    let mut list = X509CrlBuilder::new().unwrap();
    list.set_issuer_name(issuer.certificate.subject_name()).unwrap();
    list.set_last_update(&Asn1Time::from_unix(now - DAY).unwrap()).unwrap();
    list.set_next_update(&Asn1Time::from_unix(now + DAY).unwrap()).unwrap();
    list.append_extension(authority).unwrap();
    list.append_extension(number).unwrap();
    list.add_revoked(entry.build()).unwrap();
    list.sign(&issuer.key, MessageDigest::sha256()).unwrap();
    list.build().unwrap().to_pem().unwrap()
}

fn shown(leaf: X509) -> Presented {
    Presented {
        leaf,
        others: Vec::new(),
    }
}

#[test]
fn a_client_is_trusted_by_its_authority_while_it_is_valid_and_not_revoked() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (root("Ours"), root("Others"));
    let key = ec();
    let revoked = certificate("CP-REVOKED", &key, Some(&ours), 10);
    let list = revocation_list(&ours, &revoked);
    let list = file(&folder, "list.pem", &list);
    let authority = file(&folder, "ca.pem", &ours.certificate.to_pem().unwrap());
    let judge = ClientAuthorities::read(&[authority], std::slice::from_ref(&list))
        .unwrap()
        .unwrap();

    let facts = judge.judge(&shown(certificate("CP-1", &key, Some(&ours), 10))).unwrap();
    assert_eq!(
        (facts.common_name.as_deref(), facts.organisation.as_deref()),
        (Some("CP-1"), Some("Example"))
    );
    let refused = |leaf: X509| judge.judge(&shown(leaf)).unwrap_err().to_string();
    assert!(refused(revoked).contains("revoked"));
    assert!(refused(certificate("CP-1", &key, Some(&ours), -1)).contains("expired"));
    assert!(refused(certificate("CP-1", &key, Some(&others), 10)).contains("CN=CP-1"));
    assert!(refused(certificate("CP-1", &key, None, 10)).contains("self"));

    let foreign = file(&folder, "foreign.pem", &others.certificate.to_pem().unwrap());
    let error = ClientAuthorities::read(&[foreign], &[list]).err().unwrap().to_string();
    assert!(error.contains("client_authorities"), "{error}");
    assert!(ClientAuthorities::read(&[], &[]).unwrap().is_none());
}

#[test]
fn a_certificate_finds_its_key_wherever_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let authority = root("Ours");
    let (one, other) = (ec(), PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap());
    let leaf = certificate("central.example", &one, Some(&authority), 10);
    let chain = [leaf.to_pem().unwrap(), authority.certificate.to_pem().unwrap()].concat();
    let apart = file(&folder, "ec.pem", &chain);
    let rsa = certificate("central.example", &other, Some(&authority), 10);
    let with_key = [rsa.to_pem().unwrap(), other.private_key_to_pem_pkcs8().unwrap()].concat();
    let with_key = file(&folder, "rsa.pem", &with_key);
    let key = file(&folder, "ec.key", &one.private_key_to_pem_pkcs8().unwrap());
    let found = read(&[apart.clone(), with_key], &[key]).unwrap();
    let kinds: Vec<_> = found.iter().map(|identity| identity.kind).collect();
    assert_eq!(kinds, [Kind::Ecdsa, Kind::Rsa]);
    assert_eq!(found.first().unwrap().names, ["central.example"]);

    let error = |certificates: &[PathBuf], keys: &[PathBuf]| read(certificates, keys).err().unwrap().to_string();
    assert!(error(std::slice::from_ref(&apart), &[]).contains("none of `keys`"));
    let turned = [authority.certificate.to_pem().unwrap(), leaf.to_pem().unwrap()].concat();
    let turned = file(&folder, "turned.pem", &turned);
    assert!(error(&[turned], &[]).contains("your certificate first"));
    assert!(error(&[file(&folder, "empty.pem", b"")], &[]).contains("BEGIN CERTIFICATE"));
    assert!(error(&[folder.path().join("missing.pem")], &[]).contains("cannot be read"));
    let weak = PKey::from_rsa(Rsa::generate(1024).unwrap()).unwrap();
    let weak = file(
        &folder,
        "weak.pem",
        &certificate("weak", &weak, None, 10).to_pem().unwrap(),
    );
    assert!(error(&[weak], &[]).contains("2048"));
}

#[test]
fn a_reading_that_fails_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let key = ec();
    let whole = |name: &str| {
        let leaf = certificate(name, &key, None, 10).to_pem().unwrap();
        [leaf, key.private_key_to_pem_pkcs8().unwrap()].concat()
    };
    let path = file(&folder, "central.pem", &whole("first"));
    let files = Files {
        certificates: vec![path.clone()],
        ..Files::default()
    };
    let certificates = Certificates::of([("ocpp", std::sync::Arc::new(Tls::open(files).unwrap()))]);
    let name = || {
        certificates
            .shown()
            .first()
            .and_then(|shown| shown.facts.common_name.clone())
    };
    fs::write(&path, b"nothing").unwrap();
    assert!(
        certificates
            .read_again()
            .err()
            .unwrap()
            .to_string()
            .contains("[ocpp.tls]")
    );
    assert_eq!(name().as_deref(), Some("first"));
    fs::write(&path, whole("second")).unwrap();
    certificates.take(certificates.read_again().unwrap());
    assert_eq!(name().as_deref(), Some("second"));
}
