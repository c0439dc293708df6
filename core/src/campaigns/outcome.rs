//! How far a member of a campaign is, by what became of its command; and why, in plain words. Pure.

use serde_json::Value;

use crate::ocpp::operation;
use crate::state::campaigns::MemberState;
use crate::state::commands::{Command, CommandState};

/// How far a member is, and why.
#[must_use]
pub fn how_far(command: &Command, is_connected: bool) -> (MemberState, Option<String>) {
    match command.state {
        CommandState::Pending if command.left_at.is_none() && !is_connected => (MemberState::Waiting, None),
        CommandState::Pending | CommandState::Accepted => (MemberState::UnderWay, None),
        CommandState::InEffect => (MemberState::InEffect, None),
        CommandState::Answered => answered(&command.action, command.response.as_ref()),
        CommandState::Refused => (MemberState::Refused, Some(refusal(command))),
        CommandState::Failed => (MemberState::Failed, Some(cause(command, "it did not happen"))),
        CommandState::TimedOut => (MemberState::TimedOut, Some("no answer came in time".to_owned())),
        CommandState::Lost if is_unfit(command) => (MemberState::Failed, Some(cause(command, "it cannot be sent"))),
        CommandState::Lost => {
            let reason = cause(command, "the connection ended before the answer");
            (MemberState::Lost, Some(reason))
        }
        CommandState::Expired => (MemberState::Expired, Some("it did not connect in time".to_owned())),
        CommandState::Cancelled => (MemberState::Cancelled, Some("the command was taken back".to_owned())),
        CommandState::Replaced => {
            let reason = "a newer command took its place".to_owned();
            (MemberState::Cancelled, Some(reason))
        }
    }
}

/// A raw action's answer: what it says of itself.
fn answered(action: &str, response: Option<&Value>) -> (MemberState, Option<String>) {
    match response.and_then(|response| operation::refusal(action, response)) {
        Some(status) => {
            let reason = with_info(format!("the charge point answered {status}"), response);
            (MemberState::Refused, Some(reason))
        }
        None => (MemberState::InEffect, None),
    }
}

/// A command that never left, because the station's version does not know it.
fn is_unfit(command: &Command) -> bool {
    let code = command.error.as_ref().map(|error| error.code.as_str());
    matches!(code, Some("UnknownAction" | "InvalidPayload"))
}

fn refusal(command: &Command) -> String {
    if let Some(error) = &command.error {
        let what = if error.description.is_empty() { "" } else { ": " };
        return format!("the charge point answered {}{what}{}", error.code, error.description);
    }
    let told = command.response.as_ref().and_then(|response| response.get("status"));
    let status = command.status.as_deref().or(told.and_then(Value::as_str));
    let status = status.filter(|status| !status.is_empty()).unwrap_or("a refusal");
    with_info(format!("the charge point answered {status}"), command.response.as_ref())
}

/// What a station of 2.x says beside its status.
fn with_info(mut reason: String, response: Option<&Value>) -> String {
    let info = response.and_then(|response| response.get("statusInfo"));
    let text = |member| info.and_then(|info| info.get(member)).and_then(Value::as_str);
    for more in [text("reasonCode"), text("additionalInfo")].into_iter().flatten() {
        reason.push_str(", ");
        reason.push_str(more);
    }
    reason
}

fn cause(command: &Command, otherwise: &str) -> String {
    let told = command.error.as_ref().map(|error| error.description.clone());
    told.filter(|told| !told.is_empty())
        .unwrap_or_else(|| otherwise.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::how_far;
    use crate::frame::CallError;
    use crate::ids::ChargePointId;
    use crate::state::campaigns::MemberState;
    use crate::state::commands::{Command, CommandState, NewCommand, Origin};
    use crate::state::payload::Payload;

    fn command(state: CommandState, response: Option<Value>, error: Option<(&str, &str)>) -> Command {
        let command = Command::new(NewCommand {
            charge_point: ChargePointId::new("CP"),
            action: "Reset".to_owned(),
            payload: Payload::from(json!({})),
            origin: Origin::Operator,
        });
        let error = error.map(|(code, description)| CallError {
            code: code.to_owned(),
            description: description.to_owned(),
            details: json!({}),
        });
        Command {
            state,
            response,
            error,
            ..command
        }
    }

    type Case = (
        CommandState,
        Option<Value>,
        Option<(&'static str, &'static str)>,
        MemberState,
        &'static str,
    );

    fn check(cases: impl IntoIterator<Item = Case>) {
        for (state, response, error, wanted, reason) in cases {
            let (state, told) = how_far(&command(state, response, error), true);
            assert_eq!((state, told.unwrap_or_default().as_str()), (wanted, reason));
        }
    }

    #[test]
    fn what_a_charge_point_answers_is_told_in_words() {
        use CommandState::{Answered, Refused};
        use MemberState::{InEffect, Refused as No};
        let status = |status: &str| Some(json!({ "status": status }));
        let info = json!({"status": "Rejected", "statusInfo": {"reasonCode": "Busy", "additionalInfo": "later"}});
        let variables = json!({"setVariableResult": [
            {"attributeStatus": "Accepted"}, {"attributeStatus": "UnknownVariable"}]});
        let keys = Some(json!({"configurationKey": []}));
        let error = Some(("NotImplemented", "no such thing"));
        let said = "the charge point answered NotImplemented: no such thing";
        check([
            (Answered, status("Accepted"), None, InEffect, ""),
            (Answered, status("RebootRequired"), None, InEffect, ""),
            (Answered, keys, None, InEffect, ""),
            (
                Answered,
                status("NotSupported"),
                None,
                No,
                "the charge point answered NotSupported",
            ),
            (
                Answered,
                Some(info),
                None,
                No,
                "the charge point answered Rejected, Busy, later",
            ),
            (
                Answered,
                Some(variables),
                None,
                No,
                "the charge point answered UnknownVariable",
            ),
            (Refused, status("Failed"), None, No, "the charge point answered Failed"),
            (Refused, None, error, No, said),
        ]);
    }

    #[test]
    fn each_other_end_of_a_command_is_told_in_words() {
        use CommandState as C;
        use MemberState as M;
        let unknown = Some(("UnknownAction", "OCPP 1.6 has no X"));
        check([
            (C::Pending, None, None, M::UnderWay, ""),
            (C::Accepted, None, None, M::UnderWay, ""),
            (C::InEffect, None, None, M::InEffect, ""),
            (C::Lost, None, unknown, M::Failed, "OCPP 1.6 has no X"),
            (C::Lost, None, None, M::Lost, "the connection ended before the answer"),
            (
                C::Failed,
                None,
                Some(("NotSeen", "it did not boot")),
                M::Failed,
                "it did not boot",
            ),
            (C::TimedOut, None, None, M::TimedOut, "no answer came in time"),
            (C::Expired, None, None, M::Expired, "it did not connect in time"),
            (C::Replaced, None, None, M::Cancelled, "a newer command took its place"),
        ]);
        assert_eq!(how_far(&command(C::Pending, None, None), false).0, M::Waiting);
    }
}
