//! What operators want of a station's certificates, in words that fit all versions.

use ocpp_schemas::Version;
use openssl::x509::X509;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::certificates::SigningUse;
use crate::certificates::hash_data::{ALGORITHMS, HashData};
use crate::ocpp::verb::{Addressee, OnRefusal, Plan, PlannedCall, VerbError, Wish, object};

/// A new certificate for the station: it is asked to ask for one.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"certificateType": "ChargingStationCertificate"})))]
pub struct RenewCertificateRequest {
    /// Which; the one that it shows to the central system if absent. 1.6 has no other.
    #[serde(default)]
    pub certificate_type: Option<SigningUse>,
}

impl Wish for RenewCertificateRequest {
    const NAME: &'static str = "renew-certificate";
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let purpose = self.certificate_type.unwrap_or(SigningUse::ChargingStationCertificate);
        trigger(to.version, purpose)
    }
}

/// The CALL by which a version asks for a request.
fn trigger(version: Version, purpose: SigningUse) -> Result<Plan, VerbError> {
    let one = |action, word: &str| -> Plan { Plan::one(action, asks(word)) };
    match (version, purpose) {
        (Version::V16, SigningUse::ChargingStationCertificate) => {
            Ok(one("ExtendedTriggerMessage", "SignChargePointCertificate"))
        }
        (Version::V201 | Version::V21, SigningUse::ChargingStationCertificate) => {
            Ok(one("TriggerMessage", "SignChargingStationCertificate"))
        }
        (Version::V201 | Version::V21, SigningUse::V2GCertificate) => Ok(one("TriggerMessage", "SignV2GCertificate")),
        (Version::V21, SigningUse::V2G20Certificate) => Ok(one("TriggerMessage", "SignV2G20Certificate")),
        (version, purpose) => Err(VerbError::Invalid(
            format!("OCPP {version} has no {purpose} to ask for").into(),
        )),
    }
}

fn asks(word: &str) -> Value {
    json!({ "requestedMessage": word })
}

/// A certificate that the station asked for and somebody signed: the server's authority, which sends it by itself, or
/// another.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "certificateChain": "-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----\n"
})))]
pub struct DeliverCertificateRequest {
    /// The certificate, and those between it and its root behind it: PEM.
    pub certificate_chain: String,
    /// What it is for, where the station said so when it asked for it; 1.6 has one use.
    #[serde(default)]
    pub certificate_type: Option<SigningUse>,
    /// 2.1: the number of the station's request.
    #[serde(default)]
    pub request_id: Option<i64>,
}

impl Wish for DeliverCertificateRequest {
    const NAME: &'static str = "deliver-certificate";
    /// A station that has it already takes it once more.
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let chain = X509::stack_from_pem(self.certificate_chain.as_bytes()).unwrap_or_default();
        if chain.is_empty() {
            return Err(VerbError::Invalid(
                "`certificateChain` holds no certificate in PEM".into(),
            ));
        }
        let named = self.certificate_type.filter(|_| to.version != Version::V16);
        let payload = object([
            Some(("certificateChain", json!(self.certificate_chain))),
            named.map(|purpose| ("certificateType", json!(purpose))),
            self.request_id
                .filter(|_| to.version == Version::V21)
                .map(|number| ("requestId", json!(number))),
        ]);
        Ok(Plan::one("CertificateSigned", payload))
    }
}

/// What a certificate that lies in a station is for, in 2.x's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub enum InstalledUse {
    /// The root of the central system.
    CSMSRootCertificate,
    /// The root of the manufacturer, for firmware.
    ManufacturerRootCertificate,
    /// The root of ISO 15118's charge points; not in 1.6.
    V2GRootCertificate,
    /// The root of those who give out contracts; not in 1.6.
    MORootCertificate,
    /// The root of vehicles' makers; 2.1.
    OEMRootCertificate,
    /// What the station shows to vehicles, which is listed and not installed; not in 1.6.
    V2GCertificateChain,
}

