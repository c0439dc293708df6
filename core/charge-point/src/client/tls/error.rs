//! What keeps a charge point and a server from speaking TLS, by name: OpenSSL's numbers in, words out.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};

use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::ssl;
use openssl::x509::{GeneralNameRef, X509NameRef, X509Ref, X509StoreContextRef};

/// Why there is no TLS.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlsError {
    /// What the charge point was given: no file of authorities, a key of another certificate.
    #[error("{what} cannot be used: {why}")]
    Unusable {
        /// What of it.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// The time of a certificate is over.
    #[error("the server's certificate has expired: {subject} was valid until {until}")]
    Expired {
        /// Whose it is.
        subject: String,
        /// The last moment.
        until: String,
    },
    /// Its time is still to come.
    #[error("the server's certificate is not valid yet: {subject} is from {from} on (is this machine's clock right?)")]
    NotYetValid {
        /// Whose it is.
        subject: String,
        /// The first moment.
        from: String,
    },
    /// It is somebody else's.
    #[error("the server's certificate is for another name: for {names}, and not for {host}")]
    OtherName {
        /// Those that it is for.
        names: String,
        /// The one that was connected to.
        host: String,
    },
    /// Nobody who is trusted has signed it.
    #[error(
        "the authority of the server's certificate is not known: {issuer} has signed {subject}, and is not trusted"
    )]
    UnknownAuthority {
        /// Whose it is.
        subject: String,
        /// Who has signed it.
        issuer: String,
    },
    /// It is its own authority, and not trusted.
    #[error("the authority of the server's certificate is not known: {subject} is self-signed, and is not trusted")]
    SelfSigned {
        /// Whose it is.
        subject: String,
    },
    /// Something else is wrong with it.
    #[error("the server's certificate is not accepted: {subject}: {why}")]
    NotAccepted {
        /// Whose it is.
        subject: String,
        /// OpenSSL's words.
        why: &'static str,
    },
    /// The server wants a certificate, and was shown none or one that it does not take.
    #[error("the server does not take the charge point's certificate: {why}")]
    OwnCertificate {
        /// Why.
        why: &'static str,
    },
    /// The server ends the handshake.
    #[error("the server ended the TLS handshake: {why}")]
    Refused {
        /// Why.
        why: String,
    },
    /// The server's newest version is older than 1.2.
    #[error("the server speaks no TLS 1.2 or newer")]
    Version,
    /// Something else answers there.
    #[error("what answers there does not speak TLS (is it a ws:// address?)")]
    NotTls,
    /// The connection was gone.
    #[error("the connection ended in the middle of the TLS handshake{0}")]
    Ended(String),
    /// The handshake was done, and then the connection was gone: with TLS 1.3 a server looks at the charge point's
    /// certificate only then, and not all tell why they go.
    #[error("the server ended the connection right after the TLS handshake ({hint})")]
    EndedAfter {
        /// What may be the reason.
        hint: &'static str,
    },
    /// Anything else.
    #[error("the TLS handshake failed: {0}")]
    Other(String),
}

impl TlsError {
    /// Whether it may go another time as it is: the connection was gone, and nobody said why.
    #[must_use]
    pub const fn may_pass(&self) -> bool {
        matches!(self, Self::Ended(_) | Self::EndedAfter { .. })
    }

    /// Whether another certificate or key of the charge point's own may help.
    #[must_use]
    pub const fn is_of_own_certificate(&self) -> bool {
        matches!(self, Self::OwnCertificate { .. })
    }
}

/// `X509_V_ERR_*`, whose numbers are part of OpenSSL's interface.
mod verdict {
    pub const NO_ISSUER: [i32; 3] = [2, 20, 21];
    pub const NOT_YET_VALID: i32 = 9;
    pub const EXPIRED: i32 = 10;
    pub const SELF_SIGNED: [i32; 2] = [18, 19];
    pub const OTHER_NAME: [i32; 3] = [62, 63, 64];
}

/// `SSL_R_*`: what OpenSSL says of a handshake.
mod reason {
    pub const HTTP: [i32; 4] = [155, 156, 198, 267];
    pub const OLD: [i32; 2] = [258, 1070];
    pub const ENDED: i32 = 294;
    /// The other side's alerts follow.
    pub const ALERTS: i32 = 1000;
}

/// What is wrong with a certificate that was looked at.
pub(super) fn of_certificate(context: &X509StoreContextRef, host: &str) -> TlsError {
    let verdict = context.error();
    let Some(certificate) = context.current_cert() else {
        return TlsError::NotAccepted {
            subject: host.to_owned(),
            why: verdict.error_string(),
        };
    };
    let subject = name(certificate.subject_name());
    match verdict.as_raw() {
        verdict::EXPIRED => TlsError::Expired {
            subject,
            until: certificate.not_after().to_string(),
        },
        verdict::NOT_YET_VALID => TlsError::NotYetValid {
            subject,
            from: certificate.not_before().to_string(),
        },
        number if verdict::OTHER_NAME.contains(&number) => TlsError::OtherName {
            names: names(certificate),
            host: host.to_owned(),
        },
        number if verdict::SELF_SIGNED.contains(&number) => TlsError::SelfSigned { subject },
        number if verdict::NO_ISSUER.contains(&number) => TlsError::UnknownAuthority {
            subject,
            issuer: name(certificate.issuer_name()),
        },
        _ => TlsError::NotAccepted {
            subject,
            why: verdict.error_string(),
        },
    }
}

