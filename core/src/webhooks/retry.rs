//! Dead letters told again or removed, some at a time: each goes in one list with what is made of it.

use super::Webhooks;
use super::dead_letters::{self, NumberedDeadLetter, Which};
use crate::state::webhooks::Webhook;
use crate::store::{StoreError, Write};

/// Those that are told again, or removed, in one list.
const STEP: usize = 200;

impl Webhooks {
    /// Tells dead letters again, the oldest first, behind what waits; so many there were.
    ///
    /// # Errors
    /// The store's.
    pub async fn retry(&self, webhook: &Webhook, which: Which) -> Result<u64, StoreError> {
        self.each_dead_letter(webhook, which, |letter| letter.again(&webhook.id).map(Some))
            .await
    }

    /// Removes dead letters for good; so many there were.
    ///
    /// # Errors
    /// The store's.
    pub async fn dismiss(&self, webhook: &Webhook, which: Which) -> Result<u64, StoreError> {
        self.each_dead_letter(webhook, which, |_| Ok(None)).await
    }

    async fn each_dead_letter(
        &self,
        webhook: &Webhook,
        which: Which,
        make: impl Fn(&NumberedDeadLetter) -> Result<Option<Write>, StoreError>,
    ) -> Result<u64, StoreError> {
        let mut done = 0;
        // Those that are given up again meanwhile are for the next time.
        let mut left = match which {
            Which::All => dead_letters::count(self.state(), &webhook.id)?,
            Which::Number(_) => 1,
        };
        while left > 0 {
            let step = usize::try_from(left).unwrap_or(STEP).min(STEP);
            let found = dead_letters::oldest(self.state(), &webhook.id, which, step)?;
            if found.is_empty() {
                break;
            }
            let mut writes = Vec::with_capacity(found.len() * 2);
            for letter in &found {
                writes.extend(make(letter)?);
                writes.push(letter.removal());
            }
            self.state().store().write(writes).await?;
            let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
            done += count;
            left = left.saturating_sub(count);
            self.took_dead_letters(&webhook.name, &found);
        }
        Ok(done)
    }
}
