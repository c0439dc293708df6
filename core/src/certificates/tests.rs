//! Authorities and requests that are made here, and what OpenSSL says of them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::path::Path;

use chrono::TimeDelta;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::stack::Stack;
use openssl::x509::store::X509StoreBuilder;
use openssl::x509::verify::{X509VerifyFlags, X509VerifyParam};
use openssl::x509::{CrlStatus, X509, X509Crl, X509Name, X509Req, X509StoreContext};

use super::hash_data::HashData;
use super::made::{KeyKind, Made, NewAuthority, make};
use super::{Authority, AuthorityError, Leaf, Revoked, SigningRequest, SigningUse, Unsuitable, Wanted};
use crate::clock;

/// A key on a curve.
pub(crate) fn ec_key(curve: Nid) -> PKey<Private> {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

/// A request in PEM.
pub(crate) fn csr(key: &PKey<Private>, name: &str, organisation: &str) -> String {
    let mut subject = X509Name::builder().unwrap();
    subject
        .append_entry_by_nid(Nid::ORGANIZATIONNAME, organisation)
        .unwrap();
    if !name.is_empty() {
        subject.append_entry_by_nid(Nid::COMMONNAME, name).unwrap();
    }
    let mut request = X509Req::builder().unwrap();
    request.set_subject_name(&subject.build()).unwrap();
    request.set_pubkey(key).unwrap();
    let digest = match key.id() {
        openssl::pkey::Id::ED25519 => MessageDigest::null(),
        _ => MessageDigest::sha256(),
    };
    request.sign(key, digest).unwrap();
    String::from_utf8(request.build().to_pem().unwrap()).unwrap()
}

/// A root that is valid for ten days.
pub(crate) fn root(key: KeyKind) -> Made {
    below(key, None)
}

fn below(key: KeyKind, signer: Option<&Authority>) -> Made {
    make(&NewAuthority {
        name: if signer.is_some() { "Issuing" } else { "Root" },
        organisation: Some("Example"),
        key,
        valid_for: TimeDelta::days(10),
        signer,
        now: clock::now(),
    })
    .unwrap()
}

fn leaf(valid_for: TimeDelta) -> Leaf {
    Leaf {
        purpose: SigningUse::ChargingStationCertificate,
        valid_for,
        now: clock::now(),
    }
}

/// Whether OpenSSL takes a chain as a client's.
fn is_taken(chain: &[X509], root: &X509) -> bool {
    let mut store = X509StoreBuilder::new().unwrap();
    store.add_cert(root.clone()).unwrap();
    let mut rules = X509VerifyParam::new().unwrap();
    rules.set_flags(X509VerifyFlags::X509_STRICT).unwrap();
    rules.set_purpose(openssl::x509::X509PurposeId::SSL_CLIENT).unwrap();
    store.set_param(&rules).unwrap();
    let mut between = Stack::new().unwrap();
    for one in &chain[1..] {
        between.push(one.clone()).unwrap();
    }
    let mut context = X509StoreContext::new().unwrap();
    context
        .init(&store.build(), &chain[0], &between, |context| context.verify_cert())
        .unwrap()
}

fn read(pem: &str) -> Vec<X509> {
    X509::stack_from_pem(pem.as_bytes()).unwrap()
}

#[test]
fn what_an_authority_signs_is_a_clients_certificate() {
    let keys = [
        ec_key(Nid::X9_62_PRIME256V1),
        ec_key(Nid::SECP384R1),
        PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap(),
        PKey::generate_ed25519().unwrap(),
    ];
    let root = root(KeyKind::Rsa);
    let issuing = below(KeyKind::Ec, Some(&root.authority));
    let root = read(&root.certificate).remove(0);
    for key in keys {
        let request = SigningRequest::read(&csr(&key, "CP-1", "Example")).unwrap();
        let issued = issuing.authority.issue(&request, leaf(TimeDelta::days(3))).unwrap();
        let chain = read(&issued.chain);
        // The leaf and the authority between; the root is the reader's own.
        assert_eq!(chain.len(), 2);
        assert!(chain[0].public_key().unwrap().public_eq(&key));
        assert!(is_taken(&chain, &root), "{}", issued.facts.key);
        assert_eq!(issued.facts.subject, "O=Example, CN=CP-1");
        assert_eq!(issued.facts.issuer, "O=Example, CN=Issuing");
        assert_eq!(issued.facts.key_fingerprint, request.key_fingerprint);
        assert_eq!((issued.facts.valid_until - clock::now()).num_hours(), 71);
    }
}

#[test]
fn a_certificate_is_not_valid_longer_than_its_authority() {
    let root = root(KeyKind::Ec);
    let request = SigningRequest::read(&csr(&ec_key(Nid::SECP384R1), "CP-1", "Example")).unwrap();
    let issued = root.authority.issue(&request, leaf(TimeDelta::days(365))).unwrap();
    assert_eq!(issued.facts.valid_until, root.authority.facts.valid_until);
    // A root alone: nothing stands between.
    assert_eq!(read(&issued.chain).len(), 1);

    let later = Leaf {
        now: clock::now() + TimeDelta::days(11),
        ..leaf(TimeDelta::days(1))
    };
    let over = root.authority.issue(&request, later).unwrap_err();
    assert!(matches!(over, AuthorityError::NotValid { .. }), "{over}");
}

#[test]
fn serial_numbers_are_random() {
    let root = root(KeyKind::Ec);
    let request = SigningRequest::read(&csr(&ec_key(Nid::SECP384R1), "CP-1", "Example")).unwrap();
    let serial = || {
        let issued = root.authority.issue(&request, leaf(TimeDelta::days(1))).unwrap();
        issued.facts.serial_number
    };
    let (first, second) = (serial(), serial());
    assert_ne!(first, second);
    assert!(first.len() > 24, "{first}");
}

#[test]
fn a_request_is_refused_for_what_is_wrong_with_it() {
    let names = ["SN-1".to_owned(), "CP-1".to_owned()];
    let key = ec_key(Nid::X9_62_PRIME256V1);
    let wanted = Wanted {
        common_names: &names,
        organisation: Some("Example"),
        other_than: None,
    };
    let check = |pem: &str, wanted| SigningRequest::read(pem).and_then(|request| request.check(wanted));
    let good = csr(&key, "SN-1", "Example");
    assert_eq!(check(&good, wanted), Ok(()));
    assert_eq!(check(&csr(&key, "CP-1", "Example"), wanted), Ok(()));
    // The line ends as some stations send them.
    assert_eq!(check(&good.replace('\n', "\\n"), wanted), Ok(()));

    let said = |pem: &str, wanted| check(pem, wanted).unwrap_err().to_string();
    assert!(said("no PEM", wanted).starts_with("the CSR cannot be read"));
    assert_eq!(
        said(&csr(&key, "SN-2", "Example"), wanted),
        "the common name is \"SN-2\", expected SN-1 or CP-1"
    );
    assert_eq!(
        said(&csr(&key, "SN-1", "Others"), wanted),
        "the organisation is \"Others\", expected \"Example\""
    );
    assert_eq!(check(&csr(&key, "", "Example"), wanted), Err(Unsuitable::NoCommonName));
    let weak = PKey::from_rsa(Rsa::generate(1024).unwrap()).unwrap();
    assert_eq!(
        check(&csr(&weak, "SN-1", "Example"), wanted),
        Err(Unsuitable::WeakKey {
            found: "RSA 1024".to_owned()
        })
    );
    let small = ec_key(Nid::X9_62_PRIME192V1);
    assert!(matches!(
        check(&csr(&small, "SN-1", "Example"), wanted),
        Err(Unsuitable::WeakKey { .. })
    ));
    let old = SigningRequest::read(&good).unwrap().key_fingerprint;
    let renewed = Wanted {
        other_than: Some(&old),
        ..wanted
    };
    assert_eq!(check(&good, renewed), Err(Unsuitable::OldKey));
}

#[test]
fn a_request_that_another_key_signed_is_refused() {
    let (own, other) = (ec_key(Nid::X9_62_PRIME256V1), ec_key(Nid::X9_62_PRIME256V1));
    let mut subject = X509Name::builder().unwrap();
    subject.append_entry_by_nid(Nid::COMMONNAME, "CP-1").unwrap();
    let mut request = X509Req::builder().unwrap();
    request.set_subject_name(&subject.build()).unwrap();
    request.set_pubkey(&own).unwrap();
    request.sign(&other, MessageDigest::sha256()).unwrap();
    let pem = String::from_utf8(request.build().to_pem().unwrap()).unwrap();
    let read = SigningRequest::read(&pem).unwrap();
    assert_eq!(read.check(Wanted::default()), Err(Unsuitable::NotItsKey));
}

#[test]
fn a_list_of_what_is_revoked_names_that_alone() {
    let root = root(KeyKind::Ec);
    let request = SigningRequest::read(&csr(&ec_key(Nid::SECP384R1), "CP-1", "Example")).unwrap();
    let issue = || root.authority.issue(&request, leaf(TimeDelta::days(1))).unwrap();
    let (gone, good) = (issue(), issue());
    let now = clock::now();
    let revoked = [Revoked {
        serial_number: gone.facts.serial_number.clone(),
        at: now,
    }];
    let list = root
        .authority
        .revocation_list(&revoked, now, now + TimeDelta::days(7))
        .unwrap();
    let list = X509Crl::from_pem(list.as_bytes()).unwrap();
    let key = read(&root.certificate)[0].public_key().unwrap();
    assert!(list.verify(&key).unwrap());
    let is_revoked = |issued: &str| matches!(list.get_by_cert(&read(issued)[0]), CrlStatus::Revoked(_));
    assert!(is_revoked(&gone.chain));
    assert!(!is_revoked(&good.chain));
    let empty = root
        .authority
        .revocation_list(&[], now, now + TimeDelta::days(7))
        .unwrap();
    assert!(X509Crl::from_pem(empty.as_bytes()).is_ok());
}

#[test]
fn an_authority_is_read_from_its_files_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = (folder.path().join("c"), folder.path().join("k"));
    let write = |path: &Path, text: &str| std::fs::write(path, text).unwrap();
    let (one, other) = (root(KeyKind::Ec), root(KeyKind::Ec));
    write(&certificate, &one.certificate);
    write(&key, &one.key);
    assert_eq!(Authority::load(&certificate, &key).unwrap().facts, one.authority.facts);
    write(&key, &other.key);
    let error = Authority::load(&certificate, &key).unwrap_err();
    assert!(matches!(error, AuthorityError::OtherKey { .. }), "{error}");
    write(&key, "nothing");
    let error = Authority::load(&certificate, &key).unwrap_err().to_string();
    assert!(
        error.ends_with("k holds no private key without a pass phrase in PEM"),
        "{error}"
    );

    // A leaf is no authority, though it has a key.
    let own = ec_key(Nid::X9_62_PRIME256V1);
    let request = SigningRequest::read(&csr(&own, "CP-1", "Example")).unwrap();
    let issued = one.authority.issue(&request, leaf(TimeDelta::days(1))).unwrap();
    write(&certificate, &issued.chain);
    write(
        &key,
        &String::from_utf8(own.private_key_to_pem_pkcs8().unwrap()).unwrap(),
    );
    let error = Authority::load(&certificate, &key).unwrap_err();
    assert!(matches!(error, AuthorityError::NoAuthority { .. }), "{error}");
}

