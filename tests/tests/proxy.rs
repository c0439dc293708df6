//! The nginx configuration that ships, in Debian's nginx in front of a server: charge points come by TLS as security
//! profile 2 wants it, everybody is seen where they are, and nobody can say that they are somebody else.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use ocpp_central_tests::artifacts;
use ocpp_central_tests::config::{ADMIN_TOKEN, Config};
use ocpp_central_tests::external::skipped;
use ocpp_central_tests::server::Server;
use ocpp_central_tests::wait;
use serde_json::json;
use tempfile::TempDir;

/// Whence the clients come: another address than the proxy's.
const CLIENT: &str = "127.0.0.2";

/// A proxy that runs, and its two ports.
struct Nginx {
    child: Child,
    stations: u16,
    operators: u16,
    _folder: TempDir,
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Its workers go when it is asked; killed, they would stay.
        Command::new("kill").arg(self.child.id().to_string()).status().ok();
        self.child.wait().ok();
    }
}

/// Free now; nginx does not tell which one it has taken of a port 0.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
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

impl Nginx {
    /// The configuration as it ships, but for its ports and folders; none: there is no nginx.
    fn before(server: &Server) -> Option<Self> {
        if Command::new("nginx").arg("-v").stderr(Stdio::null()).status().is_err() {
            skipped("nginx (Debian: nginx-light)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        certificate(folder.path());
        let (stations, operators) = (free_port(), free_port());
        let at = folder.path().display();
        let mut text = fs::read_to_string(artifacts::suite_dir().join("../config/nginx.conf")).unwrap();
        let here = format!(
            "http {{\n    access_log off;\n    client_body_temp_path {at}/body;\n    proxy_temp_path {at}/proxy;\n    \
             fastcgi_temp_path {at}/fastcgi;\n    uwsgi_temp_path {at}/uwsgi;\n    scgi_temp_path {at}/scgi;\n"
        );
        for (shipped, tried) in [
            ("http {\n", here.as_str()),
            ("/etc/ssl/", &format!("{at}/")),
            ("listen 443 ", &format!("listen 127.0.0.1:{stations} ")),
            ("listen 8443 ", &format!("listen 127.0.0.1:{operators} ")),
            ("http://127.0.0.1:9000;", &format!("http://{};", server.ocpp())),
            ("http://127.0.0.1:9001;", &format!("http://{};", server.admin_address())),
        ] {
            assert!(text.contains(shipped), "config/nginx.conf has no {shipped}");
            text = text.replace(shipped, tried);
        }
        fs::write(folder.path().join("nginx.conf"), text).unwrap();
        let child = Command::new("nginx")
            .args(["-e", "stderr", "-c", "nginx.conf", "-p"])
            .arg(folder.path())
            .args(["-g", &format!("daemon off; pid {at}/nginx.pid;")])
            .spawn()
            .unwrap();
        let nginx = Self {
            child,
            stations,
            operators,
            _folder: folder,
        };
        wait::until("nginx listens", || {
            std::net::TcpStream::connect(("127.0.0.1", stations)).ok()
        });
        Some(nginx)
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

/// What somebody sends who wants to be somebody else.
const SPOOFED: &str = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n\
                       Forwarded: for=198.51.100.1;proto=https\r\n";

#[test]
fn behind_the_nginx_that_ships_everybody_is_seen_where_they_are() {
    let trusted = json!(["127.0.0.1"]);
    let config = Config::new()
        .set("ocpp.trusted_proxies", trusted.clone())
        .set("admin.trusted_proxies", trusted);
    let server = Server::start(&config);
    let admin = server.admin();
    admin.register("CP1", &json!({"securityProfile": 2, "password": "the-secret-of-cp-1"}));
    let Some(nginx) = Nginx::before(&server) else { return };
    let mut station = Tls::connect(nginx.stations);
    let head = station.ask(&format!(
        "GET /ocpp/CP1 HTTP/1.1\r\nHost: central.example.com\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\
         Authorization: Basic Q1AxOnRoZS1zZWNyZXQtb2YtY3AtMQ==\r\n{SPOOFED}\r\n"
    ));
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    admin.wait_connected("CP1", true);
    let known = admin.get("/api/v1/charge-points/CP1").expect(200);
    assert_eq!(known["session"]["remoteAddress"], CLIENT);
    // A ping with an empty mask: what follows goes both ways.
    station.to.write_all(&[0x89, 0x80, 0, 0, 0, 0]).unwrap();
    station.to.flush().unwrap();
    let mut pong = [0; 2];
    station.from.read_exact(&mut pong).unwrap();
    assert_eq!(pong, [0x8a, 0]);

    let mut operator = Tls::connect(nginx.operators);
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
