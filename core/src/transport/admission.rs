//! Who may come in now: so many handshakes at a time, and nobody who only tries passwords. What the workers share;
//! what is decided is in `crowd` and `guesses`.

use std::cell::RefCell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use actix_http::header::AUTHORIZATION;
use actix_http::{HttpMessage as _, Request, StatusCode};

use super::crowd::Crowd;
use super::guesses::{Guesser, Guesses, Wait};
use super::handshake::Refused;
use super::places::{Place, Places};
use crate::counters::NotLetIn;

/// What is known of those who are not in yet. Cheap to clone; the clones are the same one.
#[derive(Debug, Clone)]
pub(super) struct Admission(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    most: usize,
    places: Places,
    crowd: Mutex<Crowd>,
    guesses: Mutex<Guesses>,
    /// Of so many identities a password was wrong. Mostly none, and then nobody looks further.
    guessed: AtomicUsize,
}

/// A handshake under way: from the connection to its answer.
#[derive(Debug)]
pub(super) struct Handshake {
    admission: Admission,
    place: RefCell<Option<Place>>,
}

impl Admission {
    /// So many handshakes at a time.
    pub(super) fn of(most: usize) -> Self {
        Self(Arc::new(Shared {
            most,
            places: Places::of(most),
            crowd: Mutex::default(),
            guesses: Mutex::default(),
            guessed: AtomicUsize::new(0),
        }))
    }

    /// Somebody has connected.
    pub(super) fn begin(&self) -> Handshake {
        Handshake {
            admission: self.clone(),
            place: RefCell::new(self.0.places.take()),
        }
    }

    /// One more than can be let in at a time is told when to come again.
    pub(super) fn turn_away(&self) -> Refused {
        let turned = lock(&self.0.crowd).turn_away(random(), Instant::now());
        if let Some(untold) = turned.untold {
            tracing::warn!(
                handshakes = self.0.most,
                untold_before = untold,
                "more charge points connect at once than ocpp.handshakes lets in; they are told to come again in some \
                 seconds"
            );
        }
        let reason = "too many charge points connect at once; try again later";
        Refused {
            because: NotLetIn::Busy,
            retry_after: Some(turned.seconds),
            is_news: false,
            ..Refused::new(StatusCode::SERVICE_UNAVAILABLE, reason)
        }
    }

    fn knows_guessers(&self) -> bool {
        self.0.guessed.load(Ordering::Relaxed) > 0
    }

    fn guesses<T>(&self, work: impl FnOnce(&mut Guesses) -> T) -> T {
        let mut guesses = lock(&self.0.guesses);
        let done = work(&mut guesses);
        self.0.guessed.store(guesses.len(), Ordering::Relaxed);
        done
    }
}

impl Handshake {
    /// The one that a request is.
    pub(super) fn of(request: &Request) -> Option<&Self> {
        request.conn_data()
    }

    /// Whether it goes on, in a place that was free when it began, or is now.
    pub(super) fn may_go_on(&self) -> Result<(), Refused> {
        let mut place = self.place.borrow_mut();
        if place.is_none() {
            *place = self.admission.0.places.take();
        }
        if place.is_some() {
            Ok(())
        } else {
            Err(self.admission.turn_away())
        }
    }

    /// It is answered.
    pub(super) fn end(&self) {
        self.place.take();
    }

    /// Whether a password is looked at.
    fn may_try(&self, who: Guesser<'_>) -> Result<(), Refused> {
        if !self.admission.knows_guessers() {
            return Ok(());
        }
        let wait = self.admission.guesses(|guesses| guesses.ask(who, Instant::now()));
        let Some(Wait { seconds, is_news }) = wait else {
            return Ok(());
        };
        let reason = format!(
            "too many wrong passwords for this charge point came from there; the next one is looked at in {seconds} s"
        );
        Err(Refused {
            because: NotLetIn::Slowed,
            retry_after: Some(seconds),
            is_news,
            ..Refused::new(StatusCode::TOO_MANY_REQUESTS, &reason)
        })
    }

    /// It was let in, or its password was wrong.
    fn tried(&self, who: Guesser<'_>, was_right: bool) {
        if was_right && !self.admission.knows_guessers() {
            return;
        }
        self.admission.guesses(|guesses| {
            if was_right {
                guesses.right(who);
            } else {
                guesses.wrong(who, Instant::now());
            }
        });
    }
}

/// What a check of its credentials comes to, unless whoever asks has to wait with its next password.
pub(super) fn slowed<T>(
    request: &Request,
    who: Guesser<'_>,
    check: impl FnOnce() -> Result<T, Refused>,
) -> Result<T, Refused> {
    let Some(handshake) = Handshake::of(request).filter(|_| request.headers().contains_key(AUTHORIZATION)) else {
        return check();
    };
    handshake.may_try(who)?;
    let checked = check();
    match &checked {
        Ok(_) => handshake.tried(who, true),
        Err(refused) if refused.has_guessed => handshake.tried(who, false),
        Err(_) => {}
    }
    checked
}

// What is behind these locks is whole at each moment, so a poisoned one is as good as another.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Without random numbers all come again at the same moment, which is better than not at all.
fn random() -> u32 {
    getrandom::u32().unwrap_or_default()
}
