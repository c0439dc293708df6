//! The tables of the plugins.

use super::cost::Row;
use super::upload::Sample;
use super::{Doorman, Plan};
use crate::bench::report::{median_of, not_measured};
use crate::bench::sample::{LoadSample, lacking};
use crate::bench::scenario::Scenario;

/// What a call costs on each server.
pub fn cost(plan: &Plan, rows: &[Row]) {
    println!(
        "\none plugin, 1.6 {}, {} connections in closed loop, {} rounds, one worker",
        Scenario::Greeting.title(),
        plan.load.connections,
        plan.load.rounds,
    );
    println!(
        "{:<20}{:>9}{:>9}{:>18}{:>11}{:>7}{:>10}{:>10}",
        "plugin, instances", "msg/s", "CPU µs", "(min-max)", "a call µs", "busy", "p50 µs", "p99 µs"
    );
    let none = rows.first().filter(|row| lacking(&row.samples).is_none());
    let none = none.map(|row| median_of(&row.samples, LoadSample::cpu_us));
    for (number, Row { title, samples }) in rows.iter().enumerate() {
        if let Some(why) = lacking(samples) {
            not_measured(&format!("{title:<20}"), why);
            continue;
        }
        let cpu = median_of(samples, LoadSample::cpu_us);
        let all = || samples.iter().map(LoadSample::cpu_us);
        let (least, most) = (all().fold(f64::MAX, f64::min), all().fold(0.0, f64::max));
        let call = none.filter(|_| number > 0).map(|none| format!("{:.1}", cpu - none));
        println!(
            "{title:<20}{:>9.0}{cpu:>9.1}{:>18}{:>11}{:>6.0}%{:>10.0}{:>10.0}",
            median_of(samples, LoadSample::rate),
            format!("({least:.1}-{most:.1})"),
            call.unwrap_or_default(),
            median_of(samples, LoadSample::server_busy) * 100.0,
            median_of(samples, |sample| sample.p50_us),
            median_of(samples, |sample| sample.p99_us),
        );
    }
}

/// From push to active, and the memory.
pub fn uploads(plugins: &[(&Doorman, Vec<Sample>)]) {
    println!(
        "\n{:<12}{:>9}{:>14}{:>11}{:>13}{:>13}{:>19}{:>18}",
        "one plugin",
        "KiB",
        "cold push ms",
        "cached ms",
        "activate ms",
        "MiB, loaded",
        "after fresh calls",
        "after warm calls"
    );
    for (doorman, samples) in plugins {
        let mib = |samples: &[Sample], figure: fn(&Sample) -> f64| median_of(samples, figure) / 1024.0 / 1024.0;
        let with = |instance| -> Vec<Sample> {
            let fits = samples.iter().filter(|sample| sample.instance == instance);
            fits.copied().collect()
        };
        println!(
            "{:<12}{:>9}{:>14.0}{:>11.1}{:>13.1}{:>13.1}{:>19.1}{:>18.1}",
            doorman.language.title(),
            doorman.component.len() / 1024,
            median_of(samples, |sample| sample.cold) * 1000.0,
            median_of(samples, |sample| sample.cached) * 1000.0,
            median_of(samples, |sample| sample.activation) * 1000.0,
            mib(samples, |sample| sample.loaded),
            mib(&with("per-call"), |sample| sample.called),
            mib(&with("warm"), |sample| sample.called),
        );
    }
}
