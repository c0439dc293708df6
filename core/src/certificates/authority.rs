//! A certificate authority: a certificate that may sign, with its key. It signs requests and lists what is revoked.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use openssl::asn1::{Asn1Integer, Asn1Time};
use openssl::bn::{BigNum, MsbOption};
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{HasPrivate, Id, PKey, PKeyRef, Private};
use openssl::x509::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};
use openssl::x509::{X509, X509Builder, X509Crl, X509CrlBuilder, X509KeyUsage, X509Ref, X509RevokedBuilder};

use super::{Facts, SigningRequest, SigningUse, der};
use crate::clock::Time;

/// A certificate is valid from so long before it was made: stations' clocks are late.
pub(super) const BACKDATED: TimeDelta = TimeDelta::minutes(5);

/// An authority that can sign.
pub struct Authority {
    chain: Vec<X509>,
    key: PKey<Private>,
    /// What stands in its certificate.
    pub facts: Facts,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Authority").field(&self.facts.subject).finish()
    }
}

/// What is wrong with an authority, or with what it was to do.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A file cannot be read.
    #[error("{path} cannot be read: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It holds something else.
    #[error("{path} holds no {what} in PEM")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What was expected.
        what: &'static str,
    },
    /// The two files are not of one authority.
    #[error("{key} is not the key of {certificate}")]
    OtherKey {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's.
        key: PathBuf,
    },
    /// The certificate may not sign others.
    #[error("the certificate of {subject} is not that of a certificate authority")]
    NoAuthority {
        /// Whose it is.
        subject: String,
    },
    /// Its time is over, or has not begun.
    #[error("the certificate of the authority {subject} is valid from {from} to {until}")]
    NotValid {
        /// Whose it is.
        subject: String,
        /// From when.
        from: Time,
        /// Until when.
        until: Time,
    },
    /// OpenSSL does not do it.
    #[error("OpenSSL: {0}")]
    OpenSsl(#[from] ErrorStack),
}

/// What is made of a request.
#[derive(Debug, Clone, Copy)]
pub struct Leaf {
    /// What the certificate is for.
    pub purpose: SigningUse,
    /// How long it is valid, at most as long as the authority.
    pub valid_for: TimeDelta,
    /// The time.
    pub now: Time,
}

/// A certificate that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The certificate and those between it and the root, in PEM.
    pub chain: String,
    /// What stands in it.
    pub facts: Facts,
}

/// A certificate that is not valid any more, though its time is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revoked {
    /// Hexadecimal.
    pub serial_number: String,
    /// Since when.
    pub at: Time,
}

