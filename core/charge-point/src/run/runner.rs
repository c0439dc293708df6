//! Runs a station: opens its connection, opens it again with back-off, tells the machine what happens and does what it
//! wants done. One task; thousands of them share a thread.

use std::future::{Future, pending};
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::handle::{Command, Cut, Handle, Moment, Standing};
use super::reach;
use super::transfer::transfer;
use crate::chance::Chance;
use crate::client::{Arrival, Backoff, BackoffOptions, ConnectError, ConnectOptions, Connection, Tls};
use crate::clock::Clock;
use crate::queue::file;
use crate::station::{Input, Memory, Notice, Output, Reach, Station, StationOptions};

/// How many requests of handles may wait.
const WAITING: usize = 16;

/// Is told what happens. It must not wait.
pub type Observer = Box<dyn FnMut(&Notice) + Send>;

/// How a station is run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How it connects.
    pub connect: ConnectOptions,
    /// What it is.
    pub station: StationOptions,
    /// How long it waits before it connects again.
    pub backoff: BackoffOptions,
    /// It is not run if the first connection cannot be opened.
    pub give_up_at_once: bool,
    /// The file that it keeps its messages in; without one they are gone with the process.
    pub memory: Option<PathBuf>,
}

/// A station that runs in [`Runner::run`].
pub struct Runner {
    station: Station,
    clock: Clock,
    options: RunOptions,
    commands: mpsc::Receiver<Command>,
    observer: Observer,
    link: Link,
    /// How it connects, where that is otherwise than it was given.
    reach: Option<Reach>,
    /// How TLS is spoken since it connected last.
    tls: Option<Tls>,
    is_cut: bool,
    cut_at: Option<Cut>,
    restarting: bool,
    was_connected: bool,
    backoff: Backoff,
    ping_every: Option<Duration>,
    next_ping: Instant,
    transfers: JoinSet<(u64, Result<(), String>)>,
    /// Who waits until there is nothing to say.
    settling: Vec<oneshot::Sender<Standing>>,
}

type Opening = Pin<Box<dyn Future<Output = Result<Box<Connection>, ConnectError>> + Send>>;

enum Link {
    Down { retry_at: Option<Instant> },
    Opening(Opening),
    Up(Box<Connection>),
}

enum Event {
    Command(Option<Command>),
    Retry,
    Opened(Result<Box<Connection>, ConnectError>),
    Arrived(Arrival),
    Transferred(u64, Result<(), String>),
    Tick,
    Ping,
}

