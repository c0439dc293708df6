//! The durable queue over a real store and a real registry; the station is played by an actor that takes
//! its outcomes from a list.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use actix::prelude::*;
use chrono::TimeDelta;
use ocpp_schemas::Version;
use serde_json::json;
use tempfile::TempDir;

use super::{Queue, Sender, ending, list};
use crate::clock;
use crate::config::quirks::TagRules;
use crate::config::settings::Settings;
use crate::ids::{ChargePointId, PluginName, SessionId};
use crate::ocpp::{Caller, Outcome, Pipeline, Profile, Reads, known_connectors};
use crate::plugins::{Compiler, PluginHost};
use crate::registry::Registry;
use crate::registry::fence::Fence;
use crate::registry::messages::{Join, SessionInfo, SessionMessage};
use crate::state::command_queue::{command_leaves, end_waiting, queue_command};
use crate::state::commands::{Command, CommandState, NewCommand, Origin, put_command};
use crate::state::payload::Payload;
use crate::state::transaction_ids::TransactionIds;
use crate::store::{MemoryStore, Store, Write};

struct Server {
    pipeline: Pipeline,
    registry: Addr<Registry>,
    _folder: TempDir,
}

impl Server {
    async fn new() -> Self {
        let mut settings = Settings::default();
        settings.plugins.folder = None;
        settings.plugins.chain.clear();
        // These stations only connect again: none of them boots, and nobody waits for it.
        settings.connection.settle_delay = Duration::ZERO;
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let folder = tempfile::tempdir().unwrap();
        let plugins = PluginHost::start(&settings.plugins, folder.path().join("plugins"), store, Compiler::Here)
            .await
            .unwrap();
        let state = plugins.state().clone();
        let pipeline = Pipeline {
            authorities: crate::certificates::Authorities::default(),
            transaction_ids: TransactionIds::open(state.clone()).await.unwrap(),
            state,
            plugins,
            settings: Arc::new(settings),
            counters: Arc::default(),
            traces: crate::traces::Traces::default(),
        };
        Self {
            registry: Registry::showing(Arc::clone(pipeline.state.sessions())).start(),
            pipeline,
            _folder: folder,
        }
    }

    fn run_queue(&self) {
        let sender = Sender::new(self.pipeline.clone(), self.registry.clone());
        actix_web::rt::spawn(Queue::new(sender).run());
    }

    async fn write(&self, writes: Vec<Write>) {
        self.pipeline.state.store().write(writes).await.unwrap();
    }

    async fn queue(&self, command: &Command) {
        self.write(queue_command(command).unwrap()).await;
        self.pipeline.state.queue_bell().ring(&command.charge_point);
    }

    /// A station connects, and will answer so.
    async fn connect(&self, outcomes: &[Outcome]) -> Addr<Station> {
        let station = Station {
            pipeline: self.pipeline.clone(),
            outcomes: outcomes.to_vec().into(),
            sent: Vec::new(),
        };
        let station = station.start();
        let info = SessionInfo {
            id: SessionId(1),
            since: clock::now(),
            profile: Profile::of(Version::V16),
            subprotocol: "ocpp1.6".to_owned(),
            remote_address: None,
            compression: None,
            reached_at: None,
        };
        let join = Join {
            charge_point: cp1(),
            info,
            mailbox: station.clone().recipient(),
            fence: Fence::new(),
        };
        self.registry.send(join).await.unwrap();
        self.pipeline.state.queue_bell().ring(&cp1());
        station
    }

