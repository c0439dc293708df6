//! The engine over a store as a crash leaves it. What it does over the wire is in the suite `campaigns`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::sync::Arc;
use std::time::Duration;

use actix::Actor;
use chrono::TimeDelta;
use serde_json::json;
use tempfile::TempDir;

use super::{Engine, Invitation, Wish, planned};
use crate::clock;
use crate::commands::{Queue, Sender};
use crate::config::settings::Settings;
use crate::ids::{CampaignId, ChargePointId};
use crate::ocpp::Pipeline;
use crate::plugins::{Compiler, PluginHost};
use crate::registry::Registry;
use crate::state::campaigns::{
    Campaign, CampaignState, Member, MemberState, put_campaign, put_campaign_order, put_member,
};
use crate::state::charge_points::{ChargePoint, put_charge_point};
use crate::state::commands::{Command, CommandState, NewCommand, Origin, put_command};
use crate::state::payload::Payload;
use crate::state::transaction_ids::TransactionIds;
use crate::state::{State, Versioned};
use crate::store::{MemoryStore, Store, Write};

struct Server {
    sender: Sender,
    _folder: TempDir,
}

impl Server {
    async fn new() -> Self {
        let mut settings = Settings::default();
        settings.campaigns.restart_grace = Duration::ZERO;
        settings.plugins.folder = None;
        settings.plugins.chain.clear();
        settings.store.campaigns = 2;
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
        let registry = Registry::showing(Arc::clone(pipeline.state.sessions())).start();
        Self {
            sender: Sender::new(pipeline, registry),
            _folder: folder,
        }
    }

    fn state(&self) -> &State {
        &self.sender.pipeline().state
    }

    fn run(&self) {
        actix_web::rt::spawn(Engine::new(self.sender.clone()).run());
        actix_web::rt::spawn(Queue::new(self.sender.clone()).run());
    }

    async fn write(&self, writes: Vec<Write>) {
        self.state().store().write(writes).await.unwrap();
    }

    async fn until(&self, id: &CampaignId, is_so: impl Fn(&Campaign) -> bool) -> Campaign {
        for _ in 0..6_000 {
            let campaign = self.state().campaign(id).unwrap().unwrap().record;
            if is_so(&campaign) {
                return campaign;
            }
            actix_web::rt::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("it never is: {:?}", self.state().campaign(id).unwrap())
    }
}

fn invitation(stations: &[&str]) -> Invitation {
    let wish = Wish {
        name: None,
        command: "clear-cache".to_owned(),
        payload: Payload::from(json!({})),
        selection: json!({}),
        stages: vec![100],
        max_failed_percent: 100,
        parallel: 1,
        ttl: TimeDelta::hours(1),
        wait_for_absent: false,
    };
    let stations = stations.iter().map(|id| ChargePointId::new(id)).collect();
    planned(wish, stations, clock::now() - TimeDelta::minutes(1))
}

/// A campaign and its members as they were when the server ended: so far, with these commands.
async fn kept(server: &Server, made: Invitation, standing: &[(MemberState, Option<&str>)]) -> CampaignId {
    let Invitation {
        mut campaign,
        order,
        members,
    } = made;
    campaign.state = CampaignState::Running;
    let id = campaign.id.clone();
    let mut writes = vec![put_campaign_order(&id, &order).unwrap()];
    // The counts say that all are pending.
    writes.push(put_campaign(&Versioned::absent(campaign)).unwrap());
    for (member, (state, command)) in members.iter().zip(standing) {
        writes.push(put_charge_point(&member.charge_point, &ChargePoint::default()).unwrap());
        // Where it stood before is found, too: the crash came between.
        writes.extend(put_member(&id, None, member).unwrap());
        let now = Member {
            state: *state,
            command: command.map(str::to_owned),
            ..member.clone()
        };
        writes.extend(put_member(&id, None, &now).unwrap());
    }
    server.write(writes).await;
    id
}

#[actix_web::test]
async fn after_a_crash_members_are_counted_and_commands_that_were_never_written_are() {
    let server = Server::new().await;
    let ended = Command {
        id: "ended".to_owned(),
        state: CommandState::InEffect,
        ..Command::new(NewCommand {
            charge_point: ChargePointId::new("A"),
            action: "clear-cache".to_owned(),
            payload: Payload::from(json!({})),
            origin: Origin::Operator,
        })
    };
    server.write(vec![put_command(&ended).unwrap()]).await;
    let standing = [
        (MemberState::UnderWay, Some("ended")),
        (MemberState::UnderWay, Some("never-written")),
        (MemberState::Pending, None),
    ];
    let id = kept(&server, invitation(&["A", "B", "C"]), &standing).await;
    server.run();
    let campaign = server
        .until(&id, |campaign| {
            let counts = campaign.counts();
            (counts.in_effect, counts.waiting, counts.pending) == (1, 2, 0)
        })
        .await;
    assert_eq!(campaign.counts().all(), 3);
    let written = server.state().command("never-written").unwrap().unwrap();
    assert_eq!(written.campaign, Some(id.clone()));
    assert!(server.state().is_queued(&written).unwrap());
    let third = server
        .state()
        .campaign_member(&id, &ChargePointId::new("C"))
        .unwrap()
        .unwrap();
    assert!(server.state().command(&third.command.unwrap()).unwrap().is_some());
    let pending = server
        .state()
        .campaign_members_in(&id, MemberState::Pending.into(), None, 10)
        .unwrap();
    assert!(pending.found.is_empty());
}

#[actix_web::test]
async fn a_campaign_that_was_never_wholly_made_is_none() {
    let server = Server::new().await;
    let mut half = invitation(&["A", "B"]);
    half.members.pop();
    let id = half.campaign.id.clone();
    let mut writes = vec![put_campaign(&Versioned::absent(half.campaign)).unwrap()];
    for member in &half.members {
        writes.extend(put_member(&id, None, member).unwrap());
    }
    server.write(writes).await;
    server.run();
    for _ in 0..6_000 {
        if server.state().campaign(&id).unwrap().is_none() {
            assert!(server.state().campaign_members(&id, None, 10).unwrap().is_empty());
            return;
        }
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it stays");
}

#[actix_web::test]
async fn of_those_that_are_over_the_oldest_go() {
    let server = Server::new().await;
    let mut ids = Vec::new();
    for number in 0..4 {
        let Invitation {
            mut campaign, members, ..
        } = invitation(&["A"]);
        campaign.state = CampaignState::Paused;
        // The first is not over, and stays.
        if number > 0 {
            campaign.state = CampaignState::Completed;
            campaign.ended_at = Some(clock::now());
        }
        ids.push(campaign.id.clone());
        let mut writes = put_member(&campaign.id, None, members.first().unwrap()).unwrap();
        writes.push(put_campaign(&Versioned::absent(campaign)).unwrap());
        server.write(writes).await;
    }
    server.run();
    let [first, second, third, fourth] = &*ids else {
        panic!("four")
    };
    for _ in 0..6_000 {
        if server.state().campaign(second).unwrap().is_none() {
            break;
        }
        actix_web::rt::time::sleep(Duration::from_millis(10)).await;
    }
    let left: Vec<CampaignId> = server
        .state()
        .campaigns(None, 10)
        .unwrap()
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(left, [fourth.clone(), third.clone(), first.clone()]);
    assert!(server.state().campaign_members(second, None, 10).unwrap().is_empty());
}
