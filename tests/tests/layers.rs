//! The order of the modules in `core/src`: imports go one way, and some crates have one home.
//!
//! What a module may import is the table [`LAYERS`], and inside the folders that have floors the tables of
//! [`FLOORS`]. Test code (`#[cfg(test)]` and files of tests) may import anything.

#[path = "layers/ocpp.rs"]
mod ocpp;

use ocpp::OCPP;
use ocpp_central_tests::imports::{imports, inside, sources};

/// Each top-level module of `core/src` with those that it may import, lowest first: a module only
/// ever names modules that stand above it in this table, so there is no cycle.
const LAYERS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("ids", &[]),
    ("counters", &[]),
    ("descriptors", &[]),
    ("tables", &[]),
    ("steve", &["clock", "ids", "tables"]),
    ("peer", &[]),
    ("frame", &["ids"]),
    ("config", &[]),
    ("tls", &["clock", "config"]),
    ("certificates", &["clock", "config", "tls"]),
    ("simulated", &["clock", "ids", "config"]),
    ("socket", &["config", "tls"]),
    ("reread", &["certificates", "tls"]),
    ("forwarded", &["peer", "config"]),
    ("traces", &["counters", "config"]),
    ("telemetry", &["clock", "config"]),
    ("store", &["counters"]),
    ("state", &["clock", "ids", "frame", "config", "certificates", "store"]),
    ("credentials", &["clock", "config", "state"]),
    ("dashboard", &[]),
    ("events", &["clock", "ids", "store", "state"]),
    ("files", &["clock", "ids", "config", "store", "state"]),
    ("backup", &["clock", "ids", "config", "store", "state", "events"]),
    ("privacy", &["clock", "ids", "store", "state"]),
    ("retention", &["clock", "ids", "frame", "config", "store", "state"]),
    ("ledger", &["clock", "ids", "store", "state"]),
    ("live", &["clock", "ids", "store", "state", "events"]),
    (
        "plugins",
        &[
            "counters", "clock", "ids", "config", "store", "state", "events", "ledger",
        ],
    ),
    (
        "webhooks",
        &["clock", "ids", "config", "store", "state", "events", "plugins"],
    ),
    (
        "ocpp",
        &[
            "traces",
            "counters",
            "clock",
            "ids",
            "frame",
            "config",
            "certificates",
            "store",
            "state",
            "credentials",
            "events",
            "plugins",
            "ledger",
        ],
    ),
    (
        "renewals",
        &[
            "clock",
            "ids",
            "config",
            "certificates",
            "store",
            "state",
            "events",
            "plugins",
            "ocpp",
        ],
    ),
    (
        "stale",
        &["clock", "ids", "store", "state", "events", "plugins", "ocpp"],
    ),
    (
        "registry",
        &["traces", "clock", "ids", "peer", "frame", "config", "state", "ocpp"],
    ),
    (
        "commands",
        &[
            "traces",
            "counters",
            "clock",
            "ids",
            "config",
            "frame",
            "store",
            "state",
            "credentials",
            "events",
            "plugins",
            "ocpp",
            "registry",
        ],
    ),
    (
        "campaigns",
        &["clock", "ids", "frame", "store", "state", "ocpp", "commands"],
    ),
    (
        "metrics",
        &[
            "traces",
            "counters",
            "clock",
            "config",
            "certificates",
            "tls",
            "store",
            "state",
            "files",
            "live",
            "plugins",
            "webhooks",
            "ocpp",
        ],
    ),
    (
        "charge_point",
        &[
            "traces", "clock", "ids", "counters", "frame", "config", "tls", "socket", "store", "state", "events",
            "plugins", "ocpp", "registry", "commands",
        ],
    ),
    (
        "transport",
        &[
            "counters",
            "clock",
            "ids",
            "peer",
            "config",
            "certificates",
            "forwarded",
            "tls",
            "socket",
            "store",
            "state",
            "credentials",
            "events",
            "files",
            "ocpp",
            "registry",
            "charge_point",
        ],
    ),
    (
        "admin",
        &[
            "traces",
            "clock",
            "ids",
            "counters",
            "peer",
            "frame",
            "config",
            "certificates",
            "forwarded",
            "tls",
            "socket",
            "reread",
            "store",
            "state",
            "credentials",
            "dashboard",
            "events",
            "files",
            "backup",
            "privacy",
            "retention",
            "ledger",
            "plugins",
            "ocpp",
            "registry",
            "commands",
            "campaigns",
            "live",
            "metrics",
            "tables",
            "webhooks",
            "simulated",
        ],
    ),
    (
        "startup",
        &["config", "tls", "certificates", "traces", "backup", "webhooks"],
    ),
    (
        "cli",
        &[
            "clock",
            "ids",
            "tables",
            "steve",
            "frame",
            "config",
            "tls",
            "certificates",
            "telemetry",
            "store",
            "state",
            "backup",
            "plugins",
            "ocpp",
            // The words of its problems and the form of its bodies, which the command line knows as its client.
            "admin",
            "startup",
        ],
    ),
    (
        "app",
        &[
            "clock",
            "ids",
            "events",
            "traces",
            "certificates",
            "renewals",
            "stale",
            "counters",
            "dashboard",
            "descriptors",
            "files",
            "backup",
            "retention",
            "config",
            "tls",
            "socket",
            "reread",
            "store",
            "state",
            "plugins",
            "ocpp",
            "registry",
            "commands",
            "campaigns",
            "live",
            "charge_point",
            "transport",
            "admin",
            "webhooks",
            "simulated",
        ],
    ),
    ("lib", &[]),
    ("main", &[]),
];

