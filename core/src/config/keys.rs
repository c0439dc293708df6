//! The table of all keys but those of `[[plugin]]`: the path, how it is read, and where it goes.
//!
//! A new setting is a field in `settings.rs`, its default in `defaults.rs`, a row here, and its
//! explanation in `config/central.toml` (a test asks for it).

use super::plugin_keys::{deadline, long_deadline};
use super::readers::{
    address, collector, count, duration, header, map, name, names, optional, path, paths, positive, put, seconds,
    share, size, size_or_nothing, switch, token, url, version, websocket_url, window_bits, word, workers,
};
use super::settings::{Backend, Concurrent, LogFormat, RegistrationStatus, Settings, Strictness, SubprotocolMismatch};
use super::trusted_keys;
use super::typed::{Reading, Typed};
use super::{log_filter, networks, quirks};

/// One key of a table of keys that fills a `T`.
pub struct Key<T: 'static> {
    /// The path from the table's top, such as `plugins.limits.deadline`.
    pub path: &'static str,
    /// Reads the value and puts it in its place.
    pub set: fn(&mut T, Typed<'_>) -> Reading<()>,
}

/// A row.
pub const fn key<T>(path: &'static str, set: fn(&mut T, Typed<'_>) -> Reading<()>) -> Key<T> {
    Key { path, set }
}

const MISMATCHES: &[(&str, SubprotocolMismatch)] = &[
    ("refuse", SubprotocolMismatch::Refuse),
    ("upgrade-and-close", SubprotocolMismatch::UpgradeAndClose),
];

const STATUSES: &[(&str, RegistrationStatus)] = &[
    ("accepted", RegistrationStatus::Accepted),
    ("pending", RegistrationStatus::Pending),
    ("rejected", RegistrationStatus::Rejected),
];

const STRICTNESSES: &[(&str, Strictness)] = &[("repair", Strictness::Repair), ("strict", Strictness::Strict)];

const CONCURRENT: &[(&str, Concurrent)] = &[("allow", Concurrent::Allow), ("refuse", Concurrent::Refuse)];

const BACKENDS: &[(&str, Backend)] = &[("sled", Backend::Sled), ("memory", Backend::Memory)];

const FORMATS: &[(&str, LogFormat)] = &[("text", LogFormat::Text), ("json", LogFormat::Json)];

