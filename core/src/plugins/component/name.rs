//! The name of a plugin: good as a file's and as a key's.

use super::error::ComponentError;
use crate::ids::PluginName;

/// The name, if it is good as a file's and a key's.
///
/// # Errors
/// [`ComponentError::Name`]
pub fn checked(name: &str) -> Result<PluginName, ComponentError> {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if (1..=64).contains(&name.len()) && name.bytes().all(letter) {
        return Ok(PluginName::new(name));
    }
    Err(ComponentError::Name { name: name.to_owned() })
}
