//! Writes of a charge point on their way to the disk, with the events that they tell of.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt as _;

use crate::commands::DurableList;
use crate::events::Event;
use crate::store::{Acknowledged, Revision, Store, StoreError};

/// Who is told what became of events.
pub trait Told {
    /// They are in the store: whoever observes is to know.
    fn stored(&self, events: &[Event]);

    /// The store refused them: they wait for the next time.
    fn put_back(self: Rc<Self>, events: Vec<Event>, error: &StoreError);
}

/// Resolves when the writes are durable and their events are announced. Dropped before, it goes on by itself: whoever
/// observes is told whether or not the connection is still there.
#[must_use]
pub struct Durable {
    /// Taken when it resolves.
    going: Option<Going>,
}

struct Going {
    told: Rc<dyn Told>,
    written: Acknowledged,
    /// They waited already: if the list is refused they wait for the next one.
    first: Vec<Event>,
    events: Vec<Event>,
}

impl Durable {
    /// Hands a list over to the store now.
    pub fn write(store: &dyn Store, list: DurableList, told: Rc<dyn Told>) -> Self {
        let DurableList { writes, first, events } = list;
        Self {
            going: Some(Going {
                told,
                written: store.write_at_once(writes),
                first,
                events,
            }),
        }
    }
}

impl Going {
    fn announce(&mut self, written: Result<Revision, StoreError>) -> Result<(), StoreError> {
        match written {
            Ok(_) => {
                self.told.stored(&self.first);
                self.told.stored(&self.events);
                Ok(())
            }
            // Whoever is told of it says the others again.
            Err(error) => {
                Rc::clone(&self.told).put_back(std::mem::take(&mut self.first), &error);
                Err(error)
            }
        }
    }
}

impl Future for Durable {
    type Output = Result<(), StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(going) = &mut self.going else {
            return Poll::Ready(Err(StoreError::Closed));
        };
        let written = ready!(going.written.poll_unpin(cx));
        let outcome = going.announce(written);
        self.going = None;
        Poll::Ready(outcome)
    }
}

impl Drop for Durable {
    fn drop(&mut self) {
        if let Some(mut going) = self.going.take() {
            actix_rt::spawn(async move {
                let written = (&mut going.written).await;
                // Whoever waited for it is gone.
                going.announce(written).ok();
            });
        }
    }
}
