//! The store's writer, the files, and the disk that both lie on.

use super::Family;
use crate::files::Files;
use crate::files::disk::Disk;
use crate::ocpp::Pipeline;

pub(super) fn families(pipeline: &Pipeline, files: &Files) -> Vec<Family> {
    let health = pipeline.state.store().health();
    let busy = health.disk_busy.unwrap_or_default().as_secs_f64();
    let mut families = vec![
        Family::gauge(
            "ocpp_store_failed",
            "1 when the store failed and refuses everything since",
        )
        .of(health.failure.is_some()),
        Family::counter("ocpp_store_writes", "Writes that were applied").of(health.writes),
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
        Family::gauge("ocpp_files", "Files that charge points fetch and bring")
            .bytes()
            .of(files.bytes()),
    ];
    let reserve = pipeline.settings.files.reserve_bytes;
    families.push(
        Family::gauge("ocpp_disk_reserve", "What uploads leave free on the disk")
            .bytes()
            .of(reserve),
    );
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
