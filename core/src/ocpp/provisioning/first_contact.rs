//! What the server asks a station after its boot: all that it is set to, where that is not known (2.x B07.FR.14), else
//! what is wanted of it.

use ocpp_schemas::Version;
use serde_json::json;

use crate::config::settings::RegistrationStatus;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::inventory::names::Name;
use crate::ocpp::questions::{Own, ask, is_refused};
use crate::state::charge_points::Boot;
use crate::state::inventories::{Firmware, Inventory, put_inventory};

/// A boot of a station of which nothing whole is known, or whose firmware is another, is followed by the question what
/// it is set to.
///
/// # Errors
/// The store's.
pub fn inventory(context: Context<'_>, effects: Effects, boot: &Boot) -> Result<Effects, HandlerError> {
    if !context.settings.ask.inventory || boot.status != RegistrationStatus::Accepted {
        return Ok(effects);
    }
    let id = context.caller.charge_point;
    let (before, seen) = context.state.inventory_seen(id)?;
    let firmware = Firmware(boot.firmware_version.clone());
    let version = context.caller.version;
    let action = match version {
        Version::V16 => "GetConfiguration",
        Version::V201 | Version::V21 => "GetBaseReport",
    };
    let is_as_before =
        before.asked_for.as_ref() == Some(&firmware) && before.version.as_deref() == Some(version.number());
    let has_no_report = is_refused(&before, action, &firmware);
    if has_no_report && version == Version::V16 {
        return Ok(effects);
    }
    // A station of 2.x without reports may be asked for variables by their names.
    if has_no_report || (is_as_before && before.whole_since.is_some()) {
        return wanted(context, effects);
    }
    let after = Inventory {
        version: Some(version.number().to_owned()),
        asked_for: Some(firmware),
        // What another firmware had may be gone.
        whole_since: before.whole_since.filter(|_| is_as_before),
        ..before
    };
    let mut effects = effects;
    let write = seen.guarded(put_inventory(id, &after)?);
    effects.writes.get_or_insert_default().push(write);
    let own = Own {
        name: "get-configuration",
        payload: json!({}),
        word: "server: inventory".to_owned(),
    };
    ask(context, effects, own)
}

/// A station that booted may have forgotten what it was set to, or has it only now: what is wanted of it is read again.
fn wanted(context: Context<'_>, effects: Effects) -> Result<Effects, HandlerError> {
    let wanted = context.state.wanted(context.caller.charge_point)?;
    let is_known = |name: &&String| Name::read(context.caller.version, name).is_ok();
    let names: Vec<&String> = wanted.values.keys().filter(is_known).collect();
    if names.is_empty() {
        return Ok(effects);
    }
    let own = Own {
        name: "get-configuration",
        payload: json!({ "names": names }),
        word: "server: wanted".to_owned(),
    };
    ask(context, effects, own)
}
