//! OCSP responders of others: asked over plain HTTP, which is how they are spoken to (RFC 6960, appendix A), by whoever may
//! wait. Stations say where they are, so only public addresses are spoken to unless the configuration names more; nothing is
//! followed elsewhere. What they say is remembered as long as it holds.

use std::collections::HashMap;
use std::io::Read as _;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::TimeDelta;
use http::Uri;
use openssl::x509::X509;
use openssl::x509::store::{X509Store, X509StoreBuilder};

use super::AuthorityError;
use super::hash_data::HashData;
use super::ocsp::{self, NoAnswer, Said};
use crate::clock::Time;
use crate::config::certificates::OcspSettings;

/// An answer is not longer: more than this no version of OCPP carries.
const MOST_READ: u64 = 14 << 10;
/// A responder that failed is not asked again about the same for so long.
const FAILED_FOR: TimeDelta = TimeDelta::seconds(30);
/// An answer that does not say when there is news is asked for again after so long.
const NEWS_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Why nothing is known of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoStatus {
    /// The URL is none that is asked.
    #[error("{0:?} is no URL of a responder: it begins with http://")]
    NoUrl(String),
    /// Its host has no address, or none that may be spoken to.
    #[error(
        "{0} has no address that is spoken to: certificates.ocsp.private_networks names those that are, beside public ones"
    )]
    NoAddress(String),
    /// It was not reached, or broke off.
    #[error("{host} does not answer: {reason}")]
    Away {
        /// Who.
        host: String,
        /// Why.
        reason: String,
    },
    /// The hashes or the number are none.
    #[error("the hashes of the certificate are none")]
    NoHashes,
    /// What came is no answer.
    #[error("{host}: {source}")]
    NoAnswer {
        /// Who.
        host: String,
        /// Why.
        source: NoAnswer,
    },
}

/// What a responder answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// As it came, in DER.
    pub der: Vec<u8>,
    /// What it says.
    pub said: Said,
}

type Remembered = Result<Arc<Answer>, NoStatus>;

/// What was asked lately.
type Memory = HashMap<(HashData, String), (Remembered, Time)>;

/// Those who are asked. Cheap to clone.
#[derive(Clone)]
pub struct Responders(Arc<Shared>);

struct Shared {
    agent: ureq::Agent,
    settings: OcspSettings,
    trusted: Option<Trusted>,
    /// What came is held against who is trusted whenever it is used, so it outlives a change of these.
    memory: Arc<Mutex<Memory>>,
}

/// The roots of contracts.
struct Trusted(X509Store);

impl Trusted {
    fn read(settings: &OcspSettings) -> Result<Option<Self>, AuthorityError> {
        let Some(path) = &settings.authorities else {
            return Ok(None);
        };
        let bytes = std::fs::read(path).map_err(|source| AuthorityError::File {
            path: path.clone(),
            source,
        })?;
        let roots = X509::stack_from_pem(&bytes).unwrap_or_default();
        if roots.is_empty() {
            return Err(AuthorityError::Unreadable {
                path: path.clone(),
                what: "certificate",
            });
        }
        let mut store = X509StoreBuilder::new()?;
        for root in roots {
            store.add_cert(root)?;
        }
        Ok(Some(Self(store.build())))
    }
}

impl std::fmt::Debug for Responders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Responders").field(&self.0.settings).finish()
    }
}

impl Default for Responders {
    fn default() -> Self {
        Self::new(OcspSettings::default(), None)
    }
}

