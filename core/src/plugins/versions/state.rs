//! States that one version has for itself: begun as a copy of the active version's or with nothing, gone
//! when no version has them any more.

use std::sync::Arc;

use crate::plugins::sandbox::capabilities::{COLLECTION, Space};
use crate::plugins::error::PluginError;
use crate::plugins::host::{PluginHost, blocking};
use super::library::Shelf;
use crate::plugins::decide::plugin::Plugin;
use crate::state::{delete, put_encoded};
use crate::store::{Page, Store, StoreError};

/// Keys that are copied or removed in one go.
const BATCH: usize = 500;

/// On which state a version is made active, or tried.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Begin {
    /// On the one that it has: the state that all versions share, unless it was told otherwise before.
    #[default]
    Kept,
    /// On a copy of the active version's, which is left as it is.
    Copy,
    /// On an empty one.
    Empty,
}

impl PluginHost {
    /// A shelf in which the version has the state that it is to begin with. A copy is made here; what calls
    /// change after it is not in it.
    ///
    /// # Errors
    /// If the copy cannot be read or written; it is of no version then, and is swept away.
    pub async fn begun(
        &self,
        plugin: &Arc<Plugin>,
        (shelf, active): (Shelf, Option<u32>),
        (digest, begin): (&str, Begin),
    ) -> Result<Shelf, PluginError> {
        if begin == Begin::Kept {
            return Ok(shelf);
        }
        let (shelf, number) = shelf.apart(digest);
        if begin == Begin::Copy {
            let (from, to) = (plugin.space(active), plugin.space(Some(number)));
            self.copy(&from, &to).await?;
            to.usage.set(from.usage.bytes());
        }
        Ok(shelf)
    }

    async fn copy(&self, from: &Arc<Space>, to: &Space) -> Result<(), PluginError> {
        let mut after = None::<String>;
        loop {
            let (space, last) = (Arc::clone(from), after.clone());
            let page = blocking(move || {
                Ok(page(
                    space.store.as_ref(),
                    &format!("{}/", space.name),
                    last.as_deref(),
                )?)
            });
            let page = page.await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            let copied = page.into_iter().map(|(key, value)| {
                let rest = key.strip_prefix(&from.name).unwrap_or_default();
                put_encoded(COLLECTION, format!("{}{rest}", to.name), value)
            });
            self.store.write(copied.collect()).await?;
        }
    }

    /// Removes the states of a plugin that none of its versions has.
    ///
    /// # Errors
    /// If the store cannot be read or written.
    pub async fn forget_spaces(&self, plugin: &Plugin, shelf: &Shelf) -> Result<(), PluginError> {
        let prefix = Space::name_of(&plugin.name, None) + "#";
        let kept = shelf.versions.iter().filter_map(|version| version.space);
        let kept: Vec<_> = kept
            .map(|number| Space::name_of(&plugin.name, Some(number)) + "/")
            .collect();
        let mut after = None::<String>;
        loop {
            let (store, begins, last) = (Arc::clone(&self.store), prefix.clone(), after.clone());
            let page = blocking(move || Ok(page(store.as_ref(), &begins, last.as_deref())?)).await?;
            let Some((last, _)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            let gone = page
                .into_iter()
                .filter(|(key, _)| !kept.iter().any(|space| key.starts_with(space)));
            let removed: Vec<_> = gone.map(|(key, _)| delete(COLLECTION, key)).collect();
            if !removed.is_empty() {
                self.store.write(removed).await?;
            }
        }
    }
}

fn page(store: &dyn Store, prefix: &str, after: Option<&str>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let page = Page {
        prefix,
        after,
        limit: BATCH,
    };
    let entries = store.list(COLLECTION, page)?;
    Ok(entries.into_iter().map(|(key, entry)| (key, entry.value)).collect())
}
