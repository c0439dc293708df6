//! Units that 1.6 has no word for, and that say the same in another one.

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use crate::ledger::evidence::told_value;

/// Brings a sampled value of MWh into kWh: left out with its unit it would be a register that was never heard. A small m
/// might be a thousandth as well.
pub(super) fn in_kwh(sample: &mut Map<String, Value>) -> bool {
    let is_mega = |word: &str| word.starts_with('M') && word.eq_ignore_ascii_case("MWh");
    let unit = sample.get("unit").and_then(Value::as_str).map(str::trim);
    let value = sample.get("value").and_then(told_value);
    let in_kwh = value.and_then(|value| value.checked_mul(Decimal::ONE_THOUSAND));
    let (true, Some(in_kwh)) = (unit.is_some_and(is_mega), in_kwh) else {
        return false;
    };
    sample.insert("value".to_owned(), in_kwh.normalize().to_string().into());
    sample.insert("unit".to_owned(), "kWh".into());
    true
}
