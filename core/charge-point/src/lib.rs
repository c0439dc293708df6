//! A charge point's side of OCPP 1.6, 2.0.1 and 2.1, with any central system.
//!
//! Two things for two kinds of people:
//!
//! - [`client`] for who builds a device: it connects with subprotocols and Basic authentication, connects again with
//!   back-off, sends one request at a time and waits for its answer, and asks the device what the server's requests
//!   are answered. Typed by the version, or as JSON.
//! - [`station`] and [`run`] for who needs a charge point and has none: connectors, cars, cards, sessions with a power
//!   curve, a queue of its own over a lost link, and what the server may ask for. [`scenario`] plays a script at one,
//!   [`fleet`] runs many with a rhythm.
//!
//! # A small device
//!
//! ```no_run
//! use ocpp_charge_point::client::callbacks::{Callbacks16, V16};
//! use ocpp_charge_point::client::{Client, ClientOptions, Endpoint, Refusal};
//! use ocpp_charge_point::types::v16::{
//!     BootNotification, BootNotificationRequest, ResetRequest, ResetResponse, ResetStatus,
//! };
//! use ocpp_charge_point::Version;
//!
//! struct Wallbox;
//!
//! // One method per action that it has; all others are answered NotSupported.
//! impl Callbacks16 for Wallbox {
//!     fn reset(&mut self, request: ResetRequest) -> Result<ResetResponse, Refusal> {
//!         println!("the server wants a reset: {request:?}");
//!         Ok(ResetResponse::new(ResetStatus::Accepted))
//!     }
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let endpoint = Endpoint::new("ws://127.0.0.1:9000/ocpp", "WALLBOX-1")?;
//! let options = ClientOptions::new(endpoint, Version::V16).password("0123456789abcdef");
//! let (mut client, driver) = Client::new(options);
//! tokio::spawn(driver.run(V16(Wallbox)));
//!
//! client.connected().await;
//! let boot = BootNotificationRequest::new("Vendor", "Model");
//! let answer = client.issue::<BootNotification>(&boot).await?;
//! println!("{:?}, a heartbeat every {} s", answer.status, answer.interval);
//! # Ok(())
//! # }
//! ```
//!
//! # With TLS
//!
//! ```no_run
//! use ocpp_charge_point::client::{ClientCertificate, ClientOptions, Endpoint, Tls, TlsOptions, Trust};
//! use ocpp_charge_point::Version;
//!
//! # fn example() -> Result<ClientOptions, Box<dyn std::error::Error>> {
//! let tls = Tls::new(TlsOptions {
//!     trust: Trust::Authorities(vec![std::fs::read("ca.pem")?]),
//!     certificate: Some(ClientCertificate {
//!         chain: std::fs::read("wallbox.pem")?,
//!         key: std::fs::read("wallbox.key")?,
//!     }),
//! })?;
//! let endpoint = Endpoint::new("wss://cs.example.com/ocpp", "WALLBOX-1")?;
//! Ok(ClientOptions::new(endpoint, Version::V201).tls(tls))
//! # }
//! ```
//!
//! # A simulated one
//!
//! ```no_run
//! use ocpp_charge_point::client::{BackoffOptions, ConnectOptions, Endpoint};
//! use ocpp_charge_point::run::{RunOptions, Runner};
//! use ocpp_charge_point::station::{Deed, StationOptions};
//! use ocpp_charge_point::Version;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let options = RunOptions {
//!     connect: ConnectOptions::new(
//!         Endpoint::new("ws://127.0.0.1:9000/ocpp", "SIM-1")?,
//!         vec!["ocpp2.0.1".to_owned()],
//!     ),
//!     station: StationOptions::new("SIM-1", Version::V201),
//!     backoff: BackoffOptions::default(),
//!     give_up_at_once: true,
//!     memory: None,
//! };
//! let (handle, runner) = Runner::new(options, Box::new(|notice| println!("{notice:?}")))?;
//! let running = tokio::spawn(runner.run());
//! handle.act(Deed::Plug(Some(1))).await?.map_err(|why| why)?;
//! let swipe = Deed::Swipe { tag: "04A1B2C3".to_owned(), connector: Some(1) };
//! println!("{:?}", handle.act(swipe).await?);
//! handle.stop().await;
//! running.await??;
//! # Ok(())
//! # }
//! ```

pub mod chance;
pub mod client;
pub mod clock;
pub mod fleet;
mod json;
pub mod keyboard;
pub mod queue;
pub mod run;
pub mod scenario;
pub mod station;

pub use ocpp_schemas::{Version, types};
