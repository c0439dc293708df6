//! What CALLs of ours change of a station's credentials, whichever door sent them: its password, its security profile,
//! its network profiles. What they say is read from their payloads; what becomes of the record is `credentials`.

pub mod network;
mod words;

use serde_json::{Value, json};

pub use self::words::{of_data, of_key, of_network_profile, reply_to, said};
use crate::credentials::profiles::{self, NewProfile};
use crate::credentials::rotation::{self, NewPassword, Reply, RotationError};
use crate::events::kinds::CREDENTIALS_CHANGED;
use crate::ocpp::context::Context;
use crate::ocpp::effects::Effects;
use crate::ocpp::error::HandlerError;
use crate::state::Versioned;
use crate::state::charge_points::{ChargePoint, put_back_charge_point};

/// What one entry of a CALL tells a station.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told<'a> {
    /// Its password.
    Password {
        /// As it stands there.
        secret: &'a str,
        /// It is of a network profile, and used when that is.
        other_profile: bool,
    },
    /// The security profile to come with.
    Profile {
        /// 0 to 3.
        profile: u8,
        /// 2.x: the network profile that has it.
        slot: Option<i64>,
    },
    /// 2.x: the network profiles that it uses, the first of them first.
    Priority(Vec<i64>),
}

/// The same with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// What was told.
    pub told: Told<'a>,
    /// What the station said.
    pub reply: Reply,
}

impl Told<'_> {
    fn new_password<'s>(&'s self, call: &'s str) -> Option<NewPassword<'s>> {
        match self {
            Self::Password { secret, other_profile } => Some(NewPassword {
                call,
                secret,
                other_profile: *other_profile,
            }),
            _ => None,
        }
    }

    /// The event that says how it stands with it; none of the order of network profiles.
    fn shown(&self, state: &str) -> Option<Value> {
        match self {
            Self::Password { .. } => Some(json!({ "credential": "password", "state": state })),
            Self::Profile { profile, .. } => Some(json!({
                "credential": "security-profile", "state": state, "securityProfile": profile,
            })),
            Self::Priority(_) => None,
        }
    }
}

/// A CALL is about to leave: what it may bring is accepted from now on.
///
/// # Errors
/// Too many changes are under way; the store's.
pub fn leaves(context: Context<'_>, told: &[Told<'_>]) -> Result<Effects, HandlerError> {
    let (call, now) = (context.message.as_str(), context.caller.now);
    let step = |record: &mut ChargePoint| {
        let mut events = Vec::new();
        for told in told {
            let changes = match told {
                Told::Password { .. } => {
                    let new = told.new_password(call);
                    new.map(|new| rotation::sent(record, new, now))
                        .transpose()
                        .map_err(busy)?
                        .is_some()
                }
                Told::Profile { profile, slot } => {
                    let new = NewProfile {
                        call,
                        profile: *profile,
                        slot: *slot,
                    };
                    profiles::sent(record, new, now)
                }
                Told::Priority(_) => false,
            };
            events.extend(told.shown("pending").filter(|_| changes));
        }
        Ok(events)
    };
    change(context, told.is_empty(), step)
}

/// The CALL has ended.
///
/// # Errors
/// The store's.
pub fn answered(context: Context<'_>, outcomes: &[Outcome<'_>]) -> Result<Effects, HandlerError> {
    let (call, now) = (context.message.as_str(), context.caller.now);
    let step = |record: &mut ChargePoint| {
        let mut events = Vec::new();
        for Outcome { told, reply } in outcomes {
            let changes = match told {
                Told::Password { .. } => {
                    let new = told.new_password(call);
                    let changed = new.map(|new| rotation::answered(record, new, *reply, now));
                    changed.transpose().map_err(busy)?.unwrap_or_default()
                }
                Told::Profile { .. } => profiles::answered(record, call, *reply),
                Told::Priority(slots) if *reply == Reply::Refused => profiles::slots_refused(record, slots),
                Told::Priority(_) => false,
            };
            events.extend(told.shown(word(*reply)).filter(|_| changes));
            if matches!(told, Told::Priority(_)) && changes {
                events.push(json!({ "credential": "security-profile", "state": "refused" }));
            }
        }
        Ok(events)
    };
    change(context, outcomes.is_empty(), step)
}

/// Changes the record of the charge point, and tells the events; nothing of one that is not registered.
fn change(
    context: Context<'_>,
    is_nothing: bool,
    step: impl FnOnce(&mut ChargePoint) -> Result<Vec<Value>, HandlerError>,
) -> Result<Effects, HandlerError> {
    let id = context.caller.charge_point;
    if is_nothing {
        return Ok(Effects::none());
    }
    let Some(known) = context.state.charge_point_at(id)? else {
        return Ok(Effects::none());
    };
    let mut record = Versioned::from(known);
    let events = step(&mut record.record)?;
    if events.is_empty() {
        return Ok(Effects::none());
    }
    let effects = Effects::now(vec![put_back_charge_point(id, &record)?]);
    Ok(events
        .into_iter()
        .fold(effects, |effects, event| effects.tell_own(&CREDENTIALS_CHANGED, event)))
}

fn word(reply: Reply) -> &'static str {
    match reply {
        Reply::Accepted => "accepted",
        Reply::Refused => "refused",
        Reply::NotSent => "not-sent",
        Reply::Unknown => "unanswered",
    }
}

fn busy(error: RotationError) -> HandlerError {
    HandlerError::Busy(match error {
        RotationError::Random => "the system has no random numbers",
        RotationError::TooMany => {
            "too many new passwords of this charge point are unsettled; it has to connect with one of them first"
        }
    })
}
