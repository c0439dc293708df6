//! Local lists (1.6 sections 5.10 and 5.15, 2.x block D): the tags that a station may accept by itself. What
//! a station holds is known by version, whoever sent it (`rules`); `verb` is the version-neutral way to
//! change and to check it; and each version has its words.

mod rules;
mod v16;
mod v2;
mod verb;

pub use rules::{Drift, drift};
pub use verb::{ACTION, Entry, ListRequest, UpdateKind, check, shown};

use super::rows::{Row, Versions};
use crate::events::kinds::LOCAL_LIST_CHANGED;

pub(super) const ROWS: &[Row] = &[
    Row::operated::<v16::GetLocalListVersion>("GetLocalListVersion", Versions::V16).tells(&[&LOCAL_LIST_CHANGED]),
    Row::operated::<v2::GetLocalListVersion>("GetLocalListVersion", Versions::V2).tells(&[&LOCAL_LIST_CHANGED]),
    Row::operated::<v16::SendLocalList>("SendLocalList", Versions::V16).tells(&[&LOCAL_LIST_CHANGED]),
    Row::operated::<v2::SendLocalList>("SendLocalList", Versions::V2).tells(&[&LOCAL_LIST_CHANGED]),
];
