//! Those who know of others' certificates: OCSP responders (RFC 6960), and lists of revocations. What they say is remembered
//! as long as it holds.

use std::sync::Arc;

use chrono::TimeDelta;
use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::store::{X509Store, X509StoreBuilder};
use openssl::x509::{X509, X509Ref};

use super::AuthorityError;
use super::fetch::{Client, Wanted};
use super::hash_data::HashData;
use super::lists::List;
use super::memory::{Answer as Kept, Memory};
use super::ocsp::{self, NoAnswer, Said};
use crate::clock::Time;
use crate::config::certificates::OcspSettings;

/// An answer is not longer: more than this no version of OCPP carries.
const MOST_READ: u64 = 14 << 10;
/// Whoever failed is not asked again about the same for so long.
const FAILED_FOR: TimeDelta = TimeDelta::seconds(30);
/// An answer that does not say when there is news is asked for again after so long.
const NEWS_AFTER: TimeDelta = TimeDelta::minutes(10);
/// A list is fetched again after so long at most: one that is made before its time has what was revoked meanwhile.
const LIST_FOR: TimeDelta = TimeDelta::hours(24);
/// Lists of so many times the greatest size are remembered together.
const LISTS: u64 = 4;
/// What a list that could not be fetched counts for.
const NO_LIST: u64 = 1 << 10;

/// Why nothing is known of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoStatus {
    /// The URL is none that is asked.
    #[error("{0:?} is no URL that is asked: it begins with http:// or https://")]
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
    /// OpenSSL has nothing to ask with.
    #[error("OpenSSL cannot be used")]
    NoClient,
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

type Answered = Result<Arc<Answer>, NoStatus>;
type Listed = Result<Arc<List>, NoStatus>;

/// Those who are asked. Cheap to clone.
#[derive(Clone)]
pub struct Responders(Arc<Shared>);

struct Shared {
    /// None: OpenSSL could not make it.
    client: Option<Client>,
    settings: OcspSettings,
    trusted: Option<Trusted>,
    /// What came is held against who is trusted whenever it is used, so it outlives a change of these.
    memory: Arc<Remembered>,
}

struct Remembered {
    answers: Memory<(HashData, String), Answered>,
    lists: Memory<String, Listed>,
}

/// Whose word counts: the roots, and those below them that make lists.
struct Trusted {
    store: X509Store,
    certificates: Vec<X509>,
}

impl Trusted {
    fn read(settings: &OcspSettings) -> Result<Option<Self>, AuthorityError> {
        let Some(path) = &settings.authorities else {
            return Ok(None);
        };
        let bytes = std::fs::read(path).map_err(|source| AuthorityError::File {
            path: path.clone(),
            source,
        })?;
        let certificates = X509::stack_from_pem(&bytes).unwrap_or_default();
        if certificates.is_empty() {
            return Err(AuthorityError::Unreadable {
                path: path.clone(),
                what: "certificate",
            });
        }
        let mut store = X509StoreBuilder::new()?;
        for certificate in &certificates {
            store.add_cert(certificate.clone())?;
        }
        Ok(Some(Self {
            store: store.build(),
            certificates,
        }))
    }
}

impl std::fmt::Debug for Responders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Responders").field(&self.0.settings).finish()
    }
}

impl Default for Responders {
    fn default() -> Self {
        let settings = OcspSettings::default();
        Self(Arc::new(Shared {
            client: Client::new(&settings, &[]).ok(),
            memory: Arc::new(Remembered::of(&settings)),
            trusted: None,
            settings,
        }))
    }
}

impl Remembered {
    fn of(settings: &OcspSettings) -> Self {
        Self {
            answers: Memory::of(u64::try_from(settings.cache).unwrap_or(u64::MAX)),
            lists: Memory::of(settings.largest_list.saturating_mul(LISTS)),
        }
    }
}

impl Responders {
    /// With the authorities that the configuration names.
    ///
    /// # Errors
    /// What is wrong with their file.
    pub fn load(settings: &OcspSettings) -> Result<Self, AuthorityError> {
        Self::with(settings, Arc::new(Remembered::of(settings)))
    }

    /// The same with the authorities as they are now, which remember what was answered before.
    ///
    /// # Errors
    /// What is wrong with their file.
    pub fn again(&self, settings: &OcspSettings) -> Result<Self, AuthorityError> {
        Self::with(settings, Arc::clone(&self.0.memory))
    }

    fn with(settings: &OcspSettings, memory: Arc<Remembered>) -> Result<Self, AuthorityError> {
        let trusted = Trusted::read(settings)?;
        let known = trusted.as_ref().map(|trusted| trusted.certificates.as_slice());
        Ok(Self(Arc::new(Shared {
            client: Some(Client::new(settings, known.unwrap_or_default())?),
            settings: settings.clone(),
            trusted,
            memory,
        })))
    }

    /// Whether it is known whose word counts.
    #[must_use]
    pub fn trust_somebody(&self) -> bool {
        self.trusted().is_some()
    }

    pub(super) fn trusted(&self) -> Option<&X509Store> {
        self.0.trusted.as_ref().map(|trusted| &trusted.store)
    }

    /// The certificate of whoever issued a certificate that is named by hashes, if it is trusted.
    fn issuer(&self, about: &HashData) -> Option<&X509Ref> {
        let known = self.0.trusted.as_ref()?.certificates.iter();
        let mut issuers = known.filter(|issuer| about.is_issued_by(issuer).unwrap_or_default());
        issuers.next().map(|issuer| &**issuer)
    }

