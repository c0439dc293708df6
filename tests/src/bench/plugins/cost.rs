//! The cost of a call: the same closed loop against the server without a plugin, and with each.

use super::{Doorman, INSTANCES, NAME, Plan, section};
use crate::bench::Outcome;
use crate::bench::generator;
use crate::bench::sample::LoadSample;
use crate::bench::scenario::Scenario;
use crate::bench::server::{Subject, config, push};
use crate::doorman::Language;
use crate::server::Server;

/// What is counted at least, however slow.
const LEAST: u64 = 500;

/// The first row.
pub const NO_PLUGIN: &str = "no plugin";

/// What a row is called in the table.
pub fn title(language: Language, instances: &str) -> String {
    format!("{}, {instances}", language.title())
}

/// The samples of one server, by what it is called in the table.
pub struct Row {
    /// The language, and where the instances come from.
    pub title: String,
    /// One of each round.
    pub samples: Vec<LoadSample>,
}

/// Measures all servers in each round; the first row is the server without a plugin.
pub fn rows(plan: &Plan, doormen: &[Doorman]) -> Outcome<Vec<Row>> {
    let mut servers = vec![(NO_PLUGIN.to_owned(), None)];
    for doorman in doormen {
        for (setting, word) in INSTANCES {
            servers.push((title(doorman.language, word), Some((doorman, setting))));
        }
    }
    let mut rows: Vec<_> = servers
        .iter()
        .map(|(title, _)| Row {
            title: title.clone(),
            samples: Vec::new(),
        })
        .collect();
    for _ in 0..plan.load.rounds {
        for (row, (_, plugin)) in rows.iter_mut().zip(&servers) {
            row.samples.push(sample(plan, *plugin)?);
        }
    }
    Ok(rows)
}

fn sample(plan: &Plan, plugin: Option<(&Doorman, &str)>) -> Outcome<LoadSample> {
    let mut config = config();
    if let Some((_, instance)) = plugin {
        config = config.plugin(&section(instance));
    }
    let server = Server::start(&config);
    if let Some((doorman, _)) = plugin {
        // Before it is bound to one core: the compiler is a process of the server's.
        push(&server, NAME, doorman.component.clone())?;
    }
    let admin = server.admin();
    let subject = Subject::of(server, 0)?;
    let load = (Scenario::Greeting, plan.load.connections);
    // Servers differ by a factor of a hundred: a first run says how many messages fit into the limit.
    let first = generator::load(&plan.load, subject.target(), load, LEAST)?;
    let sample = generator::load(&plan.load, subject.target(), load, fitting(plan, &first))?;
    if plugin.is_some() {
        let status = admin.get(&format!("/api/v1/plugins/{NAME}")).expect(200);
        if status["failures"] != 0 || status["skipped"] != 0 || status["calls"].as_u64() < Some(sample.messages) {
            return Err(format!("not every call was answered by the plugin: {status}").into());
        }
    }
    Ok(sample)
}

/// As many as take half of the limit, with the warm-up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "some seconds, and at most some millions"
)]
fn fitting(plan: &Plan, first: &LoadSample) -> u64 {
    let fits = first.rate() * plan.load.limit_seconds as f64 / 2.0 / 1.25;
    (fits as u64).clamp(LEAST, plan.load.messages.max(LEAST))
}
