//! What a plugin costs, by its language: the reference plugin in each, called, loaded and pushed.

mod cost;
mod table;
mod upload;

use super::Outcome;
use super::aims;
use super::drive;
use super::figures::Figures;
use super::report::median_of;
use super::sample::{LoadSample, lacking};
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
    let mut figures = Figures::open(plan.load.figures.clone())?;
    let rows = cost::rows(plan, &doormen)?;
    table::cost(plan, &rows);
    note(&mut figures, &rows);
    let mut uploads = Vec::new();
    for doorman in &doormen {
        uploads.push((doorman, upload::samples(plan, doorman)?));
    }
    table::uploads(&uploads);
    aims::print_own(&figures);
    figures.save()
}

/// What a call of the plugin in Rust costs.
fn note(figures: &mut Figures, rows: &[cost::Row]) {
    let cpu = |title: &str| {
        let row = rows
            .iter()
            .find(|row| row.title == title && lacking(&row.samples).is_none())?;
        Some(median_of(&row.samples, LoadSample::cpu_us))
    };
    for (_, word) in INSTANCES {
        let with = cpu(&cost::title(Language::Rust, word));
        if let Some((with, none)) = with.zip(cpu(cost::NO_PLUGIN)) {
            figures.note(aims::plugin(word), with - none);
        }
    }
}
