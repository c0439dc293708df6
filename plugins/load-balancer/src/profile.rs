//! Limits as SetChargingProfile of each version: one for a transaction, and one that a station falls back
//! to when nobody is there to ask.

use ocpp_plugin_sdk::Decimal;
use ocpp_plugin_sdk::commands::{self, CommandError, WhenAway};
use ocpp_plugin_sdk::types::{v16, v21, v201};

use crate::amount::Amount;
use crate::settings::{Settings, Site, Station, Unit};

/// What a profile is for.
#[derive(Debug, Clone, Copy)]
pub enum For<'a> {
    /// One transaction on a connector or EVSE.
    Transaction(i64, &'a str),
    /// Every connector, while nothing else is said.
    Idle,
}

/// Sends a limit, and gives the command's id.
///
/// # Errors
/// The server's, or that the version is not known.
pub fn send(
    (settings, site): (&Settings, &Site),
    (charge_point, version): (&str, &str),
    what: For<'_>,
    amount: Amount,
) -> Result<String, CommandError> {
    let station = site.station(charge_point);
    let unit = station.and_then(|station| station.rate_unit).unwrap_or(site.unit);
    let part = Part {
        profile: settings.profile_id + profile_number(station, what),
        stack_level: settings.stack_level,
        unit,
        limit: convert(site, amount, unit).decimal(),
        phases: (site.phases == 1).then_some(1),
    };
    match version {
        "1.6" => commands::send::<v16::SetChargingProfile>(charge_point, &part.v16(what), WhenAway::Refuse),
        "2.0.1" => commands::send::<v201::SetChargingProfile>(charge_point, &part.v201(what), WhenAway::Refuse),
        "2.1" => commands::send::<v21::SetChargingProfile>(charge_point, &part.v21(what), WhenAway::Refuse),
        other => Err(CommandError {
            code: "action".to_owned(),
            message: format!("OCPP {other:?} has no SetChargingProfile here"),
        }),
    }
}

/// 0 is the fall-back, then one for each connector.
fn profile_number(station: Option<&Station>, what: For<'_>) -> i64 {
    let For::Transaction(connector, _) = what else { return 0 };
    let place = station.and_then(|station| station.connectors.iter().position(|known| known.id == connector));
    1 + i64::try_from(place.unwrap_or_default()).unwrap_or_default()
}

/// From the site's unit to a station's.
fn convert(site: &Site, amount: Amount, unit: Unit) -> Amount {
    let watts = site.voltage * site.phases;
    match (site.unit, unit) {
        (Unit::A, Unit::W) => amount.times(watts),
        (Unit::W, Unit::A) => amount.divided(watts),
        _ => amount,
    }
}

/// What is the same in every version.
struct Part {
    profile: i64,
    stack_level: i64,
    unit: Unit,
    limit: Decimal,
    phases: Option<i64>,
}

impl Part {
    fn v16(&self, what: For<'_>) -> v16::SetChargingProfileRequest {
        let unit = match self.unit {
            Unit::A => v16::ChargingRateUnitType::A,
            Unit::W => v16::ChargingRateUnitType::W,
        };
        let mut period = v16::ChargingSchedulePeriod::new(0, self.limit);
        period.number_phases = self.phases;
        let (connector, purpose, transaction) = match what {
            For::Idle => (0, v16::ChargingProfilePurposeType::TxDefaultProfile, None),
            For::Transaction(connector, id) => (connector, v16::ChargingProfilePurposeType::TxProfile, id.parse().ok()),
        };
        let mut profile = v16::ChargingProfile::new(
            self.profile,
            self.stack_level,
            purpose,
            v16::ChargingProfileKindType::Relative,
            v16::ChargingSchedule::new(unit, vec![period]),
        );
        profile.transaction_id = transaction;
        v16::SetChargingProfileRequest::new(connector, profile)
    }
}

/// The same for both 2.x versions: their types differ, their fields do not, but for the limit, which 2.1
/// lets out.
macro_rules! request {
    ($version:ident, $period:expr) => {
        impl Part {
            fn $version(&self, what: For<'_>) -> $version::SetChargingProfileRequest {
                let unit = match self.unit {
                    Unit::A => $version::ChargingRateUnitEnum::A,
                    Unit::W => $version::ChargingRateUnitEnum::W,
                };
                let mut period = $period(self.limit);
                period.number_phases = self.phases;
                let (evse, purpose, transaction) = match what {
                    For::Idle => (0, $version::ChargingProfilePurposeEnum::TxDefaultProfile, None),
                    For::Transaction(evse, id) => (
                        evse,
                        $version::ChargingProfilePurposeEnum::TxProfile,
                        Some(id.to_owned()),
                    ),
                };
                let mut profile = $version::ChargingProfile::new(
                    self.profile,
                    self.stack_level,
                    purpose,
                    $version::ChargingProfileKindEnum::Relative,
                    vec![$version::ChargingSchedule::new(self.profile, unit, vec![period])],
                );
                profile.transaction_id = transaction;
                $version::SetChargingProfileRequest::new(evse, profile)
            }
        }
    };
}

request!(v201, |limit| v201::ChargingSchedulePeriod::new(0, limit));
request!(v21, |limit| {
    let mut period = v21::ChargingSchedulePeriod::new(0);
    period.limit = Some(limit);
    period
});
