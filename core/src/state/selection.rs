//! Which charge points are meant: by what operators say of them, by what they said in their last boot, by whether
//! they are there. Everything that is given must hold.

use std::collections::BTreeSet;

use super::State;
use super::attributes::Label;
use super::charge_points::{BootWords, ChargePoint};
use crate::ids::ChargePointId;
use crate::store::StoreError;

/// What must hold of a charge point. Texts are compared without case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// It is one of these.
    pub charge_points: Option<BTreeSet<ChargePointId>>,
    /// It has all of these.
    pub labels: BTreeSet<Label>,
    pub site: Option<String>,
    pub vendor: Option<String>,
    pub model: Option<String>,
    /// The firmware that its last boot told.
    pub firmware: Option<String>,
    /// The OCPP version of its connection, or of its last one: `1.6`.
    pub version: Option<String>,
    /// It is there, or it is not.
    pub connected: Option<bool>,
    /// This stands in its identity, its name, its note, its site or a label, or in the vendor, the model or the serial
    /// number of its last boot.
    pub search: Option<String>,
}

/// What is known of a charge point where it is selected.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    pub id: &'a ChargePointId,
    pub record: &'a ChargePoint,
    pub boot: Option<&'a BootWords>,
    /// Of its connection, or of its last one.
    pub version: Option<&'a str>,
    pub is_connected: bool,
}

impl Selection {
    /// Whether a charge point is meant. Pure.
    #[must_use]
    pub fn takes(&self, one: Candidate<'_>) -> bool {
        self.takes_record(one.id, one.record) && self.takes_known(one, self.is_in_record(one.id, one.record))
    }

    /// Whether one is meant whose record is, and has in it what is searched for or not.
    fn takes_known(&self, one: Candidate<'_>, is_in_record: bool) -> bool {
        self.takes_boot(one.boot)
            && (is_in_record || self.is_in_boot(one.boot))
            && self.version.as_deref().is_none_or(|wanted| one.version == Some(wanted))
            && self.connected.is_none_or(|wanted| one.is_connected == wanted)
    }

    /// Whether what operators say fits.
    fn takes_record(&self, id: &ChargePointId, record: &ChargePoint) -> bool {
        let said = &record.attributes;
        self.charge_points.as_ref().is_none_or(|wanted| wanted.contains(id))
            && said.labels.is_superset(&self.labels)
            && is(self.site.as_deref(), said.site.as_deref())
    }

    /// Whether what is searched for stands in what operators say.
    fn is_in_record(&self, id: &ChargePointId, record: &ChargePoint) -> bool {
        let said = &record.attributes;
        let texts = [
            Some(id.as_str()),
            said.name.as_deref(),
            said.note.as_deref(),
            said.site.as_deref(),
        ];
        let labels = said.labels.iter().map(Label::as_str);
        self.search
            .as_deref()
            .is_none_or(|wanted| is_in_any(wanted, texts.into_iter().flatten().chain(labels)))
    }

    /// Whether it stands in what the last boot says.
    fn is_in_boot(&self, boot: Option<&BootWords>) -> bool {
        let (Some(wanted), Some(boot)) = (&self.search, boot) else {
            return false;
        };
        let numbers = [&boot.serial_number, &boot.details.charge_box_serial_number];
        let texts = [boot.vendor.as_str(), boot.model.as_str()];
        is_in_any(
            wanted,
            texts
                .into_iter()
                .chain(numbers.into_iter().flatten().map(String::as_str)),
        )
    }

    fn takes_boot(&self, boot: Option<&BootWords>) -> bool {
        is(self.vendor.as_deref(), boot.map(|boot| boot.vendor.as_str()))
            && is(self.model.as_deref(), boot.map(|boot| boot.model.as_str()))
            && is(
                self.firmware.as_deref(),
                boot.and_then(|boot| boot.firmware_version.as_deref()),
            )
    }

    fn asks_for_boot(&self) -> bool {
        self.vendor.is_some() || self.model.is_some() || self.firmware.is_some()
    }
}

/// Whether what is searched for stands in any of these.
fn is_in_any<'a>(wanted: &str, mut texts: impl Iterator<Item = &'a str>) -> bool {
    let wanted = wanted.trim();
    texts.any(|text| stands_in(text, wanted))
}

/// Whether a text stands in another, without case. All charge points are asked: most texts are ASCII, and are compared as
/// they are.
fn stands_in(text: &str, wanted: &str) -> bool {
    if wanted.is_empty() {
        return true;
    }
    if text.is_ascii() && wanted.is_ascii() {
        let windows = text.as_bytes().windows(wanted.len());
        return windows
            .into_iter()
            .any(|part| part.eq_ignore_ascii_case(wanted.as_bytes()));
    }
    text.to_lowercase().contains(&wanted.to_lowercase())
}

/// Whether a text is the one that is wanted, if one is.
fn is(wanted: Option<&str>, found: Option<&str>) -> bool {
    let is_same = |wanted: &str, found: &str| {
        wanted.eq_ignore_ascii_case(found)
            || !(wanted.is_ascii() && found.is_ascii()) && wanted.to_lowercase() == found.to_lowercase()
    };
    wanted.is_none_or(|wanted| found.is_some_and(|found| is_same(wanted.trim(), found.trim())))
}

