//! Keeps sites under their limits: divides what there is among the vehicles that charge, and tells the
//! stations by SetChargingProfile.

mod act;
mod amount;
mod clock;
mod decide;
mod learn;
mod look;
mod meter;
mod plan;
mod profile;
mod record;
mod settings;
#[cfg(test)]
mod tests;
mod usage;
mod view;

use ocpp_plugin_sdk::endpoint::{Request, Response};
use ocpp_plugin_sdk::{Context, Event, Failed, fail};

use learn::Here;
use record::Record;
use settings::Settings;

ocpp_plugin_sdk::plugin! {
    name: "load-balancer",
    capabilities: [state, commands, directory],
    settings: check,
    events: {
        "charge-point.connected" => on_event,
        "charge-point.disconnected" => on_event,
        "charge-point.booted" => on_event,
        "connector.status" => on_event,
        "transaction.started" => on_event,
        "transaction.updated" => on_event,
        "transaction.ended" => on_event,
        "meter.values" => on_event,
        "command.answered" => on_event,
    },
    schedules: { "balance" every 10 => balance },
    http: on_request,
}

/// Whether the settings are good.
fn check() -> Result<(), Failed> {
    Settings::read().map(drop).map_err(Failed::new)
}

fn on_event(event: &Event) -> Result<(), Failed> {
    let settings = Settings::read().map_err(Failed::new)?;
    let Some(site) = settings.site_of(&event.context.charge_point) else {
        return Ok(());
    };
    let here = Here {
        settings: &settings,
        site,
        now: clock::seconds(&event.context.received_at).unwrap_or_default(),
    };
    let (mut record, before) = Record::load(site)?;
    if learn::learn(here, &mut record, event)? {
        act::act(here, &mut record)?;
    }
    record.save(site, before.as_deref())
}

/// Every site has its turn, whatever becomes of another.
fn balance(context: &Context) -> Result<(), Failed> {
    let settings = Settings::read().map_err(Failed::new)?;
    let now = clock::seconds(&context.received_at).unwrap_or_default();
    let mut failed = Ok(());
    for site in &settings.sites {
        let balanced = balance_site(Here {
            settings: &settings,
            site,
            now,
        });
        failed = failed.and(balanced);
    }
    failed
}

fn balance_site(here: Here<'_>) -> Result<(), Failed> {
    let (mut record, before) = Record::load(here.site)?;
    if here.now - record.planned_at < here.settings.interval {
        return Ok(());
    }
    record.planned_at = here.now;
    look::look(here, &mut record)?;
    act::act(here, &mut record)?;
    record.save(here.site, before.as_deref())
}

fn on_request(request: &Request) -> Response {
    let settings = Settings::read().unwrap_or_else(|error| fail(&error));
    // A view asks nobody anything, so its moment does not matter.
    view::answer(&settings, request, 0).unwrap_or_else(|error| fail(&error))
}
