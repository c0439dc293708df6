//! Certificates of all kinds, made when a test wants them.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{HasPublic, PKey, PKeyRef, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{AuthorityKeyIdentifier, BasicConstraints, SubjectAlternativeName};
use openssl::x509::{CrlNumber, X509, X509Builder, X509CrlBuilder, X509Name, X509NameRef, X509Req, X509RevokedBuilder};

const DAY: i64 = 24 * 60 * 60;

/// What a key signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On the curve P-256.
    Ec,
    /// RSA of 2048 bits.
    Rsa,
}

/// What a certificate is to say.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The common name.
    pub name: &'a str,
    /// The organisation.
    pub organisation: &'a str,
    /// The names of hosts, and addresses, that it is for.
    pub hosts: &'a [&'a str],
    /// What its key signs with.
    pub kind: Kind,
    /// From so many days from now on; below zero: since then.
    pub from: i64,
    /// For so many days from now on; below zero: it has ended.
    pub days: i64,
}

impl<'a> Subject<'a> {
    /// One of this name.
    #[must_use]
    pub fn named(name: &'a str) -> Self {
        Self {
            name,
            ..Self::default()
        }
    }

    /// A server on this machine.
    #[must_use]
    pub fn here() -> Self {
        Self {
            hosts: &["127.0.0.1", "localhost"],
            ..Self::named("server")
        }
    }
}

impl Default for Subject<'_> {
    fn default() -> Self {
        Self {
            name: "central.example",
            organisation: "Example",
            hosts: &[],
            kind: Kind::Ec,
            from: -100,
            days: 60,
        }
    }
}

/// A certificate with its key.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The certificate.
    pub certificate: X509,
    /// Its key.
    pub key: PKey<Private>,
}

/// Where a certificate and its key were written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The certificate in PEM.
    pub certificate: PathBuf,
    /// The key in PEM.
    pub key: PathBuf,
}

impl Issued {
    /// The certificate in PEM.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn pem(&self) -> String {
        text(self.certificate.to_pem())
    }

    /// The key in PEM.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn key_pem(&self) -> String {
        text(self.key.private_key_to_pem_pkcs8())
    }

    /// Writes both, `NAME.pem` and `NAME.key`.
    ///
    /// # Panics
    /// If they cannot be written.
    #[must_use]
    pub fn write(&self, folder: &Path, name: &str) -> Written {
        let written = Written {
            certificate: folder.join(format!("{name}.pem")),
            key: folder.join(format!("{name}.key")),
        };
        fs::write(&written.certificate, self.certificate.to_pem().expect("PEM")).expect("the certificate");
        fs::write(&written.key, self.key.private_key_to_pem_pkcs8().expect("PEM")).expect("the key");
        written
    }
}

/// One that issues certificates.
#[derive(Debug, Clone)]
pub struct Authority(pub Issued);

impl Authority {
    /// A new one.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let subject = Subject {
            name,
            ..Subject::default()
        };
        Self(make(&subject, None))
    }

    /// Issues a certificate with a new key.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn issue(&self, subject: &Subject<'_>) -> Issued {
        make(subject, Some(&self.0))
    }

    /// Its own certificate in PEM.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Issues a certificate for what somebody asked for, in PEM.
    ///
    /// # Panics
    /// If that is no request, or not signed by its own key.
    #[must_use]
    pub fn sign(&self, request: &str) -> String {
        let request = X509Req::from_pem(request.as_bytes()).expect("a request");
        let key = request.public_key().expect("its key");
        assert!(request.verify(&key).expect("a signature"), "its own signature");
        let builder = begun(
            &Subject::default(),
            request.subject_name(),
            Some(self.0.certificate.subject_name()),
        );
        text(signed(builder, &key, &self.0.key).to_pem())
    }

    /// What it has revoked, in PEM.
    ///
    /// # Panics
    /// If OpenSSL refuses.
    #[must_use]
    pub fn revocation_list(&self, revoked: &[&Issued]) -> Vec<u8> {
        let dummy = X509::builder().expect("a builder");
        let context = dummy.x509v3_context(Some(&self.0.certificate), None);
        let authority = AuthorityKeyIdentifier::new()
            .issuer(true)
            .build(&context)
            .expect("an extension");
        let number = CrlNumber::new(BigNum::from_u32(1).expect("a number")).and_then(CrlNumber::build);
        let mut list = X509CrlBuilder::new().expect("a builder");
        list.set_issuer_name(self.0.certificate.subject_name()).expect("a name");
        list.set_last_update(&in_days(-1)).expect("a time");
        list.set_next_update(&in_days(1)).expect("a time");
        list.append_extension(authority).expect("an extension");
        list.append_extension(number.expect("a number")).expect("an extension");
        for one in revoked {
            let mut entry = X509RevokedBuilder::new().expect("a builder");
            entry
                .set_serial_number(one.certificate.serial_number())
                .expect("a number");
            entry.set_revocation_date(&in_days(-1)).expect("a time");
            list.add_revoked(entry.build()).expect("an entry");
        }
        list.sign(&self.0.key, MessageDigest::sha256()).expect("a signature");
        list.build().expect("a list").to_pem().expect("PEM")
    }
}

