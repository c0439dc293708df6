//! One column of a list: where its value is in an item, and how that value is shown.

use jiff::Timestamp;
use serde_json::Value;

use super::Screen;
use super::moment::{lasting, shown};

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    /// RFC 3339.
    Time,
    /// RFC 3339: how long ago that is.
    Since,
    /// Wh, shown in kWh.
    Energy,
    /// Shown in the two greatest units.
    Seconds,
    /// A word whose meaning has a colour.
    State,
}

/// A column: its name, and where its value is in an item, as a JSON pointer; the first of several that is there.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub name: &'static str,
    pub pointers: &'static [&'static str],
    /// It says again what another column says, so that programs do not get it.
    pub is_for_people: bool,
    kind: Kind,
}

/// A column with text.
#[must_use]
pub const fn column(name: &'static str, pointers: &'static [&'static str]) -> Column {
    Column {
        name,
        pointers,
        is_for_people: false,
        kind: Kind::Text,
    }
}

impl Column {
    const fn of(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// A moment (RFC 3339), shown in the readers' zone.
    #[must_use]
    pub const fn time(self) -> Self {
        self.of(Kind::Time)
    }

    /// A moment, shown as the time that has passed since.
    #[must_use]
    pub const fn since(self) -> Self {
        Self {
            is_for_people: true,
            ..self.of(Kind::Since)
        }
    }

    /// An energy in Wh, shown in kWh.
    #[must_use]
    pub const fn energy(self) -> Self {
        self.of(Kind::Energy)
    }

    /// Seconds.
    #[must_use]
    pub const fn seconds(self) -> Self {
        self.of(Kind::Seconds)
    }

    /// A state or a verdict.
    #[must_use]
    pub const fn state(self) -> Self {
        self.of(Kind::State)
    }

    /// The name of its member: `boot.vendor`.
    #[must_use]
    pub fn member(&self) -> String {
        let pointer = self.pointers.first().copied().unwrap_or_default();
        pointer.trim_start_matches('/').replace('/', ".")
    }

    /// Its value in an item.
    #[must_use]
    pub fn value<'a>(&self, item: &'a Value) -> Option<&'a Value> {
        let values = self.pointers.iter().filter_map(|pointer| item.pointer(pointer));
        values.into_iter().find(|value| !value.is_null())
    }

    /// Its value in an item as people read it.
    #[must_use]
    pub fn cell(&self, item: &Value, screen: &Screen) -> String {
        let Some(value) = self.value(item) else {
            return String::new();
        };
        let said = text(value);
        let shown = match self.kind {
            Kind::Text | Kind::State => None,
            Kind::Time => moment(&said).map(|at| shown(at, &screen.zone)),
            Kind::Since => moment(&said).map(passed),
            Kind::Energy => kilowatt_hours(&said),
            Kind::Seconds => said.parse().ok().map(lasting),
        };
        printable(&shown.unwrap_or(said))
    }

    /// Whether it is read from its right end.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Energy | Kind::Seconds | Kind::Since)
    }

    /// Whether it may be cut.
    #[must_use]
    pub fn narrows(&self) -> bool {
        self.kind == Kind::Text
    }

    /// Whether its words have colours.
    #[must_use]
    pub fn has_colours(&self) -> bool {
        self.kind == Kind::State
    }
}

fn moment(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

fn passed(at: Timestamp) -> String {
    let now = crate::clock::now().timestamp();
    lasting(u64::try_from(now - at.as_second()).unwrap_or_default())
}

/// An exact decimal in Wh as one in kWh: `1234.5` as `1.2345`.
fn kilowatt_hours(wh: &str) -> Option<String> {
    let wh: rust_decimal::Decimal = wh.parse().ok()?;
    let kwh = wh.checked_div(1000.into())?.normalize();
    Some(if kwh.scale() < 3 {
        format!("{kwh:.3}")
    } else {
        kwh.to_string()
    })
}

/// What a station sent must not steer the terminal.
fn printable(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// A value as people read it.
#[must_use]
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
