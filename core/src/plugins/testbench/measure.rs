//! What a plugin's calls cost: each step of a fixture many times over, with nothing done that it wants.

use std::time::{Duration, Instant};

use super::fixture::{Fixture, Step};
use super::fixture_host::FixtureHost;
use super::metered::Meter;
use super::step_input::{StepInput, unasked};
use crate::plugins::component::guest_call::GuestFailure;
use crate::plugins::testbench::{Instancing, Testbench, TestbenchError};

/// Calls that are made before the clock runs.
const WARM_UP: usize = 3;

/// The times of many calls.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Half of them took less.
    pub p50: Duration,
    /// One in a hundred took longer.
    pub p99: Duration,
    /// Their mean.
    pub mean: Duration,
}

impl Cost {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| {
            let place = (times.len() * percent / 100).min(times.len().saturating_sub(1));
            times.get(place).copied().unwrap_or_default()
        };
        let count = u32::try_from(times.len()).unwrap_or(u32::MAX).max(1);
        Self {
            p50: at(50),
            p99: at(99),
            mean: times.iter().sum::<Duration>() / count,
        }
    }
}

/// What one step of a fixture costs.
#[derive(Debug)]
pub struct Measured {
    /// From 1.
    pub step: usize,
    /// In a few words.
    pub title: String,
    /// With a new instance for each call.
    pub fresh: Cost,
    /// With one instance for all.
    pub warm: Cost,
    /// The linear memory of an instance after the call, in bytes.
    pub memory_bytes: usize,
    /// The instructions of the call, in wasmtime's unit.
    pub fuel: u64,
}

impl Testbench {
    /// Measures every step that a server would ask, each so many times. The steps' effects on the state
    /// are done once, so that each step finds what the steps before it left.
    ///
    /// # Errors
    /// A fixture that cannot be played, or a call that fails.
    pub fn measure(&mut self, fixture: &Fixture, calls: usize) -> Result<Vec<Measured>, TestbenchError> {
        let fresh = self.time(fixture, Instancing::Fresh, calls)?;
        let warm = self.time(fixture, Instancing::Warm, calls)?;
        let meter = Meter::new(&self.bytes, self.version.waits);
        let meter = meter.map_err(|error| TestbenchError::Fixture(format!("fuel cannot be counted: {error:#}")))?;
        let host = FixtureHost::new(&self.version.manifest, &self.limits, fixture)?;
        let mut measured = Vec::new();
        for ((number, step), (fresh, warm)) in self.asked(fixture).zip(fresh.into_iter().zip(warm)) {
            let asked = StepInput::new(&step.input, number);
            let can = host.capabilities(&asked);
            let used = meter.run(can, asked.allowance(&host.access, self.version.waits), asked.ask());
            let used = used.map_err(|error| TestbenchError::Fixture(format!("step {number}: {error:#}")))?;
            measured.push(Measured {
                step: number,
                title: step.input.title(),
                fresh,
                warm,
                memory_bytes: used.memory_bytes,
                fuel: used.fuel,
            });
            self.take(&host, number, step)?;
        }
        Ok(measured)
    }

    fn asked<'a>(&'a self, fixture: &'a Fixture) -> impl Iterator<Item = (usize, &'a Step)> {
        let steps = (1..).zip(&fixture.steps);
        steps.filter(|(_, step)| unasked(&step.input, &self.version.manifest).is_none())
    }

    fn time(&mut self, fixture: &Fixture, instancing: Instancing, calls: usize) -> Result<Vec<Cost>, TestbenchError> {
        self.instances(instancing);
        let host = FixtureHost::new(&self.version.manifest, &self.limits, fixture)?;
        let mut costs = Vec::new();
        for (number, step) in self.asked(fixture) {
            let asked = StepInput::new(&step.input, number);
            let allowance = asked.allowance(&host.access, self.version.waits);
            let mut times = Vec::with_capacity(calls);
            for call in 0..WARM_UP + calls {
                let begin = Instant::now();
                let can = host.capabilities(&asked);
                let answer = self.version.prepared.call(can, allowance, asked.ask());
                let took = begin.elapsed();
                if let Err(GuestFailure { cause, stderr, .. }) = answer {
                    let title = step.input.title();
                    return Err(TestbenchError::Fixture(format!(
                        "step {number} ({title}): the plugin {cause}\n{stderr}"
                    )));
                }
                if call >= WARM_UP {
                    times.push(took);
                }
            }
            costs.push(Cost::of(times));
            self.take(&host, number, step)?;
        }
        Ok(costs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cost_of_many_calls() {
        let cost = Cost::of((1..=100).rev().map(Duration::from_micros).collect());
        let times = [cost.p50, cost.p99, cost.mean].map(|time| time.as_nanos());
        assert_eq!(times, [51_000, 100_000, 50_500]);
        assert_eq!(Cost::of(Vec::new()).p99, Duration::ZERO);
    }
}
