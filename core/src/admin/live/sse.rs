//! `GET /events`: what happens, as server-sent events, to whoever keeps the connection open.
//!
//! `id` is the event's number, `event` its kind, `data` the event as JSON. A client that was away sends the last number
//! that it has seen as `Last-Event-ID` (browsers do so by themselves) or as `?after=`, and is told from there on. What is
//! no event of a charge point: `ahead` (nothing has the number yet), `left-out` (so many without a number were too many
//! at once), `cut` (the client is too slow, and the answer ends), `failed`.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, Responder, web};
use bytes::Bytes;
use futures_util::stream::unfold;
use serde_json::json;
use tokio::time::{Instant, timeout};

use super::frames;
use super::query::Wanted;
use crate::admin::AppState;
use crate::admin::access::{Caller, Gate};
use crate::admin::openapi::{Answer, Answered, Content, Signature};
use crate::admin::problem::Problem;
use crate::clock;
use crate::events::EventView;
use crate::live::{Hearing, Joined, Piece};

const MEDIA_TYPE: &str = "text/event-stream";
/// So much goes out at once.
const CHUNK: usize = 64 * 1024;

pub async fn events(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    caller: Caller,
    wanted: Wanted,
) -> Result<EventStream, Problem> {
    let mut hearing = Hearing::new(app.live().listen()?);
    let room = Joined {
        name: Arc::from(""),
        filter: wanted.filter,
    };
    hearing.join(room, wanted.after);
    let told = Stream {
        hearing,
        waiting: VecDeque::new(),
        follow: wanted.follow,
        joined: false,
        ended: false,
        keep_alive: app.settings().admin.live.keep_alive,
        gate,
        caller,
        admitted_at: Instant::now(),
    };
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((CONTENT_TYPE, MEDIA_TYPE))
        .insert_header((CACHE_CONTROL, "no-store"))
        // A proxy that gathers answers would hold events up.
        .insert_header(("x-accel-buffering", "no"))
        .force_close();
    Ok(EventStream(answer.streaming(told.chunks())))
}

/// An answer that goes on.
pub struct EventStream(HttpResponse);

impl Responder for EventStream {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

impl Answer for EventStream {
    fn answer(signature: &mut Signature) {
        let event = signature.named::<EventView>();
        signature.answer(
            200,
            Answered {
                description: "Events, one after the other",
                contents: vec![Content::written(MEDIA_TYPE, event, frames::example)],
                ..Answered::default()
            },
        );
    }
}

/// What one client is told.
struct Stream {
    hearing: Hearing,
    waiting: VecDeque<Bytes>,
    follow: bool,
    joined: bool,
    ended: bool,
    keep_alive: Duration,
    gate: web::Data<Gate>,
    caller: Caller,
    admitted_at: Instant,
}

impl Stream {
    fn chunks(self) -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> {
        unfold(self, |mut told| async {
            let chunk = told.next().await?;
            Some((Ok(chunk), told))
        })
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(chunk) = self.waiting_chunk() {
                return Some(chunk);
            }
            let is_told_all = self.joined && !self.follow && self.hearing.position().is_some();
            if self.ended || is_told_all || !self.is_admitted() {
                return None;
            }
            match timeout(self.keep_alive, self.hearing.next()).await {
                Ok(piece) => self.take(piece),
                Err(_) => return Some(frames::comment("still here", self.hearing.position())),
            }
        }
    }

    /// Whether its token is still one; looked at every now and then.
    fn is_admitted(&mut self) -> bool {
        if self.admitted_at.elapsed() < self.keep_alive {
            return true;
        }
        self.admitted_at = Instant::now();
        self.gate.still_admits(&self.caller, clock::now())
    }

    fn take(&mut self, piece: Piece) {
        let (name, data) = match piece {
            Piece::Heard(heard) => {
                let frames = heard.iter().map(|one| one.told.frame(frames::event).clone());
                return self.waiting.extend(frames);
            }
            Piece::Joined { number, .. } => {
                self.joined = true;
                return self.waiting.push_back(frames::comment("listening", Some(number)));
            }
            Piece::Gap { gap, .. } => ("gap", json!({ "until": gap.until, "chargePoints": gap.charge_points })),
            Piece::Ahead { number, .. } => ("ahead", json!({ "number": number })),
            Piece::LeftOut(count) => ("left-out", json!({ "count": count })),
            Piece::Cut(number) => {
                self.ended = true;
                let detail = "more happened than was read; ask again with Last-Event-ID";
                ("cut", json!({ "number": number, "detail": detail }))
            }
            Piece::Failed(error) => {
                tracing::error!(%error, "a listener cannot be told what was before");
                self.ended = true;
                ("failed", json!({ "detail": "what happened before cannot be read" }))
            }
            Piece::Closed => return self.ended = true,
        };
        self.waiting.push_back(frames::notice(name, &data));
    }

    /// What waits, up to a chunk.
    fn waiting_chunk(&mut self) -> Option<Bytes> {
        let first = self.waiting.pop_front()?;
        if self.waiting.is_empty() {
            return Some(first);
        }
        let mut size = first.len();
        let mut chunk = vec![first];
        while let Some(next) = self.waiting.front()
            && size + next.len() <= CHUNK
        {
            size += next.len();
            chunk.extend(self.waiting.pop_front());
        }
        Some(chunk.concat().into())
    }
}
