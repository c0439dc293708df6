//! `GET /live`: events in rooms and commands over one WebSocket; `words` is what is said.
//!
//! Who it is is said as everywhere (`Authorization: Bearer`), or, where a browser cannot, by the second of two offered
//! subprotocols (`ocpp-central.live, ocpp-central.token.TOKEN`), or in the first message. Looking takes the role viewer,
//! a command what it takes elsewhere.
//!
//! One task carries a connection: it reads, answers, and hands events on. Commands run beside it, only so many at a
//! time. Nothing is read while nothing can be written, and what waits to be written is bounded by the listener's bound.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::{Error, FromRequest, HttpMessage as _, HttpRequest, HttpResponse, Responder, rt, web};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, Closed, Session};
use futures_util::future::LocalBoxFuture;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, Interval, interval_at};

use super::command::{COMMANDS, asking, command};
use super::rooms;
use super::stranger::{Stranger, admitted, offered_token};
use super::words::{self, Join, MOST_BYTES, Said};
use crate::admin::AppState;
use crate::admin::access::{Caller, Gate, needed};
use crate::admin::openapi::{Answer, Answered, Asked, Signature};
use crate::admin::problem::{Problem, kinds};
use crate::clock;
use crate::events::KindPattern;
use crate::live::{Hearing, Joined, Piece, Place, Room};
use crate::peer::Peer;
use crate::state::audit::Who;

/// The subprotocol that is chosen where it is offered.
const PROTOCOL: &str = "ocpp-central.live";
/// A client is pinged so often, and is gone when nothing came for three times as long.
const PING: Duration = Duration::from_secs(30);
const SILENCE: Duration = Duration::from_secs(90);
/// Of one connection.
const MOST_ROOMS: usize = 200;
const MOST_RUNNING: usize = 32;

pub async fn open(
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    request: HttpRequest,
    Upgrade(body): Upgrade,
) -> Result<Upgraded, Problem> {
    let peer = gate.origin_of(&request);
    let known = request.extensions().get::<Caller>().cloned();
    let caller = match (known, offered_token(&request)) {
        (Some(caller), _) => Some(caller),
        (None, Some(token)) => Some(admitted(&gate, &token, peer).await?),
        (None, None) => None,
    };
    let known = match caller {
        Some(caller) => Known::Caller(caller, app.live().listen()?),
        None => Known::Nobody(Stranger::let_in()?),
    };
    let opened = actix_ws::handle_with_protocols(&request, body, &[PROTOCOL]);
    let (response, session, messages) =
        opened.map_err(|error| Problem::new(kinds::INVALID_REQUEST, format!("this is a WebSocket: {error}")))?;
    let messages = messages.max_frame_size(MOST_BYTES).aggregate_continuations();
    let messages = messages.max_continuation_size(MOST_BYTES);
    rt::spawn(carry((app, gate, peer), known, session, messages));
    Ok(Upgraded(response))
}

/// What is known of a client when its connection begins.
enum Known {
    /// Who it is, and its place.
    Caller(Caller, Place),
    /// It says so first; until then it has no place.
    Nobody(Stranger),
}

type Shared = (web::Data<AppState>, web::Data<Gate>, Option<Peer>);

/// Carries a connection from its first message to its last.
async fn carry((app, gate, peer): Shared, known: Known, mut session: Session, mut messages: AggregatedMessageStream) {
    let (caller, place) = match known {
        Known::Caller(caller, place) => (caller, Ok(place)),
        Known::Nobody(stranger) => match stranger.introduced((&gate, peer), &mut session, &mut messages).await {
            Ok(caller) => (caller, app.live().listen()),
            Err(ended) => return close(session, ended).await,
        },
    };
    let place = match place {
        Ok(place) => place,
        Err(none) => {
            let problem = json!({ "problem": Problem::from(none).document() });
            // Whoever has gone is told nothing.
            session.text(problem.to_string()).await.ok();
            let code = CloseCode::Again;
            return close(
                session,
                Some(End {
                    code,
                    why: "too many listen",
                }),
            )
            .await;
        }
    };
    let (answers, mut answered) = mpsc::channel(MOST_RUNNING);
    let mut connection = Connection {
        app,
        gate,
        session: session.clone(),
        hearing: Hearing::new(place),
        rooms: 0,
        running: Arc::default(),
        answers,
    };
    if let Err(ended) = connection.serve(&caller, &mut messages, &mut answered).await {
        close(session, ended).await;
    }
}

/// Closes with a reason; whoever has gone needs none.
async fn close(session: Session, ended: Option<End>) {
    let Some(End { code, why }) = ended else { return };
    let reason = CloseReason {
        code,
        description: Some(why.to_owned()),
    };
    session.close(Some(reason)).await.ok();
}

