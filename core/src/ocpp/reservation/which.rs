//! Which reservation a session uses (1.6 section 5.13, 2.x H03). It ends when a session of its token begins at its
//! place; not every station says its number, and some say another one.

use chrono::TimeDelta;

use crate::clock::Time;
use crate::ids::TransactionId;
use crate::ledger::matching::same_group;
use crate::ocpp::context::Context;
use crate::state::id_tags::same_tag;
use crate::state::reservations::Reservation;
use crate::store::StoreError;

/// What is known of a session that began.
#[derive(Debug, Clone, Copy)]
pub struct Began<'a> {
    /// Its id.
    pub transaction: &'a TransactionId,
    /// The reservation that the station says it uses.
    pub named: Option<i64>,
    /// From 2.0.1 on, once it is known.
    pub evse: Option<i64>,
    /// Where the cable is.
    pub connector: Option<i64>,
    /// Its token.
    pub id_tag: &'a str,
    /// 2.x: what kind of token that is, where the station says it.
    pub id_tag_type: Option<&'a str>,
    /// The token's group.
    pub group: Option<&'a str>,
    /// The station's time of its begin.
    pub at: Option<Time>,
}

/// A start that is told so much later than it was waited while the station was off line.
const LIVE: TimeDelta = TimeDelta::minutes(2);

/// A reservation that a session uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// Its number.
    pub number: i64,
    /// The session's token is the one that it is for.
    pub is_own: bool,
}

/// The reservation that a session uses, if it uses one that is in force: the one that the station names, in 1.6 at its own
/// place whoever begins there, for the station knows who it let in; elsewhere if it is for the token; else the one for the
/// token at the session's place.
///
/// # Errors
/// The store's.
pub fn which(context: Context<'_>, began: &Began<'_>) -> Result<Option<Use>, StoreError> {
    let (state, caller) = (context.state, context.caller);
    let open = state.open_reservations(caller.charge_point)?;
    // The operator's word and the station's are of one token if they are by the rules of its make.
    let rules = caller.tags;
    let id_tag = rules.apply(began.id_tag);
    let began = Began {
        id_tag: &id_tag,
        ..*began
    };
    let mut known = Vec::with_capacity(open.len());
    for reservation in open {
        // Whose group the request did not name is of the group that the holder is registered with.
        let group = match (&reservation.parent_id_tag, began.group) {
            (None, Some(_)) => state
                .id_tag(&rules.apply(&reservation.id_tag))?
                .and_then(|tag| tag.parent),
            (named, _) => named.clone(),
        };
        known.push(Reservation {
            id_tag: rules.apply(&reservation.id_tag).into_owned(),
            parent_id_tag: group,
            ..reservation
        });
    }
    Ok(choose(known.into_iter(), &began, caller.now))
}

fn choose(known: impl Iterator<Item = Reservation>, began: &Began<'_>, now: Time) -> Option<Use> {
    let at = began.at.unwrap_or(now).min(now);
    // What is told at once is of now, whatever the station's clock says.
    let is_before = |reservation: &Reservation| {
        let made = reservation.created_at.filter(|_| now - at > LIVE);
        made.is_some_and(|made| at < made)
    };
    let fitting = known.filter(|reservation| {
        let in_time = reservation.is_open() && reservation.expiry > at;
        let is_named = began.named == Some(reservation.reservation_id);
        // Nobody names a number before it was given; then the station's clock is wrong.
        let fits = match (is_named, is_there(reservation, began)) {
            // In 2.x a token has a type, and the station says with it who it let in.
            (true, true) if began.evse.is_none() => true,
            (true, _) => is_for(reservation, began),
            (false, is_there) => is_there && is_for(reservation, began) && !is_before(reservation),
        };
        in_time && fits
    });
    let worth = |reservation: &Reservation| {
        (
            began.named != Some(reservation.reservation_id),
            !same_tag(&reservation.id_tag, began.id_tag),
            reservation.evse.is_none() && reservation.connector.is_none(),
            reservation.reservation_id,
        )
    };
    fitting.min_by_key(worth).map(|reservation| Use {
        number: reservation.reservation_id,
        is_own: same_tag(&reservation.id_tag, began.id_tag),
    })
}

/// A reservation without a place is for any.
fn is_there(reservation: &Reservation, began: &Began<'_>) -> bool {
    match (reservation.evse, reservation.connector) {
        (Some(evse), _) => began.evse == Some(evse),
        (None, Some(connector)) => began.evse.is_none() && began.connector == Some(connector),
        (None, None) => true,
    }
}

/// A token of 2.x is its text and its type (C01.FR.25). Central is what is said where nobody knows better.
fn same_type(reservation: &Reservation, began: &Began<'_>) -> bool {
    let asked = reservation.id_tag_type.as_deref().filter(|kind| *kind != "Central");
    let both = asked.zip(began.id_tag_type);
    both.is_none_or(|(asked, told)| asked.eq_ignore_ascii_case(told))
}

/// It is for this token, or for those of its group.
fn is_for(reservation: &Reservation, began: &Began<'_>) -> bool {
    let own = same_tag(&reservation.id_tag, began.id_tag) && same_type(reservation, began);
    own || same_group(reservation.parent_id_tag.as_deref(), began.group)
}
