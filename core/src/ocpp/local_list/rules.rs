//! What SendLocalList and GetLocalListVersion make of what is known of a station's list.
//!
//! An update is noted before it leaves, so that a crash or a lost answer leaves a trace: until the station
//! says which version it has, nobody knows whether it took it.

use chrono::TimeDelta;
use serde::Serialize;
use serde_json::json;

use crate::clock::Time;
use crate::events::kinds::LOCAL_LIST_CHANGED;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::ocpp::operation::Answer;
use crate::ocpp::questions::{Own, ask};
use crate::state::local_lists::{LocalList, Reported, Update, put_local_list};

/// More updates of unknown outcome are not told apart.
const MAX_UNCONFIRMED: usize = 4;

/// Whether the station holds what we think.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = LocalListDrift)]
pub enum Drift {
    /// It accepted this version last, and said nothing else since.
    None,
    /// An update's outcome is not known, one failed, or we know nothing yet.
    Unknown,
    /// It says that it has another version.
    Different,
}

/// How the station's list stands to what is known.
#[must_use]
pub fn drift(list: &LocalList) -> Drift {
    if list.in_doubt || !list.unconfirmed.is_empty() {
        return Drift::Unknown;
    }
    match list.reported {
        Some(reported) if is_ours(list, reported.version) => Drift::None,
        Some(_) => Drift::Different,
        None if list.accepted_at.is_none() => Drift::Unknown,
        None => Drift::None,
    }
}

/// 0 and -1 say that the station has no entries.
fn is_ours(list: &LocalList, version: i64) -> bool {
    version == list.version || (version <= 0 && list.entries.is_empty())
}

/// An update leaves; what follows it are its other parts, which are known to be wanted from now on.
///
/// # Errors
/// The store's.
pub fn leaves(context: Context<'_>, update: Update, following: Vec<Update>) -> Result<Effects, HandlerError> {
    change(context, |list, _| {
        if !following.is_empty() {
            list.intend([vec![update.clone()], following].concat());
        } else if update.full && list.missed.first() == Some(&update) {
            // It is no longer the first part of another.
            list.missed.truncate(1);
        }
        list.unconfirmed.push(update);
        if list.unconfirmed.len() > MAX_UNCONFIRMED {
            list.unconfirmed.remove(0);
            list.in_doubt = true;
        }
    })
}

/// What the station said of an update.
///
/// # Errors
/// The store's.
pub fn sent(context: Context<'_>, update: Update, answer: Answer<'_, &str>) -> Result<Effects, HandlerError> {
    let missed = matches!(answer, Answer::Response("Failed" | "VersionMismatch")) && !update.full;
    let failed = match answer {
        Answer::Response("Accepted") => return change(context, |list, now| accept(list, update, now)),
        Answer::Unknown => return Ok(Effects::none()),
        Answer::NotSent | Answer::Response("NotSupported") => false,
        Answer::Response(_) => true,
        Answer::Refused(error) => !error.says_not_done(),
    };
    let has_none = matches!(answer, Answer::Response("NotSupported") | Answer::Refused(_)) && !failed;
    let mut again = false;
    let effects = change(context, |list, now| {
        list.unconfirmed.retain(|one| one.version != update.version);
        list.in_doubt |= failed;
        if has_none && update.full {
            list.missed.clear();
        }
        if missed {
            list.miss(update);
            again = context.settings.ask.local_list && may_be_sent_again(list, now);
            if again {
                list.sent_again_at = Some(now);
            }
        }
    })?;
    if !again {
        return Ok(effects);
    }
    let own = Own {
        name: "local-list",
        payload: json!({ "update": "again" }),
        word: "server: local list".to_owned(),
    };
    ask(context, effects, own)
}

/// A station that takes no list at all is not sent one after the other.
fn may_be_sent_again(list: &LocalList, now: Time) -> bool {
    list.sent_again_at.is_none_or(|at| now - at > TimeDelta::hours(1))
}

/// What the station said of its version: it tells which of the updates of unknown outcome it took.
///
/// # Errors
/// The store's.
pub fn reported(context: Context<'_>, answer: Answer<'_, i64>) -> Result<Effects, HandlerError> {
    let Answer::Response(version) = answer else {
        return Ok(Effects::none());
    };
    change(context, |list, now| {
        let unconfirmed = std::mem::take(&mut list.unconfirmed);
        if let Some(taken) = unconfirmed.into_iter().find(|update| update.version == version) {
            accept(list, taken, now);
        }
        list.in_doubt = false;
        list.reported = Some(Reported { version, at: now });
    })
}

fn accept(list: &mut LocalList, update: Update, now: Time) {
    if update.full {
        list.in_doubt = false;
    }
    list.take(&update);
    list.version = update.version;
    list.accepted_at = Some(now);
    list.reported = None;
}

/// Keeps a change, if nobody else made one meanwhile, and tells it where it can be seen.
fn change(context: Context<'_>, make: impl FnOnce(&mut LocalList, Time)) -> Result<Effects, HandlerError> {
    let charge_point = context.caller.charge_point;
    let (before, seen) = context.state.local_list_seen(charge_point)?;
    let mut after = before.clone();
    make(&mut after, context.caller.now);
    if after == before {
        return Ok(Effects::none());
    }
    let effects = Effects::now(vec![seen.guarded(put_local_list(charge_point, &after)?)]);
    if (after.version, drift(&after)) == (before.version, drift(&before)) && after.reported == before.reported {
        return Ok(effects);
    }
    let shown = json!({
        "version": after.version,
        "entries": after.entries.len(),
        "reportedVersion": after.reported.map(|reported| reported.version),
        "drift": drift(&after),
    });
    Ok(effects.tell_own(&LOCAL_LIST_CHANGED, shown))
}
