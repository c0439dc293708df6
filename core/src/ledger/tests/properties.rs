//! What holds for whatever a station sends.

use proptest::prelude::{Just, Strategy, any, prop, prop_oneof, proptest};
use rust_decimal::Decimal;

use super::super::energy::{Session, energy};
use super::super::reading::{Belongs, Location, Measurand, Phase, Reading, Role, in_wh};
use super::{begin, minute, reading, session};
use crate::state::transactions::{Doubt, Register};

fn any_reading() -> impl Strategy<Value = Reading> {
    let wh = prop_oneof![
        Just(0_i64),
        Just(-1),
        Just(4_294_967_295),
        0_i64..50_000,
        880_000_i64..900_000,
        any::<i64>(),
    ];
    let role = prop_oneof![
        Just(Role::Begin),
        Just(Role::End),
        Just(Role::Clock),
        Just(Role::Sample),
        Just(Role::Sample),
    ];
    let belongs = prop_oneof![Just(Belongs::Named), Just(Belongs::ByPlace)];
    let phase = prop_oneof![
        Just(None),
        Just(None),
        Just(Some(Phase::L1)),
        Just(Some(Phase::L2)),
        Just(Some(Phase::L3)),
    ];
    let location = prop_oneof![Just(Location::Outlet), Just(Location::Outlet), Just(Location::Inlet)];
    let measurand = prop_oneof![
        Just(Measurand::Register),
        Just(Measurand::Register),
        Just(Measurand::Register),
        Just(Measurand::Interval),
    ];
    let place = (belongs, location, measurand);
    (-10_i64..70, wh, role, phase, place).prop_map(|(at, wh, role, phase, (belongs, location, measurand))| Reading {
        at: minute(at),
        measurand,
        role,
        belongs,
        location: Some(location),
        phase,
        value: in_wh(Decimal::from(wh), 0),
    })
}

fn any_session() -> impl Strategy<Value = Session> {
    let next = prop_oneof![Just(None), (0_i64..50_000).prop_map(Some)];
    let stopped = prop_oneof![Just(None), (-20_i64..80).prop_map(Some)];
    (
        prop::collection::vec(any_reading(), 0..16),
        stopped,
        next,
        any::<bool>(),
    )
        .prop_map(|(readings, stopped, next, is_over)| Session {
            stopped: stopped.map(minute),
            next_start: next.map(|wh| Register {
                wh: wh.into(),
                at: None,
            }),
            is_over,
            ..session(readings)
        })
}

proptest! {
    #[test]
    fn any_order_of_arrival_gives_the_same_and_nothing_is_negative(
        (first, second) in any_session().prop_flat_map(|of| {
            let shuffled = Just(of.readings.clone()).prop_shuffle();
            (Just(of.clone()), shuffled.prop_map(move |readings| Session { readings, ..of.clone() }))
        })
    ) {
        let (found, doubts) = energy(&first);
        assert_eq!((found.clone(), doubts.clone()), energy(&second));
        assert!(found.wh.is_none_or(|wh| wh >= Decimal::ZERO), "{found:?}");
        // Either there is a figure with its source, or there is a doubt, or it still runs.
        assert_eq!(found.wh.is_some(), found.source.is_some());
        assert!(found.wh.is_some() || !doubts.is_empty() || !first.is_over, "{found:?}");
    }

    /// A session of any soundness, and then one more register that follows from the one that counts as the last.
    #[test]
    fn a_later_sound_reading_never_lowers_the_energy(
        readings in prop::collection::vec((0_i64..60, 0_i64..60_000), 1..16),
        more in 0_i64..5_000,
    ) {
        let readings = readings.into_iter().map(|(at, wh)| reading(at, wh));
        let mut running = session(readings.chain([begin(5_000)]).collect());
        (running.is_over, running.stopped) = (false, None);
        let (before, doubts) = energy(&running);
        // A start that counted for wrong may turn out to be right.
        if doubts.contains(&Doubt::StartRegisterImpossible) {
            return Ok(());
        }
        if let (Some(wh), Some(end)) = (before.wh, before.end) {
            let next = Reading { at: minute(61), value: Ok(end.wh + Decimal::from(more)), ..reading(61, 0) };
            running.readings.push(next);
            let (after, _) = energy(&running);
            assert!(after.wh >= Some(wh), "{wh} and then {:?}", after.wh);
        }
    }
}
