//! Charge points, id tags and sessions as CSV: out, in, and out again.

use ocpp_central_tests::admin::{Admin, Reply};
use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::handshake::Upgrade;
use ocpp_central_tests::process::{Ended, command, run};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use serde_json::{Value, json};

const PASSWORD: &str = "a-password-of-a-station";

fn csv(admin: &Admin, path: &str) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    let reply = admin.get(&format!("/api/v1/{path}{sign}format=csv"));
    assert!(
        reply
            .header("content-type")
            .is_some_and(|kind| kind.starts_with("text/csv")),
        "{reply:?}"
    );
    reply.expect(200).as_str().expect("a table").to_owned()
}

fn bring(admin: &Admin, path: &str, table: &str) -> Reply {
    admin.send("POST", &format!("/api/v1/{path}"), table.as_bytes().to_vec())
}

/// What became of a table: rows created, changed and unchanged.
#[track_caller]
fn brought(admin: &Admin, path: &str, table: &str) -> [u64; 3] {
    let reply = bring(admin, path, table).expect(200);
    ["created", "changed", "unchanged"].map(|count| reply[count].as_u64().expect("a count"))
}

/// The wrong rows of a table: line, column and what is wrong.
#[track_caller]
fn refused(admin: &Admin, path: &str, table: &str) -> Vec<(u64, Value, String)> {
    let reply = bring(admin, path, table).expect(422);
    assert_eq!(reply["type"], "urn:ocpp-central:problem:import-refused", "{reply}");
    let errors = reply["errors"].as_array().expect("errors").iter();
    errors
        .map(|error| {
            let words = error["problem"].as_str().expect("words").to_owned();
            (error["line"].as_u64().expect("a line"), error["column"].clone(), words)
        })
        .collect()
}

#[test]
fn charge_points_go_out_and_come_in_the_same_to_the_byte() {
    let (one, other) = (Server::start(&Config::new()), Server::start(&Config::new()));
    one.admin().register(
        "CP%2F1",
        &json!({"name": "=HYPERLINK(\"http://x\")", "site": "Köln; Süd, 2", "labels": ["fast", "depot-2"],
            "location": {"latitude": 50.9375, "longitude": -6.96, "address": "Straße 1\n50667 \"Köln\""},
            "note": "-1 is no formula, +x is", "registration": "Pending", "strictness": "strict",
            "timeZone": "Europe/Berlin"}),
    );
    one.admin().register("CP-2", &json!({"note": "'=1"}));
    let table = csv(&one.admin(), "charge-points");
    assert!(
        table.starts_with("id,name,site,labels,latitude,longitude,address,note,securityProfile,registration,"),
        "{table}"
    );
    assert!(table.contains("\"'=HYPERLINK(\"\"http://x\"\")\""), "{table}");
    assert!(table.contains(",depot-2 fast,"), "{table}");
    let reply = bring(&other.admin(), "charge-points/import?dryRun=true", &table).expect(200);
    assert_eq!(
        (&reply["dryRun"], &reply["rows"], &reply["created"]),
        (&json!(true), &json!(2), &json!(2))
    );
    assert_eq!(csv(&other.admin(), "charge-points").lines().count(), 1);
    assert_eq!(brought(&other.admin(), "charge-points/import", &table), [2, 0, 0]);
    assert_eq!(csv(&other.admin(), "charge-points"), table);
    assert_eq!(brought(&other.admin(), "charge-points/import", &table), [0, 0, 2]);
    let chosen = csv(&one.admin(), "charge-points?columns=site,id&limit=1");
    assert_eq!(chosen, "site,id\r\n\"Köln; Süd, 2\",CP/1\r\n");
    let unknown = one
        .admin()
        .get("/api/v1/charge-points?format=csv&columns=id,sites")
        .expect(400);
    let words = unknown["detail"].as_str().expect("words");
    assert!(
        words.contains("`sites`") && words.contains("did you mean `site`?"),
        "{words}"
    );
}

