//! A private key for signing components: ed25519, in the form that other tools read as well (PKCS #8 in
//! PEM, RFC 8410), such as `openssl pkey`.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use super::failed::{Failed, unusable};

const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";

/// What stands before the 32 secret bytes: version 0, the algorithm 1.3.101.112, and two OCTET STRINGs.
const HEAD: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// A key that signs.
pub struct PrivateKey(Ed25519KeyPair);

impl PrivateKey {
    /// Makes a key, and its file, which only its owner can read.
    ///
    /// # Errors
    /// If there is such a file already, or the disk refuses it.
    pub fn make(path: &Path) -> Result<Self, Failed> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| unusable(format_args!("no random numbers: {error}")))?;
        let der = [HEAD.as_slice(), &secret].concat();
        let text = format!("{BEGIN}\n{}\n{END}\n", STANDARD.encode(&der));
        write_privately(path, text.as_bytes()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => unusable(format_args!(
                "{0} is there already, and is not written over; `ocpp-central plugin key --show {0}` prints its \
                 public key",
                path.display()
            )),
            _ => Failed::file("write", path, &error),
        })?;
        Self::of(&text).ok_or_else(|| unusable("the new key cannot be read"))
    }

    /// Reads a key's file.
    ///
    /// # Errors
    /// If it cannot be read, or holds no such key.
    pub fn read(path: &Path) -> Result<Self, Failed> {
        let text = fs::read_to_string(path).map_err(|error| Failed::file("read", path, &error))?;
        Self::of(&text).ok_or_else(|| {
            unusable(format_args!(
                "{} is no private key of ed25519 in PEM: `ocpp-central plugin key FILE` makes one",
                path.display()
            ))
        })
    }

    fn of(text: &str) -> Option<Self> {
        let (_, rest) = text.split_once(BEGIN)?;
        let (inner, _) = rest.split_once(END)?;
        let inner: String = inner.split_whitespace().collect();
        let der = STANDARD.decode(inner).ok()?;
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der).ok().map(Self)
    }

    /// The public key as a server's configuration has it.
    pub fn public(&self) -> String {
        STANDARD.encode(self.0.public_key())
    }

    /// The signature of a component in base64.
    pub fn sign(&self, bytes: &[u8]) -> String {
        STANDARD.encode(self.0.sign(bytes))
    }
}

/// A new file; never readable by others, not even for a moment.
fn write_privately(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    /// The first key of RFC 8410, section 10.3, and its public key of section 10.1.
    const KNOWN: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
                         -----END PRIVATE KEY-----\n";
    const PUBLIC: &str = "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=";

    #[test]
    fn the_key_of_the_standard_is_read() {
        let key = PrivateKey::of(KNOWN).unwrap();
        assert_eq!(key.public(), PUBLIC);
    }

    /// Made by OpenSSL 3.0: `openssl pkeyutl -sign -rawin` over the bytes `hi` and the end of the line.
    #[test]
    fn other_tools_make_the_same_signature() {
        let key = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIElbBDRPiGrSDkTeNqVzqcBFQiVD3WjCFOyNaP1cj0vn\n\
                   -----END PRIVATE KEY-----\n";
        let expected = "otwEVF+d5A9od6Wu2Iu+COSmIQE5VD6w1odqbi4zG/zCUiFTCrrxc71Yh9bIACKi91XGcUxj6+Ziavh4UuyeBw==";
        assert_eq!(PrivateKey::of(key).unwrap().sign(b"hi\n"), expected);
    }

    #[test]
    fn a_new_key_is_read_again_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let made = PrivateKey::make(&path).unwrap();
        assert_eq!(PrivateKey::read(&path).unwrap().public(), made.public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(PrivateKey::make(&path).is_err(), "it is not written over");
        fs::write(&path, "no key").unwrap();
        assert!(PrivateKey::read(&path).is_err());
    }
}
