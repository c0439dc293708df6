//! The floor: the least that a server on actix-web-actors can do. It answers each text message with a
//! constant and looks at nothing.

use std::path::PathBuf;

use actix::{Actor, ActorContext, StreamHandler};
use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, web};
use actix_web_actors::ws::{Message, ProtocolError, WebsocketContext, WsResponseBuilder};
use bytestring::ByteString;
use clap::Parser;

/// As long as the answer to a Heartbeat.
const ANSWER: ByteString =
    ByteString::from_static(r#"[3,"00000000-0000-4000-8000-000000000000",{"currentTime":"2026-01-01T00:00:00.000Z"}]"#);
const SUBPROTOCOLS: &[&str] = &["ocpp1.6", "ocpp2.0.1", "ocpp2.1"];

/// The options.
#[derive(Parser)]
struct Options {
    /// Written as soon as it listens: {"ocpp":"127.0.0.1:PORT"}.
    #[arg(long)]
    ready_file: PathBuf,
    /// Worker threads.
    #[arg(long, default_value_t = 1)]
    workers: usize,
}

struct Connection;

impl Actor for Connection {
    type Context = WebsocketContext<Self>;
}

impl StreamHandler<Result<Message, ProtocolError>> for Connection {
    fn handle(&mut self, message: Result<Message, ProtocolError>, context: &mut Self::Context) {
        match message {
            Ok(Message::Text(_)) => context.text(ANSWER),
            Ok(Message::Ping(bytes)) => context.pong(&bytes),
            Ok(Message::Close(reason)) => {
                context.close(reason);
                context.stop();
            }
            _ => {}
        }
    }
}

async fn connect(request: HttpRequest, stream: web::Payload) -> Result<HttpResponse, Error> {
    WsResponseBuilder::new(Connection, &request, stream)
        .protocols(SUBPROTOCOLS)
        .start()
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let options = Options::parse();
    let server = HttpServer::new(|| App::new().route("/ocpp/{id}", web::get().to(connect)))
        .workers(options.workers)
        .bind("127.0.0.1:0")?;
    let [address] = server.addrs()[..] else {
        return Err(std::io::Error::other("no address"));
    };
    let running = server.run();
    let partial = options.ready_file.with_extension("partial");
    std::fs::write(&partial, format!("{{\"ocpp\":\"{address}\"}}"))?;
    std::fs::rename(&partial, &options.ready_file)?;
    running.await
}
