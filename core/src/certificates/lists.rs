//! Lists of revocations of others (RFC 5280, section 5): whole ones, for now, that are signed by whoever issued what they are
//! asked about.

use chrono::TimeDelta;
use openssl::asn1::Asn1Integer;
use openssl::bn::BigNum;
use openssl::error::ErrorStack;
use openssl::x509::{CrlStatus, X509Crl, X509Ref};

use super::der::{BOOLEAN, INTEGER, OBJECT, Reader, SEQUENCE, number_bytes};
use super::facts;
use super::ocsp::{NoAnswer, Said, Status};
use crate::clock::Time;

/// The clocks of those who make them are off.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// `[0]`, which holds the extensions of a list.
const EXTENSIONS: u8 = 0xa0;
/// UTCTime and GeneralizedTime.
const TIMES: [u8; 2] = [0x17, 0x18];

/// A list.
pub struct List {
    read: X509Crl,
    /// When it was made.
    pub since: Time,
    /// When there will be a newer one; none: always.
    pub next_update: Option<Time>,
}

impl std::fmt::Debug for List {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("List")
            .field("since", &self.since)
            .finish_non_exhaustive()
    }
}

impl List {
    /// Reads one, in DER or PEM. Who signed it is not looked at.
    ///
    /// # Errors
    /// It is none, or of another time, or not whole.
    pub fn read(bytes: &[u8], now: Time) -> Result<Self, NoAnswer> {
        let read = X509Crl::from_der(bytes).or_else(|_| X509Crl::from_pem(bytes));
        let read = read.map_err(|_| NoAnswer::Unreadable)?;
        let der = read.to_der().map_err(|_| NoAnswer::Unreadable)?;
        if has_critical_extension(&der).ok_or(NoAnswer::Unreadable)? {
            return Err(NoAnswer::Partial);
        }
        let time = |time| facts::time(time).map_err(|_| NoAnswer::Unreadable);
        let since = time(read.last_update())?;
        let next_update = read.next_update().map(time).transpose()?;
        if since > now + TOLERANCE || next_update.is_some_and(|next| next + TOLERANCE < now) {
            return Err(NoAnswer::OutOfDate);
        }
        Ok(Self {
            read,
            since,
            next_update,
        })
    }

    /// What it says of a certificate of this issuer.
    ///
    /// # Errors
    /// It is not this issuer's.
    pub fn says(&self, serial_number: &str, issuer: &X509Ref) -> Result<Said, NoAnswer> {
        let its_own = self.is_signed_by(issuer).unwrap_or_default();
        if !its_own {
            return Err(NoAnswer::NotTrusted);
        }
        let is_revoked = self.has(serial_number).map_err(|_| NoAnswer::Unreadable)?;
        Ok(Said {
            status: if is_revoked { Status::Revoked } else { Status::Good },
            since: self.since,
            next_update: self.next_update,
        })
    }

    fn is_signed_by(&self, issuer: &X509Ref) -> Result<bool, ErrorStack> {
        let is_named = self.read.issuer_name().try_cmp(issuer.subject_name())?.is_eq();
        Ok(is_named && self.read.verify(&*issuer.public_key()?)?)
    }

    fn has(&self, serial_number: &str) -> Result<bool, ErrorStack> {
        let bytes = number_bytes(serial_number).unwrap_or_default();
        let number = Asn1Integer::from_bn(&*BigNum::from_slice(&bytes)?)?;
        Ok(matches!(self.read.get_by_serial(&number), CrlStatus::Revoked(_)))
    }
}

/// Whether there is more to a list than this reads: it is of a part of the certificates, or says what has changed since another
/// one. Such a list says so by an extension that is critical. None: it is no list.
fn has_critical_extension(der: &[u8]) -> Option<bool> {
    let mut list = Reader(Reader(der).element(SEQUENCE)?);
    let mut list = Reader(list.element(SEQUENCE)?);
    list.optional(INTEGER);
    // How it is signed, and by whom.
    list.element(SEQUENCE)?;
    list.element(SEQUENCE)?;
    list.read().filter(|time| TIMES.contains(&time.tag))?;
    for time in TIMES {
        list.optional(time);
    }
    list.optional(SEQUENCE);
    let Some(extensions) = list.optional(EXTENSIONS) else {
        return Some(false);
    };
    let mut extensions = Reader(Reader(extensions).element(SEQUENCE)?);
    while let Some(extension) = extensions.optional(SEQUENCE) {
        let mut extension = Reader(extension);
        extension.element(OBJECT)?;
        if extension.optional(BOOLEAN).is_some_and(|critical| critical != [0]) {
            return Some(true);
        }
    }
    Some(false)
}