impl InstalledUse {
    const fn v16(self) -> Option<&'static str> {
        match self {
            Self::CSMSRootCertificate => Some("CentralSystemRootCertificate"),
            Self::ManufacturerRootCertificate => Some("ManufacturerRootCertificate"),
            _ => None,
        }
    }

    /// The version's word.
    fn word(self, version: Version) -> Result<Value, VerbError> {
        let word = match version {
            Version::V16 => self.v16().map(|word| json!(word)),
            Version::V201 => Some(json!(self)).filter(|_| self != Self::OEMRootCertificate),
            Version::V21 => Some(json!(self)),
        };
        word.ok_or_else(|| {
            let reason = format!("OCPP {version} has no {}", json!(self).as_str().unwrap_or_default());
            VerbError::Invalid(reason.into())
        })
    }
}

/// Which certificates lie in the station.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"certificateTypes": ["CSMSRootCertificate"]})))]
pub struct ListCertificatesRequest {
    /// Those of these uses; of all if absent.
    pub certificate_types: Option<Vec<InstalledUse>>,
}

impl Wish for ListCertificatesRequest {
    const NAME: &'static str = "list-certificates";
    const ACCEPTED: &'static [&'static str] = &["Accepted", "NotFound"];
    const REPEATABLE: bool = true;

    /// One CALL; 1.6 asks for each use.
    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        const ACTION: &str = "GetInstalledCertificateIds";
        let both = [
            InstalledUse::CSMSRootCertificate,
            InstalledUse::ManufacturerRootCertificate,
        ];
        let named = self.certificate_types.as_deref().filter(|uses| !uses.is_empty());
        if to.version != Version::V16 {
            let Some(uses) = named else {
                return Ok(Plan::one(ACTION, json!({})));
            };
            let words = uses.iter().map(|one| one.word(to.version));
            let words = words.collect::<Result<Vec<_>, _>>()?;
            return Ok(Plan::one(ACTION, json!({ "certificateType": words })));
        }
        let call = |one: &InstalledUse| {
            let word = one.word(to.version)?;
            Ok(PlannedCall::new(ACTION, json!({ "certificateType": word })))
        };
        let calls = named.unwrap_or(&both).iter().map(call);
        Ok(Plan {
            on_refusal: OnRefusal::GoOn,
            ..Plan::of(calls.collect::<Result<_, VerbError>>()?)
        })
    }
}

/// A root certificate that the station shall trust.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({
    "certificateType": "CSMSRootCertificate",
    "certificate": "-----BEGIN CERTIFICATE-----\nMIIB...\n-----END CERTIFICATE-----\n"
})))]
pub struct InstallCertificateRequest {
    /// What for.
    pub certificate_type: InstalledUse,
    /// PEM.
    pub certificate: String,
}

impl Wish for InstallCertificateRequest {
    const NAME: &'static str = "install-certificate";
    const REPEATABLE: bool = true;

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        if self.certificate_type == InstalledUse::V2GCertificateChain {
            let reason = "a V2GCertificateChain is what the station was signed: it is not installed";
            return Err(VerbError::Invalid(reason.into()));
        }
        if X509::from_pem(self.certificate.as_bytes()).is_err() {
            return Err(VerbError::Invalid("`certificate` is no certificate in PEM".into()));
        }
        let payload = json!({
            "certificateType": self.certificate_type.word(to.version)?,
            "certificate": self.certificate,
        });
        Ok(Plan::one("InstallCertificate", payload))
    }
}

/// A certificate that the station shall not have any more, as it is listed.
#[derive(Debug, Clone, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(examples(json!({"certificate": {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "5ae9c1d1e8a3f0b7",
    "issuerKeyHash": "0c6b1c3f9d7e4a25",
    "serialNumber": "5f01"
}})))]
pub struct DeleteCertificateRequest {
    /// Its `hashData` in the list of the station's certificates.
    pub certificate: HashData,
}

impl Wish for DeleteCertificateRequest {
    const NAME: &'static str = "delete-certificate";
    const REPEATABLE: bool = true;

    fn plan(&self, _: Addressee<'_>) -> Result<Plan, VerbError> {
        if !ALGORITHMS.contains(&self.certificate.hash_algorithm.as_str()) {
            let reason = format!("`hashAlgorithm` is one of {}", ALGORITHMS.join(", "));
            return Err(VerbError::Invalid(reason.into()));
        }
        Ok(Plan::one(
            "DeleteCertificate",
            json!({ "certificateHashData": self.certificate }),
        ))
    }
}
