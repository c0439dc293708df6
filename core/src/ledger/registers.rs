//! What the registers of one meter say: which of them are sound, and the energy between the first and the last.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::chain::{LARGE_STEP, Node, Pace, SAMPLE, heaviest};
use super::energy::{difference, register};
use super::left_out::Tally;
use super::reading::Role;
use crate::state::transactions::{Doubt, Doubts, Energy, EnergySource, LeftOutReason, Register};

/// In Wh: stations round the same register differently by less than the last digit of 0.1 kWh.
pub(super) const ROUNDING: i64 = 100;
/// A start of 0 is doubtful if the first step is so many times what came after it, and more than this in Wh.
const STEEP: i64 = 20;
const STEEP_STEP: i64 = 20_000;
/// In seconds: what is read so much later than the end is of what came after it.
const LATE: i64 = 900;
/// How much a start counts that agrees with the end: more than all samples together.
const PINNED: u64 = 1 << 40;

/// The registers that may be counted together.
pub struct Registers<'a> {
    /// In any order.
    pub nodes: Vec<Node>,
    /// The register with which the next session on the connector begins.
    pub next_start: Option<&'a Register>,
    /// Whether the session has ended.
    pub is_over: bool,
    /// What the meter can do.
    pub pace: Pace,
}

/// What came of them.
#[derive(Debug, Default)]
pub struct Found {
    pub energy: Energy,
    pub doubts: Doubts,
    pub left_out: Tally,
}

/// Decides.
pub fn decide(of: &Registers<'_>) -> Found {
    let mut found = Found::default();
    let mut nodes = of.nodes.clone();
    round_end(&mut nodes, &mut found);
    pin_start(&mut nodes, of.pace);
    prefer_first_begin(&mut nodes);
    let all = nodes.clone();
    drop_zeros(&mut nodes, &mut found);
    let mut chain = below_next_start(&mut nodes, of, &mut found);
    drop_zero_start(&mut chain, &mut found);
    let has = |role| all.iter().any(|node| node.role == role);
    match (disproving(of, &all, &chain), chain.as_slice()) {
        (Some(told), _) => told.count(&nodes, &mut found),
        (None, [base, .., end]) => {
            leave_out(&nodes, &chain, of.pace, &mut found);
            let is_station = base.role == Role::Begin && end.role == Role::End;
            found.energy = Energy {
                wh: Some(difference(base.wh, end.wh)),
                source: Some(if is_station {
                    EnergySource::Station
                } else {
                    EnergySource::Readings
                }),
                base: Some(register(base)),
                end: Some(register(end)),
                left_out: Vec::new(),
            };
            about_ends(base, end, &all, &mut found);
            if is_steep(&chain, of.pace) {
                found.doubts.insert(Doubt::ReadingJump);
            }
        }
        (None, _) => alone(of, &all, &mut found),
    }
    if !has(Role::Begin) {
        found.doubts.insert(Doubt::NoStartRegister);
    }
    if of.is_over && !has(Role::End) {
        found.doubts.insert(Doubt::NoEndRegister);
    }
    found
}

/// The heaviest register of a role.
fn foremost(nodes: &[Node], role: Role) -> Option<&Node> {
    let of_role = nodes.iter().filter(|node| node.role == role);
    of_role.max_by_key(|node| (node.weight, node.wh))
}

/// A session without energy may end a little below its start, by rounding.
fn round_end(nodes: &mut [Node], found: &mut Found) {
    let Some(start) = foremost(nodes, Role::Begin).map(|node| node.wh) else {
        return;
    };
    for end in nodes.iter_mut().filter(|node| node.role == Role::End) {
        if end.wh < start && start - end.wh <= Decimal::from(ROUNDING) {
            found.doubts.insert(Doubt::EndBelowStart);
            found.left_out.add(LeftOutReason::Fell, Some(end.wh), end.at);
            end.wh = start;
        }
    }
}

