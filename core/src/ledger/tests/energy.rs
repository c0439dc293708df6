//! Which reading counts, and what becomes of impossible figures: what chargers in the field sent, by kind.

use rust_decimal::Decimal;

use super::super::energy::{Session, energy};
use super::super::reading::{Location, Phase, Reading, Role};
use super::{begin, by_place, end, interval, located, minute, of_phase, reading, session, told};
use crate::state::transactions::{Doubt, EnergySource, LeftOutReason, Register};

/// The energy in Wh as text, or `-`, with the words of the doubts.
fn shown(session: &Session) -> String {
    let (energy, doubts) = energy(session);
    let wh = energy.wh.map_or_else(|| "-".to_owned(), |wh| wh.to_string());
    let words: Vec<&str> = std::iter::once(wh.as_str())
        .chain(doubts.iter().map(|doubt| doubt.word()))
        .collect();
    words.join(" ")
}

fn of(readings: Vec<Reading>) -> String {
    shown(&session(readings))
}

/// Ended by a new start, which tells its own register.
fn lost(readings: Vec<Reading>, next: i64) -> String {
    let mut session = session(readings);
    session.next_start = Some(Register {
        wh: next.into(),
        at: session.stopped,
    });
    shown(&session)
}

fn left_out(readings: Vec<Reading>) -> Vec<(LeftOutReason, u32)> {
    let (energy, _) = energy(&session(readings));
    energy
        .left_out
        .iter()
        .map(|left_out| (left_out.reason, left_out.count))
        .collect()
}

#[test]
fn a_sound_session_has_no_doubts() {
    assert_eq!(
        of(vec![told(begin(1000)), reading(30, 3000), told(end(60, 5000))]),
        "4000"
    );
    assert_eq!(of(vec![begin(1000), end(60, 1000)]), "0");
    let (energy, _) = energy(&session(vec![begin(1000), end(60, 5000)]));
    assert_eq!(energy.source, Some(EnergySource::Station));
    assert!(energy.left_out.is_empty());
}

#[test]
fn the_begin_in_each_sample_is_never_the_end() {
    let again = |at| Reading {
        at: minute(at),
        ..begin(197_440)
    };
    let sample = |at, wh| vec![reading(at, wh), again(at)];
    let growatt = [vec![told(begin(197_440))], sample(5, 200_000), sample(10, 203_630)].concat();
    assert_eq!(lost(growatt.clone(), 203_700), "6190 no-end-register");
    // Without the message's own register the context's serves, at the time of the start.
    assert_eq!(lost(growatt[1..].to_vec(), 0), "6190 no-end-register");
    // The message says 0 and the context the truth.
    let with_zero = [vec![told(begin(0))], sample(5, 200_000), sample(10, 203_630)].concat();
    assert_eq!(lost(with_zero, 0), "6190 no-end-register");
}

#[test]
fn values_that_name_the_transaction_go_before_those_that_do_not() {
    let lifetime = |at, wh| by_place(reading(at, wh));
    let terra = vec![
        told(begin(0)),
        reading(10, 4200),
        lifetime(15, 1_234_567),
        lifetime(1, 1_230_367),
    ];
    assert_eq!(lost(terra.clone(), 0), "4200 no-end-register");
    assert_eq!(left_out(terra), [(LeftOutReason::NotNamed, 2)]);
    // Nothing names it: what was read at the place counts, with the register of the start.
    assert_eq!(
        of(vec![told(begin(1000)), lifetime(10, 1500), lifetime(20, 2000)]),
        "1000 no-end-register"
    );
    // The start is of the meter's life, the values of the session.
    let mixed = vec![
        told(begin(1_230_367)),
        reading(1, 10),
        reading(10, 4200),
        lifetime(15, 1_234_567),
    ];
    assert_eq!(lost(mixed, 1_234_567), "4200 no-end-register");
    // Only by place: what was read before it and after it is not its own.
    let around = vec![
        told(begin(1000)),
        lifetime(-20, 900),
        lifetime(30, 3000),
        lifetime(90, 4000),
    ];
    assert_eq!(of(around.clone()), "2000 no-end-register");
    assert_eq!(left_out(around), [(LeftOutReason::OutsideSession, 2)]);
}

