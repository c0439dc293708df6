//! The verb `set-password`: a new password for a station (1.6 security extension, `AuthorizationKey`; 2.x A01,
//! `BasicAuthPassword`). Old and new are accepted until it uses the new one; what becomes of them is `credentials`.

use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::verb::{REBOOT, joined_set, plan_set, read};
use crate::config::hexadecimal;
use crate::config::quirks::Make;
use crate::credentials::rotation::{unanswered, unused};
use crate::ocpp::verb::{
    Addressee, Answered, Expected, Joined, OnRefusal, Plan, PlannedCall, Told, Unanswered, VerbError, Wish,
};
use crate::state::commands::Awaited;
use crate::store::StoreError;

/// A station that stays connected uses it when it comes back, whenever that is.
const LONGEST: TimeDelta = TimeDelta::days(30);
/// In 1.6 a key has so many bytes, of which each is two hexadecimal digits.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 16..=20;
/// As a charge point of 1.6 takes it that does not read hexadecimal.
const PLAIN_BYTES: std::ops::RangeInclusive<usize> = 16..=40;
/// In 2.x so many characters are enough for everybody.
const SHORTEST: usize = 16;
/// The most characters that every station of 2.x takes.
const USUAL: usize = 40;
/// The most that any does.
const MOST: usize = 64;

/// A new password for the station. Both are valid until it uses the new one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[schema(examples(json!({"reconnect": "disconnect"})))]
pub struct SetPasswordRequest {
    /// The password; a random one if absent, which nobody is shown. 1.6: 16 to 20 characters, or a key of 32 to 40
    /// hexadecimal digits; 2.x: 16 to 40 characters, or as many as the station takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// How the station comes to use it, once it has it.
    pub reconnect: Reconnect,
}

/// How a station comes to connect anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reconnect {
    /// By itself, whenever that is.
    #[default]
    ByItself,
    /// Its connection is ended.
    Disconnect,
    /// It is told to restart, once no session runs.
    Reset,
}

impl Wish for SetPasswordRequest {
    const NAME: &'static str = "set-password";
    const ACCEPTED: &'static [&'static str] = &["Accepted", REBOOT, "Scheduled"];

    fn plan(&self, to: Addressee<'_>) -> Result<Plan, VerbError> {
        let form = Form::of(to)?;
        let secret = match &self.password {
            Some(password) => form
                .check(password)
                .map_err(|reason| VerbError::Invalid(reason.into()))?,
            None => form
                .random()
                .map_err(|_| VerbError::Invalid("the system has no random numbers".into()))?,
        };
        let mut plan = plan_set(to, &[(read(to.version, "AuthorizationKey")?, &secret)])?;
        if self.reconnect == Reconnect::Reset {
            plan.calls.push(reset(to.version));
        }
        Ok(Plan {
            on_refusal: OnRefusal::Stop,
            disconnects: self.reconnect == Reconnect::Disconnect,
            ..plan
        })
    }

    fn joined(_: Version, answers: &[Answered]) -> Joined {
        joined_with_reset(answers)
    }

    /// It connects with the new one.
    fn awaited(&self, to: Addressee<'_>, _: &Told<'_>) -> Result<Option<Expected>, VerbError> {
        let record = to.state.charge_point(to.charge_point)?.unwrap_or_default();
        Ok(unused(&record).map(comes_with))
    }

    /// It may have it all the same.
    fn unanswered(&self, lost: Unanswered<'_>) -> Result<Option<Expected>, StoreError> {
        let record = lost.state.charge_point(lost.charge_point)?.unwrap_or_default();
        Ok(unanswered(&record, lost.left_at).map(comes_with))
    }
}

/// It connects with the password that this CALL brought.
fn comes_with(call: &str) -> Expected {
    Expected {
        awaited: Awaited::Password { call: call.to_owned() },
        within: LONGEST,
    }
}

/// A restart once no session runs.
pub(super) fn reset(version: Version) -> PlannedCall {
    let kind = match version {
        Version::V16 => "Soft",
        Version::V201 | Version::V21 => "OnIdle",
    };
    PlannedCall::new("Reset", json!({ "type": kind }))
}

/// What the station said to the values, and to a restart behind them.
pub(super) fn joined_with_reset(answers: &[Answered]) -> Joined {
    let (reset, set): (Vec<_>, Vec<_>) = answers.iter().partition(|answered| answered.call.action == "Reset");
    let mut joined = joined_set(set.iter().copied());
    let mut result = json!({ "status": joined.status });
    let members = result.as_object_mut();
    if let (Some(members), Some(reboot)) = (members, joined.result.get("rebootRequired")) {
        members.insert("rebootRequired".to_owned(), reboot.clone());
        let said = reset
            .first()
            .and_then(|answered| answered.outcome.payload()?.get("status"));
        if let Some(said) = said.and_then(Value::as_str) {
            members.insert("reset".to_owned(), said.into());
        }
    }
    joined.result = result;
    joined
}

/// What a password has to look like for a station.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A key as hexadecimal digits.
    Key,
    /// A key as it is, for a make that does not read hexadecimal.
    Plain,
    /// So many characters at most.
    Text(usize),
}

