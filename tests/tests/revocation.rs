//! What was revoked, as the server learns it for its charge points: lists that it fetches (GetCertificateChainStatus),
//! responders by https, and a contract by its whole chain (Authorize). What nobody who is trusted signed does not count.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use ocpp_central_tests::config::Config;
use ocpp_central_tests::known::{Known, Listed, Made, Responder, issue};
use ocpp_central_tests::peer::{Heard, Peer, Reply};
use ocpp_central_tests::pki::{Authority, Issued, Subject};
use ocpp_central_tests::server::Server;
use ocpp_central_tests::station::Station;
use ocpp_central_tests::verbs::connected;
use openssl::ssl::{SslAcceptor, SslMethod};
use serde_json::{Value, json};
use tempfile::TempDir;

const GOOD: u32 = 0x1001;
const REVOKED: u32 = 0x1002;

/// What is at some paths of a server.
struct Pages {
    peer: Peer,
    pages: Arc<Mutex<Vec<(String, String)>>>,
}

impl Pages {
    fn start() -> Self {
        let pages = Arc::<Mutex<Vec<(String, String)>>>::default();
        let shown = Arc::clone(&pages);
        let peer = Peer::start(move |heard: &Heard| {
            let pages = shown.lock().unwrap();
            let page = pages.iter().find(|(path, _)| *path == heard.path);
            page.map_or(Reply::Now(404, String::new()), |(_, text)| {
                Reply::Now(200, text.clone())
            })
        });
        Self { peer, pages }
    }

    /// Where a text is from now on.
    fn put(&self, name: &str, text: String) -> String {
        self.pages.lock().unwrap().push((format!("/{name}"), text));
        self.url(name)
    }

    fn url(&self, name: &str) -> String {
        format!("http://{}/{name}", self.peer.address())
    }
}

/// A server that may ask this machine, and trusts these.
fn config(trusted: &[&Known], folder: &TempDir) -> Config {
    let path = folder.path().join("trusted.pem");
    fs::write(&path, trusted.iter().map(|one| one.pem()).collect::<String>()).unwrap();
    Config::new()
        .set("certificates.ocsp.private_networks", json!(["127.0.0.0/8"]))
        .set("certificates.ocsp.authorities", path.display().to_string())
}

fn root() -> Known {
    issue(&Made::authority("Root", 1), None)
}

/// What a station is told of certificates of an authority, by the lists at these URLs.
fn statuses(station: &mut Station, authority: &Known, asked: &[(u32, &[&str])]) -> Vec<(String, String)> {
    let requests = asked
        .iter()
        .map(|(serial, urls)| json!({"certificateHashData": authority.named(*serial), "source": "CRL", "urls": urls}));
    let payload = json!({"certificateStatusRequests": requests.collect::<Vec<_>>()});
    let answer = station.call("GetCertificateChainStatus", &payload);
    let told = answer["certificateStatus"].as_array().unwrap().iter();
    told.map(|one| {
        assert_eq!(one["source"], "CRL");
        let word = |member: &str| one[member].as_str().unwrap().to_owned();
        (word("status"), word("nextUpdate"))
    })
    .collect()
}

#[test]
fn a_list_says_of_each_certificate_how_it_stands_and_is_fetched_once() {
    let (root, pages, folder) = (root(), Pages::start(), tempfile::tempdir().unwrap());
    let listed = Listed {
        revoked: &[REVOKED],
        ..Listed::default()
    };
    let url = pages.put("list.crl", root.list(&listed));
    let server = Server::start(&config(&[&root], &folder));
    let mut station = connected(&server, "CP1", "2.1");
    let nowhere = pages.url("nowhere.crl");
    let asked: [(u32, &[&str]); 3] = [(GOOD, &[&url]), (REVOKED, &[&url]), (GOOD, &[&nowhere, &url])];
    let told = statuses(&mut station, &root, &asked);
    let words: Vec<_> = told.iter().map(|(status, _)| status.as_str()).collect();
    assert_eq!(words, ["Good", "Revoked", "Good"]);
    let tomorrow = (chrono::Utc::now() + chrono::TimeDelta::days(1))
        .format("%Y-%m-%d")
        .to_string();
    assert!(
        told[0].1.starts_with(&tomorrow),
        "the list says when there is news: {told:?}"
    );
    let mut fetched: Vec<_> = pages.peer.all_heard().into_iter().map(|heard| heard.path).collect();
    fetched.sort();
    assert_eq!(fetched, ["/list.crl", "/nowhere.crl"], "each once");
}

