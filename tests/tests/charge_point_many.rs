//! `ocpp-central charge-point --count N`: many simulated charge points with a rhythm, at our server and at the one of
//! PyPI `ocpp`. Their links are cut all at once, in the middle of whatever they said, and come back: nothing is lost, and
//! nothing is doubled.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use ocpp_central_tests::central::Central;
use ocpp_central_tests::config::Config;
use ocpp_central_tests::external::Tool;
use ocpp_central_tests::process;
use ocpp_central_tests::relay::Relay;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::simulated::sessions;
use ocpp_central_tests::wait;
use serde_json::{Value, json};

/// The program with many charge points, and every frame that it shows.
struct Many {
    child: Child,
    frames: Arc<Mutex<Vec<Frame>>>,
    reader: Option<JoinHandle<String>>,
}

/// A frame of one of them.
#[derive(Debug, Clone)]
struct Frame {
    station: String,
    is_out: bool,
    frame: Value,
}

/// A request of a charge point.
#[derive(Debug, Clone)]
struct Asked {
    station: String,
    action: String,
    payload: Value,
    answer: Option<Value>,
}

impl Many {
    /// So many at a relay, in all versions, that come back after a second or two.
    fn start(relay: &Relay, count: usize) -> Self {
        let (url, count) = (format!("ws://{}/ocpp", relay.address()), count.to_string());
        let mut command = process::command();
        command.args(["charge-point", &url, "--count", &count, "--version", "1.6,2.0.1,2.1"]);
        command.args(["--rhythm", "storm", "--seed", "7", "--verbose"]);
        for setting in [
            "AllowOfflineTxForUnknownId=true",
            "TransactionMessageRetryInterval=1",
            "OCPPCommCtrlr.RetryBackOffWaitMinimum=1",
            "OCPPCommCtrlr.RetryBackOffRandomRange=1",
            "OCPPCommCtrlr.RetryBackOffRepeatTimes=0",
        ] {
            command.args(["--set", setting]);
        }
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let frames: Arc<Mutex<Vec<Frame>>> = Arc::default();
        let (kept, output) = (Arc::clone(&frames), BufReader::new(child.stdout.take().unwrap()));
        let reader = thread::spawn(move || {
            let mut rest = String::new();
            for line in output.lines().map_while(Result::ok) {
                match frame(&line) {
                    Some(frame) => kept.lock().unwrap_or_else(PoisonError::into_inner).push(frame),
                    None => rest.push_str(&(line + "\n")),
                }
            }
            rest
        });
        Self {
            child,
            frames,
            reader: Some(reader),
        }
    }

    /// All requests so far, each with its answer if there was one.
    fn asked(&self) -> Vec<Asked> {
        let frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut places = BTreeMap::new();
        let mut asked: Vec<Asked> = Vec::new();
        for Frame { station, is_out, frame } in frames {
            let id = frame[1].as_str().unwrap_or_default().to_owned();
            if is_out && frame[0] == 2 {
                places.insert((station.clone(), id), asked.len());
                asked.push(Asked {
                    station,
                    action: frame[2].as_str().unwrap().to_owned(),
                    payload: frame[3].clone(),
                    answer: None,
                });
            } else if let Some(place) = places.get(&(station, id)).filter(|_| !is_out) {
                assert_eq!(frame[0], 3, "{:?}: {frame}", asked[*place]);
                asked[*place].answer = Some(frame[2].clone());
            }
        }
        asked
    }

    /// Waits until all have heard something of the server from now on.
    fn until_all_are_back(&self, count: usize) {
        let frames = || self.frames.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let before = frames().len();
        wait::until("all are back", || {
            let heard: BTreeSet<String> = frames()
                .into_iter()
                .skip(before)
                .filter(|frame| !frame.is_out)
                .map(|frame| frame.station)
                .collect();
            (heard.len() == count).then_some(())
        });
    }

    /// Those that began a session while they were cut off, and told so afterwards.
    fn began_in_the_dark(&self, outages: &[Outage]) -> BTreeSet<String> {
        let dark = |asked: &&Asked| {
            let at = asked.payload["timestamp"].as_str().unwrap_or_default();
            let in_one = |outage: &Outage| (outage.from.as_str()..outage.to.as_str()).contains(&at);
            begins(asked) && asked.answer.is_some() && outages.iter().any(in_one)
        };
        self.asked()
            .iter()
            .filter(dark)
            .map(|asked| asked.station.clone())
            .collect()
    }

