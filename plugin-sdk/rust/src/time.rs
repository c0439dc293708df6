//! Local time by the names of zones. The server has the rules, the same for plugins in all languages; components have
//! none.
//!
//! Whether a site is open is a question of its own clock:
//!
//! ```
//! use ocpp_plugin_sdk::time::{self, TimeError};
//!
//! /// From 07:00 to 22:00, and on Sundays from 10:00.
//! fn is_open(at: &str) -> Result<bool, TimeError> {
//!     let local = time::local(at, "Europe/Berlin")?;
//!     let opens = if local.weekday == 7 { 10 } else { 7 };
//!     Ok((opens * 3600..22 * 3600).contains(&local.second_of_day))
//! }
//!
//! assert!(!is_open("2026-03-28T05:30:00Z")?); // a Saturday in winter: 06:30
//! assert!(!is_open("2026-03-29T07:30:00Z")?); // the Sunday on which summer began: 09:30
//! assert!(is_open("2026-03-30T05:30:00Z")?); // 07:30
//! # Ok::<(), TimeError>(())
//! ```

use crate::host::time as host;
use crate::refused::refused;

refused! {
    /// Why there is no answer.
    ///
    /// ```
    /// let unknown = ocpp_plugin_sdk::time::local("2026-01-01T00:00:00Z", "Moon/Tycho").unwrap_err();
    /// assert_eq!(unknown.code, "zone");
    /// ```
    TimeError,
    "time",
    "`zone` or `moment`: see `time.wit`."
}

/// A moment as the clocks of a zone show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Local {
    /// RFC 3339 with the zone's offset: `2026-03-29T03:00:00.000+02:00`.
    pub text: String,
    /// East of UTC, in seconds.
    pub offset: i32,
    /// 1 is Monday, 7 is Sunday.
    pub weekday: u8,
    /// What the clock shows, in seconds from 00:00:00.
    pub second_of_day: u32,
    /// Summer time holds.
    pub summer: bool,
    /// Such as `CEST`.
    pub abbreviation: String,
    /// The next moment at which the clocks are changed, in UTC; none: it is not foreseen.
    pub next_change: Option<String>,
}

/// A moment (RFC 3339, as in [`Context::received_at`](crate::Context)) in a zone such as `Europe/Berlin`.
///
/// # Errors
/// As [`TimeError`] says.
pub fn local(at: &str, zone: &str) -> Result<Local, TimeError> {
    host::to_local(at, zone)
}

/// The moments, in UTC, at which the clocks of a zone show a time: one; two where the clocks were set back, the earlier
/// one first; none where they were set forward.
///
/// # Errors
/// As [`TimeError`] says.
///
/// ```
/// use ocpp_plugin_sdk::time;
///
/// let twice = time::moments("2026-10-25T02:30:00", "Europe/Berlin")?;
/// assert_eq!(twice, ["2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z"]);
/// # Ok::<(), time::TimeError>(())
/// ```
pub fn moments(local: &str, zone: &str) -> Result<Vec<String>, TimeError> {
    host::from_local(local, zone)
}