#[test]
fn a_register_does_not_fall() {
    let pulsar = vec![told(begin(16_000_000)), reading(10, 16_003_500), reading(11, 0)];
    assert_eq!(lost(pulsar.clone(), 16_003_600), "3500 no-end-register");
    assert_eq!(left_out(pulsar), [(LeftOutReason::Fell, 1)]);
    let stop = vec![told(begin(16_000_000)), reading(10, 16_003_500), told(end(60, 0))];
    assert_eq!(of(stop), "3500 end-below-start");
    let many = vec![
        told(begin(16_000_000)),
        reading(5, 16_003_500),
        reading(6, 0),
        reading(7, 0),
        reading(8, 3),
    ];
    assert_eq!(lost(many, 16_003_600), "3500 no-end-register");
    assert_eq!(of(vec![told(begin(16_000_000)), told(end(60, 0))]), "- end-below-start");
    assert_eq!(of(vec![told(begin(300_456)), told(end(60, 100))]), "- end-below-start");
}

#[test]
fn a_stop_that_is_a_little_below_the_start_is_no_energy() {
    assert_eq!(
        of(vec![told(begin(300_456)), told(end(60, 300_455))]),
        "0 end-below-start"
    );
    assert_eq!(
        of(vec![begin(300_456), reading(20, 300_456), end(60, 300_450)]),
        "0 end-below-start"
    );
}

#[test]
fn phases_add_up_where_there_is_no_total() {
    let by_phase = |at, each: [i64; 3]| {
        let phases = [Phase::L1, Phase::L2, Phase::L3].into_iter().zip(each);
        phases
            .map(move |(phase, wh)| of_phase(phase, reading(at, wh)))
            .collect::<Vec<_>>()
    };
    let sino = [
        vec![told(begin(3_000_000))],
        by_phase(10, [1_001_000, 1_001_500, 1_000_500]),
    ]
    .concat();
    assert_eq!(lost(sino.clone(), 0), "3000 no-end-register");
    // A sample without one of its phases is none.
    let gap = [sino.clone(), by_phase(20, [1_009_000, 1_009_000, 0])[..2].to_vec()].concat();
    assert_eq!(lost(gap.clone(), 0), "3000 no-end-register");
    assert_eq!(left_out(gap), [(LeftOutReason::IncompletePhases, 1)]);
    // Where there is a total, it counts.
    let both = [sino, vec![reading(10, 3_003_100)]].concat();
    assert_eq!(lost(both, 0), "3100 no-end-register");
    let one = vec![told(begin(5000)), of_phase(Phase::L1, reading(10, 5600))];
    assert_eq!(lost(one, 0), "600 no-end-register");
}

#[test]
fn a_zero_that_was_told_while_the_meter_could_not_be_read_is_no_start() {
    let iocharger = vec![begin(0), reading(10, 880_100), end(20, 880_183)];
    assert_eq!(of(iocharger), "83 start-register-impossible");
    // So slowly that the power alone proves nothing.
    let slow = vec![begin(0), reading(150, 880_100), end(170, 880_183)];
    assert_eq!(of(slow), "83 start-register-impossible");
    assert_eq!(of(vec![begin(0), end(30, 880_183)]), "- reading-jump");
    assert_eq!(of(vec![begin(0), end(150, 880_183)]), "880183 reading-jump");
    // A meter that is almost new.
    assert_eq!(
        of(vec![begin(0), reading(30, 88_010), end(60, 88_093)]),
        "88093 reading-jump"
    );
    // A meter that counts each session from 0.
    assert_eq!(of(vec![begin(0), reading(10, 2000), end(60, 9000)]), "9000");
    // A truck.
    assert_eq!(of(vec![begin(0), end(60, 240_000)]), "240000");
}

#[test]
fn the_first_register_is_the_base_where_the_start_has_none() {
    assert_eq!(
        of(vec![reading(3, 6_500_000), end(60, 6_517_419)]),
        "17419 no-start-register"
    );
    assert_eq!(of(vec![end(60, 6_517_419)]), "- no-start-register");
    assert_eq!(of(vec![]), "- no-start-register no-end-register");
    assert_eq!(
        of(vec![begin(4_294_967_295), reading(3, 12_000), end(60, 13_000)]),
        "1000 start-register-impossible"
    );
}

