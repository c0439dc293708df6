//! The two directions of a socket, without meaning: bytes that wait to be written, and how long they may wait.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_codec::{AsyncWrite, poll_read_buf};
use actix_rt::time::{Sleep, sleep};
use bytes::{Buf, BytesMut};

use crate::socket::Socket;

/// How long the peer has to read the last words and to close its side. Closing at once would make the kernel
/// throw away what the peer has not read yet.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// A peer that has read nothing for so long will not read the last words either.
const DEAF: Duration = Duration::from_millis(100);

/// So much is read at least at a time.
const READ: usize = 8192;

/// Reads of a closed connection at a time, before the others have their turn.
const MOST_DISCARDED: usize = 32;

/// A buffer that has become larger than this is not kept for what is written next.
const LARGEST_KEPT: usize = 16 << 10;

thread_local! {
    /// What this worker reads into next.
    static SPARE: Cell<BytesMut> = Cell::default();
    /// What it writes from next.
    static SPARE_OUTPUT: Cell<BytesMut> = Cell::default();
}

/// A socket, and what is to be written to it.
#[derive(Debug)]
pub struct Wire {
    /// None: it is closed, and its descriptor free.
    stream: Option<Socket>,
    /// What is written next.
    output: BytesMut,
    /// What comes behind it, while that waits for the peer: what is written again must be the same bytes (TLS).
    rest: BytesMut,
    /// A write that makes no progress for so long ends the connection.
    patience: Duration,
    stalled: Option<Stalled>,
    /// The peer takes nothing more; what it sent before may still be read.
    broken: bool,
}

/// A write that waits for the peer.
#[derive(Debug)]
struct Stalled {
    since: Instant,
    limit: Pin<Box<Sleep>>,
}

impl Wire {
    /// A socket with what is written first.
    #[must_use]
    pub fn new(stream: Socket, output: BytesMut, patience: Duration) -> Self {
        Self {
            stream: Some(stream),
            output,
            rest: BytesMut::new(),
            patience,
            stalled: None,
            broken: false,
        }
    }

    /// The socket with what waits; what is left here is closed.
    #[must_use]
    pub fn take(&mut self) -> Self {
        Self {
            stream: self.stream.take(),
            output: std::mem::take(&mut self.output),
            rest: std::mem::take(&mut self.rest),
            patience: self.patience,
            stalled: self.stalled.take(),
            broken: self.broken,
        }
    }

    /// Where bytes are put that are to be written, behind those that wait.
    pub fn output(&mut self) -> &mut BytesMut {
        if self.stalled.is_some() {
            return &mut self.rest;
        }
        if self.output.capacity() == 0 {
            self.output = SPARE_OUTPUT.take();
        }
        &mut self.output
    }

    /// So many bytes wait to be written.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.output.len() + self.rest.len()
    }

    /// What waits cannot be written now.
    #[must_use]
    pub fn is_stalled(&self) -> bool {
        self.stalled.is_some()
    }

    /// The peer has read nothing for a while, although something waits for it.
    #[must_use]
    pub fn is_deaf(&self) -> bool {
        self.stalled
            .as_ref()
            .is_some_and(|stalled| stalled.since.elapsed() >= DEAF)
    }

    /// Writes nothing more: what waits and what comes is thrown away.
    pub fn write_no_more(&mut self) {
        self.broken = true;
    }

    /// Closes the socket now: its descriptor is free, and what was to be written is not.
    pub fn cut(&mut self) {
        self.stream = None;
        self.forget();
    }

    /// Reads what is there. Zero bytes: the peer sends no more.
    ///
    /// # Errors
    /// The socket's; [`io::ErrorKind::TimedOut`] once it was cut.
    pub fn read(&mut self, input: &mut BytesMut, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let Some(stream) = &mut self.stream else {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        };
        if input.capacity() == 0 {
            // An idle connection holds no buffer: the one of its worker goes from hand to hand.
            *input = SPARE.take();
        }
        input.reserve(READ);
        let read = poll_read_buf(Pin::new(stream), cx, input);
        if input.is_empty() {
            SPARE.set(std::mem::take(input));
        }
        read
    }

    /// Writes what waits.
    ///
    /// # Errors
    /// The socket's, or [`io::ErrorKind::TimedOut`]: nothing could be written for too long.
    pub fn flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.waiting() > 0 {
            if self.output.is_empty() {
                self.output = std::mem::take(&mut self.rest);
            }
            let Some(stream) = self.stream.as_mut().filter(|_| !self.broken) else {
                break;
            };
            match Pin::new(stream).poll_write(cx, &self.output) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(written)) => {
                    self.took(written);
                    self.stalled = None;
                }
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return self.stall(cx),
            }
        }
        self.forget();
        Poll::Ready(Ok(()))
    }

    /// So much was written. Where that is all, the whole buffer is free again.
    fn took(&mut self, written: usize) {
        if written == self.output.len() {
            self.output.clear();
        } else {
            self.output.advance(written);
        }
    }

    /// Nothing waits any more; an idle connection holds no buffer.
    fn forget(&mut self) {
        let mut output = std::mem::take(&mut self.output);
        if output.capacity() <= LARGEST_KEPT {
            output.clear();
            SPARE_OUTPUT.set(output);
        }
        self.rest = BytesMut::new();
        self.stalled = None;
    }

    fn stall(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let patience = self.patience;
        let stalled = self.stalled.get_or_insert_with(|| Stalled {
            since: Instant::now(),
            limit: Box::pin(sleep(patience)),
        });
        stalled
            .limit
            .as_mut()
            .poll(cx)
            .map(|()| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Writes the rest, says that no more comes, and waits a little for the peer to close as well.
    pub async fn finish(mut self) {
        if self.broken || self.is_deaf() {
            return;
        }
        let last = actix_rt::time::timeout(LAST_WORDS, self.last_words());
        match last.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(%error, "the link broke while it was closed"),
            Err(_) => tracing::debug!("the peer did not close its side"),
        }
    }

    async fn last_words(&mut self) -> io::Result<()> {
        poll_fn(|cx| self.flush(cx)).await?;
        let Some(stream) = &mut self.stream else {
            return Ok(());
        };
        poll_fn(|cx| Pin::new(&mut *stream).poll_shutdown(cx)).await?;
        let mut scratch = BytesMut::new();
        loop {
            for _ in 0..MOST_DISCARDED {
                scratch.clear();
                if poll_fn(|cx| self.read(&mut scratch, cx)).await? == 0 {
                    return Ok(());
                }
            }
            tokio::task::yield_now().await;
        }
    }
}
