//! What holds for every division, and some that can be followed by hand.
#![allow(clippy::indexing_slicing, reason = "tests")]

use proptest::prelude::*;

use super::*;

const fn amps(amps: i64) -> Amount {
    Amount::tenths(amps * 10)
}

const fn car(floor: i64, most: i64) -> Vehicle {
    Vehicle {
        floor: amps(floor),
        most: amps(most),
    }
}

#[test]
fn a_limit_is_divided_evenly() {
    let divided = |limit, cars: &[Vehicle]| divide(amps(limit), Priority::Fair, cars);
    assert_eq!(divided(32, &[car(6, 32)]), [amps(32)]);
    assert_eq!(divided(32, &[car(6, 32), car(6, 32)]), [amps(16), amps(16)]);
    // What one cannot use is the others'.
    assert_eq!(divided(32, &[car(6, 10), car(6, 32)]), [amps(10), amps(22)]);
    assert_eq!(divided(64, &[car(6, 32), car(6, 16)]), [amps(32), amps(16)]);
    // A higher floor is kept while the others catch up.
    assert_eq!(divided(30, &[car(10, 32), car(6, 32), car(6, 32)]), [amps(10); 3]);
    assert_eq!(
        divided(26, &[car(10, 32), car(6, 32), car(6, 32)]),
        [amps(10), amps(8), amps(8)]
    );
}

#[test]
fn who_cannot_get_the_floor_waits() {
    let divided = |limit| divide(amps(limit), Priority::Fair, &[car(6, 32); 3]);
    assert_eq!(divided(5), [amps(0); 3]);
    assert_eq!(divided(11), [amps(11), amps(0), amps(0)]);
    assert_eq!(divided(12), [amps(6), amps(6), amps(0)]);
    // A smaller vehicle does not overtake one that waits.
    let shares = divide(amps(8), Priority::Fair, &[car(6, 32), car(6, 32), car(1, 32)]);
    assert_eq!(shares, [amps(8), amps(0), amps(0)]);
}

#[test]
fn a_tenth_that_is_left_is_the_oldest_ones() {
    let shares = divide(amps(20), Priority::Fair, &[car(6, 32); 3]);
    assert_eq!(shares.map_tenths(), [67, 67, 66]);
}

#[test]
fn the_oldest_may_come_first() {
    let shares = divide(amps(40), Priority::Oldest, &[car(6, 32); 3]);
    assert_eq!(shares, [amps(28), amps(6), amps(6)]);
}

trait Tenths {
    fn map_tenths(&self) -> Vec<i64>;
}

impl Tenths for Vec<Amount> {
    fn map_tenths(&self) -> Vec<i64> {
        self.iter().map(|amount| amount.in_tenths()).collect()
    }
}

fn vehicles() -> impl Strategy<Value = Vec<Vehicle>> {
    let vehicle = (0..200_i64, 0..400_i64).prop_map(|(floor, more)| Vehicle {
        floor: Amount::tenths(floor),
        most: Amount::tenths(floor + more),
    });
    proptest::collection::vec(vehicle, 0..12)
}

fn priorities() -> impl Strategy<Value = Priority> {
    prop_oneof![Just(Priority::Fair), Just(Priority::Oldest)]
}

fn total(shares: &[Amount]) -> Amount {
    shares.iter().copied().sum()
}

/// How many get their floor: a vehicle without a floor is served as long as nobody before it waits.
fn served(limit: Amount, vehicles: &[Vehicle]) -> usize {
    let sums = vehicles.iter().scan(Amount::ZERO, |sum, vehicle| {
        *sum = *sum + vehicle.floor;
        Some(*sum)
    });
    sums.take_while(|sum| *sum <= limit).count()
}

proptest! {
    #[test]
    fn the_sum_is_never_above_the_limit(vehicles in vehicles(), limit in 0..3000_i64, rule in priorities()) {
        let limit = Amount::tenths(limit);
        prop_assert!(total(&divide(limit, rule, &vehicles)) <= limit);
    }

    #[test]
    fn a_share_is_zero_or_between_floor_and_most(vehicles in vehicles(), limit in 0..3000_i64, rule in priorities()) {
        let limit = Amount::tenths(limit);
        let served = served(limit, &vehicles);
        for (at, (share, vehicle)) in divide(limit, rule, &vehicles).into_iter().zip(&vehicles).enumerate() {
            if at < served {
                prop_assert!(vehicle.floor <= share && share <= vehicle.most);
            } else {
                prop_assert_eq!(share, Amount::ZERO);
            }
        }
    }

    #[test]
    fn nothing_is_left_that_a_served_vehicle_could_use(vehicles in vehicles(), limit in 0..3000_i64, rule in priorities()) {
        let limit = Amount::tenths(limit);
        let shares = divide(limit, rule, &vehicles);
        let full = shares.iter().zip(&vehicles).take(served(limit, &vehicles)).all(|(share, v)| *share == v.most);
        prop_assert!(full || total(&shares) == limit);
    }

    #[test]
    fn a_higher_limit_never_serves_fewer_or_gives_less(vehicles in vehicles(), limit in 0..3000_i64, more in 0..500_i64, rule in priorities()) {
        let (low, high) = (Amount::tenths(limit), Amount::tenths(limit + more));
        prop_assert!(served(low, &vehicles) <= served(high, &vehicles));
        let (before, after) = (divide(low, rule, &vehicles), divide(high, rule, &vehicles));
        prop_assert!(total(&before) <= total(&after));
        // With nobody new to serve, nobody gets less.
        if served(low, &vehicles) == served(high, &vehicles) {
            prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after));
        }
    }

    #[test]
    fn one_more_vehicle_never_gives_another_more(vehicles in vehicles(), floor in 0..200_i64, limit in 0..3000_i64, rule in priorities()) {
        let limit = Amount::tenths(limit);
        let before = divide(limit, rule, &vehicles);
        let newest = Vehicle { floor: Amount::tenths(floor), most: Amount::tenths(floor + 100) };
        let after = divide(limit, rule, &[vehicles.as_slice(), &[newest]].concat());
        prop_assert!(before.iter().zip(&after).all(|(before, after)| after <= before));
    }

    #[test]
    fn nobody_has_more_while_another_could_use_it(vehicles in vehicles(), limit in 0..3000_i64) {
        let limit = Amount::tenths(limit);
        let shares = divide(limit, Priority::Fair, &vehicles);
        let served = served(limit, &vehicles);
        for (one, of_one) in shares.iter().zip(&vehicles).take(served) {
            for (other, of_other) in shares.iter().zip(&vehicles).take(served) {
                // But for the tenth that cannot be divided, and what is somebody's floor.
                let more = *other - *one > 1 && *other > of_other.floor;
                prop_assert!(!more || *one == of_one.most, "{shares:?}");
            }
        }
    }
}
