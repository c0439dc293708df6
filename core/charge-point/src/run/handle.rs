//! Whoever has the handle stands at the charge point.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use crate::station::{Backlog, Deed, View};

/// A request to whoever runs the charge point.
#[derive(Debug)]
pub enum Command {
    /// Somebody does something.
    Act(Deed, oneshot::Sender<Result<String, String>>),
    /// The link is cut, or comes back.
    Link(bool),
    /// The link is cut at a moment to come.
    CutAt(Cut),
    /// How does it stand?
    View(oneshot::Sender<View>),
    /// What has the server not got?
    Backlog(oneshot::Sender<Standing>),
    /// The same, once there is nothing to say, or nobody to say it to.
    Settled(oneshot::Sender<Standing>),
    /// It is switched off.
    Stop,
}

/// What the server has not got, and whether it can get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What it has not got.
    pub backlog: Backlog,
    /// The link is cut, and comes back only if somebody restores it.
    pub is_cut: bool,
}

/// When a link is cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// At which request.
    pub action: String,
    /// Before or after what.
    pub moment: Moment,
}

/// A moment of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It is not sent any more.
    BeforeSent,
    /// It is sent, and its answer is not received any more.
    Sent,
    /// Its answer was received.
    Answered,
}

/// How long a server may take to get what there is to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// While it answers no message of a session.
    pub without_progress: Duration,
    /// Whatever it answers.
    pub in_all: Duration,
}

impl Default for Patience {
    /// A minute, in which a message that was not answered is sent again, and ten for all of them.
    fn default() -> Self {
        Self {
            without_progress: Duration::from_secs(60),
            in_all: Duration::from_secs(600),
        }
    }
}

/// The charge point does not run any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the charge point does not run any more")]
pub struct Stopped;

/// Stands at a simulated charge point. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Handle {
    pub(super) commands: mpsc::Sender<Command>,
}

impl Handle {
    /// Does something there. In words, what came of it, or why it cannot be done.
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn act(&self, deed: Deed) -> Result<Result<String, String>, Stopped> {
        let (reply, answered) = oneshot::channel();
        self.send(Command::Act(deed, reply)).await?;
        answered.await.map_err(|_| Stopped)
    }

    /// Cuts the link: nothing is said to the server, and nothing connects until [`Handle::restore`].
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn cut(&self) -> Result<(), Stopped> {
        self.send(Command::Link(false)).await
    }

    /// Cuts the link at a moment to come.
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn cut_at(&self, cut: Cut) -> Result<(), Stopped> {
        self.send(Command::CutAt(cut)).await
    }

    /// The link is there again.
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn restore(&self) -> Result<(), Stopped> {
        self.send(Command::Link(true)).await
    }

    /// How it stands.
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn view(&self) -> Result<View, Stopped> {
        let (reply, answered) = oneshot::channel();
        self.send(Command::View(reply)).await?;
        answered.await.map_err(|_| Stopped)
    }

    /// What the server has not got.
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn standing(&self) -> Result<Standing, Stopped> {
        let (reply, answered) = oneshot::channel();
        self.send(Command::Backlog(reply)).await?;
        answered.await.map_err(|_| Stopped)
    }

    /// Waits until the server has got and answered all that there is to say. It is waited for as long as messages of
    /// sessions are answered, so that a long queue has its time, and not at all while the link is cut. Who wants to
    /// know whether that was so looks at what comes back.
    ///
    /// # Errors
    /// It does not run any more.
    pub async fn delivered(&self, patience: Patience) -> Result<Standing, Stopped> {
        let end = Instant::now() + patience.in_all;
        let mut before = self.standing().await?.backlog.delivered;
        loop {
            let (reply, answered) = oneshot::channel();
            self.send(Command::Settled(reply)).await?;
            let until = end.min(Instant::now() + patience.without_progress);
            if let Ok(standing) = timeout_at(until, answered).await {
                return standing.map_err(|_| Stopped);
            }
            let standing = self.standing().await?;
            if standing.backlog.delivered == before || Instant::now() >= end {
                return Ok(standing);
            }
            before = standing.backlog.delivered;
        }
    }

    /// Switches it off: the connection is closed by the rules.
    pub async fn stop(&self) {
        // One that does not run is switched off.
        self.send(Command::Stop).await.ok();
    }

    async fn send(&self, command: Command) -> Result<(), Stopped> {
        self.commands.send(command).await.map_err(|_| Stopped)
    }
}
