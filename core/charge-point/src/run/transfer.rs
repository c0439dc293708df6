//! Files over plain HTTP: a GET, or a PUT. Just what a charge point needs, and nothing that a browser would.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::station::Transfer;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fetches or brings a file.
///
/// # Errors
/// Why not, in words.
pub async fn transfer(wanted: &Transfer) -> Result<(), String> {
    let done = timeout(PATIENCE, exchange(wanted)).await;
    done.map_err(|_| format!("it took longer than {} s", PATIENCE.as_secs()))?
}

async fn exchange(wanted: &Transfer) -> Result<(), String> {
    let rest = wanted
        .url
        .strip_prefix("http://")
        .ok_or("only http:// is spoken here")?;
    let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
    let address = if authority.contains(':') {
        authority.to_owned()
    } else {
        format!("{authority}:80")
    };
    let mut stream = TcpStream::connect(&address).await.map_err(|error| error.to_string())?;
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

/// The status, once all of the answer was received.
async fn read_status(stream: &mut TcpStream) -> Result<u16, String> {
    let mut head = Vec::new();
    let mut piece = vec![0; 16 * 1024];
    loop {
        let count = stream.read(&mut piece).await.map_err(|error| error.to_string())?;
        if count == 0 {
            break;
        }
        if head.len() < 64 {
            head.extend_from_slice(piece.get(..count).unwrap_or_default());
        }
    }
    let line = String::from_utf8_lossy(&head);
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| "what answered is no HTTP server".to_owned())
}
