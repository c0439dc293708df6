//! The numbers that are given by counting on from the greatest that is known. What has one says so here, so that the
//! store can note the greatest beside its records, and a restore can find it: when records are lost, or came after the
//! backup, none is given again.

use std::collections::BTreeMap;

use super::collections::{AUDIT, COUNTERS, LOCAL_LISTS, RESERVATION_NUMBERS, RESERVATIONS};
use super::local_lists::LocalList;
use super::restored::Unknown;
use super::{State, parts, transaction_ids};
use crate::store::{Change, Expect, StoreError, Write};

/// Of 1.6 transactions.
const TRANSACTIONS: &str = "transactions";
/// Of the audit log.
const AUDITED: &str = "audit";
/// Of whatever is counted for each station by itself: reservations, versions of its list.
const OF_STATIONS: &str = "stations";

/// From where on numbers begin of which some may be lost: those of stations, those of the audit log.
const FROM: &str = "numbers-from";
const AUDITED_FROM: &str = "audit-from";

/// Greater ones are an operator's, who may choose any.
const COUNTED: u64 = 1 << 30;

/// The number that a record has, and what it is for; the key is the collection, NUL, and the key in it.
#[must_use]
pub fn number_in(key: &[u8], value: &[u8]) -> Option<(&'static str, u64)> {
    let (collection, key) = std::str::from_utf8(key).ok()?.split_once('\0')?;
    let counted = || serde_json::from_slice::<u64>(value).ok();
    let of_station = |number: u64| (number < COUNTED).then_some((OF_STATIONS, number));
    match collection {
        name if name == COUNTERS.0 && key == transaction_ids::KEY => Some((TRANSACTIONS, counted()?)),
        name if name == COUNTERS.0 && key == FROM => Some((OF_STATIONS, counted()?)),
        name if name == COUNTERS.0 && key == AUDITED_FROM => Some((AUDITED, counted()?)),
        name if name == AUDIT.0 => Some((AUDITED, key.parse().ok()?)),
        name if name == RESERVATION_NUMBERS.0 => of_station(counted()?),
        name if name == LOCAL_LISTS.0 => {
            let list: LocalList = serde_json::from_slice(value).ok()?;
            let unconfirmed = list.unconfirmed.iter().map(|update| update.version);
            let reported = list.reported.map(|reported| reported.version);
            of_station(u64::try_from(unconfirmed.chain(reported).chain([list.version]).max()?).ok()?)
        }
        // A store of old has them, and no note of the greatest.
        name if name == RESERVATIONS.0 => of_station(parts(key).get(1)?.parse().ok()?),
        _ => None,
    }
}

impl State {
    /// Below this a station may have counted already, though nothing of it is known here.
    ///
    /// # Errors
    /// The store's.
    pub fn numbers_from(&self) -> Result<i64, StoreError> {
        Ok(self.get(COUNTERS, FROM)?.unwrap_or_default())
    }

    /// Up to this one numbers of the audit log may have been given.
    pub(super) fn audited_from(&self) -> Result<u64, StoreError> {
        Ok(self.get(COUNTERS, AUDITED_FROM)?.unwrap_or_default())
    }

    /// Notes that numbers of the audit log up to this one were given, for when the record that has it goes.
    pub(super) fn note_audited(&self, number: u64) -> Result<Write, StoreError> {
        let greatest = number.max(self.audited_from()?);
        Ok(put_number(AUDITED_FROM, greatest))
    }

    /// Leaves out what may have been given beyond the records that are here: by a store of which some are lost, or by a
    /// server that went on after a backup, for so long. These are the greatest that are known of it.
    ///
    /// # Errors
    /// The store's.
    pub async fn leave_out_given(&self, numbers: &BTreeMap<String, u64>, unknown: Unknown) -> Result<(), StoreError> {
        let noted = |name: &str| numbers.get(name).copied().unwrap_or_default();
        let told = i64::try_from(noted(OF_STATIONS)).unwrap_or(i64::MAX);
        let told = told.max(self.numbers_from()?);
        let from = told.saturating_add(unknown.of_stations(told)).max(0).unsigned_abs();
        let given = i64::try_from(noted(TRANSACTIONS)).unwrap_or(i64::MAX);
        let kept = self.last_audit_number()?.unwrap_or_default();
        let audited = noted(AUDITED).max(self.audited_from()?).max(kept);
        let writes = vec![
            put_number(FROM, from),
            put_number(AUDITED_FROM, audited.saturating_add(unknown.audited())),
        ];
        self.store().write(writes).await?;
        self.skip_numbers(unknown, given).await
    }
}

fn put_number(key: &str, number: u64) -> Write {
    Write {
        collection: COUNTERS,
        key: key.to_owned(),
        expect: Expect::Any,
        change: Change::Put(number.to_string().into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use super::*;
    use crate::ids::ChargePointId;
    use crate::state::reservations::put_last_reservation_number;
    use crate::store::MemoryStore;

    fn found(write: &Write) -> Option<(&'static str, u64)> {
        let Change::Put(value) = &write.change else { return None };
        let key = [write.collection.0, write.key.as_str()].join("\0");
        number_in(key.as_bytes(), value)
    }

    #[test]
    fn the_numbers_of_records_are_found() {
        let station = ChargePointId::new("CP/1");
        let told = |number| found(&put_last_reservation_number(&station, number).unwrap());
        assert_eq!(told(41), Some((OF_STATIONS, 41)));
        assert_eq!(told(i64::from(i32::MAX)), None, "an operator's choice");
        assert_eq!(number_in(b"audit\x0000000000000000000042", b"{}"), Some((AUDITED, 42)));
        assert_eq!(
            number_in(b"counters\0transaction-ids", b"20000"),
            Some((TRANSACTIONS, 20_000))
        );
        let list = br#"{"version": 3, "unconfirmed": [{"version": 7, "full": true, "entries": []}]}"#;
        assert_eq!(number_in(b"local-lists\0CP", list).map(|(_, number)| number), Some(7));
        let reported =
            br#"{"version": 3, "reported": {"version": 9, "at": "2026-01-02T03:04:05Z"}, "unconfirmed": []}"#;
        assert_eq!(number_in(b"local-lists\0CP", reported), Some((OF_STATIONS, 9)));
        let before = b"reservations\0CP/0000000005/2026-01-02T03:04:05Z";
        assert_eq!(number_in(before, b"{}"), Some((OF_STATIONS, 5)));
        assert_eq!(number_in(b"transactions\0CP/1", b"7"), None);
    }

    #[actix_web::test]
    async fn what_may_have_been_given_is_left_out() {
        let state = State::new(Arc::new(MemoryStore::default()));
        let noted = [(TRANSACTIONS, 30_000), (AUDITED, 70), (OF_STATIONS, 9)];
        let noted = noted.map(|(name, number)| (name.to_owned(), number)).into();
        state.leave_out_given(&noted, Unknown::default()).await.unwrap();
        assert!(state.get::<i64>(COUNTERS, transaction_ids::KEY).unwrap().unwrap() > 1_000_000);
        assert!(state.next_audit_number().unwrap() > 70 + 1_000);
        let (last, _) = state.last_reservation_number_seen(&ChargePointId::new("CP")).unwrap();
        assert!(last >= 9 + 1_000, "{last}");
    }
}
