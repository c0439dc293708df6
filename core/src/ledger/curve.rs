//! How the power, the energy and the state of charge of a session went, by what its station measured. Pure.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::Serialize;

use super::reading::{Location, Phase, in_wh, location, number, phase, scale};
use crate::clock::{Time, instant};
use crate::state::views::meter_values::{MeterValue, SampledValue};

/// What was measured at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// When, by the station's clock.
    pub at: Time,
    /// In W.
    pub power: Option<Decimal>,
    /// In Wh, from the start of the session on.
    pub energy: Option<Decimal>,
    /// In percent.
    pub soc: Option<Decimal>,
}

/// What the power rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PowerSource {
    /// The station measured it.
    Measured,
    /// It is the energy between two readings, by the time between them.
    Derived,
}

/// A session's measurements in the order of their times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Curve {
    /// One for each time at which anything was measured.
    pub points: Vec<Point>,
    /// None: neither power nor energy was measured.
    pub source: Option<PowerSource>,
}

/// What a curve is made with.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// The register from which the energy counts; none: the first that was read.
    pub base: Option<Decimal>,
    /// In W: no meter measures more.
    pub max_power: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Quantity {
    Power,
    Register,
    Charge,
}

/// What was read at one time and place.
#[derive(Debug, Default)]
struct Read {
    total: Option<Decimal>,
    phases: BTreeMap<Phase, Decimal>,
}

impl Read {
    /// The total, else the sum of the phases.
    fn value(&self) -> Option<Decimal> {
        let sum = || (!self.phases.is_empty()).then(|| self.phases.values().sum());
        self.total.or_else(sum)
    }
}

type Series = BTreeMap<Time, Decimal>;

/// The curve of what was measured.
#[must_use]
pub fn curve(values: &[MeterValue], bounds: Bounds) -> Curve {
    let mut read: BTreeMap<(Quantity, Location), BTreeMap<Time, Read>> = BTreeMap::new();
    for element in values {
        let Some(at) = element.timestamp.as_deref().and_then(instant) else {
            continue;
        };
        for sample in &element.sampled_value {
            let Some((quantity, value)) = measured(sample) else {
                continue;
            };
            let place = (quantity, location(Some(sample.location.as_str())));
            let word = sample.phase.as_deref().filter(|word| !word.trim().is_empty());
            let of_phase = match word.map(phase) {
                None => None,
                Some(Some(phase)) => Some(phase),
                // Between two phases.
                Some(None) => continue,
            };
            let here = read.entry(place).or_default().entry(at).or_default();
            match of_phase {
                None => here.total = Some(value),
                Some(phase) => drop(here.phases.insert(phase, value)),
            }
        }
    }
    let of = |quantity| series(&read, quantity);
    let mut power = of(Quantity::Power);
    power.retain(|_, watts| *watts <= Decimal::from(bounds.max_power));
    let energy = since_start(of(Quantity::Register), bounds.base);
    let source = match (power.is_empty(), energy.len()) {
        (false, _) => Some(PowerSource::Measured),
        (true, 0 | 1) => None,
        (true, _) => Some(PowerSource::Derived),
    };
    if source == Some(PowerSource::Derived) {
        power = derived(&energy);
    }
    let points = joined(&power, &energy, &of(Quantity::Charge));
    Curve { points, source }
}

/// The readings of the first place that has any, in the order in which places count.
fn series(read: &BTreeMap<(Quantity, Location), BTreeMap<Time, Read>>, quantity: Quantity) -> Series {
    let first = read.iter().find(|((one, _), _)| *one == quantity);
    let values = first.into_iter().flat_map(|(_, values)| values);
    values.filter_map(|(at, read)| Some((*at, read.value()?))).collect()
}

