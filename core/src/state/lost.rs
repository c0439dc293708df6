//! What records are called where some are damaged or missing, by their keys alone: `session 1000042 of charge point CP-7`.
//! Which records must be there where another is. Pure. Nothing here says an id tag.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::collections::{
    ASKED, AUDIT, BOOTS, CAMPAIGN_MEMBERS, CAMPAIGN_MEMBERS_BY_STATE, CAMPAIGN_ORDERS, CAMPAIGNS, CERTIFICATES,
    CHARGE_POINTS, CHARGING_PROFILE_REPORTS, CHARGING_PROFILES, COMMAND_QUEUE, COMMANDS, COMMANDS_AWAITED,
    COMMANDS_BY_STATION, CONNECTIONS, CONNECTORS, COUNTERS, DIAGNOSTICS, EVENT_CURSORS, EVENTS, EVENTS_GONE,
    FILE_TOKENS, FILES, FILES_BY_STATION, FIRMWARE, FIRMWARE_UPDATES, ID_TAGS, IDEMPOTENCY, INVENTORIES,
    ISSUED_CERTIFICATES, LAST_SEEN, LATEST_METER_VALUES, LOCAL_LISTS, LOGINS, MESSAGES, NETWORK_PROFILES,
    OPEN_RESERVATIONS, OPEN_TRANSACTIONS, ORPHANS, Owner, RECORDS, REFUSALS, REFUSED_CONNECTIONS, REPAIRS,
    REPORTED_PROFILES, RESERVATION_NUMBERS, RESERVATIONS, Row, TABLE, TAG_REFUSALS, TOKEN_USES, TOKENS,
    TRANSACTION_EVENTS, TRANSACTION_LATER, TRANSACTION_METER_VALUES, TRANSACTION_STARTS, TRANSACTION_STATUSES,
    TRANSACTIONS, TRANSACTIONS_BY_DOUBT, TRANSACTIONS_BY_ID_TAG, TRANSACTIONS_BY_STATION, TRANSACTIONS_BY_TIME,
    VARIABLE_SHELVES, WANTED_CONFIGURATIONS, WEBHOOK_DEAD_LETTERS, WEBHOOK_GAPS, WEBHOOK_STATES, WEBHOOKS,
};
use super::transactions::transaction_key;
use super::{key, parts};
use crate::ids::{ChargePointId, TransactionId};
use crate::store::{Collection, Named, Naming};

/// So many are named, the others counted.
const NAMED: usize = 20;

/// How the store's keys are read.
pub const NAMING: Naming = Naming { leads_to, in_words };

