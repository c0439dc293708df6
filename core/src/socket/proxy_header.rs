//! The PROXY protocol, versions 1 and 2: what a proxy such as HAProxy says of a connection before its first byte.
//! It is read to its last byte and not one further, because what follows belongs to TLS or to HTTP.

use std::io;
use std::net::SocketAddr;

use ppp::v1::Addresses as TextAddresses;
use ppp::v2::{Addresses, Command, Header, PROTOCOL_PREFIX, Type};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The bytes of a header of version 2 before its addresses.
const FIXED: usize = 16;
/// The longest header of version 1, with its line end.
const LONGEST_LINE: usize = 107;
/// What may follow the fixed part: addresses, and what a proxy says of TLS, with certificates left out.
const MOST_BEHIND: usize = 4096;

/// Of the bits behind the kind of TLS: the client speaks it with the proxy.
const BY_TLS: u8 = 0x01;
/// The client showed a certificate, on this connection or before in its session.
const WITH_CERTIFICATE: u8 = 0x02 | 0x04;

/// What a proxy told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Who is at its other end; none: the proxy itself speaks, to see whether we are there.
    pub peer: Option<SocketAddr>,
    /// It speaks TLS with the proxy.
    pub is_secure: bool,
    /// The common name of its certificate, which the proxy found good.
    pub checked_common_name: Option<String>,
}

/// Reads a header to its end.
///
/// # Errors
/// There is none, or it is not as the protocol says.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Told> {
    let mut bytes = vec![0; PROTOCOL_PREFIX.len()];
    stream.read_exact(&mut bytes).await?;
    if bytes == PROTOCOL_PREFIX {
        return binary(stream, bytes).await;
    }
    if !bytes.starts_with(b"PROXY ") {
        return Err(invalid("it begins without a PROXY header"));
    }
    while !bytes.ends_with(b"\r\n") {
        if bytes.len() >= LONGEST_LINE {
            return Err(invalid("its PROXY line has no end"));
        }
        bytes.push(stream.read_u8().await?);
    }
    text(&bytes)
}

