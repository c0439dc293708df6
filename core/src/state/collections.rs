//! The table of all collections: whose each is, how long its records stay, and the number of the form
//! in which they are stored.
//!
//! A form is what `stored_forms/COLLECTION.NUMBER` shows. To change one: raise its number here, add a file
//! with a record of the new form, and keep reading the older ones.

use crate::store::Collection;

pub const CHARGE_POINTS: Collection = Collection("charge-points");
pub const BOOTS: Collection = Collection("boots");
pub const LAST_SEEN: Collection = Collection("last-seen");
pub const CONNECTIONS: Collection = Collection("connections");
pub const REFUSED_CONNECTIONS: Collection = Collection("refused-connections");
pub const REFUSALS: Collection = Collection("refusals");
pub const CONNECTORS: Collection = Collection("connectors");
pub const LATEST_METER_VALUES: Collection = Collection("latest-meter-values");
pub const RECORDS: Collection = Collection("records");
pub const REPAIRS: Collection = Collection("repairs");
pub const MESSAGES: Collection = Collection("messages");
pub const RESERVATIONS: Collection = Collection("reservations");
pub const OPEN_RESERVATIONS: Collection = Collection("reservations-open");
pub const RESERVATION_NUMBERS: Collection = Collection("reservation-numbers");
pub const COMMANDS: Collection = Collection("commands");
pub const IDEMPOTENCY: Collection = Collection("idempotency");
pub const COMMANDS_BY_STATION: Collection = Collection("commands-by-station");
pub const COMMANDS_AWAITED: Collection = Collection("commands-awaited");
pub const COMMAND_QUEUE: Collection = Collection("command-queue");
pub const TRANSACTIONS: Collection = Collection("transactions");
pub const TRANSACTION_STARTS: Collection = Collection("transaction-starts");
pub const OPEN_TRANSACTIONS: Collection = Collection("transactions-open");
pub const TRANSACTION_EVENTS: Collection = Collection("transaction-events");
pub const TRANSACTION_METER_VALUES: Collection = Collection("transaction-meter-values");
pub const TRANSACTIONS_BY_TIME: Collection = Collection("transactions-by-time");
pub const TRANSACTIONS_BY_STATION: Collection = Collection("transactions-by-station");
pub const TRANSACTIONS_BY_ID_TAG: Collection = Collection("transactions-by-id-tag");
pub const TRANSACTIONS_BY_DOUBT: Collection = Collection("transactions-by-doubt");
pub const TRANSACTION_STATUSES: Collection = Collection("transaction-statuses");
pub const TRANSACTION_LATER: Collection = Collection("transaction-later");
pub const ORPHANS: Collection = Collection("transaction-orphans");
pub const ID_TAGS: Collection = Collection("id-tags");
pub const CHARGING_PROFILES: Collection = Collection("charging-profiles");
pub const CHARGING_PROFILE_REPORTS: Collection = Collection("charging-profile-reports");
pub const REPORTED_PROFILES: Collection = Collection("charging-profiles-reported");
pub const TAG_REFUSALS: Collection = Collection("tag-refusals");
pub const COUNTERS: Collection = Collection("counters");
pub const ASKED: Collection = Collection("asked-for");
pub const LOCAL_LISTS: Collection = Collection("local-lists");
pub const VARIABLE_SHELVES: Collection = Collection("variable-shelves");
pub const INVENTORIES: Collection = Collection("inventories");
pub const WANTED_CONFIGURATIONS: Collection = Collection("wanted-configurations");
pub const CERTIFICATES: Collection = Collection("certificates");
pub const ISSUED_CERTIFICATES: Collection = Collection("issued-certificates");
pub const NETWORK_PROFILES: Collection = Collection("network-profiles");
pub const FILES: Collection = Collection("files");
pub const FILES_BY_STATION: Collection = Collection("files-by-station");
pub const FILE_TOKENS: Collection = Collection("file-tokens");
pub const FIRMWARE: Collection = Collection("firmware");
pub const FIRMWARE_UPDATES: Collection = Collection("firmware-updates");
pub const DIAGNOSTICS: Collection = Collection("diagnostics");
pub const EVENTS: Collection = Collection("events");
pub const EVENTS_GONE: Collection = Collection("events-gone");
pub const EVENT_CURSORS: Collection = Collection("event-cursors");
pub const CAMPAIGNS: Collection = Collection("campaigns");
pub const CAMPAIGN_ORDERS: Collection = Collection("campaign-orders");
pub const CAMPAIGN_MEMBERS: Collection = Collection("campaign-members");
pub const CAMPAIGN_MEMBERS_BY_STATE: Collection = Collection("campaign-members-by-state");
pub const TOKENS: Collection = Collection("tokens");
pub const TOKEN_USES: Collection = Collection("token-uses");
pub const LOGINS: Collection = Collection("logins");
pub const AUDIT: Collection = Collection("audit");
pub const WEBHOOKS: Collection = Collection("webhooks");
pub const WEBHOOK_STATES: Collection = Collection("webhook-states");
pub const WEBHOOK_GAPS: Collection = Collection("webhook-gaps");
pub const WEBHOOK_DEAD_LETTERS: Collection = Collection("webhook-dead-letters");

