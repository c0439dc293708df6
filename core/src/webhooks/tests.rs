//! A webhook for tests.

use std::collections::BTreeMap;

use crate::clock;
use crate::state::webhooks::{SigningSecret, Webhook};

/// One that wants everything.
pub(crate) fn webhook(name: &str) -> Webhook {
    Webhook {
        id: format!("id-of-{name}"),
        name: name.to_owned(),
        url: "http://127.0.0.1:1/".to_owned(),
        kinds: vec!["*".to_owned()],
        selection: None,
        earlier: Vec::new(),
        secret: SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()),
        previous: None,
        headers: BTreeMap::new(),
        enabled: true,
        stopped: None,
        note: None,
        created_at: clock::now(),
    }
}
