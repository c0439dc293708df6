//! The harness of the black-box suites: the real binary, its HTTP API, and charge points on sockets.
//!
//! Nothing here knows the server's code; what it knows is the protocol, the admin API, the
//! configuration file and the command line.

pub mod admin;
pub mod artifacts;
pub mod bench;
pub mod campaign;
pub mod central;
pub mod charger;
pub mod collector;
pub mod compressed;
pub mod config;
pub mod contract;
pub mod crash;
pub mod credentials;
pub mod debian;
pub mod device;
pub mod doorman;
pub mod external;
pub mod files;
pub mod fleet;
pub mod full;
pub mod handshake;
pub mod http;
pub mod imports;
pub mod known;
pub mod licence;
pub mod live;
pub mod metrics;
pub mod page;
pub mod peer;
pub mod pki;
pub mod port;
pub mod process;
pub mod project;
pub mod prometheus;
pub mod promql;
pub mod reader;
pub mod receiver;
pub mod relay;
pub mod server;
pub mod simulated;
pub mod station;
pub mod swap;
pub mod threads;
pub mod tls;
pub mod tls_central;
pub mod transcript;
pub mod verbs;
pub mod wait;
pub mod webhooks;
