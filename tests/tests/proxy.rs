//! The configurations of nginx, Caddy and HAProxy that ship, in those of Debian in front of a server: charge points come by
//! TLS as security profile 2 wants it, everybody is seen where they are, events are told as they happen, and nobody can say
//! that they are somebody else.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::port;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait;
use serde_json::json;
use tempfile::TempDir;

/// Whence the clients come: another address than the proxy's.
const CLIENT: &str = "127.0.0.2";

/// A proxy that runs, and its two ports.
struct Proxy {
    child: Child,
    stations: u16,
    operators: u16,
    _folder: TempDir,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Its workers go when it is asked; killed, they would stay.
        Command::new("kill").arg(self.child.id().to_string()).status().ok();
        self.child.wait().ok();
    }
}

/// No proxy tells which one it has taken of a port 0.
fn free_port() -> u16 {
    port::free().port()
}

fn certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "1",
        ])
        .args([
            "-subj",
            "/CN=central.example.com",
            "-keyout",
            "central.key",
            "-out",
            "central.pem",
        ])
        .current_dir(folder)
        .stderr(Stdio::null())
        .status();
    assert!(made.unwrap().success(), "openssl makes a certificate");
}

/// A shipped file with other words in the place of some, each of which must be there.
fn shipped(name: &str, changes: &[(&str, &str)]) -> String {
    let text = fs::read_to_string(artifacts::suite_dir().join("../config").join(name)).unwrap();
    changes.iter().fold(text, |text, (shipped, tried)| {
        assert!(text.contains(shipped), "config/{name} has no {shipped}");
        text.replace(shipped, tried)
    })
}

