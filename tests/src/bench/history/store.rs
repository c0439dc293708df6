//! A server whose store has a history, laid out by the messages of stations that had it, so that it is what a server keeps.

use std::fs;
use std::path::Path;
use std::time::Instant;

use crate::bench::Outcome;
use crate::bench::campaign::identity;
use crate::bench::drive::Plan;
use crate::bench::generator::{self, Target};
use crate::bench::quiet;
use crate::bench::server::{config, pin};
use crate::bench::station::{Answers, tag};
use crate::bench::usage::Process;
use crate::server::Server;

/// The numbers of the sessions of one run begin so far behind those of the one before: none comes twice. They are meter
/// readings, too, which have to stay below those at the end of a session.
const RUN: u64 = 1000;

/// The server with the history. It is started again for each run.
pub struct Kept {
    server: Server,
    runs: u64,
}

impl Kept {
    /// Lets each of the stations have its part of so many sessions, on as many cores as there are.
    ///
    /// # Errors
    /// A run fails, or the server keeps another number of sessions.
    pub fn lay_out(plan: &Plan, stations: u32, sessions: u32) -> Outcome<Self> {
        let welcoming = config().set("authorization.accept_unknown", true);
        let server = Server::start(&welcoming.set("ocpp.workers", 2));
        know_tags(&server, plan, stations);
        let begin = Instant::now();
        let target = Target::plain(server.ocpp(), Process(server.process()), Answers::Matching);
        let each = sessions.div_ceil(stations);
        let laid_out = generator::past(plan, target, stations, each)?;
        let took = begin.elapsed().as_secs_f64();
        let mut kept = Self { server, runs: 0 };
        kept.server.stop();
        let size = size(&kept.server.data_folder())? >> 20;
        kept.server.write_config(&config());
        let begin = Instant::now();
        // It has stopped already.
        kept.server.crash_and_restart();
        let started = begin.elapsed().as_secs_f64();
        let quiet = quiet::settle(Process(kept.server.process()))?;
        println!(
            "a history of {} sessions, {each} of each station, on the disk {size} MiB: laid out in {took:.0} s; a server is ready \
             on it in {started:.1} s, and quiet {quiet:.1} s later",
            laid_out.sessions,
        );
        kept.counts(each)?;
        Ok(kept)
    }

    /// The first station has all of its sessions.
    fn counts(&self, each: u32) -> Outcome<()> {
        let path = format!("/api/v1/transactions?chargePoint={}&limit=1000", identity(0));
        let page = self.server.admin().get(&path);
        let found = page.body["items"].as_array().map_or(0, Vec::len);
        let wanted = usize::try_from(each.min(1000))?;
        if found == wanted {
            Ok(())
        } else {
            Err(format!("{found} sessions instead of {wanted}: {page:?}").into())
        }
    }

    /// Starts the server again, so that its memory and its caches say nothing of runs before, and waits until it is quiet.
    ///
    /// # Errors
    /// It cannot be bound to its core, or is never quiet.
    pub fn start_again(&mut self) -> Outcome<Target> {
        self.server.restart_with(&config());
        let process = Process(self.server.process());
        pin(process)?;
        quiet::settle(process)?;
        self.runs += 1;
        Ok(Target {
            first_session: self.runs * RUN,
            ..Target::plain(self.server.ocpp(), process, Answers::Matching)
        })
    }
}

/// A server that knows the fleet and its tags and has just started, as the other does, but has no session: what it reads comes
/// from where it comes from there, so that the history alone is what differs.
pub struct EmptyHanded(Server);

impl EmptyHanded {
    /// Lets so many stations come once, and starts the server again.
    ///
    /// # Errors
    /// A station is refused, or the server cannot be bound to its core, or is never quiet.
    pub fn start(plan: &Plan, stations: u32) -> Outcome<Self> {
        let mut one = Self(Server::start(&config()));
        know_tags(&one.0, plan, stations);
        generator::back(plan, one.target(), stations)?;
        one.0.restart_with(&config());
        let process = Process(one.0.process());
        pin(process)?;
        quiet::settle(process)?;
        Ok(one)
    }

    /// What stations connect to.
    #[must_use]
    pub fn target(&self) -> Target {
        Target::plain(self.0.ocpp(), Process(self.0.process()), Answers::Matching)
    }
}

/// Of the stations that speak in closed loop, each has its own.
fn know_tags(server: &Server, plan: &Plan, stations: u32) {
    let admin = server.admin();
    for number in 0..stations.min(plan.connections) {
        admin.set_tag(&tag(number), "Accepted");
    }
}

/// Of all files in a folder, in bytes.
fn size(folder: &Path) -> Outcome<u64> {
    let mut all = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        all += if kind.is_dir() {
            size(&entry.path())?
        } else {
            kind.len()
        };
    }
    Ok(all)
}
