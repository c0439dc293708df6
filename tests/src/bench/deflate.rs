//! The compression of one connection of a load generator (permessage-deflate, RFC 7692): as it was agreed on, both ways.

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress};

use super::Outcome;

/// What is offered: as most clients do.
pub const OFFER: &str = "permessage-deflate; client_max_window_bits";

/// What a compressed message ends with, and leaves out.
const TAIL: [u8; 4] = [0, 0, 0xFF, 0xFF];
/// Room for what comes out beside what went in.
const ROOM: usize = 1024;

/// Both directions of one connection.
#[derive(Debug)]
pub struct Deflate {
    compress: Compress,
    decompress: Decompress,
    /// A message of ours refers to none before it.
    client_forgets: bool,
    server_forgets: bool,
}

impl Deflate {
    /// As the answer to the upgrade says.
    ///
    /// # Errors
    /// It agrees on nothing.
    pub fn agreed(head: &str) -> Outcome<Self> {
        let head = head.to_ascii_lowercase();
        let line = head.lines().find(|line| line.starts_with("sec-websocket-extensions:"));
        let said = line.filter(|line| line.contains("permessage-deflate"));
        let said = said.ok_or("no compression was agreed on")?;
        let bits = |name: &str| {
            let value = said.split(';').find_map(|part| part.trim().strip_prefix(name));
            value.and_then(|value| value.parse().ok()).unwrap_or(15)
        };
        Ok(Self {
            // A window of 8 bits is one that zlib does not make.
            compress: Compress::new_with_window_bits(
                Compression::default(),
                false,
                bits("client_max_window_bits=").max(9),
            ),
            decompress: Decompress::new_with_window_bits(false, bits("server_max_window_bits=").max(9)),
            client_forgets: said.contains("client_no_context_takeover"),
            server_forgets: said.contains("server_no_context_takeover"),
        })
    }

    /// Puts the compressed form of the next message into `out`.
    ///
    /// # Errors
    /// Deflate's.
    pub fn compress(&mut self, text: &[u8], out: &mut Vec<u8>) -> Outcome<()> {
        out.clear();
        let mut left = text;
        loop {
            out.reserve(left.len() + ROOM);
            let before = self.compress.total_in();
            self.compress.compress_vec(left, out, FlushCompress::Sync)?;
            left = rest(left, self.compress.total_in() - before)?;
            // Room that is left over says that all has come out.
            if left.is_empty() && out.len() < out.capacity() {
                break;
            }
        }
        if text.is_empty() && out.is_empty() {
            // Where nothing is left to flush, nothing comes out: an empty message is one byte (RFC 7692, 7.2.3.6).
            out.push(0);
            return Ok(());
        }
        if !out.ends_with(&TAIL) {
            return Err("a message that does not end as a flush does".into());
        }
        out.truncate(out.len() - TAIL.len());
        if self.client_forgets {
            self.compress.reset();
        }
        Ok(())
    }

    /// Puts the text of a received message into `out`.
    ///
    /// # Errors
    /// What was received is no deflate.
    pub fn inflate(&mut self, payload: &[u8], out: &mut Vec<u8>) -> Outcome<()> {
        out.clear();
        for part in [payload, &TAIL] {
            let mut left = part;
            loop {
                out.reserve(4 * left.len() + ROOM);
                let before = self.decompress.total_in();
                self.decompress.decompress_vec(left, out, FlushDecompress::Sync)?;
                left = rest(left, self.decompress.total_in() - before)?;
                if left.is_empty() && out.len() < out.capacity() {
                    break;
                }
            }
        }
        if self.server_forgets {
            self.decompress.reset(false);
        }
        Ok(())
    }
}

/// What was not read yet.
fn rest(bytes: &[u8], read: u64) -> Outcome<&[u8]> {
    Ok(bytes.get(usize::try_from(read)?..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_was_compressed_comes_back_and_shrinks_when_it_is_said_again() {
        for words in ["", "; client_no_context_takeover; server_no_context_takeover"] {
            let head = format!("HTTP/1.1 101 X\r\nSec-WebSocket-Extensions: permessage-deflate{words}\r\n\r\n");
            let (mut here, mut there) = (Deflate::agreed(&head).unwrap(), Deflate::agreed(&head).unwrap());
            let text: Vec<u8> = (0..20_000_u32).flat_map(|n| (n * n % 9973).to_le_bytes()).collect();
            let mut sizes = Vec::new();
            for message in [&text[..300], &text[..300], &text[..], b""] {
                let (mut carried, mut read) = (Vec::new(), Vec::new());
                here.compress(message, &mut carried).unwrap();
                there.inflate(&carried, &mut read).unwrap();
                assert_eq!(read, message);
                sizes.push(carried.len());
            }
            assert_eq!(sizes[1] < sizes[0] / 4, words.is_empty(), "{sizes:?}");
        }
    }

    #[test]
    fn nothing_agreed_is_an_error() {
        assert!(Deflate::agreed("HTTP/1.1 101 X\r\nUpgrade: websocket\r\n\r\n").is_err());
    }
}
