//! One turn of a campaign: what its members' commands came to, then its next step, as one list of writes over what was
//! read. The campaign's record stands first: if somebody steered it meanwhile, nothing of the turn counts.

use chrono::TimeDelta;
use serde_json::Value;

use super::engine::AT_ONCE;
use super::outcome::how_far;
use super::steps::{Absence, Step, next_step};
use crate::clock::{self, Time};
use crate::commands::{SendError, Sender, Withdrawal};
use crate::ids::{CampaignId, ChargePointId};
use crate::state::campaigns::{
    Campaign, CampaignState, Member, MemberState, Retry, Standing, put_campaign, put_member,
};
use crate::state::command_queue::{MOST_WAITING, queue_command};
use crate::state::commands::{Command, NewCommand, Origin};
use crate::state::payload::Payload;
use crate::state::{State, Versioned};
use crate::store::{StoreError, Write};

/// What follows a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The next turn.
    More,
    /// Nothing, until something happens.
    Rest,
    /// The campaign is over.
    Over,
    /// The members are others than their counts say.
    CountAnew,
}

/// A turn that is being made.
pub(super) struct Turn<'a> {
    sender: &'a Sender,
    /// When the engine began: what stems from before may have been cut by a crash.
    began: Time,
    absence: Absence,
    now: Time,
    campaign: Versioned<Campaign>,
    is_changed: bool,
    members: Vec<Write>,
    /// They follow their members.
    commands: Vec<Write>,
    /// Whose queue is to be looked at.
    called: Vec<ChargePointId>,
}

/// How a member goes on.
struct Next {
    state: MemberState,
    reason: Option<String>,
}

impl From<MemberState> for Next {
    fn from(state: MemberState) -> Self {
        Self { state, reason: None }
    }
}

impl Next {
    fn failed(reason: &str) -> Self {
        Self {
            state: MemberState::Failed,
            reason: Some(reason.to_owned()),
        }
    }
}

impl<'a> Turn<'a> {
    pub(super) fn new(sender: &'a Sender, began: Time, campaign: Versioned<Campaign>) -> Self {
        let now = clock::now();
        let grace = sender.pipeline().settings.campaigns.restart_grace;
        let is_new = (now - began).to_std().is_ok_and(|since| since < grace);
        Self {
            sender,
            began,
            absence: if is_new { Absence::Passes } else { Absence::Lasts },
            now,
            campaign,
            is_changed: false,
            members: Vec::new(),
            commands: Vec::new(),
            called: Vec::new(),
        }
    }

