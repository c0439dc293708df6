//! Settings that the test gives.

use super::with;

pub fn get() -> String {
    with(|memory| memory.settings.clone()).unwrap_or_else(|| "{}".to_owned())
}

pub fn set(text: String) {
    with(|memory| memory.settings = Some(text));
}
