//! What a connector measures: values with their units, the same in all versions.

use super::connector::Connector;
use super::settings::Settings;

/// The voltage of a phase, in V.
const VOLTS: f64 = 230.0;

/// A value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Such as `Energy.Active.Import.Register`.
    pub measurand: &'static str,
    /// How much.
    pub value: f64,
    /// Of what.
    pub unit: &'static str,
}

/// What the setting of this name wants measured; the register at least.
#[must_use]
pub fn measured(settings: &Settings, setting: &str, connector: &Connector) -> Vec<Measured> {
    let wanted = settings.text(setting).split(',').map(str::trim);
    let mut values: Vec<Measured> = wanted.filter_map(|measurand| value(measurand, connector)).collect();
    if values.is_empty() {
        values.extend(value("Energy.Active.Import.Register", connector));
    }
    values
}

#[expect(clippy::cast_precision_loss, reason = "a register has not so many digits")]
fn value(measurand: &str, connector: &Connector) -> Option<Measured> {
    let (measurand, value, unit) = match measurand {
        "Energy.Active.Import.Register" => ("Energy.Active.Import.Register", connector.register() as f64, "Wh"),
        "Power.Active.Import" => ("Power.Active.Import", connector.power_w.round(), "W"),
        "Current.Import" => (
            "Current.Import",
            (connector.power_w / VOLTS / 3.0 * 10.0).round() / 10.0,
            "A",
        ),
        "Voltage" => ("Voltage", VOLTS, "V"),
        "SoC" => ("SoC", (connector.car?.charge * 100.0).round(), "Percent"),
        _ => return None,
    };
    Some(Measured { measurand, value, unit })
}