/// What one record of a collection is called, and some of them. Each collection has a row; a test counts.
const NOUNS: &[(Collection, &str, &str)] = &[
    (TRANSACTIONS, "a session", "sessions"),
    (CHARGE_POINTS, "the record", "records"),
    (TRANSACTION_EVENTS, "a message", "messages"),
    (
        TRANSACTION_METER_VALUES,
        "a set of meter values",
        "sets of meter values",
    ),
    (TRANSACTION_LATER, "a late message", "late messages"),
    (TRANSACTION_STATUSES, "a status of a session", "statuses of sessions"),
    (ORPHANS, "an entry of the inbox", "entries of the inbox"),
    (OPEN_TRANSACTIONS, "a note of an open session", "notes of open sessions"),
    (TRANSACTION_STARTS, "a note of a start", "notes of starts"),
    (
        TRANSACTIONS_BY_TIME,
        "an entry of the index of sessions",
        "entries of the index of sessions",
    ),
    (
        TRANSACTIONS_BY_STATION,
        "an entry of the index of sessions",
        "entries of the index of sessions",
    ),
    (
        TRANSACTIONS_BY_ID_TAG,
        "an entry of the index by tag",
        "entries of the index by tag",
    ),
    (
        TRANSACTIONS_BY_DOUBT,
        "an entry of the index of doubts",
        "entries of the index of doubts",
    ),
    (RESERVATIONS, "a reservation", "reservations"),
    (
        OPEN_RESERVATIONS,
        "a note of an open reservation",
        "notes of open reservations",
    ),
    (
        RESERVATION_NUMBERS,
        "the last number of a reservation",
        "last numbers of reservations",
    ),
    (ID_TAGS, "an id tag", "id tags"),
    (LOCAL_LISTS, "the local list", "local lists"),
    (COMMANDS, "a command", "commands"),
    (COMMAND_QUEUE, "a command that waits", "commands that wait"),
    (
        COMMANDS_BY_STATION,
        "an entry of the list of commands",
        "entries of the list of commands",
    ),
    (COMMANDS_AWAITED, "a note of a command", "notes of commands"),
    (IDEMPOTENCY, "an idempotency key", "idempotency keys"),
    (EVENTS, "an event", "events"),
    (
        EVENTS_GONE,
        "the count of events that are gone",
        "counts of events that are gone",
    ),
    (EVENT_CURSORS, "the place in the events", "places in the events"),
    (RECORDS, "a record of what it said", "records of what it said"),
    (MESSAGES, "a piece of the kept messages", "pieces of the kept messages"),
    (BOOTS, "the last boot", "last boots"),
    (LAST_SEEN, "the time when it was last seen", "times of last contact"),
    (CONNECTIONS, "the last connection", "last connections"),
    (CONNECTORS, "the state of a connector", "states of connectors"),
    (LATEST_METER_VALUES, "the latest meter values", "latest meter values"),
    (REFUSED_CONNECTIONS, "a refused connection", "refused connections"),
    (REFUSALS, "a refused connection", "refused connections"),
    (TAG_REFUSALS, "a refused tag", "refused tags"),
    (REPAIRS, "a count of repairs", "counts of repairs"),
    (CHARGING_PROFILES, "a charging profile", "charging profiles"),
    (
        CHARGING_PROFILE_REPORTS,
        "a report of charging profiles",
        "reports of charging profiles",
    ),
    (
        REPORTED_PROFILES,
        "a reported charging profile",
        "reported charging profiles",
    ),
    (
        VARIABLE_SHELVES,
        "a part of the configuration",
        "parts of the configuration",
    ),
    (WANTED_CONFIGURATIONS, "a wanted configuration", "wanted configurations"),
    (
        INVENTORIES,
        "a report of the configuration",
        "reports of the configuration",
    ),
    (NETWORK_PROFILES, "a network profile", "network profiles"),
    (CERTIFICATES, "a certificate", "certificates"),
    (ISSUED_CERTIFICATES, "a signed certificate", "signed certificates"),
    (ASKED, "a note of what was asked for", "notes of what was asked for"),
    (FILES, "the record of a file", "records of files"),
    (
        FILES_BY_STATION,
        "an entry of the list of files",
        "entries of the list of files",
    ),
    (FILE_TOKENS, "a token of a file", "tokens of files"),
    (FIRMWARE, "the record of a firmware", "records of firmware"),
    (FIRMWARE_UPDATES, "an update of firmware", "updates of firmware"),
    (DIAGNOSTICS, "a request for diagnostics", "requests for diagnostics"),
    (CAMPAIGNS, "a campaign", "campaigns"),
    (CAMPAIGN_ORDERS, "the orders of a campaign", "orders of campaigns"),
    (CAMPAIGN_MEMBERS, "a member of a campaign", "members of campaigns"),
    (
        CAMPAIGN_MEMBERS_BY_STATE,
        "an entry of the index of campaigns",
        "entries of the index of campaigns",
    ),
    (AUDIT, "a record of the audit log", "records of the audit log"),
    (TOKENS, "an operator's token", "operators' tokens"),
    (TOKEN_USES, "the last use of a token", "last uses of tokens"),
    (LOGINS, "a login", "logins"),
    (WEBHOOKS, "a webhook", "webhooks"),
    (WEBHOOK_STATES, "the state", "states"),
    (WEBHOOK_GAPS, "a gap", "gaps"),
    (WEBHOOK_DEAD_LETTERS, "an undelivered event", "undelivered events"),
    (COUNTERS, "a counter", "counters"),
    (Collection("plugins"), "the record", "records"),
    (Collection("plugin-history"), "a past record", "past records"),
    (
        Collection("plugin-state"),
        "a value of the state",
        "values of the state",
    ),
    (Collection("plugin-events"), "an event that waits", "events that wait"),
    (
        Collection("plugin-events-set-aside"),
        "an event that was set aside",
        "events that were set aside",
    ),
];

/// The collection and the key in it.
fn split(whole: &[u8]) -> Option<(&'static Row, &str)> {
    let (collection, key) = std::str::from_utf8(whole).ok()?.split_once('\0')?;
    let row = TABLE.iter().find(|row| row.collection.0 == collection)?;
    Some((row, key))
}