fn invalid(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

fn text(line: &[u8]) -> io::Result<Told> {
    let header =
        ppp::v1::Header::try_from(line).map_err(|error| invalid(&format!("its PROXY line is wrong: {error}")))?;
    let peer = match header.addresses {
        TextAddresses::Tcp4(tcp) => Some(SocketAddr::from((tcp.source_address, tcp.source_port))),
        TextAddresses::Tcp6(tcp) => Some(SocketAddr::from((tcp.source_address, tcp.source_port))),
        TextAddresses::Unknown => None,
    };
    Ok(Told {
        peer,
        ..Told::default()
    })
}

async fn binary(stream: &mut (impl AsyncRead + Unpin), mut bytes: Vec<u8>) -> io::Result<Told> {
    bytes.resize(FIXED, 0);
    stream
        .read_exact(bytes.get_mut(PROTOCOL_PREFIX.len()..).unwrap_or_default())
        .await?;
    let behind = match bytes.last_chunk::<2>() {
        Some(length) => usize::from(u16::from_be_bytes(*length)),
        None => 0,
    };
    if behind > MOST_BEHIND {
        return Err(invalid("its PROXY header is longer than any proxy's"));
    }
    bytes.resize(FIXED + behind, 0);
    stream.read_exact(bytes.get_mut(FIXED..).unwrap_or_default()).await?;
    let header = Header::try_from(bytes.as_slice());
    let header = header.map_err(|error| invalid(&format!("its PROXY header is wrong: {error}")))?;
    if header.command == Command::Local {
        return Ok(Told::default());
    }
    let peer = match header.addresses {
        Addresses::IPv4(ip) => Some(SocketAddr::from((ip.source_address, ip.source_port))),
        Addresses::IPv6(ip) => Some(SocketAddr::from((ip.source_address, ip.source_port))),
        Addresses::Unspecified | Addresses::Unix(_) => None,
    };
    let mut parts = header.tlvs().filter_map(Result::ok);
    let tls = parts.find(|part| part.kind == u8::from(Type::SSL));
    let (is_secure, checked_common_name) = tls.map_or((false, None), |tls| by_tls(&tls.value));
    Ok(Told {
        peer,
        is_secure,
        checked_common_name,
    })
}

/// Whether the client speaks TLS, and the common name of the certificate that was found good: one byte of bits, four of
/// what came out of the check (0: good), then parts of a byte, a length of two and the value.
fn by_tls(value: &[u8]) -> (bool, Option<String>) {
    let Some((&[bits, verified @ ..], mut rest)) = value.split_first_chunk::<5>() else {
        return (false, None);
    };
    let is_secure = bits & BY_TLS != 0;
    if !is_secure || bits & WITH_CERTIFICATE == 0 || verified != [0; 4] {
        return (is_secure, None);
    }
    while let Some((&[kind, high, low], behind)) = rest.split_first_chunk::<3>() {
        let Some((value, next)) = behind.split_at_checked(usize::from(u16::from_be_bytes([high, low]))) else {
            break;
        };
        if kind == u8::from(Type::SSLCommonName) {
            return (true, std::str::from_utf8(value).ok().map(str::to_owned));
        }
        rest = next;
    }
    (true, None)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use ppp::v2::{Builder, Protocol, Version};

    use super::*;

    /// What is told, and what is left for those who read on.
    async fn told(bytes: &[u8]) -> (io::Result<Told>, Vec<u8>) {
        let mut rest = bytes;
        let told = read(&mut rest).await;
        (told, rest.to_vec())
    }

    fn header(command: Command, parts: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let addresses = (
            "203.0.113.7:50123".parse::<SocketAddr>().unwrap(),
            "10.0.0.1:9000".parse().unwrap(),
        );
        let builder = Builder::with_addresses(Version::Two | command, Protocol::Stream, addresses);
        let add = |builder: Builder, (kind, value): &(u8, Vec<u8>)| builder.write_tlv(*kind, value).unwrap();
        parts.iter().fold(builder, add).build().unwrap()
    }

    fn tls(bits: u8, verified: u8, name: &str) -> (u8, Vec<u8>) {
        let mut value = vec![bits, 0, 0, 0, verified, 0x21, 0, 1, b'x', 0x22, 0];
        value.push(u8::try_from(name.len()).unwrap());
        value.extend(name.as_bytes());
        (0x20, value)
    }

    #[actix::test]
    async fn a_line_is_read_to_its_end_and_no_further() {
        let (read, rest) = told(b"PROXY TCP4 203.0.113.7 10.0.0.1 50123 9000\r\nGET /").await;
        assert_eq!(read.unwrap().peer, "203.0.113.7:50123".parse().ok());
        assert_eq!(rest, b"GET /");
        let (read, _) = told(b"PROXY TCP6 2001:db8::7 2001:db8::1 50123 9000\r\n").await;
        assert_eq!(read.unwrap().peer, "[2001:db8::7]:50123".parse().ok());
        let (read, rest) = told(b"PROXY UNKNOWN\r\nx").await;
        assert_eq!((read.unwrap(), rest), (Told::default(), b"x".to_vec()));
    }

    #[actix::test]
    async fn a_binary_header_tells_of_tls_what_the_proxy_has_checked() {
        let mut bytes = header(Command::Proxy, &[tls(0x07, 0, "CP-1")]);
        bytes.extend(b"rest");
        let (read, rest) = told(&bytes).await;
        let read = read.unwrap();
        assert_eq!(read.peer, "203.0.113.7:50123".parse().ok());
        assert_eq!(
            (read.is_secure, read.checked_common_name.as_deref()),
            (true, Some("CP-1"))
        );
        assert_eq!(rest, b"rest");
        for (part, secure) in [
            (tls(0x01, 0, "CP-1"), true),
            (tls(0x07, 1, "CP-1"), true),
            (tls(0x00, 0, "CP-1"), false),
        ] {
            let read = told(&header(Command::Proxy, std::slice::from_ref(&part)))
                .await
                .0
                .unwrap();
            assert_eq!((read.is_secure, read.checked_common_name), (secure, None), "{part:?}");
        }
        let local = told(&header(Command::Local, &[])).await.0.unwrap();
        assert_eq!(local, Told::default());
    }

    #[actix::test]
    async fn whatever_else_comes_first_is_refused() {
        for bytes in [
            &b"GET /ocpp/CP1 HTTP/1.1\r\n"[..],
            b"PROXY TCP4 nonsense\r\n",
            b"PROXY ",
            &[b'x'; 200],
            &[&b"PROXY TCP4 "[..], &[b'1'; 200]].concat(),
            &[PROTOCOL_PREFIX, &[0x21, 0x11, 0xFF, 0xFF]].concat(),
            &[PROTOCOL_PREFIX, &[0x51, 0x11, 0, 0]].concat(),
        ] {
            assert!(told(bytes).await.0.is_err(), "{bytes:?}");
        }
    }
}