    fn state(&self) -> &'a State {
        &self.sender.pipeline().state
    }

    fn id(&self) -> CampaignId {
        self.campaign.record.id.clone()
    }

    fn record(&mut self) -> &mut Campaign {
        self.is_changed = true;
        &mut self.campaign.record
    }

    /// What the command of a member came to.
    pub(super) fn look_at(&mut self, station: &ChargePointId) -> Result<(), StoreError> {
        let Some(member) = self.state().campaign_member(&self.campaign.record.id, station)? else {
            return Ok(());
        };
        if !matches!(member.state, MemberState::Waiting | MemberState::UnderWay) {
            return Ok(());
        }
        let command = match &member.command {
            Some(id) => self.state().command(id),
            None => Ok(None),
        };
        let next = match command {
            Err(StoreError::Corrupt { .. }) => Next {
                state: MemberState::Lost,
                reason: Some("what became of its command cannot be read".to_owned()),
            },
            Err(error) => return Err(error),
            Ok(Some(command)) => self.by_command(&command),
            Ok(None) => match self.without_command(&member)? {
                Some(next) => next,
                None => return Ok(()),
            },
        };
        if next.state == member.state {
            return Ok(());
        }
        self.goes_on(member, next)
    }

    fn by_command(&self, command: &Command) -> Next {
        let is_connected = self.state().sessions().get(&command.charge_point).is_some();
        let (state, reason) = how_far(command, is_connected);
        // A pause takes commands back to give them anew.
        if state == MemberState::Cancelled && self.campaign.record.state == CampaignState::Paused {
            return MemberState::Pending.into();
        }
        Next { state, reason }
    }

    /// Its command could not be taken back any more.
    fn left(&self, command: &Command) -> Next {
        let next = self.by_command(command);
        match next.state {
            MemberState::Waiting => MemberState::UnderWay.into(),
            _ => next,
        }
    }

    /// Its command was never written, because the server ended; or it went with its charge point.
    fn without_command(&mut self, member: &Member) -> Result<Option<Next>, StoreError> {
        let is_registered = self.state().charge_point(&member.charge_point)?.is_some();
        if !is_registered || member.at >= self.began {
            return Ok(Some(Next {
                state: MemberState::Lost,
                reason: Some("the charge point was deleted, and its command with it".to_owned()),
            }));
        }
        let mut command = self.command(&member.charge_point, self.payload()?);
        if let Some(id) = &member.command {
            command.id.clone_from(id);
        }
        self.commands.extend(queue_command(&command)?);
        self.called.push(member.charge_point.clone());
        Ok(None)
    }

    fn payload(&self) -> Result<Payload, StoreError> {
        let order = self.state().campaign_order(&self.campaign.record.id)?;
        // A campaign is never there without it.
        Ok(order.map_or_else(|| Payload::from(Value::Null), |order| order.payload))
    }

    fn command(&self, station: &ChargePointId, payload: Payload) -> Command {
        let campaign = &self.campaign.record;
        let command = Command::new(NewCommand {
            charge_point: station.clone(),
            action: campaign.command.clone(),
            payload,
            origin: Origin::Operator,
        });
        let ttl = TimeDelta::milliseconds(i64::try_from(campaign.ttl_ms).unwrap_or(i64::MAX));
        Command {
            waits: true,
            expires_at: Some(self.now + ttl),
            campaign: Some(campaign.id.clone()),
            ..command
        }
    }

    /// Does the next step.
    pub(super) async fn step(&mut self) -> Result<After, StoreError> {
        let Some(step) = next_step(&self.campaign.record, self.absence) else {
            return Ok(After::Rest);
        };
        match step {
            Step::Begin { stage, most } => return self.begin(stage, most),
            Step::Withdraw => return self.withdraw().await,
            Step::Retry => return self.retry(),
            Step::Enter { stage } => self.record().stage = stage,
            Step::Pause(reason) => {
                tracing::warn!(campaign.id = %self.campaign.record.id, reason, "a campaign paused itself");
                let campaign = self.record();
                campaign.state = CampaignState::Paused;
                campaign.reason = Some(reason);
            }
            // What its last members came to is kept before.
            Step::Complete if !self.members.is_empty() => {}
            Step::Complete => {
                tracing::info!(campaign.id = %self.campaign.record.id, "a campaign is over");
                let now = self.now;
                let campaign = self.record();
                campaign.ended_at = Some(now);
                if campaign.state == CampaignState::Running {
                    campaign.state = CampaignState::Completed;
                }
                return Ok(After::Over);
            }
        }
        Ok(After::More)
    }

    /// Some members of a stage get their command.
    fn begin(&mut self, stage: usize, most: u32) -> Result<After, StoreError> {
        let some = usize::try_from(most).unwrap_or(AT_ONCE).min(AT_ONCE);
        let pending = Standing {
            state: MemberState::Pending,
            stage: Some(stage),
        };
        let part = self.state().campaign_members_in(&self.id(), pending, None, some)?;
        if part.found.is_empty() && part.stale.is_empty() {
            return Ok(After::CountAnew);
        }
        self.members.extend(part.stale);
        let payload = self.payload()?;
        for member in part.found {
            self.begin_with(member, &payload)?;
        }
        Ok(After::More)
    }

    fn begin_with(&mut self, mut member: Member, payload: &Payload) -> Result<(), StoreError> {
        let station = member.charge_point.clone();
        if self.state().charge_point(&station)?.is_none() {
            return self.goes_on(member, Next::failed("it is not registered any more"));
        }
        if self.state().queued_commands_of(&station, None, MOST_WAITING)?.len() >= MOST_WAITING {
            return self.goes_on(member, Next::failed("too many commands wait for it"));
        }
        let command = self.command(&station, payload.clone());
        let is_connected = self.state().sessions().get(&station).is_some();
        let before = member.clone();
        member.command = Some(command.id.clone());
        member.attempts += 1;
        self.commands.extend(queue_command(&command)?);
        self.called.push(station);
        let state = if is_connected {
            MemberState::UnderWay
        } else {
            MemberState::Waiting
        };
        self.changes(&before, member, state.into())
    }

    /// Some members that wait give their commands back. Of a paused campaign their turn comes again.
    async fn withdraw(&mut self) -> Result<After, StoreError> {
        let is_paused = self.campaign.record.state == CampaignState::Paused;
        let counts = self.campaign.record.counts();
        let state = if counts.waiting > 0 {
            MemberState::Waiting
        } else {
            MemberState::Pending
        };
        let part = self
            .state()
            .campaign_members_in(&self.id(), state.into(), None, AT_ONCE)?;
        if part.found.is_empty() && part.stale.is_empty() {
            return Ok(After::CountAnew);
        }
        self.members.extend(part.stale);
        for member in part.found {
            let next = match self.taken_back(&member).await? {
                Some(left) => self.left(&left),
                None if is_paused => MemberState::Pending.into(),
                None => Next {
                    state: MemberState::Cancelled,
                    reason: Some("the campaign was cancelled".to_owned()),
                },
            };
            self.goes_on(member, next)?;
        }
        Ok(After::More)
    }

    /// The command of a member, if it has left.
    async fn taken_back(&self, member: &Member) -> Result<Option<Command>, StoreError> {
        let command = match &member.command {
            Some(id) if member.state == MemberState::Waiting => self.state().command(id)?,
            _ => None,
        };
        let Some(command) = command else { return Ok(None) };
        match self.sender.cancel(command).await {
            Ok(Withdrawal::Cancelled(_)) => Ok(None),
            // What it says by now: it was read before it left.
            Ok(Withdrawal::TooLate(command)) => self.state().command(&command.id),
            Err(SendError::Operation(crate::ocpp::HandlerError::Store(error))) => Err(error),
            Err(error) => Err(StoreError::Failed {
                reason: error.to_string(),
            }),
        }
    }

    /// Some of those who are to be tried again get another turn.
    fn retry(&mut self) -> Result<After, StoreError> {
        let Some(mut retry) = self.campaign.record.retry.clone() else {
            return Ok(After::More);
        };
        let some = match &mut retry.charge_points {
            Some(named) => {
                let some: Vec<_> = named.drain(..named.len().min(AT_ONCE)).collect();
                let some = some
                    .iter()
                    .map(|id| self.state().campaign_member(&self.campaign.record.id, id));
                let some: Vec<Member> = some.filter_map(Result::transpose).collect::<Result<_, _>>()?;
                let is_meant = |member: &Member| retry.states.contains(&member.state);
                self.record().retry = (!named.is_empty()).then_some(Retry {
                    states: retry.states.clone(),
                    charge_points: Some(named.clone()),
                });
                some.into_iter().filter(is_meant).collect()
            }
            None => self.some_to_retry(&retry)?,
        };
        for member in some {
            self.goes_on(member, MemberState::Pending.into())?;
        }
        Ok(After::More)
    }

    fn some_to_retry(&mut self, retry: &Retry) -> Result<Vec<Member>, StoreError> {
        for state in &retry.states {
            let part = self
                .state()
                .campaign_members_in(&self.id(), (*state).into(), None, AT_ONCE)?;
            let is_none = part.found.is_empty() && part.stale.is_empty();
            self.is_changed |= !part.stale.is_empty();
            self.members.extend(part.stale);
            if !is_none {
                return Ok(part.found);
            }
        }
        self.record().retry = None;
        Ok(Vec::new())
    }

    fn goes_on(&mut self, member: Member, next: Next) -> Result<(), StoreError> {
        let before = member.clone();
        self.changes(&before, member, next)
    }

    fn changes(&mut self, before: &Member, mut member: Member, next: Next) -> Result<(), StoreError> {
        let stage = member.place.stage;
        member.state = next.state;
        member.reason = next.reason;
        member.at = self.now;
        self.record().moved(stage, before.state, next.state);
        self.members.extend(put_member(&self.id(), Some(before), &member)?);
        Ok(())
    }

    /// Makes the turn durable; false: somebody steered the campaign meanwhile, and nothing of it counts.
    pub(super) async fn write(self) -> Result<bool, StoreError> {
        let mut writes = Vec::with_capacity(self.members.len() + self.commands.len() + 1);
        if self.is_changed {
            writes.push(put_campaign(&self.campaign)?);
        }
        writes.extend(self.members);
        writes.extend(self.commands);
        if writes.is_empty() {
            return Ok(true);
        }
        let state = &self.sender.pipeline().state;
        match state.store().write(writes).await {
            Ok(_) => {}
            Err(StoreError::Conflict { .. }) => return Ok(false),
            Err(error) => return Err(error),
        }
        for station in &self.called {
            state.queue_bell().ring(station);
        }
        Ok(true)
    }
}
