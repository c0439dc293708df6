//! The SDK against the catalogue: whatever a charge point sends can be handled, and whatever a central
//! system sends can be sent, in each version.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "tests")]

use ocpp_plugin_sdk::commands::{self, WhenAway};
use ocpp_plugin_sdk::types::{OcppAction, v16, v21, v201};
use ocpp_plugin_sdk::{Call, CallError, Context, Outcome, Plugin, Texts, testing};
use ocpp_schemas::generate::{self, Rng};
use ocpp_schemas::{Action, Catalogue, Kind, Version};

/// Messages that are made of each action.
const MESSAGES: u64 = 20;

fn keep<A: OcppAction>(_call: &Call<A>, _response: &mut A::Response) -> Result<(), CallError> {
    Ok(())
}

fn is_handled(plugin: &Plugin, action: &Action) {
    for seed in 0..MESSAGES {
        let text = |kind| generate::instance(action, kind, &mut Rng::new(seed)).to_string();
        let (payload, proposed) = (text(Kind::Request), text(Kind::Response));
        let context = Context {
            version: action.version().number().to_owned(),
            ..Context::default()
        };
        let texts = Texts {
            payload: &payload,
            proposed: &proposed,
        };
        // `keep` goes through both types and leaves what it got.
        assert_eq!(
            plugin.handle(context, action.name(), texts),
            Outcome::Keep,
            "{}",
            action.name()
        );
    }
}

fn is_sent<A: OcppAction>() {
    let action = Catalogue::of(A::VERSION).action(A::NAME).unwrap();
    for seed in 0..MESSAGES {
        testing::reset();
        let request = generate::instance(action, Kind::Request, &mut Rng::new(seed));
        let request: A::Request = serde_json::from_str(&request.to_string()).unwrap();
        commands::send::<A>("CP-1", &request, WhenAway::Refuse).unwrap();
        let sent = testing::commands().remove(0);
        assert_eq!(sent.action, A::NAME);
        let valid = action.validate(Kind::Request, &sent.payload);
        assert!(valid.is_ok(), "{}: {valid:?}\n{}", A::NAME, sent.payload);
    }
}

/// For each version: a plugin with every action, and a function that sends the actions of a list.
macro_rules! version {
    ($module:ident, $types:ident, [$($action:ident),*]) => {
        mod $module {
            use super::*;

            ocpp_plugin_sdk::plugin! {
                name: "everything",
                handlers: { $($types::$action => keep::<$types::$action>),* },
            }

            pub fn send(name: &str) {
                match name {
                    $(stringify!($action) => is_sent::<$types::$action>(),)*
                    _ => panic!("{name} has no type"),
                }
            }
        }
    };
}

macro_rules! of_16 {
    ($($action:ident,)*) => { version!(everything_16, v16, [$($action),*]); };
}
macro_rules! of_201 {
    ($($action:ident,)*) => { version!(everything_201, v201, [$($action),*]); };
}
macro_rules! of_21 {
    ($($action:ident,)*) => { version!(everything_21, v21, [$($action),*]); };
}
ocpp_schemas::v16_actions!(of_16);
ocpp_schemas::v201_actions!(of_201);
ocpp_schemas::v21_actions!(of_21);

/// A version, a plugin with all its actions, and what sends an action by its name.
type All = (Version, &'static Plugin, fn(&str));

fn versions() -> [All; 3] {
    [
        (Version::V16, &everything_16::PLUGIN, everything_16::send),
        (Version::V201, &everything_201::PLUGIN, everything_201::send),
        (Version::V21, &everything_21::PLUGIN, everything_21::send),
    ]
}

#[test]
fn what_a_charge_point_sends_can_be_handled() {
    let mut counts = Vec::new();
    for (version, plugin, _) in versions() {
        let actions = Catalogue::of(version).actions();
        // What is not answered leaves nothing to decide: it comes as an event.
        let sent: Vec<_> = actions.filter(|a| a.sent_by_charge_point() && a.confirmed()).collect();
        for action in &sent {
            let claimed = |route: &&ocpp_plugin_sdk::Route| route.action == action.name() && route.version == version;
            assert!(plugin.routes.iter().any(|route| claimed(&route)), "{}", action.name());
            is_handled(plugin, action);
        }
        counts.push(sent.len());
    }
    println!("handled: {counts:?}");
    assert!(counts.iter().all(|count| *count > 10));
}

#[test]
fn what_a_central_system_sends_can_be_sent() {
    let mut counts = Vec::new();
    for (version, _, send) in versions() {
        let actions = Catalogue::of(version).actions();
        let sent: Vec<_> = actions.filter(|action| action.sent_by_central_system()).collect();
        sent.iter().for_each(|action| send(action.name()));
        counts.push(sent.len());
    }
    println!("sent: {counts:?}");
    assert!(counts.iter().all(|count| *count > 10));
}
