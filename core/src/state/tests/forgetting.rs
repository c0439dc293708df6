//! A charge point that is forgotten leaves its transactions behind, and nothing else.

use serde_json::json;

use super::super::State;
use super::super::charge_points::{Boot, BootDetails, ChargePoint, put_boot, put_charge_point, seen};
use super::super::command_queue::queue_command;
use super::super::commands::{Command, NewCommand, Origin};
use super::super::connectors::{Connector, put_connector, put_latest_meter_values};
use super::super::payload::Payload;
use super::super::records::{StoredMessage, put_record};
use super::super::reservations::{Reservation, ReservationState, put_last_reservation_number, put_reservation};
use super::super::transactions::{
    InboxEntry, InboxId, NewValues, Standing, create_transaction, put_inbox_entry, put_meter_values,
};
use super::transactions::open;
use super::{block_on, in_memory, now, station, write};
use crate::config::settings::RegistrationStatus;
use crate::ids::MessageId;
use crate::store::{Page, Write};

fn command(id: &str, number: usize) -> Command {
    Command {
        id: format!("{id}-{number:04}"),
        waits: true,
        created_at: now(),
        ..Command::new(NewCommand {
            charge_point: station(id),
            action: "Reset".to_owned(),
            payload: Payload::from(&json!({})),
            origin: Origin::Operator,
        })
    }
}

fn told(id: &str) -> Vec<Write> {
    let cp = station(id);
    let boot = Boot {
        version: None,
        vendor: "V".to_owned(),
        model: "M".to_owned(),
        serial_number: None,
        firmware_version: None,
        at: now(),
        status: RegistrationStatus::Accepted,
        details: BootDetails::default(),
    };
    let connector = Connector {
        evse: None,
        connector: 1,
        status: "Available".into(),
        error_code: None,
        info: None,
        vendor_id: None,
        vendor_error_code: None,
        at: String::new(),
        received_at: now(),
        whole: None,
    };
    vec![
        put_charge_point(&cp, &ChargePoint::default()).unwrap(),
        put_boot(&cp, &boot).unwrap(),
        seen(&cp, now()).into_write(),
        put_connector(&cp, connector).into_write(),
        put_latest_meter_values(&cp, 1, &json!([]).into()).into_write(),
    ]
}

/// More records and commands than one step removes.
fn everything(state: &State, id: &str) {
    let cp = station(id);
    let mut writes = told(id);
    for number in 0..1200 {
        let stored = StoredMessage {
            at: now(),
            action: "NotifyReport".to_owned(),
            payload: json!({}).into(),
        };
        writes.push(
            put_record(&cp, &MessageId::new(&number.to_string()), &stored)
                .unwrap()
                .into_write(),
        );
        writes.extend(queue_command(&command(id, number)).unwrap());
    }
    let reservation = Reservation {
        reservation_id: 1,
        evse: None,
        connector: None,
        connector_type: None,
        id_tag: "TAG".to_owned(),
        id_tag_type: None,
        parent_id_tag: None,
        expiry: now(),
        state: ReservationState::Active,
        created_at: None,
        changed_at: None,
        used_by: None,
    };
    writes.extend(put_reservation(&cp, &reservation).unwrap());
    writes.push(put_last_reservation_number(&cp, 1).unwrap());
    let transaction = open(id, "1");
    writes.extend(create_transaction(&transaction).unwrap());
    let new = NewValues {
        named: true,
        received_at: None,
        values: &json!([]),
    };
    writes.push(put_meter_values(&cp, &transaction.id, new).unwrap());
    let orphan = InboxEntry {
        standing: Standing::Waiting,
        action: "StopTransaction".to_owned(),
        payload: json!({}),
        received_at: now(),
    };
    let id = InboxId::of(&orphan.action, &orphan.payload).unwrap();
    writes.push(put_inbox_entry(&cp, &id, &orphan).unwrap());
    write(state, writes).unwrap();
}

/// How many keys each collection has.
fn counts(state: &State) -> Vec<(&'static str, usize)> {
    let count = |row: &super::super::collections::Row| {
        let keys = state.store().list_keys(row.collection, Page::all(usize::MAX)).unwrap();
        (row.collection.0, keys.len())
    };
    super::super::collections::TABLE.iter().map(count).collect()
}

#[test]
fn a_forgotten_charge_point_leaves_its_transactions_behind() {
    let state = in_memory();
    // Identities of which one begins the other, or would look like its keys.
    for id in ["CP", "CP2", "CP/1"] {
        everything(&state, id);
    }
    let with_others = |state: &State| {
        for id in ["CP2", "CP/1"] {
            assert_eq!(state.records(&station(id), None, 5000).unwrap().len(), 1200);
            assert!(state.command(&format!("{id}-0007")).unwrap().is_some());
            assert_eq!(state.reservations(&station(id), None, 9).unwrap().len(), 1);
            assert!(state.charge_point(&station(id)).unwrap().is_some());
        }
    };
    block_on(state.forget(&station("CP"))).unwrap();
    with_others(&state);
    for (collection, count) in counts(&state) {
        let left = match collection {
            // Its numbers are not given to another reservation.
            "reservation-numbers" => 3,
            "transactions-by-time" | "transactions-by-station" => 3,
            "transactions" | "transactions-open" | "transaction-meter-values" | "transaction-orphans" => 3,
            "records" | "commands" | "commands-by-station" | "command-queue" => 2400,
            "charge-points"
            | "boots"
            | "last-seen"
            | "connectors"
            | "latest-meter-values"
            | "reservations"
            | "reservations-open" => 2,
            _ => 0,
        };
        assert_eq!(count, left, "{collection}");
    }
    block_on(state.forget(&station("CP"))).unwrap();
    with_others(&state);
}
