//! The defaults: what `config/central.toml` says as it is shipped. A test holds the two against each other.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ocpp_schemas::Version;
use serde_json::{Value, json};

use super::readers::processors;
use super::settings::{
    AdminSettings, AdminTlsSettings, AskSettings, AuditSettings, AuthorizationSettings, Backend, CampaignSettings,
    CertificateSettings, CompressionSettings, Concurrent, ConnectionSettings, FileSettings, Grants, InstancePolicy,
    LiveSettings, LogFormat, LogSettings, MessageSettings, MetricsSettings, OcppSettings, OnFailure, PluginConfig,
    PluginLimits, PluginSettings, Quirks, RegistrationSettings, RegistrationStatus, RetentionSettings, Settings,
    StoreSettings, Strictness, SubprotocolMismatch, TlsSettings, TraceSettings, TransactionSettings, WebhookSettings,
};

const MIB: usize = 1 << 20;

/// In W: what a CCS connector is rated for, 500 A at 1000 V.
pub const DEFAULT_MAX_POWER: u64 = 500_000;

impl Default for Settings {
    fn default() -> Self {
        Self {
            ocpp: OcppSettings::default(),
            admin: AdminSettings {
                listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9001)),
                token: None,
                token_file: None,
                trusted_proxies: Vec::new(),
                tls: AdminTlsSettings::default(),
                dashboard_folder: None,
                live: LiveSettings {
                    listeners: 256,
                    queue: 1000,
                    queue_bytes: MIB,
                    keep_alive: Duration::from_secs(15),
                },
            },
            connection: ConnectionSettings::default(),
            registration: RegistrationSettings::default(),
            authorization: AuthorizationSettings { accept_unknown: true },
            transactions: TransactionSettings::default(),
            campaigns: CampaignSettings::default(),
            ask: AskSettings::default(),
            store: StoreSettings::default(),
            messages: MessageSettings::default(),
            retention: RetentionSettings::default(),
            files: FileSettings::default(),
            certificates: CertificateSettings::default(),
            audit: AuditSettings {
                keep: 100_000,
                keep_for: None,
            },
            webhooks: WebhookSettings::default(),
            plugins: PluginSettings::default(),
            metrics: MetricsSettings::default(),
            traces: TraceSettings::default(),
            log: LogSettings {
                format: LogFormat::Text,
                filter: "info,actix_server=warn".to_owned(),
            },
        }
    }
}

impl Default for OcppSettings {
    fn default() -> Self {
        Self {
            listen: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 9000))),
            register_unknown: true,
            subprotocol_aliases: BTreeMap::from([("ocpp1.6.0".to_owned(), Version::V16)]),
            default_version: None,
            on_subprotocol_mismatch: SubprotocolMismatch::Refuse,
            workers: processors(),
            handshakes: 2000,
            strictness: Strictness::Repair,
            quirks: Quirks::shipped(),
            trusted_proxies: Vec::new(),
            proxy_protocol: Vec::new(),
            client_certificate_header: None,
            public_url: None,
            tls: TlsSettings::default(),
        }
    }
}

impl Default for TlsSettings {
    fn default() -> Self {
        Self {
            listen: None,
            legacy_listen: None,
            certificates: Vec::new(),
            keys: Vec::new(),
            client_authorities: Vec::new(),
            revocation_lists: Vec::new(),
            organisation: None,
            handshake_timeout: Duration::from_secs(10),
        }
    }
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        Self {
            call_timeout: Duration::from_secs(30),
            call_queue: 16,
            inbound_queue: 32,
            ping_interval: Some(Duration::from_secs(60)),
            idle_timeout: None,
            max_message_bytes: MIB,
            write_timeout: Duration::from_secs(10),
            settle_delay: Duration::from_secs(1),
            shutdown_timeout: Duration::from_secs(10),
            compression: CompressionSettings::default(),
        }
    }
}

impl Default for CompressionSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            context_takeover: true,
            window_bits: 12,
        }
    }
}

impl Default for RegistrationSettings {
    fn default() -> Self {
        Self {
            heartbeat_interval: Duration::from_secs(300),
            retry_interval: Duration::from_secs(60),
            default_status: RegistrationStatus::Accepted,
            refuse_before_boot: false,
            trigger_boot_after: Some(Duration::from_secs(30)),
        }
    }
}

impl Default for CampaignSettings {
    fn default() -> Self {
        Self {
            restart_grace: Duration::from_secs(120),
        }
    }
}

impl Default for TransactionSettings {
    fn default() -> Self {
        Self {
            max_power: DEFAULT_MAX_POWER,
            concurrent: Concurrent::Allow,
            stale_after: None,
            stale_on_available: false,
            stale_on_boot: false,
            inbox_per_charge_point: 1000,
            later_messages_per_transaction: 100,
        }
    }
}