fn leads_to(whole: &[u8]) -> Option<Vec<u8>> {
    let (row, key_in_it) = split(whole)?;
    let parts = parts(key_in_it);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let (collection, key) = match (row.collection, parts.as_slice()) {
        (TRANSACTIONS_BY_TIME | TRANSACTIONS_BY_DOUBT, [_, station, id])
        | (TRANSACTIONS_BY_STATION, [station, _, id])
        | (TRANSACTIONS_BY_ID_TAG, [_, _, station, id])
        | (OPEN_TRANSACTIONS, [station, id])
        | (TRANSACTION_EVENTS | TRANSACTION_METER_VALUES | TRANSACTION_LATER, [station, id, ..]) => {
            let (station, id) = (ChargePointId::new(station), TransactionId::new(id));
            (TRANSACTIONS, transaction_key(&station, &id))
        }
        (COMMANDS_BY_STATION, [_, id]) => (COMMANDS, key(&[id])),
        (FILES_BY_STATION, [_, id]) => (FILES, key(&[id])),
        (BOOTS | LAST_SEEN | CONNECTORS, [station, ..]) => (CHARGE_POINTS, key(&[station])),
        _ => return None,
    };
    Some([collection.0, key.as_str()].join("\0").into_bytes())
}

/// One and many of what a key stands for.
fn called(row: &Row, key_in_it: &str) -> (String, String) {
    let parts = parts(key_in_it);
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let alone = |name: String| (name.clone(), name);
    let noun = NOUNS.iter().find(|(collection, ..)| *collection == row.collection);
    let (one, many) = noun.map_or((row.collection.0, row.collection.0), |(_, one, many)| (*one, *many));
    let of = match (row.collection, row.owner, parts.as_slice()) {
        (TRANSACTIONS, _, [station, id]) => {
            let id = without_padding(id);
            return alone(format!("session {id} of charge point {station}"));
        }
        (RESERVATIONS, _, [station, number]) => {
            let number = without_padding(number);
            return alone(format!("reservation {number} of charge point {station}"));
        }
        (COMMANDS, _, [id]) => return alone(format!("command {id}")),
        (CAMPAIGNS, _, [id]) => return alone(format!("campaign {id}")),
        (TRANSACTION_EVENTS | TRANSACTION_METER_VALUES | TRANSACTION_LATER, _, [station, id, ..]) => {
            format!(" of session {id} of charge point {station}")
        }
        // Events of nobody.
        (_, Owner::Station, ["", ..]) => " of the server".to_owned(),
        (_, Owner::Station, [station, ..]) => format!(" of charge point {station}"),
        (_, Owner::Plugin, [name, ..]) => format!(" of plugin {name}"),
        (_, Owner::Webhook, [id, ..]) => format!(" of webhook {id}"),
        (_, Owner::Subscriber, [name, ..]) => format!(" of {name}"),
        _ => String::new(),
    };
    (format!("{one}{of}"), format!("{many}{of}"))
}

/// The number of a session of 1.6, or of a reservation, as people write it.
fn without_padding(id: &str) -> Cow<'_, str> {
    id.parse::<i64>().map_or(id.into(), |number| number.to_string().into())
}

