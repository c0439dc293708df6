//! What the server's answers change.

use std::time::Duration;

use serde_json::Value;

use super::authorizing::group;
use super::connector::StopReason;
use super::notice::Notice;
use super::outbox::Purpose;
use super::{Registration, Station};
use crate::client::Outcome;
use crate::clock::after;
use crate::json;
use crate::queue::{Kept, Part, Retries};

/// How long a boot that nobody answered is waited with, and one that is to wait "0 seconds".
const BOOT_AGAIN: Duration = Duration::from_secs(30);

impl Station {
    /// An answer came.
    pub(super) fn settled(&mut self, id: &str, outcome: Outcome) {
        match self.outbox.exchange.settle(id, outcome) {
            Some(((action, purpose), outcome)) => self.over(action, purpose, outcome),
            None => self.say(format!("an answer came that nobody waits for: {id}")),
        }
    }

    /// A request is over, one way or another.
    pub(super) fn over(&mut self, action: String, purpose: Purpose, outcome: Outcome) {
        let answer = match outcome {
            Outcome::Answered(payload) => {
                self.tell(Notice::Answered {
                    action,
                    payload: payload.clone(),
                });
                Some(payload)
            }
            Outcome::Refused(refusal) => {
                let why = refusal.to_string();
                self.tell(Notice::Failed { action, why });
                None
            }
            Outcome::TimedOut | Outcome::Lost => {
                let why = "no answer came in time".to_owned();
                self.tell(Notice::Failed { action, why });
                None
            }
        };
        match (purpose, answer) {
            (Purpose::Boot, answer) => self.booted(answer.as_ref()),
            (Purpose::Authorize(asked), Some(answer)) => self.authorized(asked, &answer),
            (Purpose::Authorize(asked), None) => self.authorize_offline(&asked),
            (Purpose::Transaction, Some(answer)) => self.delivered(&answer),
            (Purpose::Transaction, None) => self.not_delivered(),
            (Purpose::Sign, answer) => self.certificate_asked(answer.as_ref()),
            (Purpose::Heartbeat | Purpose::Report, _) => {}
        }
    }

    fn booted(&mut self, answer: Option<&Value>) {
        let status = answer.and_then(|answer| json::text(answer, "status"));
        let interval = answer.and_then(|answer| json::integer(answer, "interval"));
        let interval = interval
            .and_then(|seconds| u64::try_from(seconds).ok())
            .unwrap_or_default();
        self.registration = match status {
            Some("Accepted") => Registration::Accepted,
            Some("Pending") => Registration::Pending,
            Some("Rejected") => Registration::Rejected,
            _ => Registration::None,
        };
        if let Some(status) = status {
            self.tell(Notice::Registered(status.to_owned()));
        }
        if self.registration == Registration::Accepted {
            if interval > 0 {
                self.settings.put("HeartbeatInterval", interval.to_string());
            }
            self.boot_due = None;
            self.plan_heartbeat();
            self.installed_firmware();
        } else {
            let wait = if interval > 0 {
                Duration::from_secs(interval)
            } else {
                BOOT_AGAIN
            };
            self.boot_due = Some(after(self.now, wait));
        }
    }

    /// A message of a transaction was answered.
    fn delivered(&mut self, answer: &Value) {
        self.dirty = true;
        let Some(message) = self.outbox.transactions.delivered() else {
            return;
        };
        self.delivered += 1;
        let words = self.words();
        if message.part == Part::Start
            && let Some(number) = words.number(answer)
        {
            self.outbox.transactions.name(message.session, number);
            if let Some(session) = self.session_mut(message.session) {
                session.given = Some(number);
            }
        }
        let Some(info) = words.tag_info(answer) else { return };
        let Some(place) = self.place_of_session(message.session) else {
            return;
        };
        let session = self
            .connectors
            .get_mut(place)
            .and_then(|connector| connector.session.as_mut());
        let Some(session) = session else { return };
        session.parent = info.parent.clone();
        let token = session.token.clone();
        if self.settings.flag("AuthorizationCacheEnabled") {
            self.tags.remember(&token.text, info.clone());
        }
        if info.is_accepted(self.now) {
            return;
        }
        self.say(format!(
            "the server does not let {} charge: {}",
            token.text, info.status
        ));
        if self.settings.flag("StopTransactionOnInvalidId") {
            self.stop(place, StopReason::DeAuthorized, None);
        } else if let Some(session) = self.session_mut(message.session) {
            session.refused = true;
        }
    }

    fn not_delivered(&mut self) {
        self.dirty = true;
        let retries = Retries {
            attempts: self.settings.number("TransactionMessageAttempts"),
            interval: self.settings.seconds("TransactionMessageRetryInterval"),
        };
        if let Some(given_up) = self.outbox.failed(self.now, retries) {
            self.given_up(&given_up);
        }
    }

    /// A message of a transaction is not tried again.
    pub(super) fn given_up(&mut self, message: &Kept) {
        self.say(format!(
            "{} was given up after {} tries",
            message.action, message.attempts
        ));
        *self.given_up.entry(message.action.clone()).or_default() += 1;
        if message.part == Part::Start && self.words().number(&serde_json::json!({"transactionId": 0})).is_some() {
            // The server has no number for it, and is told so (1.6 errata 3.18).
            self.outbox.transactions.name(message.session, -1);
            if let Some(session) = self.session_mut(message.session) {
                session.given = Some(-1);
            }
        }
    }

    /// The server's word on somebody who wants to charge.
    fn authorized(&mut self, asked: super::outbox::Asked, answer: &Value) {
        let Some(info) = self.words().tag_info(answer) else {
            return;
        };
        if self.settings.flag("AuthorizationCacheEnabled") {
            self.tags.remember(&asked.token.text, info.clone());
            self.dirty = true;
        }
        if info.is_accepted(self.now) {
            let parent = group(&info);
            self.grant(asked, parent);
        } else {
            self.say(format!("{} may not charge: {}", asked.token.text, info.status));
        }
    }
}
