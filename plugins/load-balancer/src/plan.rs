//! Divides a site's limit among vehicles. No OCPP, no clock, no state: numbers in, numbers out.

use serde::Deserialize;

use crate::amount::Amount;

/// How what is left above the floors is divided.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Evenly: nobody has more while somebody who could use it has less.
    #[default]
    Fair,
    /// Whoever came first gets all that it can use.
    Oldest,
}

/// A vehicle that wants to charge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vehicle {
    /// It charges with at least that, or not at all.
    pub floor: Amount,
    /// It can use at most that; at least the floor.
    pub most: Amount,
}

/// Gives each vehicle its share, zero for those that wait. Vehicles come oldest first: floors are
/// handed out in that order, and who comes after one that has to wait, waits too. The shares add up to
/// at most the limit.
pub fn divide(limit: Amount, priority: Priority, vehicles: &[Vehicle]) -> Vec<Amount> {
    let mut left = limit;
    let served = vehicles.iter().take_while(|vehicle| {
        let fits = vehicle.floor <= left;
        if fits {
            left = left.less(vehicle.floor);
        }
        fits
    });
    let served: Vec<Vehicle> = served.copied().collect();
    let mut shares: Vec<Amount> = served.iter().map(|vehicle| vehicle.floor).collect();
    match priority {
        Priority::Fair => raise_evenly(&mut shares, &served, left),
        Priority::Oldest => raise_in_order(&mut shares, &served, left),
    }
    shares.resize(vehicles.len(), Amount::ZERO);
    shares
}

fn raise_in_order(shares: &mut [Amount], served: &[Vehicle], mut left: Amount) {
    for (share, vehicle) in shares.iter_mut().zip(served) {
        let more = vehicle.most.less(*share).min(left);
        *share = *share + more;
        left = left.less(more);
    }
}

/// Raises the lowest together until they meet the next higher, or what they can use; and so on.
fn raise_evenly(shares: &mut [Amount], served: &[Vehicle], mut left: Amount) {
    loop {
        let open = |share: &Amount, vehicle: &Vehicle| *share < vehicle.most;
        let pairs = || {
            shares
                .iter()
                .zip(served)
                .filter(|(share, vehicle)| open(share, vehicle))
        };
        let Some(lowest) = pairs().map(|(share, _)| *share).min() else {
            return;
        };
        let together = pairs().filter(|(share, _)| **share == lowest);
        let (count, ceiling) = together.fold((0, None), |(count, ceiling): (i64, Option<Amount>), (_, vehicle)| {
            (count + 1, Some(ceiling.map_or(vehicle.most, |c| c.min(vehicle.most))))
        });
        let next = shares.iter().filter(|share| **share > lowest).min();
        let goal = ceiling.into_iter().chain(next.copied()).min().unwrap_or(lowest);
        let step = goal.less(lowest).min(left.divided(count));
        // Less than a tenth for each: the oldest get one.
        let (step, mut takers) = match step {
            Amount::ZERO => (Amount::tenths(1), left.in_tenths()),
            step => (step, count),
        };
        if takers == 0 {
            return;
        }
        for (share, vehicle) in shares.iter_mut().zip(served) {
            if *share == lowest && open(share, vehicle) && takers > 0 {
                *share = *share + step;
                left = left.less(step);
                takers -= 1;
            }
        }
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
