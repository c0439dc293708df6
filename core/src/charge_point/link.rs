//! Carries one connection, from its first message to its last: drives the actor, writes what it says on its line, and lets
//! it read there. Nothing is read while what came before is unhandled or what is to be written waits, and a connection that
//! has much to say gives way to the others of its worker. The actor is driven in any case, so that its timers and
//! whoever wants it to end are heard also where the peer reads nothing.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use actix_http::ws::Codec;
use actix_web::Error;
use actix_web_actors::ws::WebsocketContext;
use bytes::{Bytes, BytesMut};
use futures_util::Stream;
use futures_util::stream::pending;

use super::connection::ChargePoint;
use super::deflate::{Agreed, Deflate, announced};
use super::frames::Frames;
use super::line::Line;
use super::services::Services;
use super::wire::Wire;

/// The connection of a socket on which the handshake was answered, or is with what `wire` begins with; `unread` is
/// what came behind the request, `compression` what was agreed on.
#[must_use]
pub fn line(wire: Wire, unread: BytesMut, services: &Services, compression: Option<&Agreed>) -> Line {
    let limit = services.settings.connection.max_message_bytes;
    let frames = Frames::new(limit, unread);
    let codec = Codec::new().max_size(limit);
    match compression {
        None => Line::new(wire, frames, None, codec),
        Some(agreed) => {
            let deflate = Deflate::new(agreed, limit, Arc::clone(&services.counters));
            Line::new(wire, frames.compressed(announced(limit)), Some(deflate), codec)
        }
    }
}

/// Runs a connection to its end. The actor reads its line by itself, and what it says it puts there: through the context's
/// own reading and writing each message would be copied twice more, and the actor looked at once more.
pub async fn carry(actor: ChargePoint, line: Line) {
    let mut context = Box::pin(WebsocketContext::create(actor, pending()));
    poll_fn(|cx| go_on(context.as_mut(), &line, cx)).await;
    drop(context);
    line.take_wire().finish().await;
}

fn go_on(
    mut context: Pin<&mut impl Stream<Item = Result<Bytes, Error>>>,
    line: &Line,
    cx: &mut Context<'_>,
) -> Poll<()> {
    line.begin_turn();
    loop {
        match context.as_mut().poll_next(cx) {
            // Nothing is said in the context.
            Poll::Ready(Some(_)) => {}
            Poll::Ready(None) => return Poll::Ready(()),
            Poll::Pending => {
                if !line.flush(cx) {
                    line.end_turn(cx);
                    return Poll::Pending;
                }
            }
        }
    }
}
