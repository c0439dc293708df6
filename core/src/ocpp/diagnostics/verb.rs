//! Asking for diagnostics or the security log in words that fit all versions: to a URL of ours, or another.

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::progress::REQUESTS;
use super::{v2, v16};
use crate::clock::Time;
use crate::ocpp::file_jobs::Begun;
use crate::ocpp::file_urls::{OwnUrl, Wanted, check_count, own_url};
use crate::ocpp::verb::{Addressee, Answered, Expected, Joined, Plan, Told, VerbError, Wish};
use crate::state::commands::Awaited;
use crate::state::file_tokens::Purpose;
use crate::state::files::FileKind;

/// Diagnostics or a log that the station shall bring.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"kind": "security", "from": "2026-05-04T00:00:00Z"})))]
pub struct DiagnosticsRequest {
    /// Which log; diagnostics if absent.
    pub kind: LogKind,
    /// From when on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub from: Option<Time>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub to: Option<Time>,
    /// How often the charge point tries again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<i64>,
    /// In seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_interval: Option<i64>,
    /// Where the charge point brings it instead of here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Which log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LogKind {
    /// What its engineers look at.
    #[default]
    Diagnostics,
    /// Security events.
    Security,
}

impl LogKind {
    /// On the wire, in every version that has GetLog.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Diagnostics => "DiagnosticsLog",
            Self::Security => "SecurityLog",
        }
    }
}

impl Wish for DiagnosticsRequest {
    const NAME: &'static str = "diagnostics";
    const ACCEPTED: &'static [&'static str] = &["Accepted", "AcceptedCanceled"];
    /// The charge point drops the first where it is asked a second time.
    const REPEATABLE: bool = true;

    /// GetLog; in 1.6 GetDiagnostics, unless it is for the security log.
    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        check_count("retries", self.retries)?;
        check_count("retryInterval", self.retry_interval)?;
        if let (Some(from), Some(until)) = (self.from, self.to)
            && from > until
        {
            return Err(VerbError::Invalid("`from` is after `to`".into()));
        }
        let (url, writes) = match &self.url {
            Some(url) => (url.clone(), Vec::new()),
            None => {
                let kind = match self.kind {
                    LogKind::Diagnostics => FileKind::Diagnostics,
                    LogKind::Security => FileKind::Log,
                };
                let wanted = Wanted {
                    purpose: Purpose::Upload(kind),
                    name: "",
                    from: to.now,
                };
                let OwnUrl { url, write } = own_url(to, wanted)?;
                (url, vec![write])
            }
        };
        if to.version == Version::V16 && self.kind == LogKind::Diagnostics {
            return Ok(Plan {
                writes,
                ..Plan::one("GetDiagnostics", v16::diagnostics(self, &url))
            });
        }
        let number = to.fresh_number();
        Ok(Plan {
            number: Some(number),
            writes,
            ..Plan::one("GetLog", v2::log(self, &url, number))
        })
    }

    /// The station's word, with the name that it gives the file; 1.6's GetDiagnostics has no word.
    fn joined(_: Version, answers: &[Answered]) -> Joined {
        let mut joined = Joined::by_status(answers, Self::ACCEPTED);
        if joined.accepted && joined.status.is_empty() {
            joined.status = "Accepted".to_owned();
        }
        let text = |name: &str| joined.result.get(name).cloned();
        let number = answers
            .iter()
            .find_map(|answered| answered.call.payload.get("requestId"));
        joined.result = json!({
            "status": joined.status,
            "fileName": text("fileName").or_else(|| text("filename")),
            "requestId": number,
        });
        joined
    }

    /// The file is here, as long as it can be brought; elsewhere, the charge point says that it is.
    fn awaited(&self, to: Addressee<'_>, told: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let payload = told.answers.first().map(|answered| &answered.call.payload);
        let location = payload.and_then(|payload| {
            let location = payload.pointer("/log/remoteLocation").or(payload.get("location"));
            location.and_then(Value::as_str)
        });
        let begun = Begun {
            location: location.unwrap_or_default(),
            request_id: told.number,
        };
        Ok(REQUESTS.number_of(to, &begun)?.map(|number| Expected {
            awaited: Awaited::Diagnostics { number },
            within: TimeDelta::from_std(to.settings.files.url_lifetime).unwrap_or(TimeDelta::days(365)),
        }))
    }
}
