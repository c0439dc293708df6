//! Files that are not taken or not given: wrong, used and old tokens, what is too large, what does not come to its end,
//! and what a crash leaves.

use std::fs;
use std::io::{Read as _, Write as _};

use ocpp_central_tests::config::Config;
use ocpp_central_tests::files::{asked_for_diagnostics, bytes, command, connected, newest, upload, url_of, wait_state};
use ocpp_central_tests::http::{Answer, Request};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait;
use serde_json::json;

/// So many files lie on the disk, also half ones.
fn on_disk(server: &Server, wanted: usize) {
    let folder = server.data_folder().join("files");
    wait::until(&format!("{wanted} files on the disk"), || {
        let found = fs::read_dir(&folder).map_or(0, Iterator::count);
        (found == wanted).then_some(())
    });
}

fn refused(answer: &Answer, status: u16, words: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert!(answer.text().contains(words), "{}", answer.text());
}

/// The status of an upload of so many bytes.
fn put(server: &Server, url: &str, many: usize) -> Answer {
    Request::new("PUT", url).body(&bytes(many)).send(server.ocpp())
}

/// The status line of an upload whose length nobody knows before.
fn put_in_chunks(server: &Server, url: &str) -> String {
    let chunked = Request::new("PUT", url).header("Transfer-Encoding", "chunked");
    let mut stream = chunked.begin(server.ocpp(), 0);
    let chunk = [&b"1000\r\n"[..], &bytes(4096), b"\r\n"].concat();
    for _ in 0..30 {
        // It may have answered already.
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn what_is_not_meant_is_not_taken() {
    let server = Server::start(&Config::new().set("files.max_upload", "100KiB"));
    let (admin, mut station) = (server.admin(), connected(&server, "2.0.1"));
    for path in ["/files/short", "/files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/x"] {
        refused(&put(&server, path, 1), 404, "no file");
        refused(&Request::new("GET", path).send(server.ocpp()), 404, "no file");
    }
    let (url, ..) = asked_for_diagnostics(&server, &mut station, "2.0.1", json!({}));
    let get = Request::new("GET", &url).send(server.ocpp());
    refused(&get, 405, "PUT");
    assert_eq!(get.header("allow"), Some("PUT, POST"));
    refused(&put(&server, &url, 0), 400, "empty");
    refused(&put(&server, &url, 102_401), 413, "102400");
    assert!(put_in_chunks(&server, &url).starts_with("HTTP/1.1 413"));
    let part = Request::new("PUT", &url).header("Content-Range", "bytes 0-9/20");
    refused(&part.body(&bytes(10)).send(server.ocpp()), 400, "whole");
    let form = Request::new("POST", &url).header("Content-Type", "multipart/form-data; boundary=b");
    refused(&form.body(b"--b--\r\n").send(server.ocpp()), 400, "multipart");
    wait::until("the trouble is shown", || {
        let trouble = newest(&admin, "diagnostics")["trouble"]["reason"].to_string();
        trouble.contains("multipart").then_some(())
    });
    on_disk(&server, 0);
    // None of it used up the URL.
    assert_eq!(put(&server, &url, 102_400).status, 201);
    assert_eq!(newest(&admin, "diagnostics")["trouble"], json!(null));
    assert_eq!(admin.put_bytes("/api/v1/firmware/..%2Fx", bytes(9)).status, 400);
    assert_eq!(admin.put_bytes("/api/v1/firmware/x", bytes(110_000)).status, 413);
    assert_eq!(admin.delete("/api/v1/charge-points/CP1").status, 204);
    refused(&put(&server, &url, 1), 404, "no file");
}

#[test]
fn what_is_too_much_for_all_files_together_is_refused() {
    let server = Server::start(&Config::new().set("files.max_total", "250KiB"));
    let (admin, mut station) = (server.admin(), connected(&server, "2.0.1"));
    for _ in 0..2 {
        let (url, ..) = asked_for_diagnostics(&server, &mut station, "2.0.1", json!({}));
        assert_eq!(put(&server, &url, 102_400).status, 201);
    }
    let (url, ..) = asked_for_diagnostics(&server, &mut station, "2.0.1", json!({}));
    refused(&put(&server, &url, 102_400), 507, "files.max_total");
    let firmware = admin.put_bytes("/api/v1/firmware/fw", bytes(90_000));
    let title = &firmware.body["title"];
    assert_eq!((firmware.status, title), (507, &json!("There is no room for the file")));
    on_disk(&server, 2);
    let files = admin.get("/api/v1/charge-points/CP1/files").expect(200);
    let id = files["items"][0]["id"].as_str().unwrap();
    assert_eq!(admin.delete(&format!("/api/v1/files/{id}")).status, 204);
    assert_eq!(put(&server, &url, 102_400).status, 201);
}

#[test]
fn what_would_take_of_the_reserve_of_the_disk_is_refused() {
    let mut server = Server::start(&Config::new().set("files.reserve", "1000000000GiB"));
    let (admin, mut station) = (server.admin(), connected(&server, "2.0.1"));
    let (url, ..) = asked_for_diagnostics(&server, &mut station, "2.0.1", json!({}));
    refused(&put(&server, &url, 10), 507, "files.reserve");
    let firmware = admin.put_bytes("/api/v1/firmware/fw", bytes(10));
    let title = &firmware.body["title"];
    assert_eq!((firmware.status, title), (507, &json!("There is no room for the file")));
    on_disk(&server, 0);
    let trouble = newest(&admin, "diagnostics")["trouble"]["reason"].to_string();
    assert!(trouble.contains("files.reserve"), "{trouble}");
    server.restart_with(&Config::new().set("files.reserve", "1MiB"));
    assert_eq!(put(&server, &url, 10).status, 201);
    upload(&server.admin(), bytes(10), 201);
    on_disk(&server, 2);
}

/// A form, in chunks, with so many bytes before the file and behind it.
fn post_form(server: &Server, url: &str, before: usize, behind: usize) -> String {
    let form = Request::new("POST", url)
        .header("Transfer-Encoding", "chunked")
        .header("Content-Type", "multipart/form-data; boundary=b");
    let mut stream = form.begin(server.ocpp(), 0);
    let head = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";
    let file = "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nthe file\r\n--b";
    let parts = [head.as_bytes(), &bytes(before), file.as_bytes(), &bytes(behind)].concat();
    let pieces = parts.chunks(50_000).map(Some).chain([None]);
    for piece in pieces {
        let size = format!("{:x}\r\n", piece.map_or(0, <[u8]>::len));
        let chunk = [size.as_bytes(), piece.unwrap_or_default(), b"\r\n"].concat();
        // It may have answered already.
        if stream.write_all(&chunk).is_err() {
            break;
        }
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok();
    answer.lines().next().unwrap_or_default().to_owned()
}

#[test]
fn a_form_has_little_beside_its_file() {
    let server = Server::start(&Config::new().set("files.max_upload", "100KiB"));
    let mut station = connected(&server, "2.0.1");
    let (url, ..) = asked_for_diagnostics(&server, &mut station, "2.0.1", json!({}));
    let much = post_form(&server, &url, 200_000, 0);
    assert!(much.starts_with("HTTP/1.1 413"), "{much}");
    on_disk(&server, 0);
    let body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n";
    let form = Request::new("POST", &url).header("Content-Type", "multipart/form-data; boundary=b");
    let large = form
        .body(&[body.as_bytes(), &bytes(200_000)].concat())
        .send(server.ocpp());
    refused(&large, 413, "102400");
    let little = post_form(&server, &url, 60_000, 20_000);
    assert!(little.starts_with("HTTP/1.1 201"), "{little}");
    on_disk(&server, 1);
    // A file of the largest size fits with what a form has around it.
    let (url, ..) = asked_for_diagnostics(&server, &mut station, "2.0.1", json!({}));
    let whole = [body.as_bytes(), &bytes(102_400), b"\r\n--b--\r\n"].concat();
    let form = Request::new("POST", &url).header("Content-Type", "multipart/form-data; boundary=b");
    assert_eq!(form.body(&whole).send(server.ocpp()).status, 201);
    on_disk(&server, 2);
}

#[test]
fn an_upload_that_is_cut_can_be_tried_again() {
    let mut server = Server::start(&Config::new());
    let mut station = connected(&server, "2.1");
    let (url, _, id) = asked_for_diagnostics(&server, &mut station, "2.1", json!({}));
    let log = bytes(2_000_000);
    let request = Request::new("PUT", &url).body(&log);
    let cut = request.begin(server.ocpp(), 1_500_000);
    // Else it may be taken up after the next one, and be the newer of the two.
    on_disk(&server, 1);
    drop(cut);
    on_disk(&server, 0);
    // One that hangs is given up when the station tries again.
    let hangs = request.begin(server.ocpp(), 1_500_000);
    on_disk(&server, 1);
    let second = request.begin(server.ocpp(), 1_000_000);
    wait::until("the first is given up", || {
        let mut peeked = [0; 12];
        hangs.set_nonblocking(true).unwrap();
        matches!(hangs.peek(&mut peeked), Ok(12) if peeked.ends_with(b"409")).then_some(())
    });
    // Nor is a half one there after the power is gone.
    server.crash_and_restart();
    drop((hangs, second));
    on_disk(&server, 0);
    assert_eq!(request.send(server.ocpp()).status, 201);
    wait_state(&server.admin(), &id, "in-effect");
    on_disk(&server, 1);
    server.crash_and_restart();
    assert_eq!(newest(&server.admin(), "diagnostics")["state"], "uploaded");
    assert_eq!(request.send(server.ocpp()).status, 410);
    on_disk(&server, 1);
}

#[test]
fn a_url_ends_with_its_time() {
    let config = Config::new()
        .set("files.url_lifetime", "1s")
        .set("files.public_url", "https://central.example.com/below");
    let server = Server::start(&config);
    let (admin, mut station) = (server.admin(), connected(&server, "1.6"));
    let (url, ..) = asked_for_diagnostics(&server, &mut station, "1.6", json!({}));
    assert!(url.starts_with("https://central.example.com/below/files/"), "{url}");
    wait::until("its time is over", || {
        let answer = Request::new("PUT", &url)
            .header("Content-Range", "x")
            .body(b"x")
            .send(server.ocpp());
        (answer.status == 410).then_some(())
    });
    // What is removed is not given, whatever URL was told.
    upload(&admin, bytes(10), 201);
    let later = json!({"file": "fw", "retrieveAt": "2999-01-01T00:00:00Z"});
    let sent = command(&server, "firmware", later);
    let (id, payload) = station.expect_call("UpdateFirmware");
    station.answer(&id, &json!({}));
    assert_eq!(sent.join().unwrap().status, 200);
    let (url, _) = url_of(&payload);
    assert_eq!(Request::new("GET", &url).send(server.ocpp()).body, bytes(10));
    upload(&admin, bytes(20), 200);
    // Who was told of the one before still gets it.
    assert_eq!(Request::new("GET", &url).send(server.ocpp()).body, bytes(10));
    assert_eq!(admin.delete("/api/v1/firmware/fw").status, 204);
    assert_eq!(admin.get("/api/v1/firmware").expect(200)["items"], json!([]));
}
