//! What people type who stand at a simulated charge point; the steps of a scenario are the same words.

use serde_json::{Value, json};

use crate::run::{Cut, Moment};
use crate::station::Deed;

/// What may be typed, a line each.
pub const HELP: &str = "\
plug [N]              a car is plugged in at connector N, or at the first that has none
swipe TAG [N]         a card is held to the reader: begins a session, or ends that of the card
unplug [N]            the car is gone
pause [N], resume [N] the car takes nothing for a while
fault [N] [CODE]      connector N breaks, such as `fault 1 GroundFailure`
repair [N]            it works again
cut                   the link is cut, and nothing is said to the server
cut at ACTION [before|sent|answered]
                      the link is cut when this request is about to be sent, was sent, or was answered
restore               the link is there again
reboot                the power goes, and comes again
send ACTION [JSON]    sends a request of your own
raw TEXT              sends a text as it is
status                how it stands
quit                  switches it off";

/// A line that was understood.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// Nothing was typed.
    Nothing,
    /// Something is done at the charge point.
    Do(Deed),
    /// The link is cut.
    Cut,
    /// The link is cut at a moment to come.
    CutAt(Cut),
    /// The link is there again.
    Restore,
    /// How does it stand?
    Status,
    /// What may be typed?
    Help,
    /// It is switched off.
    Quit,
}

/// Reads a line.
///
/// # Errors
/// What is wrong with it, in words that say what to type instead.
pub fn read(line: &str) -> Result<Line, String> {
    let line = line.trim();
    let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    let deed = match word {
        "" => return Ok(Line::Nothing),
        "plug" => Deed::Plug(connector(rest)?),
        "unplug" => Deed::Unplug(connector(rest)?),
        "pause" => Deed::Pause(connector(rest)?),
        "resume" => Deed::Resume(connector(rest)?),
        "repair" => Deed::Repair(connector(rest)?),
        "fault" => fault(rest)?,
        "swipe" => swipe(rest)?,
        "send" => send(rest)?,
        "raw" if rest.is_empty() => {
            return Err("`raw` needs a text, such as `raw [2,\"1\",\"Heartbeat\",{}]`".to_owned());
        }
        "raw" => Deed::Raw(rest.to_owned()),
        "reboot" => Deed::PowerCut,
        "cut" => return cut(rest),
        "restore" => return Ok(Line::Restore),
        "status" => return Ok(Line::Status),
        "help" | "?" => return Ok(Line::Help),
        "quit" | "exit" => return Ok(Line::Quit),
        other => return Err(format!("`{other}` is not known here; `help` lists what is")),
    };
    Ok(Line::Do(deed))
}

fn connector(text: &str) -> Result<Option<u16>, String> {
    match text {
        "" => Ok(None),
        number => match number.parse() {
            Ok(id) if id > 0 => Ok(Some(id)),
            _ => Err(format!("`{number}` is no connector: a number from 1 on")),
        },
    }
}

fn fault(rest: &str) -> Result<Deed, String> {
    let (first, second) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let (number, code) = if first.starts_with(|c: char| c.is_ascii_digit()) {
        (first, second.trim())
    } else {
        ("", rest)
    };
    Ok(Deed::Fault {
        connector: connector(number)?,
        code: Some(code.to_owned()).filter(|code| !code.is_empty()),
    })
}

fn swipe(rest: &str) -> Result<Deed, String> {
    let mut words = rest.split_whitespace();
    let Some(tag) = words.next() else {
        return Err("`swipe` needs a tag, such as `swipe 04A1B2C3`".to_owned());
    };
    Ok(Deed::Swipe {
        tag: tag.to_owned(),
        connector: connector(words.next().unwrap_or_default())?,
    })
}

fn send(rest: &str) -> Result<Deed, String> {
    let (action, payload) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    if action.is_empty() {
        return Err(
            "`send` needs an action, such as `send Heartbeat` or `send DataTransfer {\"vendorId\":\"me\"}`".to_owned(),
        );
    }
    let payload: Value = match payload.trim() {
        "" => json!({}),
        text => serde_json::from_str(text).map_err(|error| format!("the payload is no JSON: {error}"))?,
    };
    Ok(Deed::Send {
        action: action.to_owned(),
        payload,
    })
}

fn cut(rest: &str) -> Result<Line, String> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let moment = |word: &str| match word {
        "before" => Ok(Moment::BeforeSent),
        "sent" => Ok(Moment::Sent),
        "answered" => Ok(Moment::Answered),
        other => Err(format!("`{other}` is no moment: `before`, `sent` or `answered`")),
    };
    match words.as_slice() {
        [] => Ok(Line::Cut),
        ["at", action] => Ok(Line::CutAt(at(action, Moment::Sent))),
        ["at", action, word] => Ok(Line::CutAt(at(action, moment(word)?))),
        _ => Err("`cut` is said alone, or as `cut at ACTION [before|sent|answered]`".to_owned()),
    }
}

fn at(action: &str, moment: Moment) -> Cut {
    Cut {
        action: action.to_owned(),
        moment,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::{Cut, Deed, HELP, Line, Moment, read};

    #[test]
    fn lines_are_understood() {
        let swipe = |tag: &str, connector| {
            let tag = tag.to_owned();
            Line::Do(Deed::Swipe { tag, connector })
        };
        let fault = |connector, code: Option<&str>| {
            let code = code.map(str::to_owned);
            Line::Do(Deed::Fault { connector, code })
        };
        let send = |action: &str, payload| {
            let action = action.to_owned();
            Line::Do(Deed::Send { action, payload })
        };
        let at = Cut {
            action: "StartTransaction".to_owned(),
            moment: Moment::Answered,
        };
        for (line, meant) in [
            ("", Line::Nothing),
            (" plug 1 ", Line::Do(Deed::Plug(Some(1)))),
            ("plug", Line::Do(Deed::Plug(None))),
            ("swipe 04A1", swipe("04A1", None)),
            ("swipe 04A1 2", swipe("04A1", Some(2))),
            ("fault", fault(None, None)),
            ("fault 2", fault(Some(2), None)),
            ("fault GroundFailure", fault(None, Some("GroundFailure"))),
            ("fault 2 GroundFailure", fault(Some(2), Some("GroundFailure"))),
            ("send Heartbeat", send("Heartbeat", json!({}))),
            (
                "send DataTransfer {\"vendorId\": \"a b\"}",
                send("DataTransfer", json!({"vendorId": "a b"})),
            ),
            ("raw [2,", Line::Do(Deed::Raw("[2,".to_owned()))),
            ("cut", Line::Cut),
            ("cut at StartTransaction answered", Line::CutAt(at)),
            ("quit", Line::Quit),
        ] {
            assert_eq!(read(line).unwrap(), meant, "{line}");
        }
    }

    #[test]
    fn what_is_wrong_says_what_to_type() {
        for (line, words) in [
            ("fly", "`help` lists"),
            ("plug 0", "from 1 on"),
            ("swipe", "swipe 04A1B2C3"),
            ("send", "send Heartbeat"),
            ("send A {", "no JSON"),
            ("raw", "needs a text"),
            ("cut it", "cut at ACTION"),
            ("cut at A later", "`before`, `sent` or `answered`"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(words), "{line}: {error}");
        }
    }

    #[test]
    fn the_help_names_what_is_understood() {
        for line in HELP.lines().filter(|line| !line.starts_with(' ')) {
            let word = line.split_whitespace().next().unwrap();
            let known = read(word).map_or_else(|error| !error.contains("not known"), |_| true);
            assert!(known, "{word}");
        }
    }
}