/// Every key outside `[[plugin]]`.
#[rustfmt::skip]
pub static KEYS: &[Key<Settings>] = &[
    key("ocpp.listen", |s, v| put(&mut s.ocpp.listen, optional(v, address))),
    key("ocpp.register_unknown", |s, v| put(&mut s.ocpp.register_unknown, switch(v))),
    key("ocpp.subprotocol_aliases", |s, v| put(&mut s.ocpp.subprotocol_aliases, map(v, |_, v| version(v)))),
    key("ocpp.default_version", |s, v| put(&mut s.ocpp.default_version, optional(v, version))),
    key("ocpp.on_subprotocol_mismatch", |s, v| put(&mut s.ocpp.on_subprotocol_mismatch, word(v, MISMATCHES))),
    key("ocpp.workers", |s, v| put(&mut s.ocpp.workers, workers(v))),
    key("ocpp.handshakes", |s, v| put(&mut s.ocpp.handshakes, count(v))),
    key("ocpp.strictness", |s, v| put(&mut s.ocpp.strictness, word(v, STRICTNESSES))),
    key("ocpp.quirks", |s, v| put(&mut s.ocpp.quirks, quirks::read(v))),
    key("ocpp.public_url", |s, v| put(&mut s.ocpp.public_url, optional(v, websocket_url))),
    key("ocpp.trusted_proxies", |s, v| put(&mut s.ocpp.trusted_proxies, networks::read(v))),
    key("ocpp.proxy_protocol", |s, v| put(&mut s.ocpp.proxy_protocol, networks::read(v))),
    key("ocpp.client_certificate_header", |s, v| put(&mut s.ocpp.client_certificate_header, optional(v, header))),
    key("ocpp.tls.listen", |s, v| put(&mut s.ocpp.tls.listen, optional(v, address))),
    key("ocpp.tls.legacy_listen", |s, v| put(&mut s.ocpp.tls.legacy_listen, optional(v, address))),
    key("ocpp.tls.certificates", |s, v| put(&mut s.ocpp.tls.certificates, paths(v))),
    key("ocpp.tls.keys", |s, v| put(&mut s.ocpp.tls.keys, paths(v))),
    key("ocpp.tls.client_authorities", |s, v| put(&mut s.ocpp.tls.client_authorities, paths(v))),
    key("ocpp.tls.revocation_lists", |s, v| put(&mut s.ocpp.tls.revocation_lists, paths(v))),
    key("ocpp.tls.organisation", |s, v| put(&mut s.ocpp.tls.organisation, optional(v, name))),
    key("ocpp.tls.handshake_timeout", |s, v| put(&mut s.ocpp.tls.handshake_timeout, positive(v))),
    key("admin.listen", |s, v| put(&mut s.admin.listen, address(v))),
    key("admin.token", |s, v| put(&mut s.admin.token, optional(v, token))),
    key("admin.token_file", |s, v| put(&mut s.admin.token_file, optional(v, path))),
    key("admin.trusted_proxies", |s, v| put(&mut s.admin.trusted_proxies, networks::read(v))),
    key("admin.tls.certificates", |s, v| put(&mut s.admin.tls.certificates, paths(v))),
    key("admin.tls.keys", |s, v| put(&mut s.admin.tls.keys, paths(v))),
    key("admin.dashboard_folder", |s, v| put(&mut s.admin.dashboard_folder, optional(v, path))),
    key("admin.live.listeners", |s, v| put(&mut s.admin.live.listeners, count(v))),
    key("admin.live.queue", |s, v| put(&mut s.admin.live.queue, count(v))),
    key("admin.live.queue_size", |s, v| put(&mut s.admin.live.queue_bytes, size(v))),
    key("admin.live.keep_alive", |s, v| put(&mut s.admin.live.keep_alive, positive(v))),
    key("connection.call_timeout", |s, v| put(&mut s.connection.call_timeout, positive(v))),
    key("connection.call_queue", |s, v| put(&mut s.connection.call_queue, count(v))),
    key("connection.inbound_queue", |s, v| put(&mut s.connection.inbound_queue, count(v))),
    key("connection.ping_interval", |s, v| put(&mut s.connection.ping_interval, optional(v, positive))),
    key("connection.idle_timeout", |s, v| put(&mut s.connection.idle_timeout, optional(v, positive))),
    key("connection.max_message", |s, v| put(&mut s.connection.max_message_bytes, size(v))),
    key("connection.write_timeout", |s, v| put(&mut s.connection.write_timeout, positive(v))),
    key("connection.settle_delay", |s, v| put(&mut s.connection.settle_delay, duration(v))),
    key("connection.shutdown_timeout", |s, v| put(&mut s.connection.shutdown_timeout, duration(v))),
    key("connection.compression.enabled", |s, v| put(&mut s.connection.compression.enabled, switch(v))),
    key("connection.compression.context_takeover", |s, v| put(&mut s.connection.compression.context_takeover, switch(v))),
    key("connection.compression.window_bits", |s, v| put(&mut s.connection.compression.window_bits, window_bits(v))),
    key("registration.heartbeat_interval", |s, v| put(&mut s.registration.heartbeat_interval, seconds(v))),
    key("registration.retry_interval", |s, v| put(&mut s.registration.retry_interval, seconds(v))),
    key("registration.default_status", |s, v| put(&mut s.registration.default_status, word(v, STATUSES))),
    key("registration.refuse_before_boot", |s, v| put(&mut s.registration.refuse_before_boot, switch(v))),
    key("registration.trigger_boot_after", |s, v| put(&mut s.registration.trigger_boot_after, optional(v, positive))),
    key("authorization.accept_unknown", |s, v| put(&mut s.authorization.accept_unknown, switch(v))),
    key("transactions.max_power", |s, v| put(&mut s.transactions.max_power, count(v))),
    key("transactions.concurrent", |s, v| put(&mut s.transactions.concurrent, word(v, CONCURRENT))),
    key("transactions.stale_after", |s, v| put(&mut s.transactions.stale_after, optional(v, positive))),
    key("transactions.stale_on_available", |s, v| put(&mut s.transactions.stale_on_available, switch(v))),
    key("transactions.stale_on_boot", |s, v| put(&mut s.transactions.stale_on_boot, switch(v))),
    key("transactions.inbox_per_charge_point", |s, v| put(&mut s.transactions.inbox_per_charge_point, count(v))),
    key("transactions.later_messages_per_transaction", |s, v| put(&mut s.transactions.later_messages_per_transaction, count(v))),
    key("ask.inventory", |s, v| put(&mut s.ask.inventory, switch(v))),
    key("ask.local_list", |s, v| put(&mut s.ask.local_list, switch(v))),
    key("ask.connector_states_after", |s, v| put(&mut s.ask.connector_states_after, optional(v, positive))),
    key("ask.transaction_status", |s, v| put(&mut s.ask.transaction_status, switch(v))),
    key("campaigns.restart_grace", |s, v| put(&mut s.campaigns.restart_grace, duration(v))),
    key("store.backend", |s, v| put(&mut s.store.backend, word(v, BACKENDS))),
    key("store.path", |s, v| put(&mut s.store.path, path(v))),
    key("store.cache", |s, v| put(&mut s.store.cache_bytes, size(v))),
    key("store.reserve", |s, v| {
        put(&mut s.store.reserve_bytes, size_or_nothing(v))
    }),
    key("store.records_per_charge_point", |s, v| put(&mut s.store.records_per_charge_point, count(v))),
    key("store.hourly_bytes_per_charge_point", |s, v| put(&mut s.store.hourly_bytes_per_charge_point, size(v))),
    key("store.events_per_charge_point", |s, v| put(&mut s.store.events_per_charge_point, count(v))),
    key("store.commands_per_charge_point", |s, v| put(&mut s.store.commands_per_charge_point, count(v))),
    key("store.campaigns", |s, v| put(&mut s.store.campaigns, count(v))),
    key("messages.memory", |s, v| put(&mut s.messages.memory_bytes, optional(v, size))),
    key("messages.memory_per_charge_point", |s, v| put(&mut s.messages.memory_per_charge_point_bytes, size(v))),
    key("messages.durable", |s, v| put(&mut s.messages.durable, names(v))),
    key("messages.durable_per_charge_point", |s, v| put(&mut s.messages.durable_per_charge_point_bytes, size(v))),
    key("retention.sessions", |s, v| put(&mut s.retention.sessions, optional(v, positive))),
    key("retention.session_details", |s, v| put(&mut s.retention.session_details, optional(v, positive))),
    key("retention.events", |s, v| put(&mut s.retention.events, optional(v, positive))),
    key("retention.records", |s, v| put(&mut s.retention.records, optional(v, positive))),
    key("retention.commands", |s, v| put(&mut s.retention.commands, optional(v, positive))),
    key("retention.frames", |s, v| put(&mut s.retention.frames, optional(v, positive))),
    key("retention.inbox", |s, v| put(&mut s.retention.inbox, optional(v, positive))),
    key("retention.reservations", |s, v| put(&mut s.retention.reservations, optional(v, positive))),
    key("retention.refused_connections", |s, v| put(&mut s.retention.refused_connections, optional(v, positive))),
    key("retention.export", |s, v| put(&mut s.retention.export, optional(v, path))),
    key("retention.run_every", |s, v| put(&mut s.retention.run_every, positive(v))),
    key("files.public_url", |s, v| put(&mut s.files.public_url, optional(v, url))),
    key("files.max_upload", |s, v| put(&mut s.files.max_upload_bytes, size(v))),
    key("files.max_total", |s, v| put(&mut s.files.max_total_bytes, size(v))),
    key("files.reserve", |s, v| put(&mut s.files.reserve_bytes, size(v))),
    key("files.keep", |s, v| put(&mut s.files.keep, positive(v))),
    key("certificates.authority", |s, v| put(&mut s.certificates.authority, optional(v, path))),
    key("certificates.v2g_authority", |s, v| put(&mut s.certificates.v2g_authority, optional(v, path))),
    key("certificates.organisation", |s, v| put(&mut s.certificates.organisation, optional(v, name))),
    key("certificates.validity", |s, v| put(&mut s.certificates.validity, positive(v))),
    key("certificates.auto_sign", |s, v| put(&mut s.certificates.auto_sign, switch(v))),
    key("certificates.signed_elsewhere", |s, v| put(&mut s.certificates.signed_elsewhere, switch(v))),
    key("certificates.renew_before", |s, v| put(&mut s.certificates.renew_before, optional(v, positive))),
    key("certificates.ocsp.private_networks", |s, v| put(&mut s.certificates.ocsp.private_networks, networks::read(v))),
    key("certificates.ocsp.timeout", |s, v| put(&mut s.certificates.ocsp.timeout, positive(v))),
    key("certificates.ocsp.cache", |s, v| put(&mut s.certificates.ocsp.cache, count(v))),
    key("certificates.ocsp.largest_list", |s, v| put(&mut s.certificates.ocsp.largest_list, size(v))),
    key("certificates.ocsp.authorities", |s, v| put(&mut s.certificates.ocsp.authorities, optional(v, path))),
    key("certificates.warn_before", |s, v| put(&mut s.certificates.warn_before, positive(v))),
    key("webhooks.retry_first", |s, v| put(&mut s.webhooks.retry_first, positive(v))),
    key("webhooks.retry_longest", |s, v| put(&mut s.webhooks.retry_longest, positive(v))),
    key("webhooks.retry_for", |s, v| put(&mut s.webhooks.retry_for, positive(v))),
    key("webhooks.tries", |s, v| put(&mut s.webhooks.tries, count(v))),
    key("webhooks.timeout", |s, v| put(&mut s.webhooks.timeout, positive(v))),
    key("webhooks.parallel", |s, v| put(&mut s.webhooks.parallel, count(v))),
    key("webhooks.dead_letters", |s, v| put(&mut s.webhooks.dead_letters, count(v))),
    key("webhooks.trusted_certificates", |s, v| put(&mut s.webhooks.trusted_certificates, optional(v, path))),
    key("files.url_lifetime", |s, v| put(&mut s.files.url_lifetime, positive(v))),
    key("audit.keep", |s, v| put(&mut s.audit.keep, count(v))),
    key("audit.keep_for", |s, v| put(&mut s.audit.keep_for, optional(v, positive))),
    key("plugins.folder", |s, v| put(&mut s.plugins.folder, optional(v, path))),
    key("plugins.watch_interval", |s, v| put(&mut s.plugins.watch_interval, positive(v))),
    key("plugins.max_component", |s, v| put(&mut s.plugins.max_component_bytes, size(v))),
    key("plugins.compiled_cache", |s, v| put(&mut s.plugins.compiled_cache, optional(v, path))),
    key("plugins.recording", |s, v| put(&mut s.plugins.recording_bytes, size(v))),
    key("plugins.trusted_keys", |s, v| put(&mut s.plugins.trusted_keys, trusted_keys::read(v))),
    key("plugins.limits.deadline", |s, v| put(&mut s.plugins.limits.deadline, deadline(v))),
    key("plugins.limits.long_deadline", |s, v| put(&mut s.plugins.limits.long_deadline, long_deadline(v))),
    key("plugins.limits.memory", |s, v| put(&mut s.plugins.limits.memory_bytes, size(v))),
    key("plugins.limits.log_lines_per_second", |s, v| put(&mut s.plugins.limits.log_lines_per_second, count(v))),
    key("plugins.limits.state", |s, v| put(&mut s.plugins.limits.state_bytes, size(v))),
    key("plugins.limits.events_waiting", |s, v| put(&mut s.plugins.limits.events_waiting, count(v))),
    key("plugins.limits.event_tries", |s, v| put(&mut s.plugins.limits.event_tries, count(v))),
    key("plugins.limits.event_patience", |s, v| put(&mut s.plugins.limits.event_patience, duration(v))),
    key("metrics.open", |s, v| put(&mut s.metrics.open, switch(v))),
    key("traces.endpoint", |s, v| put(&mut s.traces.endpoint, optional(v, collector))),
    key("traces.sample", |s, v| put(&mut s.traces.sample, share(v))),
    key("traces.service_name", |s, v| put(&mut s.traces.service_name, name(v))),
    key("log.format", |s, v| put(&mut s.log.format, word(v, FORMATS))),
    key("log.filter", |s, v| put(&mut s.log.filter, log_filter::read(v))),
];