impl Runner {
    /// A station, and the handle by which one stands at it. It takes up what it kept in its file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn new(mut options: RunOptions, observer: Observer) -> std::io::Result<(Handle, Self)> {
        let kept: Option<Memory> = match &options.memory {
            Some(path) => file::load(path)?,
            None => None,
        };
        let clock = Clock::start();
        options.station.given = reach::given(&options.connect);
        let (commands, waiting) = mpsc::channel(WAITING);
        let backoff = Backoff::new(options.station.backoff(options.backoff), Chance::fresh());
        let runner = Self {
            station: Station::new(options.station.clone(), kept, clock.now()),
            clock,
            commands: waiting,
            observer,
            link: Link::Down {
                retry_at: Some(Instant::now()),
            },
            reach: None,
            tls: None,
            is_cut: false,
            cut_at: None,
            restarting: false,
            was_connected: false,
            backoff,
            ping_every: Some(Duration::from_secs(60)),
            next_ping: Instant::now(),
            transfers: JoinSet::new(),
            settling: Vec::new(),
            options,
        };
        Ok((Handle { commands }, runner))
    }

    /// Runs it until it is switched off or the last handle is dropped.
    ///
    /// # Errors
    /// The first connection cannot be opened, and it is not to be tried again.
    pub async fn run(mut self) -> Result<(), ConnectError> {
        loop {
            self.perform().await;
            self.tell_settled();
            match self.event().await {
                Event::Command(None | Some(Command::Stop)) => break,
                Event::Command(Some(command)) => self.command(command),
                Event::Retry => self.open(),
                Event::Opened(Ok(connection)) => self.opened(connection),
                Event::Opened(Err(error)) => self.not_opened(error)?,
                Event::Arrived(Arrival::Text(text)) => {
                    (self.observer)(&Notice::FrameIn(text.clone()));
                    self.station.handle(Input::Text(text), self.clock.now());
                }
                Event::Arrived(Arrival::End(why)) => self.lost(why),
                Event::Transferred(job, result) => {
                    self.station.handle(Input::Transferred(job, result), self.clock.now());
                }
                Event::Tick => self.station.handle(Input::Tick, self.clock.now()),
                Event::Ping => self.ping().await,
            }
        }
        if let Link::Up(connection) = self.link {
            connection.close().await;
        }
        Ok(())
    }

    async fn event(&mut self) -> Event {
        let far = Instant::now() + Duration::from_secs(3600);
        let wake = self
            .station
            .wakes_at()
            .map_or(far, |time| self.clock.instant(time).into());
        let pings = matches!(self.link, Link::Up(_)) && self.ping_every.is_some();
        tokio::select! {
            command = self.commands.recv() => Event::Command(command),
            event = of_link(&mut self.link) => event,
            Some(done) = self.transfers.join_next(), if !self.transfers.is_empty() => match done {
                Ok((job, result)) => Event::Transferred(job, result),
                Err(_) => Event::Tick,
            },
            () = sleep_until(wake) => Event::Tick,
            () = sleep_until(self.next_ping), if pings => Event::Ping,
        }
    }

    fn command(&mut self, command: Command) {
        match command {
            // Whoever asked and went away is not told.
            Command::Act(deed, reply) => drop(reply.send(self.station.act(deed, self.clock.now()))),
            Command::View(reply) => drop(reply.send(self.station.view())),
            Command::Backlog(reply) => drop(reply.send(self.standing())),
            Command::Settled(reply) => self.settling.push(reply),
            Command::CutAt(cut) => self.cut_at = Some(cut),
            Command::Link(false) => self.cut(),
            Command::Link(true) => {
                if std::mem::take(&mut self.is_cut) {
                    self.retry_in(Duration::ZERO);
                }
            }
            Command::Stop => {}
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            backlog: self.station.backlog(),
            is_cut: self.is_cut,
        }
    }

    /// Tells those who wait for it that there is nothing to say, or nobody to say it to. One that has not connected yet
    /// has its boot to say.
    fn tell_settled(&mut self) {
        let quiet = self.was_connected && self.station.is_quiet();
        if !self.settling.is_empty() && (quiet || self.is_cut) {
            let standing = self.standing();
            for reply in self.settling.drain(..) {
                // Whoever asked and went away is not told.
                drop(reply.send(standing.clone()));
            }
        }
    }

    fn cut(&mut self) {
        self.is_cut = true;
        self.link = Link::Down { retry_at: None };
        let why = "the link is cut".to_owned();
        self.station.handle(Input::Disconnected(why), self.clock.now());
    }

    fn retry_in(&mut self, wait: Duration) {
        self.link = Link::Down {
            retry_at: (!self.is_cut).then(|| Instant::now() + wait),
        };
    }

    fn open(&mut self) {
        if std::mem::take(&mut self.restarting) {
            self.station.handle(Input::Restarted, self.clock.now());
        }
        let options = match &self.reach {
            Some(reach) => reach::options(&self.options.connect, reach),
            None => Ok(self.options.connect.clone()),
        };
        if let Ok(options) = &options {
            self.tls.clone_from(&options.tls);
        }
        self.link = Link::Opening(Box::pin(async move { Connection::open(&options?).await.map(Box::new) }));
    }

    fn opened(&mut self, connection: Box<Connection>) {
        if let Some(facts) = connection.tls() {
            (self.observer)(&Notice::Told(facts.to_string()));
        }
        self.link = Link::Up(connection);
        self.was_connected = true;
        self.backoff.succeeded();
        self.plan_ping();
        self.station.handle(Input::Connected, self.clock.now());
    }

    fn not_opened(&mut self, error: ConnectError) -> Result<(), ConnectError> {
        if self.options.give_up_at_once && !self.was_connected {
            return Err(error);
        }
        let wait = self.backoff.wait();
        (self.observer)(&Notice::NotConnected(format!(
            "{error}; the next try is in {} s",
            wait.as_secs()
        )));
        self.retry_in(wait);
        let refused = error.is_refusal();
        self.station.handle(Input::NotConnected { refused }, self.clock.now());
        Ok(())
    }

    fn lost(&mut self, why: String) {
        let wait = if self.restarting {
            self.options.station.restart_takes
        } else {
            self.backoff.wait()
        };
        self.retry_in(wait);
        self.station.handle(Input::Disconnected(why), self.clock.now());
    }

    fn plan_ping(&mut self) {
        self.next_ping = Instant::now() + self.ping_every.unwrap_or_default();
    }

    async fn ping(&mut self) {
        self.plan_ping();
        let Link::Up(connection) = &mut self.link else { return };
        if !connection.ping().await {
            self.lost("the connection broke".to_owned());
        }
    }

    /// Does what the station wants done, and what follows from that.
    async fn perform(&mut self) {
        loop {
            self.keep();
            let outputs = self.station.outputs();
            if outputs.is_empty() {
                return;
            }
            for output in outputs {
                self.output(output).await;
            }
        }
    }

    async fn output(&mut self, output: Output) {
        match output {
            Output::Send { text, action } => self.send(text, action).await,
            Output::Restart => {
                self.restarting = true;
                self.hang_up("it restarts").await;
            }
            Output::Reach(reach) => self.reach = Some(reach),
            Output::Reconnect => {
                self.hang_up("it connects anew").await;
                self.retry_in(Duration::ZERO);
            }
            Output::PingEvery(seconds) => {
                self.ping_every = (seconds > 0).then(|| Duration::from_secs(seconds.into()));
                self.plan_ping();
            }
            Output::Backoff(times) => self.backoff = Backoff::new(times, Chance::fresh()),
            Output::Transfer(wanted) => {
                let tls = self.tls.clone();
                self.transfers
                    .spawn(async move { (wanted.job, transfer(&wanted, tls).await) });
            }
            Output::Notice(notice) => {
                if let Notice::Answered { action, .. } = &notice
                    && self.is_cut_at(action, Moment::Answered)
                {
                    self.cut();
                }
                (self.observer)(&notice);
            }
        }
    }

    async fn send(&mut self, text: String, action: Option<String>) {
        let action = action.unwrap_or_default();
        if self.is_cut_at(&action, Moment::BeforeSent) {
            self.cut();
        }
        let Link::Up(connection) = &mut self.link else { return };
        (self.observer)(&Notice::FrameOut(text.clone()));
        if !connection.send(text).await {
            self.lost("the connection broke".to_owned());
        } else if self.is_cut_at(&action, Moment::Sent) {
            self.cut();
        }
    }

    fn is_cut_at(&mut self, action: &str, moment: Moment) -> bool {
        let is_it = |cut: &mut Cut| cut.action == action && cut.moment == moment;
        self.cut_at.take_if(is_it).is_some()
    }

    async fn hang_up(&mut self, why: &str) {
        let link = std::mem::replace(&mut self.link, Link::Down { retry_at: None });
        if let Link::Up(connection) = link {
            connection.close().await;
        }
        self.lost(why.to_owned());
    }

    /// What must outlive a power cut is on the disk before anything of it is sent.
    fn keep(&mut self) {
        let (Some(path), Some(memory)) = (&self.options.memory, self.station.memory()) else {
            return;
        };
        if let Err(error) = file::save(path, &memory) {
            (self.observer)(&Notice::Told(format!("{} cannot be written: {error}", path.display())));
        }
    }
}

async fn of_link(link: &mut Link) -> Event {
    match link {
        Link::Down { retry_at: Some(time) } => {
            sleep_until(*time).await;
            Event::Retry
        }
        Link::Down { retry_at: None } => pending().await,
        Link::Opening(opening) => Event::Opened(opening.await),
        Link::Up(connection) => Event::Arrived(connection.arrival().await),
    }
}
