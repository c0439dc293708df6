//! Connectors that are kept for somebody.

use serde::{Deserialize, Serialize};

use super::connector::IdToken;
use crate::clock::Time;

/// A connector is kept for a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    /// The server's number.
    pub id: i64,
    /// Which one; 0: any.
    pub connector: u16,
    /// For whom.
    pub token: IdToken,
    /// For the whole group of these.
    pub parent: Option<String>,
    /// Until then.
    pub expires: Time,
}

/// All that are kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reservations(Vec<Reservation>);

impl Reservations {
    /// Keeps one; one of the same number goes.
    pub fn put(&mut self, reservation: Reservation) {
        self.remove(reservation.id);
        self.0.push(reservation);
    }

    /// Gives one up.
    pub fn remove(&mut self, id: i64) -> Option<Reservation> {
        let place = self.0.iter().position(|kept| kept.id == id)?;
        Some(self.0.remove(place))
    }

    /// The one of a connector.
    #[must_use]
    pub fn of(&self, connector: u16) -> Option<&Reservation> {
        self.0.iter().find(|kept| kept.connector == connector)
    }

    /// How many are for any connector.
    #[must_use]
    pub fn for_any(&self) -> usize {
        self.0.iter().filter(|kept| kept.connector == 0).count()
    }

    /// The one that a tag may use at a connector.
    #[must_use]
    pub fn usable(&self, connector: u16, token: &IdToken, parent: Option<&str>) -> Option<&Reservation> {
        let fits = |kept: &&Reservation| {
            let group = kept.parent.as_deref().zip(parent);
            kept.token.is(token) || group.is_some_and(|(kept, parent)| kept.eq_ignore_ascii_case(parent))
        };
        let here = self.0.iter().filter(|kept| kept.connector == connector);
        here.chain(self.0.iter().filter(|kept| kept.connector == 0)).find(fits)
    }

    /// Those whose time is over.
    pub fn expired(&mut self, now: Time) -> Vec<Reservation> {
        let (expired, kept) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|one| one.expires <= now);
        self.0 = kept;
        expired
    }

    /// When the next one's time is over.
    #[must_use]
    pub fn wakes_at(&self) -> Option<Time> {
        self.0.iter().map(|kept| kept.expires).min()
    }
}

#[cfg(test)]
mod tests {
    use super::{IdToken, Reservation, Reservations};
    use crate::clock::Time;

    fn reservation(id: i64, connector: u16, tag: &str) -> Reservation {
        Reservation {
            id,
            connector,
            token: IdToken::card(tag),
            parent: Some("GROUP".to_owned()),
            expires: Time::UNIX_EPOCH,
        }
    }

    #[test]
    fn one_is_used_by_its_tag_or_its_group() {
        let mut kept = Reservations::default();
        kept.put(reservation(1, 1, "A"));
        kept.put(reservation(2, 0, "B"));
        let used = |connector, tag, parent| kept.usable(connector, &IdToken::card(tag), parent).map(|one| one.id);
        assert_eq!(used(1, "a", None), Some(1));
        assert_eq!(used(2, "A", None), None);
        assert_eq!(used(2, "B", None), Some(2));
        assert_eq!(used(1, "C", Some("group")), Some(1));
        assert_eq!(kept.for_any(), 1);
    }

    #[test]
    fn the_same_number_replaces() {
        let mut kept = Reservations::default();
        kept.put(reservation(1, 1, "A"));
        kept.put(reservation(1, 2, "A"));
        assert!(kept.of(1).is_none() && kept.of(2).is_some());
        assert_eq!(kept.expired(Time::UNIX_EPOCH).len(), 1);
        assert_eq!(kept.wakes_at(), None);
    }
}