/// A table: each module with those that it may import, lowest first.
type Table = &'static [(&'static str, &'static [&'static str])];

/// The folders with floors inside: what is directly in the folder, each with what it may import of the others. A
/// floor names what it needs where it is, not by what the folder exports.
const FLOORS: &[(&str, Table)] = &[("plugins", PLUGINS), ("ocpp", OCPP), ("charge_point", CHARGE_POINT)];

const PLUGINS: Table = &[
    ("stopping", &[]),
    ("contract", &[]),
    ("sandbox", &["contract"]),
    ("component", &["contract", "sandbox"]),
    ("recording", &["contract", "sandbox", "component"]),
    ("decide", &["contract", "sandbox", "component", "recording"]),
    ("versions", &["stopping", "sandbox", "component", "recording", "decide"]),
    ("outlook", &["component", "versions"]),
    (
        "background",
        &["stopping", "contract", "sandbox", "component", "decide", "versions"],
    ),
    (
        "testbench",
        &["contract", "sandbox", "component", "recording", "decide"],
    ),
    (
        "error",
        &[
            "stopping",
            "sandbox",
            "component",
            "versions",
            "background",
            "testbench",
        ],
    ),
    (
        "host",
        &[
            "stopping",
            "sandbox",
            "component",
            "recording",
            "decide",
            "versions",
            "background",
            "testbench",
            "error",
        ],
    ),
];

/// The pure parts, then what the actor is made of.
const CHARGE_POINT: Table = &[
    ("call_queue", &[]),
    ("decision_log", &[]),
    ("durable", &[]),
    ("fragments", &[]),
    ("frames", &[]),
    ("kept_bytes", &[]),
    ("lane", &[]),
    ("repair_log", &[]),
    ("session", &[]),
    ("timer", &[]),
    ("turn", &[]),
    ("moments", &[]),
    ("waiting_events", &[]),
    ("wire", &[]),
    ("services", &["durable", "kept_bytes", "moments", "waiting_events"]),
    ("deflate", &["frames"]),
    ("line", &["deflate", "frames", "turn", "wire"]),
    (
        "connection",
        &[
            "call_queue",
            "decision_log",
            "fragments",
            "lane",
            "line",
            "repair_log",
            "services",
            "session",
            "timer",
        ],
    ),
    ("settlement", &["services", "session"]),
    (
        "actor",
        &["call_queue", "connection", "fragments", "frames", "line", "timer"],
    ),
    ("decided", &["connection"]),
    ("repaired", &["connection"]),
    ("traced", &["connection", "lane"]),
    ("states", &["connection", "timer"]),
    (
        "inbound",
        &["call_queue", "connection", "lane", "repaired", "session", "traced"],
    ),
    ("keep_alive", &["connection", "timer"]),
    ("link", &["connection", "deflate", "frames", "line", "services", "wire"]),
    ("outbound", &["call_queue", "connection", "settlement", "timer"]),
];

/// Names that only these modules may use: what is deprecated, replaceable or dangerous has one home.
const HOMES: &[(&str, &[&str])] = &[
    ("actix_web_actors", &["charge_point"]),
    ("sled::", &["store"]),
    // `tokens --store` opens the store of a server that does not run.
    ("SledStore", &["store", "app", "backup", "cli"]),
    ("MemoryStore", &["store", "plugins", "app"]),
    ("wasmtime", &["plugins"]),
    ("wasmparser", &["plugins"]),
    ("jsonschema", &[]),
    ("tokio_rustls", &["webhooks"]),
    ("hyper::", &["webhooks"]),
    ("opentelemetry", &["traces"]),
    ("prometheus_client", &["metrics"]),
];

#[test]
fn imports_go_one_way() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((_, allowed)) = LAYERS.iter().find(|(module, _)| *module == source.module) else {
            wrong.push(format!("{}: {} is not in the table", source.path, source.module));
            continue;
        };
        for import in imports(&source.code) {
            if import != source.module && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{}: {} must not import {import}", source.path, source.module));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn floors_import_what_is_below_them() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((folder, table)) = FLOORS
            .iter()
            .find(|(folder, _)| source.path.starts_with(&format!("{folder}/")))
        else {
            continue;
        };
        let floor = source.modules[1..].first().map_or("mod", String::as_str);
        if floor == "mod" {
            continue;
        }
        let Some((_, allowed)) = table.iter().find(|(known, _)| *known == floor) else {
            wrong.push(format!("{}: {floor} is not in the table of {folder}", source.path));
            continue;
        };
        for import in inside(&source, folder) {
            if import != floor && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{}: {folder}/{floor} must not import {import}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_tables_have_no_cycle() {
    let inside = FLOORS.iter().map(|(_, table)| *table);
    for table in inside.chain([LAYERS]) {
        for (place, (module, allowed)) in table.iter().enumerate() {
            for import in *allowed {
                let above = table[..place].iter().any(|(known, _)| known == import);
                assert!(above, "{module} may import {import}, which does not stand above it");
            }
        }
    }
}

#[test]
fn what_has_a_home_stays_there() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (name, homes) in HOMES {
            if source.code.contains(name) && !homes.contains(&source.module.as_str()) {
                wrong.push(format!("{}: {name} belongs to {homes:?}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
