//! Which plugins see which action: one immutable table, replaced as a whole. A call holds the table
//! that it began with, so it ends with the versions that it began with.

use std::collections::HashMap;
use std::sync::Arc;

use ocpp_schemas::Version as OcppVersion;

use super::rollout::Trial;
use crate::plugins::sandbox::capabilities::Space;
use crate::plugins::component::load::Version;
use super::plugin::Plugin;
use super::callee::Target;

/// One plugin in a chain.
#[derive(Clone)]
pub struct Member {
    /// Its configuration and record.
    pub plugin: Arc<Plugin>,
    /// The version that is asked.
    pub version: Arc<Version>,
    /// Where its state lies.
    pub space: Arc<Space>,
    /// The version that is tried beside it.
    pub trial: Option<Arc<Trial>>,
}

impl Member {
    /// The active version, to be asked.
    #[must_use]
    pub fn target(&self) -> Target<'_> {
        Target {
            plugin: &self.plugin,
            version: &self.version,
            space: &self.space,
        }
    }

    /// Whether it may wait for HTTP when it is asked.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.version.waits || self.trial.as_ref().is_some_and(|trial| trial.version.waits)
    }
}

/// The chains by OCPP version and action.
#[derive(Default)]
pub struct Table {
    v16: HashMap<String, Vec<Member>>,
    v201: HashMap<String, Vec<Member>>,
    v21: HashMap<String, Vec<Member>>,
    /// By the kind of event.
    observers: HashMap<String, Vec<Member>>,
    /// All of them, in their order.
    members: Vec<Member>,
}

impl Table {
    /// The table of the active versions: the configured ones in their order, then the others by name.
    #[must_use]
    pub fn new(mut members: Vec<Member>) -> Self {
        members.retain(|member| member.plugin.enabled);
        members.sort_by_cached_key(|member| (member.plugin.order.unwrap_or(usize::MAX), member.plugin.name.clone()));
        let mut table = Self::default();
        for member in &members {
            for (version, action) in member.version.manifest.claims() {
                let chain = table.chains_mut(version).entry(action.to_owned()).or_default();
                // A manifest may name an action twice; it is asked once.
                if !chain.iter().any(|other| Arc::ptr_eq(&other.plugin, &member.plugin)) {
                    chain.push(member.clone());
                }
            }
            for kind in &member.version.manifest.events {
                table.observers.entry(kind.clone()).or_default().push(member.clone());
            }
        }
        table.members = members;
        table
    }

    /// The plugins that want to be told events of a kind.
    #[must_use]
    pub fn observers(&self, kind: &str) -> &[Member] {
        self.observers.get(kind).map_or(&[], Vec::as_slice)
    }

    /// Whether any plugin observes anything.
    #[must_use]
    pub fn is_observed(&self) -> bool {
        !self.observers.is_empty()
    }

    /// All enabled plugins, in their order.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// An enabled plugin by its name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.plugin.name.as_str() == name)
    }

    /// The plugins that claimed an action; empty if none.
    #[must_use]
    pub fn chain(&self, version: OcppVersion, action: &str) -> &[Member] {
        let chains = match version {
            OcppVersion::V16 => &self.v16,
            OcppVersion::V201 => &self.v201,
            OcppVersion::V21 => &self.v21,
        };
        chains.get(action).map_or(&[], Vec::as_slice)
    }

    fn chains_mut(&mut self, version: OcppVersion) -> &mut HashMap<String, Vec<Member>> {
        match version {
            OcppVersion::V16 => &mut self.v16,
            OcppVersion::V201 => &mut self.v201,
            OcppVersion::V21 => &mut self.v21,
        }
    }
}