/// What comes over the connection when it is none of HTTP any more.
pub struct Upgrade(web::Payload);

impl FromRequest for Upgrade {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self, Error>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let taken = web::Payload::from_request(request, payload);
        Box::pin(async { taken.await.map(Self) })
    }
}

impl Asked for Upgrade {}

/// The answer after which both sides speak WebSocket.
pub struct Upgraded(HttpResponse);

impl Responder for Upgraded {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.0
    }
}

impl Answer for Upgraded {
    fn answer(signature: &mut Signature) {
        signature.answer(
            101,
            Answered {
                description: "The connection is a WebSocket",
                ..Answered::default()
            },
        );
    }
}

/// One client.
struct Connection {
    app: web::Data<AppState>,
    gate: web::Data<Gate>,
    session: Session,
    hearing: Hearing,
    rooms: usize,
    /// Commands that are under way; each holds one.
    running: Arc<()>,
    answers: mpsc::Sender<Value>,
}

/// What happens next.
enum Next {
    Message(AggregatedMessage),
    /// The client is gone, or what it sent is no WebSocket message.
    Gone(Option<&'static str>),
    Piece(Piece),
    Answer(Value),
    Tick,
}

/// Why a connection is closed.
pub struct End {
    pub code: CloseCode,
    pub why: &'static str,
}

type Went = Result<(), Option<End>>;

fn end(code: CloseCode, why: &'static str) -> Went {
    Err(Some(End { code, why }))
}

impl Connection {
    async fn serve(
        &mut self,
        caller: &Caller,
        messages: &mut AggregatedMessageStream,
        answered: &mut mpsc::Receiver<Value>,
    ) -> Went {
        let mut tick = interval_at(Instant::now() + PING, PING);
        let mut heard_at = Instant::now();
        loop {
            let next = next(messages, &mut self.hearing, answered, &mut tick).await;
            match next {
                Next::Message(message) => {
                    heard_at = Instant::now();
                    self.take(caller, message).await?;
                }
                Next::Gone(None) => return Err(None),
                Next::Gone(Some(why)) => return end(CloseCode::Protocol, why),
                Next::Piece(piece) => self.tell(piece).await?,
                Next::Answer(answer) => self.say(&answer).await.map_err(|_| None)?,
                Next::Tick if heard_at.elapsed() > SILENCE => return end(CloseCode::Away, "nothing came for a while"),
                Next::Tick if !self.gate.still_admits(caller, clock::now()) => {
                    return end(CloseCode::Policy, "the token is not valid any more");
                }
                Next::Tick => self.session.ping(b"").await.map_err(|_| None)?,
            }
        }
    }

    async fn take(&mut self, caller: &Caller, message: AggregatedMessage) -> Went {
        match message {
            AggregatedMessage::Text(text) => match words::read(&text) {
                Ok(said) => self.answer(caller, said).await.map_err(|_| None),
                Err(detail) => {
                    let problem = Problem::new(kinds::INVALID_REQUEST, detail);
                    self.say(&json!({ "problem": problem.document() }))
                        .await
                        .map_err(|_| None)
                }
            },
            AggregatedMessage::Ping(bytes) => self.session.pong(&bytes).await.map_err(|_| None),
            AggregatedMessage::Pong(_) => Ok(()),
            AggregatedMessage::Close(_) => end(CloseCode::Normal, ""),
            AggregatedMessage::Binary(_) => end(CloseCode::Unsupported, "messages are text"),
        }
    }

    async fn answer(&mut self, caller: &Caller, said: Said) -> Result<(), Closed> {
        match said {
            Said::Token(_) => {
                let problem = Problem::new(kinds::INVALID_REQUEST, "it is known already who this is");
                self.say(&json!({ "problem": problem.document() })).await
            }
            Said::Join(join) => match self.join(&join) {
                Ok(()) => Ok(()),
                Err(problem) => self.say(&words::problem("join", &json!(join.join), &problem)).await,
            },
            Said::Leave(leave) => {
                let name = json!(leave.leave);
                if self.hearing.leave(&leave.leave) {
                    self.rooms = self.rooms.saturating_sub(1);
                    self.say(&json!({ "left": name })).await
                } else {
                    let problem = Problem::new(kinds::NOT_FOUND, "it is not in this room");
                    self.say(&words::problem("leave", &name, &problem)).await
                }
            }
            Said::Who(who) => {
                let app = self.app.clone();
                self.beside(json!({ "who": who.who }), async move {
                    let name = json!(who.who);
                    rooms::who(&app, &who)
                        .await
                        .unwrap_or_else(|problem| words::problem("who", &name, &problem))
                })
                .await
            }
            Said::Command(order) => {
                let name = json!({ "command": order.id });
                match caller.may(needed(&Method::POST, COMMANDS)) {
                    Ok(()) => {
                        let (app, who) = (self.app.clone(), Who::from(caller.clone()));
                        self.beside(name, async move { command(&app, who, &order).await }).await
                    }
                    Err(problem) => {
                        let asked = asking(Who::from(caller.clone()), &order);
                        self.gate.note_refused_order(asked, &problem).await;
                        self.say(&words::problem("command", &json!(order.id), &problem)).await
                    }
                }
            }
        }
    }

