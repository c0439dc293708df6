//! A certificate authority of a suite's own: certificates that are right, and such as are wrong in one way each.

use std::time::{SystemTime, UNIX_EPOCH};

use openssl::asn1::Asn1Time;
use openssl::bn::{BigNum, MsbOption};
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, PKeyRef, Private, Public};
use openssl::rsa::Rsa;
use openssl::x509::extension::{BasicConstraints, KeyUsage, SubjectAlternativeName};
use openssl::x509::{X509, X509Builder, X509Name, X509NameRef, X509Req};

const DAY: i64 = 24 * 60 * 60;

/// An authority, whose certificate is signed by itself.
pub struct Authority {
    certificate: X509,
    key: PKey<Private>,
}

/// What a certificate is to be.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The common name.
    pub name: &'a str,
    /// The organization, if there is one.
    pub organization: Option<&'a str>,
    /// DNS names and addresses that it is for.
    pub hosts: &'a [&'a str],
    /// From so many days from now on, until so many.
    pub days: (i64, i64),
    /// With an RSA key in place of one on P-256.
    pub rsa: bool,
}

impl<'a> Wish<'a> {
    /// One for this name, from yesterday on for a month.
    #[must_use]
    pub const fn new(name: &'a str) -> Self {
        Self {
            name,
            organization: None,
            hosts: &[],
            days: (-1, 30),
            rsa: false,
        }
    }

    /// One of a server at `127.0.0.1` and `localhost`.
    #[must_use]
    pub const fn server() -> Self {
        Self {
            hosts: &["127.0.0.1", "localhost"],
            ..Self::new("server")
        }
    }
}

/// A certificate with its key, as PEM.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The certificate alone.
    pub certificate: String,
    /// Its key.
    pub key: String,
}

impl Authority {
    /// One of this name.
    ///
    /// # Panics
    /// If OpenSSL makes none.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let key = key(false);
        let subject = subject(name, None);
        let mut builder = builder(&subject, &subject, &public(&key), (-1, 365));
        let constraint = BasicConstraints::new().critical().ca().build();
        builder.append_extension(constraint.expect("a constraint")).expect("it");
        let usage = KeyUsage::new().critical().key_cert_sign().crl_sign().build();
        builder.append_extension(usage.expect("a usage")).expect("it");
        builder.sign(&key, MessageDigest::sha256()).expect("it signs");
        Self {
            certificate: builder.build(),
            key,
        }
    }

    /// Its certificate as PEM.
    ///
    /// # Panics
    /// If it has none.
    #[must_use]
    pub fn pem(&self) -> String {
        pem(self.certificate.to_pem())
    }

    /// Makes a key and a certificate for it.
    ///
    /// # Panics
    /// If OpenSSL makes none.
    #[must_use]
    pub fn issue(&self, wish: &Wish<'_>) -> Issued {
        let key = key(wish.rsa);
        let subject = subject(wish.name, wish.organization);
        Issued {
            certificate: self.signed(&subject, &public(&key), wish),
            key: pem(key.private_key_to_pem_pkcs8()),
        }
    }

    /// A certificate for what a charge point asked for.
    ///
    /// # Panics
    /// If that is no request, or is not signed by its own key.
    #[must_use]
    pub fn sign(&self, request: &str) -> String {
        let request = X509Req::from_pem(request.as_bytes()).expect("a request");
        let key = request.public_key().expect("its key");
        assert!(request.verify(&key).expect("a signature"), "its own signature");
        self.signed(request.subject_name(), &key, &Wish::new(""))
    }

    fn signed(&self, subject: &X509NameRef, key: &PKeyRef<Public>, wish: &Wish<'_>) -> String {
        let mut builder = builder(subject, self.certificate.subject_name(), key, wish.days);
        if !wish.hosts.is_empty() {
            let mut names = SubjectAlternativeName::new();
            for host in wish.hosts {
                match host.parse::<std::net::IpAddr>() {
                    Ok(_) => names.ip(host),
                    Err(_) => names.dns(host),
                };
            }
            let names = names.build(&builder.x509v3_context(Some(&self.certificate), None));
            builder.append_extension(names.expect("names")).expect("them");
        }
        builder.sign(&self.key, MessageDigest::sha256()).expect("it signs");
        pem(builder.build().to_pem())
    }
}

/// A certificate that nobody but itself has signed.
///
/// # Panics
/// If OpenSSL makes none.
#[must_use]
pub fn self_signed(wish: &Wish<'_>) -> Issued {
    let key = key(wish.rsa);
    let name = subject(wish.name, wish.organization);
    let alone = Authority {
        certificate: builder(&name, &name, &public(&key), wish.days).build(),
        key,
    };
    Issued {
        certificate: alone.signed(&name, &public(&alone.key), wish),
        key: pem(alone.key.private_key_to_pem_pkcs8()),
    }
}

fn key(rsa: bool) -> PKey<Private> {
    if rsa {
        return PKey::from_rsa(Rsa::generate(2048).expect("a key")).expect("a key");
    }
    let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).expect("the curve");
    PKey::from_ec_key(EcKey::generate(&group).expect("a key")).expect("a key")
}

fn public(key: &PKey<Private>) -> PKey<Public> {
    PKey::public_key_from_der(&key.public_key_to_der().expect("a key")).expect("a key")
}

fn subject(name: &str, organization: Option<&str>) -> X509Name {
    let mut builder = X509Name::builder().expect("a name");
    if let Some(organization) = organization {
        builder
            .append_entry_by_nid(Nid::ORGANIZATIONNAME, organization)
            .expect("an organization");
    }
    builder.append_entry_by_nid(Nid::COMMONNAME, name).expect("a name");
    builder.build()
}

fn builder(subject: &X509NameRef, issuer: &X509NameRef, key: &PKeyRef<Public>, (from, to): (i64, i64)) -> X509Builder {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    let now = i64::try_from(now).expect("a time");
    let time = |days: i64| Asn1Time::from_unix(now + days * DAY).expect("a time");
    let mut serial = BigNum::new().expect("a number");
    serial.rand(127, MsbOption::ONE, false).expect("a number");
    let mut builder = X509::builder().expect("a builder");
    builder.set_version(2).expect("version 3");
    builder
        .set_serial_number(&serial.to_asn1_integer().expect("a number"))
        .expect("a number");
    builder.set_subject_name(subject).expect("a subject");
    builder.set_issuer_name(issuer).expect("an issuer");
    builder.set_pubkey(key).expect("a key");
    builder.set_not_before(&time(from)).expect("a time");
    builder.set_not_after(&time(to)).expect("a time");
    builder
}

fn pem(bytes: Result<Vec<u8>, openssl::error::ErrorStack>) -> String {
    String::from_utf8(bytes.expect("PEM")).expect("PEM is text")
}
