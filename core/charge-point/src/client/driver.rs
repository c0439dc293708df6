//! A connection that stays: opened, served, opened again with back-off; and the handle by which requests are sent.

use std::time::Duration;

use ocpp_schemas::types::OcppAction;
use ocpp_schemas::{Catalogue, Kind, Version};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, sleep_until};

use super::answer::{Handler, answer};
use super::backoff::{Backoff, BackoffOptions};
use super::connection::{Arrival, ConnectOptions, Connection};
use super::endpoint::Endpoint;
use super::error::{CallError, ConnectError};
use super::exchange::{Exchange, Outcome};
use super::frame::Frame;
use super::tls::Tls;
use crate::chance::Chance;
use crate::clock::Clock;

/// How many requests may wait for those before them; who sends more waits.
const WAITING: usize = 16;

/// How a client connects and how long it waits.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Where to, and as whom.
    pub endpoint: Endpoint,
    /// What is spoken.
    pub version: Version,
    /// What is offered, by preference; the version's own name at first. Anything may be offered, such as `ocpp1.6.0`.
    pub subprotocols: Vec<String>,
    /// For Basic authentication; any bytes.
    pub password: Option<Vec<u8>>,
    /// How TLS is spoken at a `wss://` endpoint; none: with whom the system trusts.
    pub tls: Option<Tls>,
    /// How long the handshake may take.
    pub connect_timeout: Duration,
    /// How long an answer may take.
    pub call_timeout: Duration,
    /// How often a ping is sent; none: never.
    pub ping_interval: Option<Duration>,
    /// How long it waits before it connects again; none: it does not.
    pub backoff: Option<BackoffOptions>,
}

impl ClientOptions {
    /// With the usual times: 30 s for an answer, a ping each minute, and back-off.
    #[must_use]
    pub fn new(endpoint: Endpoint, version: Version) -> Self {
        Self {
            endpoint,
            version,
            subprotocols: vec![version.subprotocol().to_owned()],
            password: None,
            tls: None,
            connect_timeout: Duration::from_secs(10),
            call_timeout: Duration::from_secs(30),
            ping_interval: Some(Duration::from_secs(60)),
            backoff: Some(BackoffOptions::default()),
        }
    }

    /// With this password: security profile 1, or 2 at a `wss://` endpoint.
    #[must_use]
    pub fn password(mut self, password: impl Into<Vec<u8>>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// With TLS that was set up: other authorities than the system's, or a certificate (security profile 3).
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    fn connect(&self) -> ConnectOptions {
        ConnectOptions {
            endpoint: self.endpoint.clone(),
            secure: None,
            subprotocols: self.subprotocols.clone(),
            password: self.password.clone(),
            tls: self.tls.clone(),
            timeout: self.connect_timeout,
        }
    }
}

/// Sends requests. Cheap to clone; the connection ends when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Client {
    version: Version,
    requests: mpsc::Sender<Request>,
    connected: watch::Receiver<bool>,
}

#[derive(Debug)]
struct Request {
    action: String,
    payload: Value,
    reply: oneshot::Sender<Outcome>,
}

/// Keeps the connection; runs in [`Driver::run`].
#[derive(Debug)]
pub struct Driver {
    options: ClientOptions,
    requests: mpsc::Receiver<Request>,
    connected: watch::Sender<bool>,
    backoff: Option<Backoff>,
}

enum Ended {
    /// Nobody has a [`Client`] any more.
    Unused(Box<Connection>),
    Lost(String),
}

impl Client {
    /// A handle, and what keeps the connection that it speaks over.
    #[must_use]
    pub fn new(options: ClientOptions) -> (Self, Driver) {
        let (requests, waiting) = mpsc::channel(WAITING);
        let (connected, is_connected) = watch::channel(false);
        let client = Self {
            version: options.version,
            requests,
            connected: is_connected,
        };
        let backoff = options.backoff.map(|times| Backoff::new(times, Chance::fresh()));
        let driver = Driver {
            options,
            requests: waiting,
            connected,
            backoff,
        };
        (client, driver)
    }

    /// Sends a request and waits for its answer, both typed.
    ///
    /// ```no_run
    /// # async fn example(client: ocpp_charge_point::client::Client) -> Result<(), ocpp_charge_point::client::CallError> {
    /// use ocpp_charge_point::types::v16::{Authorize, AuthorizeRequest};
    ///
    /// let answer = client.issue::<Authorize>(&AuthorizeRequest::new("04A1B2C3")).await?;
    /// println!("{:?}", answer.id_tag_info.status);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// It is not valid, is refused, or has no answer that can be read.
    pub async fn issue<A: OcppAction>(&self, request: &A::Request) -> Result<A::Response, CallError> {
        let unreadable = |error: serde_json::Error| CallError::Unreadable {
            action: A::NAME.to_owned(),
            reason: error.to_string(),
        };
        let payload = serde_json::to_value(request).map_err(unreadable)?;
        serde_json::from_value(self.call(A::NAME, payload).await?).map_err(unreadable)
    }

    /// The same as JSON. An action that the version knows is held against its schema before it is sent.
    ///
    /// # Errors
    /// It is not valid, is refused, or has no answer.
    pub async fn call(&self, action: &str, payload: Value) -> Result<Value, CallError> {
        if let Some(known) = Catalogue::of(self.version).action(action) {
            known
                .validate(Kind::Request, &payload)
                .map_err(|violation| CallError::NotValid {
                    action: action.to_owned(),
                    violation,
                })?;
        }
        self.call_unchecked(action, payload).await
    }