/// A start that agrees with the end counts, whatever was read in between. 0 does not prove itself.
fn pin_start(nodes: &mut [Node], pace: Pace) {
    let ends: Vec<Node> = nodes.iter().filter(|node| node.role == Role::End).cloned().collect();
    let starts = nodes
        .iter_mut()
        .filter(|node| node.role == Role::Begin && !node.wh.is_zero());
    for start in starts {
        if ends.iter().any(|end| pace.allows(start, end)) {
            start.weight += PINNED;
        }
    }
}

/// Of several begins that weigh the same the one that was read first counts: a station may mark all that it reads so.
fn prefer_first_begin(nodes: &mut [Node]) {
    let begins = nodes.iter().filter(|node| node.role == Role::Begin);
    let Some(most) = begins.map(|begin| begin.weight).max() else {
        return;
    };
    let is_heaviest = |node: &Node| node.role == Role::Begin && node.weight == most;
    let told: BTreeSet<Decimal> = nodes
        .iter()
        .filter(|node| is_heaviest(node))
        .map(|node| node.wh)
        .collect();
    let heaviest = nodes.iter_mut().filter(|node| is_heaviest(node));
    let first = heaviest.min_by_key(|begin| (begin.read, begin.wh));
    if let Some(first) = first.filter(|_| told.len() > 1) {
        first.weight += 1;
    }
}

/// A register does not go back to 0: that one could not be read.
fn drop_zeros(nodes: &mut Vec<Node>, found: &mut Found) {
    let first = nodes.iter().filter(|node| !node.wh.is_zero()).map(|node| node.at).min();
    let Some(first) = first else { return };
    nodes.retain(|node| {
        let is_lost = node.wh.is_zero() && node.role != Role::Begin && node.at > first;
        if is_lost {
            found.left_out.add(LeftOutReason::Fell, Some(node.wh), node.at);
        }
        !is_lost
    });
}

/// The registers that agree, bounded by what the next session starts with.
fn below_next_start(nodes: &mut Vec<Node>, of: &Registers<'_>, found: &mut Found) -> Vec<Node> {
    let chain = heaviest(nodes.clone(), of.pace);
    let (Some(next), [base, .., end]) = (of.next_start, chain.as_slice()) else {
        return chain;
    };
    let most = next.wh + Decimal::from(ROUNDING);
    if next.wh.is_zero() || next.wh < base.wh || end.wh <= most {
        return chain;
    }
    let (below, above): (Vec<Node>, Vec<Node>) = nodes.iter().cloned().partition(|node| node.wh <= most);
    let bounded = heaviest(below.clone(), of.pace);
    if bounded.len() < 2 {
        found.doubts.insert(Doubt::RegistersContradict);
        return chain;
    }
    for node in above {
        found
            .left_out
            .add(LeftOutReason::AboveNextStart, Some(node.wh), node.at);
    }
    *nodes = below;
    bounded
}

/// The register of a start and that with which the next session starts.
struct Told<'a> {
    start: &'a Node,
    next: &'a Register,
}

/// The told start and the next one, where the two allow each other and say another energy than the registers that agree: these
/// go beyond the next start, or are of another count than the start, such as that of the session, one in another unit, or a
/// total that stands in every phase.
fn disproving<'a>(of: &'a Registers<'_>, all: &'a [Node], chain: &[Node]) -> Option<Told<'a>> {
    let [base, .., end] = chain else { return None };
    let (start, next) = (foremost(all, Role::Begin)?, of.next_start?);
    let to = end_at(next, start);
    let has_end = foremost(all, Role::End).is_some();
    if has_end || !of.is_over || next.wh.is_zero() || !of.pace.allows(start, &to) {
        return None;
    }
    let rounding = Decimal::from(ROUNDING);
    let (told, counted) = (next.wh - start.wh, end.wh - base.wh);
    // A station may tell the same register at each start: that the meter stood still in between is no proof.
    if told <= rounding {
        return None;
    }
    let counts_from_start = base.role == Role::Begin && base.wh == start.wh;
    let is_disproved = if counts_from_start {
        end.wh > next.wh + rounding
    } else {
        // Registers that come to more, and can go on to the next start, disprove the start. 0 does not prove itself.
        let explained = counted > told && of.pace.allows(end, &to);
        !start.wh.is_zero() && !explained && (told - counted).abs() > rounding
    };
    is_disproved.then_some(Told { start, next })
}

