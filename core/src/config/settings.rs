//! The checked configuration: addresses, durations, paths and secrets, ready to use.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use ocpp_schemas::Version;

pub use super::capabilities::Grants;
pub use super::certificates::CertificateSettings;
pub use super::networks::Network;
pub use super::quirks::Quirks;
pub use super::secret::{Secret, TrustedKey};
pub use super::tls_settings::{AdminTlsSettings, TlsSettings};

/// Everything that `serve` needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The listener for charge points.
    pub ocpp: OcppSettings,
    /// The listener for operators.
    pub admin: AdminSettings,
    /// How long things may take and how many may wait, per connection.
    pub connection: ConnectionSettings,
    /// What a BootNotification is answered.
    pub registration: RegistrationSettings,
    /// How id tags are judged where no plugin decides.
    pub authorization: AuthorizationSettings,
    /// What sessions come to.
    pub transactions: TransactionSettings,
    /// `[campaigns]`
    pub campaigns: CampaignSettings,
    /// What the server asks charge points by itself.
    pub ask: AskSettings,
    /// Where the state lives.
    pub store: StoreSettings,
    /// How much is kept of what is said on the connections.
    pub messages: MessageSettings,
    /// How old what is kept becomes.
    pub retention: RetentionSettings,
    /// Files that charge points fetch and bring.
    pub files: FileSettings,
    /// Who signs the certificates of charge points.
    pub certificates: CertificateSettings,
    /// Who changed what.
    pub audit: AuditSettings,
    /// Who is told what happens by HTTP.
    pub webhooks: WebhookSettings,
    /// The plugins and their order.
    pub plugins: PluginSettings,
    /// What a monitoring system is shown.
    pub metrics: MetricsSettings,
    /// Where spans are sent.
    pub traces: TraceSettings,
    /// What the log looks like.
    pub log: LogSettings,
}

/// `[ocpp]`
#[derive(Debug, Clone, PartialEq)]
pub struct OcppSettings {
    /// Where charge points connect without TLS; none: nowhere.
    pub listen: Option<SocketAddr>,
    /// Unknown charge points are registered on first contact. Only allowed where `listen` is loopback.
    pub register_unknown: bool,
    /// Offered names that count as a version, beside the standard ones.
    pub subprotocol_aliases: BTreeMap<String, Version>,
    /// The version of those that offer no subprotocol; none: they are refused.
    pub default_version: Option<Version>,
    /// What happens when no offered subprotocol is known.
    pub on_subprotocol_mismatch: SubprotocolMismatch,
    /// The actix workers (threads) that carry connections.
    pub workers: usize,
    /// Charge points that may be on their way in at a time.
    pub handshakes: usize,
    /// What becomes of messages that are not valid, where the charge point's own word is missing.
    pub strictness: Strictness,
    /// What is known of makes of chargers.
    pub quirks: Quirks,
    /// The proxies that are believed who a charge point is, and that it speaks TLS.
    pub trusted_proxies: Vec<Network>,
    /// The proxies that say first of each connection whose it is, by the PROXY protocol.
    pub proxy_protocol: Vec<Network>,
    /// The header in which a trusted proxy hands over the certificate of a charge point.
    pub client_certificate_header: Option<String>,
    /// Where charge points find this server, as they are told it: without their identity, and without a slash at the end.
    pub public_url: Option<String>,
    /// `[ocpp.tls]`
    pub tls: TlsSettings,
}

/// What becomes of a message that is not valid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Strictness {
    /// It is read again, repaired, and noted; what cannot be repaired is refused.
    #[default]
    Repair,
    /// It is refused.
    Strict,
}

/// What a charge point is answered that offers only unknown subprotocols (ADR 0005).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubprotocolMismatch {
    /// An HTTP error, no upgrade: what the certification cases assert.
    Refuse,
    /// 101 without the header, then a close frame: the specification's text.
    UpgradeAndClose,
}

