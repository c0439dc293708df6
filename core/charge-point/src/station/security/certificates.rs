//! Certificates of a station (2.x A02, A03, M03 to M05, and 1.6's security whitepaper): its own, for which it makes the
//! keys, and those of authorities, which its server installs, asks for and deletes.

use std::collections::BTreeMap;

use ocpp_schemas::Version;
use openssl::x509::X509;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::Station;
use super::super::outbox::Purpose;
use super::keys::{self, hash_data, is_issued_by};
use super::reach::OwnCertificate;
use crate::json;

/// So many certificates of authorities are kept.
const MOST: usize = 20;

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Use {
    /// Its own, for the server.
    Station,
    /// Its own, for cars (ISO 15118-2).
    V2g,
    /// Its own, for cars (ISO 15118-20).
    V2g20,
    /// The server's authority.
    Csms,
    /// That of cars' contracts.
    V2gRoot,
    /// That of mobility operators.
    Mo,
    /// That of the manufacturer.
    Manufacturer,
    /// That of cars' makers.
    Oem,
}

impl Use {
    const ROOTS: [Self; 5] = [Self::Csms, Self::V2gRoot, Self::Mo, Self::Manufacturer, Self::Oem];

    /// The version's word.
    const fn word(self, version: Version) -> &'static str {
        match (self, version) {
            (Self::Csms, Version::V16) => "CentralSystemRootCertificate",
            (Self::Csms, _) => "CSMSRootCertificate",
            (Self::V2gRoot, _) => "V2GRootCertificate",
            (Self::Mo, _) => "MORootCertificate",
            (Self::Manufacturer, _) => "ManufacturerRootCertificate",
            (Self::Oem, _) => "OEMRootCertificate",
            (Self::Station, _) => "ChargingStationCertificate",
            (Self::V2g, _) => "V2GCertificate",
            (Self::V2g20, _) => "V2G20Certificate",
        }
    }

    fn root(word: &str, version: Version) -> Option<Self> {
        Self::ROOTS.into_iter().find(|root| root.word(version) == word)
    }

    fn own(word: Option<&str>) -> Option<Self> {
        match word {
            None | Some("ChargingStationCertificate") => Some(Self::Station),
            Some("V2GCertificate") => Some(Self::V2g),
            Some("V2G20Certificate") => Some(Self::V2g20),
            Some(_) => None,
        }
    }
}

/// All that it keeps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Certificates {
    roots: Vec<(Use, String)>,
    own: BTreeMap<Use, OwnCertificate>,
    asked: BTreeMap<Use, Asked>,
    requests: i64,
}

/// A certificate that it has asked for.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
struct Asked {
    key: String,
    request: i64,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Asked({})", self.request)
    }
}

impl Certificates {
    /// What it has at the beginning: the authorities that it was given.
    #[must_use]
    pub fn given(roots: &[String]) -> Self {
        let single = |certificate: X509| Some((Use::Csms, keys::text(certificate.to_pem().ok()?)));
        Self {
            roots: roots
                .iter()
                .flat_map(|pem| keys::chain(pem))
                .filter_map(single)
                .collect(),
            ..Self::default()
        }
    }

    /// Those of authorities of a kind, as PEM.
    #[must_use]
    pub fn of(&self, root: Use) -> Vec<String> {
        let fits = self.roots.iter().filter(|(of, _)| *of == root);
        fits.map(|(_, pem)| pem.clone()).collect()
    }

    /// Its own.
    #[must_use]
    pub fn own(&self, of: Use) -> Option<&OwnCertificate> {
        self.own.get(&of)
    }
}

/// A certificate that is installed, as it is named.
struct Installed {
    /// The place among the roots.
    place: usize,
    of: Use,
    certificate: X509,
}