#[test]
fn a_list_that_cannot_be_trusted_does_not_count() {
    let (root, foreign, pages, folder) = (root(), root(), Pages::start(), tempfile::tempdir().unwrap());
    let list = |of: &Known, days, is_partial| {
        of.list(&Listed {
            days,
            is_partial,
            ..Listed::default()
        })
    };
    let many: Vec<u32> = (1..2000).collect();
    let too_long = root.list(&Listed {
        revoked: &many,
        ..Listed::default()
    });
    let urls = [
        pages.put("good.crl", list(&root, (-1, 1), false)),
        pages.put("foreign.crl", list(&foreign, (-1, 1), false)),
        pages.put("old.crl", list(&root, (-3, -1), false)),
        pages.put("of-tomorrow.crl", list(&root, (1, 2), false)),
        pages.put("part.crl", list(&root, (-1, 1), true)),
        pages.put("none.crl", "no list".to_owned()),
        pages.put("long.crl", too_long),
        "ldap://127.0.0.1/list".to_owned(),
    ];
    let server = Server::start(&config(&[&root], &folder).set("certificates.ocsp.largest_list", "16KiB"));
    let mut station = connected(&server, "CP1", "2.1");
    for url in &urls {
        let told = statuses(&mut station, &root, &[(GOOD, &[url])]);
        let expected = if url.ends_with("good.crl") { "Good" } else { "Failed" };
        assert_eq!(told[0].0, expected, "{url}");
    }
    let log = server.log();
    for words in [
        "not signed by anybody who is trusted",
        "out of date",
        "is not whole",
        "longer than 16384 bytes",
    ] {
        assert!(log.contains(words), "{words}: {log}");
    }
    // Of an issuer that is not trusted no list is even fetched.
    drop(pages.peer.all_heard());
    let told = statuses(&mut station, &foreign, &[(GOOD, &[&pages.url("fresh.crl")])]);
    assert_eq!((told[0].0.as_str(), pages.peer.waiting()), ("Failed", 0));
}

#[test]
fn the_own_network_is_not_asked_for_a_list() {
    let (root, pages, folder) = (root(), Pages::start(), tempfile::tempdir().unwrap());
    let url = pages.put("list.crl", root.list(&Listed::default()));
    let server = Server::start(&config(&[&root], &folder).set("certificates.ocsp.private_networks", json!([])));
    let mut station = connected(&server, "CP1", "2.1");
    assert_eq!(statuses(&mut station, &root, &[(GOOD, &[&url])])[0].0, "Failed");
    assert!(
        server.log().contains("127.0.0.1 has no address that is spoken to"),
        "{}",
        server.log()
    );
    assert_eq!(pages.peer.waiting(), 0);
}

/// A responder behind TLS: one exchange for each connection.
fn secured(certificate: &Issued, port: u16) -> String {
    let mut builder = SslAcceptor::mozilla_intermediate_v5(SslMethod::tls_server()).unwrap();
    builder.set_certificate(&certificate.certificate).unwrap();
    builder.set_private_key(&certificate.key).unwrap();
    let (acceptor, listener) = (builder.build(), TcpListener::bind("127.0.0.1:0").unwrap());
    let url = format!("https://localhost:{}/", listener.local_addr().unwrap().port());
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            // Whoever does not trust it ends the handshake.
            let Ok(mut secure) = acceptor.accept(stream) else {
                continue;
            };
            pass(&mut secure, port).ok();
            secure.shutdown().ok();
        }
    });
    url
}

fn pass(from: &mut (impl Read + Write), port: u16) -> io::Result<()> {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let read = from.read(&mut piece)?;
        request.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let head = request.windows(4).position(|end| end == b"\r\n\r\n");
        let length = text
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next()?.trim().parse::<usize>().ok());
        if read == 0
            || head
                .zip(length)
                .is_some_and(|(head, length)| request.len() >= head + 4 + length)
        {
            break;
        }
    }
    let mut responder = TcpStream::connect(("127.0.0.1", port))?;
    responder.write_all(&request)?;
    responder.shutdown(Shutdown::Write)?;
    let mut answer = Vec::new();
    responder.read_to_end(&mut answer)?;
    from.write_all(&answer)
}

#[test]
fn a_responder_is_asked_by_https_where_its_certificate_is_good() {
    let (root, folder) = (root(), tempfile::tempdir().unwrap());
    let responder = Responder::start(&root, &[(GOOD, false)]);
    let (known, foreign) = (Authority::new("Known"), Authority::new("Foreign"));
    let here = Subject::here();
    let known_root = Known {
        certificate: known.0.certificate.clone(),
        key: known.0.key.clone(),
    };
    let server = Server::start(&config(&[&root, &known_root], &folder));
    let mut station = connected(&server, "CP1", "2.0.1");
    let mut ask = |url: String| {
        let mut asked = root.named(GOOD);
        asked["responderURL"] = json!(url);
        station.call("GetCertificateStatus", &json!({ "ocspRequestData": asked }))
    };
    let answer = ask(secured(&known.issue(&here), responder.port()));
    assert_eq!(answer["status"], "Accepted", "{answer}");
    let answer = ask(secured(&foreign.issue(&here), responder.port()));
    let reason = answer["statusInfo"]["additionalInfo"].as_str().unwrap();
    assert!(
        reason.starts_with("localhost does not answer") && reason.contains("its certificate is not trusted"),
        "{reason}"
    );
    let other = Subject {
        hosts: &["another.example"],
        ..Subject::default()
    };
    let answer = ask(secured(&known.issue(&other), responder.port()));
    assert_eq!(answer["status"], "Failed", "it is of another name: {answer}");
}

