//! What an operator does with a running server from a terminal: charge points, sessions, commands, and what became of
//! them. One file per subcommand.

mod audit;
mod campaigns;
mod certificates;
mod charge_points;
mod command;
mod commands;
mod configuration;
mod data_transfers;
mod events;
mod files;
mod forms;
mod id_tags;
mod local_list;
mod messages;
mod meter_values;
mod person;
mod refused;
mod reservations;
mod retention;
mod status;
mod tables;
mod timeline;
mod tokens;
mod transactions;
mod webhooks;
pub mod words;

use std::io::{self, Write};

use clap::Subcommand;

use super::Exit;
use super::failed::Failed;

/// Asks a running server for something, and says how it went.
#[derive(Debug, Subcommand)]
pub enum Operate {
    /// Says in one look how a running server is
    Status(status::Arguments),
    /// Lists charge points, shows, registers and removes them; who is offline since when
    ChargePoints(charge_points::Arguments),
    /// Lists charging sessions, the newest first, with what they cost; shows and closes them
    ///
    /// `--from yesterday --to today` are those that started yesterday. What a charge point said of sessions that are
    /// not known is in its `inbox`, from where `assign` gives it to a session.
    Transactions(transactions::Arguments),
    /// Writes charge points, id tags or sessions as CSV, which `import` reads again; of sessions those that are over
    Export(tables::Export),
    /// Brings charge points, id tags or past sessions in as CSV, or all that SteVe exports
    ///
    /// All rows are looked at first: where one cannot be used, all such rows are told and nothing is changed. What is there
    /// already as a row says is left alone, so that a table may be brought again.
    Import(tables::Import),
    /// Lists what was said on the connections of a charge point, both ways, the newest first
    ///
    /// With --refused those messages alone that were refused or could not be read, with the reason.
    Messages(messages::Arguments),
    /// Lists what happened to a charge point, the newest first
    Timeline(timeline::Arguments),
    /// Tells what happens at all charge points, as it happens, or what has happened
    ///
    /// If the connection breaks it is made again, and goes on where it was.
    Events(events::Arguments),
    /// Lists who was not let in, and why
    Refused(refused::Arguments),
    /// Sends a command to a charge point, now or when it is back
    ///
    /// NAME is a verb, whose body is the same for all versions of OCPP (start, stop, unlock, reset, availability,
    /// trigger, reserve, cancel-reservation, local-list, get-configuration, set-configuration,
    /// set-password, set-security-profile, set-network-profile, firmware, diagnostics,
    /// clear-cache, renew-certificate, list-certificates, install-certificate, delete-certificate), or an action of
    /// the charge point's version (`Reset`). The body is one JSON object, or
    /// MEMBER=VALUE as often as needed: `connector=1 idTag=ANNA`.
    ///
    /// The exit code is 0 if the charge point does it, 1 if not.
    Command(command::Arguments),
    /// Lists commands, the newest first; shows one; takes one back
    Commands(commands::Arguments),
    /// Shows and sets what charge points are set to, and lists those that are not as they should be
    Configuration(configuration::Arguments),
    /// One command for many charge points, in stages; what became of it
    Campaigns(campaigns::Arguments),
    /// Lists the certificates of charge points with their end; renews, signs and revokes them
    Certificates(certificates::Arguments),
    /// Brings firmware to the server, and lets a charge point install it
    Firmware(files::Firmware),
    /// Lets a charge point bring its diagnostics, and writes them into a file
    Diagnostics(files::Diagnostics),
    /// Lists id tags, says who may charge, and blocks a tag everywhere at once
    IdTags(id_tags::Arguments),
    /// Shows how long what is kept, and removes what is too old
    Retention(retention::Arguments),
    /// Lists, makes and cancels the reservations of a charge point
    Reservations(reservations::Arguments),
    /// Shows the tags that a charge point may accept by itself, and sends it others
    LocalList(local_list::Arguments),
    /// Lists what charge points wanted their vendors' systems to know, the newest first
    DataTransfers(data_transfers::Arguments),
    /// Shows the last values of a charge point that belong to no session
    MeterValues(meter_values::Arguments),
    /// Lists, makes, rotates and revokes the tokens of the API; also without a server, when all are lost
    Tokens(tokens::Arguments),
    /// Lists who changed what, the newest first
    Audit(audit::Arguments),
    /// Tells others by HTTP what happens: receivers, tests, and what they did not take
    Webhooks(webhooks::Arguments),
}

impl Operate {
    /// Does it: the answer goes to `output`, complaints to standard error.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        let done = match self {
            Self::Status(arguments) => arguments.run(output),
            Self::ChargePoints(arguments) => arguments.run(output),
            Self::Transactions(arguments) => arguments.run(output),
            Self::Export(arguments) => arguments.run(output),
            Self::Import(arguments) => arguments.run(output),
            Self::Messages(arguments) => arguments.run(output),
            Self::Timeline(arguments) => arguments.run(output),
            Self::Events(arguments) => arguments.run(output),
            Self::Refused(arguments) => arguments.run(output),
            Self::Command(arguments) => arguments.run(output),
            Self::Commands(arguments) => arguments.run(output),
            Self::Configuration(arguments) => arguments.run(output),
            Self::Campaigns(arguments) => arguments.run(output),
            Self::Certificates(arguments) => arguments.run(output),
            Self::Firmware(arguments) => arguments.run(output),
            Self::Diagnostics(arguments) => arguments.run(output),
            Self::IdTags(arguments) => arguments.run(output),
            Self::Retention(arguments) => arguments.run(output),
            Self::Reservations(arguments) => arguments.run(output),
            Self::LocalList(arguments) => arguments.run(output),
            Self::DataTransfers(arguments) => arguments.run(output),
            Self::MeterValues(arguments) => arguments.run(output),
            Self::Tokens(arguments) => arguments.run(output),
            Self::Audit(arguments) => arguments.run(output),
            Self::Webhooks(arguments) => arguments.run(output),
        };
        done.or_else(Failed::told)
    }
}