#[test]
fn an_absurd_sample_changes_nothing() {
    let absurd = |wh| {
        vec![
            begin(12_000),
            reading(10, 15_000),
            reading(20, wh),
            reading(30, 20_000),
            end(60, 24_500),
        ]
    };
    for wh in [4_294_967_295, 2_147_483_647, 99_999_999, -1] {
        assert_eq!(of(absurd(wh)), "12500", "{wh}");
        assert_eq!(left_out(absurd(wh)).len(), 1, "{wh}");
    }
    // The stop itself is absurd.
    let stop = |wh| vec![told(begin(12_000)), reading(30, 20_000), told(end(60, wh))];
    assert_eq!(of(stop(2_147_483_647)), "8000 end-register-impossible");
    assert_eq!(of(stop(-1)), "8000 end-register-impossible");
    assert_eq!(of(stop(99_999_999)), "8000 end-register-impossible");
}

#[test]
fn values_that_contradict_the_stop_are_told() {
    let stuck = vec![
        told(begin(1000)),
        reading(10, 2000),
        reading(20, 3000),
        told(end(60, 1000)),
    ];
    assert_eq!(of(stuck), "0 registers-contradict");
    let mut many: Vec<Reading> = (1..20).map(|at| reading(at, 1000 + at * 100)).collect();
    many.extend([told(begin(1000)), told(end(60, 1000))]);
    assert_eq!(of(many), "1900 end-register-impossible");
}

#[test]
fn a_register_that_says_another_energy_is_told() {
    // The context's end beside the message's.
    let beside = |stop, context| vec![told(begin(1000)), told(end(60, stop)), end(60, context)];
    assert_eq!(of(beside(1000, 5000)), "0 registers-contradict");
    assert_eq!(of(beside(2310, 2421)), "1310 registers-contradict");
    assert_eq!(of(beside(2310, 2310)), "1310");
    assert_eq!(of(beside(2310, 2390)), "1310", "rounded");
    assert_eq!(of(beside(5000, 99_999_999)), "4000", "absurd");
    // One sample above the end, that nothing takes back.
    let sample = |wh| vec![told(begin(1000)), reading(10, wh), told(end(60, 1000))];
    assert_eq!(of(sample(3000)), "0 registers-contradict");
    assert_eq!(of(sample(99_999_999)), "0");
    let spike = vec![begin(12_000), reading(10, 90_000), reading(20, 15_000), end(60, 24_500)];
    assert_eq!(of(spike), "12500");
    let days_later = vec![told(begin(1000)), told(end(60, 5000)), reading(3000, 19_900_000)];
    assert_eq!(of(days_later), "4000");
    // The begin of the context beside the message's.
    let begins = vec![told(begin(1000)), begin(3000), told(end(60, 9000))];
    assert_eq!(of(begins), "8000 registers-contradict");
    // The meter's life, and the session beside it.
    let both = vec![told(begin(101_000)), begin(0), told(end(60, 105_000)), end(60, 4000)];
    assert_eq!(of(both), "4000");
    let both = vec![told(begin(101_000)), begin(1000), told(end(60, 105_000)), end(60, 5000)];
    assert_eq!(of(both), "4000");
}

#[test]
fn of_samples_that_are_all_marked_as_begins_the_first_is_the_begin() {
    let marked = |at: i64| Reading {
        at: minute(at * 6),
        ..begin(1000 + at * 1000)
    };
    let readings: Vec<Reading> = (0..9).map(marked).chain([end(60, 9100)]).collect();
    assert_eq!(of(readings.clone()), "8100");
    assert_eq!(lost(readings[..9].to_vec(), 9100), "8100 no-end-register");
}

