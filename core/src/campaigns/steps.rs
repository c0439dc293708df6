//! What a campaign does next, by how many of its members are how far. Pure.

use crate::state::campaigns::{Campaign, CampaignState, Counts, Stage};

/// The next thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// So many members of a stage get their command.
    Begin { stage: usize, most: u32 },
    /// Who waits for its station gives its command back; of a cancelled campaign also who has had no turn.
    Withdraw,
    /// Who failed is tried again.
    Retry,
    /// The next stage begins.
    Enter { stage: usize },
    /// It pauses itself, for this reason.
    Pause(String),
    /// It is over: nothing more becomes of any member.
    Complete,
}

/// What is taken of who is away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// It may last: the others go on.
    Lasts,
    /// The server has just begun, and everybody is still on the way: who is away counts as under way.
    Passes,
}

/// What a campaign does next; none: it waits until something happens.
#[must_use]
pub fn next_step(campaign: &Campaign, absence: Absence) -> Option<Step> {
    let all = campaign.counts();
    match campaign.state {
        CampaignState::Paused => (all.waiting > 0).then_some(Step::Withdraw),
        CampaignState::Cancelled if all.waiting + all.pending > 0 => Some(Step::Withdraw),
        CampaignState::Cancelled => {
            let is_over = all.under_way == 0 && campaign.ended_at.is_none();
            is_over.then_some(Step::Complete)
        }
        CampaignState::Preparing | CampaignState::Completed => None,
        CampaignState::Running if campaign.retry.is_some() => Some(Step::Retry),
        CampaignState::Running => of_running(campaign, &all, absence),
    }
}

fn of_running(campaign: &Campaign, all: &Counts, absence: Absence) -> Option<Step> {
    let here = campaign.stages.get(campaign.stage)?;
    // Of stages before, those who are tried again.
    let mut begun = campaign.stages.iter().take(campaign.stage + 1);
    if let Some(stage) = begun.position(|stage| stage.counts.pending > 0) {
        if let Some(reason) = spoiled(campaign, here, here.counts.all()) {
            return Some(Step::Pause(reason));
        }
        let on_the_way = if absence == Absence::Passes { all.waiting } else { 0 };
        let room = campaign.parallel.saturating_sub(all.under_way + on_the_way);
        let pending = campaign.stages.get(stage)?.counts.pending;
        let most = room.min(pending);
        return (most > 0).then_some(Step::Begin { stage, most });
    }
    if !is_over(campaign, here, absence) {
        return None;
    }
    let next = campaign.stage + 1;
    if next < campaign.stages.len() {
        let pause = spoiled(campaign, here, here.counts.judged()).map(Step::Pause);
        return Some(pause.unwrap_or(Step::Enter { stage: next }));
    }
    (all.waiting + all.under_way == 0).then_some(Step::Complete)
}

/// Nobody of the stages so far is under way. Who is away does not hold the others up, unless that is wanted, or
/// nobody at all has shown yet what the command comes to.
fn is_over(campaign: &Campaign, here: &Stage, absence: Absence) -> bool {
    let so_far = Counts::sum(
        campaign
            .stages
            .iter()
            .take(campaign.stage + 1)
            .map(|stage| &stage.counts),
    );
    let is_last = campaign.stage + 1 == campaign.stages.len();
    let absent_hold_up = campaign.wait_for_absent || here.counts.judged() == 0 || absence == Absence::Passes;
    let nobody_waits = here.counts.waiting == 0 && (absence == Absence::Lasts || so_far.waiting == 0);
    so_far.under_way == 0 && (is_last || nobody_waits || !absent_hold_up)
}