    /// How many sessions of one, or of all, are over and were told of.
    fn ended(&self, of: Option<&str>) -> usize {
        let is_it = |asked: &&Asked| ends(asked) && asked.answer.is_some() && of.is_none_or(|of| asked.station == of);
        self.asked().iter().filter(is_it).count()
    }

    /// Switches them off. What was written beside the frames.
    fn stop(mut self) -> (Vec<Asked>, String) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let code = wait::until("its end", || self.child.try_wait().unwrap()).code();
        let rest = self.reader.take().unwrap().join().unwrap();
        assert_eq!(code, Some(0), "{rest}");
        (self.asked(), rest)
    }
}

impl Drop for Many {
    fn drop(&mut self) {
        // It may have ended by itself.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// `12:00:00Z SIM-0001 -> [2,...`
fn frame(line: &str) -> Option<Frame> {
    let mut words = line.splitn(4, ' ');
    let (_, station, arrow, text) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let is_out = match arrow {
        "->" => true,
        "<-" => false,
        _ => return None,
    };
    Some(Frame {
        station: station.to_owned(),
        is_out,
        frame: serde_json::from_str(text).ok()?,
    })
}

fn begins(asked: &Asked) -> bool {
    asked.action == "StartTransaction" || asked.payload["eventType"] == "Started"
}

fn ends(asked: &Asked) -> bool {
    asked.action == "StopTransaction" || asked.payload["eventType"] == "Ended"
}

fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Millis, true)
}

/// While nobody reached the server, by the clock of the charge points.
struct Outage {
    from: String,
    to: String,
}

/// Cuts the wire, waits until everybody has tried to come back twice, and mends it. When it was.
fn outage(relay: &Relay, many: &Many, count: usize) -> Outage {
    let from = now();
    assert!(relay.cut() >= count, "all were connected");
    wait::until("all have tried twice", || {
        (relay.turned_away() >= 2 * count).then_some(())
    });
    let to = now();
    relay.restore();
    many.until_all_are_back(count);
    Outage { from, to }
}

/// As many outages as it takes, at least `least`, until most have begun a session in one of them and told so: how many do
/// in a single one depends on the machine.
fn outages(relay: &Relay, many: &Many, count: usize, least: usize) {
    let mut all = Vec::new();
    for _ in 0..10 {
        all.push(outage(relay, many, count));
        if all.len() >= least && many.began_in_the_dark(&all).len() > count / 2 {
            return;
        }
    }
    panic!("after {} outages few have begun a session in one", all.len());
}

/// What a session says of itself, in whichever version.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Begun {
    id_tag: String,
    started_at: String,
}

impl Begun {
    fn told(asked: &Asked) -> Self {
        let tag = asked.payload["idTag"]
            .as_str()
            .or_else(|| asked.payload["idToken"]["idToken"].as_str());
        Self {
            id_tag: tag.expect("who").to_owned(),
            started_at: asked.payload["timestamp"].as_str().expect("when").to_owned(),
        }
    }

    fn shown(session: &Value) -> Self {
        Self {
            id_tag: session["idTag"].as_str().expect("who").to_owned(),
            started_at: session["startedAt"].as_str().expect("when").to_owned(),
        }
    }
}

/// The sessions of a charge point at the server are those that it told of, each once.
fn compare(shown: &[Value], asked: &[&Asked]) -> usize {
    let on_server: Vec<Begun> = shown.iter().map(Begun::shown).collect();
    let once: BTreeSet<&Begun> = on_server.iter().collect();
    assert_eq!(once.len(), on_server.len(), "doubled: {on_server:#?}");
    let begun = |answered: bool| {
        let starts = asked
            .iter()
            .filter(move |asked| begins(asked) && (!answered || asked.answer.is_some()));
        starts.map(|asked| Begun::told(asked)).collect::<BTreeSet<_>>()
    };
    let (told, answered) = (begun(false), begun(true));
    for lost in &answered {
        assert!(once.contains(lost), "lost: {lost:?} of {on_server:#?}");
    }
    for made_up in once {
        assert!(told.contains(made_up), "nobody has told of {made_up:?}");
    }
    let closed: Vec<&Value> = shown.iter().filter(|session| session["state"] == "closed").collect();
    let ended = asked
        .iter()
        .filter(|asked| ends(asked) && asked.answer.is_some())
        .count();
    assert!(closed.len() >= ended, "{} of {ended} ends: {shown:#?}", closed.len());
    for session in closed {
        assert_eq!(
            (&session["doubts"], &session["complete"]),
            (&json!([]), &json!(true)),
            "{session}"
        );
    }
    ended
}

