//! Has certificates of charge points signed by an authority elsewhere, which is asked by HTTP: while the charge point waits
//! for its answer, or later, when the server tells of the request (`"later": true` in the settings).

use std::time::Duration;

use ocpp_plugin_sdk::commands::{self, WhenAway};
use ocpp_plugin_sdk::http::Request;
use ocpp_plugin_sdk::types::{v16, v21, v201};
use ocpp_plugin_sdk::{Call, CallError, Context, Event, Failed, fail, settings};
use serde_json::{Value, json};

ocpp_plugin_sdk::plugin! {
    name: "notary",
    capabilities: [commands, http],
    handlers: {
        v16::SignCertificate => asked_16,
        v201::SignCertificate => asked_201,
        v21::SignCertificate => asked_21,
    },
    events: { "certificate.requested" => requested },
}

#[derive(serde::Deserialize)]
struct Settings {
    /// Takes a request in PEM, and answers the certificate and its issuers in PEM, or 403 and why not.
    authority: String,
    /// How long it may take.
    #[serde(default = "two_seconds")]
    milliseconds: u64,
    #[serde(default)]
    later: bool,
}

fn two_seconds() -> u64 {
    2000
}

/// What the authority said.
enum Word {
    Signed(String),
    Refused(String),
}

fn ask(settings: &Settings, csr: &str) -> Result<Word, Failed> {
    let request = Request::post(&settings.authority).timeout(Duration::from_millis(settings.milliseconds));
    let answer = request.body(csr).send()?;
    match answer.status {
        200 => Ok(Word::Signed(answer.text())),
        403 => Ok(Word::Refused(answer.text())),
        status => Err(Failed::new(format!("the authority answered {status}"))),
    }
}

/// What a charge point is brought: with the use and the number of its request, where it said them.
fn payload(chain: String, purpose: Option<Value>, number: Option<i64>) -> Value {
    let members = [
        Some(("certificateChain", json!(chain))),
        purpose.map(|purpose| ("certificateType", purpose)),
        number.map(|number| ("requestId", json!(number))),
    ];
    let members = members.into_iter().flatten();
    Value::Object(members.map(|(name, value)| (name.to_owned(), value)).collect())
}

/// CertificateSigned, which leaves after the answer. It waits for a charge point that is away.
fn deliver(to: &Context, payload: &Value) -> Result<(), Failed> {
    commands::send_text(
        &to.charge_point,
        "CertificateSigned",
        &payload.to_string(),
        WhenAway::Wait,
    )?;
    Ok(())
}

/// While the charge point waits: why it is refused, if it is.
///
/// An authority that does not answer is no failure of this plugin, which would not be asked about the same request again:
/// the charge point gets an error, and tries again.
fn in_the_call(
    context: &Context,
    csr: &str,
    signed: impl FnOnce(String) -> Value,
) -> Result<Option<String>, CallError> {
    let settings: Settings = settings::read().unwrap_or_else(|error| fail(&error));
    if settings.later {
        return Ok(None);
    }
    match ask(&settings, csr) {
        Ok(Word::Signed(chain)) => {
            deliver(context, &signed(chain)).unwrap_or_else(|error| fail(&error));
            Ok(None)
        }
        Ok(Word::Refused(reason)) => Ok(Some(reason)),
        Err(error) => Err(CallError::new("InternalError", &error.to_string())),
    }
}

fn asked_16(call: &Call<v16::SignCertificate>, response: &mut v16::SignCertificateResponse) -> Result<(), CallError> {
    // What the server itself refuses is not looked at.
    if response.status != v16::GenericStatusEnumType::Accepted {
        return Ok(());
    }
    let signed = |chain| payload(chain, None, None);
    if in_the_call(&call.context, &call.request.csr, signed)?.is_some() {
        response.status = v16::GenericStatusEnumType::Rejected;
    }
    Ok(())
}

fn asked_201(
    call: &Call<v201::SignCertificate>,
    response: &mut v201::SignCertificateResponse,
) -> Result<(), CallError> {
    if response.status != v201::GenericStatusEnum::Accepted {
        return Ok(());
    }
    let purpose = call.request.certificate_type.map(|purpose| json!(purpose));
    let signed = |chain| payload(chain, purpose, None);
    if let Some(reason) = in_the_call(&call.context, &call.request.csr, signed)? {
        response.status = v201::GenericStatusEnum::Rejected;
        let mut info = v201::StatusInfo::new("AuthorityRefused");
        info.additional_info = Some(reason);
        response.status_info = Some(info);
    }
    Ok(())
}

fn asked_21(call: &Call<v21::SignCertificate>, response: &mut v21::SignCertificateResponse) -> Result<(), CallError> {
    if response.status != v21::GenericStatusEnum::Accepted {
        return Ok(());
    }
    let purpose = call.request.certificate_type.map(|purpose| json!(purpose));
    let signed = |chain| payload(chain, purpose, call.request.request_id);
    if let Some(reason) = in_the_call(&call.context, &call.request.csr, signed)? {
        response.status = v21::GenericStatusEnum::Rejected;
        let mut info = v21::StatusInfo::new("AuthorityRefused");
        info.additional_info = Some(reason);
        response.status_info = Some(info);
    }
    Ok(())
}

/// Later: the server tells it again while the authority does not answer.
fn requested(event: &Event) -> Result<(), Failed> {
    let settings: Settings = settings::read()?;
    let Some(csr) = event.text("/csr").filter(|_| settings.later) else {
        return Ok(());
    };
    // Whom the authority refuses learns it by asking again in vain: OCPP has no word for it any more.
    let Word::Signed(chain) = ask(&settings, csr)? else {
        return Ok(());
    };
    let purpose = event.payload.get("certificateType").cloned();
    let purpose = purpose.filter(|_| event.context.version != "1.6");
    let number = event.payload.get("requestId").and_then(Value::as_i64);
    deliver(&event.context, &payload(chain, purpose, number))
}