/// What is said of a contract that comes with its whole chain.
fn authorize(station: &mut Station, chain: &[&Known]) -> (Value, Value) {
    let pem: String = chain.iter().map(|one| one.pem()).collect();
    let token = json!({"idToken": "DE8AA1A2B3C4D5", "type": "eMAID"});
    let answer = station.call("Authorize", &json!({"idToken": token, "certificate": pem}));
    (
        answer["idTokenInfo"]["status"].clone(),
        answer["certificateStatus"].clone(),
    )
}

/// Below the root, with the list on which it may stand.
fn between(root: &Known, list: &str) -> Known {
    let made = Made {
        list: Some(list),
        ..Made::authority("Between", 2)
    };
    issue(&made, Some(root))
}

/// A contract below an authority.
fn contract(serial: u32, more: Made<'static>, below: &Known) -> Known {
    issue(&Made { serial, ..more }, Some(below))
}

/// A URL for as long as the suite runs.
fn kept(url: String) -> &'static str {
    Box::leak(url.into_boxed_str())
}

/// What is to be said of a contract that comes with its issuer.
type Case = (&'static str, Known, Arc<Known>);

fn cases(root: &Known, pages: &Pages) -> (Vec<Case>, [Responder; 2]) {
    let revoked = |serials: &'static [u32]| Listed {
        revoked: serials,
        ..Listed::default()
    };
    let good_list = pages.put("good.crl", root.list(&Listed::default()));
    let bad_list = pages.put("bad.crl", root.list(&revoked(&[2])));
    let [sound, gone] = [&good_list, &bad_list].map(|list| Arc::new(between(root, list)));
    let stranger = Arc::new(issue(&Made::authority("Stranger", 2), None));
    let of_sound = Responder::start(&sound, &[(GOOD, false), (REVOKED, true)]);
    let of_gone = Responder::start(&gone, &[(GOOD, false)]);
    let plain = Made::named("DE8AA1A2B3C4D5", 0);
    let asks = |url: String| Made {
        responder: Some(kept(url)),
        ..plain
    };
    let stands_on = Made {
        list: Some(kept(pages.put("own.crl", sound.list(&revoked(&[REVOKED]))))),
        ..plain
    };
    let over = Made {
        days: (-10, -2),
        ..asks(of_sound.url())
    };
    let nowhere = asks("http://127.0.0.1:9/".to_owned());
    let made = [
        ("Accepted", GOOD, asks(of_sound.url()), &sound),
        ("CertificateRevoked", REVOKED, asks(of_sound.url()), &sound),
        ("CertificateRevoked", GOOD, asks(of_gone.url()), &gone),
        ("CertificateExpired", GOOD, over, &sound),
        ("CertChainError", GOOD, asks(of_sound.url()), &stranger),
        ("NoCertificateAvailable", GOOD, plain, &sound),
        ("NoCertificateAvailable", GOOD, nowhere, &sound),
        ("Accepted", GOOD, stands_on, &sound),
        ("CertificateRevoked", REVOKED, stands_on, &sound),
    ];
    let made = made.map(|(said, serial, more, below)| (said, contract(serial, more, below), Arc::clone(below)));
    (made.into(), [of_sound, of_gone])
}

#[test]
fn a_contract_is_as_good_as_each_certificate_of_its_chain() {
    let (root, pages, folder) = (root(), Pages::start(), tempfile::tempdir().unwrap());
    let (cases, _responders) = cases(&root, &pages);
    let server = Server::start(&config(&[&root], &folder));
    for version in ["2.0.1", "2.1"] {
        let mut station = connected(&server, &format!("CP-{version}"), version);
        for (number, (expected, contract, issuer)) in cases.iter().enumerate() {
            let told = authorize(&mut station, &[contract, issuer]);
            let status = if *expected == "Accepted" { "Accepted" } else { "Invalid" };
            assert_eq!(told, (json!(status), json!(expected)), "{version}, case {number}");
        }
        // The chain does not lead anywhere where one of it is missing.
        assert_eq!(authorize(&mut station, &[&cases[0].1]).1, "CertChainError");
    }
}