/// What a sample says, in W, Wh or percent.
fn measured(sample: &SampledValue) -> Option<(Quantity, Decimal)> {
    let value = number(sample.value.as_deref()?.trim())?;
    let unit = sample.unit.as_deref().map(str::trim).unwrap_or_default();
    let kilo = |base: &str| match unit {
        "" => Some(0),
        unit if unit.eq_ignore_ascii_case(base) => Some(0),
        unit if unit.eq_ignore_ascii_case(&format!("k{base}")) => Some(3),
        unit if unit == format!("M{base}") => Some(6),
        _ => None,
    };
    match sample.measurand.trim() {
        "Power.Active.Import" => {
            let watts = scale(value, sample.multiplier.saturating_add(kilo("W")?))?;
            (!watts.is_sign_negative()).then_some((Quantity::Power, watts))
        }
        "Energy.Active.Import.Register" => {
            let wh = in_wh(value, sample.multiplier.saturating_add(kilo("Wh")?)).ok()?;
            Some((Quantity::Register, wh))
        }
        "SoC" => {
            let is_percent = value >= Decimal::ZERO && value <= Decimal::ONE_HUNDRED;
            is_percent.then_some((Quantity::Charge, value))
        }
        _ => None,
    }
}

/// Registers as the energy of the session. One below its start is none of it.
fn since_start(registers: Series, base: Option<Decimal>) -> Series {
    let Some(base) = base.or_else(|| registers.values().next().copied()) else {
        return registers;
    };
    let energy = registers.into_iter().map(|(at, wh)| (at, wh - base));
    energy.filter(|(_, wh)| !wh.is_sign_negative()).collect()
}

/// The power between one reading of the energy and the next, at the later one.
fn derived(energy: &Series) -> Series {
    let later = energy.iter().skip(1);
    let pairs = energy.iter().zip(later);
    let power = pairs.filter_map(|((from, before), (at, after))| {
        let milliseconds = Decimal::from((*at - *from).num_milliseconds());
        let brought = (*after - *before).max(Decimal::ZERO);
        let watts = brought.checked_mul(MILLISECONDS_PER_HOUR)?.checked_div(milliseconds)?;
        Some((*at, watts.round_dp(1)))
    });
    power.collect()
}

const MILLISECONDS_PER_HOUR: Decimal = Decimal::from_parts(3_600_000, 0, 0, false, 0);

fn joined(power: &Series, energy: &Series, soc: &Series) -> Vec<Point> {
    let times: BTreeSet<Time> = [power, energy, soc]
        .into_iter()
        .flat_map(BTreeMap::keys)
        .copied()
        .collect();
    let point = |at: Time| Point {
        at,
        power: power.get(&at).copied(),
        energy: energy.get(&at).copied(),
        soc: soc.get(&at).copied(),
    };
    times.into_iter().map(point).collect()
}

/// At most so many points (4 or more), so that no peak is lost: the first, the last, and of each stretch between them the highest and the lowest.
#[must_use]
pub fn thinned(points: &[Point], most: usize) -> Vec<Point> {
    let ([first, inner @ .., last], true) = (points, points.len() > most) else {
        return points.to_vec();
    };
    let stretches = (most.saturating_sub(2) / 2).max(1);
    let mut kept = vec![first.clone()];
    for number in 0..stretches {
        let begin = inner.len() * number / stretches;
        let end = inner.len() * (number + 1) / stretches;
        let stretch = inner.get(begin..end).unwrap_or_default();
        let highest = stretch.iter().max_by_key(|point| height(point));
        let lowest = stretch.iter().min_by_key(|point| height(point));
        let both: BTreeMap<Time, &Point> = highest
            .into_iter()
            .chain(lowest)
            .map(|point| (point.at, point))
            .collect();
        kept.extend(both.into_values().cloned());
    }
    kept.push(last.clone());
    kept
}

