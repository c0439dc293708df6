//! `store check`: what the folder of a server that does not run has, and what is damaged or missing.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Subcommand;

use super::Exit;
use super::configuration::Configuration;
use super::failed::Failed;
use crate::state::lost::NAMING;
use crate::store::{Counts, Home, Look, Report, Trial, check};

/// What `store` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Says what the store of a stopped server has, and whether anything is damaged or missing; changes nothing
    ///
    /// If all is there, the database is opened on a copy in the folder for temporary files (TMPDIR), which needs as much
    /// room there as the database's file. The exit code is 0 if all is there, 1 if something is damaged or missing, or a
    /// server works on it.
    Check {
        /// The folder, instead of the store.path of a configuration
        #[arg(conflicts_with = "config")]
        folder: Option<PathBuf>,
        /// Does not try on a copy whether the database opens
        #[arg(long)]
        quick: bool,
        /// Answers in JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        configuration: Configuration,
    },
}

impl Arguments {
    /// Does it: the answer goes to `output`, complaints to standard error.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        let What::Check {
            folder,
            quick,
            json,
            configuration,
        } = &self.what;
        let look = if *quick { Look::Quick } else { Look::Close };
        let checked = checked(folder.as_ref(), configuration, look).and_then(|report| {
            if *json {
                writeln!(output, "{}", serde_json::to_string(&report).map_err(io::Error::from)?)?;
            } else {
                tell(output, &report)?;
            }
            Ok(if report.whole { Exit::Done } else { Exit::Failed })
        });
        checked.or_else(Failed::told)
    }
}

fn checked(folder: Option<&PathBuf>, configuration: &Configuration, look: Look) -> Result<Report, Failed> {
    let folder = match folder {
        Some(folder) => folder.clone(),
        None => {
            let loaded = configuration.load();
            loaded
                .map_err(|problems| Failed::Unusable(problems.to_string()))?
                .store
                .path
        }
    };
    check(&Home::below(&folder).naming(NAMING), look).map_err(|error| Failed::Refused(format!("error: {error}")))
}

fn tell(output: &mut impl Write, report: &Report) -> io::Result<()> {
    let widest = report.collections.keys().map(|name| name.len()).max().unwrap_or(0);
    for (name, Counts { entries, damaged }) in &report.collections {
        let damaged = match damaged {
            0 => String::new(),
            damaged => format!("  and {damaged} that are not whole"),
        };
        writeln!(output, "{name:<widest$} {entries:>12}{damaged}")?;
    }
    let journal = report.journal;
    let files = match journal.files {
        0 if !report.whole => String::new(),
        files => format!(" ({} bytes, files: {files})", journal.bytes),
    };
    writeln!(
        output,
        "{} entries in the database; {} groups of writes behind them in the journal{files}",
        report.entries, journal.records
    )?;
    if let Some(Trial { bytes }) = report.trial {
        writeln!(
            output,
            "whether the database opens was tried on a copy of {bytes} bytes"
        )?;
    }
    if report.whole {
        return writeln!(output, "{}: whole", report.folder.display());
    }
    writeln!(output, "{}: damaged", report.folder.display())?;
    for fault in &report.faults {
        writeln!(output, "  {}: {}", fault.file, fault.what)?;
    }
    if let Some(readable) = report.readable {
        writeln!(
            output,
            "{readable} entries can be read, in the database and the journal together: `serve --accept-loss` keeps them"
        )?;
    }
    let named = &report.named;
    if named.first.is_empty() {
        return Ok(());
    }
    writeln!(output, "Damaged or missing, as far as can be told:")?;
    for what in &named.first {
        writeln!(output, "  {what}")?;
    }
    match named.more {
        0 => Ok(()),
        more => writeln!(output, "  and {more} more"),
    }
}
