//! `demo`: a server with ten charge points at work, for whoever wants to look at it.

mod server;
mod stations;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use ocpp_charge_point::client::Endpoint;
use ocpp_charge_point::fleet::Fleet;
use ocpp_charge_point::run::Handle;
use ocpp_charge_point::station::{Deed, Notice};
use tokio::sync::mpsc;

use super::Exit;
use super::charge_point::{interrupted, options_of, runtime};
use super::failed::{Failed, unusable};
use server::Server;
use stations::{STATIONS, Station};

/// What `demo` takes.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Keeps the server's state in this folder; without it all is gone at the end
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Where charge points connect
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9000")]
    ocpp_listen: String,
    /// Where the page and the API are
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9001")]
    admin_listen: String,
    /// The same seed makes the same cars, drivers and pauses again
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Arguments {
    /// Runs until Ctrl-C.
    ///
    /// # Errors
    /// That of the output.
    pub fn run(self, output: &mut impl Write) -> io::Result<Exit> {
        match self.begin(output) {
            Ok(exit) => Ok(exit),
            Err(failed) => failed.told(),
        }
    }

    fn begin(self, output: &mut impl Write) -> Result<Exit, Failed> {
        let runtime = runtime()?;
        let mut server = Server::start(&server::Wanted {
            folder: self.folder.clone(),
            ocpp: &self.ocpp_listen,
            admin: &self.admin_listen,
        })?;
        for station in &STATIONS {
            server.register(station)?;
        }
        writeln!(output, "The page:       http://{}/", server.admin())?;
        writeln!(output, "The API:        http://{}/docs", server.admin())?;
        writeln!(
            output,
            "Charge points:  ws://{}/ocpp/IDENTITY (any identity may connect)",
            server.ocpp()
        )?;
        writeln!(output, "Ten charge points are at work. Ctrl-C ends all of it.")?;
        output.flush()?;
        runtime.block_on(self.work(&mut server))
    }

    async fn work(&self, server: &mut Server) -> Result<Exit, Failed> {
        let url = format!("ws://{}/ocpp", server.ocpp());
        let mut fleet = Fleet::new();
        for (number, station) in (1_u64..).zip(&STATIONS) {
            let endpoint = Endpoint::new(&url, station.id).map_err(unusable)?;
            let seed = self.seed.wrapping_mul(1_000_003).wrapping_add(number);
            let options = options_of(endpoint, |options| station.shape(options, seed));
            let (observer, registered) = station_is_up();
            let handle = fleet.add(options, observer, station.rhythm()).map_err(unusable)?;
            if let Some((connector, code)) = station.broken {
                tokio::spawn(break_down(handle, registered, (connector, code)));
            }
        }
        let ended = tokio::select! {
            () = interrupted() => None,
            code = server.ended() => Some(code),
        };
        fleet.stop().await;
        match ended {
            None => {
                server.stop().await;
                Ok(Exit::Done)
            }
            Some(code) => Err(Failed::Refused(format!("error: the server has ended ({code})"))),
        }
    }
}

/// Says when the server has taken the boot.
fn station_is_up() -> (ocpp_charge_point::run::Observer, mpsc::Receiver<()>) {
    let (tell, registered) = mpsc::channel(1);
    let observer: ocpp_charge_point::run::Observer = Box::new(move |notice| {
        if matches!(notice, Notice::Registered(_)) {
            // Told before already, or nobody asks.
            tell.try_send(()).ok();
        }
    });
    (observer, registered)
}

/// A connector that is broken all the while.
async fn break_down(handle: Handle, mut registered: mpsc::Receiver<()>, (connector, code): (u16, &str)) {
    if registered.recv().await.is_none() {
        return;
    }
    let deed = Deed::Fault {
        connector: Some(connector),
        code: Some(code.to_owned()),
    };
    if let Ok(Err(reason)) = handle.act(deed).await {
        tracing::warn!(%reason, "nothing broke");
    }
}

impl Station {
    fn rhythm(&self) -> Option<ocpp_charge_point::fleet::Rhythm> {
        use ocpp_charge_point::fleet::Rhythm;
        Some(if self.flaky {
            Rhythm::BUSY.with_outages()
        } else {
            Rhythm::BUSY
        })
    }
}
