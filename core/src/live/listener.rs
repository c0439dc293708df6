//! What lies ready for one listener: a bounded queue. One that lets more lie than it may is cut. Pure but for the lock.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::filter::Filter;
use super::told::Told;
use crate::events::Kind;

/// How much may lie ready for one listener.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    pub events: usize,
    pub bytes: usize,
}

/// An event with the rooms in which it is heard.
#[derive(Debug, Clone)]
pub struct Heard {
    pub told: Arc<Told>,
    pub rooms: Vec<Arc<str>>,
}

/// A room that a listener is in.
#[derive(Debug, Clone)]
pub struct Joined {
    pub name: Arc<str>,
    pub filter: Filter,
}

/// What a listener finds when it looks.
#[derive(Debug, Default)]
pub struct Taken {
    pub heard: Vec<Heard>,
    /// So many events without a number were left out before.
    pub left_out: u64,
    pub end: Option<End>,
}

/// Why nothing more comes for a listener.
#[derive(Debug, Clone)]
pub enum End {
    /// It was too slow. The number is the last that it was told.
    Cut(u64),
    /// The hub missed something: all up to the number was told, and these rooms are to be joined again.
    Behind { after: u64, rooms: Vec<Joined> },
    /// The server stops.
    Closed,
}

/// What the hub and one listener share.
#[derive(Debug)]
pub struct Post {
    bounds: Bounds,
    inner: Mutex<Inner>,
    woken: Notify,
}

#[derive(Debug, Default)]
struct Inner {
    rooms: Vec<Joined>,
    /// What was there before a room was joined; bounded by what the hub remembers.
    before: VecDeque<Heard>,
    waiting: VecDeque<Heard>,
    bytes: usize,
    last: u64,
    left_out: u64,
    end: Option<End>,
}

impl Post {
    pub fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            inner: Mutex::default(),
            woken: Notify::new(),
        }
    }

    /// Events, for which the listener is woken once if it has a room for any of them. Whether it goes on.
    pub fn offer(&self, told: &[Arc<Told>]) -> bool {
        let mut inner = self.inner();
        let mut is_news = false;
        for told in told {
            is_news |= inner.offer(told, self.bounds);
        }
        let goes_on = !matches!(inner.end, Some(End::Cut(_) | End::Closed));
        drop(inner);
        if is_news {
            self.woken.notify_one();
        }
        goes_on
    }

    /// Joins a room, where all up to a number was told, and this came since. One of the same name is left.
    pub fn join<'a>(&self, room: Joined, number: u64, before: impl Iterator<Item = &'a Arc<Told>>) {
        let mut inner = self.inner();
        inner.last = inner.last.max(number);
        for told in before.filter(|told| room.filter.takes(told)) {
            let rooms = vec![Arc::clone(&room.name)];
            let told = Arc::clone(told);
            inner.last = inner.last.max(told.number.unwrap_or_default());
            inner.before.push_back(Heard { told, rooms });
        }
        inner.rooms.retain(|known| known.name != room.name);
        inner.rooms.push(room);
        drop(inner);
        self.woken.notify_one();
    }

    /// Whether it was in the room. What lies ready of it is still told.
    pub fn leave(&self, name: &str) -> bool {
        let mut inner = self.inner();
        let before = inner.rooms.len();
        inner.rooms.retain(|room| &*room.name != name);
        before > inner.rooms.len()
    }

    /// The kinds without a number that its rooms take.
    pub fn live_kinds(&self) -> Vec<&'static Kind> {
        let inner = self.inner();
        inner.rooms.iter().flat_map(|room| room.filter.live_kinds()).collect()
    }

    /// So many events without a number were left out.
    pub fn leave_out(&self, count: u64) {
        let mut inner = self.inner();
        let concerns_it = inner.rooms.iter().any(|room| room.filter.live_kinds().next().is_some());
        inner.left_out += if concerns_it { count } else { 0 };
    }

    /// The hub has missed something after this number.
    pub fn fall_behind(&self, after: u64) {
        let mut inner = self.inner();
        if inner.end.is_none() && !inner.rooms.is_empty() {
            let rooms = std::mem::take(&mut inner.rooms);
            inner.end = Some(End::Behind { after, rooms });
        }
        drop(inner);
        self.woken.notify_one();
    }

    /// The server stops.
    pub fn close(&self) {
        let mut inner = self.inner();
        inner.end = Some(End::Closed);
        drop(inner);
        self.woken.notify_one();
    }

    /// Takes what lies ready. One that had fallen behind goes on when it has joined again.
    pub fn take(&self) -> Option<Taken> {
        let mut inner = self.inner();
        let is_empty = inner.before.is_empty() && inner.waiting.is_empty();
        if is_empty && inner.left_out == 0 && inner.end.is_none() {
            return None;
        }
        inner.bytes = 0;
        let mut heard: Vec<_> = std::mem::take(&mut inner.before).into();
        heard.extend(std::mem::take(&mut inner.waiting));
        let end = match &inner.end {
            Some(End::Behind { .. }) => inner.end.take(),
            other => other.clone(),
        };
        Some(Taken {
            heard,
            left_out: std::mem::take(&mut inner.left_out),
            end,
        })
    }

    /// Whether nothing lies ready.
    pub fn is_empty(&self) -> bool {
        let inner = self.inner();
        inner.before.is_empty() && inner.waiting.is_empty() && inner.end.is_none()
    }

    /// Waits until something may lie ready.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    // The queue cannot be left half changed, so a poisoned lock is as good as another.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// An event, if there is a room for it. Whether something has changed.
    fn offer(&mut self, told: &Arc<Told>, bounds: Bounds) -> bool {
        let rooms = self.rooms.iter().filter(|room| room.filter.takes(told));
        let rooms: Vec<_> = rooms.map(|room| Arc::clone(&room.name)).collect();
        if rooms.is_empty() || self.end.is_some() {
            return false;
        }
        let bytes = told.bytes();
        let is_full = self.waiting.len() >= bounds.events || self.bytes + bytes > bounds.bytes;
        // One alone is taken whatever it has.
        if is_full && !self.waiting.is_empty() {
            self.end = Some(End::Cut(self.last));
        } else {
            self.bytes += bytes;
            self.last = told.number.unwrap_or(self.last);
            let told = Arc::clone(told);
            self.waiting.push_back(Heard { told, rooms });
        }
        true
    }
}
