//! What the actor of a connection, the stream of what it reads and the task that carries it share: the socket, what
//! came on it, and the turn that it has on its worker.

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::str::Utf8Error;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_codec::Decoder as _;
use actix_http::ws::{CloseReason, Codec, Frame, Message, OpCode, Parser, ProtocolError};
use bytes::BytesMut;
use futures_util::Stream;
use tokio::task::coop::has_budget_remaining;

use super::deflate::Deflate;
use super::frames::{Fault, Frames};
use super::turn::Turn;
use super::wire::Wire;

/// While so much waits to be written, nothing more is read: whoever does not read answers gets no more of them.
const BACKED_UP: usize = 64 << 10;

/// A connection's own share of everything.
#[derive(Debug, Clone)]
pub struct Line(Rc<RefCell<State>>);

#[derive(Debug)]
struct State {
    wire: Wire,
    frames: Frames,
    /// None: messages are not compressed.
    deflate: Option<Box<Deflate>>,
    codec: Codec,
    turn: Turn,
    reading: Reading,
    /// Reading waits until what waits is written.
    backed_up: bool,
    /// When the clock was looked at last: before each message.
    looked: Instant,
}

/// How far reading is.
#[derive(Debug)]
enum Reading {
    /// It goes on.
    On,
    /// It ends once nothing is left of what had arrived.
    ToTheRest,
    /// Nothing more is read.
    Over,
    /// Nothing more can be read.
    Ended(Ended),
}

/// Why nothing more can be read.
#[derive(Debug)]
pub enum Ended {
    /// The peer sends no more.
    ByPeer,
    /// A frame is not taken.
    Faulty(Fault),
    /// The link broke, or nothing could be written for too long.
    Broken(io::Error),
}

impl Line {
    /// A connection with what came behind the handshake, its compression, and who reads its frames.
    #[must_use]
    pub fn new(wire: Wire, frames: Frames, deflate: Option<Deflate>, codec: Codec) -> Self {
        Self(Rc::new(RefCell::new(State {
            wire,
            frames,
            deflate: deflate.map(Box::new),
            codec,
            turn: Turn::default(),
            reading: Reading::On,
            backed_up: false,
            looked: Instant::now(),
        })))
    }

    /// Reads what has arrived by now, and nothing after it; [`Line::is_read`] tells when.
    pub fn read_the_rest(&self) {
        let mut state = self.0.borrow_mut();
        state.reading = Reading::ToTheRest;
        // Once the worker has looked at its sockets, all that had arrived by now can be read.
        state.turn.give_up();
    }

    /// Reads nothing more.
    pub fn read_no_more(&self) {
        self.0.borrow_mut().reading = Reading::Over;
    }

    /// Nothing more is read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        !matches!(self.0.borrow().reading, Reading::On | Reading::ToTheRest)
    }

    /// Why the stream has ended, once it has.
    #[must_use]
    pub fn ended(&self) -> Ended {
        let reading = std::mem::replace(&mut self.0.borrow_mut().reading, Reading::Over);
        match reading {
            Reading::Ended(ended) => ended,
            Reading::On | Reading::ToTheRest | Reading::Over => Ended::ByPeer,
        }
    }

    /// When the last message was there.
    #[must_use]
    pub fn arrived(&self) -> Instant {
        self.0.borrow().looked
    }

    /// The task is looked at.
    pub(super) fn begin_turn(&self) {
        self.0.borrow_mut().turn.begin();
    }

    /// The task has done what it may.
    pub(super) fn end_turn(&self, cx: &Context<'_>) {
        self.0.borrow_mut().turn.end(cx);
    }

    /// Puts a text behind what waits to be written: whoever drives the connection writes it.
    pub(super) fn say(&self, text: &str) {
        self.put(|output| Parser::write_message(output, text, OpCode::Text, true, false));
    }

    /// The same of a ping.
    pub(super) fn ping(&self) {
        self.put(|output| Parser::write_message(output, "", OpCode::Ping, true, false));
    }

    /// The same of the answer to one.
    pub(super) fn pong(&self, payload: &[u8]) {
        self.put(|output| Parser::write_message(output, payload, OpCode::Pong, true, false));
    }

    /// The same of a close frame.
    pub(super) fn close(&self, reason: Option<CloseReason>) {
        self.put(|output| Parser::write_close(output, reason, false));
    }

    fn put(&self, frame: impl FnOnce(&mut BytesMut)) {
        let state = &mut *self.0.borrow_mut();
        match &mut state.deflate {
            None => frame(state.wire.output()),
            Some(deflate) => {
                let mut plain = BytesMut::new();
                frame(&mut plain);
                let written = deflate.say(plain.freeze());
                state.wire.output().extend_from_slice(&written);
            }
        }
    }

    /// Writes what waits. True: reading goes on, which has waited for it.
    pub(super) fn flush(&self, cx: &mut Context<'_>) -> bool {
        let state = &mut *self.0.borrow_mut();
        match state.wire.flush(cx) {
            Poll::Pending => return false,
            Poll::Ready(Ok(())) => {}
            Poll::Ready(Err(error)) if error.kind() == io::ErrorKind::TimedOut => {
                state.wire.cut();
                // Whoever reads is told.
                return true;
            }
            // What the peer has sent before may still be read.
            Poll::Ready(Err(_)) => state.wire.write_no_more(),
        }
        std::mem::take(&mut state.backed_up)
    }

    /// The socket, once the actor has ended.
    pub(super) fn take_wire(&self) -> Wire {
        self.0.borrow_mut().wire.take()
    }
}