impl Form {
    fn of(to: Addressee<'_>) -> Result<Self, StoreError> {
        if to.version != Version::V16 {
            return Ok(Self::Text(most(to)?));
        }
        let boot = to.state.boot(to.charge_point)?;
        let make = boot.as_ref().map_or_else(Make::default, |boot| Make {
            vendor: &boot.vendor,
            model: &boot.model,
            firmware: boot.firmware_version.as_deref().unwrap_or_default(),
            version: Some(to.version),
        });
        let is_plain = to.settings.ocpp.quirks.of(make).plain_password;
        Ok(if is_plain { Self::Plain } else { Self::Key })
    }

    /// The password as it is sent.
    fn check(self, password: &str) -> Result<String, String> {
        if password.chars().any(char::is_control) {
            return Err("`password` must not have control characters".to_owned());
        }
        let chars = password.chars().count();
        match self {
            Self::Key if hexadecimal::bytes(password.as_bytes()).is_some_and(|key| KEY_BYTES.contains(&key.len())) => {
                Ok(password.to_owned())
            }
            Self::Key if KEY_BYTES.contains(&password.len()) => Ok(hexadecimal::text(password.as_bytes())),
            Self::Key => Err(format!(
                "`password` has {} bytes: OCPP 1.6 takes 16 to 20, or a key of 32 to 40 hexadecimal digits",
                password.len()
            )),
            Self::Plain if PLAIN_BYTES.contains(&password.len()) => Ok(password.to_owned()),
            Self::Plain => Err(format!(
                "`password` has {} bytes: this make takes 16 to 40",
                password.len()
            )),
            Self::Text(most) if (SHORTEST..=most).contains(&chars) => Ok(password.to_owned()),
            Self::Text(most) => Err(format!(
                "`password` has {chars} characters: this charge point takes 16 to {most}"
            )),
        }
    }

    fn random(self) -> Result<String, getrandom::Error> {
        match self {
            Self::Key => {
                let mut key = [0; 20];
                getrandom::fill(&mut key)?;
                Ok(hexadecimal::text(&key))
            }
            Self::Plain => characters(20),
            Self::Text(most) => characters(most.min(USUAL)),
        }
    }
}

/// Letters and digits at random.
fn characters(count: usize) -> Result<String, getrandom::Error> {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = String::with_capacity(count);
    while text.len() < count {
        let mut bytes = [0; 64];
        getrandom::fill(&mut bytes)?;
        // Each of the 62 is as likely as the others: what is beyond the last whole round is drawn anew.
        let drawn = bytes.iter().filter(|byte| usize::from(**byte) < 4 * ALPHABET.len());
        let drawn = drawn.filter_map(|byte| ALPHABET.get(usize::from(*byte) % ALPHABET.len()));
        text.extend(drawn.take(count - text.len()).map(|letter| char::from(*letter)));
    }
    Ok(text)
}

/// The most characters that a station of 2.x takes: as it says itself, else by its version.
fn most(to: Addressee<'_>) -> Result<usize, StoreError> {
    let variable = to.state.variable(to.charge_point, "SecurityCtrlr/BasicAuthPassword")?;
    let characteristics = variable.and_then(|variable| variable.characteristics);
    let limit = characteristics.and_then(|told| told.get("maxLimit")?.as_f64());
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held to 16 to 64 before"
    )]
    let limit = limit.map(|limit| limit.clamp(16.0, 64.0) as usize);
    Ok(limit.unwrap_or(if to.version == Version::V21 { MOST } else { USUAL }))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Form;

    #[test]
    fn a_key_of_1_6_goes_out_as_hexadecimal() {
        let hex = "00112233445566778899AABBCCDDEEFF";
        assert_eq!(Form::Key.check(hex).unwrap(), hex);
        assert_eq!(
            Form::Key.check("sixteen-letters!").unwrap(),
            "7369787465656e2d6c65747465727321"
        );
        for unfit in [
            "too-short",
            "one-and-twenty-letter",
            "0011223344556677889900112233445",
            "a\nb-with-16-bytes",
        ] {
            assert!(Form::Key.check(unfit).is_err(), "{unfit}");
        }
        assert_eq!(Form::Plain.check("sixteen-letters!").unwrap(), "sixteen-letters!");
    }

    #[test]
    fn a_password_of_2_x_has_as_many_characters_as_the_station_takes() {
        assert!(Form::Text(40).check(&"ö".repeat(40)).is_ok());
        assert!(Form::Text(40).check(&"x".repeat(41)).unwrap_err().contains("16 to 40"));
        assert!(Form::Text(64).check(&"x".repeat(64)).is_ok());
        assert!(Form::Text(64).check("short").is_err());
    }

    #[test]
    fn one_at_random_fits_and_is_no_other() {
        for form in [Form::Key, Form::Plain, Form::Text(40), Form::Text(64), Form::Text(16)] {
            let (one, other) = (form.random().unwrap(), form.random().unwrap());
            assert_ne!(one, other);
            assert_eq!(form.check(&one).as_ref(), Ok(&one), "{form:?}");
        }
        assert_eq!(Form::Key.random().unwrap().len(), 40);
        assert_eq!(Form::Text(64).random().unwrap().len(), 40);
    }
}