impl Authority {
    /// Reads an authority: its certificate, perhaps with those that lead to its root behind it, and its key.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, AuthorityError> {
        let read = |path: &Path| {
            fs::read(path).map_err(|source| AuthorityError::File {
                path: path.to_owned(),
                source,
            })
        };
        let unreadable = |path: &Path, what| AuthorityError::Unreadable {
            path: path.to_owned(),
            what,
        };
        let chain = X509::stack_from_pem(&read(certificate)?).unwrap_or_default();
        let own = chain.first().ok_or_else(|| unreadable(certificate, "certificate"))?;
        // A key with a pass phrase is none: there is nobody to ask.
        let secret = PKey::private_key_from_pem_callback(&read(key)?, |_| Ok(0));
        let secret = secret.map_err(|_| unreadable(key, "private key without a pass phrase"))?;
        if !own.public_key()?.public_eq(&secret) {
            return Err(AuthorityError::OtherKey {
                certificate: certificate.to_owned(),
                key: key.to_owned(),
            });
        }
        Self::new(chain, secret)
    }

    /// An authority of a chain, its own certificate first, and its key.
    ///
    /// # Errors
    /// [`AuthorityError::NoAuthority`]
    pub fn new(chain: Vec<X509>, key: PKey<Private>) -> Result<Self, AuthorityError> {
        let own = chain.first().ok_or(ErrorStack::get())?;
        let facts = Facts::of(own)?;
        if !may_sign(own) {
            return Err(AuthorityError::NoAuthority { subject: facts.subject });
        }
        Ok(Self { chain, key, facts })
    }

    /// Its own certificate and those behind it, in PEM.
    ///
    /// # Errors
    /// OpenSSL's.
    pub fn pem(&self) -> Result<String, AuthorityError> {
        pem(self.chain.iter())
    }

    /// Signs a request. What it asks for beside its subject and its key is left out.
    ///
    /// # Errors
    /// [`AuthorityError::NotValid`]; OpenSSL's.
    pub fn issue(&self, request: &SigningRequest, leaf: Leaf) -> Result<Issued, AuthorityError> {
        let own = self.own(leaf.now)?;
        let until = leaf.now.checked_add_signed(leaf.valid_for).unwrap_or(Time::MAX_UTC);
        let from = (leaf.now - BACKDATED).max(self.facts.valid_from);
        let mut builder = begun(from, until.min(self.facts.valid_until))?;
        builder.set_subject_name(request.request.subject_name())?;
        builder.set_issuer_name(own.subject_name())?;
        builder.set_pubkey(&request.key)?;
        builder.append_extension(BasicConstraints::new().critical().build()?)?;
        let mut usage = KeyUsage::new();
        usage.critical().digital_signature();
        if leaf.purpose.names_the_station() {
            if matches!(request.key.id(), Id::RSA | Id::RSA_PSS) {
                // The suites without forward secrecy that OCPP requires encrypt with it.
                usage.key_encipherment();
            }
            builder.append_extension(usage.build()?)?;
            builder.append_extension(ExtendedKeyUsage::new().client_auth().build()?)?;
        } else {
            // ISO 15118-2, annex F: the SECC's certificate.
            builder.append_extension(usage.key_agreement().build()?)?;
        }
        self.identify(&mut builder, own)?;
        builder.sign(&self.key, hash_for(&self.key))?;
        let leaf = builder.build();
        let facts = Facts::of(&leaf)?;
        // Whoever checks it has the root.
        let between = self.chain.iter().filter(|one| !is_root(one));
        let chain = pem(std::iter::once(&leaf).chain(between))?;
        Ok(Issued { chain, facts })
    }

    fn identify(&self, builder: &mut X509Builder, own: &X509) -> Result<(), AuthorityError> {
        let context = builder.x509v3_context(Some(own), None);
        let subject = SubjectKeyIdentifier::new().build(&context)?;
        let authority = match own.subject_key_id() {
            Some(_) => Some(AuthorityKeyIdentifier::new().keyid(true).build(&context)?),
            None => None,
        };
        builder.append_extension(subject)?;
        if let Some(authority) = authority {
            builder.append_extension(authority)?;
        }
        Ok(())
    }

    /// The list of what it has revoked, in PEM.
    ///
    /// # Errors
    /// [`AuthorityError::NotValid`]; OpenSSL's, also for an authority without a key identifier.
    pub fn revocation_list(&self, revoked: &[Revoked], now: Time, next: Time) -> Result<String, AuthorityError> {
        let own = self.own(now)?;
        let mut list = X509CrlBuilder::new()?;
        list.set_issuer_name(own.subject_name())?;
        list.set_last_update(&*moment(now)?)?;
        list.set_next_update(&*moment(next)?)?;
        for one in revoked {
            let bytes = der::number_bytes(&one.serial_number).unwrap_or_default();
            let mut entry = X509RevokedBuilder::new()?;
            entry.set_serial_number(&*Asn1Integer::from_bn(&*BigNum::from_slice(&bytes)?)?)?;
            entry.set_revocation_date(&*moment(one.at)?)?;
            list.add_revoked(entry.build())?;
        }
        let context = X509::builder()?;
        let context = context.x509v3_context(Some(own), None);
        list.append_extension(AuthorityKeyIdentifier::new().keyid(true).build(&context)?)?;
        // It only grows, as time does.
        let number = u32::try_from(now.timestamp()).unwrap_or(u32::MAX);
        list.append_extension(CrlNumber::new(BigNum::from_u32(number)?)?.build()?)?;
        list.sort()?;
        list.sign(&self.key, hash_for(&self.key))?;
        let list: X509Crl = list.build()?;
        Ok(String::from_utf8_lossy(&list.to_pem()?).into_owned())
    }

    /// Its certificate, while its time has begun and is not over.
    fn own(&self, now: Time) -> Result<&X509, AuthorityError> {
        let Facts {
            subject,
            valid_from,
            valid_until,
            ..
        } = &self.facts;
        let valid = self
            .chain
            .first()
            .filter(|_| (*valid_from..*valid_until).contains(&now));
        valid.ok_or_else(|| AuthorityError::NotValid {
            subject: subject.clone(),
            from: *valid_from,
            until: *valid_until,
        })
    }

    pub(super) fn parts(&self) -> (&[X509], &PKeyRef<Private>) {
        (&self.chain, &self.key)
    }
}

/// Whether others than its owner may read a file.
#[must_use]
pub fn is_open_to_others(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().mode() & 0o077 != 0)
}

/// A certificate with a random serial number and its times.
pub(super) fn begun(from: Time, until: Time) -> Result<X509Builder, ErrorStack> {
    let mut serial = BigNum::new()?;
    // Positive, and at most 20 octets (RFC 5280, 4.1.2.2).
    serial.rand(159, MsbOption::MAYBE_ZERO, false)?;
    let mut builder = X509::builder()?;
    builder.set_version(2)?;
    builder.set_serial_number(&*Asn1Integer::from_bn(&serial)?)?;
    builder.set_not_before(&*moment(from)?)?;
    builder.set_not_after(&*moment(until)?)?;
    Ok(builder)
}

fn moment(time: Time) -> Result<Asn1Time, ErrorStack> {
    Asn1Time::from_unix(time.timestamp())
}

/// What is hashed with when this key signs.
pub(super) fn hash_for<T: HasPrivate>(key: &PKeyRef<T>) -> MessageDigest {
    match (key.id(), key.bits()) {
        (Id::ED25519 | Id::ED448, _) => MessageDigest::null(),
        (Id::EC, 385..) => MessageDigest::sha512(),
        (Id::EC, 257..) => MessageDigest::sha384(),
        _ => MessageDigest::sha256(),
    }
}

fn is_root(certificate: &X509Ref) -> bool {
    let (subject, issuer) = (certificate.subject_name(), certificate.issuer_name());
    subject.try_cmp(issuer).is_ok_and(std::cmp::Ordering::is_eq)
}

/// An authority says so, and where it says what its key is for, that includes signing.
fn may_sign(certificate: &X509Ref) -> bool {
    let usage = certificate.key_usage();
    let signs = usage.is_none_or(|usage| usage.contains(X509KeyUsage::KEY_CERT_SIGN));
    // The text that OpenSSL writes: nothing else of the crate tells the basic constraints.
    let text = certificate.to_text().unwrap_or_default();
    signs && String::from_utf8_lossy(&text).contains("CA:TRUE")
}

pub(super) fn pem<'a>(chain: impl Iterator<Item = &'a X509>) -> Result<String, AuthorityError> {
    let mut text = String::new();
    for one in chain {
        text.push_str(&String::from_utf8_lossy(&one.to_pem()?));
    }
    Ok(text)
}
