//! Certificates with their keys, read from files: PEM, the certificate itself first, its issuers behind it. A key may
//! stand in the same file or in one of its own; which belongs to which the keys themselves say.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use openssl::nid::Nid;
use openssl::pkey::{Id, PKey, PKeyRef, Private, Public};
use openssl::x509::{X509, X509Ref, X509VerifyResult};

use super::error::TlsError;
use super::facts::{CertificateFacts, entry, name};

/// The fewest bits of an RSA key (A00.FR.319 and following).
const LEAST_RSA_BITS: u32 = 2048;
/// The fewest bits of a key on a curve.
const LEAST_EC_BITS: u32 = 224;

/// What a private key begins with in PEM, whatever its form.
const KEY_MARK: &str = "PRIVATE KEY-----";

/// What a key signs with: a handshake takes one certificate of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// On a curve.
    Ecdsa,
    /// RSA.
    Rsa,
}

/// A certificate of ours, with its issuers and its key.
#[derive(Debug, Clone)]
pub struct Identity {
    /// Where it was read.
    pub path: PathBuf,
    /// What it signs with.
    pub kind: Kind,
    /// The key.
    pub key: PKey<Private>,
    /// The names that it is for, in lower case.
    pub names: Vec<String>,
    /// What is shown of it.
    pub facts: CertificateFacts,
}

/// Reads certificates, each with its key from the same file or from one of `keys`.
///
/// # Errors
/// What is wrong with one of the files.
pub fn read(certificates: &[PathBuf], keys: &[PathBuf]) -> Result<Vec<Identity>, TlsError> {
    let mut apart = Vec::new();
    for path in keys {
        apart.push(read_key(path, &text(path)?)?);
    }
    let read = certificates.iter().map(|path| identity(path, &apart));
    read.collect()
}

/// Reads all certificates of a file.
///
/// # Errors
/// There is none in it, or one that cannot be read.
pub fn read_certificates(path: &Path) -> Result<Vec<X509>, TlsError> {
    let found = X509::stack_from_pem(text(path)?.as_bytes())
        .map_err(|error| TlsError::unusable(path, format!("it holds no certificates in PEM ({error})")))?;
    if found.is_empty() {
        let reason = "it holds no certificate: it has to begin with -----BEGIN CERTIFICATE-----";
        return Err(TlsError::unusable(path, reason));
    }
    Ok(found)
}

fn text(path: &Path) -> Result<String, TlsError> {
    fs::read_to_string(path).map_err(|source| TlsError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn identity(path: &Path, apart: &[PKey<Private>]) -> Result<Identity, TlsError> {
    let chain = read_certificates(path)?;
    let Some(leaf) = chain.first() else {
        return Err(TlsError::NoCertificate);
    };
    let public = leaf.public_key()?;
    let kind = kind(&public).ok_or_else(|| {
        let reason = format!(
            "its key is neither RSA of {LEAST_RSA_BITS} bits or more nor on a curve of {LEAST_EC_BITS} bits or more, which \
             charge points refuse"
        );
        TlsError::unusable(path, reason)
    })?;
    check_order(path, &chain)?;
    let text = text(path)?;
    let own = text.contains(KEY_MARK).then(|| read_key(path, &text)).transpose()?;
    let key = own.iter().chain(apart).find(|key| key.public_eq(&public)).cloned();
    let key = key.ok_or_else(|| {
        let reason = "none of `keys` is the key of its certificate, and it holds none itself";
        TlsError::unusable(path, reason)
    })?;
    Ok(Identity {
        path: path.to_owned(),
        kind,
        key,
        names: names(leaf),
        facts: CertificateFacts::of(leaf),
    })
}

fn read_key(path: &Path, text: &str) -> Result<PKey<Private>, TlsError> {
    if let Ok(metadata) = fs::metadata(path)
        && metadata.permissions().mode() & 0o004 != 0
    {
        tracing::warn!(path = %path.display(), "everybody on this machine can read this private key: chmod o-r");
    }
    // A key with a password is not asked for one: nobody sits there when the server starts.
    PKey::private_key_from_pem_callback(text.as_bytes(), |_| Ok(0)).map_err(|error| {
        let reason = format!("it holds no private key in PEM that can be read without a password ({error})");
        TlsError::unusable(path, reason)
    })
}

/// What a key signs with; none: charge points take no such key.
pub fn kind(key: &PKeyRef<Public>) -> Option<Kind> {
    match key.id() {
        Id::RSA | Id::RSA_PSS if key.bits() >= LEAST_RSA_BITS => Some(Kind::Rsa),
        Id::EC if key.bits() >= LEAST_EC_BITS => Some(Kind::Ecdsa),
        _ => None,
    }
}

/// Each certificate is issued by the one behind it: charge points build the chain from what they are shown.
fn check_order(path: &Path, chain: &[X509]) -> Result<(), TlsError> {
    for pair in chain.windows(2) {
        let [one, next] = pair else { continue };
        if next.issued(one) != X509VerifyResult::OK {
            let reason = format!(
                "{} is not issued by {}, which stands behind it: the file has to hold your certificate first, and behind \
                 each certificate its issuer",
                name(one.subject_name()),
                name(next.subject_name()),
            );
            return Err(TlsError::unusable(path, reason));
        }
    }
    Ok(())
}

/// The names of hosts that a certificate is for, in lower case.
fn names(certificate: &X509Ref) -> Vec<String> {
    let others = certificate.subject_alt_names();
    let others = others
        .iter()
        .flatten()
        .filter_map(|other| other.dnsname().map(str::to_lowercase));
    let mut names: Vec<String> = others.collect();
    if names.is_empty() {
        names.extend(entry(certificate.subject_name(), Nid::COMMONNAME).map(|name| name.to_lowercase()));
    }
    names
}
