//! What one listener hears: from the log what it asked to be told of before, then what happens, without a gap between
//! the two and nothing twice.
//!
//! A room whose past is asked for is joined at the end of its log: when the log was read up to a position that the hub
//! still remembers everything after. Meanwhile what happens in other rooms is heard.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;

use futures_util::future::{Either, select};
use tokio::task::JoinHandle;

use super::hub::{Entered, Place};
use super::listener::{End, Heard, Joined};
use super::replay::{Gap, Replay, Step};
use crate::store::StoreError;

/// What comes next.
#[derive(Debug)]
pub enum Piece {
    /// Events. Those with a number come in its order, for each room.
    Heard(Vec<Heard>),
    /// A room is joined: what happens there after this number comes as it happens.
    Joined { room: Arc<str>, number: u64 },
    /// Of what was asked for some is not kept any more.
    Gap { room: Arc<str>, gap: Gap },
    /// No event has the number that was named: this is the last one. It is as if that had been named.
    Ahead { room: Arc<str>, number: u64 },
    /// So many events without a number were left out.
    LeftOut(u64),
    /// The listener was too slow, and hears nothing more. The number is the last that it was told.
    Cut(u64),
    /// The log cannot be read; nothing more comes.
    Failed(StoreError),
    /// The server stops.
    Closed,
}

type Running = JoinHandle<(Replay, Result<Step, StoreError>)>;

/// A room on its way in.
struct Entering {
    room: Joined,
    after: Option<u64>,
}

/// One listener.
pub struct Hearing {
    place: Place,
    entering: VecDeque<Entering>,
    /// The log of the first that enters.
    replay: Option<Replay>,
    running: Option<Running>,
    ready: VecDeque<Piece>,
}

impl Hearing {
    /// One who is in no room.
    #[must_use]
    pub fn new(place: Place) -> Self {
        Self {
            place,
            entering: VecDeque::new(),
            replay: None,
            running: None,
            ready: VecDeque::new(),
        }
    }

    /// Joins a room, from now on or from a number on.
    pub fn join(&mut self, room: Joined, after: Option<u64>) {
        self.leave(&Arc::clone(&room.name));
        self.entering.push_back(Entering { room, after });
    }

    /// Whether it was in the room, or on its way in.
    pub fn leave(&mut self, room: &str) -> bool {
        let mut left = self.place.leave(room);
        let is_first = self.entering.front().is_some_and(|first| &*first.room.name == room);
        if is_first {
            // What is being read is of nobody's interest any more.
            self.replay = None;
            self.running = None;
        }
        self.entering.retain(|entering| {
            let is_it = &*entering.room.name == room;
            left |= is_it;
            !is_it
        });
        left
    }

    /// All up to this number was heard, if nothing lies ready and no room is on its way in.
    #[must_use]
    pub fn position(&self) -> Option<u64> {
        let position = self.place.position();
        let is_idle = self.entering.is_empty() && self.ready.is_empty();
        position.filter(|_| is_idle && self.place.post.is_empty())
    }

    /// What comes next. May be dropped while it waits; nothing is lost by it.
    pub async fn next(&mut self) -> Piece {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return piece;
            }
            self.take();
            if !self.ready.is_empty() {
                continue;
            }
            if let Some(running) = &mut self.running {
                let stepped = match select(running, pin!(self.place.post.woken())).await {
                    Either::Left((stepped, _)) => stepped,
                    Either::Right(_) => continue,
                };
                self.running = None;
                match stepped {
                    Ok((replay, step)) => self.stepped(replay, step),
                    Err(_) => return Piece::Failed(StoreError::Closed),
                }
            } else if let Some(replay) = self.replay.take() {
                self.running = Some(self.read(replay));
            } else if !self.entering.is_empty() {
                self.enter().await;
            } else {
                self.place.post.woken().await;
            }
        }
    }

    /// Takes what lies ready.
    fn take(&mut self) {
        let Some(taken) = self.place.post.take() else { return };
        if taken.left_out > 0 {
            self.ready.push_back(Piece::LeftOut(taken.left_out));
        }
        if !taken.heard.is_empty() {
            self.ready.push_back(Piece::Heard(taken.heard));
        }
        match taken.end {
            None => {}
            Some(End::Cut(last)) => self.ready.push_back(Piece::Cut(last)),
            Some(End::Closed) => self.ready.push_back(Piece::Closed),
            Some(End::Behind { after, rooms }) => {
                let after = Some(after);
                self.entering
                    .extend(rooms.into_iter().map(|room| Entering { room, after }));
            }
        }
    }

    /// Reads one step, when it is its turn.
    fn read(&self, mut replay: Replay) -> Running {
        let readers = Arc::clone(&self.place.shared().readers);
        tokio::spawn(async move {
            // It is closed by nobody.
            let turn = readers.acquire_owned().await;
            let stepped = tokio::task::spawn_blocking(move || {
                let step = replay.step();
                (replay, step)
            });
            let outcome = stepped.await;
            drop(turn);
            match outcome {
                Ok(stepped) => stepped,
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            }
        })
    }

    fn stepped(&mut self, replay: Replay, step: Result<Step, StoreError>) {
        let Some(first) = self.entering.front_mut() else { return };
        let step = match step {
            Ok(step) => step,
            Err(error) => return self.ready.push_back(Piece::Failed(error)),
        };
        if let Some(gap) = step.gap {
            let room = Arc::clone(&first.room.name);
            self.ready.push_back(Piece::Gap { room, gap });
        }
        if !step.told.is_empty() {
            let room = &first.room.name;
            let heard = step.told.into_iter().map(|told| Heard {
                told,
                rooms: vec![Arc::clone(room)],
            });
            self.ready.push_back(Piece::Heard(heard.collect()));
        }
        if step.is_last {
            first.after = Some(replay.until());
        } else {
            self.replay = Some(replay);
        }
    }

    /// The first room on its way in is joined, or its log is read.
    async fn enter(&mut self) {
        let Some(Entering { room, after }) = self.entering.front() else {
            return;
        };
        let entered = self.place.enter(room.clone(), *after).await;
        let Some(Entering { room, after }) = self.entering.front_mut() else {
            return;
        };
        match entered {
            Entered::Here { number } => {
                let room = Arc::clone(&room.name);
                self.ready.push_back(Piece::Joined { room, number });
                self.entering.pop_front();
            }
            Entered::Ahead { number } => {
                *after = Some(number);
                let room = Arc::clone(&room.name);
                self.ready.push_back(Piece::Ahead { room, number });
            }
            Entered::Behind { until } => {
                let state = self.place.shared().state.clone();
                let begin = after.unwrap_or(until);
                self.replay = Some(Replay::new(state, room.filter.clone(), begin, until));
            }
        }
    }
}
