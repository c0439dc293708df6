//! `charge-point`: a simulated charge point, or many, at any central system.

mod interactive;
mod many;
mod scripted;
mod security;
mod show;
mod undelivered;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use ocpp_charge_point::client::{BackoffOptions, ConnectError, ConnectOptions, Endpoint, TlsError};
use ocpp_charge_point::fleet::Rhythm;
use ocpp_charge_point::run::RunOptions;
use ocpp_charge_point::scenario::Scenario;
use ocpp_charge_point::station::{Quirk, StationOptions, find_setting};
use ocpp_schemas::Version;
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};

use security::Security;

use super::Exit;
use super::failed::{Failed, unusable};

/// What `charge-point` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Where to connect, such as ws://127.0.0.1:9000/ocpp, or wss://cs.example.com/ocpp for TLS. Without --id its last part is the identity
    url: String,
    /// The identity, which is added to the URL; with --count what all identities begin with
    #[arg(long)]
    id: Option<String>,
    /// 1.6, 2.0.1 or 2.1; with --count several, which take turns: 1.6,2.0.1,2.1
    #[arg(long = "version", value_name = "VERSION", value_delimiter = ',')]
    versions: Vec<Version>,
    /// Offered in place of the version's own name, by preference; any text, such as ocpp1.6.0. "none" offers none
    #[arg(long, value_delimiter = ',')]
    subprotocol: Vec<String>,
    #[command(flatten)]
    security: Security,
    /// How many connectors it has
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=100))]
    connectors: Option<u16>,
    /// What it is set to: a key of 1.6 or Component.Variable of 2.x, such as MeterValueSampleInterval=5
    #[arg(long = "set", value_name = "KEY=VALUE")]
    settings: Vec<String>,
    /// What it does otherwise than the specification wants: lower-case, value-types or no-zone
    #[arg(long)]
    quirk: Option<Quirk>,
    /// Keeps the messages of sessions in this file, so that they outlive this program
    #[arg(long, value_name = "FILE")]
    memory: Option<PathBuf>,
    /// Plays this scenario and ends: 0 if all of it happened and the server has got all messages of sessions, 1 if not
    #[arg(long, value_name = "FILE", conflicts_with_all = ["count", "rhythm"])]
    script: Option<PathBuf>,
    /// So many charge points
    #[arg(long, conflicts_with = "memory", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    count: Option<u32>,
    /// Cars come and go by themselves: calm (some minutes), busy (some seconds) or storm (to load a server)
    #[arg(long)]
    rhythm: Option<Rhythm>,
    /// The same seed makes the same cars, drivers and pauses again
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Shows every frame
    #[arg(short, long)]
    verbose: bool,
}

impl Arguments {
    /// Runs until it is switched off.
    ///
    /// # Errors
    /// That of the output.
    pub fn run(self, output: &mut impl Write) -> io::Result<Exit> {
        match self.begin(output) {
            Ok(exit) => Ok(exit),
            Err(failed) => failed.told(),
        }
    }

    fn begin(self, output: &mut impl Write) -> Result<Exit, Failed> {
        let runtime = runtime()?;
        if self.count.is_some() {
            return runtime.block_on(many::run(&self, output));
        }
        let scenario = self
            .script
            .as_deref()
            .map(Scenario::read)
            .transpose()
            .map_err(unusable)?;
        let options = self.options(scenario.as_ref())?;
        match &scenario {
            Some(scenario) => runtime.block_on(scripted::run(scenario, options, self.verbose, output)),
            None => runtime.block_on(interactive::run(options, (self.rhythm, self.verbose), output)),
        }
    }

