//! A record of each collection as it lies in the store, in `stored_forms/`: today's code must read it,
//! and write it back the same to the byte.

use std::fs;
use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::clock::Time;
use crate::ids::TransactionId;
use crate::state::collections::{Row, TABLE};
use crate::state::messages::{EntryKind, NewEntry, Snapshot, append};
use crate::state::{
    asked, audit, campaigns, certificates, charge_points, charging_profiles, command_queue, commands, connections,
    connectors, file_jobs, file_tokens, files, id_tags, idempotency, inventories, local_lists, logins,
    network_profiles, records, refusals, repairs, reservations, tag_refusals, tokens, transactions, variables, wanted,
    webhooks,
};

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/state/stored_forms"))
}

fn row(collection: &str) -> &'static Row {
    TABLE.iter().find(|row| row.collection.0 == collection).unwrap()
}

fn stored(collection: &str, form: u32) -> Vec<u8> {
    let file = |ending| folder().join(format!("{collection}.{form}.{ending}"));
    fs::read(file("json"))
        .or_else(|_| fs::read(file("bin")))
        .unwrap_or_else(|error| panic!("{collection}: there is no record of form {form}: {error}"))
}

/// Holds the records of a collection against what reads and writes them: the present form, and each
/// older one.
pub(crate) fn check_with<T>(collection: &str, read: impl Fn(&[u8]) -> Option<T>, write: impl Fn(&T) -> Vec<u8>) {
    let present = row(collection).form;
    for form in 1..present {
        assert!(
            read(&stored(collection, form)).is_some(),
            "{collection}: records of form {form} may lie in a store, and cannot be read any more"
        );
    }
    let expected = stored(collection, present);
    let next = present + 1;
    let advice = format!(
        "the stored form of {collection} is another than core/src/state/stored_forms/{collection}.{present} shows.\n\
         If that is meant: raise its number in core/src/state/collections.rs to {next}, add the file \
         {collection}.{next} with a record of the new form, leave the file of form {present} as it is, and \
         make the code read both. If it is not: a store that is in use could not be read; keep the form."
    );
    let record = read(&expected).unwrap_or_else(|| panic!("{advice}\nIt cannot be read."));
    let written = write(&record);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        written == expected,
        "{advice}\nThe file: {}\nNow it is: {}",
        text(&expected),
        text(&written)
    );
}

/// [`check_with`] for what lies in the store as JSON.
pub(crate) fn check<T: Serialize + DeserializeOwned>(collection: &str) {
    let read = |bytes: &[u8]| serde_json::from_slice::<T>(bytes).ok();
    check_with(collection, read, |record| serde_json::to_vec(record).unwrap());
}

