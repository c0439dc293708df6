//! Wrong passwords: whoever sends several for one identity waits before the next one is looked at, longer each time. Pure:
//! the moment is handed in.
//!
//! Only those wait who have sent a wrong one for this identity themselves: a charge point with the right password comes in
//! whatever others try elsewhere. While many try at once, each of them has one attempt. What is remembered is bounded, and
//! forgotten when the registration is another one: the password that was wrong may be right now.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use crate::ids::ChargePointId;
use crate::peer::Peer;
use crate::store::Expect;

/// So many within a minute, then it has to wait.
const MOST: u32 = 5;
const MINUTE: Duration = Duration::from_secs(60);
/// The first time; twice as long each time, up to the longest.
const FIRST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(300);
/// Whoever sent no wrong one for so long begins anew.
const FORGOTTEN: Duration = Duration::from_secs(900);
/// Of more identities the one that was tried longest ago is forgotten; of more peers of one identity the same.
const IDENTITIES: usize = 4096;
const PEERS: usize = 32;

/// Who tries.
#[derive(Debug, Clone, Copy)]
pub struct Guesser<'a> {
    pub identity: &'a ChargePointId,
    /// None: nobody knows.
    pub peer: Option<Peer>,
    /// What the registration is known by that is looked at.
    pub registration: Expect,
}

/// Its password is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    pub seconds: u64,
    /// This is the first that is turned away since the last wrong password.
    pub is_news: bool,
}

/// What is remembered of all.
#[derive(Debug, Default)]
pub struct Guesses(HashMap<ChargePointId, OfIdentity>);

#[derive(Debug)]
struct OfIdentity {
    registration: Expect,
    wrong: Wrong,
    peers: HashMap<IpAddr, OfPeer>,
}

#[derive(Debug)]
struct OfPeer {
    wrong: Wrong,
    /// How often it had to wait.
    times: u32,
    waits_until: Option<Instant>,
    is_told: bool,
}

/// Wrong passwords within a minute.
#[derive(Debug, Clone, Copy)]
struct Wrong {
    since: Instant,
    last: Instant,
    count: u32,
}

impl Guesses {
    /// Whether a password is looked at; if not, why.
    pub fn ask(&mut self, who: Guesser<'_>, now: Instant) -> Option<Wait> {
        let known = self.0.get_mut(who.identity)?;
        if known.registration != who.registration {
            self.0.remove(who.identity);
            return None;
        }
        let peer = known.peers.get_mut(&near(who.peer))?;
        let left = peer
            .waits_until?
            .checked_duration_since(now)
            .filter(|left| !left.is_zero())?;
        Some(Wait {
            seconds: left.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX),
            is_news: !std::mem::replace(&mut peer.is_told, true),
        })
    }

    /// A password was wrong.
    pub fn wrong(&mut self, who: Guesser<'_>, now: Instant) {
        self.make_room(who.identity, now);
        let known = self.0.entry(who.identity.clone()).or_insert_with(|| OfIdentity {
            registration: who.registration,
            wrong: Wrong::none(now),
            peers: HashMap::new(),
        });
        known.registration = who.registration;
        known.wrong.add(now);
        let of_all = known.wrong.count;
        let peer = known.peer(near(who.peer), now);
        if now.saturating_duration_since(peer.wrong.last) > FORGOTTEN {
            peer.times = 0;
        }
        peer.wrong.add(now);
        if peer.times > 0 || peer.wrong.count >= MOST || of_all >= MOST {
            peer.waits_until = Some(now + how_long(peer.times));
            peer.times = peer.times.saturating_add(1);
            peer.is_told = false;
        }
    }

    /// A password was right: nothing is held against this peer any more.
    pub fn right(&mut self, who: Guesser<'_>) {
        let Some(known) = self.0.get_mut(who.identity) else {
            return;
        };
        known.peers.remove(&near(who.peer));
        if known.peers.is_empty() {
            self.0.remove(who.identity);
        }
    }

    /// Of how many identities something is remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    fn make_room(&mut self, identity: &ChargePointId, now: Instant) {
        if self.0.len() < IDENTITIES || self.0.contains_key(identity) {
            return;
        }
        self.0
            .retain(|_, known| now.saturating_duration_since(known.wrong.last) <= FORGOTTEN);
        if self.0.len() >= IDENTITIES {
            let oldest = self.0.iter().min_by_key(|(_, known)| known.wrong.last);
            if let Some(oldest) = oldest.map(|(id, _)| id.clone()) {
                self.0.remove(&oldest);
            }
        }
    }
}

impl OfIdentity {
    fn peer(&mut self, address: IpAddr, now: Instant) -> &mut OfPeer {
        if self.peers.len() >= PEERS && !self.peers.contains_key(&address) {
            let oldest = self.peers.iter().min_by_key(|(_, peer)| peer.wrong.last);
            if let Some(oldest) = oldest.map(|(address, _)| *address) {
                self.peers.remove(&oldest);
            }
        }
        self.peers.entry(address).or_insert_with(|| OfPeer {
            wrong: Wrong::none(now),
            times: 0,
            waits_until: None,
            is_told: false,
        })
    }
}

impl Wrong {
    fn none(now: Instant) -> Self {
        Self {
            since: now,
            last: now,
            count: 0,
        }
    }

    fn add(&mut self, now: Instant) {
        if now.saturating_duration_since(self.since) >= MINUTE {
            *self = Self::none(now);
        }
        self.last = now;
        self.count = self.count.saturating_add(1);
    }
}

