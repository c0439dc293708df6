//! The arguments that name a configuration: the file, and the flags that win over it.

use std::path::PathBuf;

use crate::config;
use crate::config::environment::Override;
use crate::config::problem::{Place, Problems};
use crate::config::settings::Settings;
use crate::plugins::Outlook;
use crate::startup;

/// Which configuration; environment variables (`OCPP_CENTRAL_STORE_PATH` and so on) count too.
#[derive(Debug, Clone, clap::Args)]
pub struct Configuration {
    /// The file
    #[arg(long, value_name = "FILE", default_value = "config/central.toml")]
    pub config: PathBuf,
    /// Where charge points connect, instead of ocpp.listen
    #[arg(long, value_name = "ADDRESS")]
    ocpp_listen: Option<String>,
    /// Where operators connect, instead of admin.listen
    #[arg(long, value_name = "ADDRESS")]
    admin_listen: Option<String>,
    /// The folder of the state, instead of store.path
    #[arg(long, value_name = "FOLDER")]
    store_path: Option<String>,
    /// "text" or "json", instead of log.format
    #[arg(long, value_name = "FORMAT")]
    log_format: Option<String>,
    /// Such as "info,ocpp_central::plugins=debug", instead of log.filter
    #[arg(long, value_name = "FILTER")]
    log_filter: Option<String>,
}

/// The keys that cannot be used, and why.
fn tried(settings: &Settings) -> Vec<(String, String)> {
    let of_start = startup::refused(settings).into_iter();
    let of_start = of_start.map(|(key, reason)| (key.to_owned(), reason));
    of_start.chain(Outlook::of(settings).refused).collect()
}

impl Configuration {
    /// Reads and checks all of it.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn load(&self) -> Result<Settings, Problems> {
        config::load(&self.config, std::env::vars_os(), self.overrides())
    }

    /// The same, and tries what a start would read.
    ///
    /// # Errors
    /// Everything that is wrong, all that keeps a server from starting, and settings with which a plugin would fail each call.
    pub fn load_as_for_a_start(&self) -> Result<Settings, Problems> {
        config::load_and_try(&self.config, std::env::vars_os(), (self.overrides(), tried))
    }

    fn overrides(&self) -> Vec<Override> {
        let flags = [
            ("ocpp.listen", "--ocpp-listen", &self.ocpp_listen),
            ("admin.listen", "--admin-listen", &self.admin_listen),
            ("store.path", "--store-path", &self.store_path),
            ("log.format", "--log-format", &self.log_format),
            ("log.filter", "--log-filter", &self.log_filter),
        ];
        let typed = |(path, flag, text): (_, _, &Option<String>)| {
            let text = text.clone()?;
            Some(Override {
                path,
                place: Place::Flag(flag),
                text,
            })
        };
        flags.into_iter().filter_map(typed).collect()
    }
}
