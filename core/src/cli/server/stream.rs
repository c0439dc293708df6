//! What happens, as a server tells it: server-sent events (HTML standard, section 9.2), read from a connection that may
//! break. It is made again with the number of what was heard last, so that nothing is missed.

use std::io::{self, BufRead, BufReader};
use std::thread;
use std::time::Duration;

use super::Server;
use crate::cli::complain;
use crate::cli::failed::Failed;

/// How long is waited before the first new try, and at most.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(15));

/// Something that was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub event: String,
    pub data: String,
}

/// Whether more is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    On,
    Enough,
}

/// The events of one connection.
struct Frames<R> {
    lines: R,
    /// The number of what was heard last.
    last: Option<String>,
}

impl<R: BufRead> Frames<R> {
    /// The next one; none: the server has ended it.
    fn next(&mut self) -> io::Result<Option<Told>> {
        let (mut event, mut data, mut id) = (String::new(), Vec::<String>::new(), None);
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line)? == 0 {
                // One that did not end is told again on the next connection.
                return Ok(None);
            }
            let line = line.trim_end_matches(['\n', '\r']);
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.strip_prefix(' ').unwrap_or(value);
            match name {
                "event" => value.clone_into(&mut event),
                "data" => data.push(value.to_owned()),
                "id" => id = Some(value.to_owned()),
                _ if !line.is_empty() => {}
                _ => {
                    self.last = id.take().or_else(|| self.last.take());
                    if !data.is_empty() {
                        return Ok(Some(Told {
                            event,
                            data: data.join("\n"),
                        }));
                    }
                }
            }
        }
    }
}

/// Listens at a path below `/api/v1` from a number on, until `take` has enough. `ends`: the server ends it when it has
/// told all that was before.
///
/// # Errors
/// The first connection cannot be made; a later one is refused; what `take` fails with.
pub fn listen(
    server: &Server,
    path: &str,
    (after, ends): (Option<String>, bool),
    mut take: impl FnMut(&Told) -> Result<Flow, Failed>,
) -> Result<(), Failed> {
    let (mut last, mut wait, mut is_first) = (after, PATIENCE.0, true);
    loop {
        match server.listen(path, last.as_deref()) {
            Ok(body) => {
                if !is_first && wait > PATIENCE.0 {
                    complain("the server is there again");
                }
                (is_first, wait) = (false, PATIENCE.0);
                let mut frames = Frames {
                    lines: BufReader::new(body),
                    last: last.clone(),
                };
                loop {
                    match frames.next() {
                        Ok(Some(told)) => {
                            if take(&told)? == Flow::Enough {
                                return Ok(());
                            }
                        }
                        Ok(None) if ends => return Ok(()),
                        // It broke, or was cut because we were slow.
                        Ok(None) | Err(_) => break,
                    }
                }
                last = frames.last;
            }
            Err(Failed::Unreachable(why) | Failed::Refused(why)) if !is_first => {
                if wait == PATIENCE.0 {
                    complain(&why);
                    complain("it is tried again; nothing is missed meanwhile");
                }
                wait = (wait * 2).min(PATIENCE.1);
            }
            Err(other) => return Err(other),
        }
        thread::sleep(wait);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Frames, Told};

    #[test]
    fn frames_are_read_with_their_numbers() {
        let text = ": listening\nid: 6\n\nid: 7\nevent: call\ndata: {\"a\":\ndata: 1}\n\nevent: cut\r\ndata: {}\r\n\r\n\
                    id: 8\nevent: half";
        let mut frames = Frames {
            lines: text.as_bytes(),
            last: None,
        };
        let told = |event: &str, data: &str| {
            Some(Told {
                event: event.to_owned(),
                data: data.to_owned(),
            })
        };
        assert_eq!(frames.next().unwrap(), told("call", "{\"a\":\n1}"));
        assert_eq!(frames.last.as_deref(), Some("7"));
        assert_eq!(frames.next().unwrap(), told("cut", "{}"));
        assert_eq!(frames.next().unwrap(), None);
        assert_eq!(frames.last.as_deref(), Some("7"));
    }
}