#[test]
fn passwords_come_in_and_never_go_out() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let table = format!("ID;Password;Security Profile\nCP-1;{PASSWORD};1\nCP-2;;0\n");
    assert_eq!(brought(&admin, "charge-points/import", &table), [2, 0, 0]);
    let upgrade = Upgrade::to("/ocpp/CP-1").offer("ocpp1.6");
    let _station = Station::upgrade(&server, &upgrade.basic("CP-1", PASSWORD.as_bytes()));
    // It is the one in force, so nothing is changed, and the connection stays.
    assert_eq!(brought(&admin, "charge-points/import", &table), [0, 0, 2]);
    let out = csv(&admin, "charge-points");
    assert!(!out.contains(PASSWORD) && !out.contains("assword,a"), "{out}");
    assert!(out.contains("CP-1,"), "{out}");
    // What an export says of the server's own is passed over, and a profile needs no password that is there.
    let reply = bring(&admin, "charge-points/import", &out).expect(200);
    assert_eq!(reply["unchanged"], 2, "{reply}");
    assert_eq!(reply["ignoredColumns"][0], "hasPassword");
    let wrong = refused(
        &admin,
        "charge-points/import",
        "id,password\nCP-1,too-short\nCP-9,\nCP-1,x\n",
    );
    assert_eq!(wrong.len(), 2, "{wrong:?}");
    assert!(
        wrong[0].2.contains("9 characters") && !wrong[0].2.contains("too-short"),
        "{wrong:?}"
    );
    let needs = refused(&admin, "charge-points/import", "id,securityProfile\nCP-8,2\n");
    assert_eq!(needs[0].2, "security profile 2 needs a `password`");
}

#[test]
fn every_wrong_row_is_told_and_nothing_is_changed() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let wrong = refused(
        &admin,
        "id-tags/import",
        "tag,status,expiry,parent\n\
         GOOD,Accepted,,\n\
         BAD,acepted,,\n\
         ,Accepted,,\n\
         LATE,Blocked,31.01.2026,\n\
         \"two\nlines\",Accepted,,\n\
         GOOD,Blocked,,\n\
         SHORT,Accepted\n",
    );
    let column = |name: &str| json!(name);
    let places: Vec<_> = wrong.iter().map(|(line, column, _)| (*line, column.clone())).collect();
    assert_eq!(
        places,
        [
            (3, column("status")),
            (4, column("tag")),
            (5, column("expiry")),
            (6, column("tag")),
            (8, column("tag")),
            (9, Value::Null)
        ],
        "{wrong:?}"
    );
    assert!(wrong[0].2.ends_with("did you mean `Accepted`?"), "{wrong:?}");
    assert!(wrong[2].2.contains("such as 2026-01-31T12:00:00Z"), "{wrong:?}");
    assert_eq!(csv(&admin, "id-tags"), "tag,type,status,parent,expiry\r\n");
    let names = refused(&admin, "id-tags/import", "tag,statsu,colour\nA,Accepted,red\n");
    let said: Vec<&str> = names.iter().map(|(_, _, words)| words.as_str()).collect();
    assert!(
        said[0].contains("did you mean `status`?") && said[1].contains("no column `colour`"),
        "{said:?}"
    );
    for (table, words) in [
        ("", "the table is empty"),
        (
            "tag,status\n\"A,Accepted\nB,Accepted\n",
            "a quotation mark is not closed",
        ),
        (
            "tag,status\nA,Accepted,,x\n",
            "the row has 4 cells, and there are 2 columns",
        ),
    ] {
        let wrong = refused(&admin, "id-tags/import", table);
        assert!(wrong[0].2.starts_with(words), "{table:?}: {wrong:?}");
    }
}

