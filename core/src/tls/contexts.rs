//! What a handshake takes: the certificates for the name that was asked for, versions and suites.

use std::collections::{BTreeMap, BTreeSet};

use openssl::error::ErrorStack;
use openssl::ssl::{
    NameType, SniError, Ssl, SslContext, SslContextBuilder, SslMethod, SslMode, SslOptions, SslRef,
    SslSessionCacheMode, SslVerifyMode, SslVersion,
};

use super::client::ClientAuthorities;
use super::identity::{Identity, Kind};
use super::offer;

/// The four that the specification requires (A00.FR.318) first of their kind, and modern ones.
const SUITES: &str = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:\
                      ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:\
                      ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:\
                      AES128-GCM-SHA256:AES256-GCM-SHA384";

/// What chargers of old have beside: TLS 1.0 and 1.1 know no others. OpenSSL keeps them from all but level 0.
const OLD_SUITES: &str = "ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA:ECDHE-RSA-AES128-SHA:ECDHE-RSA-AES256-SHA:\
                          AES128-SHA256:AES256-SHA256:AES128-SHA:AES256-SHA:@SECLEVEL=0";

/// How old what the other side speaks may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// TLS 1.2 and 1.3.
    Usual,
    /// TLS 1.0 and 1.1, too: on a listener of its own, for charge points of 1.6 that cannot do better.
    Legacy,
}

/// For each level, what handshakes begin with.
pub struct Contexts {
    usual: SslContext,
    legacy: SslContext,
}

impl Contexts {
    /// Those of these certificates. Clients are asked for a certificate where authorities are given.
    ///
    /// # Errors
    /// OpenSSL refuses a certificate or a key.
    pub fn of(identities: &[Identity], clients: Option<&ClientAuthorities>) -> Result<Self, ErrorStack> {
        let make = |level| context(identities, clients, level);
        Ok(Self {
            usual: make(Level::Usual)?,
            legacy: make(Level::Legacy)?,
        })
    }

    /// One handshake to be.
    ///
    /// # Errors
    /// OpenSSL has no memory.
    pub fn begin(&self, level: Level) -> Result<Ssl, ErrorStack> {
        Ssl::new(match level {
            Level::Usual => &self.usual,
            Level::Legacy => &self.legacy,
        })
    }
}

/// One that turns to another one when a name is asked for that others of the certificates are for.
fn context(
    identities: &[Identity],
    clients: Option<&ClientAuthorities>,
    level: Level,
) -> Result<SslContext, ErrorStack> {
    let make = |chosen: &BTreeSet<usize>| {
        let chosen = identities
            .iter()
            .enumerate()
            .filter(|(place, _)| chosen.contains(place));
        builder(chosen.map(|(_, identity)| identity), clients, level)
    };
    let mut by_name = BTreeMap::new();
    for (name, chosen) in by_names(identities) {
        by_name.insert(name, make(&chosen)?.build());
    }
    let first = first_of_each_kind((0..identities.len()).collect(), identities);
    let mut default = make(&first)?;
    default.set_client_hello_callback(|ssl, _| {
        offer::note(ssl);
        Ok(openssl::ssl::ClientHelloResponse::SUCCESS)
    });
    default.set_servername_callback(move |ssl, _| turn(ssl, &by_name));
    Ok(default.build())
}

/// Whoever asks for a name that no certificate is for is shown the first: many charge points ask for an address, and
/// check nothing.
fn turn(ssl: &mut SslRef, by_name: &BTreeMap<String, SslContext>) -> Result<(), SniError> {
    let Some(asked) = ssl.servername(NameType::HOST_NAME).map(str::to_lowercase) else {
        return Err(SniError::NOACK);
    };
    let asked = asked.trim_end_matches('.');
    let wildcard = || {
        asked
            .split_once('.')
            .and_then(|(_, rest)| by_name.get(&format!("*.{rest}")))
    };
    let Some(context) = by_name.get(asked).or_else(wildcard) else {
        return Err(SniError::NOACK);
    };
    ssl.set_ssl_context(context).map_err(|_| SniError::ALERT_FATAL)
}

/// Which certificates are for each name: of each kind the first.
fn by_names(identities: &[Identity]) -> BTreeMap<String, BTreeSet<usize>> {
    let mut all: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, identity) in identities.iter().enumerate() {
        for name in &identity.names {
            all.entry(name.clone()).or_default().push(place);
        }
    }
    let chosen = |(name, places)| (name, first_of_each_kind(places, identities));
    all.into_iter().map(chosen).collect()
}

fn first_of_each_kind(places: Vec<usize>, identities: &[Identity]) -> BTreeSet<usize> {
    let mut by_kind: BTreeMap<Kind, usize> = BTreeMap::new();
    for place in places {
        if let Some(identity) = identities.get(place) {
            by_kind.entry(identity.kind).or_insert(place);
        }
    }
    by_kind.into_values().collect()
}

fn builder<'a>(
    identities: impl Iterator<Item = &'a Identity>,
    clients: Option<&ClientAuthorities>,
    level: Level,
) -> Result<SslContextBuilder, ErrorStack> {
    let mut builder = SslContextBuilder::new(SslMethod::tls_server())?;
    let (least, suites) = match level {
        Level::Usual => (SslVersion::TLS1_2, SUITES.to_owned()),
        Level::Legacy => (SslVersion::TLS1, format!("{SUITES}:{OLD_SUITES}")),
    };
    builder.set_min_proto_version(Some(least))?;
    builder.set_cipher_list(&suites)?;
    if level == Level::Legacy {
        builder.set_security_level(0);
    }
    // A ticket would keep what a certificate was worth when it was shown; a fleet that comes back after a restart has none.
    builder.set_options(
        SslOptions::NO_COMPRESSION
            | SslOptions::NO_RENEGOTIATION
            | SslOptions::NO_TICKET
            | SslOptions::CIPHER_SERVER_PREFERENCE
            | SslOptions::IGNORE_UNEXPECTED_EOF,
    );
    builder.set_num_tickets(0)?;
    builder.set_session_cache_mode(SslSessionCacheMode::OFF);
    // An idle connection holds no buffers of OpenSSL's.
    builder.set_mode(
        SslMode::AUTO_RETRY
            | SslMode::ENABLE_PARTIAL_WRITE
            | SslMode::ACCEPT_MOVING_WRITE_BUFFER
            | SslMode::RELEASE_BUFFERS,
    );
    for identity in identities {
        // By the file, because only so do certificates of two kinds have an issuers' chain each.
        builder.set_certificate_chain_file(&identity.path)?;
        builder.set_private_key(&identity.key)?;
    }
    if let Some(clients) = clients {
        // What is shown is judged once it is known who shows it: a station that needs no certificate may show any, and
        // one that needs it reads why it is not let in.
        builder.set_verify_callback(SslVerifyMode::PEER, |_, _| true);
        builder.set_client_ca_list(clients.names()?);
        builder.set_session_id_context(b"ocpp-central")?;
    }
    Ok(builder)
}