/// What is wrong with a handshake.
pub(super) fn of_handshake(error: &ssl::Error) -> TlsError {
    let Some(stack) = error.ssl_error().filter(|stack| !stack.errors().is_empty()) else {
        let why = error.io_error().map(|error| format!(": {error}"));
        return TlsError::Ended(why.unwrap_or_default());
    };
    let codes = || stack.errors().iter().map(openssl::error::Error::reason_code);
    if codes().any(|code| reason::OLD.contains(&code)) {
        TlsError::Version
    } else if let Some(code) = codes().find(|code| (reason::ALERTS..reason::ALERTS + 256).contains(code)) {
        alert(code - reason::ALERTS, stack)
    } else if codes().any(|code| reason::HTTP.contains(&code)) {
        TlsError::NotTls
    } else if codes().any(|code| code == reason::ENDED) {
        TlsError::Ended(String::new())
    } else {
        TlsError::Other(words(stack))
    }
}

/// What OpenSSL says of a connection that broke; none if it was the network.
pub(in crate::client) fn failed_over(error: &io::Error) -> Option<TlsError> {
    let found = error.get_ref()?.downcast_ref::<ssl::Error>()?;
    found.ssl_error().map(|_| of_handshake(found))
}

/// The server has gone without a word after the handshake.
pub(in crate::client) const fn ended_after(has_certificate: bool) -> TlsError {
    let hint = if has_certificate {
        "does it take the charge point's certificate?"
    } else {
        "does it want a certificate of the charge point?"
    };
    TlsError::EndedAfter { hint }
}

/// What the server said before it went (RFC 8446 section 6.2).
fn alert(number: i32, stack: &ErrorStack) -> TlsError {
    let own = |why| TlsError::OwnCertificate { why };
    let refused = |why: &str| TlsError::Refused { why: why.to_owned() };
    match number {
        40 => refused(
            "it takes none of the versions, suites and signatures that are offered, or wants a certificate of the \
             charge point",
        ),
        41 | 116 => own("it wants one (security profile 3), and there is none"),
        42 => own("it is not what the server wants, or was changed on the way"),
        43 => own("its kind is not supported there"),
        44 => own("it was revoked"),
        45 => own("it has expired"),
        46 => own("it is not accepted there"),
        48 => own("its authority is not known there"),
        49 => refused("access is denied"),
        70 | 86 => TlsError::Version,
        71 => refused("what is offered is too weak for it"),
        80 => refused("it has an error of its own"),
        112 => refused("it has no certificate for the name that was asked for"),
        _ => TlsError::Refused { why: words(stack) },
    }
}

/// OpenSSL's own words.
pub(super) fn words(stack: &ErrorStack) -> String {
    let reasons = stack.errors().iter().filter_map(openssl::error::Error::reason);
    let all: Vec<_> = reasons.collect();
    if all.is_empty() {
        "nothing more is known".to_owned()
    } else {
        all.join(", ")
    }
}

/// `CN=cs.example.com, O=Example`.
pub(super) fn name(name: &X509NameRef) -> String {
    let entries = name.entries().map(|entry| {
        let key = entry.object().nid().short_name().unwrap_or("?");
        let value = entry.data().to_string().unwrap_or_else(|_| "?".to_owned());
        format!("{key}={value}")
    });
    let all: Vec<_> = entries.collect();
    if all.is_empty() {
        "a certificate without a subject".to_owned()
    } else {
        all.join(", ")
    }
}

/// Whom a certificate is for.
fn names(certificate: &X509Ref) -> String {
    let alternatives = certificate.subject_alt_names();
    let all: Vec<String> = match &alternatives {
        Some(alternatives) => alternatives.iter().filter_map(alternative).collect(),
        None => Vec::new(),
    };
    if all.is_empty() {
        let common = certificate.subject_name().entries_by_nid(Nid::COMMONNAME).next();
        let common = common.and_then(|entry| entry.data().to_string().ok());
        common.unwrap_or_else(|| name(certificate.subject_name()))
    } else {
        all.join(", ")
    }
}

fn alternative(one: &GeneralNameRef) -> Option<String> {
    if let Some(name) = one.dnsname() {
        return Some(name.to_owned());
    }
    let bytes = one.ipaddress()?;
    match <[u8; 4]>::try_from(bytes) {
        Ok(four) => Some(Ipv4Addr::from(four).to_string()),
        Err(_) => Some(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?).to_string()),
    }
}
