//! Operators and their clients: two who change one charge point at the same time do not undo each other, and a
//! refused request does not cost the connection.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::thread;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::server::Server;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/charge-points/CP1";
const ROUNDS: usize = 50;

/// Gives one member one value after the other; it must be there whenever this operator looks.
fn change(admin: &Admin, member: &str, values: &[Value]) {
    for value in values.iter().cycle().take(ROUNDS) {
        let mut body = json!({});
        body[member] = value.clone();
        assert_eq!(&admin.put(PATH, &body).expect(200)[member], value);
        assert_eq!(&admin.get(PATH).expect(200)[member], value, "{member} was undone");
    }
}

#[test]
fn neither_undoes_what_the_other_has_set() {
    let server = Server::start(&Config::new());
    let admin = server.admin();
    let created = admin.put(PATH, &json!({ "password": "a-secret-of-20-chars" }));
    assert_eq!(created.status, 201);
    let (profiles, words) = (
        [json!(2), json!(3), json!(1)],
        [json!("Rejected"), json!(null), json!("Pending"), json!("Accepted")],
    );
    thread::scope(|scope| {
        scope.spawn(|| change(&admin, "securityProfile", &profiles));
        scope.spawn(|| change(&admin, "registration", &words));
    });
    let known = admin.get(PATH).expect(200);
    assert_eq!(known["securityProfile"], profiles[(ROUNDS - 1) % 3]);
    assert_eq!(known["registration"], words[(ROUNDS - 1) % 4]);
    assert_eq!(known["hasPassword"], true);
}

#[test]
fn one_of_all_who_register_it_at_once_is_told_that_it_was_created() {
    let server = Server::start(&Config::new());
    for path in [PATH, "/api/v1/id-tags/DRIVER"] {
        let body = if path == PATH {
            json!({ "securityProfile": 0 })
        } else {
            json!({ "status": "Accepted" })
        };
        let threads: Vec<_> = (0..8)
            .map(|_| {
                let (admin, body) = (server.admin(), body.clone());
                thread::spawn(move || admin.put(path, &body).status)
            })
            .collect();
        let mut told: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        told.sort_unstable();
        assert_eq!(told, [200, 200, 200, 200, 200, 200, 200, 201], "{path}");
        assert_eq!(server.admin().delete(path).status, 204);
    }
}

/// One PUT on an open connection, and the status line of its answer.
fn put(stream: &mut TcpStream, path: &str, body: &str) -> String {
    let length = body.len();
    let head = format!("PUT {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n");
    write!(stream, "{head}Content-Length: {length}\r\n\r\n{body}").unwrap();
    let mut answer = String::new();
    let mut buffer = [0; 4096];
    // Every answer here ends with its JSON object.
    while !answer.ends_with('}') {
        let read = stream.read(&mut buffer).unwrap();
        assert_ne!(read, 0, "the connection was closed after {answer:?}");
        answer.push_str(std::str::from_utf8(&buffer[..read]).unwrap());
    }
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_connection_goes_on_after_a_path_that_was_refused() {
    let server = Server::start(&Config::new());
    let mut stream = TcpStream::connect(server.admin_address()).unwrap();
    let profile = "\"securityProfile\":0";
    for body in [
        format!("{{{profile}}}"),
        format!("{{{profile}{}}}", " ".repeat(500_000)),
    ] {
        let refused = put(&mut stream, "/api/v1/charge-points/a%00b", &body);
        assert_eq!(refused, "HTTP/1.1 400 Bad Request");
        let taken = put(&mut stream, PATH, &body);
        assert!(taken.starts_with("HTTP/1.1 20"), "{taken}");
    }
}
