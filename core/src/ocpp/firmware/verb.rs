//! Updating firmware in words that fit all versions: a file that operators brought, or a URL of theirs.

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::progress::UPDATES;
use super::{v2, v16};
use crate::clock::Time;
use crate::ocpp::file_jobs::Begun;
use crate::ocpp::file_urls::{Wanted, check_count, own_url};
use crate::ocpp::verb::{Addressee, Answered, Expected, Joined, Plan, Told, VerbError, Wish};
use crate::state::commands::Awaited;
use crate::state::file_tokens::Purpose;
use crate::store::Write;

/// Firmware that the station shall install.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"file": "wallbox-2.5.0.bin", "installAt": "2030-01-31T02:00:00Z"})))]
pub struct FirmwareRequest {
    /// The name of firmware that was uploaded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Another URL that the charge point can reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When the charge point fetches it; at once if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub retrieve_at: Option<Time>,
    /// 2.x, and signed updates of 1.6: when it installs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub install_at: Option<Time>,
    /// How often it tries again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<i64>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_interval: Option<i64>,
    /// Base64; that of the uploaded firmware if absent. With it, 1.6 is sent SignedUpdateFirmware.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// PEM; that of the uploaded firmware if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signing_certificate: Option<String>,
}

/// What is to be installed.
pub(super) struct Image {
    pub(super) location: String,
    pub(super) retrieve_at: Time,
    pub(super) signature: Option<String>,
    pub(super) signing_certificate: Option<String>,
    /// What must be durable before it is told.
    writes: Vec<Write>,
}

impl Wish for FirmwareRequest {
    const NAME: &'static str = "firmware";
    const ACCEPTED: &'static [&'static str] = &["Accepted", "AcceptedCanceled"];
    /// The charge point drops the first where it is told a second time.
    const REPEATABLE: bool = true;

    /// UpdateFirmware, or 1.6's SignedUpdateFirmware where there is a signature.
    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        check_count("retries", self.retries)?;
        check_count("retryInterval", self.retry_interval)?;
        let image = image(to, self)?;
        if image.signature.is_some() != image.signing_certificate.is_some() {
            let reason = "a signed update has both a `signature` and a `signingCertificate`";
            return Err(VerbError::Invalid(reason.into()));
        }
        if to.version == Version::V16 && image.signature.is_none() {
            if self.install_at.is_some() {
                let reason = "OCPP 1.6 has no `installAt` without a signature";
                return Err(VerbError::Invalid(reason.into()));
            }
            let payload = v16::plain(self, &image);
            return Ok(Plan {
                writes: image.writes,
                ..Plan::one("UpdateFirmware", payload)
            });
        }
        let action = match to.version {
            Version::V16 => "SignedUpdateFirmware",
            Version::V201 | Version::V21 => "UpdateFirmware",
        };
        let number = to.fresh_number();
        let payload = v2::numbered(self, &image, number);
        Ok(Plan {
            number: Some(number),
            writes: image.writes,
            ..Plan::one(action, payload)
        })
    }

    /// The station's word; 1.6 has none where it takes an update that is not signed.
    fn joined(_: Version, answers: &[Answered]) -> Joined {
        let mut joined = Joined::by_status(answers, Self::ACCEPTED);
        if joined.accepted && joined.status.is_empty() {
            joined.status = "Accepted".to_owned();
            joined.result = json!({ "status": "Accepted" });
        }
        let number = answers
            .iter()
            .find_map(|answered| answered.call.payload.get("requestId"));
        if let (Some(number), Some(members)) = (number, joined.result.as_object_mut()) {
            members.insert("requestId".to_owned(), number.clone());
        }
        joined
    }

    /// It is installed, as long as the charge point can fetch it.
    fn awaited(&self, to: Addressee<'_>, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let payload = told.answers.first().map(|answered| &answered.call.payload);
        let location = payload.and_then(|payload| {
            let location = payload.pointer("/firmware/location").or(payload.get("location"));
            location.and_then(Value::as_str)
        });
        let begun = Begun {
            location: location.unwrap_or_default(),
            request_id: told.number,
        };
        let begins = self
            .retrieve_at
            .max(self.install_at)
            .map_or(to.now, |at| at.max(to.now));
        let lifetime = TimeDelta::from_std(to.settings.files.url_lifetime).unwrap_or(TimeDelta::days(365));
        Ok(UPDATES.number_of(to, &begun)?.map(|number| Expected {
            awaited: Awaited::FirmwareUpdate { number },
            within: (begins - to.now).checked_add(&lifetime).unwrap_or(lifetime),
        }))
    }
}

fn image(to: Addressee<'_>, wanted: &FirmwareRequest) -> Result<Image, VerbError> {
    let retrieve_at = wanted.retrieve_at.unwrap_or(to.now);
    let name = match (&wanted.file, &wanted.url) {
        (Some(name), None) => name,
        (None, Some(url)) => {
            return Ok(Image {
                location: url.clone(),
                retrieve_at,
                signature: wanted.signature.clone(),
                signing_certificate: wanted.signing_certificate.clone(),
                writes: Vec::new(),
            });
        }
        _ => {
            let reason = "say either the `file`, by the name of uploaded firmware, or a `url`";
            return Err(VerbError::Invalid(reason.into()));
        }
    };
    let firmware = to.state.firmware(name)?.ok_or_else(|| {
        let reason = format!("there is no firmware {name}: upload it with PUT /api/v1/firmware/{name}");
        VerbError::Invalid(reason.into())
    })?;
    let own = own_url(
        to,
        Wanted {
            purpose: Purpose::Download(firmware.file),
            name,
            from: retrieve_at,
        },
    )?;
    Ok(Image {
        location: own.url,
        retrieve_at,
        signature: wanted.signature.clone().or(firmware.signature),
        signing_certificate: wanted.signing_certificate.clone().or(firmware.signing_certificate),
        writes: vec![own.write],
    })
}
