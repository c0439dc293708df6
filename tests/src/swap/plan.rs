//! The mix of swaps: rounds of ten, of which seven change the active version and three are refused.

use super::version::{Kind, Version};

/// Swaps in a round.
pub const ROUND: usize = 10;

/// One thing that the operator does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Uploads a component, which becomes active.
    Upload(Version),
    /// Uploads the first half of a component, which is refused.
    Truncated(Version),
    /// Uploads a component that is refused.
    Refused(Version),
    /// Makes a version active that is kept.
    Activate(Version),
    /// Goes back to the version that was installed before the active one.
    RollBack,
}

/// The first of all versions, which is active before the first round.
#[must_use]
pub fn first() -> Version {
    good(0)
}

/// The steps of a round, counted from 1. Each has a good version of its own, which the server must
/// compile; versions that fail, are slow or do not start change every five rounds, so that most of their
/// uploads find what was compiled before.
#[must_use]
pub fn round(number: usize) -> [Step; ROUND] {
    let other = |kind| Version::new(kind, number.div_ceil(5));
    [
        Step::Upload(good(number)),
        Step::Truncated(good(number)),
        Step::Activate(good(number - 1)),
        Step::Upload(other(Kind::Failing)),
        Step::RollBack,
        Step::Refused(other(Kind::TrapsAtStart)),
        Step::Upload(other(Kind::Slow)),
        Step::Activate(good(number)),
        Step::Refused(other(Kind::OtherContract)),
        Step::RollBack,
    ]
}

fn good(number: usize) -> Version {
    Version::new(Kind::Good, number)
}