fn how_long(times: u32) -> Duration {
    let factor = 1_u32.checked_shl(times).filter(|factor| *factor > 0);
    factor
        .and_then(|factor| FIRST.checked_mul(factor))
        .unwrap_or(LONGEST)
        .min(LONGEST)
}

/// Whoever has one address of IPv6 has all of its network.
fn near(peer: Option<Peer>) -> IpAddr {
    match peer.map(|peer| peer.address) {
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        Some(address) => address,
        None => Ipv6Addr::UNSPECIFIED.into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::store::Revision;

    const ATTACKER: &str = "203.0.113.7";
    const CHARGER: &str = "198.51.100.1";

    struct Door {
        guesses: Guesses,
        now: Instant,
        revision: u64,
    }

    impl Door {
        fn new() -> Self {
            Self {
                guesses: Guesses::default(),
                now: Instant::now(),
                revision: 1,
            }
        }

        fn later(&mut self, seconds: u64) {
            self.now += Duration::from_secs(seconds);
        }

        fn ask(&mut self, peer: &str) -> Option<Wait> {
            self.at(peer, |guesses, who, now| guesses.ask(who, now))
        }

        fn wrong(&mut self, peer: &str) {
            assert_eq!(self.ask(peer), None, "it is not looked at");
            self.at(peer, |guesses, who, now| guesses.wrong(who, now));
        }

        fn at<T>(&mut self, peer: &str, work: impl FnOnce(&mut Guesses, Guesser<'_>, Instant) -> T) -> T {
            let identity = ChargePointId::new("CP1");
            let who = Guesser {
                identity: &identity,
                peer: Some(peer.parse::<IpAddr>().unwrap().into()),
                registration: Expect::Revision(Revision(self.revision)),
            };
            work(&mut self.guesses, who, self.now)
        }

        fn waits(&mut self, peer: &str) -> u64 {
            self.ask(peer).unwrap().seconds
        }
    }

    #[test]
    fn five_in_a_minute_and_then_it_waits_longer_each_time() {
        let mut door = Door::new();
        for _ in 0..5 {
            door.wrong(ATTACKER);
            door.later(1);
        }
        assert_eq!(
            door.ask(ATTACKER),
            Some(Wait {
                seconds: 9,
                is_news: true
            })
        );
        assert!(!door.ask(ATTACKER).unwrap().is_news);
        for wanted in [20, 40, 80, 160, 300, 300] {
            let seconds = door.waits(ATTACKER);
            door.later(seconds);
            door.wrong(ATTACKER);
            assert_eq!(door.waits(ATTACKER), wanted);
        }
        door.later(1201);
        door.wrong(ATTACKER);
        assert_eq!(door.ask(ATTACKER), None, "it begins anew");
    }

    #[test]
    fn a_charge_point_whose_password_is_wrong_now_and_then_waits_for_nothing() {
        let mut door = Door::new();
        for _ in 0..50 {
            door.wrong(CHARGER);
            door.later(20);
        }
    }

    #[test]
    fn a_peer_that_never_failed_is_looked_at_whatever_others_do() {
        let mut door = Door::new();
        for _ in 0..5 {
            door.wrong(ATTACKER);
        }
        assert!(door.ask(ATTACKER).is_some());
        assert_eq!(door.ask(CHARGER), None);
        door.at(CHARGER, |guesses, who, _| guesses.right(who));
        assert!(door.ask(ATTACKER).is_some(), "what is right elsewhere helps it nothing");
        door.later(10);
        door.at(ATTACKER, |guesses, who, _| guesses.right(who));
        assert_eq!(door.guesses.len(), 0);
    }

    #[test]
    fn many_who_try_together_have_one_attempt_each() {
        let mut door = Door::new();
        for number in 0..5 {
            door.wrong(&format!("203.0.113.{number}"));
        }
        door.wrong("203.0.113.99");
        assert!(door.ask("203.0.113.99").is_some());
        assert_eq!(
            door.ask("203.0.113.1"),
            None,
            "it has failed once, before there were many"
        );
    }

    #[test]
    fn addresses_of_one_network_of_ipv6_are_one() {
        let mut door = Door::new();
        for number in 1..=5 {
            door.wrong(&format!("2001:db8:1:2::{number}"));
        }
        assert!(door.ask("2001:db8:1:2:ffff::").is_some());
        assert_eq!(door.ask("2001:db8:1:3::1"), None);
    }

    #[test]
    fn another_registration_begins_anew() {
        let mut door = Door::new();
        for _ in 0..5 {
            door.wrong(CHARGER);
        }
        assert!(door.ask(CHARGER).is_some());
        door.revision = 2;
        assert_eq!(door.ask(CHARGER), None);
        assert_eq!(door.guesses.len(), 0);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let (mut guesses, now) = (Guesses::default(), Instant::now());
        for number in 0..2 * IDENTITIES {
            let identity = ChargePointId::new(&format!("CP{number}"));
            let peer = Some(IpAddr::from([203, 0, 113, 7]).into());
            let who = Guesser {
                identity: &identity,
                peer,
                registration: Expect::Any,
            };
            guesses.wrong(who, now);
        }
        assert_eq!(guesses.len(), IDENTITIES);
        let mut door = Door::new();
        for number in 0..200 {
            door.wrong(&format!("203.0.113.{number}"));
        }
        assert_eq!(door.guesses.0.values().next().unwrap().peers.len(), PEERS);
    }
}
