//! Which registers of a meter agree with each other: of all ways to go from one register to a later one without
//! falling, and no faster than a power allows, the one with the most weight. Pure, and the same whatever the order
//! in which the registers are given.

use rust_decimal::Decimal;

use super::reading::Role;
use crate::clock::Time;

/// In Wh: no car takes more between two readings.
pub const LARGE_STEP: i64 = 250_000;
/// More registers that contradict each other are not compared, each with each.
const MOST: usize = 2_000;
/// How much a register counts that somebody took in between.
pub const SAMPLE: u64 = 2;

/// A register of the meter.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// In Wh.
    pub wh: Decimal,
    /// Begin has none before it, End none after it.
    pub role: Role,
    /// When it was read.
    pub at: Time,
    /// How much it counts.
    pub weight: u64,
    /// The reading's own time: that of a begin is otherwise the session's.
    pub read: Time,
}

/// What a meter can do.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// In W.
    pub max_power: u64,
    /// Clocks are wrong by so much, in milliseconds.
    pub slack_ms: i64,
}

impl Pace {
    /// Whether the meter can have gone from one register to the other. Times alone make no step impossible that a car
    /// can take: stations round them, repeat them, and send what was read before with the time of now.
    #[must_use]
    pub fn allows(self, from: &Node, to: &Node) -> bool {
        from.wh <= to.wh
            && !self.is_before(to, from)
            && to.wh - from.wh <= self.most(from, to) + Decimal::from(LARGE_STEP)
    }

    /// Whether the step needs more power than there is.
    #[must_use]
    pub fn is_too_fast(self, from: &Node, to: &Node) -> bool {
        to.wh - from.wh > self.most(from, to)
    }

    fn is_before(self, one: &Node, other: &Node) -> bool {
        (one.at - other.at).num_milliseconds() < -self.slack_ms
    }

    /// The most that it counts in the time between, in Wh.
    fn most(self, from: &Node, to: &Node) -> Decimal {
        let between = (to.at - from.at)
            .num_milliseconds()
            .max(0)
            .saturating_add(self.slack_ms);
        Decimal::from(self.max_power) * Decimal::from(between) / Decimal::from(3_600_000)
    }
}

/// The registers that agree with each other and weigh most together, the lowest first: two at least if any two agree, since
/// one alone says no energy, whatever it weighs. Registers with the same role and value count once.
#[must_use]
pub fn heaviest(mut nodes: Vec<Node>, pace: Pace) -> Vec<Node> {
    nodes.sort_unstable();
    nodes.dedup_by(|later, first| later.wh == first.wh && later.role == first.role);
    let follow = |pair: &[Node]| match pair {
        [from, to] => can_follow(pace, from, to),
        _ => true,
    };
    if nodes.windows(2).all(follow) {
        return nodes;
    }
    thin_out(&mut nodes);
    let mut best: Vec<Reached> = Vec::with_capacity(nodes.len());
    for (index, node) in nodes.iter().enumerate() {
        let before = best.iter().zip(&nodes).filter(|(_, from)| can_follow(pace, from, node));
        let from = before.map(|(reached, _)| *reached).max();
        best.push(Reached {
            weight: node.weight + from.map_or(0, |from| from.weight),
            index,
            from: from.map(|from| from.index),
        });
    }
    let mut chain = Vec::new();
    let of_two = best.iter().filter(|reached| reached.from.is_some());
    let mut at = of_two.max().or_else(|| best.iter().max()).copied();
    while let Some(reached) = at {
        chain.extend(nodes.get(reached.index).cloned());
        at = reached.from.and_then(|from| best.get(from).copied());
    }
    chain.reverse();
    chain
}

fn can_follow(pace: Pace, from: &Node, to: &Node) -> bool {
    from.role != Role::End && to.role != Role::Begin && pace.allows(from, to)
}

/// All pairs are looked at, so that of very many that contradict each other those of the middle are left out.
fn thin_out(nodes: &mut Vec<Node>) {
    if nodes.len() <= MOST {
        return;
    }
    let mut times: Vec<Time> = nodes.iter().map(|node| node.at).collect();
    times.sort_unstable();
    let first = times.get(MOST / 2).copied();
    let last = times.get(times.len() - MOST / 2).copied();
    let is_middle = |node: &Node| Some(node.at) >= first && Some(node.at) <= last;
    nodes.retain(|node| node.role != Role::Sample || !is_middle(node));
}