/// `[admin]`
#[derive(Debug, Clone, PartialEq)]
pub struct AdminSettings {
    /// Where operators connect.
    pub listen: SocketAddr,
    /// The bearer token. Without one, only a loopback listener is allowed, and it is open.
    pub token: Option<Secret>,
    /// The file with the bearer token, where it is not in the configuration. What is in it stands in `token` once it was read.
    pub token_file: Option<PathBuf>,
    /// The proxies that are believed who an operator is.
    pub trusted_proxies: Vec<Network>,
    /// `[admin.tls]`
    pub tls: AdminTlsSettings,
    /// Where the page's files are read from; none: they are the binary's.
    pub dashboard_folder: Option<PathBuf>,
    /// Those who listen to events.
    pub live: LiveSettings,
}

/// `[admin.live]`
#[derive(Debug, Clone, PartialEq)]
pub struct LiveSettings {
    /// At a time.
    pub listeners: usize,
    /// Events that may lie ready for one of them.
    pub queue: usize,
    /// Their bytes.
    pub queue_bytes: usize,
    /// A listener to whom nothing is told is told so.
    pub keep_alive: Duration,
}

/// `[connection]`
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionSettings {
    /// How long the station may take to answer a CALL.
    pub call_timeout: Duration,
    /// How many CALLs towards one station may wait.
    pub call_queue: usize,
    /// How many CALLs of one station may wait.
    pub inbound_queue: usize,
    /// A station from which nothing came for so long is pinged; none: never.
    pub ping_interval: Option<Duration>,
    /// A connection without any traffic for so long is closed; none: never.
    pub idle_timeout: Option<Duration>,
    /// The largest message in bytes.
    pub max_message_bytes: usize,
    /// A connection on which nothing could be written for so long is dropped.
    pub write_timeout: Duration,
    /// How long after BootNotification's answer CALLs to the station wait; may be zero.
    pub settle_delay: Duration,
    /// How long a shutdown waits for what is in flight.
    pub shutdown_timeout: Duration,
    /// Whether and how messages may be compressed.
    pub compression: CompressionSettings,
}

/// `[connection.compression]`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompressionSettings {
    /// A charge point that offers permessage-deflate is answered.
    pub enabled: bool,
    /// A message may refer to those before it, which are remembered for that.
    pub context_takeover: bool,
    /// How much of them is remembered in each direction: the power of two, in bytes; from 9 to 15.
    pub window_bits: u8,
}

/// `[registration]`
#[derive(Debug, Clone, PartialEq)]
pub struct RegistrationSettings {
    /// The interval that an accepted station is given for its heartbeat.
    pub heartbeat_interval: Duration,
    /// The interval that a pending or rejected station is told to wait before it boots again.
    pub retry_interval: Duration,
    /// What a station is answered that was registered without a state of its own.
    pub default_status: RegistrationStatus,
    /// CALLs of a station that never booted here are answered SecurityError instead of served.
    pub refuse_before_boot: bool,
    /// A station that connects without booting and never booted here is sent TriggerMessage
    /// (BootNotification) after so long; none: never.
    pub trigger_boot_after: Option<Duration>,
}

/// A station's registration (1.6 RegistrationStatus, 2.x RegistrationStatusEnumType).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub enum RegistrationStatus {
    /// May work.
    Accepted,
    /// Is being configured; its CALLs are refused but BootNotification.
    Pending,
    /// Must not work; its CALLs are refused but BootNotification.
    Rejected,
}

/// `[transactions]`
#[derive(Debug, Clone, PartialEq)]
pub struct TransactionSettings {
    /// In W: a register that the meter could only have reached faster is left out.
    pub max_power: u64,
    /// Whether a token that charges may begin another session.
    pub concurrent: Concurrent,
    /// A session of which nothing was heard for so long ends; none: never.
    pub stale_after: Option<Duration>,
    /// A session ends when its connector is Available.
    pub stale_on_available: bool,
    /// The sessions of a station end when it has booted.
    pub stale_on_boot: bool,
    /// So many messages about sessions that are not known are kept of a station, at least the newest.
    pub inbox_per_charge_point: usize,
    /// So many messages that came when a session was over are kept beside it, at least the newest.
    pub later_messages_per_transaction: usize,
}

/// `[campaigns]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignSettings {
    /// So long after a start of the server who is away is taken to be on the way.
    pub restart_grace: Duration,
}

