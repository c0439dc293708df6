//! What one worker counts on the path of its messages. Each worker has a block of its own, which nobody else writes, so
//! no two of them share a line of the processor's caches; whoever reads adds the blocks up.

use std::array;
use std::time::Duration;

use ocpp_schemas::Version;

use super::actions::{self, Place};
use super::counter::Counter;
use super::histogram::{Histogram, SECONDS};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$of])* $variant),* }

        impl $name {
            /// All, in the order of their counters.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// As it is shown.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }
    };
}

words! {
    /// What became of a message that a station sent.
    Verdict {
        /// It was valid and taken: a CALL has its CALLRESULT.
        Answered = "answered",
        /// The same, after it was repaired.
        Repaired = "repaired",
        /// It was read, and refused.
        Refused = "refused",
        /// Too many of its station waited.
        Busy = "busy",
        /// It is no frame, and was answered with a CALLERROR.
        Fault = "fault",
        /// It gets no answer: of an unknown type, empty, or a broken answer.
        Ignored = "ignored",
    }
}

words! {
    /// What became of a CALL of ours.
    Ended {
        /// It has a CALLRESULT.
        Answered = "answered",
        /// The same, after that was repaired.
        Repaired = "repaired",
        /// It has a CALLERROR.
        Refused = "refused",
        /// Its CALLRESULT is not valid.
        Invalid = "invalid",
        /// No answer came in time.
        TimedOut = "timed-out",
        /// The connection ended before the answer.
        Lost = "lost",
        /// It never left.
        NotSent = "not-sent",
        /// Too many waited for its station.
        QueueFull = "queue-full",
    }
}

words! {
    /// Why a connection ended.
    Closed {
        /// The station sent a close frame.
        Station = "station",
        /// The server did.
        Server = "server",
        /// The link broke.
        Network = "network",
        /// A newer connection of the same station took its place.
        Replaced = "replaced",
    }
}

words! {
    /// Why a connection was refused.
    NotLetIn {
        /// Nobody is known under this identity, or it is none.
        Identity = "identity",
        /// No password, a wrong one, or a security profile that needs another transport.
        Credentials = "credentials",
        /// No certificate, or one that is not trusted or another's.
        Certificate = "certificate",
        /// No subprotocol was offered, or none that is known.
        Subprotocol = "subprotocol",
        /// It is no upgrade to a WebSocket.
        Request = "request",
        /// The server is full, or cannot read its state.
        Unavailable = "unavailable",
        /// Too many connect at once.
        Busy = "busy",
        /// Too many wrong passwords came from there.
        Slowed = "slowed",
        /// No TLS came about, or no PROXY header came.
        Tls = "tls",
    }
}

/// The block of one worker.
#[derive(Debug)]
#[repr(align(128))]
pub struct WorkerCounters {
    /// By version.
    pub(super) connections: [Connections; 3],
    pub(super) refused: [Counter; NotLetIn::ALL.len()],
    /// Sessions that were told to give their place to a newer one.
    pub(super) replaced: Counter,
    /// Answers that nobody waited for, and complaints about ours.
    pub(super) stray: Counter,
    pub(super) compression: Compression,
    /// By place.
    pub(super) from_stations: Box<[FromStations]>,
    /// By place.
    pub(super) to_stations: Box<[ToStations]>,
}

/// The connections of one version.
#[derive(Debug, Default)]
pub(super) struct Connections {
    pub(super) opened: Counter,
    pub(super) closed: [Counter; Closed::ALL.len()],
}

/// The connections whose messages are compressed.
#[derive(Debug, Default)]
pub(super) struct Compression {
    pub(super) began: Counter,
    pub(super) ended: Counter,
    /// From stations.
    pub(super) came: Bytes,
    /// To stations.
    pub(super) went: Bytes,
}

/// The bytes of messages.
#[derive(Debug, Default)]
pub(super) struct Bytes {
    pub(super) text: Counter,
    pub(super) wire: Counter,
}