    async fn ended(&self, id: &str) -> Command {
        for _ in 0..6_000 {
            let command = self.pipeline.state.command(id).unwrap().unwrap();
            if command.state != CommandState::Pending && !self.pipeline.state.is_queued(&command).unwrap() {
                return command;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{id} does not end")
    }
}

struct Station {
    pipeline: Pipeline,
    outcomes: VecDeque<Outcome>,
    sent: Vec<String>,
}

impl Actor for Station {
    type Context = Context<Self>;
}

impl Handler<SessionMessage> for Station {
    type Result = ();

    fn handle(&mut self, message: SessionMessage, _: &mut Self::Context) {
        let SessionMessage::Send(outgoing) = message else {
            return;
        };
        let outcome = self.outcomes.pop_front().unwrap();
        self.sent.push(outgoing.command.id.clone());
        let caller = Caller {
            charge_point: &outgoing.command.charge_point,
            version: Version::V16,
            registration: None,
            vendor: "",
            model: "",
            connectors: &known_connectors::NONE,
            reads: Reads::default(),
            tags: TagRules::PLAIN,
            certificate_name: None,
            now: clock::now(),
        };
        let ended = ending(&self.pipeline, &caller, &outgoing, &outcome);
        let written = self
            .pipeline
            .state
            .store()
            .write(list(&self.pipeline, ended.effects).unwrap().writes);
        actix_web::rt::spawn(async move {
            written.await.unwrap();
            outgoing.reply_to.send(Ok(outcome)).unwrap();
        });
    }
}

#[derive(Message)]
#[rtype(result = "Vec<String>")]
struct WhatWasSent;

impl Handler<WhatWasSent> for Station {
    type Result = Vec<String>;

    fn handle(&mut self, _: WhatWasSent, _: &mut Self::Context) -> Vec<String> {
        self.sent.clone()
    }
}

fn cp1() -> ChargePointId {
    ChargePointId::new("CP1")
}

fn command(id: &str, waits: bool) -> Command {
    Command {
        id: id.to_owned(),
        waits,
        ..Command::new(NewCommand {
            charge_point: cp1(),
            action: "ClearCache".to_owned(),
            payload: Payload::from(&json!({})),
            origin: Origin::Plugin(PluginName::new("clerk")),
        })
    }
}

fn accepted() -> Outcome {
    Outcome::Answered(json!({ "status": "Accepted" }))
}

#[actix_web::test]
async fn what_waits_leaves_in_its_order_when_the_station_comes() {
    let server = Server::new().await;
    for id in ["b", "a", "c"] {
        server.queue(&command(id, true)).await;
    }
    server.run_queue();
    let station = server.connect(&[accepted(), accepted(), accepted()]).await;
    let last = server.ended("c").await;
    assert_eq!(
        (last.state, last.response),
        (CommandState::Answered, Some(json!({ "status": "Accepted" })))
    );
    assert_eq!(station.send(WhatWasSent).await.unwrap(), ["b", "a", "c"]);
}

#[actix_web::test]
async fn what_does_not_wait_ends_where_nobody_is() {
    let server = Server::new().await;
    server.run_queue();
    server.queue(&command("waits", true)).await;
    server.queue(&command("does not", false)).await;
    let ended = server.ended("does not").await;
    assert_eq!(
        (ended.state, ended.error.unwrap().code.as_str()),
        (CommandState::Lost, "NotConnected")
    );
    let waiting = server.pipeline.state.command("waits").unwrap().unwrap();
    assert_eq!(waiting.state, CommandState::Pending);
}

#[actix_web::test]
async fn what_had_left_before_a_restart_is_not_sent_again() {
    let server = Server::new().await;
    let left = command("left", true);
    server
        .write(vec![put_command(&left).unwrap(), command_leaves(&left).unwrap()])
        .await;
    let station = server.connect(&[]).await;
    server.run_queue();
    let ended = server.ended("left").await;
    assert_eq!(
        (ended.state, ended.error.unwrap().code.as_str()),
        (CommandState::Lost, "Lost")
    );
    assert!(station.send(WhatWasSent).await.unwrap().is_empty());
}

/// A list of writes is applied key by key: after each of them a crash may come.
#[actix_web::test]
async fn what_a_crash_left_between_two_writes_is_brought_to_its_end() {
    let server = Server::new().await;
    let queued = |id: &str| command(id, true);
    // Its end was kept, its place not yet cleared.
    let over = Command {
        state: CommandState::Answered,
        ..queued("over")
    };
    server.write(queue_command(&queued("over")).unwrap()).await;
    server.write(vec![put_command(&over).unwrap()]).await;
    // It was taken back, and its record does not say so yet.
    let (cancelled, taken_back) = (queued("cancelled"), CommandState::Cancelled);
    server.write(queue_command(&cancelled).unwrap()).await;
    let (_, seen) = server.pipeline.state.queued(&cancelled).unwrap();
    let ended = Command {
        state: taken_back,
        ..cancelled.clone()
    };
    let first = end_waiting(&ended, &seen).unwrap().into_iter().take(1).collect();
    server.write(first).await;
    // A newer one of its word was kept, and it was not replaced yet.
    let of_word = |id: &str| Command {
        coalesce: Some("word".to_owned()),
        ..queued(id)
    };
    let older = of_word("older");
    let newer = Command {
        created_at: older.created_at + TimeDelta::milliseconds(1),
        ..of_word("newer")
    };
    server.write(queue_command(&older).unwrap()).await;
    server.write(queue_command(&newer).unwrap()).await;

    let station = server.connect(&[accepted()]).await;
    server.run_queue();
    assert_eq!(server.ended("newer").await.state, CommandState::Answered);
    assert_eq!(server.ended("older").await.state, CommandState::Replaced);
    assert_eq!(server.ended("cancelled").await.state, taken_back);
    assert_eq!(server.ended("over").await.state, CommandState::Answered);
    assert_eq!(station.send(WhatWasSent).await.unwrap(), ["newer"]);
}

#[actix_web::test]
async fn what_finds_no_room_comes_again_before_what_is_behind_it() {
    let server = Server::new().await;
    server.run_queue();
    let station = server
        .connect(&[Outcome::QueueFull, accepted(), Outcome::TimedOut])
        .await;
    server.queue(&command("first", false)).await;
    server.queue(&command("second", false)).await;
    assert_eq!(server.ended("second").await.state, CommandState::TimedOut);
    assert_eq!(server.ended("first").await.state, CommandState::Answered);
    assert_eq!(station.send(WhatWasSent).await.unwrap(), ["first", "first", "second"]);
}

#[actix_web::test]
async fn what_the_station_cannot_understand_ends() {
    let server = Server::new().await;
    server.run_queue();
    let _station = server.connect(&[]).await;
    for (id, action, code) in [
        ("unknown", "GetBaseReport", "UnknownAction"),
        ("wrong", "Heartbeat", "UnknownAction"),
        ("invalid", "Reset", "InvalidPayload"),
    ] {
        server
            .queue(&Command {
                action: action.to_owned(),
                ..command(id, true)
            })
            .await;
        assert_eq!(server.ended(id).await.error.unwrap().code, code);
    }
}