    fn join(&mut self, join: &Join) -> Result<(), Problem> {
        let invalid = |detail: String| Problem::new(kinds::INVALID_REQUEST, detail);
        let mut filter = Room::parse(&join.join).map_err(invalid)?.filter();
        for kind in &join.kind {
            filter.kinds.add(KindPattern::try_from(kind.clone()).map_err(invalid)?);
        }
        filter.durable_only = join.live == Some(false);
        let name: Arc<str> = Arc::from(join.join.as_str());
        if self.hearing.leave(&name) {
            self.rooms = self.rooms.saturating_sub(1);
        }
        if self.rooms >= MOST_ROOMS {
            return Err(invalid(format!("it is in {MOST_ROOMS} rooms already")));
        }
        self.rooms += 1;
        self.hearing.join(Joined { name, filter }, join.after);
        Ok(())
    }

    /// Does something beside what goes on here, and answers when it is done.
    async fn beside(&mut self, mut about: Value, work: impl Future<Output = Value> + 'static) -> Result<(), Closed> {
        if Arc::strong_count(&self.running) > MOST_RUNNING {
            let problem = Problem::new(
                kinds::QUEUE_FULL,
                format!("{MOST_RUNNING} of this connection wait already"),
            );
            if let Some(about) = about.as_object_mut() {
                about.insert("problem".to_owned(), problem.document());
            }
            return self.say(&about).await;
        }
        let (running, answers) = (Arc::clone(&self.running), self.answers.clone());
        rt::spawn(async move {
            // Nobody is told when the connection has ended; what was ordered is done all the same.
            answers.send(work.await).await.ok();
            drop(running);
        });
        Ok(())
    }

    async fn tell(&mut self, piece: Piece) -> Went {
        let told = match piece {
            Piece::Heard(heard) => {
                for one in heard {
                    self.session.text(words::event(&one)).await.map_err(|_| None)?;
                }
                return Ok(());
            }
            Piece::Joined { room, number } => json!({ "joined": &*room, "number": number }),
            Piece::Gap { room, gap } => {
                json!({ "gap": &*room, "until": gap.until, "chargePoints": gap.charge_points })
            }
            Piece::Ahead { room, number } => json!({ "ahead": &*room, "number": number }),
            Piece::LeftOut(count) => json!({ "leftOut": count }),
            Piece::Cut(number) => {
                let detail = "more happened than was read; join again with `after`";
                let cut = json!({ "cut": { "number": number, "detail": detail } });
                self.say(&cut).await.map_err(|_| None)?;
                return end(CloseCode::Policy, "too slow");
            }
            Piece::Failed(error) => {
                let problem = Problem::from(error);
                self.say(&json!({ "problem": problem.document() }))
                    .await
                    .map_err(|_| None)?;
                return end(CloseCode::Error, "what happened before cannot be read");
            }
            Piece::Closed => return end(CloseCode::Away, "the server stops"),
        };
        self.say(&told).await.map_err(|_| None)
    }

    async fn say(&mut self, said: &Value) -> Result<(), Closed> {
        self.session.text(said.to_string()).await
    }
}

/// Waits for whatever is next. What it does not take is not lost.
async fn next(
    messages: &mut AggregatedMessageStream,
    hearing: &mut Hearing,
    answered: &mut mpsc::Receiver<Value>,
    tick: &mut Interval,
) -> Next {
    let (mut message, mut piece) = (pin!(messages.recv()), pin!(hearing.next()));
    std::future::poll_fn(|context| {
        if let Poll::Ready(message) = message.as_mut().poll(context) {
            return Poll::Ready(match message {
                Some(Ok(message)) => Next::Message(message),
                Some(Err(_)) => Next::Gone(Some("this is no message, or it is too large")),
                None => Next::Gone(None),
            });
        }
        if let Poll::Ready(Some(answer)) = answered.poll_recv(context) {
            return Poll::Ready(Next::Answer(answer));
        }
        if tick.poll_tick(context).is_ready() {
            return Poll::Ready(Next::Tick);
        }
        piece.as_mut().poll(context).map(Next::Piece)
    })
    .await
}
