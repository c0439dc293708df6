//! `certificates`: what charge points use, ask for and trust; what the server's authorities signed.

use std::io::Write;

use clap::Subcommand;
use serde_json::{Value, json};

use super::command::{exit, sentence};
use super::words::{encoded, object, query};
use crate::cli::Exit;
use crate::cli::failed::Failed;
use crate::cli::server::Server;
use crate::cli::show::form::Form;
use crate::cli::show::table::{Column, column, text};

const IN_USE: [Column; 5] = [
    column("CHARGE POINT", &["/chargePoint"]),
    column("ENDS", &["/certificate/validUntil"]).time(),
    column("DAYS", &["/daysLeft"]),
    column("SUBJECT", &["/certificate/subject"]),
    column("SERIAL NUMBER", &["/certificate/serialNumber"]),
];

const OF_STATION: [Column; 7] = [
    column("KIND", &["/kind"]),
    column("FOR", &["/certificateType"]),
    column("IN USE", &["/inUse"]),
    column("STATE", &["/request/state"]).state(),
    column("ENDS", &["/certificate/validUntil"]).time(),
    column("SUBJECT", &["/certificate/subject", "/request/subject"]),
    column("REQUEST", &["/request/id"]),
];

const ISSUED: [Column; 6] = [
    column("SERIAL NUMBER", &["/certificate/serialNumber"]),
    column("CHARGE POINT", &["/chargePoint"]),
    column("FOR", &["/certificateType"]),
    column("SIGNED", &["/at"]).time(),
    column("ENDS", &["/certificate/validUntil"]).time(),
    column("REVOKED", &["/revokedAt"]).time(),
];

/// What `certificates` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists what all charge points use, or all that is known of one
    List {
        /// The charge point; all if left out
        charge_point: Option<String>,
        /// Those alone that end within so long, such as 30d
        #[arg(long, value_name = "TIME", conflicts_with = "charge_point")]
        expiring_within: Option<String>,
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Asks a charge point to ask for a new certificate
    Renew {
        /// The charge point
        charge_point: String,
        /// What for; ChargingStationCertificate if left out
        #[arg(long = "type", value_name = "TYPE")]
        kind: Option<String>,
        /// How long it waits for a charge point that is away, such as 12h
        #[arg(long, value_name = "TIME")]
        ttl: Option<String>,
        #[command(flatten)]
        server: Server,
    },
    /// Signs a request that waits
    Sign(Request),
    /// Does not sign a request that waits
    Reject(Request),
    /// Lists what the server's authorities signed
    Issued {
        #[command(flatten)]
        form: Form,
        #[command(flatten)]
        server: Server,
    },
    /// Takes a certificate back: who shows it is not let in any more
    Revoke {
        /// Its serial number
        serial_number: String,
        /// Why, for people
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        server: Server,
    },
}

#[derive(Debug, clap::Args)]
struct Request {
    /// The charge point
    charge_point: String,
    /// The request, as the list of the charge point has it
    request: String,
    #[command(flatten)]
    server: Server,
}

impl Request {
    fn settle(&self, word: &str, output: &mut impl Write) -> Result<Exit, Failed> {
        let (charge_point, request) = (encoded(&self.charge_point), encoded(&self.request));
        let path = format!("/charge-points/{charge_point}/certificates/{request}/{word}");
        let answer = self.server.post(&path, &json!({}))?;
        let items = answer.get("items").and_then(Value::as_array).into_iter().flatten();
        let mut own = items.filter(|one| one.pointer("/request/id").and_then(Value::as_str) == Some(&self.request));
        let state = own.next().and_then(|one| one.pointer("/request/state")).map(text);
        writeln!(
            output,
            "{} {}: {}",
            self.charge_point,
            self.request,
            state.unwrap_or_default()
        )?;
        Ok(Exit::Done)
    }
}

impl Arguments {
    /// Asks the server.
    ///
    /// # Errors
    /// The server's.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        match &self.what {
            What::List {
                charge_point: Some(charge_point),
                form,
                server,
                ..
            } => {
                let path = format!("/charge-points/{}/certificates", encoded(charge_point));
                let mut known = server.get(&path)?;
                let items = known.get_mut("items").and_then(Value::as_array_mut);
                form.items(output, &OF_STATION, items.map(std::mem::take).unwrap_or_default())?;
                Ok(Exit::Done)
            }
            What::List {
                charge_point: None,
                expiring_within,
                form,
                server,
            } => {
                let parts = [("expiringWithin", expiring_within.as_deref())];
                form.list(output, &IN_USE, server.pages("/certificates", &parts))?;
                Ok(Exit::Done)
            }
            What::Renew {
                charge_point,
                kind,
                ttl,
                server,
            } => {
                let options = query(&[("ttl", ttl.as_deref())]);
                let path = format!(
                    "/charge-points/{}/commands/renew-certificate{options}",
                    encoded(charge_point)
                );
                let body = object([("certificateType", kind.clone().map(Value::from))]);
                let answer = server.post(&path, &body)?;
                writeln!(output, "{}", sentence(&answer))?;
                Ok(exit(&answer))
            }
            What::Sign(request) => request.settle("sign", output),
            What::Reject(request) => request.settle("reject", output),
            What::Issued { form, server } => {
                form.list(output, &ISSUED, server.pages("/issued-certificates", &[]))?;
                Ok(Exit::Done)
            }
            What::Revoke {
                serial_number,
                reason,
                server,
            } => {
                let path = format!("/issued-certificates/{}/revoke", encoded(serial_number));
                let answer = server.post(&path, &object([("reason", reason.clone().map(Value::from))]))?;
                let station = answer.get("chargePoint").map(text).unwrap_or_default();
                writeln!(output, "{serial_number} of {station} is revoked")?;
                Ok(Exit::Done)
            }
        }
    }
}
