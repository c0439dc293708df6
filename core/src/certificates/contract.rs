//! The certificate of a contract (ISO 15118, 2.x C07): by the hashes that the station made of its chain, which it has
//! checked itself, or the chain as it is, which nobody has. What counts is what an authority that is trusted says.

use openssl::error::ErrorStack;
use openssl::stack::Stack;
use openssl::x509::{X509, X509Ref, X509StoreContext};

use super::Responders;
use super::hash_data::HashData;
use super::ocsp::Status;
use crate::clock::Time;

/// A certificate, and where somebody knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub about: HashData,
    /// Who knows.
    pub source: Source,
}

/// Where something is known of a certificate, by its URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A responder.
    Responder(String),
    /// A list of revocations.
    List(String),
}

/// How it stands with a contract's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It and all above it are good.
    Good,
    /// One of them was revoked.
    Revoked,
    /// Its time, or that of one above it, is over.
    Expired,
    /// It does not lead to an authority that is trusted.
    NoChain,
    /// Nobody who is trusted said anything.
    NotKnown,
}

/// OpenSSL's word for a time that is over.
const EXPIRED: i32 = 10;

impl Responders {
    /// By the hashes of the chain, which the station has checked itself.
    #[must_use]
    pub fn standing(&self, chain: &[Asked], now: Time) -> Standing {
        self.standing_below(chain, &[], now)
    }

    /// With those that stand between the contract and the root, each behind the one that it issued, if they are known.
    fn standing_below(&self, chain: &[Asked], issuers: &[X509], now: Time) -> Standing {
        if chain.is_empty() || !self.trust_somebody() {
            return Standing::NotKnown;
        }
        let mut standing = Standing::Good;
        for Asked { about, source } in chain {
            let said = match source {
                Source::Responder(url) => self.ask_trusted((about, issuers), url, now).map(|answer| answer.said),
                Source::List(url) => {
                    let mut issuer = issuers.iter().filter(|one| about.is_issued_by(one).unwrap_or_default());
                    self.listed((about, issuer.next().map(|one| &**one)), url, now)
                }
            };
            match said.map(|said| said.status) {
                Ok(Status::Good) => {}
                Ok(Status::Revoked) => return Standing::Revoked,
                Ok(Status::Unknown) => standing = Standing::NotKnown,
                Err(error) => {
                    tracing::info!(%error, "the status of a contract's certificate is not known");
                    // Others may be away as well, and the driver waits.
                    return Standing::NotKnown;
                }
            }
        }
        standing
    }

    /// By the chain itself, the contract's certificate first.
    #[must_use]
    pub fn standing_of_chain(&self, pem: &str, now: Time) -> Standing {
        let chain = X509::stack_from_pem(pem.as_bytes()).unwrap_or_default();
        match self.verified(&chain) {
            Ok(Ok(verified)) => match asked(&verified) {
                Ok(asked) => self.standing_below(&asked, verified.get(1..).unwrap_or_default(), now),
                Err(_) => Standing::NotKnown,
            },
            Ok(Err(standing)) => standing,
            Err(error) => {
                tracing::info!(%error, "a contract's certificate cannot be checked");
                Standing::NoChain
            }
        }
    }

    /// The chain up to a root.
    fn verified(&self, chain: &[X509]) -> Result<Result<Vec<X509>, Standing>, ErrorStack> {
        let (Some(trusted), Some((leaf, above))) = (self.trusted(), chain.split_first()) else {
            return Ok(Err(Standing::NotKnown));
        };
        let mut between = Stack::new()?;
        for one in above {
            between.push(one.clone())?;
        }
        let mut context = X509StoreContext::new()?;
        context.init(trusted, leaf, &between, |context| {
            if context.verify_cert()? {
                let found = context
                    .chain()
                    .map(|chain| chain.iter().map(X509Ref::to_owned).collect());
                return Ok(Ok(found.unwrap_or_default()));
            }
            let is_over = context.error().as_raw() == EXPIRED;
            Ok(Err(if is_over { Standing::Expired } else { Standing::NoChain }))
        })
    }
}

/// What is asked about a chain: each certificate of its own responder, or else of its list; the root of nobody.
fn asked(chain: &[X509]) -> Result<Vec<Asked>, ErrorStack> {
    let pairs = chain.iter().zip(chain.iter().skip(1));
    let mut asked = Vec::new();
    for (place, (one, issuer)) in pairs.enumerate() {
        let source = match source(one) {
            Some(source) => source,
            // Those between the contract and the root often name none; the contract itself must.
            None if place > 0 => continue,
            None => Source::Responder(String::new()),
        };
        asked.push(Asked {
            about: HashData::of("SHA256", one, issuer)?,
            source,
        });
    }
    Ok(asked)
}

/// Who knows of a certificate, as it says itself.
fn source(certificate: &X509Ref) -> Option<Source> {
    let responders = certificate.ocsp_responders().ok();
    let responder = responders.and_then(|urls| urls.iter().next().map(ToString::to_string));
    responder.map(Source::Responder).or_else(|| {
        let points = certificate.crl_distribution_points()?;
        let mut urls = points.iter().filter_map(|point| {
            let names = point.distpoint()?.fullname()?;
            names.iter().find_map(|name| name.uri().map(str::to_owned))
        });
        urls.find(|url| url.starts_with("http")).map(Source::List)
    })
}
