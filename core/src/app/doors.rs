//! How the connections of each listener begin: with TLS or without, behind which proxies.

use std::net::SocketAddr;
use std::sync::Arc;

use super::ServeError;
use crate::config::settings::Settings;
use crate::socket::Door;
use crate::tls::{Certificates, Files, Level, Secured, Tls};
use crate::transport::listener::Entrance;

/// The doors of all listeners.
pub struct Doors {
    /// The certificates for charge points, and who judges theirs.
    pub stations: Arc<Tls>,
    /// The door for operators.
    pub operators: Door,
    /// All of them, as they are shown and read again.
    pub certificates: Certificates,
}

impl Doors {
    /// Reads all certificates.
    ///
    /// # Errors
    /// What is wrong with one of the files.
    pub fn open(settings: &Settings) -> Result<Self, ServeError> {
        let (ocpp, admin) = (&settings.ocpp.tls, &settings.admin.tls);
        let stations = open(
            "ocpp.tls",
            Files {
                certificates: ocpp.certificates.clone(),
                keys: ocpp.keys.clone(),
                client_authorities: ocpp.client_authorities.clone(),
                revocation_lists: ocpp.revocation_lists.clone(),
            },
        )?;
        let operators = open(
            "admin.tls",
            Files {
                certificates: admin.certificates.clone(),
                keys: admin.keys.clone(),
                ..Files::default()
            },
        )?;
        let secured = Secured {
            tls: Arc::clone(&operators),
            level: Level::Usual,
            patience: settings.ocpp.tls.handshake_timeout,
        };
        Ok(Self {
            certificates: Certificates::of([("ocpp", Arc::clone(&stations)), ("admin", operators)]),
            stations,
            operators: Door {
                proxies: Vec::new(),
                tls: (!admin.certificates.is_empty()).then_some(secured),
            },
        })
    }

    /// Where charge points connect: the plain listener first, then those with TLS, as far as they are there.
    #[must_use]
    pub fn entrances(&self, settings: &Settings) -> Vec<Entrance> {
        let (ocpp, tls) = (&settings.ocpp, &settings.ocpp.tls);
        let door = |level: Option<Level>| Door {
            proxies: ocpp.proxy_protocol.clone(),
            tls: level.map(|level| Secured {
                tls: Arc::clone(&self.stations),
                level,
                patience: tls.handshake_timeout,
            }),
        };
        let all = [
            ("ocpp", ocpp.listen, None),
            ("ocpp.tls", tls.listen, Some(Level::Usual)),
            ("ocpp.tls.legacy", tls.legacy_listen, Some(Level::Legacy)),
        ];
        let there = all.into_iter().filter_map(|(name, address, level)| {
            Some(Entrance {
                name,
                address: address?,
                door: door(level),
            })
        });
        there.collect()
    }
}

/// Where charge points are listened for.
pub struct At {
    /// Without TLS.
    pub plain: Option<SocketAddr>,
    /// With TLS.
    pub tls: Option<SocketAddr>,
    /// With old TLS.
    pub legacy_tls: Option<SocketAddr>,
}

impl At {
    /// The addresses that were bound, in the order of the entrances.
    #[must_use]
    pub fn of(bound: Vec<SocketAddr>, settings: &Settings) -> Self {
        let (ocpp, mut bound) = (&settings.ocpp, bound.into_iter());
        Self {
            plain: ocpp.listen.and_then(|_| bound.next()),
            tls: ocpp.tls.listen.and_then(|_| bound.next()),
            legacy_tls: ocpp.tls.legacy_listen.and_then(|_| bound.next()),
        }
    }
}

fn open(section: &'static str, files: Files) -> Result<Arc<Tls>, ServeError> {
    let tls = Tls::open(files).map_err(|source| ServeError::Tls { section, source })?;
    Ok(Arc::new(tls))
}