impl Proxy {
    /// nginx on the configuration as it ships, but for its ports and folders; none: there is no nginx.
    fn nginx(server: &Server) -> Option<Self> {
        if Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_err() {
            skipped("nginx (Debian: nginx-light)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (stations, operators) = (free_port(), free_port());
        let at = folder.path().display();
        let here = format!(
            "http {{\n    access_log off;\n    client_body_temp_path {at}/body;\n    proxy_temp_path {at}/proxy;\n    \
             fastcgi_temp_path {at}/fastcgi;\n    uwsgi_temp_path {at}/uwsgi;\n    scgi_temp_path {at}/scgi;\n"
        );
        let text = shipped(
            "nginx.conf",
            &[
                ("http {\n", here.as_str()),
                ("/etc/ssl/", &format!("{at}/")),
                ("listen 443 ", &format!("listen 127.0.0.1:{stations} ")),
                ("listen 8443 ", &format!("listen 127.0.0.1:{operators} ")),
                ("http://127.0.0.1:9000;", &format!("http://{};", server.ocpp())),
                ("http://127.0.0.1:9001;", &format!("http://{};", server.admin_address())),
            ],
        );
        fs::write(folder.path().join("nginx.conf"), text).unwrap();
        let mut command = Command::new("nginx");
        command
            .args(["-e", "stderr", "-c", "nginx.conf", "-p"])
            .arg(folder.path());
        command.args(["-g", &format!("daemon off; pid {at}/nginx.pid;")]);
        Some(Self::run(folder, command, (stations, operators)))
    }

    /// Caddy on the configuration as it ships, but for its ports and a certificate of this machine's own; none: there is no
    /// Caddy.
    fn caddy(server: &Server) -> Option<Self> {
        if Command::new("caddy")
            .arg("version")
            .stdout(Stdio::null())
            .status()
            .is_err()
        {
            skipped("caddy (Debian: caddy)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (stations, operators) = (free_port(), free_port());
        let at = folder.path().display();
        let site = |port| format!("\ncentral.example.com:{port} {{\n\ttls {at}/central.pem {at}/central.key\n");
        let text = shipped(
            "Caddyfile",
            &[
                ("\ncentral.example.com:8443 {\n", site(operators).as_str()),
                ("\ncentral.example.com {\n", &site(stations)),
                (
                    "reverse_proxy 127.0.0.1:9000 ",
                    &format!("reverse_proxy {} ", server.ocpp()),
                ),
                (
                    "reverse_proxy 127.0.0.1:9001 ",
                    &format!("reverse_proxy {} ", server.admin_address()),
                ),
            ],
        );
        // It would wait for readers of events, whether they are there or not.
        let alone = "{\n\tadmin off\n\tauto_https disable_redirects\n\tgrace_period 100ms\n}\n";
        fs::write(folder.path().join("Caddyfile"), format!("{alone}{text}")).unwrap();
        let mut command = Command::new("caddy");
        command
            .args(["run", "--config", "Caddyfile"])
            .current_dir(folder.path());
        command
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_CONFIG_HOME", folder.path());
        command.stderr(Stdio::null());
        Some(Self::run(folder, command, (stations, operators)))
    }

    /// HAProxy on the configuration as it ships, but for its ports and folders; none: there is no HAProxy.
    fn haproxy(server: &Server) -> Option<Self> {
        if Command::new("haproxy")
            .arg("-v")
            .stdout(Stdio::null())
            .status()
            .is_err()
        {
            skipped("haproxy (Debian: haproxy)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let (stations, operators) = (free_port(), free_port());
        let at = folder.path().display();
        let text = shipped(
            "haproxy.cfg",
            &[
                ("bind :443 ", &format!("bind 127.0.0.1:{stations} ")),
                ("bind :8443 ", &format!("bind 127.0.0.1:{operators} ")),
                ("crt /etc/ssl/central.pem", &format!("crt {at}/both.pem")),
                ("127.0.0.1:9000 ", &format!("{} ", server.ocpp())),
                ("127.0.0.1:9001\n", &format!("{}\n", server.admin_address())),
            ],
        );
        fs::write(folder.path().join("haproxy.cfg"), text).unwrap();
        certificate(folder.path());
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        fs::write(
            folder.path().join("both.pem"),
            [read("central.pem"), read("central.key")].concat(),
        )
        .unwrap();
        let mut command = Command::new("haproxy");
        command
            .args(["-db", "-f", "haproxy.cfg"])
            .current_dir(folder.path())
            .stderr(Stdio::null());
        Some(Self::run(folder, command, (stations, operators)))
    }

    fn run(folder: TempDir, mut command: Command, (stations, operators): (u16, u16)) -> Self {
        certificate(folder.path());
        let proxy = Self {
            child: command.spawn().unwrap(),
            stations,
            operators,
            _folder: folder,
        };
        for port in [stations, operators] {
            wait::until("the proxy listens", || {
                std::net::TcpStream::connect(("127.0.0.1", port)).ok()
            });
        }
        proxy
    }
}

/// A connection by TLS.
struct Tls {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Drop for Tls {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Tls {
    fn connect(port: u16) -> Self {
        let mut child = Command::new("openssl")
            .args(["s_client", "-quiet", "-bind", &format!("{CLIENT}:0")])
            .args(["-servername", "central.example.com"])
            .args(["-connect", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Self {
            child,
            to,
            from: BufReader::new(from),
        }
    }

    /// Sends a request, and reads the head of its answer.
    fn ask(&mut self, request: &str) -> String {
        self.to.write_all(request.as_bytes()).unwrap();
        self.to.flush().unwrap();
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(
                self.from.read_line(&mut head).unwrap(),
                0,
                "the answer broke off: {head}"
            );
        }
        head
    }
}

impl Tls {
    /// Reads on until this is said.
    fn hears(&mut self, word: &str) {
        let (mut line, mut heard) = (String::new(), String::new());
        while !line.contains(word) {
            line.clear();
            let length = self.from.read_line(&mut line).unwrap();
            heard.push_str(&line);
            assert!(length > 0 && heard.len() < 10_000, "no {word} in: {heard}");
        }
    }
}

/// What somebody sends who wants to be somebody else.
const SPOOFED: &str = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n\
                       Forwarded: for=198.51.100.1;proto=https\r\n";

/// A server that believes a proxy on this machine, with a charge point of security profile 2.
fn server() -> Server {
    behind("ocpp.trusted_proxies")
}

fn behind(key: &str) -> Server {
    let trusted = json!(["127.0.0.1"]);
    let config = Config::new()
        .set(key, trusted.clone())
        .set("admin.trusted_proxies", trusted);
    let server = Server::start(&config);
    let secret = json!({"securityProfile": 2, "password": "the-secret-of-cp-1"});
    server.admin().register("CP1", &secret);
    server
}

fn everybody_is_seen_where_they_are(server: &Server, proxy: &Proxy) {
    let admin = server.admin();
    let mut feed = Tls::connect(proxy.operators);
    let head = feed.ask(&format!(
        "GET /api/v1/events?kind=charge-point.* HTTP/1.1\r\nHost: central.example.com\r\nAccept: text/event-stream\r\n\
         Authorization: Bearer {ADMIN_TOKEN}\r\n\r\n"
    ));
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");

    let mut station = Tls::connect(proxy.stations);
    let head = station.ask(&format!(
        "GET /ocpp/CP1 HTTP/1.1\r\nHost: central.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\
         Authorization: Basic Q1AxOnRoZS1zZWNyZXQtb2YtY3AtMQ==\r\n{SPOOFED}\r\n"
    ));
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    admin.wait_connected("CP1", true);
    let known = admin.get("/api/v1/charge-points/CP1").expect(200);
    let address = known["session"]["remoteAddress"].as_str().unwrap_or_default();
    assert_eq!(
        address.split(':').next(),
        Some(CLIENT),
        "its port is told by some proxies alone"
    );
    // A ping with an empty mask: what follows goes both ways.
    station.to.write_all(&[0x89, 0x80, 0, 0, 0, 0]).unwrap();
    station.to.flush().unwrap();
    let mut pong = [0; 2];
    station.from.read_exact(&mut pong).unwrap();
    assert_eq!(pong, [0x8a, 0]);
    // Told while the answer goes on: nothing waits in the proxy.
    feed.hears("charge-point.connected");

    let mut operator = Tls::connect(proxy.operators);
    let body = r#"{"status":"Accepted"}"#;
    let head = operator.ask(&format!(
        "PUT /api/v1/id-tags/ANNA HTTP/1.1\r\nHost: central.example.com\r\nAuthorization: Bearer {ADMIN_TOKEN}\r\n\
         Content-Length: {}\r\n{SPOOFED}\r\n{body}",
        body.len()
    ));
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
    let written = admin.get("/api/v1/audit?idTag=ANNA").expect(200);
    assert_eq!(written["items"][0]["who"]["address"], CLIENT, "{written}");
}

#[test]
fn behind_the_nginx_that_ships_everybody_is_seen_where_they_are() {
    let server = server();
    let Some(nginx) = Proxy::nginx(&server) else { return };
    everybody_is_seen_where_they_are(&server, &nginx);
}

#[test]
fn behind_the_caddy_that_ships_everybody_is_seen_where_they_are() {
    let server = server();
    let Some(caddy) = Proxy::caddy(&server) else { return };
    everybody_is_seen_where_they_are(&server, &caddy);
}

#[test]
fn behind_the_haproxy_that_ships_everybody_is_seen_where_they_are() {
    let server = behind("ocpp.proxy_protocol");
    let Some(haproxy) = Proxy::haproxy(&server) else { return };
    everybody_is_seen_where_they_are(&server, &haproxy);
}