/// What `openssl ocsp` makes of the same certificates: the hashes of the name and of the key of the issuer.
#[test]
fn hash_data_is_what_ocsp_names_a_certificate_by() {
    let root = root(KeyKind::Ec);
    let request = SigningRequest::read(&csr(&ec_key(Nid::SECP384R1), "CP-1", "Example")).unwrap();
    let issued = root.authority.issue(&request, leaf(TimeDelta::days(1))).unwrap();
    let (leaf, root) = (read(&issued.chain).remove(0), read(&root.certificate).remove(0));
    let own = HashData::of("SHA256", &leaf, &root).unwrap();
    let id = openssl::ocsp::OcspCertId::from_cert(MessageDigest::sha256(), &leaf, &root).unwrap();
    let mut asked = openssl::ocsp::OcspRequest::new().unwrap();
    asked.add_id(id).unwrap();
    let asked = super::der::hex(&asked.to_der().unwrap());
    assert!(asked.contains(&own.issuer_name_hash), "{asked}");
    assert!(asked.contains(&own.issuer_key_hash), "{asked}");
    assert!(asked.contains(&own.serial_number), "{asked}");
    assert_eq!(own.plain(), own);
    let spelled = HashData {
        issuer_name_hash: own.issuer_name_hash.to_uppercase(),
        serial_number: format!("0{}", own.serial_number.to_uppercase()),
        ..own.clone()
    };
    assert_eq!(spelled.plain(), own);
}