/// Sessions come first, then charge points, then what else there is.
fn in_words(keys: &BTreeSet<Vec<u8>>) -> Named {
    let mut named = Named::default();
    let mut counts: BTreeMap<(usize, String, String, String), u64> = BTreeMap::new();
    for (row, key_in_it) in keys.iter().filter_map(|whole| split(whole)) {
        *named.records.entry(row.collection.0.to_owned()).or_default() += 1;
        let rank = NOUNS.iter().position(|(collection, ..)| *collection == row.collection);
        let (one, many) = called(row, key_in_it);
        // By their numbers, as keys have them.
        let place = if one == many { key_in_it } else { &one };
        let called = (rank.unwrap_or(NOUNS.len()), place.to_owned(), one, many);
        *counts.entry(called).or_default() += 1;
    }
    for ((_, _, one, many), count) in counts {
        match count {
            _ if named.first.len() == NAMED => named.more += count,
            1 => named.first.push(one),
            count => named.first.push(format!("{count} {many}")),
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[(Collection, &[&str])]) -> BTreeSet<Vec<u8>> {
        let whole = |(collection, parts): &(Collection, &[&str])| [collection.0, &key(parts)].join("\0").into_bytes();
        keys.iter().map(whole).collect()
    }

    fn words(of: &[(Collection, &[&str])]) -> String {
        in_words(&keys(of)).to_string()
    }

    #[test]
    fn every_collection_has_words() {
        for row in TABLE {
            let rows = NOUNS.iter().filter(|(collection, ..)| *collection == row.collection);
            assert_eq!(rows.count(), 1, "{}", row.collection.0);
        }
    }

    #[test]
    fn records_are_called_what_people_call_them() {
        assert_eq!(
            words(&[
                (EVENTS, &["CP/9", "0001"]),
                (EVENTS, &["CP/9", "0002"]),
                (EVENTS, &["", "0003"]),
                (CHARGE_POINTS, &["CP/9"]),
                (ID_TAGS, &["SECRET"]),
                (TRANSACTION_EVENTS, &["CP-7", "42", "1"]),
                (TRANSACTIONS, &["CP-7", "0001000042"]),
                (RESERVATIONS, &["CP-7", "0000000003"]),
            ]),
            "session 1000042 of charge point CP-7, the record of charge point CP/9, \
             a message of session 42 of charge point CP-7, reservation 3 of charge point CP-7, an id tag, 2 events of charge point CP/9, \
             an event of the server"
        );
        assert_eq!(words(&[]), "");
    }

    #[test]
    fn twenty_are_named_and_the_others_counted() {
        let ids: Vec<String> = (0..432).map(|id| format!("{id:010}")).collect();
        let sessions: Vec<[&str; 2]> = ids.iter().map(|id| ["CP", id.as_str()]).collect();
        let sessions: Vec<(Collection, &[&str])> = sessions.iter().map(|parts| (TRANSACTIONS, &parts[..])).collect();
        let named = in_words(&keys(&sessions));
        assert_eq!((named.first.len(), named.more), (20, 412));
        assert_eq!(named.records.get("transactions"), Some(&432));
        let text = named.to_string();
        assert!(text.starts_with("session 0 of charge point CP, session 1 of"), "{text}");
        assert!(text.ends_with("session 19 of charge point CP, and 412 more"), "{text}");
    }

    #[test]
    fn what_no_record_has_is_left_out() {
        let mut odd: BTreeSet<Vec<u8>> = [
            &b"nothing\0k"[..],
            b"transactions",
            b"\xFF\0\xFE",
            b"transactions\0\xFF",
        ]
        .map(<[u8]>::to_vec)
        .into();
        assert_eq!(in_words(&odd), Named::default());
        assert!(odd.iter().all(|key| leads_to(key).is_none()));
        // One whose parts are others than these is no less a record.
        odd.insert(b"transactions\0CP".to_vec());
        assert_eq!(in_words(&odd).to_string(), "a session of charge point CP");
    }

    #[test]
    fn what_must_be_there_is_found_by_what_leads_to_it() {
        // Of a number the record's key is padded, in whatever form others have it.
        for (id, padded) in [("7", "0000000007"), ("T/7", "T/7")] {
            let session = keys(&[(TRANSACTIONS, &["C/P", padded])]);
            let leading: [(Collection, &[&str]); 6] = [
                (TRANSACTIONS_BY_TIME, &["2026-01-01T00:00:00Z", "C/P", id]),
                (TRANSACTIONS_BY_STATION, &["C/P", "2026-01-01T00:00:00Z", id]),
                (TRANSACTIONS_BY_ID_TAG, &["tag", "2026-01-01T00:00:00Z", "C/P", id]),
                (TRANSACTIONS_BY_DOUBT, &["2026-01-01T00:00:00Z", "C/P", id]),
                (OPEN_TRANSACTIONS, &["C/P", padded]),
                (TRANSACTION_METER_VALUES, &["C/P", id, "1"]),
            ];
            for key in keys(&leading) {
                assert_eq!(leads_to(&key).as_ref(), session.first());
            }
        }
        let boot = keys(&[(BOOTS, &["C/P"])]);
        let record = keys(&[(CHARGE_POINTS, &["C/P"])]);
        assert_eq!(boot.first().and_then(|key| leads_to(key)).as_ref(), record.first());
        assert_eq!(record.first().and_then(|key| leads_to(key)), None);
    }
}