impl Station {
    /// The server wants it to ask for a certificate. The answer's word.
    pub(in crate::station) fn ask_for_certificate(&mut self, word: Option<&'static str>) -> &'static str {
        let Some(of) = Use::own(word) else {
            return "NotImplemented";
        };
        let organization = self.settings.text("CpoName").to_owned();
        let made = match keys::make(&self.options.identity, &organization) {
            Ok(made) => made,
            Err(error) => {
                self.say(format!("no key can be made: {error}"));
                return "Rejected";
            }
        };
        self.dirty = true;
        let certificates = &mut self.access.certificates;
        certificates.requests += 1;
        let request = certificates.requests;
        let key = made.key;
        certificates.asked.insert(of, Asked { key, request });
        let mut payload = json!({"csr": made.request});
        let is_16 = self.options.version == Version::V16;
        json::add(&mut payload, "certificateType", word.filter(|_| !is_16));
        let numbered = self.options.version == Version::V21;
        json::add(&mut payload, "requestId", numbered.then_some(request));
        self.outbox.push_early("SignCertificate", payload, Purpose::Sign);
        "Accepted"
    }

    /// What the server says to a request for a certificate.
    pub(in crate::station) fn certificate_asked(&mut self, answer: Option<&Value>) {
        if answer.and_then(|answer| json::text(answer, "status")) == Some("Accepted") {
            return;
        }
        self.say("the server does not have its certificate signed".to_owned());
        self.access.certificates.asked.clear();
        self.dirty = true;
    }

    /// The server has had a certificate signed. The answer's word.
    pub(in crate::station) fn certificate_signed(&mut self, payload: &Value) -> &'static str {
        let chain = json::text(payload, "certificateChain").unwrap_or_default();
        let Some(of) = Use::own(json::text(payload, "certificateType")) else {
            return "Rejected";
        };
        let number = json::integer(payload, "requestId");
        let asked = self.access.certificates.asked.get(&of);
        let asked = asked.filter(|asked| number.is_none_or(|number| number == asked.request));
        let flaw = match asked {
            None => Some("nobody has asked for it"),
            Some(asked) => keys::flaw(chain, &asked.key, self.now),
        };
        if let Some(why) = flaw {
            self.say(format!("a certificate is refused: {why}"));
            let kind = match self.options.version {
                Version::V16 => "InvalidChargePointCertificate",
                _ => "InvalidChargingStationCertificate",
            };
            self.tell_security(kind, why);
            return "Rejected";
        }
        let Some(asked) = self.access.certificates.asked.remove(&of) else {
            return "Rejected";
        };
        self.dirty = true;
        let own = OwnCertificate {
            chain: chain.to_owned(),
            key: asked.key,
        };
        self.access.certificates.own.insert(of, own.clone());
        if of == Use::Station && self.access.next().profile == 3 {
            let mut reach = self.access.next().clone();
            reach.certificate = Some(own);
            self.try_out("the new certificate", reach);
        }
        "Accepted"
    }

