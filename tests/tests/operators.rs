//! Two operators change one charge point at the same time: each sets members of its own, and neither undoes
//! what the other has set.

use std::thread;

use ocpp_central_tests::admin::Admin;
use ocpp_central_tests::config::Config;
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
            json!({})
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