/// `[ask]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskSettings {
    /// What a station is set to, when that is not known or its firmware is another.
    pub inventory: bool,
    /// A station whose change of its local list failed is sent the whole list.
    pub local_list: bool,
    /// A station that has not said how its connectors stand is asked so long after it connected or booted; none: never.
    pub connector_states_after: Option<Duration>,
    /// 2.x: what else comes of a session that ended offline and of which messages are missing.
    pub transaction_status: bool,
}

/// `[authorization]`
#[derive(Debug, Clone, PartialEq)]
pub struct AuthorizationSettings {
    /// Id tags that are not in the store are accepted instead of Invalid.
    pub accept_unknown: bool,
}

/// What is said of a token that charges already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concurrent {
    /// It may.
    Allow,
    /// It is answered ConcurrentTx.
    Refuse,
}

/// `[store]`
#[derive(Debug, Clone, PartialEq)]
pub struct StoreSettings {
    /// Which back end.
    pub backend: Backend,
    /// The folder of the state; relative to the working directory.
    pub path: PathBuf,
    /// sled's page cache in bytes.
    pub cache_bytes: u64,
    /// What stays free on the disk, in bytes.
    pub reserve_bytes: u64,
    /// How many records of plain messages are kept per charge point.
    pub records_per_charge_point: u32,
    /// How many events are kept per charge point.
    pub events_per_charge_point: u32,
    /// How many commands are kept per charge point.
    pub commands_per_charge_point: u32,
    /// How many campaigns that are over are kept.
    pub campaigns: u32,
    /// How many bytes one charge point may add in an hour, but for transactions; more is kept without its payload.
    pub hourly_bytes_per_charge_point: usize,
}

/// `[messages]`
#[derive(Debug, Clone, PartialEq)]
pub struct MessageSettings {
    /// The memory for the newest messages of all charge points, in bytes; none: no message is kept.
    pub memory_bytes: Option<usize>,
    /// How much of it one charge point may take, in bytes.
    pub memory_per_charge_point_bytes: usize,
    /// Those of these charge points are stored, too: identities, with `*` for any text.
    pub durable: Vec<String>,
    /// How much is stored of each of them, in bytes.
    pub durable_per_charge_point_bytes: usize,
}

/// `[retention]`: ages; none: whatever its age.
#[derive(Debug, Clone, PartialEq)]
pub struct RetentionSettings {
    /// Sessions that are over, with their figures.
    pub sessions: Option<Duration>,
    /// What was said of them, and their meter values.
    pub session_details: Option<Duration>,
    /// What happened to charge points.
    pub events: Option<Duration>,
    /// Messages that are only recorded.
    pub records: Option<Duration>,
    /// Commands that are over.
    pub commands: Option<Duration>,
    /// Frames on the disk.
    pub frames: Option<Duration>,
    /// Messages of sessions that nobody knows.
    pub inbox: Option<Duration>,
    /// Reservations that are over.
    pub reservations: Option<Duration>,
    /// The last refused connection of each charge point.
    pub refused_connections: Option<Duration>,
    /// The folder in which what goes is written down before; none: it is not.
    pub export: Option<PathBuf>,
    /// From one run to the next.
    pub run_every: Duration,
}

/// `[files]`
#[derive(Debug, Clone, PartialEq)]
pub struct FileSettings {
    /// What the URLs that charge points are given begin with, without a slash at the end; none: the scheme and the
    /// host by which each connected.
    pub public_url: Option<String>,
    /// The largest file in bytes.
    pub max_upload_bytes: u64,
    /// All files together, in bytes.
    pub max_total_bytes: u64,
    /// What uploads leave free on the disk, in bytes.
    pub reserve_bytes: u64,
    /// How long a file that a charge point brought is kept.
    pub keep: Duration,
    /// How long a URL can be used, from when the charge point may first need it.
    pub url_lifetime: Duration,
}

/// `[audit]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditSettings {
    /// So many of the newest records are kept.
    pub keep: u64,
    /// None is kept that is older; none: whatever their age.
    pub keep_for: Option<Duration>,
}

