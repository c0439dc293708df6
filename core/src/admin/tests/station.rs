//! A station behind the registry: an actor that answers each CALL by a rule.

use actix::prelude::*;
use ocpp_schemas::Version;

use crate::clock;
use crate::config::settings::RegistrationStatus;
use crate::ids::{ChargePointId, SessionId};
use crate::ocpp::Outcome;
use crate::ocpp::Profile;
use crate::registry::Registry;
use crate::registry::fence::Fence;
use crate::registry::messages::{Join, Joined, SessionInfo};
use crate::registry::order::{Order, Reason};

/// What a station does with a CALL: none drops the asker.
pub type Rule = fn(action: &str, payload: &str) -> Option<Outcome>;

/// What a station was told.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The CALL's payload as text.
    Call(String),
    Registration(Option<RegistrationStatus>),
    End(Reason),
}

/// The actor.
pub struct Station {
    rule: Rule,
    told: Vec<Told>,
}

impl Actor for Station {
    type Context = Context<Self>;
}

impl Handler<Order> for Station {
    type Result = ();

    fn handle(&mut self, order: Order, _: &mut Self::Context) {
        self.told.push(match order {
            Order::Send(command) => {
                let outcome = (self.rule)(command.action.name(), &command.payload);
                if let (Some(asker), Some(outcome)) = (command.asker, outcome) {
                    asker.send(outcome).unwrap();
                }
                Told::Call(command.payload)
            }
            Order::Registration(status) => Told::Registration(status),
            Order::End(reason) => Told::End(reason),
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
pub async fn connect(registry: &Addr<Registry>, id: &str, version: Version, rule: Rule) -> Addr<Station> {
    let station = Station { rule, told: Vec::new() }.start();
    let info = SessionInfo {
        id: SessionId(7),
        since: clock::now(),
        profile: Profile::of(version),
        subprotocol: version.subprotocol().to_owned(),
        remote_address: None,
    };
    let (charge_point, orders) = (ChargePointId::new(id), station.clone().recipient());
    let joined = registry
        .send(Join {
            charge_point,
            info,
            orders,
            fence: Fence::new(),
        })
        .await
        .unwrap();
    assert_eq!(joined, Joined::Yes);
    station
}
