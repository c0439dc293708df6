//! What a charging profile says of itself, in the words of any version.

use ocpp_schemas::types::integer;
use serde_json::Value;

/// The members that tell profiles apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words<'a> {
    /// `chargingProfileId` in 1.6, `id` in 2.x.
    pub id: Option<i64>,
    pub purpose: Option<&'a str>,
    pub stack_level: Option<i64>,
    pub kind: Option<&'a str>,
    pub valid_to: Option<&'a str>,
    /// The session that it is for alone: a number in 1.6, a text in 2.x.
    pub transaction: Option<&'a Value>,
}

impl<'a> Words<'a> {
    /// Those of a profile.
    #[must_use]
    pub fn of(profile: &'a Value) -> Self {
        let number = |member: &str| profile.get(member).and_then(integer::of);
        let text = |member: &str| profile.get(member).and_then(Value::as_str);
        Self {
            id: number("chargingProfileId").or_else(|| number("id")),
            purpose: text("chargingProfilePurpose"),
            stack_level: number("stackLevel"),
            kind: text("chargingProfileKind"),
            valid_to: text("validTo"),
            transaction: profile.get("transactionId").filter(|id| !id.is_null()),
        }
    }
}