#[test]
fn tables_of_any_spreadsheet_are_taken() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let table = "\u{feff}Tag;Status;Expiry;Parent\r\n'+49-1;Accepted;2031-01-31;\"a;b\"\r\n;;;\r\nIMPORT;Blocked;;\r\n";
    assert_eq!(brought(&admin, "id-tags/import", table), [2, 0, 0]);
    assert_eq!(
        csv(&admin, "id-tags"),
        "tag,type,status,parent,expiry\r\n'+49-1,,Accepted,\"a;b\",2031-01-31T00:00:00.000Z\r\nIMPORT,,Blocked,,\r\n"
    );
    // An empty cell removes, a column that is not there leaves as it is.
    assert_eq!(
        brought(&admin, "id-tags/import", "tag,status\n'+49-1,Blocked\n"),
        [0, 1, 0]
    );
    assert_eq!(admin.get("/api/v1/id-tags/+49-1").expect(200)["parent"], "a;b");
    assert_eq!(
        brought(&admin, "id-tags/import", "tag\tstatus\tparent\n'+49-1\tBlocked\t\n"),
        [0, 1, 0]
    );
    assert_eq!(admin.get("/api/v1/id-tags/+49-1").expect(200)["parent"], Value::Null);
    // A tag may be called as the path of an import ends.
    assert_eq!(admin.get("/api/v1/id-tags/import").expect(200)["status"], "Blocked");
    assert_eq!(admin.delete("/api/v1/id-tags/import").status, 204);
    assert_eq!(admin.send("POST", "/api/v1/id-tags/other", Vec::new()).status, 405);
    // Types stand beside each other, and one whose time has passed is the same when it comes back.
    let table =
        "tag,type,status,parent,expiry\r\nT,ISO14443,Expired,,2020-01-01T00:00:00.000Z\r\nT,KeyCode,Blocked,,\r\n";
    assert_eq!(brought(&admin, "id-tags/import", table), [2, 0, 0]);
    assert_eq!(brought(&admin, "id-tags/import", table), [0, 0, 2]);
    assert!(csv(&admin, "id-tags").ends_with(&table[table.find("\r\n").unwrap() + 2..]));
}

/// A session with all that a row may say, and one with little.
const HISTORY: &str = "chargePoint,id,version,connector,idTag,startedAt,stoppedAt,stopReason,meterStartWh,meterStopWh\n\
                       CP-1,4711,1.6,2,ANNA,2024-01-31T10:00:00Z,2024-01-31T11:30:00Z,Local,1000,13500.5\n\
                       CP-1,4712,1.6,1,=BOB,2024-02-01T10:00:00Z,2024-02-01T10:00:05Z,,500,400\n";

#[test]
fn a_history_comes_in_beside_what_is_here() {
    let (one, other) = (Server::start(&Config::new()), Server::start(&Config::new()));
    let admin = one.admin();
    assert_eq!(brought(&admin, "transactions/import?source=steve", HISTORY), [2, 0, 0]);
    assert_eq!(brought(&admin, "transactions/import?source=steve", HISTORY), [0, 0, 2]);
    let session = admin.get("/api/v1/transactions/CP-1/.steve.4711").expect(200);
    for (member, value) in [
        ("energyWh", json!("12500.5")),
        ("durationSeconds", json!(5400)),
        ("state", json!("closed")),
        ("importedFrom", json!("steve")),
        ("stationTransactionId", json!("4711")),
        ("complete", json!(true)),
    ] {
        assert_eq!(session[member], value, "{member}");
    }
    let doubtful = admin.get("/api/v1/transactions?doubt=end-below-start").expect(200);
    assert_eq!(doubtful["items"][0]["id"], ".steve.4712");
    assert_eq!(doubtful["items"][0]["energyWh"], Value::Null);
    // What is here stays, with other figures too.
    let changed = HISTORY.replace("13500.5", "99999");
    let reply = bring(&admin, "transactions/import?source=steve", &changed).expect(200);
    assert_eq!((&reply["kept"], &reply["unchanged"]), (&json!(1), &json!(1)));
    assert_eq!(reply["warnings"][0]["line"], 2);
    // Out, into an empty server, and out again.
    let out = csv(&admin, "transactions?order=oldest");
    assert!(out.contains("'=BOB"), "{out}");
    assert_eq!(brought(&other.admin(), "transactions/import", &out), [2, 0, 0]);
    assert_eq!(csv(&other.admin(), "transactions?order=oldest"), out);
    for (table, column) in [
        (
            HISTORY.replace("2024-02-01T10:00:05Z", "2999-01-01T00:00:00Z"),
            "stoppedAt",
        ),
        (HISTORY.replace(",1.6,1,", ",1.7,1,"), "version"),
        (HISTORY.replace("CP-1,4712", "CP-1,4711"), "id"),
        (HISTORY.replace(",500,400", ",five,400"), "meterStartWh"),
    ] {
        let wrong = refused(&admin, "transactions/import", &table);
        assert_eq!((wrong[0].0, &wrong[0].1), (3, &json!(column)), "{wrong:?}");
    }
    let unfit = admin.post("/api/v1/transactions/import?source=Other%20one", &json!({}));
    assert_eq!(unfit.status, 400);
}

