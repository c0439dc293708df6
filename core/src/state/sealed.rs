//! Payloads with secrets as they lie in the store: sealed with a key of this server, which lies beside the store and is
//! in no backup. A payload without secrets lies there as it is.
//!
//! A command may wait for its station for days, and its secret with it. Whoever has the store's bytes, a backup or an
//! export alone does not have the secret.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::payload::Payload;

/// What the key's file is called, beside the store.
const FILE: &str = "secrets.key";
const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
/// How a sealed payload begins.
const MARK: &str = "{\"$sealed\":";

/// One for the process, as its store is.
static KEY: OnceLock<[u8; KEY_BYTES]> = OnceLock::new();

/// As it lies in the store.
#[derive(Serialize, Deserialize)]
struct Sealed {
    /// The nonce, what was sealed, and its tag; base64.
    #[serde(rename = "$sealed")]
    sealed: String,
    /// The payload without its secrets.
    shown: Payload,
}

/// Takes the key from its file in a directory, which is made if there is none. Without this call what is sealed can be
/// opened by this process alone.
///
/// # Errors
/// The file cannot be read or made, is no key, or is open to others.
pub fn use_key_of(directory: &Path) -> io::Result<()> {
    let key = match kept(directory)? {
        Some(Kept(key)) => key,
        None => make(&directory.join(FILE))?,
    };
    // Whoever came first in this process has the same one.
    KEY.get_or_init(|| key);
    Ok(())
}

/// The key of a directory.
pub struct Kept([u8; KEY_BYTES]);

/// The key that a directory has; none: it has none.
///
/// # Errors
/// As [`use_key_of`].
pub fn kept(directory: &Path) -> io::Result<Option<Kept>> {
    match read(&directory.join(FILE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        read => read.map(|key| Some(Kept(key))),
    }
}

impl Kept {
    /// Returns when a directory has it on the disk, too, for its owner alone.
    ///
    /// # Errors
    /// The file cannot be made.
    pub fn put_into(&self, directory: &Path) -> io::Result<()> {
        write(&directory.join(FILE), &self.0)
    }
}

fn read(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let refused = |reason: &str| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {reason}", path.display()));
    let mut file = fs::File::open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        return Err(refused("is open to others: chmod 600"));
    }
    let mut key = [0; KEY_BYTES];
    let is_whole = file.read_exact(&mut key).is_ok() && file.read(&mut [0])? == 0;
    if is_whole { Ok(key) } else { Err(refused("is no key")) }
}

/// A new one.
fn make(path: &Path) -> io::Result<[u8; KEY_BYTES]> {
    let key = random()?;
    write(path, &key)?;
    Ok(key)
}

/// Whole under its name, or not there.
fn write(path: &Path, key: &[u8; KEY_BYTES]) -> io::Result<()> {
    let fresh = path.with_extension("new");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&fresh)?;
    file.write_all(key)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    if let Some(directory) = path.parent() {
        fs::File::open(directory)?.sync_all()?;
    }
    Ok(())
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}

fn key() -> io::Result<&'static [u8; KEY_BYTES]> {
    if let Some(key) = KEY.get() {
        return Ok(key);
    }
    let key = random()?;
    Ok(KEY.get_or_init(|| key))
}

/// A payload as it lies in the store.
///
/// # Errors
/// It has a secret, and cannot be sealed.
pub fn serialize<S: Serializer>(payload: &Payload, serializer: S) -> Result<S::Ok, S::Error> {
    let shown = payload.clone().without_secrets();
    if shown.text() == payload.text() {
        return payload.serialize(serializer);
    }
    let sealed = seal(payload.text()).map_err(ser::Error::custom)?;
    Sealed { sealed, shown }.serialize(serializer)
}

/// A payload from the store. One that cannot be opened stays sealed: see [`shown`].
///
/// # Errors
/// It is no JSON.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Payload, D::Error> {
    let payload = Payload::deserialize(deserializer)?;
    if !is_sealed(&payload) {
        return Ok(payload);
    }
    let sealed: Sealed = serde_json::from_str(payload.text()).map_err(de::Error::custom)?;
    let opened = open(&sealed.sealed).and_then(|text| Payload::parse(&text).ok());
    Ok(opened.unwrap_or(payload))
}