/// One whole frame at a time.
impl Stream for Line {
    type Item = Result<Message, ProtocolError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let state = &mut *self.0.borrow_mut();
        match state.next(cx) {
            Next::Frame(frame) => Poll::Ready(Some(frame.and_then(message))),
            Next::Later => Poll::Pending,
            Next::None(ended) => {
                state.reading = Reading::Ended(ended);
                Poll::Ready(None)
            }
        }
    }
}

/// What comes next.
enum Next {
    Frame(Result<Frame, ProtocolError>),
    Later,
    None(Ended),
}

impl State {
    fn next(&mut self, cx: &mut Context<'_>) -> Next {
        loop {
            if matches!(self.reading, Reading::Over) {
                return Next::Later;
            }
            self.backed_up = self.wire.waiting() >= BACKED_UP;
            if self.backed_up {
                return self.quiet(self.wire.is_stalled(), cx);
            }
            // The clock is only looked at where there may be a message.
            let may_come = !self.frames.unread().is_empty();
            if self.turn.is_spent() || may_come && !self.goes_on() {
                return Next::Later;
            }
            match self.frames.whole() {
                Ok(Some(length)) => match self.decode(length) {
                    Ok(Some(frame)) => return Next::Frame(frame),
                    Ok(None) => {}
                    Err(fault) => return Next::None(Ended::Faulty(fault)),
                },
                Err(fault) => return Next::None(Ended::Faulty(fault)),
                Ok(None) => match self.wire.read(self.frames.unread(), cx) {
                    Poll::Ready(Ok(0)) => return Next::None(Ended::ByPeer),
                    Poll::Ready(Ok(_)) => {}
                    Poll::Ready(Err(error)) => return Next::None(Ended::Broken(error)),
                    // A task may only do so much at a time, too.
                    Poll::Pending => return self.quiet(has_budget_remaining(), cx),
                },
            }
        }
    }

    /// Reads a frame of this length, if it is the end of something. One that is not compressed is read where it is.
    fn decode(&mut self, length: usize) -> Result<Option<Result<Frame, ProtocolError>>, Fault> {
        let unread = self.frames.unread();
        let decoded = match &mut self.deflate {
            None => self.codec.decode(unread),
            Some(deflate) => match deflate.take(unread.split_to(length).freeze())? {
                Some(plain) => self.codec.decode(&mut BytesMut::from(plain)),
                None => return Ok(None),
            },
        };
        if decoded.is_err() {
            // It may still be there, and is not read twice.
            self.reading = Reading::Over;
        }
        Ok(decoded.transpose())
    }

    fn goes_on(&mut self) -> bool {
        self.looked = Instant::now();
        self.turn.goes_on(self.looked)
    }

    /// Nothing more is there.
    fn quiet(&mut self, is_rest: bool, cx: &Context<'_>) -> Next {
        self.turn.rest();
        if is_rest && matches!(self.reading, Reading::ToTheRest) {
            self.reading = Reading::Over;
            // Whoever waits for it is in the same task.
            cx.waker().wake_by_ref();
        }
        Next::Later
    }
}

/// What a frame is to the actor.
fn message(frame: Frame) -> Result<Message, ProtocolError> {
    Ok(match frame {
        // What is not UTF-8 is told by the error in the error.
        Frame::Text(bytes) => {
            let text = bytes.try_into();
            Message::Text(text.map_err(|error: Utf8Error| io::Error::new(io::ErrorKind::InvalidData, error))?)
        }
        Frame::Binary(bytes) => Message::Binary(bytes),
        Frame::Continuation(part) => Message::Continuation(part),
        Frame::Ping(bytes) => Message::Ping(bytes),
        Frame::Pong(bytes) => Message::Pong(bytes),
        Frame::Close(reason) => Message::Close(reason),
    })
}
