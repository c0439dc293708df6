//! All that is kept in which a tag stands, as one JSON document, written as it is found.

use std::io::{self, Write};

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::erase::without;
use super::places::{CLASSES, Way, class, way};
use super::tag::Tag;
use crate::clock::{self, text};
use crate::state::collections::{
    Owner, Row, TABLE, TRANSACTION_EVENTS, TRANSACTION_LATER, TRANSACTION_METER_VALUES, TRANSACTIONS,
};
use crate::state::messages::{EntryKind, Snapshot};
use crate::state::{State, parts, prefix};
use crate::store::{Entry, Page, StoreError};

/// Records that are read at a time.
const STEP: usize = 200;

/// Why a document was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Whoever takes it takes no more.
    #[error("it could not be handed on: {0}")]
    Output(#[from] io::Error),
}

/// Writes the document; blocks until it is written.
///
/// # Errors
/// Why it is not whole; then it is no JSON.
pub fn export(state: &State, tag: &Tag, out: impl Write) -> Result<(), ExportError> {
    let mut document = Document { state, tag, out };
    let told = json!({ "idTag": tag.text(), "madeAt": text(clock::now()) }).to_string();
    // The members go on.
    let begun = told.strip_suffix('}').unwrap_or_default();
    document.out.write_all(begun.as_bytes())?;
    document.sessions()?;
    for class in CLASSES {
        document.class(class)?;
    }
    let not_in_it = json!([
        "what plugins keep beside the store, and recordings of their calls",
        "log files, backups, and what was told to other systems (webhooks, traces)",
        "what charge points keep themselves"
    ]);
    write!(document.out, ",\"notInIt\":{not_in_it}}}")?;
    document.out.flush()?;
    Ok(())
}

struct Document<'a, W> {
    state: &'a State,
    tag: &'a Tag,
    out: W,
}

impl<W: Write> Document<'_, W> {
    /// Each session that names the tag, with all its messages.
    fn sessions(&mut self) -> Result<(), ExportError> {
        self.out.write_all(b",\"sessions\":[")?;
        let mut is_first = true;
        let mut after: Option<String> = None;
        loop {
            let page = Page::all(STEP).after(after.as_deref());
            let records = self.state.store().list(TRANSACTIONS, page)?;
            let Some((last, _)) = records.last() else { break };
            after = Some(last.clone());
            for (key, entry) in records {
                if without(&entry.value, self.tag).is_some() {
                    self.comma(&mut is_first)?;
                    self.session(&key, &entry)?;
                }
            }
        }
        self.out.write_all(b"]")?;
        Ok(())
    }

    fn session(&mut self, key: &str, entry: &Entry) -> Result<(), ExportError> {
        write!(self.out, "{{\"session\":{}", shown(&entry.value))?;
        let record: Value = serde_json::from_slice(&entry.value).unwrap_or_default();
        // Its messages lie under the id as it is, and 1.6 numbers have zeros before them in the record's key.
        let own = parts(key);
        let id = record.get("id").and_then(Value::as_str).map(str::to_owned);
        let of_it = match (own.first(), id.as_ref().or(own.get(1))) {
            (Some(station), Some(id)) => prefix(&[station, id]),
            _ => return Ok(self.out.write_all(b"}")?),
        };
        for (name, collection) in [
            ("messages", TRANSACTION_EVENTS),
            ("meterValues", TRANSACTION_METER_VALUES),
            ("later", TRANSACTION_LATER),
        ] {
            write!(self.out, ",\"{name}\":[")?;
            let mut is_first = true;
            let mut after: Option<String> = None;
            loop {
                let page = Page::of(&of_it, STEP).after(after.as_deref());
                let found = self.state.store().list(collection, page)?;
                let Some((last, _)) = found.last() else { break };
                after = Some(last.clone());
                for (_, entry) in &found {
                    self.comma(&mut is_first)?;
                    self.out.write_all(shown(&entry.value).as_bytes())?;
                }
            }
            self.out.write_all(b"]")?;
        }
        self.out.write_all(b"}")?;
        Ok(())
    }

    /// The records of a class that name the tag.
    fn class(&mut self, wanted: &str) -> Result<(), ExportError> {
        write!(self.out, ",\"{wanted}\":[")?;
        let mut is_first = true;
        for row in TABLE.iter().filter(|row| class(row.collection) == wanted) {
            let mut after: Option<String> = None;
            loop {
                let page = Page::all(STEP).after(after.as_deref());
                let records = self.state.store().list(row.collection, page)?;
                let Some((last, _)) = records.last() else { break };
                after = Some(last.clone());
                for (key, entry) in records {
                    self.record(row, &key, &entry, &mut is_first)?;
                }
            }
        }
        self.out.write_all(b"]")?;
        Ok(())
    }

    fn record(&mut self, row: &Row, key: &str, entry: &Entry, is_first: &mut bool) -> Result<(), ExportError> {
        let way = way(row.collection);
        if way == Way::Frames {
            return self.frames(key, entry, is_first);
        }
        if without(&entry.value, self.tag).is_none() {
            return Ok(());
        }
        self.comma(is_first)?;
        let mut beside = json!({ "collection": row.collection.0, "key": key });
        if row.owner == Owner::Station
            && let (Some(station), Some(members)) = (parts(key).into_iter().next(), beside.as_object_mut())
        {
            members.insert("chargePoint".to_owned(), Value::String(station));
        }
        let beside = beside.to_string();
        let begun = beside.strip_suffix('}').unwrap_or_default();
        if way == Way::LocalLists {
            let list: Value = serde_json::from_slice(&entry.value).unwrap_or_default();
            let entries = list.get("entries").and_then(Value::as_object);
            let own = entries.into_iter().flatten();
            let own: Vec<&Value> = own
                .filter(|(_, entry)| without(entry.to_string().as_bytes(), self.tag).is_some())
                .map(|(_, entry)| entry)
                .collect();
            write!(self.out, "{begun},\"entries\":{}}}", json!(own))?;
        } else {
            write!(self.out, "{begun},\"record\":{}}}", shown(&entry.value))?;
        }
        Ok(())
    }

    fn frames(&mut self, key: &str, entry: &Entry, is_first: &mut bool) -> Result<(), ExportError> {
        if !self.tag.may_be_among(&entry.value) {
            return Ok(());
        }
        let station = parts(key).into_iter().next().unwrap_or_default();
        let snapshot = Snapshot::of(entry.value.clone(), 0);
        for frame in snapshot.entries() {
            if without(frame.text.as_bytes(), self.tag).is_none() {
                continue;
            }
            self.comma(is_first)?;
            let direction = match frame.kind {
                EntryKind::Received => "received",
                EntryKind::Sent => "sent",
                EntryKind::Note => "note",
            };
            let told = json!({
                "chargePoint": station,
                "at": text(frame.at),
                "direction": direction,
                "text": frame.text,
            });
            write!(self.out, "{told}")?;
        }
        Ok(())
    }

    fn comma(&mut self, is_first: &mut bool) -> io::Result<()> {
        if !std::mem::replace(is_first, false) {
            self.out.write_all(b",")?;
        }
        Ok(())
    }
}

/// A record as it lies there; one that is no JSON as a text.
fn shown(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    match serde_json::from_str::<&RawValue>(&text) {
        Ok(raw) => raw.get().to_owned(),
        Err(_) => Value::String(text.into_owned()).to_string(),
    }
}