impl Told<'_> {
    /// Counts from the one to the other.
    fn count(&self, nodes: &[Node], found: &mut Found) {
        let Self { start, next } = self;
        for node in nodes.iter().filter(|node| node.role != Role::Begin) {
            if node.wh > next.wh + Decimal::from(ROUNDING) {
                let reason = LeftOutReason::AboveNextStart;
                found.left_out.add(reason, Some(node.wh), node.at);
            } else if node.wh < start.wh {
                found.left_out.add(LeftOutReason::Fell, Some(node.wh), node.at);
            }
        }
        found.doubts.insert(Doubt::RegistersContradict);
        self.put(found);
    }

    fn put(&self, found: &mut Found) {
        let Self { start, next } = self;
        found.energy.wh = Some(difference(start.wh, next.wh));
        found.energy.source = Some(EnergySource::NextStart);
        found.energy.base = Some(register(start));
        found.energy.end = Some((*next).clone());
    }
}

/// The next session's start as the end of this one.
fn end_at(next: &Register, start: &Node) -> Node {
    let at = next.at.unwrap_or(start.at);
    Node {
        wh: next.wh,
        role: Role::End,
        at,
        weight: SAMPLE,
        read: at,
    }
}

/// A start of 0 that only a step beyond any car's reach joins to the rest is a meter that was not read yet.
fn drop_zero_start(chain: &mut Vec<Node>, found: &mut Found) {
    let [start, next, _, ..] = chain.as_slice() else { return };
    if start.wh.is_zero() && next.wh > Decimal::from(LARGE_STEP) {
        found.left_out.add(LeftOutReason::Jumped, Some(start.wh), start.at);
        chain.remove(0);
    }
}

/// Whether registers that count are further apart than is likely.
fn is_steep(chain: &[Node], pace: Pace) -> bool {
    let mut steps = chain.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
    let is_large = |from: &Node, to: &Node| to.wh - from.wh > Decimal::from(LARGE_STEP) || pace.is_too_fast(from, to);
    let from_zero = match chain {
        [start, next, .., end] if start.wh.is_zero() => {
            next.wh > Decimal::from(STEEP_STEP) && next.wh > (end.wh - next.wh) * Decimal::from(STEEP)
        }
        _ => false,
    };
    from_zero || steps.any(|(from, to)| is_large(from, to))
}

/// Says why each register that does not count does not, and whether they make a series of their own.
fn leave_out(nodes: &[Node], chain: &[Node], pace: Pace, found: &mut Found) {
    let rounding = Decimal::from(ROUNDING);
    // The chain does not fall: the first that is not too far below says it of all.
    let is_near = |node: &Node| {
        let below = chain.partition_point(|other| other.wh + rounding < node.wh);
        chain.get(below).is_some_and(|other| other.wh <= node.wh + rounding)
    };
    let out: Vec<&Node> = nodes.iter().filter(|node| !is_near(node)).collect();
    // One alone says nothing about itself.
    if chain.len() < 2 {
        return;
    }
    for node in &out {
        let before = chain.iter().rfind(|other| other.at <= node.at);
        let reason = match before {
            Some(before) if before.wh > node.wh => LeftOutReason::Fell,
            _ => LeftOutReason::Jumped,
        };
        found.left_out.add(reason, Some(node.wh), node.at);
    }
    let samples = out.iter().copied().filter(|node| node.role == Role::Sample).cloned();
    let own = heaviest(samples.map(|node| Node { weight: SAMPLE, ..node }).collect(), pace);
    if own.len() > 1 || contradicts(nodes, &out, chain, pace) {
        found.doubts.insert(Doubt::RegistersContradict);
    }
}