#[test]
fn the_export_of_a_server_at_work_comes_in() {
    let (one, other) = (Server::start(&Config::new()), Server::start(&Config::new()));
    assert_eq!(
        brought(&one.admin(), "transactions/import?source=steve", HISTORY),
        [2, 0, 0]
    );
    one.admin().set_tag("ANNA", "Accepted");
    one.admin().register("CP-2", &json!({}));
    let mut station = Station::connect(&one, "CP-2", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "V", "chargePointModel": "M"}),
    );
    let start = json!({"connectorId": 1, "idTag": "ANNA", "meterStart": 5, "timestamp": "2026-01-31T10:00:00Z"});
    let started = station.call("StartTransaction", &start);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tx.csv");
    let file = file.to_str().expect("a path");
    assert_eq!(cli(&one, &["export", "transactions", file]).code, Some(0));
    let brought = cli(&other, &["import", "transactions", file]);
    assert_eq!(brought.code, Some(0), "{brought:?}");
    let told = format!(
        "3 sessions: 2 created, 1 left out\n  line 4: {} of CP-2 runs; its charge point tells its end: it is left out\n",
        started["transactionId"]
    );
    assert!(brought.out.starts_with(&told), "{}", brought.out);
    std::fs::write(file, "").expect("an empty file");
    let empty = cli(&other, &["import", "transactions", file]);
    assert_eq!(empty.code, Some(1));
    assert_eq!(
        empty.out,
        "nothing was changed: the table cannot be used\n  line 1: the table is empty: its first row has the names of \
         the columns\n"
    );
}

#[test]
fn an_end_below_the_start_is_in_doubt_with_an_empty_energy_too() {
    let server = Server::start(&Config::new());
    let names = "chargePoint,id,startedAt,stoppedAt,meterStartWh,meterStopWh,energyWh";
    let row = "CP-1,1,2024-02-01T08:00:00Z,2024-02-01T09:00:00Z,300,200,";
    let table = format!("{names}\n{row}\n");
    assert_eq!(brought(&server.admin(), "transactions/import", &table), [1, 0, 0]);
    let session = server.admin().get("/api/v1/transactions/CP-1/.import.1").expect(200);
    assert_eq!(
        (&session["complete"], &session["doubts"], &session["energyWh"]),
        (&json!(false), &json!(["end-below-start"]), &Value::Null)
    );
}

