//! `export` and `import`: charge points, id tags and sessions as CSV, and what another central system exports.
//!
//! A table is brought in parts, so that any number of rows can come and it is seen how far they are. All parts are looked at
//! before the first one is written: where a row cannot be used, nothing is changed.

mod parts;
mod report;
mod steve;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Subcommand, ValueEnum};

use super::words::query;
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use parts::{Brought, bring};

/// Of what a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Resource {
    /// Registered charge points.
    ChargePoints,
    /// Who may charge.
    IdTags,
    /// Charging sessions.
    Transactions,
}

impl Resource {
    fn path(self) -> &'static str {
        match self {
            Self::ChargePoints => "/charge-points",
            Self::IdTags => "/id-tags",
            Self::Transactions => "/transactions",
        }
    }

    /// What rows of it are called.
    fn rows(self) -> &'static str {
        match self {
            Self::ChargePoints => "charge points",
            Self::IdTags => "id tags",
            Self::Transactions => "sessions",
        }
    }
}

/// What `export` takes.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// Of what
    resource: Resource,
    #[command(flatten)]
    out: Out,
}

/// Where a table goes.
#[derive(Debug, clap::Args)]
pub struct Out {
    /// Where it goes; standard output if left out
    file: Option<PathBuf>,
    /// These columns alone, in this order, with commas between them
    #[arg(long, value_name = "NAMES")]
    columns: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Export {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        self.out.run(self.resource, output)
    }
}

impl Out {
    /// Writes the whole table.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, resource: Resource, output: &mut impl Write) -> Result<Exit, Failed> {
        let order = (resource == Resource::Transactions).then_some("oldest");
        let parts = [
            ("format", Some("csv")),
            ("order", order),
            ("columns", self.columns.as_deref()),
        ];
        let mut table = self.server.open(&format!("{}{}", resource.path(), query(&parts)))?;
        match &self.file {
            None => {
                io::copy(&mut table, output)?;
            }
            Some(file) => {
                let broken = |error: io::Error| Failed::file("write", file, &error);
                let mut into = BufWriter::new(File::create(file).map_err(broken)?);
                let bytes = io::copy(&mut table, &mut into).map_err(broken)?;
                into.flush().map_err(broken)?;
                writeln!(output, "{}: {bytes} bytes", file.display())?;
            }
        }
        Ok(Exit::Done)
    }
}

/// What `import` takes.
#[derive(Debug, clap::Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Registers or changes the charge points of a table; a column `password` is taken, too
    ChargePoints(In),
    /// Registers or changes the id tags of a table
    IdTags(In),
    /// Brings past sessions of another system in, beside those of this one; those that are not over are left out and told
    Transactions(History),
    /// Brings charge points, id tags and past sessions in that SteVe exports
    ///
    /// The file is the ZIP of SteVe's data export (its settings page), or a dump as `mysqldump stevedb` writes it. What
    /// has no place here is told. It may be brought again: what is here already stays.
    Steve(steve::Steve),
}

/// A table that comes in.
#[derive(Debug, clap::Args)]
pub struct In {
    /// The table
    file: PathBuf,
    #[command(flatten)]
    how: How,
}

/// A history that comes in.
#[derive(Debug, clap::Args)]
pub struct History {
    /// The table
    file: PathBuf,
    /// The system whose history it is, a word such as `steve`
    #[arg(long, value_name = "WORD")]
    source: Option<String>,
    #[command(flatten)]
    how: How,
}

/// How something comes in.
#[derive(Debug, clap::Args)]
pub struct How {
    /// Changes nothing, and says what would become of each row
    #[arg(long)]
    dry_run: bool,
    /// Answers in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Import {
    /// Brings it.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::ChargePoints(table) => table.run(Resource::ChargePoints, output),
            What::IdTags(table) => table.run(Resource::IdTags, output),
            What::Transactions(history) => history.run(output),
            What::Steve(steve) => steve.run(output),
        }
    }
}

impl In {
    /// Brings a table of a resource.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, resource: Resource, output: &mut impl Write) -> Result<Exit, Failed> {
        let text = read(&self.file)?;
        let brought = bring(&self.how, resource, None, &text)?;
        told(&self.how, resource, &brought, output)
    }
}

impl History {
    /// Brings it.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let text = read(&self.file)?;
        let brought = bring(&self.how, Resource::Transactions, self.source.as_deref(), &text)?;
        told(&self.how, Resource::Transactions, &brought, output)
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failed> {
    fs::read(file).map_err(|error| Failed::file("read", file, &error))
}

fn told(how: &How, resource: Resource, brought: &Brought, output: &mut impl Write) -> Result<Exit, Failed> {
    if how.json {
        writeln!(output, "{}", brought.json())?;
    } else {
        report::write(output, resource.rows(), brought, how.dry_run)?;
    }
    Ok(if brought.refused == 0 { Exit::Done } else { Exit::Failed })
}