/// `[webhooks]`
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookSettings {
    /// The pause after the first try of a request; each further one is twice as long.
    pub retry_first: Duration,
    /// The longest pause between two tries.
    pub retry_longest: Duration,
    /// So long nothing is removed that a webhook was not told, and an event that alone is not answered is tried.
    pub retry_for: Duration,
    /// So often an event is sent that the receiver refuses.
    pub tries: u32,
    /// How long a request may take.
    pub timeout: Duration,
    /// Of so many charge points each webhook is told at a time.
    pub parallel: usize,
    /// With so many dead letters a webhook is stopped.
    pub dead_letters: u64,
    /// Certificate authorities in PEM that receivers may have beside the public ones.
    pub trusted_certificates: Option<PathBuf>,
}

/// A storage back end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// On disk.
    Sled,
    /// In memory: gone with the process; for trials and tests.
    Memory,
}

/// `[plugins]`
#[derive(Debug, Clone, PartialEq)]
pub struct PluginSettings {
    /// The folder that is watched for `NAME.wasm`; none: no folder.
    pub folder: Option<PathBuf>,
    /// How often the folder is looked at.
    pub watch_interval: Duration,
    /// What holds where a plugin's own section is silent.
    pub limits: PluginLimits,
    /// The largest component in bytes that is taken.
    pub max_component_bytes: usize,
    /// The folder of compiled code that servers share; none: each has only its own.
    pub compiled_cache: Option<PathBuf>,
    /// So many bytes of the newest calls are kept of each plugin that is recorded.
    pub recording_bytes: u64,
    /// A component must be signed by one of them when it comes in; none: no signature is asked for.
    pub trusted_keys: Vec<TrustedKey>,
    /// The plugins in the order in which they are asked.
    pub chain: Vec<PluginConfig>,
}

/// What one plugin may use.
#[derive(Debug, Clone, PartialEq)]
pub struct PluginLimits {
    /// Processor time per call on a message's path; at most 20 ms.
    pub deadline: Duration,
    /// Per call that waits for HTTP or answers no charge point; at most 60 s.
    pub long_deadline: Duration,
    /// Linear memory in bytes.
    pub memory_bytes: usize,
    /// Log lines per second.
    pub log_lines_per_second: u32,
    /// The sum of its keys and values in bytes.
    pub state_bytes: u64,
    /// Events that wait for it; more are counted and dropped.
    pub events_waiting: u64,
    /// How often it is told an event on which it fails by itself, before the event is set aside.
    pub event_tries: u32,
    /// For how long it is told an event that it does not take because another server does not answer it.
    pub event_patience: Duration,
}

/// `[[plugin]]`
#[derive(Debug, Clone, PartialEq)]
pub struct PluginConfig {
    /// Its name: that of its file, of its routes and of its state.
    pub name: String,
    /// May be asked at all.
    pub enabled: bool,
    /// What it may do beside reading its settings and logging.
    pub grants: Grants,
    /// Whether its instances are used again.
    pub instance: InstancePolicy,
    /// What it may use.
    pub limits: PluginLimits,
    /// By action; `*` is the rest. Absent: refuse for authorizations, keep for the rest.
    pub on_failure: BTreeMap<String, OnFailure>,
    /// Its own section, handed to it as JSON.
    pub settings: serde_json::Value,
}

/// Whether an instance of a plugin serves one call or many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InstancePolicy {
    /// By the time that a fresh one takes when the version is loaded.
    Auto,
    /// Each call has a fresh one.
    PerCall,
    /// They are used again, for some thousand calls.
    Warm,
}

/// What counts when a plugin fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum OnFailure {
    /// The built-in handler's proposal stands.
    Keep,
    /// The CALL is refused: an authorization with status Invalid, anything else with InternalError.
    Refuse,
}

/// `[metrics]`
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MetricsSettings {
    /// `/metrics` needs no token.
    pub open: bool,
}

/// `[traces]`
#[derive(Debug, Clone, PartialEq)]
pub struct TraceSettings {
    /// A collector of OTLP over HTTP, without `/v1/traces`; none: no spans are made.
    pub endpoint: Option<String>,
    /// The share of the traces that is sent, from 0 to 1.
    pub sample: f64,
    /// The name of this server among others.
    pub service_name: String,
}

/// `[log]`
#[derive(Debug, Clone, PartialEq)]
pub struct LogSettings {
    /// For people or for machines.
    pub format: LogFormat,
    /// A filter such as `info,ocpp_central::plugins=debug`.
    pub filter: String,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}
