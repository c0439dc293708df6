//! Whose session it is by an operator's word, and what the station itself said, which is kept beside it.

use serde::{Deserialize, Serialize};

use super::Transaction;
use crate::clock::Time;
use crate::state::id_tags::is_nobody;

/// An operator's word for whose session it is: the record's id tag is the one that it names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assigned {
    /// When it was said last.
    pub at: Time,
    /// What the operator says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The token that the station told; none: it told none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_id_tag: Option<String>,
    /// What became of that token at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_authorization: Option<String>,
}

/// What an operator says of whose session it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Whose it is.
    pub id_tag: String,
    /// Why, for whoever reads it later.
    pub note: Option<String>,
}

impl Transaction {
    /// The token that began it, in the station's words, whoever it is assigned to; none: the station told none, or one
    /// that is blank, in whose place a later one comes.
    #[must_use]
    pub fn told_id_tag(&self) -> Option<&str> {
        let told = match &self.assigned {
            Some(assigned) => assigned.told_id_tag.as_deref(),
            None => self.id_tag.as_deref(),
        };
        told.filter(|told| !is_nobody(told))
    }

    /// Whether the token that began it was refused, whoever it is assigned to.
    #[must_use]
    pub fn is_told_refused(&self) -> bool {
        let told = match &self.assigned {
            Some(assigned) => assigned.told_authorization.as_deref(),
            None => self.authorization.as_deref(),
        };
        told.is_some_and(|status| status != "Accepted")
    }

    /// Takes the token that the station tells, with what became of it. An operator's word stands.
    pub fn tell_id_tag(&mut self, id_tag: String, authorization: Option<String>) {
        let (own_tag, own_authorization) = match &mut self.assigned {
            Some(assigned) => (&mut assigned.told_id_tag, &mut assigned.told_authorization),
            None => (&mut self.id_tag, &mut self.authorization),
        };
        *own_tag = Some(id_tag);
        *own_authorization = authorization;
    }

    /// Takes an operator's word for whose it is. What the station told stays beside it, also when another word follows.
    /// Nobody asked whether the operator's tag may charge, so there is no answer to that any more.
    pub fn assign_to(&mut self, owner: Owner, now: Time) {
        let Owner { id_tag, note } = owner;
        let told = match self.assigned.take() {
            Some(before) => before,
            None => Assigned {
                at: now,
                note: None,
                told_id_tag: self.id_tag.take(),
                told_authorization: self.authorization.take(),
            },
        };
        self.id_tag = Some(id_tag);
        self.assigned = Some(Assigned { at: now, note, ..told });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Owner;
    use crate::ids::{ChargePointId, TransactionId};
    use crate::ledger::ocpp2;
    use crate::state::transactions::Transaction;

    fn owner(id_tag: &str) -> Owner {
        Owner {
            id_tag: id_tag.to_owned(),
            note: None,
        }
    }

    fn session() -> Transaction {
        let now = "2026-11-20T10:00:00Z".parse().unwrap();
        ocpp2::new(&ChargePointId::new("CP"), &TransactionId::new("1"), "2.0.1", now)
    }

    #[test]
    fn what_the_station_told_stays_beside_every_word() {
        let mut session = session();
        session.tell_id_tag("TOLD".to_owned(), Some("Invalid".to_owned()));
        for id_tag in ["ANNA", "BERT"] {
            session.assign_to(owner(id_tag), session.received_at);
            assert_eq!(session.id_tag.as_deref(), Some(id_tag));
            assert_eq!(session.told_id_tag(), Some("TOLD"));
            assert_eq!(session.authorization, None);
        }
        let assigned = session.assigned.unwrap();
        assert_eq!(assigned.told_authorization.as_deref(), Some("Invalid"));
    }

    #[test]
    fn a_blank_token_is_nobodys() {
        let mut session = session();
        session.tell_id_tag(" ".to_owned(), Some("Invalid".to_owned()));
        assert_eq!(session.told_id_tag(), None);
        session.assign_to(owner("ANNA"), session.received_at);
        assert_eq!(session.told_id_tag(), None);
    }

    #[test]
    fn what_the_station_tells_later_goes_beside_the_word() {
        let mut session = session();
        session.assign_to(owner("ANNA"), session.received_at);
        assert_eq!(session.told_id_tag(), None);
        session.tell_id_tag("LATE".to_owned(), Some("Accepted".to_owned()));
        assert_eq!(session.id_tag.as_deref(), Some("ANNA"));
        assert_eq!(
            (session.told_id_tag(), session.authorization.as_deref()),
            (Some("LATE"), None)
        );
    }
}
