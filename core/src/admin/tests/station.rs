//! A station behind the registry: an actor that answers each CALL by a rule.

use actix::prelude::*;
use ocpp_schemas::Version;

use crate::admin::AppState;
use crate::clock;
use crate::commands::{ending, list};
use crate::config::quirks::TagRules;
use crate::config::settings::Strictness;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::{Caller, Outcome, Pipeline, Profile, Reads, known_connectors};
use crate::registry::fence::Fence;
use crate::registry::messages::{EndReason, Join, Joined, Outgoing, SessionInfo, SessionMessage};

/// What a station does with a CALL: none drops the asker.
pub type Rule = fn(action: &str, payload: &str) -> Option<Outcome>;

/// What a station was told.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The CALL's payload as text.
    Call(String),
    Strictness(Option<Strictness>),
    End(EndReason),
}

/// The actor.
pub struct Station {
    rule: Rule,
    pipeline: Pipeline,
    version: Version,
    told: Vec<Told>,
}

impl Actor for Station {
    type Context = Context<Self>;
}

impl Handler<SessionMessage> for Station {
    type Result = ();

    fn handle(&mut self, message: SessionMessage, _: &mut Self::Context) {
        self.told.push(match message {
            SessionMessage::Send(outgoing) => {
                let payload = outgoing.command.payload.text().to_owned();
                if let Some(outcome) = (self.rule)(outgoing.action.name(), &payload) {
                    self.settle(*outgoing, outcome);
                }
                Told::Call(payload)
            }
            SessionMessage::Reading { strictness, .. } => Told::Strictness(strictness),
            SessionMessage::End(reason) => Told::End(reason),
        });
    }
}

impl Station {
    /// As a connection's actor does it.
    fn settle(&self, outgoing: Outgoing, outcome: Outcome) {
        let caller = Caller {
            charge_point: &outgoing.command.charge_point,
            version: self.version,
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
        assert!(ended.failed.is_none(), "{:?}", ended.failed);
        let list = list(&self.pipeline, ended.effects).unwrap();
        let written = self.pipeline.state.store().write(list.writes);
        actix_rt::spawn(async move {
            written.await.unwrap();
            outgoing.reply_to.send(Ok(outcome)).unwrap();
        });
    }
}

/// Asks what the station was told.
#[derive(Message)]
#[rtype(result = "Vec<Told>")]
pub struct WhatWasTold;

impl Handler<WhatWasTold> for Station {
    type Result = Vec<Told>;

    fn handle(&mut self, _: WhatWasTold, _: &mut Self::Context) -> Self::Result {
        self.told.clone()
    }
}

/// Connects a station.
pub async fn connect(app: &AppState, id: &str, version: Version, rule: Rule) -> Addr<Station> {
    let station = Station {
        rule,
        pipeline: app.sender().pipeline().clone(),
        version,
        told: Vec::new(),
    }
    .start();
    let info = SessionInfo {
        id: SessionId(7),
        since: clock::now(),
        profile: Profile::of(version),
        subprotocol: version.subprotocol().to_owned(),
        remote_address: None,
        compression: None,
        reached_at: None,
    };
    let (charge_point, mailbox) = (ChargePointId::new(id), station.clone().recipient());
    let joined = app
        .registry
        .send(Join {
            charge_point,
            info,
            mailbox,
            fence: Fence::new(),
        })
        .await
        .unwrap();
    assert_eq!(joined, Joined::Yes);
    station
}