/// Whether a payload was sealed by a server with another key: its secrets are lost.
#[must_use]
pub fn is_sealed(payload: &Payload) -> bool {
    payload.text().starts_with(MARK)
}

/// What can be shown of a payload, whether or not it could be opened.
#[must_use]
pub fn shown(payload: Payload) -> Payload {
    let sealed = Some(&payload).filter(|payload| is_sealed(payload));
    let sealed = sealed.and_then(|payload| serde_json::from_str::<Sealed>(payload.text()).ok());
    sealed.map_or_else(|| payload.without_secrets(), |sealed| sealed.shown)
}

fn seal(text: &str) -> io::Result<String> {
    let nonce: [u8; NONCE_BYTES] = random()?;
    let mut tag = [0; TAG_BYTES];
    let sealed = encrypt_aead(
        Cipher::aes_256_gcm(),
        key()?,
        Some(&nonce),
        &[],
        text.as_bytes(),
        &mut tag,
    )?;
    Ok(STANDARD.encode([&nonce[..], &sealed, &tag].concat()))
}

fn open(sealed: &str) -> Option<String> {
    let bytes = STANDARD.decode(sealed).ok()?;
    let (nonce, rest) = bytes.split_at_checked(NONCE_BYTES)?;
    let (sealed, tag) = rest.split_at_checked(rest.len().checked_sub(TAG_BYTES)?)?;
    let text = decrypt_aead(Cipher::aes_256_gcm(), key().ok()?, Some(nonce), &[], sealed, tag).ok()?;
    String::from_utf8(text).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::os::unix::fs::PermissionsExt as _;

    use serde::{Deserialize, Serialize};

    use super::{FILE, is_sealed, make, read, shown};
    use crate::state::payload::Payload;

    #[derive(Serialize, Deserialize)]
    struct Record {
        #[serde(with = "super")]
        payload: Payload,
    }

    fn stored(payload: &str) -> String {
        let payload = Payload::parse(payload).unwrap();
        serde_json::to_string(&Record { payload }).unwrap()
    }

    #[test]
    fn a_payload_without_a_secret_lies_there_as_it_is() {
        let text = r#"{"key":"HeartbeatInterval",  "value":"300"}"#;
        assert_eq!(stored(text), format!("{{\"payload\":{text}}}"));
    }

    #[test]
    fn a_secret_is_sealed_and_comes_back_to_the_byte() {
        let text = r#"{"value":"S3cret", "key":"AuthorizationKey"}"#;
        let lies = stored(text);
        assert!(!lies.contains("S3cret"), "{lies}");
        assert_ne!(lies, stored(text), "no two are the same");
        let back: Record = serde_json::from_str(&lies).unwrap();
        assert_eq!(back.payload.text(), text);
    }

    #[test]
    fn what_another_server_sealed_stays_so_and_is_shown_without_its_secrets() {
        let lies = stored(r#"{"key":"AuthorizationKey","value":"S3cret"}"#);
        let (before, rest) = lies.split_once("$sealed\":\"").unwrap();
        let (_, after) = rest.split_once('"').unwrap();
        let broken = format!("{before}$sealed\":\"AAAA\"{after}");
        let back: Record = serde_json::from_str(&broken).unwrap();
        assert!(is_sealed(&back.payload));
        let written = serde_json::to_string(&back).unwrap();
        assert_eq!(written, broken, "it is written back as it was");
        assert_eq!(
            shown(back.payload).text(),
            r#"{"key":"AuthorizationKey","value":"***"}"#
        );
    }

    #[test]
    fn a_key_is_made_once_and_is_nobody_elses() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join(FILE);
        assert!(read(&path).is_err());
        let made = make(&path).unwrap();
        assert_eq!(read(&path).unwrap(), made);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(read(&path).unwrap_err().to_string().contains("chmod 600"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, b"short").unwrap();
        assert!(read(&path).is_err());
    }
}