#[test]
fn the_outlet_goes_before_other_places_and_is_never_mixed() {
    let inlet = |at, wh| located(Location::Inlet, reading(at, wh));
    let both = vec![
        begin(1000),
        located(Location::Inlet, begin(2000)),
        reading(30, 3000),
        inlet(30, 4300),
        end(60, 5000),
        located(Location::Inlet, end(60, 6600)),
    ];
    assert_eq!(of(both.clone()), "4000");
    assert_eq!(left_out(both), [(LeftOutReason::OtherLocation, 3)]);
    assert_eq!(
        of(vec![inlet(1, 2000), inlet(50, 6000)]),
        "4000 no-start-register no-end-register other-location"
    );
}

#[test]
fn intervals_are_added_up_where_there_are_no_registers() {
    let of_interval = |at, wh| interval(reading(at, wh));
    let intervals = vec![of_interval(15, 1000), of_interval(30, 1500), interval(end(60, 500))];
    assert_eq!(of(intervals.clone()), "3000");
    assert_eq!(of([intervals.clone(), vec![begin(10), end(60, 4010)]].concat()), "4000");
    // A station without a register has to write 0 for both.
    let zeros = vec![told(begin(0)), told(end(60, 0))];
    assert_eq!(of([intervals.clone(), zeros.clone()].concat()), "3000");
    assert_eq!(of([vec![of_interval(30, 90)], zeros.clone()].concat()), "0");
    assert_eq!(of(zeros), "0");
    let still = vec![told(begin(700)), told(end(60, 700))];
    assert_eq!(of([intervals.clone(), still].concat()), "0 registers-contradict");
    let clock = Reading {
        role: Role::Clock,
        ..of_interval(15, 1000)
    };
    assert_eq!(of([intervals.clone(), vec![clock]].concat()), "3000");
    assert_eq!(
        of([intervals, vec![of_interval(45, 99_999_999)]].concat()),
        "3000 intervals-missing"
    );
}

/// Stations, and those who play them, send one time for everything.
#[test]
fn times_that_stand_still_cost_no_energy() {
    let at_once = vec![begin(1000), reading(0, 2500), reading(0, 8000), end(0, 9000)];
    assert_eq!(of(at_once), "8000");
    let too_fast = vec![told(begin(15_000)), told(end(0, 31_004))];
    assert_eq!(of(too_fast), "16004 reading-jump");
}

#[test]
fn the_next_start_bounds_a_session_whose_end_is_lost() {
    let spike = vec![told(begin(1000)), reading(10, 2000), reading(30, 9000)];
    assert_eq!(lost(spike, 2100), "1000 no-end-register");
    assert_eq!(lost(vec![told(begin(1000))], 5000), "4000 no-end-register");
    assert_eq!(lost(vec![told(begin(1000))], 0), "- no-end-register");
}

#[test]
fn the_told_start_and_the_next_one_disprove_another_count() {
    let phases = |at, wh| [Phase::L1, Phase::L2, Phase::L3].map(|phase| of_phase(phase, reading(at, wh)));
    let of_total = |start, from, to| {
        let samples = [phases(10, from), phases(30, to)].concat();
        [vec![told(begin(start))], samples].concat()
    };
    let disproved = "4200 no-end-register registers-contradict";
    // The total in every phase, nearer to the start than a car's battery and further.
    assert_eq!(lost(of_total(100_000, 101_000, 104_200), 104_200), disproved);
    assert_eq!(lost(of_total(3_000_000, 3_001_000, 3_004_200), 3_004_200), disproved);
    // The session's own count.
    let of_session = vec![told(begin(1_234_567)), reading(10, 1000), reading(30, 4200)];
    assert_eq!(lost(of_session, 1_238_767), disproved);
    // kWh without their unit.
    let thousandths = [(10, 15), (20, 20), (30, 52)].map(|(at, tenths)| Reading {
        value: Ok(Decimal::new(tenths, 1)),
        ..reading(at, 0)
    });
    let of_kilo = [vec![told(begin(1000))], thousandths.to_vec()].concat();
    assert_eq!(lost(of_kilo.clone(), 5200), disproved);
    let mut session = session(of_kilo);
    session.next_start = Some(Register {
        wh: 5200.into(),
        at: session.stopped,
    });
    let (found, _) = energy(&session);
    assert_eq!(found.source, Some(EnergySource::NextStart));
    assert_eq!(
        (found.left_out[0].reason, found.left_out[0].count),
        (LeftOutReason::Fell, 3)
    );
    // One sample that the next start disproves.
    let spike = vec![told(begin(1000)), reading(10, 9000)];
    assert_eq!(lost(spike, 2100), "1100 no-end-register registers-contradict");
}

