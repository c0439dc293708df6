//! A configuration that is read again while the server runs: which of it counts at once, and what waits for a restart.

use std::path::Path;
use std::sync::Arc;

use super::problem::Problems;
use super::settings::{PluginConfig, Settings};

/// Reads the configuration as it was read at the start: the same file, environment and flags.
pub type Reload = Arc<dyn Fn() -> Result<Settings, Problems> + Send + Sync>;

/// What a server starts with.
pub struct Start<'a> {
    /// The configuration.
    pub settings: Settings,
    /// Written once the server is ready.
    pub ready_file: Option<&'a Path>,
    /// Reads the configuration again.
    pub reload: Reload,
    /// What of a damaged store can be read is enough, this once.
    pub accepts_loss: bool,
}

/// What differs and counts only after a restart, by its section: everything but the settings of plugins.
#[must_use]
pub fn needs_restart(started: &Settings, now: &Settings) -> Vec<String> {
    let sections = [
        ("ocpp", started.ocpp == now.ocpp),
        ("admin", started.admin == now.admin),
        ("connection", started.connection == now.connection),
        ("registration", started.registration == now.registration),
        ("authorization", started.authorization == now.authorization),
        ("store", started.store == now.store),
        ("log", started.log == now.log),
    ];
    let mut found: Vec<_> = sections
        .into_iter()
        .filter(|(_, same)| !same)
        .map(|(name, _)| format!("[{name}]"))
        .collect();
    let (before, after) = (&started.plugins, &now.plugins);
    let mut limits = before.clone();
    limits.chain.clone_from(&after.chain);
    if limits != *after {
        found.push("[plugins]".to_owned());
    }
    let names = |chain: &[PluginConfig]| chain.iter().map(|plugin| plugin.name.clone()).collect::<Vec<_>>();
    if names(&before.chain) != names(&after.chain) {
        found.push("which [[plugin]] sections there are, and their order".to_owned());
    }
    for plugin in &before.chain {
        let other = after.chain.iter().find(|other| other.name == plugin.name);
        let alike = |other: &PluginConfig| PluginConfig {
            settings: other.settings.clone(),
            ..plugin.clone()
        };
        if other.is_some_and(|other| alike(other) != *other) {
            found.push(format!("[[plugin]] {:?}, beside its settings", plugin.name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_settings_of_plugins_count_at_once_and_everything_else_after_a_restart() {
        let started = Settings::default();
        let mut now = started.clone();
        for plugin in &mut now.plugins.chain {
            plugin.settings = serde_json::json!({"other": true});
        }
        assert!(needs_restart(&started, &now).is_empty());
        now.connection.shutdown_timeout += Duration::from_secs(1);
        now.plugins.recording_bytes += 1;
        if let Some(plugin) = now.plugins.chain.first_mut() {
            plugin.enabled = !plugin.enabled;
        }
        assert_eq!(
            needs_restart(&started, &now),
            [
                "[connection]",
                "[plugins]",
                "[[plugin]] \"id-tag-policy\", beside its settings"
            ]
        );
        now.plugins.chain.pop();
        assert_eq!(needs_restart(&started, &now).len(), 4);
    }
}