impl Bytes {
    fn add(&self, message: Carried) {
        self.text.add_many(message.text);
        self.wire.add_many(message.wire);
    }
}

/// A message on a connection whose messages are compressed, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Carried {
    /// As it is read.
    pub text: usize,
    /// As it was carried.
    pub wire: usize,
}

impl Carried {
    /// It was left as it is.
    #[must_use]
    pub const fn plain(bytes: usize) -> Self {
        Self {
            text: bytes,
            wire: bytes,
        }
    }
}

/// The messages of one action that stations sent.
#[derive(Debug)]
pub(super) struct FromStations {
    pub(super) verdicts: [Counter; Verdict::ALL.len()],
    /// From its arrival to its answer.
    pub(super) took: Histogram,
}

/// The CALLs of one action that stations were sent.
#[derive(Debug)]
pub(super) struct ToStations {
    pub(super) ends: [Counter; Ended::ALL.len()],
    /// From its leaving to the station's answer.
    pub(super) took: Histogram,
}

impl Default for WorkerCounters {
    fn default() -> Self {
        let places = || 0..actions::all().len();
        Self {
            connections: array::from_fn(|_| Connections::default()),
            refused: array::from_fn(|_| Counter::default()),
            replaced: Counter::default(),
            stray: Counter::default(),
            compression: Compression::default(),
            from_stations: places().map(|_| FromStations::new()).collect(),
            to_stations: places().map(|_| ToStations::new()).collect(),
        }
    }
}

impl FromStations {
    fn new() -> Self {
        Self {
            verdicts: array::from_fn(|_| Counter::default()),
            took: Histogram::new(&SECONDS),
        }
    }
}

impl ToStations {
    fn new() -> Self {
        Self {
            ends: array::from_fn(|_| Counter::default()),
            took: Histogram::new(&SECONDS),
        }
    }
}

/// The place of a version among all.
pub(super) fn of_version<T>(all: &[T], version: Version) -> Option<&T> {
    all.get(Version::ALL.iter().position(|one| *one == version)?)
}

impl WorkerCounters {
    /// A session began.
    pub fn opened(&self, version: Version) {
        if let Some(connections) = of_version(&self.connections, version) {
            connections.opened.add();
        }
    }

    /// A session that had begun ended.
    pub fn closed(&self, version: Version, cause: Closed) {
        let counter = of_version(&self.connections, version).and_then(|all| all.closed.get(cause as usize));
        counter.map(Counter::add);
    }

    /// A connection was refused.
    pub fn refused(&self, reason: NotLetIn) {
        self.refused.get(reason as usize).map(Counter::add);
    }

    /// A session gives its place to a newer one.
    pub fn replaced(&self) {
        self.replaced.add();
    }

    /// An answer came that nobody waited for.
    pub fn stray(&self) {
        self.stray.add();
    }

    /// A connection begins whose messages are compressed.
    pub fn compression_began(&self) {
        self.compression.began.add();
    }

    /// It is over.
    pub fn compression_ended(&self) {
        self.compression.ended.add();
    }

    /// A message came over such a connection.
    pub fn came(&self, message: Carried) {
        self.compression.came.add(message);
    }

    /// A message went over such a connection.
    pub fn went(&self, message: Carried) {
        self.compression.went.add(message);
    }

    /// A message of a station was dealt with, so long after it came.
    pub fn received(&self, action: Place, verdict: Verdict, took: Duration) {
        if let Some(of_action) = self.from_stations.get(action.index()) {
            of_action.verdicts.get(verdict as usize).map(Counter::add);
            of_action.took.took(took);
        }
    }

    /// A CALL of ours is over; answered so long after it left.
    pub fn sent(&self, action: Place, end: Ended, answered_after: Option<Duration>) {
        if let Some(of_action) = self.to_stations.get(action.index()) {
            of_action.ends.get(end as usize).map(Counter::add);
            if let Some(time) = answered_after {
                of_action.took.took(time);
            }
        }
    }
}
