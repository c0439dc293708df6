//! How many members of a campaign are how far: kept, so that nobody counts them.

use serde::{Deserialize, Serialize};

/// How far a member is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CampaignMemberState)]
pub enum MemberState {
    /// Its turn has not come.
    Pending,
    /// Its command waits for it: it is away.
    Waiting,
    /// Its command is sent, or was accepted and has not been seen in effect.
    UnderWay,
    /// It did what was wanted.
    InEffect,
    /// It said that it does not.
    Refused,
    /// It could not be sent, or was accepted and did not happen.
    Failed,
    /// It did not answer in time.
    TimedOut,
    /// Its connection, or its record, was gone before its answer.
    Lost,
    /// It did not come in time.
    Expired,
    /// Somebody took it back before it was sent.
    Cancelled,
}

impl MemberState {
    pub const ALL: [Self; 10] = [
        Self::Pending,
        Self::Waiting,
        Self::UnderWay,
        Self::InEffect,
        Self::Refused,
        Self::Failed,
        Self::TimedOut,
        Self::Lost,
        Self::Expired,
        Self::Cancelled,
    ];
    /// Those that `retry` takes if nobody says which.
    pub const RETRIED: [Self; 5] = [Self::Refused, Self::Failed, Self::TimedOut, Self::Lost, Self::Expired];

    /// As it stands in keys, and as it is asked for.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Waiting => "waiting",
            Self::UnderWay => "under-way",
            Self::InEffect => "in-effect",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::TimedOut => "timed-out",
            Self::Lost => "lost",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
        }
    }

    /// Nothing more becomes of it by itself.
    #[must_use]
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Pending | Self::Waiting | Self::UnderWay)
    }
}

/// How many are how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(as = CampaignCounts)]
pub struct Counts {
    /// Their turn has not come.
    pub pending: u32,
    /// They are away.
    pub waiting: u32,
    /// The command is with them.
    pub under_way: u32,
    /// It is done.
    pub in_effect: u32,
    /// The station does not want to.
    pub refused: u32,
    /// It cannot be sent, or was answered with an error.
    pub failed: u32,
    /// No answer came.
    pub timed_out: u32,
    /// The connection ended before the answer.
    pub lost: u32,
    /// They did not come in time.
    pub expired: u32,
    /// Somebody took it back.
    pub cancelled: u32,
}

impl Counts {
    fn of_mut(&mut self, state: MemberState) -> &mut u32 {
        match state {
            MemberState::Pending => &mut self.pending,
            MemberState::Waiting => &mut self.waiting,
            MemberState::UnderWay => &mut self.under_way,
            MemberState::InEffect => &mut self.in_effect,
            MemberState::Refused => &mut self.refused,
            MemberState::Failed => &mut self.failed,
            MemberState::TimedOut => &mut self.timed_out,
            MemberState::Lost => &mut self.lost,
            MemberState::Expired => &mut self.expired,
            MemberState::Cancelled => &mut self.cancelled,
        }
    }

    /// One more is so far.
    pub fn add(&mut self, state: MemberState) {
        let count = self.of_mut(state);
        *count = count.saturating_add(1);
    }

    /// One went on.
    pub fn moved(&mut self, from: MemberState, to: MemberState) {
        let count = self.of_mut(from);
        *count = count.saturating_sub(1);
        self.add(to);
    }

    /// What says that the command is not good for them: who never came says nothing.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.refused + self.failed + self.timed_out + self.lost
    }

    /// Those of whom it is known what the command came to.
    #[must_use]
    pub const fn judged(&self) -> u32 {
        self.in_effect + self.failures()
    }

    #[must_use]
    pub const fn all(&self) -> u32 {
        self.pending + self.waiting + self.under_way + self.judged() + self.expired + self.cancelled
    }

    /// Of several parts.
    #[must_use]
    pub fn sum<'a>(parts: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::default();
        for part in parts {
            let mut part = *part;
            for state in MemberState::ALL {
                *sum.of_mut(state) += *part.of_mut(state);
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Counts, MemberState};

    #[test]
    fn a_word_is_what_a_record_has() {
        for state in MemberState::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    #[test]
    fn members_go_on_and_stay_as_many() {
        let mut counts = Counts::default();
        for _ in 0..3 {
            counts.add(MemberState::Pending);
        }
        counts.moved(MemberState::Pending, MemberState::UnderWay);
        counts.moved(MemberState::UnderWay, MemberState::Refused);
        counts.moved(MemberState::Pending, MemberState::Expired);
        assert_eq!((counts.all(), counts.failures(), counts.judged()), (3, 1, 1));
        let twice = Counts::sum([counts, counts].iter());
        assert_eq!((twice.all(), twice.pending, twice.expired), (6, 2, 2));
    }
}