    /// What a responder says of a certificate, whoever signed it. May wait as long as the configuration says.
    ///
    /// # Errors
    /// Why nothing is known.
    pub fn ask(&self, about: &HashData, url: &str, now: Time) -> Result<Arc<Answer>, NoStatus> {
        let (url, memory) = (url.trim(), &self.0.memory.answers);
        let key = (about.plain(), url.to_owned());
        if let Some(known) = memory.get(&key, now) {
            return known;
        }
        let value = self.exchange(about, url, now).map(Arc::new);
        let until = match &value {
            Ok(answer) => answer.said.next_update.unwrap_or(now + NEWS_AFTER),
            Err(_) => now + FAILED_FOR,
        };
        let answer = Kept {
            value: value.clone(),
            until,
            weight: 1,
        };
        memory.keep(key, answer, now);
        value
    }

    /// The same, and the answer is signed by somebody who is trusted. Some of these may stand between.
    ///
    /// # Errors
    /// Why nothing is known.
    pub fn ask_trusted(
        &self,
        (about, between): (&HashData, &[X509]),
        url: &str,
        now: Time,
    ) -> Result<Arc<Answer>, NoStatus> {
        let answer = self.ask(about, url, now)?;
        let checked = self.trusted().ok_or(NoAnswer::NotTrusted);
        let checked = checked.and_then(|store| {
            let between = stack(between).map_err(|_| NoAnswer::NotTrusted)?;
            ocsp::check_signature(&answer.der, store, &between)
        });
        checked.map_err(|source| said_by(url, source))?;
        Ok(answer)
    }

    /// What the list at a URL says of a certificate. It counts if the certificate's issuer signed it: this one, or one that is
    /// trusted. May wait as long as the configuration says.
    ///
    /// # Errors
    /// Why nothing is known.
    pub fn listed(
        &self,
        (about, issuer): (&HashData, Option<&X509Ref>),
        url: &str,
        now: Time,
    ) -> Result<Said, NoStatus> {
        let issuer = issuer.or_else(|| self.issuer(about));
        let issuer = issuer.ok_or_else(|| said_by(url, NoAnswer::NotTrusted))?;
        let list = self.list(url.trim(), now)?;
        let said = list.says(&about.plain().serial_number, issuer);
        said.map_err(|source| said_by(url, source))
    }

    fn list(&self, url: &str, now: Time) -> Listed {
        let memory = &self.0.memory.lists;
        let key = url.to_owned();
        if let Some(known) = memory.get(&key, now) {
            return known;
        }
        let fetched = self.fetch(url, now);
        let (until, weight) = match &fetched {
            Ok((list, length)) => {
                let next = list.next_update.unwrap_or(now + NEWS_AFTER);
                (next.min(now + LIST_FOR), *length)
            }
            Err(_) => (now + FAILED_FOR, NO_LIST),
        };
        let value = fetched.map(|(list, _)| Arc::new(list));
        let kept = Kept {
            value: value.clone(),
            until,
            weight,
        };
        memory.keep(key, kept, now);
        value
    }

    /// A list with the bytes that came.
    fn fetch(&self, url: &str, now: Time) -> Result<(List, u64), NoStatus> {
        let wanted = Wanted {
            body: None,
            answer: "application/pkix-crl",
            most: self.0.settings.largest_list,
        };
        let bytes = self.client()?.ask(url, wanted)?;
        let list = List::read(&bytes, now).map_err(|source| said_by(url, source))?;
        Ok((list, u64::try_from(bytes.len()).unwrap_or(u64::MAX)))
    }

    fn exchange(&self, about: &HashData, url: &str, now: Time) -> Result<Answer, NoStatus> {
        let question = ocsp::question(about).ok_or(NoStatus::NoHashes)?;
        let wanted = Wanted {
            body: Some((question.as_slice(), "application/ocsp-request")),
            answer: "application/ocsp-response",
            most: MOST_READ,
        };
        let der = self.client()?.ask(url, wanted)?;
        let said = ocsp::read(&der, about, now).map_err(|source| said_by(url, source))?;
        Ok(Answer { der, said })
    }

    fn client(&self) -> Result<&Client, NoStatus> {
        self.0.client.as_ref().ok_or(NoStatus::NoClient)
    }
}

fn stack(certificates: &[X509]) -> Result<Stack<X509>, ErrorStack> {
    let mut stack = Stack::new()?;
    for certificate in certificates {
        stack.push(certificate.clone())?;
    }
    Ok(stack)
}

/// What came from a URL is no answer.
fn said_by(url: &str, source: NoAnswer) -> NoStatus {
    let uri = url.trim().parse::<http::Uri>().ok();
    let host = uri.and_then(|uri| uri.host().map(str::to_owned));
    NoStatus::NoAnswer {
        host: host.unwrap_or_default(),
        source,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{NoStatus, Responders};
    use crate::certificates::hash_data::HashData;
    use crate::clock;

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
        assert_eq!(ask("https://127.0.0.1:9/"), NoStatus::NoAddress("127.0.0.1".to_owned()));
        let list = responders
            .list("http://127.0.0.1:9/list.crl", clock::now())
            .unwrap_err();
        assert_eq!(list, NoStatus::NoAddress("127.0.0.1".to_owned()));
        assert!(matches!(ask("ldap://example.com/"), NoStatus::NoUrl(_)));
        assert!(matches!(ask("http://me:secret@example.com/"), NoStatus::NoUrl(_)));
        assert!(matches!(ask("file:///etc/passwd"), NoStatus::NoUrl(_)));
    }
}