impl Responders {
    fn new(settings: OcspSettings, trusted: Option<Trusted>) -> Self {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(settings.timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .proxy(None)
            .build();
        Self(Arc::new(Shared {
            agent: config.into(),
            settings,
            trusted,
            memory: Arc::default(),
        }))
    }

    /// With the roots that the configuration names.
    ///
    /// # Errors
    /// What is wrong with their file.
    pub fn load(settings: &OcspSettings) -> Result<Self, AuthorityError> {
        Ok(Self::new(settings.clone(), Trusted::read(settings)?))
    }

    /// The same with the roots as they are now, which remember what was answered before.
    ///
    /// # Errors
    /// What is wrong with their file.
    pub fn again(&self, settings: &OcspSettings) -> Result<Self, AuthorityError> {
        let Shared {
            agent,
            settings: own,
            memory,
            ..
        } = &*self.0;
        Ok(Self(Arc::new(Shared {
            agent: agent.clone(),
            settings: own.clone(),
            trusted: Trusted::read(settings)?,
            memory: Arc::clone(memory),
        })))
    }

    /// Whether it is known whose word counts.
    #[must_use]
    pub fn trust_somebody(&self) -> bool {
        self.trusted().is_some()
    }

    pub(super) fn trusted(&self) -> Option<&X509Store> {
        self.0.trusted.as_ref().map(|Trusted(store)| store)
    }

    // A panic cannot leave it half changed, so a poisoned lock is as good as another.
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a responder says of a certificate. May wait as long as the configuration says.
    ///
    /// # Errors
    /// Why nothing is known.
    pub fn ask(&self, about: &HashData, url: &str, now: Time) -> Result<Arc<Answer>, NoStatus> {
        let key = (about.plain(), url.to_owned());
        if let Some((known, until)) = self.memory().get(&key)
            && *until > now
        {
            return known.clone();
        }
        let asked = self.exchange(about, url, now);
        let until = match &asked {
            Ok(answer) => answer.said.next_update.unwrap_or(now + NEWS_AFTER),
            Err(_) => now + FAILED_FOR,
        };
        self.remember(key, (asked.clone(), until), now);
        asked
    }

    /// The same, and the answer is signed by somebody who is trusted.
    ///
    /// # Errors
    /// Why nothing is known.
    pub fn ask_trusted(&self, about: &HashData, url: &str, now: Time) -> Result<Arc<Answer>, NoStatus> {
        let answer = self.ask(about, url, now)?;
        let checked = self.trusted().ok_or(NoAnswer::NotTrusted);
        let checked = checked.and_then(|store| ocsp::check_signature(&answer.der, store));
        let host = || url.parse::<Uri>().ok().and_then(|url| url.host().map(str::to_owned));
        checked.map_err(|source| NoStatus::NoAnswer {
            host: host().unwrap_or_default(),
            source,
        })?;
        Ok(answer)
    }

    fn remember(&self, key: (HashData, String), value: (Remembered, Time), now: Time) {
        let mut memory = self.memory();
        if memory.len() >= self.0.settings.cache {
            memory.retain(|_, (_, until)| *until > now);
        }
        if memory.len() >= self.0.settings.cache {
            // What is over soonest makes room.
            let first = memory
                .iter()
                .min_by_key(|(_, (_, until))| *until)
                .map(|(key, _)| key.clone());
            if let Some(first) = first {
                memory.remove(&first);
            }
        }
        memory.insert(key, value);
    }

    fn exchange(&self, about: &HashData, url: &str, now: Time) -> Remembered {
        let place = Place::read(url)?;
        let question = ocsp::question(about).ok_or(NoStatus::NoHashes)?;
        let address = self.address(&place)?;
        let away = |reason: String| NoStatus::Away {
            host: place.host.clone(),
            reason,
        };
        let sent = self
            .0
            .agent
            .post(format!("http://{address}{}", place.path))
            .header("Host", &place.authority)
            .header("Content-Type", "application/ocsp-request")
            .header("Accept", "application/ocsp-response")
            .send(question.as_slice());
        let answer = sent.map_err(|error| away(error.to_string()))?;
        if !answer.status().is_success() {
            return Err(away(format!("HTTP {}", answer.status().as_u16())));
        }
        let mut der = Vec::new();
        let body = answer.into_body().into_reader().take(MOST_READ).read_to_end(&mut der);
        body.map_err(|error| away(error.to_string()))?;
        let said = ocsp::read(&der, about, now).map_err(|source| NoStatus::NoAnswer {
            host: place.host.clone(),
            source,
        })?;
        Ok(Arc::new(Answer { der, said }))
    }

    /// An address of the host that may be spoken to. It is spoken to itself, so that no other answer of the name counts.
    fn address(&self, place: &Place) -> Result<SocketAddr, NoStatus> {
        let found = (place.host.as_str(), place.port).to_socket_addrs();
        let found = found.map_err(|error| NoStatus::Away {
            host: place.host.clone(),
            reason: error.to_string(),
        })?;
        let named = &self.0.settings.private_networks;
        let may = |address: &SocketAddr| {
            is_public(address.ip()) || named.iter().any(|network| network.contains(address.ip()))
        };
        let mut may_be_asked = found.into_iter().filter(may);
        may_be_asked
            .next()
            .ok_or_else(|| NoStatus::NoAddress(place.host.clone()))
    }
}

/// Where a responder is.
struct Place {
    host: String,
    port: u16,
    authority: String,
    path: String,
}

impl Place {
    fn read(url: &str) -> Result<Self, NoStatus> {
        let none = || NoStatus::NoUrl(url.chars().take(200).collect());
        let uri: Uri = url.trim().parse().map_err(|_| none())?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let authority = authority
            .filter(|_| uri.scheme_str() == Some("http"))
            .ok_or_else(none)?;
        Ok(Self {
            host: authority.host().trim_matches(['[', ']']).to_owned(),
            port: authority.port_u16().unwrap_or(80),
            authority: authority.as_str().to_owned(),
            path: uri.path_and_query().map_or("/", |path| path.as_str()).to_owned(),
        })
    }
}

/// Whether an address is of the public network.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => {
            let [first, second, ..] = address.octets();
            let is_shared = first == 100 && (64..128).contains(&second);
            let is_special = first == 0 || first >= 224 || (first == 198 && (18..20).contains(&second));
            let is_own = address.is_private() || address.is_loopback() || address.is_link_local();
            !(is_own || is_shared || is_special || address.is_documentation())
        }
        IpAddr::V6(address) => {
            let [first, ..] = address.segments();
            // Global unicast; what stands for an address of IPv4 in another way (6to4, NAT64) is not in it or named.
            (0x2000..0x4000).contains(&first) && first != 0x2002 && address.segments().get(..2) != Some(&[0x2001, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{NoStatus, Responders, is_public};
    use crate::certificates::hash_data::HashData;
    use crate::clock;

    #[test]
    fn only_public_addresses_are_public() {
        for (address, public) in [
            ("93.184.216.34", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.16.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("224.0.0.1", false),
            ("2606:2800:220:1::1", true),
            ("::1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:127.0.0.1", false),
            ("2002:7f00:1::", false),
            ("2001:0:1::", false),
        ] {
            assert_eq!(is_public(address.parse().unwrap()), public, "{address}");
        }
    }

    #[test]
    fn a_station_cannot_have_the_own_network_asked() {
        let about = HashData {
            hash_algorithm: "SHA256".to_owned(),
            issuer_name_hash: "aa".to_owned(),
            issuer_key_hash: "bb".to_owned(),
            serial_number: "1".to_owned(),
        };
        let responders = Responders::default();
        let ask = |url| responders.ask(&about, url, clock::now()).unwrap_err();
        assert_eq!(ask("http://127.0.0.1:9/"), NoStatus::NoAddress("127.0.0.1".to_owned()));
        assert_eq!(ask("http://[::1]/"), NoStatus::NoAddress("::1".to_owned()));
        assert!(matches!(ask("https://example.com/"), NoStatus::NoUrl(_)));
        assert!(matches!(ask("http://me:secret@example.com/"), NoStatus::NoUrl(_)));
        assert!(matches!(ask("file:///etc/passwd"), NoStatus::NoUrl(_)));
    }
}
