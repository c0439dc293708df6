//! States that one version has for itself: begun as a copy of the active version's or with nothing, gone
//! when no version has them any more.

use std::sync::Arc;

use super::error::VersionError;
use super::record::{InitialState, PluginVersions};
use crate::plugins::decide::plugin::Plugin;
use crate::plugins::sandbox::capabilities::{COLLECTION, StateNamespace};
use crate::plugins::stopping::blocking;
use crate::state::{delete, put_encoded};
use crate::store::{Page, Store, StoreError};

/// Keys that are copied or removed in one go.
const BATCH: usize = 500;

/// The state that a version is to begin with.
#[derive(Clone, Copy)]
pub struct BeginState<'a> {
    /// Whose version.
    pub plugin: &'a Plugin,
    /// Its digest.
    pub digest: &'a str,
    /// How it begins.
    pub state: InitialState,
    /// The number of the state that the active version has.
    pub active: Option<u32>,
}

impl BeginState<'_> {
    /// Versions in which the version has that state. A copy is made here; what calls change after it is not in it.
    ///
    /// # Errors
    /// If the copy cannot be read or written; it is of no version then, and is swept away.
    pub async fn begun(&self, versions: PluginVersions, store: &dyn Store) -> Result<PluginVersions, VersionError> {
        if self.state == InitialState::Kept {
            return Ok(versions);
        }
        let (versions, number) = versions.apart(self.digest);
        if self.state == InitialState::Copy {
            let access = &self.plugin.access;
            let (from, to) = (access.namespace(self.active), access.namespace(Some(number)));
            copy(&from, &to, store).await?;
            to.usage.set(from.usage.bytes());
        }
        Ok(versions)
    }
}

async fn copy(from: &Arc<StateNamespace>, to: &StateNamespace, store: &dyn Store) -> Result<(), VersionError> {
    let mut after = None::<String>;
    loop {
        let (namespace, last) = (Arc::clone(from), after.clone());
        let page = blocking(move || {
            let prefix = format!("{}/", namespace.name);
            Ok::<_, VersionError>(page(namespace.store.as_ref(), &prefix, last.as_deref())?)
        });
        let page = page.await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        let copied = page.into_iter().map(|(key, value)| {
            let rest = key.strip_prefix(&from.name).unwrap_or_default();
            put_encoded(COLLECTION, format!("{}{rest}", to.name), value)
        });
        store.write(copied.collect()).await?;
    }
}

/// Removes the states of a plugin that none of its versions has.
///
/// # Errors
/// If the store cannot be read or written.
pub async fn forget(plugin: &Plugin, versions: &PluginVersions, store: &Arc<dyn Store>) -> Result<(), VersionError> {
    let prefix = StateNamespace::name_of(&plugin.name, None) + "#";
    let kept = versions.kept.iter().filter_map(|version| version.namespace);
    let kept: Vec<_> = kept
        .map(|number| StateNamespace::name_of(&plugin.name, Some(number)) + "/")
        .collect();
    let mut after = None::<String>;
    loop {
        let (from, begins, last) = (Arc::clone(store), prefix.clone(), after.clone());
        let page = blocking(move || Ok::<_, VersionError>(page(from.as_ref(), &begins, last.as_deref())?)).await?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        let gone = page
            .into_iter()
            .filter(|(key, _)| !kept.iter().any(|namespace| key.starts_with(namespace)));
        let removed: Vec<_> = gone.map(|(key, _)| delete(COLLECTION, key)).collect();
        if !removed.is_empty() {
            store.write(removed).await?;
        }
    }
}

fn page(store: &dyn Store, prefix: &str, after: Option<&str>) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let page = Page::of(prefix, BATCH).after(after);
    let entries = store.list(COLLECTION, page)?;
    Ok(entries.into_iter().map(|(key, entry)| (key, entry.value)).collect())
}