impl State {
    /// Whether a charge point is meant by a selection; reads no more of it than the answer needs.
    ///
    /// # Errors
    /// The store's.
    pub fn is_selected(
        &self,
        selection: &Selection,
        id: &ChargePointId,
        record: &ChargePoint,
    ) -> Result<bool, StoreError> {
        let is_connected = self.sessions().get(id).is_some();
        let is_out = selection.connected.is_some_and(|wanted| wanted != is_connected);
        if is_out || !selection.takes_record(id, record) {
            return Ok(false);
        }
        let is_in_record = selection.is_in_record(id, record);
        let boot = if selection.asks_for_boot() || !is_in_record {
            self.boot_words(id)?
        } else {
            None
        };
        let version = match &selection.version {
            Some(_) => self.last_version(id)?,
            None => None,
        };
        let candidate = Candidate {
            id,
            record,
            boot: boot.as_ref(),
            version: version.as_deref(),
            is_connected,
        };
        Ok(selection.takes_known(candidate, is_in_record))
    }

    /// The OCPP version of a charge point's connection, or of its last one: `1.6`. None: it was never there.
    ///
    /// # Errors
    /// The store's.
    pub fn last_version(&self, id: &ChargePointId) -> Result<Option<String>, StoreError> {
        if let Some(connection) = self.last_connection(id)? {
            return Ok(Some(connection.version));
        }
        Ok(self.boot_words(id)?.and_then(|boot| boot.version))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::{Value, json};

    use super::{Candidate, Selection};
    use crate::ids::ChargePointId;
    use crate::state::attributes::Attributes;
    use crate::state::charge_points::{BootWords, ChargePoint};

    fn record() -> ChargePoint {
        let attributes: Attributes = serde_json::from_value(json!({
            "name": "Gate", "site": "Berlin", "labels": ["fast", "depot-2"], "note": "key at the desk"
        }))
        .unwrap();
        ChargePoint {
            attributes,
            ..ChargePoint::default()
        }
    }

    fn boot() -> BootWords {
        serde_json::from_value(json!({"vendor": "ABB", "model": "Terra", "serialNumber": null,
            "firmwareVersion": "1.2", "at": "2026-01-02T03:04:05Z", "status": "Accepted"}))
        .unwrap()
    }

    fn labels(labels: Value) -> Selection {
        Selection {
            labels: serde_json::from_value(labels).unwrap(),
            ..Selection::default()
        }
    }

    fn search(text: &str) -> Selection {
        Selection {
            search: Some(text.to_owned()),
            ..Selection::default()
        }
    }

    #[test]
    fn all_that_is_given_must_hold() {
        let text = |text: &str| Some(text.to_owned());
        let (id, record, boot) = (ChargePointId::new("CP-7"), record(), boot());
        let takes = |selection: &Selection| {
            selection.takes(Candidate {
                id: &id,
                record: &record,
                boot: Some(&boot),
                version: Some("2.0.1"),
                is_connected: true,
            })
        };
        let whole = Selection {
            charge_points: Some([id.clone()].into()),
            site: text("berlin"),
            vendor: text("abb"),
            model: text("TERRA"),
            firmware: text("1.2"),
            version: text("2.0.1"),
            connected: Some(true),
            search: text("DESK"),
            ..labels(json!(["fast"]))
        };
        for wanted in [
            Selection::default(),
            labels(json!(["depot-2", "fast"])),
            search("cp-7"),
            search("gat"),
            search("berlin"),
            search("POT-2"),
            search("terr"),
            search(" abb "),
            whole.clone(),
        ] {
            assert!(takes(&wanted), "{wanted:?}");
        }
        assert!(!takes(&search("bonn")));
        let other = |make: fn(&mut Selection)| {
            let mut wanted = whole.clone();
            make(&mut wanted);
            wanted
        };
        for wanted in [
            labels(json!(["fast", "slow"])),
            other(|wanted| wanted.search = Some("Bonn".to_owned())),
            other(|wanted| wanted.charge_points = Some([].into())),
            other(|wanted| wanted.site = Some("Bonn".to_owned())),
            other(|wanted| wanted.vendor = Some("AB".to_owned())),
            other(|wanted| wanted.model = Some("Terra 2".to_owned())),
            other(|wanted| wanted.firmware = Some("1.20".to_owned())),
            other(|wanted| wanted.version = Some("1.6".to_owned())),
            other(|wanted| wanted.connected = Some(false)),
        ] {
            assert!(!takes(&wanted), "{wanted:?}");
        }
    }

    #[test]
    fn texts_are_found_without_case_in_any_alphabet() {
        for (text, wanted, is_there) in [
            ("Depot-2", "POT", true),
            ("Depot", "", true),
            ("", "a", false),
            ("Tor Süd", "SÜD", true),
            ("Tor Süd", "tor", true),
            ("Straße", "strasse", false),
            ("ab", "abc", false),
        ] {
            assert_eq!(super::stands_in(text, wanted), is_there, "{text} {wanted}");
        }
        assert!(super::is(Some("SÜD "), Some("süd")) && !super::is(Some("Süd"), Some("Sud")));
        assert!(super::is(None, None) && !super::is(Some("a"), None));
    }

    #[test]
    fn who_never_booted_is_of_no_vendor() {
        let wanted = Selection {
            vendor: Some("ABB".to_owned()),
            ..Selection::default()
        };
        assert!(!wanted.takes(Candidate {
            id: &ChargePointId::new("CP"),
            record: &ChargePoint::default(),
            boot: None,
            version: None,
            is_connected: false,
        }));
    }
}