#[test]
fn a_session_here_is_told_apart_from_an_imported_one_of_its_number() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("CP-1", &json!({}));
    let mut station = Station::connect(&server, "CP-1", "1.6");
    station.call(
        "BootNotification",
        &json!({"chargePointVendor": "V", "chargePointModel": "M"}),
    );
    let start = json!({"connectorId": 1, "idTag": "ANNA", "meterStart": 20000, "timestamp": "2026-01-31T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let history = HISTORY.replace("4711", &id.to_string());
    assert_eq!(brought(&admin, "transactions/import", &history), [2, 0, 0]);
    let stop = json!({"transactionId": id, "meterStop": 21000, "timestamp": "2026-01-31T11:00:00Z"});
    station.call("StopTransaction", &stop);
    let ended = admin.get(&format!("/api/v1/transactions/CP-1/{id}")).expect(200);
    assert_eq!(
        (&ended["energyWh"], &ended["importedFrom"]),
        (&json!("1000"), &Value::Null)
    );
    let own = csv(&admin, "transactions?idTag=anna&columns=energyWh,importedFrom");
    assert_eq!(own, "energyWh,importedFrom\r\n1000,\r\n12500.5,import\r\n");
    // What went out here comes in elsewhere under an id of its own, and with the same figures.
    let other = Server::start(&Config::new());
    let out = csv(&admin, "transactions");
    assert_eq!(
        brought(&other.admin(), "transactions/import?source=berlin", &out),
        [3, 0, 0]
    );
    let columns = "transactions?columns=chargePoint,startedAt,stoppedAt,energyWh,meterStartWh,meterStopWh,meterStopAt,\
                   energySource,complete,doubts,leftOut,stationTransactionId,closedBy,authorization,stopReason";
    assert_eq!(csv(&other.admin(), columns), csv(&admin, columns));
    let there = other.admin().get(&format!("/api/v1/transactions/CP-1/.berlin.{id}"));
    assert_eq!(there.status, 200);
}

#[test]
fn a_server_s_own_export_brings_no_session_twice() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    admin.register("CP-1", &json!({}));
    let mut station = Station::connect(&server, "CP-1", "1.6");
    let start = json!({"connectorId": 1, "idTag": "ANNA", "meterStart": 20000, "timestamp": "2026-01-31T10:00:00Z"});
    let id = station.call("StartTransaction", &start)["transactionId"].clone();
    let stop = json!({"transactionId": id, "meterStop": 21000, "timestamp": "2026-01-31T11:00:00Z"});
    station.call("StopTransaction", &stop);
    let history = HISTORY.replace(",500,400", ",500,600");
    assert_eq!(brought(&admin, "transactions/import", &history), [2, 0, 0]);
    let out = csv(&admin, "transactions");
    for path in ["transactions/import", "transactions/import?source=berlin"] {
        assert_eq!(brought(&admin, path, &out), [0, 0, 3], "{path}");
    }
    // Another energy is no reason for a second one.
    let other = |line: &str| match line.contains(",20000,") {
        true => line.replace(",1000,", ",1100,"),
        false => line.to_owned(),
    };
    let table: String = out.lines().map(|line| other(line) + "\r\n").collect();
    let reply = bring(&admin, "transactions/import", &table).expect(200);
    assert_eq!((&reply["created"], &reply["kept"]), (&json!(0), &json!(1)), "{reply}");
    assert!(
        reply["warnings"].to_string().contains("is a session of this server"),
        "{reply}"
    );
    assert_eq!(csv(&admin, "transactions"), out);
}

