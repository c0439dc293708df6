//! New authorities: a root, or one below an authority that is there; and certificates for clients of our own.

use chrono::TimeDelta;
use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::extension::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier};
use openssl::x509::{X509Name, X509Req};

use super::authority::{BACKDATED, begun, hash_for, pem};
use super::{Authority, AuthorityError, Issued, Leaf, SigningRequest};
use crate::clock::Time;

/// The kind of an authority's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum KeyKind {
    /// An elliptic curve's, P-256.
    #[default]
    Ec,
    /// RSA with 3072 bits, for stations that take nothing else.
    Rsa,
}

/// What an authority shall be.
#[derive(Debug, Clone)]
pub struct NewAuthority<'a> {
    /// Its common name.
    pub name: &'a str,
    /// Whose it is.
    pub organisation: Option<&'a str>,
    /// The kind of its key.
    pub key: KeyKind,
    /// How long it is valid; at most as long as who signs it.
    pub valid_for: TimeDelta,
    /// Who signs it; none: itself.
    pub signer: Option<&'a Authority>,
    /// The time.
    pub now: Time,
}

/// A new authority, as files hold it.
#[derive(Debug)]
pub struct Made {
    /// Its certificate, and those of its signer behind it.
    pub certificate: String,
    /// Its key, PKCS #8.
    pub key: String,
    /// It, ready to sign.
    pub authority: Authority,
}

/// Makes an authority.
///
/// # Errors
/// OpenSSL's.
pub fn make(wanted: &NewAuthority<'_>) -> Result<Made, AuthorityError> {
    let key = new_key(wanted.key)?;
    let subject = subject(wanted.name, wanted.organisation)?;
    let until = wanted.now.checked_add_signed(wanted.valid_for).unwrap_or(Time::MAX_UTC);
    let until = wanted
        .signer
        .map_or(until, |signer| until.min(signer.facts.valid_until));
    let mut builder = begun(wanted.now - BACKDATED, until)?;
    builder.set_subject_name(&subject)?;
    builder.set_pubkey(&key)?;
    let mut constraints = BasicConstraints::new();
    constraints.critical().ca();
    if wanted.signer.is_some() {
        constraints.pathlen(0);
    }
    builder.append_extension(constraints.build()?)?;
    builder.append_extension(KeyUsage::new().critical().key_cert_sign().crl_sign().build()?)?;
    let identifier = SubjectKeyIdentifier::new().build(&builder.x509v3_context(None, None))?;
    builder.append_extension(identifier)?;
    let mut chain = Vec::new();
    if let Some(signer) = wanted.signer {
        let (signers, signing) = signer.parts();
        let own = signers.first().ok_or(ErrorStack::get())?;
        builder.set_issuer_name(own.subject_name())?;
        if own.subject_key_id().is_some() {
            let context = builder.x509v3_context(Some(own), None);
            let identifier = AuthorityKeyIdentifier::new().keyid(true).build(&context)?;
            builder.append_extension(identifier)?;
        }
        builder.sign(signing, hash_for(signing))?;
        chain.extend_from_slice(signers);
    } else {
        builder.set_issuer_name(&subject)?;
        builder.sign(&key, hash_for(&key))?;
    }
    chain.insert(0, builder.build());
    Ok(Made {
        certificate: pem(chain.iter())?,
        key: String::from_utf8_lossy(&key.private_key_to_pem_pkcs8()?).into_owned(),
        authority: Authority::new(chain, key)?,
    })
}

/// A certificate for a client of our own, with its new key in PEM: of this common name and organisation.
///
/// # Errors
/// What the authority refuses; OpenSSL's.
pub fn issue_with_key(
    authority: &Authority,
    (name, organisation): (&str, Option<&str>),
    leaf: Leaf,
) -> Result<(Issued, String), AuthorityError> {
    let key = new_key(KeyKind::Ec)?;
    let mut request = X509Req::builder()?;
    request.set_subject_name(&*subject(name, organisation)?)?;
    request.set_pubkey(&key)?;
    request.sign(&key, hash_for(&key))?;
    let request = String::from_utf8_lossy(&request.build().to_pem()?).into_owned();
    // It was made here, so it can be read.
    let request = SigningRequest::read(&request).map_err(|_| ErrorStack::get())?;
    let issued = authority.issue(&request, leaf)?;
    let key = String::from_utf8_lossy(&key.private_key_to_pem_pkcs8()?).into_owned();
    Ok((issued, key))
}

fn new_key(kind: KeyKind) -> Result<PKey<Private>, ErrorStack> {
    match kind {
        KeyKind::Ec => {
            let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
            PKey::from_ec_key(EcKey::generate(&group)?)
        }
        KeyKind::Rsa => PKey::from_rsa(Rsa::generate(3072)?),
    }
}

fn subject(name: &str, organisation: Option<&str>) -> Result<X509Name, ErrorStack> {
    let mut subject = X509Name::builder()?;
    if let Some(organisation) = organisation {
        subject.append_entry_by_nid(Nid::ORGANIZATIONNAME, organisation)?;
    }
    subject.append_entry_by_nid(Nid::COMMONNAME, name)?;
    Ok(subject.build())
}