#[test]
fn what_stations_and_operators_keep_has_its_stored_form() {
    check::<Vec<asked::Asked>>("asked-for");
    check::<charge_points::ChargePoint>("charge-points");
    check::<charge_points::Boot>("boots");
    check::<certificates::StationCertificates>("certificates");
    check::<certificates::IssuedCertificate>("issued-certificates");
    check_with(
        "last-seen",
        |bytes| serde_json::from_slice::<Time>(bytes).ok(),
        |at| charge_points::seen(&super::station("CP"), *at).value.into_stored(),
    );
    check::<connections::Connection>("connections");
    check::<connections::RefusedConnection>("refused-connections");
    check::<Vec<refusals::Refusal>>("refusals");
    check::<connectors::Connector>("connectors");
    check_with(
        "messages",
        |bytes| {
            let snapshot = Snapshot::of(bytes.to_vec(), 1);
            (snapshot.entries().count() == 2).then(|| bytes.to_vec())
        },
        |_| messages_written(),
    );
    check::<Value>("latest-meter-values");
    check::<records::StoredMessage>("records");
    check::<repairs::RepairCounts>("repairs");
    check::<reservations::Reservation>("reservations");
    check::<Time>("reservations-open");
    check::<i64>("reservation-numbers");
    check::<u64>("events-gone");
    check::<commands::Command>("commands");
    check::<command_queue::Queued>("command-queue");
    check::<()>("commands-by-station");
    check::<()>("commands-awaited");
    check::<idempotency::Used>("idempotency");
    check::<id_tags::IdTagRecord>("id-tags");
    check::<i64>("counters");
    check::<local_lists::LocalList>("local-lists");
    check::<variables::Shelf>("variable-shelves");
    check::<inventories::Inventory>("inventories");
    check::<wanted::Wanted>("wanted-configurations");
    check::<files::StoredFile>("files");
    check::<()>("files-by-station");
    check::<file_tokens::FileToken>("file-tokens");
    check::<files::Firmware>("firmware");
    check::<file_jobs::FileJob>("firmware-updates");
    check::<file_jobs::FileJob>("diagnostics");
    check::<crate::events::Event>("events");
    check::<u64>("event-cursors");
    check::<campaigns::Campaign>("campaigns");
    check::<campaigns::Order>("campaign-orders");
    check::<campaigns::Member>("campaign-members");
    check::<()>("campaign-members-by-state");
    check::<tokens::Token>("tokens");
    check::<tokens::TokenUse>("token-uses");
    check::<logins::Login>("logins");
    check::<audit::AuditRecord>("audit");
    check::<webhooks::Webhook>("webhooks");
    check::<webhooks::WebhookState>("webhook-states");
    check::<webhooks::Gap>("webhook-gaps");
    check::<crate::webhooks::DeadLetter>("webhook-dead-letters");
}

#[test]
fn what_is_remembered_of_tags_and_profiles_has_its_stored_form() {
    check::<network_profiles::NetworkProfiles>("network-profiles");
    check::<tag_refusals::Refused>("tag-refusals");
    check::<charging_profiles::SetProfile>("charging-profiles");
    check::<charging_profiles::ProfileReport>("charging-profile-reports");
    check::<charging_profiles::ReportedProfile>("charging-profiles-reported");
}

#[test]
fn transactions_have_their_stored_form() {
    check::<transactions::Transaction>("transactions");
    check::<TransactionId>("transaction-starts");
    check::<transactions::AnyForm>("transactions-open");
    for index in ["time", "station", "id-tag", "doubt"] {
        check::<()>(&format!("transactions-by-{index}"));
    }
    check::<transactions::StoredEvent>("transaction-events");
    check::<transactions::MeterValueSet>("transaction-meter-values");
    check::<transactions::InboxEntry>("transaction-orphans");
    check::<transactions::LaterMessage>("transaction-later");
    check::<transactions::ToldStatus>("transaction-statuses");
}

/// A request and its answer, as they are stored.
fn messages_written() -> Vec<u8> {
    let at: Time = "2026-01-02T03:04:05.678Z".parse().unwrap();
    let mut bytes = Vec::new();
    let request = NewEntry {
        kind: EntryKind::Received,
        at,
        about: 0,
        text: r#"[2,"1","Heartbeat",{}]"#,
    };
    append(&mut bytes, request, 1000);
    let answer = NewEntry {
        kind: EntryKind::Sent,
        about: 1,
        text: r#"[3,"1",{"currentTime":"2026-01-02T03:04:05.678Z"}]"#,
        ..request
    };
    append(&mut bytes, answer, 1000);
    bytes
}

/// Members that came later may be missing in records of old.
#[test]
fn records_without_later_members_are_read() {
    let boot = br#"{"vendor":"V","model":"M","serialNumber":null,"firmwareVersion":null,"at":"2026-01-02T03:04:05Z","status":"Accepted"}"#;
    assert_eq!(
        serde_json::from_slice::<charge_points::Boot>(boot).unwrap().version,
        None
    );
}

#[test]
fn each_form_has_a_file_and_each_file_a_form() {
    let mut named: Vec<String> = TABLE
        .iter()
        .flat_map(|row| (1..=row.form).map(|form| format!("{}.{form}", row.collection.0)))
        .collect();
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path());
    let mut there: Vec<String> = files
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    named.sort();
    there.sort();
    assert_eq!(there, named);
}