/// What a peak is looked for in.
fn height(point: &Point) -> Option<Decimal> {
    point.power.or(point.energy).or(point.soc)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::{Value, json};

    use super::*;
    use crate::state::views::meter_values::meter_values;

    const BOUNDS: Bounds = Bounds {
        base: None,
        max_power: 500_000,
    };

    fn values(elements: &[(&str, Value)]) -> Vec<MeterValue> {
        let elements: Vec<Value> = elements
            .iter()
            .map(|(time, samples)| json!({"timestamp": format!("2026-05-04T{time}Z"), "sampledValue": samples}))
            .collect();
        meter_values(&json!(elements), true)
    }

    fn told(curve: &Curve) -> Vec<String> {
        let word = |value: Option<Decimal>| value.map_or("-".to_owned(), |value| value.normalize().to_string());
        let one = |point: &Point| format!("{} {} {}", word(point.power), word(point.energy), word(point.soc));
        curve.points.iter().map(one).collect()
    }

    #[test]
    fn power_energy_and_charge_stand_together_whatever_their_units() {
        let measured = values(&[
            (
                "12:00:00",
                json!([{"value": "1.5", "unit": "kWh"}, {"value": "11", "measurand": "Power.Active.Import", "unit": "kW"}]),
            ),
            (
                "12:10:00",
                json!([
                    {"value": 3333, "unitOfMeasure": {"unit": "Wh"}},
                    {"value": "3600", "measurand": "Power.Active.Import", "phase": "L1"},
                    {"value": "3,7", "measurand": "Power.Active.Import", "phase": "L2-N", "unit": "kW"},
                    {"value": "9", "measurand": "Power.Active.Import", "phase": "L1-L2"},
                    {"value": "55", "measurand": "SoC", "location": "EV", "unit": "Percent"},
                ]),
            ),
            (
                "12:20:00",
                json!([{"value": "1,2,3"}, {"value": "-1", "measurand": "Power.Active.Import"}, {"value": "230", "measurand": "Voltage"}]),
            ),
        ]);
        let found = curve(&measured, BOUNDS);
        assert_eq!(found.source, Some(PowerSource::Measured));
        assert_eq!(told(&found), ["11000 0 -", "7300 1833 55"]);
        let of_meter_start = Bounds {
            base: Some(Decimal::from(1000)),
            ..BOUNDS
        };
        assert_eq!(told(&curve(&measured, of_meter_start))[1], "7300 2333 55");
        let mega = values(&[(
            "12:00:00",
            json!([{"value": 1.5, "unitOfMeasure": {"unit": "MWh"}, "phase": ""}]),
        )]);
        let of_zero = Bounds {
            base: Some(Decimal::ZERO),
            ..BOUNDS
        };
        assert_eq!(told(&curve(&mega, of_zero)), ["- 1500000 -"]);
    }

    #[test]
    fn what_the_driver_gets_counts_before_what_the_station_takes() {
        let measured = values(&[(
            "12:00:00",
            json!([
                {"value": "9000", "measurand": "Power.Active.Import", "location": "Inlet"},
                {"value": "8000", "measurand": "Power.Active.Import"},
            ]),
        )]);
        assert_eq!(told(&curve(&measured, BOUNDS)), ["8000 - -"]);
    }

    #[test]
    fn where_no_power_is_measured_it_follows_from_the_energy() {
        let measured = values(&[
            ("12:00:00", json!([{"value": "0"}])),
            ("12:15:00", json!([{"value": "2500"}])),
            ("12:45:00", json!([{"value": "7500"}])),
        ]);
        let found = curve(&measured, BOUNDS);
        assert_eq!(found.source, Some(PowerSource::Derived));
        assert_eq!(told(&found), ["- 0 -", "10000 2500 -", "10000 7500 -"]);
        assert_eq!(curve(&measured[..1], BOUNDS).source, None);
        assert_eq!(curve(&[], BOUNDS), Curve::default());
    }

    #[test]
    fn a_curve_of_fewer_points_keeps_its_peaks() {
        let at = |n: i64| Time::from_timestamp(n, 0).unwrap();
        let point = |n: i64| Point {
            at: at(n),
            power: Some(Decimal::from(if n == 613 { 50_000 } else { n % 7 })),
            energy: None,
            soc: None,
        };
        let all: Vec<Point> = (0..1000).map(point).collect();
        let few = thinned(&all, 40);
        assert!(few.len() <= 40, "{}", few.len());
        assert!(few.is_sorted_by_key(|point| point.at));
        assert_eq!((few[0].at, few.last().unwrap().at), (at(0), at(999)));
        assert!(few.iter().any(|point| point.at == at(613)));
        assert_eq!(thinned(&all[..40], 40), all[..40]);
    }
}