impl Default for AskSettings {
    fn default() -> Self {
        Self {
            inventory: true,
            local_list: true,
            connector_states_after: Some(Duration::from_secs(30)),
            transaction_status: true,
        }
    }
}

impl AskSettings {
    /// Nothing is asked.
    #[must_use]
    pub const fn nothing() -> Self {
        Self {
            inventory: false,
            local_list: false,
            connector_states_after: None,
            transaction_status: false,
        }
    }
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            backend: Backend::Sled,
            path: PathBuf::from("data"),
            cache_bytes: 64 << 20,
            reserve_bytes: 64 << 20,
            records_per_charge_point: 1_000,
            events_per_charge_point: 5_000,
            commands_per_charge_point: 1_000,
            campaigns: 200,
            hourly_bytes_per_charge_point: 64 * MIB,
        }
    }
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            sessions: None,
            session_details: None,
            events: None,
            records: None,
            commands: None,
            frames: None,
            inbox: None,
            reservations: None,
            refused_connections: None,
            export: None,
            run_every: Duration::from_hours(1),
        }
    }
}

impl Default for MessageSettings {
    fn default() -> Self {
        Self {
            memory_bytes: Some(64 * MIB),
            memory_per_charge_point_bytes: 64 << 10,
            durable: Vec::new(),
            durable_per_charge_point_bytes: 4 * MIB,
        }
    }
}

impl Default for TraceSettings {
    fn default() -> Self {
        Self {
            endpoint: None,
            sample: 1.0,
            service_name: "ocpp-central".to_owned(),
        }
    }
}

impl Default for FileSettings {
    fn default() -> Self {
        Self {
            public_url: None,
            max_upload_bytes: 256 << 20,
            max_total_bytes: 10 << 30,
            reserve_bytes: 512 << 20,
            keep: Duration::from_hours(30 * 24),
            url_lifetime: Duration::from_hours(2 * 24),
        }
    }
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self {
            retry_first: Duration::from_secs(1),
            retry_longest: Duration::from_mins(10),
            retry_for: Duration::from_hours(24),
            tries: 5,
            timeout: Duration::from_secs(10),
            parallel: 8,
            dead_letters: 10_000,
            trusted_certificates: None,
        }
    }
}

impl Default for PluginSettings {
    fn default() -> Self {
        Self {
            folder: Some(PathBuf::from("target/plugins")),
            watch_interval: Duration::from_secs(1),
            limits: PluginLimits::default(),
            max_component_bytes: 32 * MIB,
            compiled_cache: None,
            recording_bytes: 64 * 1024 * 1024,
            trusted_keys: Vec::new(),
            chain: vec![id_tag_policy(), connector_guard()],
        }
    }
}

impl Default for PluginLimits {
    fn default() -> Self {
        Self {
            deadline: Duration::from_millis(20),
            long_deadline: Duration::from_secs(5),
            memory_bytes: 16 * MIB,
            log_lines_per_second: 100,
            state_bytes: 16 << 20,
            events_waiting: 100_000,
            event_tries: 5,
            event_patience: Duration::from_secs(3_600),
        }
    }
}

impl PluginConfig {
    /// The section of a plugin that says no more than its name.
    #[must_use]
    pub fn named(name: &str, limits: PluginLimits) -> Self {
        Self {
            name: name.to_owned(),
            enabled: true,
            grants: Grants::default(),
            instance: InstancePolicy::Auto,
            limits,
            on_failure: BTreeMap::new(),
            settings: Value::Object(serde_json::Map::new()),
        }
    }
}

/// The example of a policy: some id tags are blocked, the rest is judged by the server.
fn id_tag_policy() -> PluginConfig {
    let on_failure = [
        ("Authorize", OnFailure::Refuse),
        ("StartTransaction", OnFailure::Refuse),
        ("TransactionEvent", OnFailure::Refuse),
        ("*", OnFailure::Keep),
    ];
    PluginConfig {
        grants: Grants::of(["state"]),
        on_failure: on_failure.map(|(action, rule)| (action.to_owned(), rule)).into(),
        settings: json!({ "default": "keep", "rules": [{ "match": "BLOCKED*", "decision": "block" }] }),
        ..PluginConfig::named("id-tag-policy", PluginLimits::default())
    }
}

/// The example of a guard: transactions start on the first two connectors.
fn connector_guard() -> PluginConfig {
    PluginConfig {
        settings: json!({ "rules": [{ "chargePoints": "*", "allow": [1, 2] }] }),
        ..PluginConfig::named("connector-guard", PluginLimits::default())
    }
}
