//! Both forms of an export, made after SteVe's schema: what is taken of them, and what is told of the rest.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;

use super::dump;
use super::{Database, Everything, SteveError, Taken};
use crate::clock::Time;

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/fixtures/steve")
        .join(name)
}

fn now() -> Time {
    "2026-01-01T00:00:00Z".parse().unwrap()
}

fn taken(name: &str) -> Everything {
    Everything::of(&Database::open(&fixture(name)).unwrap(), now())
}

/// Why something was left out, and how often.
fn left_out(taken: &Taken) -> Vec<(&str, usize)> {
    let left_out = taken.left_out.iter();
    left_out
        .map(|left_out| {
            (
                left_out.why.split([';', ',', ':']).next().unwrap_or_default(),
                left_out.count,
            )
        })
        .collect()
}

#[test]
fn a_zip_and_a_dump_give_the_same_tags_and_sessions() {
    let (zip, sql) = (taken("export.zip"), taken("dump.sql"));
    assert_eq!(zip.id_tags.csv(), sql.id_tags.csv());
    assert_eq!(zip.sessions.csv(), sql.sessions.csv());
    assert_eq!(
        zip.id_tags.csv(),
        "tag,status,parent,expiry\r\nANNA,Accepted,FLEET,2031-01-31T23:00:00.000Z\r\n'=BOB,Blocked,,\r\n\
         FLEET,Accepted,,\r\n"
    );
    assert_eq!(
        zip.sessions.csv(),
        "chargePoint,id,version,connector,idTag,startedAt,stoppedAt,stopReason,meterStartWh,meterStopWh,closedBy\r\n\
         KOELN-01,1,1.6,1,ANNA,2025-11-20T10:00:00.000Z,2025-11-20T11:30:00.000Z,Other,1000,13500.5,operator\r\n\
         BONN/2,2,1.5,1,'=BOB,2025-11-21T08:00:00.000Z,2025-11-21T08:30:00.000Z,,500,4500,station\r\n"
    );
    for of in [&zip, &sql] {
        assert_eq!(
            left_out(&of.sessions),
            [("the session runs", 1), ("a stop that SteVe could not use", 1)]
        );
        assert_eq!(
            left_out(&of.id_tags),
            [
                ("the note of the tag", 1),
                ("whose tag it is", 1),
                ("the tag may charge at several places at a time", 1)
            ]
        );
        assert_eq!(
            of.reservations,
            ["KOELN-01, connector 2, for ANNA until 2099-01-01T00:00:00.000Z"]
        );
        assert_eq!(
            of.other_tables.first().map(|(name, _)| name.as_str()),
            Some("connector_meter_value")
        );
    }
}

#[test]
fn charge_points_have_their_place_and_what_lets_them_in() {
    let (zip, sql) = (taken("export.zip"), taken("dump.sql"));
    let header = "id,name,latitude,longitude,address,note,securityProfile,registration\r\n";
    let koeln =
        "KOELN-01,\"Market; \"\"east\"\"\",50.93750000,6.96000000,\"Marktstraße 7, 50667 Köln, DE\",\"two\nlines\"";
    let bonn = "BONN/2,,,,,\"Hafenweg, Bonn, DE\",0,Pending\r\n";
    assert_eq!(zip.charge_points.csv(), format!("{header}{koeln},,Accepted\r\n{bonn}"));
    assert_eq!(sql.charge_points.csv(), format!("{header}{koeln},0,Accepted\r\n{bonn}"));
    assert_eq!(
        (zip.passwords.as_slice(), zip.open),
        (["KOELN-01".to_owned()].as_slice(), 1)
    );
    assert_eq!((sql.passwords.len(), sql.open), (0, 2));
    for of in [&zip, &sql] {
        assert_eq!(left_out(&of.charge_points), [("the identity has a colon", 1)]);
    }
}

#[test]
fn what_is_no_export_is_told() {
    let read = |text: &str| dump::read(text.as_bytes());
    let columns = read("INSERT INTO `charge_box` VALUES (1,'A');").unwrap_err();
    assert!(
        columns
            .to_string()
            .starts_with("the dump, line 1: the rows come without names"),
        "{columns}"
    );
    let count = read("\n\nINSERT INTO charge_box (charge_box_pk, charge_box_id) VALUES (1,'A'),(2);").unwrap_err();
    assert!(
        count.to_string().contains("line 3: a row has another number of values"),
        "{count}"
    );
    let open = read("INSERT INTO charge_box (charge_box_id) VALUES ('A").unwrap_err();
    assert!(open.to_string().contains("a text is not closed"), "{open}");
    let other = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(other.path(), "CREATE TABLE `posts` (`id` int);").unwrap();
    assert!(matches!(Database::open(other.path()), Err(SteveError::Nothing)));
    std::fs::write(other.path(), b"PK\x03\x04 and nothing more").unwrap();
    assert!(matches!(Database::open(other.path()), Err(SteveError::Zip(_))));
}

/// One table for both ends, as versions of old have it, and unquoted names.
#[test]
fn a_session_may_be_one_row() {
    let database = dump::read(
        "insert into connector (connector_pk, charge_box_id, connector_id) values (1, 'CP', 1);\
         replace into steve.transaction (transaction_pk, connector_pk, id_tag, start_timestamp, start_value, \
         stop_timestamp, stop_value) values (7, 1, 'A', '2014-01-01 10:00:00', '5', '2014-01-01 11:00:00', '8'), \
         (8, 1, 'A', '2014-01-02 10:00:00', '8', NULL, NULL);"
            .as_bytes(),
    );
    let sessions = Everything::of(&database.unwrap(), now()).sessions;
    assert_eq!((sessions.rows.len(), sessions.found), (1, 2));
    assert_eq!(left_out(&sessions), [("the session runs", 1)]);
}
