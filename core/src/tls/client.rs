//! The certificate that a charge point shows (security profile 3): its chain, its validity, whether it was revoked.
//! What it says of the charge point is judged elsewhere.

use std::path::PathBuf;

use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::verify::X509VerifyFlags;
use openssl::x509::{CrlStatus, X509, X509Crl, X509Name, X509PurposeId, X509Ref, X509StoreContext};

use super::error::TlsError;
use super::facts::{CertificateFacts, name};
use super::identity::read_certificates;

/// What the other side showed: its certificate, and what it showed with it.
#[derive(Debug, Clone)]
pub struct Presented {
    /// Its own.
    pub leaf: X509,
    /// Those between it and an authority, in any order.
    pub others: Vec<X509>,
}

/// Why a certificate is not trusted, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NotTrusted(pub String);

/// The authorities that charge points' certificates have to come from.
pub struct ClientAuthorities {
    certificates: Vec<X509>,
    store: X509Store,
    revoked: Vec<X509Crl>,
}

impl ClientAuthorities {
    /// Reads the files; none: no authority is named.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn read(authorities: &[PathBuf], revocation_lists: &[PathBuf]) -> Result<Option<Self>, TlsError> {
        let mut certificates = Vec::new();
        for path in authorities {
            certificates.extend(read_certificates(path)?);
        }
        if certificates.is_empty() {
            return Ok(None);
        }
        let mut revoked = Vec::new();
        for path in revocation_lists {
            revoked.push(read_list(path, &certificates)?);
        }
        let store = store(&certificates)?;
        Ok(Some(Self {
            certificates,
            store,
            revoked,
        }))
    }

    /// Their names, which charge points are told.
    pub(super) fn names(&self) -> Result<Stack<X509Name>, ErrorStack> {
        let mut names = Stack::new()?;
        for certificate in &self.certificates {
            names.push(certificate.subject_name().to_owned()?)?;
        }
        Ok(names)
    }

    /// Judges what was shown, now. Gives what it says.
    ///
    /// # Errors
    /// Why it is not trusted.
    pub fn judge(&self, shown: &Presented) -> Result<CertificateFacts, NotTrusted> {
        let chain = self.verify(shown)?;
        for certificate in &chain {
            if self.revoked.iter().any(|list| is_revoked(list, certificate)) {
                let which = name(certificate.subject_name());
                return Err(NotTrusted(format!(
                    "the certificate of {which} was revoked by its authority"
                )));
            }
        }
        Ok(CertificateFacts::of(&shown.leaf))
    }

    /// The chain up to an authority.
    fn verify(&self, shown: &Presented) -> Result<Vec<X509>, NotTrusted> {
        let failed = |error: ErrorStack| NotTrusted(format!("the certificate cannot be checked: {error}"));
        let mut others = Stack::new().map_err(failed)?;
        for other in &shown.others {
            others.push(other.clone()).map_err(failed)?;
        }
        let mut context = X509StoreContext::new().map_err(failed)?;
        let verified = context.init(&self.store, &shown.leaf, &others, |context| {
            let is_good = context.verify_cert()?;
            let chain = context
                .chain()
                .map(|chain| chain.iter().map(X509Ref::to_owned).collect());
            let about = context
                .current_cert()
                .map(|certificate| name(certificate.subject_name()));
            Ok((is_good, context.error(), about, chain.unwrap_or_default()))
        });
        let (is_good, error, about, chain) = verified.map_err(failed)?;
        if is_good {
            return Ok(chain);
        }
        let about = about.unwrap_or_else(|| name(shown.leaf.subject_name()));
        Err(NotTrusted(format!(
            "the certificate of {about} is not trusted: {}",
            error.error_string()
        )))
    }
}

/// An authority below another one may be named alone.
fn store(authorities: &[X509]) -> Result<X509Store, ErrorStack> {
    let mut builder = X509StoreBuilder::new()?;
    for authority in authorities {
        builder.add_cert(authority.clone())?;
    }
    builder.set_flags(X509VerifyFlags::PARTIAL_CHAIN)?;
    builder.set_purpose(X509PurposeId::SSL_CLIENT)?;
    Ok(builder.build())
}

fn read_list(path: &PathBuf, authorities: &[X509]) -> Result<X509Crl, TlsError> {
    let bytes = std::fs::read(path).map_err(|source| TlsError::Unreadable {
        path: path.clone(),
        source,
    })?;
    let read = X509Crl::from_pem(&bytes).or_else(|_| X509Crl::from_der(&bytes));
    let list =
        read.map_err(|error| TlsError::unusable(path, format!("it is no revocation list in PEM or DER ({error})")))?;
    let issued = |authority: &X509| {
        let key = authority.public_key().ok();
        name(authority.subject_name()) == name(list.issuer_name())
            && key.is_some_and(|key| list.verify(&key).unwrap_or(false))
    };
    if authorities.iter().any(issued) {
        return Ok(list);
    }
    let reason = format!(
        "it comes from {}, which is none of `client_authorities`, or its signature is wrong",
        name(list.issuer_name())
    );
    Err(TlsError::unusable(path, reason))
}

fn is_revoked(list: &X509Crl, certificate: &X509) -> bool {
    name(list.issuer_name()) == name(certificate.issuer_name())
        && matches!(list.get_by_cert(certificate), CrlStatus::Revoked(_))
}