/// One that nobody else has issued.
///
/// # Panics
/// If OpenSSL refuses.
#[must_use]
pub fn self_signed(subject: &Subject<'_>) -> Issued {
    make(subject, None)
}

/// So many days from now on.
///
/// # Panics
/// If that is no time.
#[must_use]
pub fn in_days(days: i64) -> Asn1Time {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    Asn1Time::from_unix(i64::try_from(now).expect("a time") + days * DAY).expect("a time")
}

/// A key on the curve P-256.
#[must_use]
pub fn ec_key() -> PKey<Private> {
    key(Kind::Ec)
}

/// A request for a certificate of this common name and the organisation `Example`, in PEM.
///
/// # Panics
/// If OpenSSL refuses.
#[must_use]
pub fn signing_request(key: &PKeyRef<Private>, name: &str) -> String {
    let mut request = X509Req::builder().expect("a builder");
    request.set_subject_name(&named(&Subject::named(name))).expect("a name");
    request.set_pubkey(key).expect("a key");
    request.sign(key, MessageDigest::sha256()).expect("a signature");
    text(request.build().to_pem())
}

fn key(kind: Kind) -> PKey<Private> {
    match kind {
        Kind::Ec => {
            let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("a curve");
            PKey::from_ec_key(EcKey::generate(&group).expect("a key")).expect("a key")
        }
        Kind::Rsa => PKey::from_rsa(Rsa::generate(2048).expect("a key")).expect("a key"),
    }
}

fn named(subject: &Subject<'_>) -> X509Name {
    let mut name = X509Name::builder().expect("a builder");
    name.append_entry_by_text("O", subject.organisation).expect("an entry");
    name.append_entry_by_text("CN", subject.name).expect("an entry");
    name.build()
}

/// With the names and the times; none of an issuer: its own authority.
fn begun(subject: &Subject<'_>, name: &X509NameRef, issuer: Option<&X509NameRef>) -> X509Builder {
    let mut serial = BigNum::new().expect("a number");
    serial.rand(64, MsbOption::MAYBE_ZERO, false).expect("a number");
    let serial = Asn1Integer::from_bn(&serial).expect("a number");
    let mut builder = X509::builder().expect("a builder");
    builder.set_version(2).expect("version 3");
    builder.set_serial_number(&serial).expect("a number");
    builder.set_subject_name(name).expect("a name");
    builder.set_issuer_name(issuer.unwrap_or(name)).expect("a name");
    builder.set_not_before(&in_days(subject.from)).expect("a time");
    builder.set_not_after(&in_days(subject.days)).expect("a time");
    if issuer.is_none() {
        let is_authority = BasicConstraints::new().critical().ca().build().expect("an extension");
        builder.append_extension(is_authority).expect("an extension");
    }
    if !subject.hosts.is_empty() {
        let mut hosts = SubjectAlternativeName::new();
        for host in subject.hosts {
            match host.parse::<IpAddr>() {
                Ok(_) => hosts.ip(host),
                Err(_) => hosts.dns(host),
            };
        }
        let hosts = hosts.build(&builder.x509v3_context(None, None)).expect("an extension");
        builder.append_extension(hosts).expect("an extension");
    }
    builder
}

fn signed(mut builder: X509Builder, key: &PKeyRef<impl HasPublic>, by: &PKeyRef<Private>) -> X509 {
    builder.set_pubkey(key).expect("a key");
    builder.sign(by, MessageDigest::sha256()).expect("a signature");
    builder.build()
}

/// None of an issuer: its own authority.
fn make(subject: &Subject<'_>, issuer: Option<&Issued>) -> Issued {
    let key = key(subject.kind);
    let of_issuer = issuer.map(|issuer| issuer.certificate.subject_name());
    let builder = begun(subject, &named(subject), of_issuer);
    let by = issuer.map_or(&*key, |issuer| &*issuer.key);
    Issued {
        certificate: signed(builder, &key, by),
        key,
    }
}

fn text(pem: Result<Vec<u8>, ErrorStack>) -> String {
    String::from_utf8(pem.expect("PEM")).expect("PEM is text")
}
