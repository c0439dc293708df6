//! The capability `state`: keys and values of this plugin alone, kept over swaps and restarts.
//!
//! Writes are stored together with the effects of the call, and only if its outcome is used.
//!
//! ```
//! use ocpp_plugin_sdk::state;
//!
//! state::put("last", b"CP-1", None)?;
//! assert_eq!(state::get("last")?, Some(b"CP-1".to_vec()));
//! # Ok::<(), state::StateError>(())
//! ```

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::host::state as host;
use crate::refused::refused;

refused! {
    /// Why an operation was refused.
    ///
    /// ```
    /// use ocpp_plugin_sdk::state;
    ///
    /// state::put("name", b"not a number", None).unwrap();
    /// assert_eq!(state::increment("name", 1, None).unwrap_err().code, "number");
    /// ```
    StateError,
    "state",
    "`denied`, `key`, `value`, `budget`, `number` or `store`: see `state.wit`."
}

/// The value of a key; none if it is absent or expired.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// assert_eq!(ocpp_plugin_sdk::state::get("never set").unwrap(), None);
/// ```
pub fn get(key: &str) -> Result<Option<Vec<u8>>, StateError> {
    host::get(key)
}

/// The value of a key that [`put_json`] set.
///
/// # Errors
/// As [`StateError`] says, or with the code `value` if it does not fit the type.
///
/// ```
/// use ocpp_plugin_sdk::state;
///
/// state::put_json("limits", &vec![6, 16], None).unwrap();
/// assert_eq!(state::get_json("limits").unwrap(), Some(vec![6, 16]));
/// ```
pub fn get_json<T: DeserializeOwned>(key: &str) -> Result<Option<T>, StateError> {
    let Some(bytes) = host::get(key)? else {
        return Ok(None);
    };
    serde_json::from_slice(&bytes).map(Some).map_err(value_error)
}

/// Sets a key; `ttl` is a time to live in seconds.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// ocpp_plugin_sdk::state::put("seen/CP-1", b"yes", Some(3600)).unwrap();
/// ```
pub fn put(key: &str, value: &[u8], ttl: Option<u32>) -> Result<(), StateError> {
    host::put(key, value, ttl)
}

/// Sets a key to a value's JSON.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// ocpp_plugin_sdk::state::put_json("limits", &vec![6, 16], None).unwrap();
/// ```
pub fn put_json<T: Serialize>(key: &str, value: &T, ttl: Option<u32>) -> Result<(), StateError> {
    host::put(key, &serde_json::to_vec(value).map_err(value_error)?, ttl)
}

/// Sets a key if it holds `expected` (none: if it is absent), and says whether it did. If another
/// call changes the key before this one is stored, this call is repeated.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// use ocpp_plugin_sdk::state;
///
/// assert!(state::compare_and_swap("owner", None, b"CP-1", None).unwrap());
/// assert!(!state::compare_and_swap("owner", None, b"CP-2", None).unwrap());
/// ```
pub fn compare_and_swap(
    key: &str,
    expected: Option<&[u8]>,
    value: &[u8],
    ttl: Option<u32>,
) -> Result<bool, StateError> {
    host::compare_and_swap(key, expected, value, ttl)
}

/// Removes a key.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// ocpp_plugin_sdk::state::delete("never set").unwrap();
/// ```
pub fn delete(key: &str) -> Result<(), StateError> {
    host::delete(key)
}

/// At most `limit` keys (the server gives at most 1,000) that begin with `prefix`, in byte order,
/// after `after`.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// use ocpp_plugin_sdk::state;
///
/// state::put("seen/CP-1", b"", None).unwrap();
/// assert_eq!(state::list("seen/", None, 10).unwrap(), ["seen/CP-1"]);
/// ```
pub fn list(prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<String>, StateError> {
    host::list(prefix, after, limit)
}

/// Adds to the number under a key (absent counts as 0) and gives the sum, exact to 2^53. Calls that
/// run at the same time never lose each other's addition, but each sees its own sum only; where the
/// sum decides, use [`compare_and_swap`]. `ttl` counts from the addition that makes the key.
///
/// # Errors
/// As [`StateError`] says.
///
/// ```
/// use ocpp_plugin_sdk::state;
///
/// assert_eq!(state::increment("starts", 1, None).unwrap(), 1);
/// assert_eq!(state::increment("starts", 2, None).unwrap(), 3);
/// ```
pub fn increment(key: &str, by: i32, ttl: Option<u32>) -> Result<i64, StateError> {
    #[expect(clippy::cast_possible_truncation, reason = "the contract says: exact to 2^53")]
    host::increment(key, by, ttl).map(|sum| sum as i64)
}

fn value_error(error: serde_json::Error) -> StateError {
    StateError {
        code: "value".to_owned(),
        message: error.to_string(),
    }
}