#[test]
fn a_next_start_that_disproves_nothing_leaves_the_samples_their_word() {
    // The session's own count comes to the same.
    let same = vec![told(begin(1_234_567)), reading(1, 10), reading(30, 4200)];
    assert_eq!(lost(same, 1_238_767), "4190 no-end-register start-register-impossible");
    // The start is the one that cannot be: the samples go on to the next start.
    let start = vec![told(begin(104_050)), reading(10, 100_000), reading(30, 104_000)];
    assert_eq!(lost(start, 104_100), "4000 no-end-register start-register-impossible");
    // The two do not allow each other.
    let replaced = vec![told(begin(900_000)), reading(10, 1000), reading(30, 4200)];
    assert_eq!(lost(replaced, 4300), "3200 no-end-register start-register-impossible");
    // 0 does not prove itself.
    let zero = vec![told(begin(0)), reading(10, 880_100), reading(30, 880_183)];
    assert_eq!(lost(zero, 880_200), "83 no-end-register start-register-impossible");
    // The same register at each start.
    let stuck = vec![told(begin(100)), reading(10, 400)];
    assert_eq!(lost(stuck, 100), "300 no-end-register registers-contradict");
    // Nothing is known of what came after the last sample.
    let early = vec![told(begin(1000)), reading(10, 2000), reading(30, 3000)];
    assert_eq!(lost(early, 5200), "2000 no-end-register");
}

#[test]
fn times_that_contradict_each_other_are_told_and_cost_no_energy() {
    let mut set_back = session(vec![told(begin(1000)), told(end(-11, 5000))]);
    set_back.stopped = Some(minute(-11));
    assert_eq!(shown(&set_back), "4000 clock-contradiction");
    let mut unset = session(vec![told(begin(1000)), told(end(60, 5000))]);
    unset.started = chrono::DateTime::from_timestamp(30, 0);
    assert_eq!(shown(&unset), "4000 clock-contradiction");
    const DAY: i64 = 24 * 60;
    let mut ahead = session(vec![told(begin(1000)), told(end(60, 5000))]);
    ahead.received = Some(minute(-DAY));
    assert_eq!(shown(&ahead), "4000 clock-contradiction");
    ahead.received = Some(minute(1 - DAY));
    assert_eq!(shown(&ahead), "4000", "by a zone at most");
    ahead.received = None;
    assert_eq!(shown(&ahead), "4000");
    // An end of later than it was heard: the clock was set after the start, or was ahead at both.
    for (start, heard, doubts) in [
        (0, 60, ""),
        (0, 45, ""),
        (0, 44, " clock-contradiction"),
        (0, -240, " clock-contradiction"),
        (30, 44, " clock-contradiction"),
        (-10, 44, ""),
        (-30, 30, ""),
        (-300, -240, ""),
    ] {
        // The start is told of minute 0, and heard in minute `start`.
        let mut ahead = session(vec![told(begin(1000)), reading(30, 2000), told(end(60, 5000))]);
        (ahead.received, ahead.end_received) = (Some(minute(start)), Some(minute(heard)));
        assert_eq!(shown(&ahead), format!("4000{doubts}"), "{start} {heard}");
    }
    let set_within = vec![told(begin(1000)), reading(-12, 2000), told(end(10, 5000))];
    assert_eq!(of(set_within), "4000 clock-contradiction");
}

#[test]
fn a_running_session_has_no_end_yet_and_no_doubt_for_it() {
    let mut running = session(vec![told(begin(1000)), reading(10, 2500), reading(5, 1500)]);
    (running.is_over, running.stopped) = (false, None);
    assert_eq!(shown(&running), "1500");
    running.readings.truncate(1);
    assert_eq!(shown(&running), "-");
    let (_, doubts) = energy(&running);
    assert!(!doubts.contains(&Doubt::NoEndRegister));
}
