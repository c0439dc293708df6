//! Of each collection: what of a person may be found there, and what becomes of it when a tag is erased.

use crate::state::collections::{
    AUDIT, CAMPAIGN_MEMBERS, CAMPAIGN_MEMBERS_BY_STATE, CAMPAIGN_ORDERS, CAMPAIGNS, COMMAND_QUEUE, COMMANDS,
    COMMANDS_AWAITED, COMMANDS_BY_STATION, EVENTS, ID_TAGS, IDEMPOTENCY, LOCAL_LISTS, MESSAGES, OPEN_RESERVATIONS,
    OPEN_TRANSACTIONS, ORPHANS, RECORDS, RESERVATIONS, TRANSACTION_EVENTS, TRANSACTION_LATER, TRANSACTION_METER_VALUES,
    TRANSACTION_STARTS, TRANSACTIONS, TRANSACTIONS_BY_DOUBT, TRANSACTIONS_BY_ID_TAG, TRANSACTIONS_BY_STATION,
    TRANSACTIONS_BY_TIME,
};
use crate::store::Collection;

/// What becomes of a tag in a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Its texts are masked.
    Text,
    /// The register: the tag's record goes, and the groups of others that it names.
    Register,
    /// Masked with what finds a session by its tag.
    Sessions,
    /// Its keys name tags; those that name it go.
    Keys,
    /// Its keys begin with a tag; those that begin with it go.
    Index,
    /// The entries of the tag go.
    LocalLists,
    /// Frames in a row.
    Frames,
    /// Masked, but for what a campaign that is under way still needs.
    Campaigns,
    /// A plugin's own: looked at, and told.
    Plugins,
}

/// The way of a collection.
pub(super) fn way(collection: Collection) -> Way {
    match collection {
        ID_TAGS => Way::Register,
        TRANSACTIONS => Way::Sessions,
        TRANSACTION_STARTS => Way::Keys,
        TRANSACTIONS_BY_ID_TAG => Way::Index,
        LOCAL_LISTS => Way::LocalLists,
        MESSAGES => Way::Frames,
        CAMPAIGNS | CAMPAIGN_ORDERS | COMMANDS => Way::Campaigns,
        Collection("plugins" | "plugin-history" | "plugin-state") => Way::Plugins,
        _ => Way::Text,
    }
}

/// The word that stands for a collection where things are counted.
pub(super) fn class(collection: Collection) -> &'static str {
    match collection {
        ID_TAGS => "idTags",
        TRANSACTIONS
        | OPEN_TRANSACTIONS
        | TRANSACTION_STARTS
        | TRANSACTIONS_BY_TIME
        | TRANSACTIONS_BY_STATION
        | TRANSACTIONS_BY_ID_TAG
        | TRANSACTIONS_BY_DOUBT => "sessions",
        TRANSACTION_EVENTS | TRANSACTION_METER_VALUES | TRANSACTION_LATER => "sessionMessages",
        ORPHANS => "inbox",
        RECORDS => "records",
        EVENTS => "events",
        MESSAGES => "frames",
        COMMANDS | COMMAND_QUEUE | COMMANDS_BY_STATION | COMMANDS_AWAITED | IDEMPOTENCY => "commands",
        RESERVATIONS | OPEN_RESERVATIONS => "reservations",
        LOCAL_LISTS => "localLists",
        CAMPAIGNS | CAMPAIGN_ORDERS | CAMPAIGN_MEMBERS | CAMPAIGN_MEMBERS_BY_STATE => "campaigns",
        AUDIT => "audit",
        Collection("plugins" | "plugin-history" | "plugin-state" | "plugin-events" | "plugin-events-set-aside") => {
            "plugins"
        }
        _ => "other",
    }
}

/// The classes in the order in which they are exported; sessions and their messages stand together.
pub(super) const CLASSES: [&str; 13] = [
    "idTags",
    "reservations",
    "localLists",
    "commands",
    "campaigns",
    "inbox",
    "records",
    "events",
    "frames",
    "audit",
    "plugins",
    "sessionMessages",
    "other",
];
