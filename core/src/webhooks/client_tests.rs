//! Requests over TLS, to a receiver whose certificate a company's own authority vouches for: here it is its own.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use tokio_rustls::rustls::crypto::ring as provider;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::client::{Client, NoAnswer};
use super::target::Target;
use super::trust::Trust;

/// DER (X.690): a tag, a length, what is in it.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len();
    let mut all = vec![tag];
    let bytes = [u8::try_from(length >> 8).unwrap(), u8::try_from(length & 255).unwrap()];
    match length {
        0..128 => all.push(bytes[1]),
        128..256 => all.extend([0x81, bytes[1]]),
        _ => all.extend([0x82, bytes[0], bytes[1]]),
    }
    all.extend(content);
    all
}

const SEQUENCE: u8 = 0x30;
const ECDSA_WITH_SHA256: [u8; 10] = [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const EC_PUBLIC_KEY: [u8; 9] = [0x06, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: [u8; 10] = [0x06, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const COMMON_NAME: [u8; 5] = [0x06, 3, 0x55, 4, 3];
const ALTERNATIVE_NAME: [u8; 5] = [0x06, 3, 0x55, 0x1d, 0x11];

/// A certificate for 127.0.0.1 that vouches for itself (RFC 5280), with its key in PKCS 8.
fn certificate() -> (Vec<u8>, Vec<u8>) {
    let random = SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
    let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
    let algorithm = der(SEQUENCE, &[&ECDSA_WITH_SHA256]);
    let attribute = der(SEQUENCE, &[&COMMON_NAME, &der(0x0c, &[b"receiver"])]);
    let name = der(SEQUENCE, &[&der(0x31, &[&attribute])]);
    let time = |text: &str| der(0x18, &[text.as_bytes()]);
    let validity = der(SEQUENCE, &[&time("20200101000000Z"), &time("21200101000000Z")]);
    let kind = der(SEQUENCE, &[&EC_PUBLIC_KEY, &P256]);
    let public = der(SEQUENCE, &[&kind, &der(0x03, &[&[0], key.public_key().as_ref()])]);
    let names = der(SEQUENCE, &[&der(0x87, &[&[127, 0, 0, 1]])]);
    let extension = der(SEQUENCE, &[&ALTERNATIVE_NAME, &der(0x04, &[&names])]);
    let extensions = der(0xa3, &[&der(SEQUENCE, &[&extension])]);
    let version = der(0xa0, &[&der(0x02, &[&[2]])]);
    let serial = der(0x02, &[&[1]]);
    let body = der(
        SEQUENCE,
        &[
            &version,
            &serial,
            &algorithm,
            &name,
            &validity,
            &name,
            &public,
            &extensions,
        ],
    );
    let signature = key.sign(&random, &body).unwrap();
    let signed = der(SEQUENCE, &[&body, &algorithm, &der(0x03, &[&[0], signature.as_ref()])]);
    (signed, pkcs8.as_ref().to_vec())
}

/// Answers 204 to each request of each connection, and says over how many requests each lived.
fn receiver(certificate: Vec<u8>, key: Vec<u8>) -> SocketAddr {
    let config = ServerConfig::builder_with_provider(Arc::new(provider::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(certificate)],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key)),
        )
        .unwrap();
    let (listener, config) = (TcpListener::bind("127.0.0.1:0").unwrap(), Arc::new(config));
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            let (mut bytes, mut served) = (Vec::new(), 0);
            let mut piece = [0; 1024];
            while let Ok(read @ 1..) = stream.read(&mut piece) {
                bytes.extend_from_slice(&piece[..read]);
                if bytes.ends_with(b"{}") {
                    bytes.clear();
                    served += 1;
                    let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n{served}");
                    stream.write_all(answer.as_bytes()).unwrap();
                }
            }
        }
    });
    address
}

fn client(url: &str, trusted: Option<&Path>) -> Client {
    let trust = Arc::new(Trust::new(trusted).unwrap());
    Client::new(
        Target::read(url).unwrap(),
        BTreeMap::new(),
        trust,
        Duration::from_secs(20),
    )
}

#[actix_web::test]
async fn a_receiver_is_spoken_to_over_tls_if_its_certificate_is_trusted_and_names_it() {
    let (certificate, key) = certificate();
    let file = tempfile::NamedTempFile::new().unwrap();
    let pem = STANDARD.encode(&certificate);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{pem}\n-----END CERTIFICATE-----\n");
    std::fs::write(file.path(), pem).unwrap();
    let address = receiver(certificate, key);
    let (url, body) = (format!("https://{address}/hook"), Bytes::from_static(b"{}"));

    let trusting = client(&url, Some(file.path()));
    for served in ["1", "2"] {
        let answer = trusting.post(&[], body.clone()).await.unwrap();
        assert_eq!(
            (answer.status, answer.text.as_str()),
            (200, served),
            "over one connection"
        );
    }
    drop(trusting);
    let refused = client(&url, None).post(&[], body.clone()).await;
    assert!(matches!(refused, Err(NoAnswer::Tls(_))), "{refused:?}");
    let named = format!("https://localhost:{}/hook", address.port());
    let refused = client(&named, Some(file.path())).post(&[], body).await;
    assert!(matches!(refused, Err(NoAnswer::Tls(_))), "{refused:?}");
}

#[test]
fn a_file_without_certificates_is_told() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let missing = Trust::new(Some(Path::new("/nowhere/at/all.pem")))
        .unwrap_err()
        .to_string();
    assert!(missing.contains("webhooks.trusted_certificates"), "{missing}");
    let empty = Trust::new(Some(file.path())).unwrap_err().to_string();
    assert!(empty.ends_with("has no certificates"), "{empty}");
}
