//! Accepts contracts that begin with `CHECKED`, as who asked for their certificate's status would;
//! blocks id tags that begin with `BLOCKED`, nothing with the feature `lenient`, and fails with the
//! feature `failing`: components of one name that decide differently, for the suites that swap them.

use ocpp_plugin_sdk::types::{v16, v21, v201};
use ocpp_plugin_sdk::{Call, CallError};

ocpp_plugin_sdk::plugin! {
    name: "decider",
    handlers: {
        v16::Authorize => authorize_16,
        v201::Authorize => authorize_201,
        v21::Authorize => authorize_21,
    },
}

fn blocks(tag: &str) -> bool {
    if cfg!(feature = "failing") {
        ocpp_plugin_sdk::fail(&"built to fail");
    }
    !cfg!(feature = "lenient") && tag.starts_with("BLOCKED")
}

fn has_checked(contract: &str) -> bool {
    !cfg!(feature = "lenient") && contract.starts_with("CHECKED")
}

fn authorize_16(call: &Call<v16::Authorize>, response: &mut v16::AuthorizeResponse) -> Result<(), CallError> {
    if blocks(&call.request.id_tag) {
        response.id_tag_info.status = v16::AuthorizationStatus::Blocked;
    }
    Ok(())
}

fn authorize_201(call: &Call<v201::Authorize>, response: &mut v201::AuthorizeResponse) -> Result<(), CallError> {
    if blocks(&call.request.id_token.id_token) {
        response.id_token_info.status = v201::AuthorizationStatusEnum::Blocked;
    }
    if response.certificate_status.is_some() && has_checked(&call.request.id_token.id_token) {
        response.id_token_info.status = v201::AuthorizationStatusEnum::Accepted;
        response.certificate_status = Some(v201::AuthorizeCertificateStatusEnum::Accepted);
    }
    Ok(())
}

fn authorize_21(call: &Call<v21::Authorize>, response: &mut v21::AuthorizeResponse) -> Result<(), CallError> {
    if blocks(&call.request.id_token.id_token) {
        response.id_token_info.status = v21::AuthorizationStatusEnum::Blocked;
    }
    if response.certificate_status.is_some() && has_checked(&call.request.id_token.id_token) {
        response.id_token_info.status = v21::AuthorizationStatusEnum::Accepted;
        response.certificate_status = Some(v21::AuthorizeCertificateStatusEnum::Accepted);
    }
    Ok(())
}
