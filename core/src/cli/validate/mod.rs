//! `validate`: JSON lines in, one verdict a line out.
//!
//! A verdict is `LINE<tab>ok` or `LINE<tab>CODE<tab>POINTER<tab>REASON`. LINE counts the input's
//! lines from 1; empty ones are skipped. CODE is the error code of a CALLERROR in the version's
//! spelling. POINTER is a JSON pointer into the payload (in an error message: into the frame);
//! empty, it means all of it.
//!
//! With `--repair` a line that is not valid has one column more: what the server would repair where it does not read
//! strictly, as `NAME POINTER` with commas between, or `-` if it would refuse the message all the same.

mod frames;
mod lines;
mod repairs;
mod verdict;

use std::io::{self, BufRead, Write};

use clap::ValueEnum;
use ocpp_schemas::{Action, Catalogue, Kind, Version};

use super::{Exit, complain};
use crate::frame::repair::Repair;
use frames::Frames;
use lines::{Line, Lines};
use verdict::Verdict;

/// The version, and whose payloads the lines are; frames where that is left out.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The OCPP version: 1.6, 2.0.1 or 2.1
    #[arg(long = "version", value_name = "VERSION")]
    ocpp: Version,
    /// The lines are payloads of this action
    #[arg(long, requires = "kind")]
    action: Option<String>,
    /// Which payloads of the action
    #[arg(long, requires = "action")]
    kind: Option<PayloadKind>,
    /// Name what the server would repair in a message that is not valid
    #[arg(long)]
    repair: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum PayloadKind {
    Request,
    Response,
}

/// How a line is judged.
enum Judge {
    Frames(Frames),
    Payloads(&'static Action, Kind),
}

impl Arguments {
    /// Judges the input to its end.
    ///
    /// # Errors
    /// What reading or writing failed with.
    pub fn run(&self, input: impl BufRead, output: &mut impl Write) -> io::Result<Exit> {
        match self.judge() {
            Ok(judge) => judge.run(input, output, self.repair),
            Err(usage) => {
                complain(&usage);
                Ok(Exit::Unusable)
            }
        }
    }

    fn judge(&self) -> Result<Judge, String> {
        let (Some(name), Some(kind)) = (&self.action, self.kind) else {
            return Ok(Judge::Frames(Frames::of(self.ocpp)));
        };
        let Some(action) = Catalogue::of(self.ocpp).action(name) else {
            return Err(format!("error: OCPP {} has no action {name:?}", self.ocpp));
        };
        let kind = match kind {
            PayloadKind::Request => Kind::Request,
            PayloadKind::Response => Kind::Response,
        };
        Ok(Judge::Payloads(action, kind))
    }
}

impl Judge {
    fn run(mut self, input: impl BufRead, output: &mut impl Write, repair: bool) -> io::Result<Exit> {
        let mut lines = Lines::new(input);
        let mut exit = Exit::Done;
        for number in 1_u64.. {
            let (verdict, text) = match lines.next()? {
                None => break,
                Some(Line::Text(text)) if text.trim().is_empty() => continue,
                Some(Line::Text(text)) => (self.line(text), Some(text)),
                Some(Line::Unreadable(reason)) => (Err(self.unreadable(reason)), None),
            };
            match verdict {
                Ok(()) => writeln!(output, "{number}\tok")?,
                Err(fault) if repair => {
                    exit = Exit::Failed;
                    let repaired = repairs::column(text.and_then(|text| self.repairs(text)));
                    writeln!(output, "{number}\t{fault}\t{repaired}")?;
                }
                Err(fault) => {
                    exit = Exit::Failed;
                    writeln!(output, "{number}\t{fault}")?;
                }
            }
        }
        Ok(exit)
    }

    fn line(&mut self, text: &str) -> Verdict {
        match self {
            Self::Frames(frames) => frames.judge(text),
            Self::Payloads(action, kind) => verdict::of_payload(action, *kind, text),
        }
    }

    fn repairs(&self, text: &str) -> Option<Vec<Repair>> {
        match self {
            Self::Frames(frames) => frames.repairs(text),
            Self::Payloads(action, kind) => repairs::of_payload(action, *kind, &serde_json::from_str(text).ok()?),
        }
    }

    fn unreadable(&self, reason: &str) -> verdict::Fault {
        match self {
            Self::Frames(frames) => frames.unreadable(reason),
            Self::Payloads(action, _) => verdict::unreadable_payload(action, reason),
        }
    }
}

#[cfg(test)]
mod tests;
