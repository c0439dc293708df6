//! Refuses connector 2. A start for you to begin with.

use ocpp_plugin_sdk::types::v16;
use ocpp_plugin_sdk::{Call, CallError, fail, log, settings};

ocpp_plugin_sdk::plugin! {
    name: "{{name}}",
    handlers: { v16::StartTransaction => start_transaction },
}

/// What operators set in `[plugin.settings]`; a typing error there fails the call.
#[derive(serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Settings {
    closed: Vec<i64>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { closed: vec![2] }
    }
}

fn start_transaction(
    call: &Call<v16::StartTransaction>,
    response: &mut v16::StartTransactionResponse,
) -> Result<(), CallError> {
    let settings: Settings = settings::read().unwrap_or_else(|error| fail(&error));
    let connector = call.request.connector_id;
    if settings.closed.contains(&connector) {
        log::info(&format!("connector {connector} is closed"));
        response.id_tag_info.status = v16::AuthorizationStatus::Blocked;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ocpp_plugin_sdk::testing;

    #[test]
    fn the_fixtures_come_out_as_they_say() {
        testing::play_all(&super::PLUGIN, "fixtures");
    }
}
