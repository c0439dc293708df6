//! The store's writer, the files, and the disk that both lie on.

use super::Family;
use crate::files::Files;
use crate::files::disk::Disk;
use crate::ocpp::Pipeline;
use crate::state::stays::{Remover, Stays};
use crate::store::{Health, JournalHealth};

pub(super) fn families(pipeline: &Pipeline, files: &Files) -> Vec<Family> {
    let health = pipeline.state.store().health();
    let mut families = writer(&health);
    families.push(
        Family::gauge("ocpp_files", "Files that charge points fetch and bring")
            .bytes()
            .of(files.bytes()),
    );
    families.extend(health.journal.iter().flat_map(journal));
    families.push(stays(pipeline.state.stays()));
    let reserve = pipeline.settings.files.reserve_bytes;
    families.push(
        Family::gauge("ocpp_disk_reserve", "What uploads leave free on the disk")
            .bytes()
            .of(reserve),
    );
    families.extend(room(&health, pipeline.settings.store.reserve_bytes));
    // A trial has no folder.
    if let Ok(disk) = Disk::of(&pipeline.settings.store.path) {
        families.push(
            Family::gauge("ocpp_disk_free", "What is free on the disk of the data")
                .bytes()
                .of(disk.free),
        );
        families.push(
            Family::gauge("ocpp_disk_size", "The disk of the data")
                .bytes()
                .of(disk.size),
        );
    }
    families
}

fn writer(health: &Health) -> Vec<Family> {
    let busy = health.disk_busy.unwrap_or_default().as_secs_f64();
    vec![
        Family::gauge("ocpp_store_failed", "1 when the store failed and refuses writes since")
            .of(health.failure.is_some()),
        Family::counter(
            "ocpp_store_damaged_reads",
            "Reads that met damage, or that the disk did not carry out",
        )
        .of(health.damaged_reads),
        Family::counter("ocpp_store_writes", "Writes that were applied").of(health.writes),
        Family::counter("ocpp_store_lists", "Lists of entries that were read").of(health.lists),
        Family::counter("ocpp_store_listed", "Entries that those lists had").of(health.listed),
        Family::counter(
            "ocpp_store_syncs",
            "How often the disk was told to make its data durable",
        )
        .of(health.syncs),
        Family::gauge(
            "ocpp_store_waiting",
            "Lists of writes that are handed over and not answered yet",
        )
        .of(health.waiting),
        Family::gauge(
            "ocpp_store_disk_busy",
            "How long the disk has been busy with the present group",
        )
        .seconds()
        .of(busy),
        Family::histogram(
            "ocpp_store_group_duration",
            "Groups of lists of writes that became durable together",
        )
        .seconds()
        .of(health.group_seconds),
        Family::histogram("ocpp_store_group_lists", "Lists of writes in one group").of(health.group_lists),
    ]
}

fn stays(stays: &Stays) -> Family {
    let all = stays.all();
    let mut family = Family::gauge(
        "ocpp_retention_stays",
        "1 while what should have gone stays: it cannot be written down, or the clock is doubted",
    );
    for remover in Remover::ALL {
        family.add([("by", remover.name())], all.contains_key(&remover));
    }
    family
}

fn room(health: &Health, reserve: u64) -> [Family; 3] {
    [
        Family::gauge(
            "ocpp_store_unable",
            "1 while the store takes no writes for another reason that passes, such as too many open files",
        )
        .of(health.unable.is_some()),
        Family::gauge(
            "ocpp_store_full",
            "1 while the store takes no writes because the disk is full",
        )
        .of(health.full.is_some()),
        Family::gauge("ocpp_store_reserve", "What the store leaves free on the disk")
            .bytes()
            .of(reserve),
    ]
}

fn journal(journal: &JournalHealth) -> Vec<Family> {
    vec![
        Family::gauge("ocpp_store_journal", "Records that the journal keeps")
            .bytes()
            .of(journal.bytes),
        Family::gauge("ocpp_store_journal_segments", "Files that hold them").of(journal.segments),
        Family::gauge(
            "ocpp_store_table",
            "What is durable in the journal and held in memory until sled has it",
        )
        .bytes()
        .of(journal.memory),
        Family::gauge("ocpp_store_lag", "How long the oldest of it waits for that")
            .seconds()
            .of(journal.lag.as_secs_f64()),
        Family::counter(
            "ocpp_store_carried_over",
            "How often what waited in the journal was carried over to sled",
        )
        .of(journal.carried_over),
    ]
}