#[test]
fn at_our_server_nothing_is_lost_or_doubled() {
    const COUNT: usize = 30;
    let server = Server::start(&Config::new());
    let relay = Relay::to(server.ocpp());
    let many = Many::start(&relay, COUNT);
    let connected = || {
        let list = server
            .admin()
            .get("/api/v1/charge-points?connected=true&limit=1000")
            .expect(200);
        list["items"].as_array().unwrap().len()
    };
    let sessions_begun = || {
        let begun = many.asked().iter().filter(|asked| begins(asked)).count();
        (begun >= 2 * COUNT).then_some(())
    };
    wait::until("all are connected", || (connected() == COUNT).then_some(()));
    wait::until("sessions", sessions_begun);
    outages(&relay, &many, COUNT, 2);
    wait::until("all are connected again", || (connected() == COUNT).then_some(()));
    wait::until("sessions are over", || (many.ended(None) > 2 * COUNT).then_some(()));
    let (asked, rest) = many.stop();
    assert!(rest.contains(&format!("{COUNT} of {COUNT} connected; ")), "{rest}");
    let mut ended = 0;
    for number in 1..=COUNT {
        let id = format!("SIM-{number:04}");
        let of_it: Vec<&Asked> = asked.iter().filter(|asked| asked.station == id).collect();
        // What was answered is there; what was under way at the end may be, too.
        ended += compare(&sessions(&server, &id), &of_it);
    }
    assert!(ended > 2 * COUNT, "{ended} sessions ended");
}

/// A session as the library has received it: the numbers of its events, in 1.6 of its messages.
type Received = BTreeMap<(String, String), BTreeSet<u64>>;

#[test]
fn at_the_server_of_pypi_nothing_is_lost() {
    const COUNT: usize = 6;
    const OF_1_6: [&str; 2] = ["SIM-0001", "SIM-0004"];
    let Some(central) = Central::start(Tool::Python) else {
        return;
    };
    let relay = Relay::to(central.address());
    let many = Many::start(&relay, COUNT);
    wait::until("sessions", || {
        let asked = many.asked();
        let begun: BTreeSet<&String> = asked
            .iter()
            .filter(|asked| begins(asked))
            .map(|asked| &asked.station)
            .collect();
        (begun.len() == COUNT).then_some(())
    });
    outages(&relay, &many, COUNT, 1);
    for station in OF_1_6 {
        wait::until("two sessions are over", || {
            (many.ended(Some(station)) > 1).then_some(())
        });
    }
    let (asked, rest) = many.stop();
    assert!(rest.contains(&format!("{COUNT} of {COUNT} connected; ")), "{rest}");
    let mut received = Received::new();
    for line in central.lines() {
        if line["received"] != "TransactionEvent" {
            continue;
        }
        let event = &line["payload"];
        let id = event["transaction_info"]["transaction_id"].as_str().unwrap().to_owned();
        let of = (line["station"].as_str().unwrap().to_owned(), id);
        received
            .entry(of)
            .or_default()
            .insert(event["seq_no"].as_u64().unwrap());
    }
    assert!(received.len() > COUNT, "{received:?}");
    for (session, numbers) in &received {
        let last = numbers.last().copied().unwrap_or_default();
        assert_eq!(numbers.len() as u64, last + 1, "{session:?}: {numbers:?}");
    }
    for station in OF_1_6 {
        stopped_once(&asked, station);
    }
}

/// 1.6: each number that the server gave is stopped once, but for what is under way.
fn stopped_once(asked: &[Asked], station: &str) {
    let of_it = || {
        asked
            .iter()
            .filter(|asked| asked.station == station && asked.answer.is_some())
    };
    let given: BTreeSet<u64> = of_it()
        .filter(|asked| begins(asked))
        .map(|asked| asked.answer.as_ref().unwrap()["transactionId"].as_u64().unwrap())
        .collect();
    let stopped: Vec<u64> = of_it()
        .filter(|asked| ends(asked))
        .map(|asked| asked.payload["transactionId"].as_u64().unwrap())
        .collect();
    let once: BTreeSet<u64> = stopped.iter().copied().collect();
    assert_eq!(once.len(), stopped.len(), "{stopped:?}");
    assert!(once.is_subset(&given), "{once:?} of {given:?}");
    // Each of the two connectors may charge, and an end may be under way.
    assert!(given.len() <= once.len() + 3, "{once:?} of {given:?}");
    assert!(once.len() > 1, "{once:?}");
}
