//! `events`: what happens at all charge points, as it happens, or what has happened.

use std::io::Write;

use serde_json::Value;

use super::timeline::told;
use super::words::query;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::server::stream::{Flow, Told, listen};
use crate::cli::show::form::One;
use crate::cli::show::table::{Column, Lines, column, text};
use crate::cli::{Exit, complain};

const COLUMNS: [Column; 4] = [
    column("TIME", &["/at"]).time(),
    column("CHARGE POINT", &["/chargePoint"]),
    column("WHAT HAPPENED", &["/kind"]),
    column("", &["/told"]),
];

/// What `events` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Goes on with what happens from now on, until Ctrl-C; else what has happened is told
    #[arg(long)]
    follow: bool,
    /// These kinds alone, with commas between them: transaction.started,charge-point.*
    #[arg(long, value_name = "KINDS")]
    kind: Option<String>,
    /// Those of a site
    #[arg(long)]
    site: Option<String>,
    /// Those with one of these labels, with commas between them
    #[arg(long)]
    label: Option<String>,
    /// Those of a charge point
    #[arg(long, value_name = "ID")]
    charge_point: Option<String>,
    /// Those after the event of this number; without it all that is kept, or with --follow what happens from now on
    #[arg(long, value_name = "NUMBER")]
    after: Option<u64>,
    /// Ends after so many
    #[arg(long, value_name = "NUMBER")]
    count: Option<u64>,
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    server: Server,
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let after = self
            .after
            .or((!self.follow).then_some(0))
            .map(|number| number.to_string());
        let asked = query(&[
            ("kind", self.kind.as_deref()),
            ("site", self.site.as_deref()),
            ("label", self.label.as_deref()),
            ("chargePoint", self.charge_point.as_deref()),
            ("follow", (!self.follow).then_some("false")),
        ]);
        let mut writer = Writer::new(&self.one, &COLUMNS, self.count.unwrap_or(u64::MAX));
        let take = |told: &Told| writer.take(told, output);
        listen(&self.server, &format!("/events{asked}"), (after, !self.follow), take)?;
        Ok(Exit::Done)
    }
}

/// Writes events as they come.
pub struct Writer {
    lines: Lines,
    is_json: bool,
    left: u64,
}

impl Writer {
    /// So many events, at most.
    #[must_use]
    pub fn new(one: &One, columns: &[Column], most: u64) -> Self {
        Self {
            lines: Lines::new(one.screen(), columns),
            is_json: one.json,
            left: most,
        }
    }

    /// Writes one; a notice goes to standard error.
    ///
    /// # Errors
    /// The output's.
    pub fn take(&mut self, heard: &Told, output: &mut impl Write) -> Result<Flow, Failed> {
        let event: Value = serde_json::from_str(&heard.data).unwrap_or(Value::Null);
        if event.get("kind").is_none() {
            if let Some(notice) = notice(&heard.event, &event) {
                complain(&notice);
            }
            return Ok(Flow::On);
        }
        self.write(event, output)?;
        self.left = self.left.saturating_sub(1);
        Ok(if self.left == 0 { Flow::Enough } else { Flow::On })
    }

    /// Writes an event.
    ///
    /// # Errors
    /// The output's.
    pub fn write(&mut self, event: Value, output: &mut impl Write) -> Result<(), Failed> {
        if self.is_json {
            writeln!(output, "{event}")?;
        } else {
            self.lines.write(output, &[told(event)])?;
        }
        output.flush()?;
        Ok(())
    }
}

/// What the server says of the telling itself, in words.
fn notice(event: &str, data: &Value) -> Option<String> {
    let member = |name: &str| data.get(name).map(text).unwrap_or_default();
    match event {
        "gap" => Some("some of what happened before is not kept any more".to_owned()),
        "ahead" => Some(format!("nothing has the number {} yet", member("number"))),
        "left-out" => Some(format!("{} were too many at once, and are left out", member("count"))),
        "failed" => Some(format!("the server cannot go on: {}", member("detail"))),
        // It is asked again by itself.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::notice;

    #[test]
    fn notices_are_told_in_words() {
        assert_eq!(
            notice("left-out", &json!({"count": 3})).unwrap_or_default(),
            "3 were too many at once, and are left out"
        );
        assert_eq!(notice("cut", &json!({"number": 3})), None);
    }
}
