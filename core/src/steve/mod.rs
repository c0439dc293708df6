//! What another central system, SteVe, exports: its tables, and what of them has a place here. Pure: files in, tables of
//! [`crate::tables`] out.
//!
//! Two forms are read. The export of its web interface (settings, data export) is a ZIP with one CSV for each table, named
//! after it: the names of the columns first, `NULL` for what is not known, times in RFC 3339. A dump by `mysqldump`
//! or a like program is SQL text, of which the `INSERT` statements count. Columns are found by their names, so that
//! any version's tables are read: places of charge points in `charge_box` or in `address`, connectors in `connector` or
//! in `evse`, the user of a tag in `user` or in `user_ocpp_tag`, sessions in one table or in two.

mod archive;
mod charge_points;
mod database;
mod dump;
mod id_tags;
mod reservations;
mod sessions;
mod sql;
mod taken;

#[cfg(test)]
mod tests;

pub use database::{Database, SteveError};
pub use taken::{LeftOut, Taken};

use crate::clock::Time;

/// All that is taken, in the order in which it is to be brought.
#[derive(Debug)]
pub struct Everything {
    /// `charge_box`.
    pub charge_points: Taken,
    /// `ocpp_tag`.
    pub id_tags: Taken,
    /// `transaction_start` and `transaction_stop`.
    pub sessions: Taken,
    /// Charge points whose password has to be set anew, since SteVe keeps a hash of it alone.
    pub passwords: Vec<String>,
    /// Charge points that were let in without authentication, and are here.
    pub open: usize,
    /// Reservations that are in force, in words: they are made anew.
    pub reservations: Vec<String>,
    /// Tables that have no place here, with what they have.
    pub other_tables: Vec<(String, &'static str)>,
}

impl Everything {
    /// What a database has.
    #[must_use]
    pub fn of(database: &Database, now: Time) -> Self {
        let (charge_points, credentials) = charge_points::taken(database);
        Self {
            charge_points,
            id_tags: id_tags::taken(database),
            sessions: sessions::taken(database, now),
            passwords: credentials.passwords,
            open: credentials.open,
            reservations: reservations::in_force(database, now),
            other_tables: database.other_tables(),
        }
    }
}
