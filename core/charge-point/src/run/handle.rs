//! Whoever has the handle stands at the charge point.

use tokio::sync::{mpsc, oneshot};

use crate::station::{Deed, View};

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
    /// It is switched off.
    Stop,
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

    /// Switches it off: the connection is closed by the rules.
    pub async fn stop(&self) {
        // One that does not run is switched off.
        self.send(Command::Stop).await.ok();
    }

    async fn send(&self, command: Command) -> Result<(), Stopped> {
        self.commands.send(command).await.map_err(|_| Stopped)
    }
}