/// The heaviest way that ends at a register; of two that weigh the same, the one that ends higher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Reached {
    weight: u64,
    index: usize,
    from: Option<usize>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "tests")]

    use proptest::prelude::{Strategy, any, prop, proptest};

    use super::{MOST, Node, Pace, SAMPLE, can_follow, heaviest};
    use crate::ledger::reading::Role;

    const PACE: Pace = Pace {
        max_power: 60_000,
        slack_ms: 0,
    };

    fn node(minute: i64, wh: i64) -> Node {
        Node {
            wh: wh.into(),
            role: Role::Sample,
            at: chrono::DateTime::from_timestamp(minute * 60, 0).unwrap_or_default(),
            weight: SAMPLE,
            read: chrono::DateTime::from_timestamp(minute * 60, 0).unwrap_or_default(),
        }
    }

    fn registers(nodes: &[(i64, i64)]) -> Vec<String> {
        let nodes = nodes.iter().map(|(minute, wh)| node(*minute, *wh)).collect();
        heaviest(nodes, PACE).iter().map(|node| node.wh.to_string()).collect()
    }

    #[test]
    fn falls_and_jumps_are_left_out() {
        assert_eq!(
            registers(&[(0, 100), (1, 900), (2, 0), (3, 1500)]),
            ["100", "900", "1500"]
        );
        assert_eq!(registers(&[(0, 100), (1, 999_999), (2, 1500)]), ["100", "1500"]);
        assert_eq!(registers(&[(0, 0), (1, 880_000), (2, 880_500)]), ["880000", "880500"]);
        assert_eq!(registers(&[(0, 100), (0, 20_000)]), ["100", "20000"]);
        assert_eq!(registers(&[]), [""; 0]);
    }

    #[test]
    fn two_that_agree_go_before_one_that_weighs_more() {
        let heavy = |at, wh| Node {
            role: Role::End,
            weight: 7,
            ..node(at, wh)
        };
        let some = vec![node(1, 100), heavy(9, 50), node(2, 200), heavy(9, 40)];
        let found: Vec<String> = heaviest(some, PACE).iter().map(|node| node.wh.to_string()).collect();
        assert_eq!(found, ["100", "200"]);
        let alone = heaviest(vec![node(1, 100), heavy(9, 50), heavy(9, 40)], PACE);
        assert_eq!(alone.len(), 1);
    }

    #[test]
    fn a_flood_of_contradictions_is_bounded() {
        let falling = (0..20_000).map(|index| node(index, 1_000_000 - index)).collect();
        assert_eq!(heaviest(falling, PACE).len(), 1);
        let mut long: Vec<Node> = (0..20_000).map(|index| node(index, index * 10)).collect();
        assert_eq!(heaviest(long.clone(), PACE).len(), 20_000);
        long.push(node(5, 150_000));
        assert!(heaviest(long, PACE).len() >= MOST / 2);
    }

    /// The weight of every way, one after the other.
    fn slowly(nodes: &[Node], after: Option<&Node>) -> u64 {
        let can = |node: &&Node| after.is_none_or(|after| after < *node && can_follow(PACE, after, node));
        let ways = nodes
            .iter()
            .filter(can)
            .map(|node| node.weight + slowly(nodes, Some(node)));
        ways.max().unwrap_or(0)
    }

    fn some_nodes() -> impl Strategy<Value = Vec<Node>> {
        let one = (0_i64..60, 0_i64..900_000, any::<bool>());
        prop::collection::vec(one, 0..9).prop_map(|all| {
            all.iter()
                .map(|(minute, wh, odd)| node(*minute, if *odd { *wh } else { minute * 500 }))
                .collect()
        })
    }

    proptest! {
        #[test]
        fn no_way_weighs_more_than_the_one_that_is_found(nodes in some_nodes()) {
            let found = heaviest(nodes.clone(), PACE);
            let mut distinct = nodes;
            distinct.sort_unstable();
            distinct.dedup_by(|later, first| later.wh == first.wh && later.role == first.role);
            assert_eq!(found.iter().map(|node| node.weight).sum::<u64>(), slowly(&distinct, None));
            assert!(found.windows(2).all(|pair| PACE.allows(&pair[0], &pair[1])));
        }
    }
}