    /// One charge point.
    fn options(&self, scenario: Option<&Scenario>) -> Result<RunOptions, Failed> {
        let endpoint = match &self.id {
            Some(id) => Endpoint::new(&self.url, id),
            None => self.url.parse(),
        };
        let endpoint = endpoint.map_err(unusable)?;
        let version = match self.versions.as_slice() {
            [] => scenario.and_then(Scenario::version).unwrap_or(Version::V16),
            [version] => *version,
            _ => return Err(unusable("several versions need --count")),
        };
        let mut options = self.shaped(endpoint, version)?;
        let files = match scenario {
            Some(scenario) => self.security.files().or(&scenario.security()),
            None => self.security.files(),
        };
        files.apply(&mut options.connect).map_err(unusable)?;
        if let Some(scenario) = scenario {
            scenario.shape(&mut options.station);
            options.station.connectors = self.connectors.unwrap_or(options.station.connectors);
        }
        options.memory.clone_from(&self.memory);
        Ok(options)
    }

    /// A charge point as the flags want it.
    fn shaped(&self, endpoint: Endpoint, version: Version) -> Result<RunOptions, Failed> {
        let mut station = StationOptions::new(endpoint.identity(), version);
        station.settings = self.settings()?;
        station.connectors = self.connectors.unwrap_or(station.connectors);
        station.quirk = self.quirk;
        station.seed = self.seed;
        if let Some(rhythm) = self.rhythm {
            let sample = rhythm.sample_seconds.to_string();
            station
                .settings
                .entry("MeterValueSampleInterval".to_owned())
                .or_insert(sample);
        }
        let subprotocols = match self.subprotocol.as_slice() {
            [] => vec![version.subprotocol().to_owned()],
            [none] if none == "none" => Vec::new(),
            offered => offered.to_vec(),
        };
        Ok(RunOptions {
            connect: ConnectOptions::new(endpoint, subprotocols),
            station,
            backoff: BackoffOptions::default(),
            give_up_at_once: true,
            memory: None,
        })
    }

    fn settings(&self) -> Result<BTreeMap<String, String>, Failed> {
        let mut settings = BTreeMap::new();
        for setting in &self.settings {
            let Some((key, value)) = setting.split_once('=') else {
                return Err(unusable(format!("`{setting}` is no setting: write KEY=VALUE")));
            };
            let row =
                find_setting(key).ok_or_else(|| unusable(format!("a charge point here has no setting `{key}`")))?;
            if !row.allows(value) {
                return Err(unusable(format!("`{key}` cannot be `{value}`")));
            }
            settings.insert(row.name().to_owned(), value.to_owned());
        }
        Ok(settings)
    }
}

/// One that is run as usual, and is what `shape` makes of it.
pub(super) fn options_of(endpoint: Endpoint, shape: impl FnOnce(&mut StationOptions)) -> RunOptions {
    let mut station = StationOptions::new(endpoint.identity(), Version::V16);
    shape(&mut station);
    RunOptions {
        connect: ConnectOptions::new(endpoint, vec![station.version.subprotocol().to_owned()]),
        station,
        backoff: BackoffOptions::default(),
        give_up_at_once: false,
        memory: None,
    }
}

/// One thread carries all of them.
pub(super) fn runtime() -> Result<Runtime, Failed> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| unusable(format!("there is no runtime: {error}")))
}

/// Waits for Ctrl-C, or for whoever ends this program.
pub(super) async fn interrupted() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => stream.recv().await.unwrap_or_default(),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        Ok(()) = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// Why it cannot connect, as an exit code.
pub(super) fn not_connected(error: &ConnectError) -> Failed {
    let text = format!("error: {error}");
    match error {
        ConnectError::Url { .. }
        | ConnectError::Tls {
            source: TlsError::Unusable { .. },
            ..
        } => Failed::Unusable(text),
        ConnectError::Unreachable { .. } | ConnectError::TimedOut { .. } => Failed::Unreachable(text),
        ConnectError::Refused { status: 401 | 403, .. } => Failed::Denied(text),
        ConnectError::Tls { source, .. } if source.is_of_own_certificate() => Failed::Denied(text),
        ConnectError::Tls { .. }
        | ConnectError::Refused { .. }
        | ConnectError::NoAgreement { .. }
        | ConnectError::Handshake(_) => Failed::Refused(text),
    }
}
