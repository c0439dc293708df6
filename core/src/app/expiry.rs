//! Warns before a certificate of the server's own ends: in the log at each look, as an event once a day.

use std::sync::Arc;
use std::time::Duration;

use actix_rt::time::interval;
use serde_json::json;

use crate::clock::{self, text};
use crate::events::{Event, kinds};
use crate::ids::ChargePointId;
use crate::plugins::PluginHost;
use crate::store::StoreError;
use crate::tls::{Certificates, Shown, Urgency, urgency};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// Looks at the start and once a day, for as long as it is polled.
pub async fn watch(certificates: Certificates, plugins: Arc<PluginHost>) {
    let mut days = interval(EVERY);
    loop {
        days.tick().await;
        for event in certificates.shown().iter().filter_map(warn) {
            if let Err(error) = keep(&plugins, event).await {
                tracing::error!(%error, "that a certificate ends could not be stored as an event");
            }
        }
    }
}

async fn keep(plugins: &PluginHost, event: Event) -> Result<(), StoreError> {
    let writes = plugins.keep(&event)?.into_iter().collect();
    plugins.state().store().write(writes).await?;
    plugins.announce(&[event]);
    Ok(())
}

/// One that ends soon.
fn warn(shown: &Shown) -> Option<Event> {
    let facts = &shown.facts;
    let not_after = facts.not_after?;
    let how = urgency(clock::now(), not_after);
    if how == Urgency::None {
        return None;
    }
    let (listener, subject, end) = (shown.listener, facts.subject.as_str(), text(not_after));
    if how == Urgency::Over {
        tracing::error!(
            listener,
            subject,
            not_after = end,
            "a certificate has ended: charge points and browsers refuse it"
        );
    } else {
        tracing::warn!(
            listener,
            subject,
            not_after = end,
            "a certificate ends soon; replace its file, then send SIGHUP"
        );
    }
    let payload =
        json!({ "listener": listener, "subject": subject, "serialNumber": facts.serial_number, "notAfter": end });
    Some(Event::new(
        kinds::CERTIFICATE_EXPIRES.name,
        &ChargePointId::new(""),
        payload,
    ))
}
