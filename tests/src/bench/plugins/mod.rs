//! What a plugin costs, by its language: the reference plugin in each, called, loaded and pushed.

mod cost;
mod table;
mod upload;

use super::Outcome;
use super::drive;
use crate::doorman::Language;

/// What is run.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Rounds, messages, limits and connections, as in the other tables.
    pub load: drive::Plan,
    /// The languages.
    pub languages: Vec<Language>,
}

/// The plugin's name.
const NAME: &str = "doorman";

/// The plugin as a component.
struct Doorman {
    language: Language,
    component: Vec<u8>,
}

/// Where instances come from: the setting, and the word for it in the tables.
const INSTANCES: [(&str, &str); 2] = [("per-call", "fresh"), ("warm", "warm")];

/// The plugin's section of the configuration.
fn section(instance: &str) -> String {
    format!("name = \"{NAME}\"\ninstance = \"{instance}\"\ngrants = [\"state\", \"events\"]")
}

/// Builds the plugin in each language, runs everything and prints it.
///
/// # Errors
/// A server does not start, a component is refused, or a load run fails. Never for a number.
pub fn run(plan: &Plan) -> Outcome<()> {
    let mut doormen = Vec::new();
    for language in &plan.languages {
        if let Some(component) = language.doorman() {
            doormen.push(Doorman {
                language: *language,
                component,
            });
        }
    }
    table::cost(plan, &cost::rows(plan, &doormen)?);
    let mut uploads = Vec::new();
    for doorman in &doormen {
        uploads.push((doorman, upload::samples(plan, doorman)?));
    }
    table::uploads(&uploads);
    Ok(())
}
