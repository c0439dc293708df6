//! From `push` to active, and what a plugin keeps of the server's memory.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::runtime::Builder;

use super::{Doorman, INSTANCES, NAME, Plan, section};
use crate::bench::Outcome;
use crate::bench::fleet::{DONE, settled};
use crate::bench::generator::{self, Target};
use crate::bench::scenario::Scenario;
use crate::bench::server::{config, push};
use crate::bench::station::Answers;
use crate::bench::usage::Process;
use crate::server::Server;
use crate::swap::version::{Kind, Version};

/// Calls of one connection before the first reading of the memory, and before the last.
const CALLS: u64 = 1_000;

/// One server, with fresh or with warm instances.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// `per-call` or `warm`.
    pub instance: &'static str,
    /// Seconds of the first push, with the compilation.
    pub cold: f64,
    /// Seconds of a push whose compiled code is on the disk.
    pub cached: f64,
    /// Seconds of an activation whose compiled code is in memory.
    pub activation: f64,
    /// Growth of the resident memory by loading it, in bytes.
    pub loaded: f64,
    /// Growth after calls, in bytes.
    pub called: f64,
}

/// Two of each round: with fresh and with warm instances.
pub fn samples(plan: &Plan, doorman: &Doorman) -> Outcome<Vec<Sample>> {
    let mut samples = Vec::new();
    for _ in 0..plan.load.rounds {
        for (instance, _) in INSTANCES {
            samples.push(sample(plan, doorman, instance)?);
        }
    }
    Ok(samples)
}

fn sample(plan: &Plan, doorman: &Doorman, instance: &'static str) -> Outcome<Sample> {
    let config = config().plugin(&section(instance)).compiling();
    // On all cores, as an operator's: the compiler is a process of its own.
    let mut server = Server::start(&config);
    let process = Process(server.process());
    calls(plan, &server)?;
    let before = memory(process)?;
    let cold = push(&server, NAME, doorman.component.clone())?;
    let loaded = memory(process)? - before;
    calls(plan, &server)?;
    let called = memory(process)? - before;
    // Another version becomes active, so that a restarted server has the first one on its disk alone.
    push(&server, NAME, Version::new(Kind::Good, 0).component_of(NAME))?;
    server.restart_with(&config);
    let cached = push(&server, NAME, doorman.component.clone())?;
    post(&server, "rollback", &json!({}))?;
    let activation = post(&server, "activate", &json!({"version": "0.1.0"}))?;
    Ok(Sample {
        instance,
        cold: cold.as_secs_f64(),
        cached: cached.as_secs_f64(),
        activation: activation.as_secs_f64(),
        loaded,
        called,
    })
}

fn calls(plan: &Plan, server: &Server) -> Outcome<()> {
    let target = Target::plain(server.ocpp(), Process(server.process()), Answers::Matching);
    generator::load(&plan.load, target, (Scenario::Greeting, 1), CALLS).map(drop)
}

/// How long a change without a body to speak of takes.
fn post(server: &Server, what: &str, body: &Value) -> Outcome<Duration> {
    let begin = Instant::now();
    let reply = server.admin().post(&format!("/api/v1/plugins/{NAME}/{what}"), body);
    if reply.status != 200 {
        return Err(format!("{what}: {reply:?}").into());
    }
    Ok(begin.elapsed())
}

fn memory(server: Process) -> Outcome<f64> {
    Builder::new_current_thread()
        .enable_time()
        .build()?
        .block_on(settled(server, DONE))
}
