//! `import steve`: what of SteVe's tables has a place here, brought as tables of this server.

use std::collections::HashSet;
use std::io::{Read as _, Write};
use std::path::PathBuf;

use serde_json::{Value, json};

use super::parts::{Brought, bring};
use super::{How, Resource, report};
use crate::cli::Exit;
use crate::cli::failed::{Failed, unusable};
use crate::cli::show::progress::Progress;
use crate::clock;
use crate::steve::{Database, Everything, Taken};
use crate::tables::{Sheet, meant};

/// The source of the sessions.
const SOURCE: &str = "steve";
/// The column that an import does not say of charge points that are here: SteVe knows nothing of what was set since.
const PROFILE: &str = "securityProfile";

/// What `import steve` takes.
#[derive(Debug, clap::Args)]
pub struct Steve {
    /// The export: a ZIP or a dump
    file: PathBuf,
    #[command(flatten)]
    how: How,
}

impl Steve {
    /// Brings all of it.
    ///
    /// # Errors
    /// The server's, or the file's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let progress = Progress::open(&format!("reading {}", self.file.display()));
        let database =
            Database::open(&self.file).map_err(|error| unusable(format_args!("{}: {error}", self.file.display())))?;
        let mut everything = Everything::of(&database, clock::now());
        drop(database);
        progress.over();
        self.leave_profiles(&mut everything.charge_points)?;
        let parts = [
            (Resource::ChargePoints, "charge_box", &everything.charge_points),
            (Resource::IdTags, "ocpp_tag", &everything.id_tags),
            (Resource::Transactions, "transaction_start", &everything.sessions),
        ];
        let mut all = Vec::new();
        let mut refused = 0;
        for (resource, table, taken) in parts {
            let source = (resource == Resource::Transactions).then_some(SOURCE);
            let brought = bring(&self.how, resource, source, taken.csv().as_bytes())?;
            refused += brought.refused;
            all.push(json(table, taken, &brought));
            if !self.how.json {
                writeln!(output, "{table}: {} rows", taken.found)?;
                report::write(output, resource.rows(), &brought, self.how.dry_run)?;
                left_out(output, taken)?;
            }
        }
        if self.how.json {
            let answer = json!({
                "tables": all, "passwordsToSet": everything.passwords, "withoutAuthentication": everything.open,
                "reservationsInForce": everything.reservations,
                "leftOutTables": everything.other_tables.iter().map(|(name, _)| name).collect::<Vec<_>>(),
            });
            writeln!(output, "{answer}")?;
        } else {
            what_is_left_to_do(output, &everything)?;
        }
        Ok(if refused == 0 { Exit::Done } else { Exit::Failed })
    }

    /// Who is here keeps the security profile that was set here.
    fn leave_profiles(&self, charge_points: &mut Taken) -> Result<(), Failed> {
        let Some(place) = charge_points.columns.iter().position(|column| *column == PROFILE) else {
            return Ok(());
        };
        let mut table = Vec::new();
        let mut answer = self.how.server.open("/charge-points?format=csv&columns=id")?;
        answer.read_to_end(&mut table)?;
        let mut sheet = Sheet::new(&table);
        let mut here: HashSet<String> = HashSet::new();
        while let Some(Ok(line)) = sheet.next() {
            here.extend(line.cells.first().map(|cell| meant(cell).to_owned()));
        }
        for row in &mut charge_points.rows {
            if row.first().is_some_and(|id| here.contains(id))
                && let Some(profile) = row.get_mut(place)
            {
                profile.clear();
            }
        }
        Ok(())
    }
}

fn json(table: &str, taken: &Taken, brought: &Brought) -> Value {
    let left_out = taken.left_out.iter();
    let left_out: Vec<Value> = left_out
        .map(|left_out| json!({ "why": left_out.why, "count": left_out.count, "examples": left_out.examples }))
        .collect();
    let mut told = brought.json();
    if let Some(members) = told.as_object_mut() {
        members.insert("table".to_owned(), json!(table));
        members.insert("found".to_owned(), json!(taken.found));
        members.insert("leftOut".to_owned(), json!(left_out));
    }
    told
}

fn left_out(output: &mut impl Write, taken: &Taken) -> Result<(), Failed> {
    for left_out in &taken.left_out {
        let examples = left_out.examples.join("; ");
        let more = if left_out.count > left_out.examples.len() {
            "; ..."
        } else {
            ""
        };
        writeln!(output, "  {}: {} ({examples}{more})", left_out.why, left_out.count)?;
    }
    Ok(())
}

fn what_is_left_to_do(output: &mut impl Write, everything: &Everything) -> Result<(), Failed> {
    if everything.open > 0 {
        writeln!(
            output,
            "{} charge points had no authentication in SteVe, and have none here: give them passwords",
            everything.open
        )?;
    }
    if !everything.passwords.is_empty() {
        writeln!(
            output,
            "passwords to be set anew, as SteVe keeps hashes of them alone (`import charge-points` with the columns id, \
             securityProfile and password): {}",
            everything.passwords.join(", ")
        )?;
    }
    for reservation in &everything.reservations {
        writeln!(output, "a reservation is in force, to be made anew: {reservation}")?;
    }
    for (table, what) in &everything.other_tables {
        writeln!(output, "{table} is left out: {what}")?;
    }
    Ok(())
}
