//! The car at a connector: how much power it takes, and what that does to the battery and the register.

use crate::chance::Chance;

/// Above this state of charge the power goes down.
const FULL_POWER_UP_TO: f64 = 0.8;

/// What is left of the power when the battery is nearly full.
const LAST_SHARE: f64 = 0.1;

/// A battery is as full as it gets.
const FULL: f64 = 0.999;

/// A car.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Car {
    /// What fits into the battery, in Wh.
    pub capacity_wh: f64,
    /// How full it is, from 0 to 1.
    pub charge: f64,
    /// What it takes at most, in W.
    pub most_w: f64,
}

impl Car {
    /// Some car.
    #[must_use]
    pub fn some(chance: &mut Chance) -> Self {
        Self {
            capacity_wh: 35_000.0 + 55_000.0 * chance.share(),
            charge: 0.15 + 0.5 * chance.share(),
            most_w: match chance.within(0..=2) {
                0 => 7_400.0,
                1 => 11_000.0,
                _ => 22_000.0,
            },
        }
    }

    /// Whether it takes nothing more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.charge >= FULL
    }

    /// What it takes of what it may have, in W: all that it can up to four fifths, then less and less.
    #[must_use]
    pub fn takes(&self, offered_w: f64) -> f64 {
        if self.is_full() {
            return 0.0;
        }
        let share = if self.charge <= FULL_POWER_UP_TO {
            1.0
        } else {
            let rest = (1.0 - self.charge) / (1.0 - FULL_POWER_UP_TO);
            LAST_SHARE + (1.0 - LAST_SHARE) * rest
        };
        (self.most_w * share).min(offered_w).max(0.0)
    }

    /// Charges for so long. Returns what the register rises by, in Wh.
    pub fn charge_for(&mut self, seconds: f64, power_w: f64) -> f64 {
        let energy = (power_w * seconds / 3600.0).max(0.0);
        let charge = self.charge + energy / self.capacity_wh;
        self.charge = if charge >= FULL { 1.0 } else { charge };
        energy
    }
}

#[cfg(test)]
mod tests {
    use super::Car;

    const CAR: Car = Car {
        capacity_wh: 50_000.0,
        charge: 0.5,
        most_w: 11_000.0,
    };

    #[test]
    fn the_power_goes_down_towards_the_end() {
        let at = |charge| Car { charge, ..CAR }.takes(22_000.0);
        assert!((at(0.2) - 11_000.0).abs() < 1.0);
        assert!((at(0.8) - 11_000.0).abs() < 1.0);
        assert!(at(0.9) < 7_000.0 && at(0.9) > at(0.95));
        assert!(at(1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn it_takes_no_more_than_it_may_have() {
        assert!((CAR.takes(4_000.0) - 4_000.0).abs() < 1.0);
        assert!(CAR.takes(0.0).abs() < f64::EPSILON);
    }

    #[test]
    fn an_hour_is_the_energy_that_it_should_be() {
        let mut car = CAR;
        let energy = car.charge_for(3600.0, 11_000.0);
        assert!((energy - 11_000.0).abs() < 0.01);
        assert!((car.charge - 0.72).abs() < 0.001);
    }
}
