//! Files over HTTP and HTTPS: a GET, or a PUT. Just what a charge point needs, and nothing that a browser would.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::client::{Stream, Tls, TlsOptions};
use crate::station::Transfer;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fetches or brings a file; `tls` is how HTTPS is spoken.
///
/// # Errors
/// Why not, in words.
pub async fn transfer(wanted: &Transfer, tls: Option<Tls>) -> Result<(), String> {
    let done = timeout(PATIENCE, exchange(wanted, tls)).await;
    done.map_err(|_| format!("it took longer than {} s", PATIENCE.as_secs()))?
}

async fn exchange(wanted: &Transfer, tls: Option<Tls>) -> Result<(), String> {
    let (secure, rest) = match wanted.url.split_once("://") {
        Some(("http", rest)) => (false, rest),
        Some(("https", rest)) => (true, rest),
        _ => return Err("only http:// and https:// are spoken here".to_owned()),
    };
    let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let mut stream = connect(authority, secure, tls).await?;
    let request = match &wanted.upload {
        Some(upload) => format!(
            "PUT {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"{}\"\r\nContent-Length: {}\r\n\r\n{}",
            upload.name,
            upload.content.len(),
            upload.content
        ),
        None => format!("GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"),
    };
    stream
        .write_all(request.as_bytes())
        .await
        .map_err(|error| error.to_string())?;
    let status = read_status(&mut stream).await?;
    if (200..300).contains(&status) {
        Ok(())
    } else {
        Err(format!("the server of the file answered HTTP {status}"))
    }
}

async fn connect(authority: &str, secure: bool, tls: Option<Tls>) -> Result<Stream, String> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port),
        _ => (authority, if secure { "443" } else { "80" }),
    };
    let stream = TcpStream::connect(format!("{host}:{port}"))
        .await
        .map_err(|error| error.to_string())?;
    if !secure {
        return Ok(Stream::Plain(stream));
    }
    let tls = match tls {
        Some(tls) => tls,
        None => Tls::new(TlsOptions::default()).map_err(|error| error.to_string())?,
    };
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let stream = tls.connect(name, stream).await.map_err(|error| error.to_string())?;
    Ok(Stream::Tls(Box::new(stream)))
}

/// The status, once all of the answer was received.
async fn read_status(stream: &mut Stream) -> Result<u16, String> {
    let mut head = Vec::new();
    let mut piece = vec![0; 16 * 1024];
    loop {
        let count = match stream.read(&mut piece).await {
            Ok(0) => break,
            Ok(count) => count,
            // Some end TLS without a word.
            Err(_) if !head.is_empty() => break,
            Err(error) => return Err(error.to_string()),
        };
        if head.len() < 64 {
            head.extend_from_slice(piece.get(..count).unwrap_or_default());
        }
    }
    let line = String::from_utf8_lossy(&head);
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| "what answered is no HTTP server".to_owned())
}