/// Whether a register that was left out says another energy as well as those that count. What the meter cannot have gone
/// to is a fault of the reading, and contradicts nothing.
fn contradicts(nodes: &[Node], out: &[&Node], chain: &[Node], pace: Pace) -> bool {
    let (Some(base), Some(end)) = (chain.first(), chain.last()) else {
        return false;
    };
    let is_far = |one: Decimal, other: Decimal| (one - other).abs() > Decimal::from(ROUNDING);
    let energy = end.wh - base.wh;
    // The meter's life and the session side by side give the same energy.
    let is_pair = |from: &Node, to: &Node| from.wh <= to.wh && !is_far(to.wh - from.wh, energy);
    let of_role = |role| nodes.iter().filter(move |node| node.role == role);
    let progresses = progresses(out, base);
    let is_late = |node: &Node| (node.at - end.at).num_seconds() > LATE;
    out.iter().filter(|node| !is_late(node)).any(|node| match node.role {
        Role::End => {
            let explained = of_role(Role::Begin).any(|begin| is_pair(begin, node));
            !explained && is_far(node.wh, end.wh) && pace.allows(base, node)
        }
        // A 0 is told where the meter cannot be read.
        Role::Begin if node.wh.is_zero() || (progresses && node.wh > base.wh) => false,
        Role::Begin => {
            let explained = of_role(Role::End).any(|end| is_pair(node, end));
            !explained && is_far(node.wh, base.wh) && pace.allows(node, end)
        }
        // One that sound ones follow was a fault.
        Role::Sample | Role::Clock => {
            let mut followed = chain.iter().filter(|other| other.role == Role::Sample);
            let followed = followed.any(|other| other.at > node.at);
            !followed && node.wh > end.wh && is_far(node.wh, end.wh) && pace.allows(base, node)
        }
    })
}

/// Whether the begins that were left out are what a station read in between, and marked as begins: they rise with time.
fn progresses(out: &[&Node], base: &Node) -> bool {
    let begins = out.iter().filter(|node| node.role == Role::Begin);
    let mut begins: Vec<_> = begins.map(|node| (node.read, node.wh)).collect();
    begins.sort_unstable();
    let rises = begins.windows(2).all(|pair| match pair {
        [(at, from), (later, to)] => at < later && from < to,
        _ => true,
    });
    let after = begins.first().is_some_and(|(at, wh)| *at > base.read && *wh > base.wh);
    begins.len() > 1 && rises && after
}

/// Whether the station's own registers are those that count.
fn about_ends(base: &Node, end: &Node, all: &[Node], found: &mut Found) {
    if base.role != Role::Begin && foremost(all, Role::Begin).is_some() {
        found.doubts.insert(Doubt::StartRegisterImpossible);
    }
    match foremost(all, Role::End) {
        Some(told) if end.role != Role::End => {
            let is_below = told.wh < base.wh;
            found.doubts.insert(if is_below {
                Doubt::EndBelowStart
            } else {
                Doubt::EndRegisterImpossible
            });
        }
        _ => {}
    }
}

/// No two registers agree.
fn alone(of: &Registers<'_>, all: &[Node], found: &mut Found) {
    let start = foremost(all, Role::Begin);
    match (start, foremost(all, Role::End), of.next_start) {
        (Some(start), Some(end), _) => {
            let is_below = end.wh < start.wh;
            found.doubts.insert(if is_below {
                Doubt::EndBelowStart
            } else {
                Doubt::ReadingJump
            });
            let reason = if is_below {
                LeftOutReason::Fell
            } else {
                LeftOutReason::Jumped
            };
            // A zero was counted already.
            if !(is_below && end.wh.is_zero()) {
                found.left_out.add(reason, Some(end.wh), end.at);
            }
            found.energy.base = Some(register(start));
        }
        (Some(start), None, Some(next)) => {
            found.energy.base = Some(register(start));
            if of.is_over && of.pace.allows(start, &end_at(next, start)) {
                Told { start, next }.put(found);
            }
        }
        (Some(start), None, None) => found.energy.base = Some(register(start)),
        (None, Some(end), _) => found.energy.end = Some(register(end)),
        (None, None, _) => {}
    }
}