/// What holds for a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub collection: Collection,
    pub owner: Owner,
    pub retention: Retention,
    /// Of the form that is written now; from 1 on.
    pub form: u32,
}

/// Whose the records of a collection are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A charge point's, whose identity is the key or its first part.
    Station,
    /// A charge point's, which the record names as `chargePoint`.
    StationInRecord,
    /// A plugin's, whose name is the key or its first part.
    Plugin,
    /// A webhook's, whose id is the key or its first part.
    Webhook,
    /// Of a plugin or a webhook, whose name as a subscriber is the key or its first part.
    Subscriber,
    Server,
}

/// How long a record stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retention {
    /// As long as its owner, unless somebody removes it.
    Owner,
    /// Also when its owner is gone: it is money, or says where money is.
    Always,
    /// The newest of each charge point, as long as their owner: `store.records_per_charge_point`,
    /// `store.events_per_charge_point` and `store.commands_per_charge_point` of them.
    Newest,
    /// The newest of each charge point, as long as their owner: `messages.durable_per_charge_point` bytes of them.
    Bytes,
    /// Until what it stands for is done, at most as long as its owner.
    Done,
    /// Until the time that it says, if it says one; at most as long as its owner.
    Expiry,
    /// The newest, `audit.keep` of them, none older than `audit.keep_for`.
    Audit,
}

const fn row(collection: Collection, owner: Owner, retention: Retention, form: u32) -> Row {
    Row {
        collection,
        owner,
        retention,
        form,
    }
}

