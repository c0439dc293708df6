//! Kills the server under load, again and again, and looks for what it has forgotten.
//!
//! `KILL_ROUNDS` says how often, `KILL_SEED` repeats the choices of a run. SIGKILL takes the process
//! and leaves the machine: what the kernel was given survives. A power cut is not tested here.

use std::env;
use std::thread;
use std::time::{Duration, SystemTime};

use ocpp_central_tests::config::Config;
use ocpp_central_tests::crash::chance::Chance;
use ocpp_central_tests::crash::charge_point::ChargePoint;
use ocpp_central_tests::crash::charging_station::ChargingStation;
use ocpp_central_tests::crash::commands::Commands;
use ocpp_central_tests::crash::given::GivenIds;
use ocpp_central_tests::crash::id_tags::IdTags;
use ocpp_central_tests::crash::reservations::Reservations;
use ocpp_central_tests::crash::{Party, Since, Until};
use ocpp_central_tests::server::Server;

/// The server lives no longer than that after everybody has connected.
const LONGEST_LIFE: Duration = Duration::from_millis(1500);

#[test]
fn nothing_acknowledged_is_lost() {
    let rounds = number("KILL_ROUNDS").unwrap_or(5);
    let seed = number("KILL_SEED").unwrap_or_else(seed_of_today);
    println!("KILL_SEED={seed}");
    let mut chance = Chance::new(seed);
    let mut parties = cast(&mut chance);
    // None of the commands that are compared at the end is to be removed for being one of very many.
    let config = Config::new()
        .set("log.filter", "warn")
        .set("store.commands_per_charge_point", 100_000);
    let mut server = Server::start(&config);
    for round in 1..=rounds {
        let life = chance.moment(LONGEST_LIFE);
        play(&mut parties, &mut server, Some(life));
        compare(&mut parties, &server, Since::LastRound);
        let told: u64 = parties.iter().map(|party| party.acknowledged()).sum();
        println!("round {round}: killed after {life:?}; {told} acknowledged answers so far");
    }
    play(&mut parties, &mut server, None);
    compare(&mut parties, &server, Since::Ever);
    server.crash_and_restart();
    compare(&mut parties, &server, Since::Ever);
    assert!(
        parties.iter().all(|party| party.acknowledged() > 0),
        "somebody was never answered"
    );
}

fn cast(chance: &mut Chance) -> Vec<Box<dyn Party>> {
    let given = GivenIds::default();
    let mut parties: Vec<Box<dyn Party>> = Vec::new();
    for number in 0..6 {
        let name = format!("CRASH-16-{number}");
        parties.push(Box::new(ChargePoint::new(&name, chance.branch(), given.clone())));
    }
    for number in 0..4 {
        parties.push(Box::new(ChargingStation::new(&format!("CRASH-201-{number}"))));
    }
    parties.push(Box::new(IdTags::new(chance.branch())));
    parties.push(Box::new(Reservations::default()));
    parties.push(Box::new(Commands::default()));
    parties
}

/// Lets everybody work; after `life` the server is killed and started again. Without a `life`
/// everybody ends what it began.
fn play(parties: &mut [Box<dyn Party>], server: &mut Server, life: Option<Duration>) {
    let admin = server.admin();
    let until = if life.is_some() { Until::Lost } else { Until::Done };
    for party in &mut *parties {
        party.connect(server.ocpp());
    }
    thread::scope(|scope| {
        for party in parties {
            let admin = admin.clone();
            scope.spawn(move || party.act(&admin, until));
        }
        if let Some(life) = life {
            // The moment of the kill is what is random here; there is no condition to wait for.
            thread::sleep(life);
            server.crash_and_restart();
        }
    });
}

fn compare(parties: &mut [Box<dyn Party>], server: &Server, since: Since) {
    let admin = server.admin();
    for party in parties {
        party.compare(&admin, since);
    }
}

fn number(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

fn seed_of_today() -> u64 {
    let since = SystemTime::UNIX_EPOCH.elapsed().expect("after 1970");
    since.as_secs()
}
