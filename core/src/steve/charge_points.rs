//! `charge_box`: charge points, with their place from `address`.

use std::collections::HashMap;

use super::database::{Database, Row};
use super::taken::Taken;
use crate::ids::identity::of_text;

const COLUMNS: &[&str] = &[
    "id",
    "name",
    "latitude",
    "longitude",
    "address",
    "note",
    "securityProfile",
    "registration",
];

/// The longest name here.
const LONGEST_NAME: usize = 100;
/// The longest note and address.
const LONGEST_NOTE: usize = 2000;
const LONGEST_ADDRESS: usize = 300;

/// How charge points were let in.
#[derive(Debug, Default)]
pub struct Credentials {
    /// Their passwords have to be set anew.
    pub passwords: Vec<String>,
    /// So many had none.
    pub open: usize,
}

/// The charge points.
pub fn taken(database: &Database) -> (Taken, Credentials) {
    let mut taken = Taken::new(COLUMNS);
    let mut credentials = Credentials::default();
    let addresses: HashMap<&str, Row<'_>> = database
        .rows("address")
        .filter_map(|row| Some((row.get("address_pk")?, row)))
        .collect();
    for row in database.rows("charge_box") {
        taken.found += 1;
        let id = row.get("charge_box_id").unwrap_or_default();
        if let Err(reason) = of_text(id) {
            taken.leave_out(reason, id);
            continue;
        }
        let address = row.get("address_pk").and_then(|key| addresses.get(key)).copied();
        let place = Place::of(row, address);
        let (name, mut notes) = name(row);
        if place.degrees.is_none() {
            notes.extend(place.address.clone());
        }
        let (note, is_cut) = cut(&notes.join("\n"), LONGEST_NOTE);
        if is_cut {
            taken.leave_out("the note is longer than 2000 characters; its end is cut off", id);
        }
        let profile = profile(row, &mut credentials);
        let registration = row.get("registration_status").unwrap_or_default();
        let is_known = matches!(registration, "Accepted" | "Pending" | "Rejected");
        if !is_known && !registration.is_empty() {
            taken.leave_out("its registration is none that OCPP has; the server's own counts", id);
        }
        let (latitude, longitude) = place.degrees.unwrap_or_default();
        let address = match place.degrees {
            Some(_) => cut(&place.address.unwrap_or_default(), LONGEST_ADDRESS).0,
            None => String::new(),
        };
        taken.rows.push(vec![
            id.to_owned(),
            name,
            latitude.to_owned(),
            longitude.to_owned(),
            address,
            note,
            profile.to_owned(),
            if is_known {
                registration.to_owned()
            } else {
                String::new()
            },
        ]);
    }
    (taken, credentials)
}

/// What it is called, if its description is short, and what its note is made of.
fn name(row: Row<'_>) -> (String, Vec<String>) {
    let (description, note) = (row.get("description"), row.get("note"));
    let mut notes: Vec<String> = Vec::new();
    let mut name = String::new();
    if let Some(description) = description.map(str::trim) {
        let is_short = description.chars().count() <= LONGEST_NAME && !description.chars().any(char::is_control);
        if is_short {
            description.clone_into(&mut name);
        } else {
            notes.push(description.to_owned());
        }
    }
    notes.extend(note.map(|note| note.trim().to_owned()));
    (name, notes)
}

/// How it may come in: SteVe of old knew no profiles, so whoever knew the identity was let in.
fn profile(row: Row<'_>, credentials: &mut Credentials) -> &'static str {
    let id = row.get("charge_box_id").unwrap_or_default();
    match row.get("security_profile") {
        // Without a password it could not come in; it has no profile until it is given one.
        Some("1" | "2") => {
            credentials.passwords.push(id.to_owned());
            ""
        }
        Some("3") => "3",
        None if row.get("auth_password").is_some() => {
            credentials.passwords.push(id.to_owned());
            ""
        }
        _ => {
            credentials.open += 1;
            "0"
        }
    }
}

/// Where one stands.
struct Place<'a> {
    degrees: Option<(&'a str, &'a str)>,
    address: Option<String>,
}

impl<'a> Place<'a> {
    /// Later versions have the degrees beside the address.
    fn of(row: Row<'a>, address: Option<Row<'a>>) -> Self {
        let own = row.get("location_latitude").zip(row.get("location_longitude"));
        let of_address = || address.and_then(|address| address.get("latitude").zip(address.get("longitude")));
        let degrees = own.or_else(of_address).filter(|(latitude, longitude)| {
            let within = |text: &str, most: f64| text.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most);
            within(latitude, 90.0) && within(longitude, 180.0)
        });
        Self {
            degrees,
            address: address.and_then(line),
        }
    }
}

/// An address in one line: `Street 1, 12345 City, DE`.
fn line(address: Row<'_>) -> Option<String> {
    let joined = |columns: [&str; 2]| {
        let words = columns.iter().filter_map(|column| address.get(column)).map(str::trim);
        words.collect::<Vec<_>>().join(" ")
    };
    let parts = [
        joined(["street", "house_number"]),
        joined(["zip_code", "city"]),
        joined(["country", ""]),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A text without control characters but line breaks, and whether it had to be cut.
fn cut(text: &str, longest: usize) -> (String, bool) {
    let text = text.replace("\r\n", "\n");
    let text = text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
    let text: Vec<char> = text.collect();
    let is_cut = text.len() > longest;
    let kept: String = text.into_iter().take(longest).collect();
    (kept.trim().to_owned(), is_cut)
}