/// Many rows: while they come in, others are answered.
#[test]
fn fifty_thousand_tags_go_in_and_out() {
    const ROWS: usize = 50_000;
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let mut table = String::from("tag,type,status,parent,expiry\r\n");
    for number in 0..ROWS {
        table.push_str(&format!("t{number:06},,Accepted,group-{},\r\n", number % 7));
    }
    let coming = {
        let (admin, table) = (admin.clone(), table.clone());
        std::thread::spawn(move || brought(&admin, "id-tags/import", &table))
    };
    let (begun, mut slowest) = (std::time::Instant::now(), std::time::Duration::ZERO);
    while !coming.is_finished() {
        let asked = std::time::Instant::now();
        assert_eq!(admin.get("/api/v1/id-tags?limit=1").status, 200);
        slowest = slowest.max(asked.elapsed());
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // A slow machine takes longer for everything.
    let most = std::time::Duration::from_secs(2).max(begun.elapsed() / 4);
    let rows = u64::try_from(ROWS).expect("a count");
    assert_eq!(coming.join().expect("the import"), [rows, 0, 0]);
    assert!(slowest < most, "others waited {slowest:?}");
    assert_eq!(csv(&admin, "id-tags"), table);
}

/// Runs the command line against a server.
fn cli(server: &Server, arguments: &[&str]) -> Ended {
    let address = format!("http://{}", server.admin_address());
    let mut command = command();
    command
        .args(arguments)
        .args(["--server", &address, "--token", ADMIN_TOKEN]);
    run(&mut command, b"")
}

#[test]
fn the_command_line_brings_tables_out_and_in() {
    let (one, other) = (Server::start(&Config::new()), Server::start(&Config::new()));
    one.admin()
        .register("CP-1", &json!({"name": "Gate", "labels": ["fast"]}));
    one.admin().set_tag("ANNA", "Accepted");
    let folder = tempfile::tempdir().expect("a folder");
    for resource in ["charge-points", "id-tags", "transactions"] {
        let file = folder.path().join(format!("{resource}.csv"));
        let file = file.to_str().expect("a path");
        if resource == "transactions" {
            std::fs::write(file, HISTORY).expect("the history");
            let brought = cli(&one, &["transactions", "import", file, "--source", "steve"]);
            assert_eq!(
                (brought.code, brought.out.as_str()),
                (Some(0), "2 sessions: 2 created\n"),
                "{}",
                brought.err
            );
        }
        let written = cli(&one, &[resource, "export", file]);
        assert_eq!(written.code, Some(0), "{}", written.err);
        let looked = cli(&other, &["import", resource, file, "--dry-run"]);
        assert!(looked.out.starts_with("would become of "), "{looked:?}");
        let brought = cli(&other, &["import", resource, file]);
        assert_eq!(brought.code, Some(0), "{brought:?}");
        let out = cli(&other, &["export", resource]).out;
        assert_eq!(out, std::fs::read_to_string(file).expect("the table"), "{resource}");
    }
    let file = folder.path().join("wrong.csv");
    std::fs::write(&file, "tag,status\n\nA,Accepted\n,Accepted\n").expect("a table");
    let file = file.to_str().expect("a path");
    let refused = cli(&one, &["id-tags", "import", file]);
    assert_eq!(
        (refused.code, refused.out.as_str()),
        (
            Some(1),
            "nothing was changed: 1 of 2 id tags cannot be used\n  line 4: `tag` is empty; each row needs it\n"
        )
    );
    let json = cli(&one, &["import", "id-tags", file, "--json"]);
    let json: Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((&json["refused"], &json["told"][0]["line"]), (&json!(1), &json!(4)));
    assert_eq!(cli(&one, &["import", "id-tags", "/nowhere.csv"]).code, Some(2));
}

#[test]
fn what_steve_exports_comes_in_and_again_changes_nothing() {
    for name in ["export.zip", "dump.sql"] {
        let server = Server::start(&Config::new());
        let admin = server.admin();
        let file = artifacts::suite_dir().join("fixtures/steve").join(name);
        let file = file.to_str().expect("a path");
        let looked = cli(&server, &["import", "steve", file, "--dry-run"]);
        assert_eq!(looked.code, Some(0), "{looked:?}");
        assert_eq!(csv(&admin, "id-tags").lines().count(), 1);
        let brought = cli(&server, &["import", "steve", file]);
        assert_eq!(brought.code, Some(0), "{brought:?}");
        for line in [
            "2 charge points: 2 created\n",
            "3 id tags: 3 created\n",
            "2 sessions: 2 created\n",
            "the session runs, or its end never came: 1 (3 of KOELN-01)\n",
            "a reservation is in force, to be made anew: KOELN-01, connector 2, for ANNA until 2099-01-01T00:00:00.000Z\n",
            "connector_meter_value is left out: ",
        ] {
            assert!(brought.out.contains(line), "{name}: {line}: {}", brought.out);
        }
        let koeln = admin.get("/api/v1/charge-points/KOELN-01").expect(200);
        assert_eq!(koeln["name"], "Market; \"east\"");
        assert_eq!(koeln["location"]["address"], "Marktstraße 7, 50667 Köln, DE");
        assert_eq!(koeln["location"]["latitude"], 50.9375);
        let profile = if name == "dump.sql" { json!(0) } else { Value::Null };
        assert_eq!(koeln["securityProfile"], profile);
        let session = admin.get("/api/v1/transactions/KOELN-01/.steve.1").expect(200);
        assert_eq!(
            (&session["energyWh"], &session["closedBy"], &session["energySource"]),
            (&json!("12500.5"), &json!("operator"), &json!("operator"))
        );
        assert_eq!(session["doubts"], json!(["end-lost"]));
        assert_eq!(admin.get("/api/v1/id-tags/=BOB").expect(200)["status"], "Blocked");
        // What was set here since stays, and nothing else changes either.
        admin.register("BONN%2F2", &json!({"password": PASSWORD}));
        let before = ["charge-points", "id-tags", "transactions"].map(|list| csv(&admin, list));
        let again = cli(&server, &["import", "steve", file, "--json"]);
        let again: Value = serde_json::from_str(&again.out).expect("JSON");
        let counts = again["tables"].as_array().expect("tables").iter();
        let counts: Vec<_> = counts
            .map(|table| (table["unchanged"].clone(), table["rows"].clone()))
            .collect();
        assert!(counts.iter().all(|(unchanged, rows)| unchanged == rows), "{again}");
        assert_eq!(
            ["charge-points", "id-tags", "transactions"].map(|list| csv(&admin, list)),
            before
        );
    }
}