/// Every collection has one row here; a test reads the sources.
pub const TABLE: &[Row] = &[
    row(CHARGE_POINTS, Owner::Station, Retention::Owner, 4),
    row(BOOTS, Owner::Station, Retention::Owner, 2),
    row(LAST_SEEN, Owner::Station, Retention::Owner, 1),
    row(CONNECTIONS, Owner::Station, Retention::Owner, 1),
    row(REFUSED_CONNECTIONS, Owner::Station, Retention::Owner, 1),
    row(REFUSALS, Owner::Server, Retention::Owner, 1),
    row(CONNECTORS, Owner::Station, Retention::Owner, 2),
    row(LATEST_METER_VALUES, Owner::Station, Retention::Owner, 1),
    row(RECORDS, Owner::Station, Retention::Newest, 1),
    row(REPAIRS, Owner::Station, Retention::Owner, 1),
    row(MESSAGES, Owner::Station, Retention::Bytes, 1),
    row(RESERVATIONS, Owner::Station, Retention::Owner, 2),
    row(OPEN_RESERVATIONS, Owner::Station, Retention::Done, 1),
    row(RESERVATION_NUMBERS, Owner::Station, Retention::Always, 1),
    row(COMMANDS, Owner::StationInRecord, Retention::Newest, 4),
    row(IDEMPOTENCY, Owner::Server, Retention::Done, 1),
    row(COMMANDS_BY_STATION, Owner::Station, Retention::Newest, 1),
    row(COMMANDS_AWAITED, Owner::Station, Retention::Done, 1),
    row(COMMAND_QUEUE, Owner::Station, Retention::Done, 2),
    row(TRANSACTIONS, Owner::Station, Retention::Always, 7),
    row(TRANSACTION_STARTS, Owner::Station, Retention::Always, 1),
    row(OPEN_TRANSACTIONS, Owner::Station, Retention::Always, 2),
    row(TRANSACTION_EVENTS, Owner::Station, Retention::Always, 1),
    row(TRANSACTION_METER_VALUES, Owner::Station, Retention::Always, 2),
    row(TRANSACTIONS_BY_TIME, Owner::Server, Retention::Always, 1),
    row(TRANSACTIONS_BY_STATION, Owner::Station, Retention::Always, 1),
    row(TRANSACTIONS_BY_ID_TAG, Owner::Server, Retention::Always, 1),
    row(TRANSACTIONS_BY_DOUBT, Owner::Server, Retention::Always, 2),
    row(ORPHANS, Owner::Station, Retention::Always, 2),
    row(TRANSACTION_STATUSES, Owner::Station, Retention::Always, 1),
    row(TRANSACTION_LATER, Owner::Station, Retention::Always, 1),
    row(ID_TAGS, Owner::Server, Retention::Owner, 2),
    row(CHARGING_PROFILES, Owner::Station, Retention::Owner, 1),
    row(CHARGING_PROFILE_REPORTS, Owner::Station, Retention::Owner, 1),
    row(REPORTED_PROFILES, Owner::Station, Retention::Owner, 1),
    row(TAG_REFUSALS, Owner::Server, Retention::Owner, 1),
    row(COUNTERS, Owner::Server, Retention::Always, 1),
    row(ASKED, Owner::Station, Retention::Done, 1),
    row(LOCAL_LISTS, Owner::Station, Retention::Owner, 2),
    row(VARIABLE_SHELVES, Owner::Station, Retention::Owner, 1),
    row(INVENTORIES, Owner::Station, Retention::Owner, 1),
    row(WANTED_CONFIGURATIONS, Owner::Station, Retention::Owner, 1),
    row(CERTIFICATES, Owner::Station, Retention::Owner, 1),
    row(ISSUED_CERTIFICATES, Owner::Server, Retention::Expiry, 1),
    row(NETWORK_PROFILES, Owner::Station, Retention::Owner, 1),
    row(FILES, Owner::StationInRecord, Retention::Expiry, 1),
    row(FILES_BY_STATION, Owner::Station, Retention::Expiry, 1),
    row(FILE_TOKENS, Owner::StationInRecord, Retention::Expiry, 1),
    row(FIRMWARE, Owner::Server, Retention::Owner, 1),
    row(FIRMWARE_UPDATES, Owner::Station, Retention::Owner, 1),
    row(DIAGNOSTICS, Owner::Station, Retention::Owner, 1),
    row(EVENTS, Owner::Station, Retention::Newest, 1),
    row(EVENTS_GONE, Owner::Station, Retention::Owner, 1),
    row(EVENT_CURSORS, Owner::Subscriber, Retention::Owner, 1),
    row(CAMPAIGNS, Owner::Server, Retention::Owner, 1),
    row(CAMPAIGN_ORDERS, Owner::Server, Retention::Owner, 1),
    row(CAMPAIGN_MEMBERS, Owner::Server, Retention::Owner, 1),
    row(CAMPAIGN_MEMBERS_BY_STATE, Owner::Server, Retention::Owner, 1),
    row(TOKENS, Owner::Server, Retention::Owner, 1),
    row(TOKEN_USES, Owner::Server, Retention::Owner, 1),
    row(LOGINS, Owner::Server, Retention::Expiry, 1),
    row(AUDIT, Owner::Server, Retention::Audit, 1),
    row(WEBHOOKS, Owner::Server, Retention::Owner, 1),
    row(WEBHOOK_STATES, Owner::Webhook, Retention::Owner, 1),
    row(WEBHOOK_GAPS, Owner::Webhook, Retention::Done, 1),
    row(WEBHOOK_DEAD_LETTERS, Owner::Webhook, Retention::Owner, 1),
    row(Collection("plugins"), Owner::Plugin, Retention::Owner, 2),
    row(Collection("plugin-history"), Owner::Plugin, Retention::Owner, 3),
    row(Collection("plugin-state"), Owner::Plugin, Retention::Owner, 1),
    row(Collection("plugin-events"), Owner::Plugin, Retention::Done, 1),
    row(
        Collection("plugin-events-set-aside"),
        Owner::Plugin,
        Retention::Owner,
        2,
    ),
];

impl Row {
    /// Whether a charge point's records go when the charge point is forgotten.
    #[must_use]
    pub fn goes_with_its_station(&self) -> bool {
        matches!(self.owner, Owner::Station | Owner::StationInRecord) && self.retention != Retention::Always
    }
}
