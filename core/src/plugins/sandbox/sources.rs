//! Clocks and random numbers of a guest that are the same when its call is replayed.

use std::time::{Duration, Instant};

use chacha20::ChaCha12Rng;
use chacha20::rand_core::SeedableRng;
use wasmtime_wasi::{HostMonotonicClock, HostWallClock, WasiCtxBuilder};

use super::trace::{HostTrace, Seed};
use crate::clock::{self, Time};

/// Gives a context the sources of a recorded call; any other keeps the system's. `moment` is the call's.
pub fn configure(builder: &mut WasiCtxBuilder, trace: &HostTrace, moment: Time) {
    let Some(seed) = trace.seed() else { return };
    let trace = || trace.clone();
    builder
        .wall_clock(Wall { trace: trace(), moment })
        .monotonic_clock(Monotonic {
            trace: trace(),
            start: Instant::now(),
        })
        .secure_random(ChaCha12Rng::from_seed(seed))
        .insecure_random(ChaCha12Rng::from_seed(turned(seed, 1)))
        .insecure_random_seed(u128::from_le_bytes(half(turned(seed, 2))));
}

/// Another seed made of the same one.
fn turned(mut seed: Seed, by: u8) -> Seed {
    for byte in &mut seed {
        *byte ^= by;
    }
    seed
}

fn half(seed: Seed) -> [u8; 16] {
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(seed) {
        *to = from;
    }
    half
}

/// The clock on the wall.
struct Wall {
    trace: HostTrace,
    moment: Time,
}

impl HostWallClock for Wall {
    fn resolution(&self) -> Duration {
        Duration::from_micros(1)
    }

    fn now(&self) -> Duration {
        let passed = || (clock::now() - self.moment).num_nanoseconds().unwrap_or_default();
        let nanoseconds = self.moment.timestamp_nanos_opt().unwrap_or_default() + self.trace.wall(passed);
        Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or_default())
    }
}

/// The clock that only goes forward.
struct Monotonic {
    trace: HostTrace,
    start: Instant,
}

impl HostMonotonicClock for Monotonic {
    fn resolution(&self) -> u64 {
        1
    }

    fn now(&self) -> u64 {
        let passed = || u64::try_from(self.start.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.trace.monotonic(passed)
    }
}
