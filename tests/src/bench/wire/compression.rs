//! Messages that are compressed beside plain ones: the server's CPU, the bytes that are carried, and the memory of a connection.

use crate::bench::Outcome;
use crate::bench::door::Way;
use crate::bench::drive::Plan;
use crate::bench::generator::{self, Target};
use crate::bench::report::{kib, median_of, not_measured, over};
use crate::bench::sample::{FleetSample, LoadSample, lacking};
use crate::bench::scenario::Scenario;
use crate::bench::server::{Subject, Variant};

/// Short messages, long ones, and both.
const SCENARIOS: [Scenario; 3] = [Scenario::Heartbeat, Scenario::Meter, Scenario::Session];
/// The load generator's own compression takes a quarter of a MiB for each connection.
const MOST_STATIONS: u32 = 2000;
const WAYS: [(bool, &str); 2] = [(false, "plain"), (true, "compressed")];

pub fn run(plan: &Plan) -> Outcome<()> {
    println!(
        "\ncompression (permessage-deflate as the server is shipped), OCPP {}, {} connections in closed loop, {} rounds; bytes \
         are whole frames",
        plan.version, plan.connections, plan.rounds
    );
    println!(
        "{:<38}{:<12}{:>9}{:>9}{:>8}{:>7}{:>16}{:>18}",
        "scenario", "", "msg/s", "CPU µs", "ratio", "busy", "bytes to server", "bytes from server"
    );
    for scenario in SCENARIOS {
        let mut measured = WAYS.map(|(_, title)| (title, Vec::new()));
        for _ in 0..plan.rounds {
            for ((is_compressed, _), (_, samples)) in WAYS.into_iter().zip(&mut measured) {
                samples.push(load(plan, scenario, is_compressed)?);
            }
        }
        print(scenario, &measured);
    }
    memory(plan)
}

fn load(plan: &Plan, scenario: Scenario, is_compressed: bool) -> Outcome<LoadSample> {
    let subject = Subject::start(Variant::Plain, plan.connections)?;
    let target = by(&subject, is_compressed);
    generator::load(plan, target, (scenario, plan.connections), plan.messages)
}

fn by(subject: &Subject, is_compressed: bool) -> Target {
    let way = Way {
        is_compressed,
        ..Way::default()
    };
    Target {
        way,
        ..subject.target()
    }
}

fn print(scenario: Scenario, measured: &[(&str, Vec<LoadSample>)]) {
    let cpu = |samples: &[LoadSample]| median_of(samples, LoadSample::cpu_us);
    let plain = measured.first().filter(|(_, samples)| lacking(samples).is_none());
    let plain = plain.map(|(_, samples)| cpu(samples));
    for (title, samples) in measured {
        let title = format!("{:<38}{title:<12}", scenario.title());
        if let Some(why) = lacking(samples) {
            not_measured(&title, why);
            continue;
        }
        println!(
            "{title}{:>9.0}{:>9.2}{:>8}{:>6.0}%{:>16.0}{:>18.0}",
            median_of(samples, LoadSample::rate),
            cpu(samples),
            over(cpu(samples), plain),
            median_of(samples, LoadSample::server_busy) * 100.0,
            median_of(samples, LoadSample::sent),
            median_of(samples, LoadSample::received),
        );
    }
}

fn memory(plan: &Plan) -> Outcome<()> {
    let stations = generator::fitting(plan.stations.min(MOST_STATIONS))?;
    let mut measured: [(&str, Vec<FleetSample>); 2] = WAYS.map(|(_, title)| (title, Vec::new()));
    for _ in 0..plan.rounds {
        for ((is_compressed, _), (_, samples)) in WAYS.into_iter().zip(&mut measured) {
            let subject = Subject::start(Variant::Plain, 0)?;
            samples.push(generator::fleet(plan, by(&subject, is_compressed), stations)?);
        }
    }
    println!(
        "\n{:<12}{:>10}{:>18}{:>20}",
        "memory", "stations", "KiB each, idle", "KiB after traffic"
    );
    for (title, samples) in &measured {
        if let Some(why) = lacking(samples) {
            not_measured(&format!("{title:<12}"), why);
            continue;
        }
        println!(
            "{title:<12}{stations:>10}{:>18.1}{:>20.1}",
            kib(samples, |sample| sample.idle_bytes),
            kib(samples, |sample| sample.traffic_bytes),
        );
    }
    Ok(())
}
