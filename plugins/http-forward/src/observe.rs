//! An event goes out. One that was not taken comes again later, so the endpoint sees each at least once.

use ocpp_plugin_sdk::{Event, Failed, log, settings};

use crate::settings::Settings;
use crate::{forward, message};

/// Statuses that say: never send this one again.
const NEVER: [&str; 4] = ["status 400", "status 410", "status 413", "status 422"];

/// Sends an event to its endpoint; one that the settings do not choose is done with.
pub fn forward(event: &Event) -> Result<(), Failed> {
    let settings: Settings = settings::read()?;
    let Some(events) = settings.event(&event.kind, &event.context.charge_point) else {
        return Ok(());
    };
    let endpoint = &events.endpoint;
    let request = message::of_event(&settings, endpoint, event)?;
    match forward::send(&request, endpoint.retries) {
        Ok(_taken) => Ok(()),
        Err(cause) if NEVER.contains(&cause.as_str()) => {
            log::warn(&format!("{} was refused by {}: {cause}", event.kind, endpoint.url));
            Ok(())
        }
        Err(cause) => Err(Failed::new(format!("{}: {cause}", endpoint.url))),
    }
}