/// Why a stage of which so many count is not good enough to go on.
fn spoiled(campaign: &Campaign, here: &Stage, of: u32) -> Option<String> {
    let failed = here.counts.failures();
    let new = u64::from(failed.saturating_sub(here.tolerated));
    let most = campaign.max_failed_percent;
    (new * 100 > u64::from(most) * u64::from(of)).then(|| {
        let number = campaign.stage + 1;
        format!("in stage {number} {failed} of {of} charge points failed, which is more than {most} %")
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use serde_json::json;

    use super::{Absence, Step, next_step};
    use crate::state::campaigns::{Campaign, CampaignState, Retry};

    /// Stages with so many pending each, of at most 20 % failures and 5 at a time.
    fn campaign(sizes: &[u32]) -> Campaign {
        let stages: Vec<_> = sizes
            .iter()
            .map(|size| json!({"share": 1, "counts": {"pending": size}, "tolerated": 0}))
            .collect();
        serde_json::from_str(
            &json!({"id": "c", "name": null, "command": "reset", "stages": stages,
                "stage": 0, "maxFailedPercent": 20, "parallel": 5, "ttlMs": 1000, "waitForAbsent": false,
                "state": "running", "reason": null, "retry": null, "createdAt": "2026-01-01T00:00:00Z",
                "endedAt": null})
            .to_string(),
        )
        .unwrap()
    }

    #[test]
    fn so_many_are_under_way_at_a_time_and_the_absent_do_not_count() {
        let mut one = campaign(&[12]);
        assert_eq!(next_step(&one, Absence::Lasts), Some(Step::Begin { stage: 0, most: 5 }));
        one.stages[0].counts.pending = 4;
        one.stages[0].counts.under_way = 3;
        one.stages[0].counts.waiting = 5;
        assert_eq!(next_step(&one, Absence::Lasts), Some(Step::Begin { stage: 0, most: 2 }));
        one.stages[0].counts.under_way = 5;
        assert_eq!(next_step(&one, Absence::Lasts), None);
    }

    #[test]
    fn a_stage_follows_when_the_one_before_is_over() {
        let mut two = campaign(&[2, 10]);
        two.stages[0].counts.pending = 0;
        two.stages[0].counts.under_way = 1;
        two.stages[0].counts.waiting = 1;
        assert_eq!(next_step(&two, Absence::Lasts), None);
        two.stages[0].counts.under_way = 0;
        two.stages[0].counts.in_effect = 1;
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Enter { stage: 1 }));
        two.wait_for_absent = true;
        assert_eq!(next_step(&two, Absence::Lasts), None, "one is away");
        two.wait_for_absent = false;
        two.stages[0].counts.in_effect = 0;
        two.stages[0].counts.waiting = 2;
        assert_eq!(
            next_step(&two, Absence::Lasts),
            None,
            "nobody has shown what it comes to"
        );
        two.stages[0].counts.waiting = 0;
        two.stages[0].counts.expired = 2;
        assert_eq!(
            next_step(&two, Absence::Lasts),
            Some(Step::Enter { stage: 1 }),
            "who never came says nothing"
        );
        two.stage = 1;
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Begin { stage: 1, most: 5 }));
    }

    #[test]
    fn it_pauses_itself_when_too_many_failed() {
        let mut two = campaign(&[10, 10]);
        two.stages[0].counts.pending = 3;
        two.stages[0].counts.in_effect = 5;
        two.stages[0].counts.refused = 2;
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Begin { stage: 0, most: 3 }));
        two.stages[0].counts.pending = 2;
        two.stages[0].counts.lost = 1;
        let reason = "in stage 1 3 of 10 charge points failed, which is more than 20 %";
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Pause(reason.to_owned())));
        two.stages[0].tolerated = 3;
        assert_eq!(
            next_step(&two, Absence::Lasts),
            Some(Step::Begin { stage: 0, most: 2 }),
            "somebody resumed it"
        );
        // At its end only those count of whom it is known what came of it.
        two.stages[0].counts.pending = 0;
        two.stages[0].counts.waiting = 2;
        two.stages[0].tolerated = 0;
        assert!(matches!(next_step(&two, Absence::Lasts), Some(Step::Pause(_))));
        two.stage = 1;
        two.stages[1].counts.pending = 0;
        two.stages[1].counts.failed = 10;
        assert_eq!(
            next_step(&two, Absence::Lasts),
            None,
            "nothing is left that a pause would spare, and two are away"
        );
        two.stages[0].counts.waiting = 0;
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Complete));
    }

    #[test]
    fn who_is_tried_again_comes_first_also_of_stages_before() {
        let mut two = campaign(&[0, 0]);
        two.stage = 1;
        two.stages[0].counts.failed = 1;
        two.stages[1].counts.in_effect = 5;
        two.retry = Some(Retry {
            states: vec![],
            charge_points: None,
        });
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Retry));
        two.retry = None;
        two.stages[0].counts.failed = 0;
        two.stages[0].counts.pending = 1;
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Begin { stage: 0, most: 1 }));
        two.stages[0].counts.pending = 0;
        two.stages[0].counts.under_way = 1;
        assert_eq!(next_step(&two, Absence::Lasts), None);
    }

    #[test]
    fn a_pause_takes_back_what_waits_and_a_cancel_all_that_was_not_sent() {
        let mut one = campaign(&[4]);
        one.state = CampaignState::Paused;
        assert_eq!(next_step(&one, Absence::Lasts), None);
        one.stages[0].counts.waiting = 1;
        assert_eq!(next_step(&one, Absence::Lasts), Some(Step::Withdraw));
        one.state = CampaignState::Cancelled;
        one.stages[0].counts.waiting = 0;
        assert_eq!(next_step(&one, Absence::Lasts), Some(Step::Withdraw));
        one.stages[0].counts.pending = 0;
        one.stages[0].counts.under_way = 1;
        assert_eq!(next_step(&one, Absence::Lasts), None);
        one.stages[0].counts.under_way = 0;
        assert_eq!(next_step(&one, Absence::Lasts), Some(Step::Complete));
        one.ended_at = Some(one.created_at);
        assert_eq!(next_step(&one, Absence::Lasts), None);
    }

    #[test]
    fn after_a_start_of_the_server_who_is_away_counts_as_under_way() {
        let mut two = campaign(&[5, 100]);
        two.stages[0].counts.pending = 0;
        two.stages[0].counts.in_effect = 2;
        two.stages[0].counts.waiting = 3;
        assert_eq!(next_step(&two, Absence::Passes), None);
        assert_eq!(next_step(&two, Absence::Lasts), Some(Step::Enter { stage: 1 }));
        two.stages[0].counts.pending = 10;
        assert_eq!(
            next_step(&two, Absence::Passes),
            Some(Step::Begin { stage: 0, most: 2 }),
            "five at a time, three are on the way"
        );
    }
}
