//! Questions to OCSP responders and their answers (RFC 6960), as far as a central system needs them: one certificate, named by
//! hashes alone, as stations name it.

use chrono::{NaiveDateTime, TimeDelta};
use openssl::ocsp::{OcspFlag, OcspResponse};
use openssl::stack::StackRef;
use openssl::x509::X509;
use openssl::x509::store::X509StoreRef;

use super::der::{
    ENUMERATED, NULL, OBJECT, OCTET_STRING, Reader, SEQUENCE, TIME, element, hex, integer, number, number_bytes,
};
use super::hash_data::HashData;
use crate::clock::Time;
use crate::config::hexadecimal;

/// id-sha256; the last byte of its kin is 2 and 3.
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// `[0]`, which holds another element.
const CONTEXT_0: u8 = 0xa0;
/// The clocks of responders are off.
const TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// What a responder says of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It was not revoked.
    Good,
    /// It was.
    Revoked,
    /// The responder does not know it.
    Unknown,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// What it says.
    pub status: Status,
    /// Since when it is so.
    pub since: Time,
    /// When there will be news; none: always.
    pub next_update: Option<Time>,
}

/// Why an answer is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The responder says no.
    #[error("the responder answers {0}")]
    Refused(&'static str),
    /// It is no answer of OCSP.
    #[error("the answer cannot be read")]
    Unreadable,
    /// It is about something else.
    #[error("the answer is about another certificate")]
    AboutAnother,
    /// It is not for now.
    #[error("the answer is out of date")]
    OutOfDate,
    /// A list that is of a part, or of what has changed since another one.
    #[error("the list is not whole")]
    Partial,
    /// Nobody who is trusted signed it.
    #[error("the answer is not signed by anybody who is trusted")]
    NotTrusted,
}

/// The question, in DER; none: the hashes or the number are none.
#[must_use]
pub fn question(about: &HashData) -> Option<Vec<u8>> {
    let id = certificate_id(about)?;
    let request = element(SEQUENCE, &id);
    let list = element(SEQUENCE, &request);
    let asked = element(SEQUENCE, &list);
    Some(element(SEQUENCE, &asked))
}

fn certificate_id(about: &HashData) -> Option<Vec<u8>> {
    let mut algorithm = SHA256;
    *algorithm.last_mut()? = match about.hash_algorithm.as_str() {
        "SHA256" => 1,
        "SHA384" => 2,
        "SHA512" => 3,
        _ => return None,
    };
    let algorithm = [element(OBJECT, &algorithm), element(NULL, &[])].concat();
    let hash = |digits: &str| Some(element(OCTET_STRING, &hexadecimal::bytes(digits.as_bytes())?));
    let parts = [
        element(SEQUENCE, &algorithm),
        hash(&about.issuer_name_hash)?,
        hash(&about.issuer_key_hash)?,
        integer(&number_bytes(&about.serial_number)?),
    ];
    Some(element(SEQUENCE, &parts.concat()))
}

/// What an answer says of a certificate. Who signed it is not looked at.
///
/// # Errors
/// Why it says nothing.
pub fn read(answer: &[u8], about: &HashData, now: Time) -> Result<Said, NoAnswer> {
    let mut response = Reader(Reader(answer).element(SEQUENCE).ok_or(NoAnswer::Unreadable)?);
    match response.element(ENUMERATED).ok_or(NoAnswer::Unreadable)? {
        [0] => {}
        [1] => return Err(NoAnswer::Refused("malformedRequest")),
        [2] => return Err(NoAnswer::Refused("internalError")),
        [3] => return Err(NoAnswer::Refused("tryLater")),
        [5] => return Err(NoAnswer::Refused("sigRequired")),
        [6] => return Err(NoAnswer::Refused("unauthorized")),
        _ => return Err(NoAnswer::Unreadable),
    }
    let mut singles = Reader(singles(response).ok_or(NoAnswer::Unreadable)?);
    while let Some(single) = singles.optional(SEQUENCE) {
        let mut single = Reader(single);
        let id = single.element(SEQUENCE).ok_or(NoAnswer::Unreadable)?;
        if !is_about(id, about).ok_or(NoAnswer::Unreadable)? {
            continue;
        }
        let said = said(single).ok_or(NoAnswer::Unreadable)?;
        let is_over = said.next_update.is_some_and(|next| next + TOLERANCE < now);
        return if is_over || said.since > now + TOLERANCE {
            Err(NoAnswer::OutOfDate)
        } else {
            Ok(said)
        };
    }
    Err(NoAnswer::AboutAnother)
}

/// The answers for single certificates in a response, behind its status.
fn singles(mut response: Reader<'_>) -> Option<&[u8]> {
    let mut typed = Reader(Reader(response.element(CONTEXT_0)?).element(SEQUENCE)?);
    typed.element(OBJECT)?;
    let mut basic = Reader(Reader(typed.element(OCTET_STRING)?).element(SEQUENCE)?);
    let mut data = Reader(basic.element(SEQUENCE)?);
    data.optional(CONTEXT_0);
    // Who answers, by name or by key; and when.
    data.read()?;
    data.element(TIME)?;
    data.element(SEQUENCE)
}

fn is_about(id: &[u8], about: &HashData) -> Option<bool> {
    let mut id = Reader(id);
    id.element(SEQUENCE)?;
    let (name, key) = (id.element(OCTET_STRING)?, id.element(OCTET_STRING)?);
    let serial = id.element(super::der::INTEGER)?;
    let about = about.plain();
    Some(
        hex(name) == about.issuer_name_hash
            && hex(key) == about.issuer_key_hash
            && number(serial) == about.serial_number,
    )
}

fn said(mut single: Reader<'_>) -> Option<Said> {
    let status = match single.read()?.tag {
        0x80 => Status::Good,
        0xa1 => Status::Revoked,
        0x82 => Status::Unknown,
        _ => return None,
    };
    let since = time(single.element(TIME)?)?;
    let next = single.optional(CONTEXT_0);
    let next_update = match next {
        Some(next) => Some(time(Reader(next).element(TIME)?)?),
        None => None,
    };
    Some(Said {
        status,
        since,
        next_update,
    })
}

fn time(text: &[u8]) -> Option<Time> {
    let text = std::str::from_utf8(text).ok()?;
    let read = NaiveDateTime::parse_from_str(text, "%Y%m%d%H%M%SZ").ok()?;
    Some(read.and_utc())
}

/// Whether an answer is signed by an authority that is trusted, or by whom that lets answer. Whoever signed it may be one of
/// those between, if these lead to such an authority.
///
/// # Errors
/// [`NoAnswer::NotTrusted`]
pub fn check_signature(answer: &[u8], trusted: &X509StoreRef, between: &StackRef<X509>) -> Result<(), NoAnswer> {
    let verified = OcspResponse::from_der(answer)
        .and_then(|response| response.basic())
        .and_then(|basic| basic.verify(between, trusted, OcspFlag::empty()));
    verified.map_err(|_| NoAnswer::NotTrusted)
}
