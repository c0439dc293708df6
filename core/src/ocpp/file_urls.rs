//! The URLs of our own that a charge point is given for one file.

use chrono::TimeDelta;

use super::verb::{Addressee, VerbError};
use crate::clock::Time;
use crate::state::file_tokens::{FileToken, Purpose, Token, put_file_token};
use crate::store::Write;

/// The longest URL that every version carries (2.0.1 `FirmwareType.location`, `LogParametersType.remoteLocation`).
const LONGEST: usize = 512;

/// A URL with a secret in it, and what must be durable before it is told.
pub struct OwnUrl {
    /// For the charge point alone.
    pub url: String,
    /// Its token.
    pub write: Write,
}

/// What a URL is for.
pub struct Wanted<'a> {
    /// What its token allows.
    pub purpose: Purpose,
    /// The name at its end; empty: the charge point gives one.
    pub name: &'a str,
    /// When the charge point may need it first.
    pub from: Time,
}

/// A URL for the charge point.
///
/// # Errors
/// Nobody knows how the charge point reaches us; there are no random numbers.
pub fn own_url(to: Addressee<'_>, wanted: Wanted<'_>) -> Result<OwnUrl, VerbError> {
    let settings = &to.settings.files;
    let reached = || to.state.sessions().get(to.charge_point)?.reached_at.clone();
    let base = settings.public_url.clone().or_else(reached).ok_or_else(|| {
        let reason = "the charge point's handshake did not say under which address it reaches this server: set \
                      files.public_url, or give a `url`";
        VerbError::Invalid(reason.into())
    })?;
    let no_random = |_| VerbError::Invalid("the system has no random numbers: try again".into());
    let token = Token::random().map_err(no_random)?;
    let named = token.url(&base, &encoded(wanted.name));
    let url = if named.len() > LONGEST {
        token.url(&base, "")
    } else {
        named
    };
    let lifetime = TimeDelta::from_std(settings.url_lifetime).unwrap_or(TimeDelta::MAX);
    let kept = FileToken {
        charge_point: to.charge_point.clone(),
        purpose: wanted.purpose,
        command: Some(to.command.to_owned()).filter(|command| !command.is_empty()),
        created_at: to.now,
        expires_at: wanted
            .from
            .max(to.now)
            .checked_add_signed(lifetime)
            .unwrap_or(Time::MAX_UTC),
        used_at: None,
    };
    let write = put_file_token(&token.hash(), &kept)?;
    Ok(OwnUrl { url, write })
}

/// Holds a number of seconds or of tries against what every version takes.
///
/// # Errors
/// It is none.
pub fn check_count(name: &str, number: Option<i64>) -> Result<(), VerbError> {
    match number {
        Some(number) if !(0..=i64::from(i32::MAX)).contains(&number) => {
            Err(VerbError::Invalid(format!("`{name}` goes from 0 to 2147483647").into()))
        }
        _ => Ok(()),
    }
}

/// What a segment of a path may not hold is escaped.
fn encoded(name: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(name, KEPT).to_string()
}