    /// The server installs the certificate of an authority. The answer's word.
    pub(in crate::station) fn install_certificate(&mut self, payload: &Value) -> &'static str {
        let word = json::text(payload, "certificateType").unwrap_or_default();
        let pem = json::text(payload, "certificate").unwrap_or_default();
        let Some(of) = Use::root(word, self.options.version) else {
            return "Rejected";
        };
        let certificates = keys::chain(pem);
        let [certificate] = certificates.as_slice() else {
            self.say("a certificate is refused: it is not one certificate as PEM".to_owned());
            return "Rejected";
        };
        if !keys::is_valid(certificate, self.now) {
            self.say("a certificate is refused: its time is over, or still to come".to_owned());
            return "Rejected";
        }
        let roots = &mut self.access.certificates.roots;
        let entry = (of, pem.to_owned());
        if !roots.contains(&entry) {
            if roots.len() >= MOST {
                return "Failed";
            }
            roots.push(entry);
        }
        self.dirty = true;
        if of == Use::Csms {
            self.tell_reach();
        }
        "Accepted"
    }

    fn installed(&self) -> Vec<Installed> {
        let kept = self.access.certificates.roots.iter().enumerate();
        let read = kept.flat_map(|(place, (of, pem))| {
            keys::chain(pem).into_iter().map(move |certificate| Installed {
                place,
                of: *of,
                certificate,
            })
        });
        read.collect()
    }

    /// Who has signed it: itself, or another one that is installed.
    fn named(&self, certificate: &X509, among: &[X509], algorithm: &str) -> Option<Value> {
        let mut signers = std::iter::once(certificate).chain(among);
        let issuer = signers.find(|signer| is_issued_by(certificate, signer))?;
        hash_data(certificate, issuer, algorithm)
    }

    /// Answers GetInstalledCertificateIds.
    pub(in crate::station) fn installed_ids(&self, payload: &Value) -> Value {
        let version = self.options.version;
        let all: Vec<X509> = self.installed().into_iter().map(|one| one.certificate).collect();
        let roots = self.installed().into_iter().filter_map(|one| {
            let named = self.named(&one.certificate, &all, "SHA256")?;
            Some((one.of.word(version), named, Vec::new()))
        });
        let chains = [Use::V2g, Use::V2g20].into_iter().filter_map(|of| {
            let chain = keys::chain(&self.access.certificates.own(of)?.chain);
            let among: Vec<X509> = chain.iter().chain(&all).cloned().collect();
            let mut named = chain.iter().filter_map(|one| self.named(one, &among, "SHA256"));
            Some(("V2GCertificateChain", named.next()?, named.collect()))
        });
        let one = json::text(payload, "certificateType");
        let several = json::list(payload, "certificateType");
        let wanted = |word: &str| match one {
            Some(one) => one == word,
            None => several.is_empty() || several.iter().any(|one| one == word),
        };
        let found: Vec<_> = roots.chain(chains).filter(|(word, ..)| wanted(word)).collect();
        if found.is_empty() {
            return json!({"status": "NotFound"});
        }
        if version == Version::V16 {
            let named: Vec<_> = found.into_iter().map(|(_, named, _)| named).collect();
            return json!({"status": "Accepted", "certificateHashData": named});
        }
        let entries = found.into_iter().map(|(word, named, children)| {
            let mut entry = json!({"certificateType": word, "certificateHashData": named});
            json::add(&mut entry, "childCertificateHashData", some(children));
            entry
        });
        json!({"status": "Accepted", "certificateHashDataChain": entries.collect::<Vec<_>>()})
    }

    /// The server deletes the certificate of an authority. The answer's word.
    pub(in crate::station) fn delete_certificate(&mut self, payload: &Value) -> &'static str {
        let wanted = payload.get("certificateHashData").unwrap_or(payload);
        let algorithm = json::text(wanted, "hashAlgorithm").unwrap_or("SHA256").to_owned();
        let installed = self.installed();
        let all: Vec<X509> = installed.iter().map(|one| one.certificate.clone()).collect();
        let is_it = |named: &Value| {
            ["issuerNameHash", "issuerKeyHash", "serialNumber"].iter().all(|part| {
                let text = |value: &Value| json::text(value, part).map(str::to_ascii_lowercase);
                text(named).map(|text| text.trim_start_matches('0').to_owned())
                    == text(wanted).map(|text| text.trim_start_matches('0').to_owned())
            })
        };
        let found = installed.iter().find(|one| {
            let named = self.named(&one.certificate, &all, &algorithm);
            named.is_some_and(|named| is_it(&named))
        });
        let Some(found) = found else { return "NotFound" };
        let servers = installed.iter().filter(|one| one.of == Use::Csms).count();
        if found.of == Use::Csms && servers == 1 && self.access.reach.profile >= 2 {
            self.say("the last certificate of the server's authority stays".to_owned());
            return "Failed";
        }
        let (place, of_server) = (found.place, found.of == Use::Csms);
        self.access.certificates.roots.remove(place);
        self.dirty = true;
        if of_server {
            self.tell_reach();
        }
        "Accepted"
    }
}

fn some(children: Vec<Value>) -> Option<Vec<Value>> {
    Some(children).filter(|children| !children.is_empty())
}