    /// The same for a payload that the specification may not allow.
    ///
    /// # Errors
    /// It is refused, or has no answer.
    pub async fn call_unchecked(&self, action: &str, payload: Value) -> Result<Value, CallError> {
        let action = action.to_owned();
        let (reply, answered) = oneshot::channel();
        let request = Request {
            action: action.clone(),
            payload,
            reply,
        };
        if self.requests.send(request).await.is_err() {
            return Err(CallError::Ended { action });
        }
        match answered.await.unwrap_or(Outcome::Lost) {
            Outcome::Answered(payload) => Ok(payload),
            Outcome::Refused(refusal) => Err(CallError::Refused { action, refusal }),
            Outcome::TimedOut => Err(CallError::TimedOut { action }),
            Outcome::Lost => Err(CallError::Lost { action }),
        }
    }

    /// Waits until it is connected; false if the connection is not kept any more.
    pub async fn connected(&mut self) -> bool {
        self.connected.wait_for(|connected| *connected).await.is_ok()
    }
}

impl Driver {
    /// Connects, serves, and connects again, until the last [`Client`] is dropped.
    ///
    /// # Errors
    /// It cannot connect, and has no back-off.
    pub async fn run(mut self, mut handler: impl Handler) -> Result<(), ConnectError> {
        loop {
            match Connection::open(&self.options.connect()).await {
                Ok(connection) => {
                    if let Some(backoff) = &mut self.backoff {
                        backoff.succeeded();
                    }
                    handler.on_connected();
                    self.connected.send_replace(true);
                    let ended = self.serve(connection, &mut handler).await;
                    self.connected.send_replace(false);
                    match ended {
                        Ended::Unused(connection) => {
                            connection.close().await;
                            return Ok(());
                        }
                        Ended::Lost(why) => handler.on_disconnected(&why),
                    }
                }
                Err(error) if self.backoff.is_none() => return Err(error),
                Err(error) => handler.on_not_connected(&error),
            }
            let Some(wait) = self.backoff.as_mut().map(Backoff::wait) else {
                return Ok(());
            };
            if !self.refuse_for(wait).await {
                return Ok(());
            }
        }
    }

    /// What is asked while there is no connection is lost; false if nobody asks any more.
    async fn refuse_for(&mut self, wait: Duration) -> bool {
        let end = sleep(wait);
        tokio::pin!(end);
        loop {
            tokio::select! {
                () = &mut end => return true,
                request = self.requests.recv() => match request {
                    // Who asked and went away is not told.
                    Some(request) => drop(request.reply.send(Outcome::Lost)),
                    None => return false,
                },
            }
        }
    }

    async fn serve(&mut self, mut connection: Connection, handler: &mut impl Handler) -> Ended {
        let clock = Clock::start();
        let mut exchange: Exchange<oneshot::Sender<Outcome>> = Exchange::new(self.options.call_timeout);
        let mut next_ping = self.options.ping_interval.map(|interval| Instant::now() + interval);
        loop {
            let far = Instant::now() + Duration::from_secs(3600);
            let late = exchange.deadline().map_or(far, |time| clock.instant(time).into());
            let sent = tokio::select! {
                arrival = connection.arrival() => match arrival {
                    Arrival::Text(text) => self.arrived(&text, &mut exchange, handler, &mut connection).await,
                    Arrival::End(why) => return Ended::Lost(why),
                },
                request = self.requests.recv(), if exchange.is_free() => {
                    let Some(request) = request else {
                        return Ended::Unused(Box::new(connection));
                    };
                    let call = exchange.begin(&request.action, request.payload, request.reply, clock.now());
                    connection.send(call.text()).await
                }
                () = sleep_until(late) => {
                    if let Some((reply, outcome)) = exchange.expire(clock.now()) {
                        drop(reply.send(outcome));
                    }
                    true
                }
                () = sleep_until(next_ping.unwrap_or(far)) => {
                    next_ping = self.options.ping_interval.map(|interval| Instant::now() + interval);
                    next_ping.is_none() || connection.ping().await
                }
            };
            if !sent {
                return Ended::Lost("the connection broke".to_owned());
            }
        }
    }

    /// False if an answer could not be sent.
    async fn arrived(
        &self,
        text: &str,
        exchange: &mut Exchange<oneshot::Sender<Outcome>>,
        handler: &mut impl Handler,
        connection: &mut Connection,
    ) -> bool {
        let settled = match Frame::parse(text) {
            Ok(Frame::Call { id, action, payload }) => {
                let answer = answer(self.options.version, (id, &action, payload), |action, payload| {
                    handler.on_call(action, payload)
                });
                return connection.send(answer.text()).await;
            }
            Ok(Frame::Result { id, payload }) => exchange.settle(&id, Outcome::Answered(payload)),
            Ok(Frame::Error { id, refusal }) => exchange.settle(&id, Outcome::Refused(refusal)),
            Ok(Frame::ResultError { id, refusal }) => {
                tracing::warn!(%id, %refusal, "the server cannot read an answer");
                None
            }
            Ok(Frame::Send { action, .. }) => {
                tracing::debug!(%action, "a message that nobody answers is left out");
                None
            }
            Err(unreadable) => {
                tracing::warn!(%unreadable, "a message of the server is no frame");
                None
            }
        };
        if let Some((reply, outcome)) = settled {
            drop(reply.send(outcome));
        }
        true
    }
}
