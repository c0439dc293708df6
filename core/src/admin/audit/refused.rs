//! Who was not let in: the first of a flood are written down, and the next one says how many were not.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use actix_web::ResponseError as _;
use actix_web::dev::ServiceRequest;

use super::entry::{Asking, Ending, Entry};
use super::target;
use crate::admin::access::pattern;
use crate::admin::problem::Problem;
use crate::clock;
use crate::events::{COMPLAINTS, EventBudget};
use crate::state::State;
use crate::state::audit::{AuditOutcome, Who};
use crate::store::StoreError;

/// How much is written down of each kind, so that none hides the other.
#[derive(Debug)]
pub struct Refused {
    /// Without a valid token.
    strangers: Mutex<EventBudget>,
    /// With a token that may not do it.
    holders: Mutex<EventBudget>,
}

impl Default for Refused {
    fn default() -> Self {
        Self {
            strangers: Mutex::new(COMPLAINTS),
            holders: Mutex::new(COMPLAINTS),
        }
    }
}

impl Refused {
    /// A request was refused for who sent it: durable when this is over, if it is written down.
    pub async fn note(&self, state: &State, request: &ServiceRequest, who: Who, problem: &Problem) {
        if let Some(untold) = self.admits(&who) {
            write(begin(state, request, who), untold, problem).await;
        }
    }

    /// The same of what somebody asked over a connection that goes on.
    pub async fn note_asked(&self, state: &State, asked: Asking, problem: &Problem) {
        if let Some(untold) = self.admits(&asked.who) {
            write(Entry::begin(state, asked), untold, problem).await;
        }
    }

    /// The same of a login.
    pub async fn note_login(&self, state: &State, who: Who, problem: &Problem) {
        let Some(untold) = self.admits(&who) else { return };
        let asking = Asking {
            who,
            operation: "POST /login".to_owned(),
            path: Some("/login".to_owned()),
            target: BTreeMap::new(),
            asked: None,
            before: None,
        };
        write(Entry::begin(state, asking), untold, problem).await;
    }

    /// Whether one more is written down, and how many were not before it.
    fn admits(&self, who: &Who) -> Option<u64> {
        let budget = if who.role.is_some() {
            &self.holders
        } else {
            &self.strangers
        };
        let mut budget = budget.lock().unwrap_or_else(PoisonError::into_inner);
        budget.admit(clock::now())
    }
}

async fn write(begun: Result<Entry, StoreError>, untold: u64, problem: &Problem) {
    let ending = Ending {
        outcome: AuditOutcome::Refused,
        status: Some(problem.status_code().as_u16()),
        after: None,
        result: None,
        problem: Some(problem.detail.clone()),
    };
    let written = match begun {
        Ok(mut entry) => {
            entry.after_untold(untold);
            entry.end(ending).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = written {
        tracing::error!(%error, "a refused request is not in the audit log");
    }
}

fn begin(state: &State, request: &ServiceRequest, who: Who) -> Result<Entry, StoreError> {
    let path = request.uri().path();
    let pattern = pattern(request).unwrap_or_else(|| path.chars().take(100).collect());
    let shown = pattern.strip_prefix("/api/v1").unwrap_or(&pattern);
    Entry::begin(
        state,
        Asking {
            who,
            operation: format!("{} {shown}", request.method()),
            path: Some(path.chars().take(500).collect()),
            target: target::of_path(&pattern, path),
            asked: None,
            before: None,
        },
    )
}
