//! Dead letters: events that a receiver did not take, kept until somebody tells them again or removes them.

use serde::{Deserialize, Serialize};

use crate::clock::{self, Time};
use crate::events::{Event, FIRST_NUMBER, FOR_WEBHOOK, Numbered, log};
use crate::state::collections::WEBHOOK_DEAD_LETTERS;
use crate::state::{State, delete, key, parts, prefix, put};
use crate::store::{Page, REVISION_DIGITS, StoreError, Write};

/// An event that was not taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// What the receiver was told.
    pub event: Event,
    /// Why it did not take it, the last time.
    pub reason: String,
    /// What it answered, if it did.
    pub status: Option<u16>,
    /// So often it was sent.
    pub tries: u32,
    /// When it was given up.
    pub at: Time,
}

/// A dead letter with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberedDeadLetter {
    /// The event's, when it happened.
    pub number: u64,
    /// The letter.
    pub letter: DeadLetter,
    key: String,
}

impl NumberedDeadLetter {
    fn of((key, letter): (String, DeadLetter)) -> Self {
        let number = parts(&key).last().and_then(|last| last.parse().ok());
        Self {
            number: number.unwrap_or_default(),
            letter,
            key,
        }
    }

    /// After which a list goes on.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The write that removes it.
    #[must_use]
    pub fn removal(&self) -> Write {
        delete(WEBHOOK_DEAD_LETTERS, self.key.clone())
    }

    /// The event once more, for this webhook alone.
    #[must_use]
    pub fn told_again(&self, webhook: &str) -> Event {
        let mut event = self.letter.event.clone();
        event
            .attributes
            .retain(|(name, _)| name != FOR_WEBHOOK && name != FIRST_NUMBER);
        event.attributes.push((FOR_WEBHOOK.to_owned(), webhook.to_owned()));
        event
            .attributes
            .push((FIRST_NUMBER.to_owned(), self.number.to_string()));
        event
    }

    /// The write that has it told again, behind what waits.
    ///
    /// # Errors
    /// An event without a JSON form.
    pub fn again(&self, webhook: &str) -> Result<Write, StoreError> {
        log::append(&self.told_again(webhook))
    }
}

/// Why an event was given up.
#[derive(Debug, Clone)]
pub struct GivenUp<'a> {
    /// Of the last try.
    pub reason: &'a str,
    /// What the receiver answered, if it did.
    pub status: Option<u16>,
    /// So often it was sent.
    pub tries: u32,
}

/// The write that keeps an event as a dead letter of a webhook.
///
/// # Errors
/// An event without a JSON form.
pub fn put_dead_letter(webhook: &str, numbered: &Numbered, why: GivenUp<'_>) -> Result<Write, StoreError> {
    let first = numbered
        .event
        .attribute(FIRST_NUMBER)
        .and_then(|number| number.parse().ok());
    let letter = DeadLetter {
        event: numbered.event.clone(),
        reason: why.reason.to_owned(),
        status: why.status,
        tries: why.tries,
        at: clock::now(),
    };
    put(
        WEBHOOK_DEAD_LETTERS,
        key_of(webhook, first.unwrap_or(numbered.number)),
        &letter,
    )
}

fn key_of(webhook: &str, number: u64) -> String {
    key(&[webhook, &format!("{number:0REVISION_DIGITS$}")])
}

/// Which letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// The one with this number.
    Number(u64),
}

/// So many of a webhook's dead letters.
///
/// # Errors
/// The store's.
pub fn count(state: &State, webhook: &str) -> Result<u64, StoreError> {
    let prefix = prefix(&[webhook]);
    let keys = state
        .store()
        .list_keys(WEBHOOK_DEAD_LETTERS, Page::of(&prefix, usize::MAX))?;
    Ok(u64::try_from(keys.len()).unwrap_or(u64::MAX))
}

/// A webhook's dead letters before one, the newest first.
///
/// # Errors
/// The store's.
pub fn list(
    state: &State,
    webhook: &str,
    after: Option<&str>,
    limit: usize,
) -> Result<Vec<NumberedDeadLetter>, StoreError> {
    let prefix = prefix(&[webhook]);
    let page = Page::of(&prefix, limit).after(after).descending();
    let found = state.list(WEBHOOK_DEAD_LETTERS, page)?;
    Ok(found.into_iter().map(NumberedDeadLetter::of).collect())
}

/// The oldest of these.
///
/// # Errors
/// The store's.
pub fn oldest(state: &State, webhook: &str, which: Which, limit: usize) -> Result<Vec<NumberedDeadLetter>, StoreError> {
    let found = match which {
        Which::All => {
            let prefix = prefix(&[webhook]);
            state.list(WEBHOOK_DEAD_LETTERS, Page::of(&prefix, limit))?
        }
        Which::Number(number) => {
            let key = key_of(webhook, number);
            let found = state.get(WEBHOOK_DEAD_LETTERS, &key)?;
            found.map(|letter| (key, letter)).into_iter().collect()
        }
    };
    Ok(found.into_iter().map(NumberedDeadLetter::of).collect())
}
