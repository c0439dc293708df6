//! A charge point with a person at the keyboard.

use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::path::Path;
use std::pin::pin;
use std::thread;
use std::time::Duration;

use ocpp_charge_point::client::ConnectError;
use ocpp_charge_point::fleet::{Fleet, Rhythm};
use ocpp_charge_point::keyboard::{self, HELP, Line};
use ocpp_charge_point::run::{Handle, Observer, Patience, RunOptions, Standing, Stopped};
use ocpp_charge_point::station::Notice;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::{interrupted, not_connected, show, undelivered};
use crate::cli::failed::{Failed, unusable};
use crate::cli::{Exit, complain};

/// How long lines that nobody types wait for the server to accept the charge point.
const BOOT: Duration = Duration::from_secs(10);

/// Runs it until somebody quits, the input ends, or Ctrl-C is pressed.
pub async fn run(
    options: RunOptions,
    (rhythm, verbose): (Option<Rhythm>, bool),
    output: &mut impl Write,
) -> Result<Exit, Failed> {
    let (endpoint, version) = (options.connect.endpoint.to_string(), options.station.version);
    writeln!(output, "OCPP {version} to {endpoint}; `help` lists what can be typed")?;
    output.flush()?;
    let (observer, registered) = watching(verbose);
    let mut fleet = Fleet::new();
    let memory = options.memory.clone();
    let handle = fleet.add(options, observer, rhythm).map_err(|error| {
        let file = memory.as_deref().unwrap_or_else(|| Path::new(""));
        unusable(format!("{} cannot be read: {error}", file.display()))
    })?;
    let stays = rhythm.is_some();
    let typed = async {
        follow(&handle, registered, stays).await;
        ending(&handle).await
    };
    let mut typed = pin!(typed);
    let mut interrupted = pin!(interrupted());
    let ended = tokio::select! {
        // That it cannot connect is told, whatever else ends with it.
        biased;
        ended = fleet.ended() => ended.and_then(Result::err).map_or(Ended::ByHand(None), Ended::NotConnected),
        ended = &mut typed => ended,
        () = &mut interrupted => Ended::ByHand(handle.standing().await.ok()),
    };
    fleet.stop().await;
    ended.told(memory.as_deref())
}

/// How it came to its end, with what the server had not got then.
enum Ended {
    /// It cannot connect.
    NotConnected(ConnectError),
    /// Somebody switched it off.
    ByHand(Option<Standing>),
    /// The lines that nobody typed are done, and the server had its time.
    ByInput(Option<Standing>),
}

impl Ended {
    /// Who switches it off is told what is left; to lines from a file or a pipe, as to a script, that is a failure.
    fn told(self, memory: Option<&Path>) -> Result<Exit, Failed> {
        let left = |standing: Option<Standing>| undelivered::told(&standing?, |_| false, memory);
        match self {
            Self::NotConnected(error) => Err(not_connected(&error)),
            Self::ByInput(standing) => match left(standing) {
                Some(left) => Err(Failed::Refused(format!("error: {left}"))),
                None => Ok(Exit::Done),
            },
            Self::ByHand(standing) => {
                if let Some(left) = left(standing) {
                    show::say(&left);
                }
                Ok(Exit::Done)
            }
        }
    }
}

/// Lines from a file or a pipe end before the server has what they led to, which is waited for.
async fn ending(handle: &Handle) -> Ended {
    if io::stdin().is_terminal() {
        Ended::ByHand(handle.standing().await.ok())
    } else {
        Ended::ByInput(handle.delivered(Patience::default()).await.ok())
    }
}

/// Shows what happens, and says when the boot was answered.
fn watching(verbose: bool) -> (Observer, watch::Receiver<bool>) {
    let (tell, registered) = watch::channel(false);
    let mut shown = show::observer(verbose);
    let observer: Observer = Box::new(move |notice| {
        shown(notice);
        if matches!(notice, Notice::Registered(_)) {
            tell.send_replace(true);
        }
    });
    (observer, registered)
}

/// Does what is typed, until nothing more is. Lines that come from a file or a pipe wait for the boot.
async fn follow(handle: &Handle, mut registered: watch::Receiver<bool>, stays: bool) {
    let mut lines = lines();
    if !io::stdin().is_terminal() {
        // A server that says nothing is told from the lines themselves.
        timeout(BOOT, registered.wait_for(|registered| *registered)).await.ok();
    }
    while let Some(line) = lines.recv().await {
        match keyboard::read(&line) {
            Ok(Line::Quit) => return,
            Ok(line) => {
                if obey(handle, line).await.is_err() {
                    return;
                }
            }
            Err(reason) => complain(&reason),
        }
    }
    if stays {
        // Cars come and go without anybody at the keyboard.
        std::future::pending::<()>().await;
    }
}

async fn obey(handle: &Handle, line: Line) -> Result<(), Stopped> {
    match line {
        Line::Do(deed) => match handle.act(deed).await? {
            Ok(said) => show::say(&said),
            Err(reason) => complain(&reason),
        },
        Line::Cut => {
            handle.cut().await?;
            show::say("the link is cut; `restore` mends it");
        }
        Line::CutAt(cut) => {
            show::say(&format!("the link will be cut at {}", cut.action));
            handle.cut_at(cut).await?;
        }
        Line::Restore => {
            handle.restore().await?;
            show::say("the link is there again");
        }
        Line::Status => show::say(&handle.view().await?.to_string()),
        Line::Help => show::say(&format!("what can be typed:\n{HELP}")),
        Line::Nothing | Line::Quit => {}
    }
    Ok(())
}

/// Standard input by lines, read on a thread of its own because it waits.
fn lines() -> mpsc::Receiver<String> {
    let (tell, lines) = mpsc::channel(16);
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if tell.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}
