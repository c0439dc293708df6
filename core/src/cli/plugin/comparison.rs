//! What came of recorded calls when they were made again, told to the author.

use std::fmt::{Display, Formatter, Result};

use super::figures::count;
use crate::plugins::testbench::replay::{Comparison, Differing};
use crate::plugins::{OwnedGuestCall, RecordedCall};

/// What is shown of a text, in characters.
const SHOWN: usize = 400;

/// A comparison in words.
pub struct Told<'a>(pub &'a Comparison);

impl Display for Told<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let Self(told) = self;
        for (number, differing) in told.differing.iter().enumerate() {
            write!(f, "{}. ", number + 1)?;
            tell(f, differing)?;
            f.write_str("\n\n")?;
        }
        let begun = told.span_text().map(|(first, last)| format!(", {first} to {last}"));
        writeln!(f, "{} recorded{}", calls(told.calls), begun.unwrap_or_default())?;
        for ((version, digest), number) in &told.recorded {
            writeln!(f, "  by {version} ({}): {number}", short(digest))?;
        }
        write!(
            f,
            "made again by {} ({}): {} identical, {} equal in other words, {} different",
            told.version,
            short(&told.digest),
            told.identical,
            told.equal,
            told.different
        )?;
        if told.beyond > 0 {
            write!(f, "; {} asked for what the recording does not have", calls(told.beyond))?;
        }
        if told.left > 0 {
            write!(f, "; no time for {}", calls(told.left))?;
        }
        if told.unreadable > 0 {
            write!(
                f,
                "; {} cut off",
                count(usize::try_from(told.unreadable).unwrap_or(usize::MAX), "line")
            )?;
        }
        f.write_str("\n")
    }
}

fn tell(f: &mut Formatter<'_>, differing: &Differing) -> Result {
    let RecordedCall { asked, outcome, .. } = &differing.call;
    write!(f, "{}, {}", asked.title(), differing.at_text())?;
    if let OwnedGuestCall::Handle { payload, proposed, .. } = asked {
        write!(f, "\n   asked     {}\n   proposed  {}", cut(payload), cut(proposed))?;
    }
    if let OwnedGuestCall::Event { payload, .. } = asked {
        write!(f, "\n   told      {}", cut(payload))?;
    }
    write!(f, "\n   recorded  {}", cut(&outcome.to_string()))?;
    write!(f, "\n   now       {}", cut(&differing.replayed.outcome.to_string()))?;
    for question in &differing.replayed.unanswered {
        write!(f, "\n   not in the recording: {}", cut(&question.to_string()))?;
    }
    Ok(())
}

fn calls(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "call")
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
    }
}
