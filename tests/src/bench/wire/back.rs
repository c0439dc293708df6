//! A fleet comes back after the server was restarted: plainly, and by TLS with certificates of both kinds.

use serde_json::json;
use tempfile::TempDir;

use crate::bench::door::{HOST, Way};
use crate::bench::drive::Plan;
use crate::bench::figures::Figures;
use crate::bench::generator::{self, Target};
use crate::bench::report::{median_of, not_measured, over};
use crate::bench::sample::{BackSample, lacking};
use crate::bench::server::{Subject, Variant, config, pin};
use crate::bench::station::Answers;
use crate::bench::usage::Process;
use crate::bench::{Outcome, aims};
use crate::config::Config;
use crate::pki::{Authority, Kind, Subject as Named};
use crate::server::Server;

/// Through what the fleet comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    /// The bare server.
    Floor,
    /// Ours, without TLS.
    Plain,
    /// Ours, with a certificate of this kind.
    Tls(Kind),
}

impl Entry {
    const ALL: [Self; 4] = [Self::Floor, Self::Plain, Self::Tls(Kind::Ec), Self::Tls(Kind::Rsa)];

    const fn title(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Plain => "plain",
            Self::Tls(Kind::Ec) => "TLS, ECDSA P-256",
            Self::Tls(Kind::Rsa) => "TLS, RSA 2048",
        }
    }
}

pub fn run(plan: &Plan, figures: &mut Figures) -> Outcome<()> {
    let stations = generator::fitting(plan.stations)?;
    let mut measured = Entry::ALL.map(|entry| (entry, Vec::new()));
    for _ in 0..plan.rounds {
        for (entry, samples) in &mut measured {
            samples.push(sample(plan, *entry, stations)?);
        }
    }
    let cpu = |wanted: Entry| {
        let found = measured.iter().find(|(entry, _)| *entry == wanted);
        let found = found.filter(|(_, samples)| lacking(samples).is_none());
        found.map(|(_, samples)| median_of(samples, BackSample::cpu_us))
    };
    let (floor, plain) = (cpu(Entry::Floor), cpu(Entry::Plain));
    for (variant, cpu) in [(Variant::Floor, floor), (Variant::Plain, plain)] {
        if let Some(cpu) = cpu {
            figures.note(aims::fleet("back", variant), cpu);
        }
    }
    println!(
        "{stations} stations back after a restart, 128 on their way at once, {} rounds, one worker; full handshakes",
        plan.rounds
    );
    println!(
        "{:<20}{:>9}{:>15}{:>15}{:>11}{:>11}{:>13}{:>19}",
        "", "seconds", "server CPU s", "CPU µs each", "to plain", "to floor", "load CPU s", "sessions offered"
    );
    for (entry, samples) in &measured {
        let title = format!("{:<20}", entry.title());
        if let Some(why) = lacking(samples) {
            not_measured(&title, why);
            continue;
        }
        let each = median_of(samples, BackSample::cpu_us);
        println!(
            "{title}{:>9.3}{:>15.2}{each:>15.0}{:>11}{:>11}{:>13.2}{:>19}",
            median_of(samples, |sample| sample.seconds),
            median_of(samples, |sample| sample.server_cpu_seconds),
            over(each, plain),
            over(each, floor),
            median_of(samples, |sample| sample.client_cpu_seconds),
            samples.iter().map(|sample| sample.sessions).max().unwrap_or_default(),
        );
    }
    Ok(())
}

/// Everybody has been there before; then the server is started again, and everybody comes at once.
fn sample(plan: &Plan, entry: Entry, stations: u32) -> Outcome<BackSample> {
    let (config, way, _folder) = match entry {
        Entry::Floor => {
            let floor = Subject::start(Variant::Floor, 0)?;
            generator::back(plan, floor.target(), stations)?;
            return generator::back(plan, floor.target(), stations);
        }
        Entry::Plain => (config(), Way::default(), None),
        Entry::Tls(kind) => {
            let folder = tempfile::tempdir()?;
            let way = Way {
                is_tls: true,
                ..Way::default()
            };
            (with_tls(kind, &folder), way, Some(folder))
        }
    };
    let mut server = Server::start(&config);
    pin(Process(server.process()))?;
    let first = generator::back(plan, target(&server, way), stations)?;
    server.restart_with(&config);
    pin(Process(server.process()))?;
    let again = generator::back(plan, target(&server, way), stations)?;
    if first.stations == again.stations {
        Ok(again)
    } else {
        Err("not everybody came back".into())
    }
}

fn target(server: &Server, way: Way) -> Target {
    let address = if way.is_tls { server.ocpp_tls() } else { server.ocpp() };
    Target {
        way,
        ..Target::plain(address, Process(server.process()), Answers::Matching)
    }
}

/// With one certificate, so that it is the one that is shown.
fn with_tls(kind: Kind, folder: &TempDir) -> Config {
    let subject = Named {
        hosts: &[HOST],
        kind,
        ..Named::default()
    };
    let written = Authority::new("Bench authority")
        .issue(&subject)
        .write(folder.path(), "server");
    config()
        .set("ocpp.tls.listen", "127.0.0.1:0")
        .set("ocpp.tls.certificates", json!([written.certificate]))
        .set("ocpp.tls.keys", json!([written.key]))
}
