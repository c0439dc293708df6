//! Who brought a component: an ed25519 signature over its bytes, by a key that the configuration trusts.
//!
//! It is asked for when a component comes in, and at no other time. An installed version is read by its
//! digest (`files.rs`), so its file cannot be exchanged for another afterwards, and what was signed when
//! it came stays what was signed. A key that is taken out of the configuration stops new versions, and
//! leaves those that are there.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, UnparsedPublicKey};

use super::error::VersionError;
use crate::config::settings::TrustedKey;
use crate::ids::PluginName;
use crate::plugins::stopping::blocking;

/// The header of an upload that has the signature in base64.
pub const HEADER: &str = "x-plugin-signature";

/// More than any signature's file has: 64 bytes in base64, and the end of the line.
const LONGEST: u64 = 256;

/// What somebody brings.
pub struct Component {
    /// All of it.
    pub bytes: Vec<u8>,
    /// 64 bytes in base64; none if nobody has signed it.
    pub signature: Option<String>,
}

impl From<Vec<u8>> for Component {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, signature: None }
    }
}

/// The bytes of a component, if it is signed as the configuration wants it: by one of these keys, or by anybody if
/// there are none.
///
/// # Errors
/// [`VersionError::Signature`]
pub async fn verified(
    name: &PluginName,
    component: Component,
    trusted: &[TrustedKey],
) -> Result<Vec<u8>, VersionError> {
    let Component { bytes, signature } = component;
    if trusted.is_empty() {
        return Ok(bytes);
    }
    let (name, trusted) = (name.clone(), trusted.to_vec());
    // A large component takes a tenth of a second.
    blocking(move || {
        let key = check(&name, &bytes, signature.as_deref(), &trusted)?;
        tracing::info!(plugin.name = %name, %key, "a component is signed by a trusted key");
        Ok(bytes)
    })
    .await
}

/// The key that has signed the bytes.
fn check(
    name: &PluginName,
    bytes: &[u8],
    signature: Option<&str>,
    trusted: &[TrustedKey],
) -> Result<TrustedKey, VersionError> {
    let refused = |reason| VersionError::Signature {
        name: name.to_string(),
        reason,
        trusted: trusted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let signature = signature.ok_or_else(|| refused("it has no signature"))?;
    let signature = STANDARD.decode(signature.trim()).ok().filter(|bytes| bytes.len() == 64);
    let signature = signature.ok_or_else(|| refused("its signature is not 64 bytes in base64"))?;
    let made_it = |key: &&TrustedKey| {
        UnparsedPublicKey::new(&ED25519, key.0)
            .verify(bytes, &signature)
            .is_ok()
    };
    trusted
        .iter()
        .find(made_it)
        .copied()
        .ok_or_else(|| refused("its signature fits none of the keys: another key made it, or it is of other bytes"))
}

/// The file of a component's signature: `NAME.wasm.sig` beside `NAME.wasm`.
#[must_use]
pub fn file(component: &Path) -> PathBuf {
    let mut name = component.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// The signature that lies beside a component; none if there is no such file, or none that is read as text.
#[must_use]
pub fn beside(component: &Path) -> Option<String> {
    let mut text = String::new();
    let file = File::open(file(component)).ok()?;
    file.take(LONGEST).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    fn pair(seed: u8) -> (Ed25519KeyPair, TrustedKey) {
        let pair = Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap();
        let public = TrustedKey(pair.public_key().as_ref().try_into().unwrap());
        (pair, public)
    }

    fn reason(signature: Option<&str>, trusted: &[TrustedKey]) -> String {
        let refused = check(&PluginName::new("p"), b"bytes", signature, trusted);
        refused.unwrap_err().to_string()
    }

    #[test]
    fn any_of_the_keys_is_good_and_no_other() {
        let ((pair, first), (_, second)) = (pair(1), pair(2));
        let signature = STANDARD.encode(pair.sign(b"bytes"));
        let name = PluginName::new("p");
        let signed = |bytes, trusted: &[_]| check(&name, bytes, Some(&format!("{signature}\n")), trusted);
        assert_eq!(signed(b"bytes", &[second, first]).unwrap(), first);
        for refused in [signed(b"bytes", &[second]), signed(b"bytez", &[first])] {
            assert!(refused.unwrap_err().to_string().contains("fits none of the keys"));
        }
    }

    #[test]
    fn what_is_missing_is_told_with_the_keys_and_what_to_do() {
        let (_, key) = pair(1);
        let text = reason(None, &[key]);
        for part in ["it has no signature", &key.to_string(), "push --key", HEADER] {
            assert!(text.contains(part), "{text}");
        }
        for broken in ["", "AAAA", "no base64!"] {
            assert!(
                reason(Some(broken), &[key]).contains("not 64 bytes in base64"),
                "{broken}"
            );
        }
    }

    #[test]
    fn a_signature_lies_beside_its_component() {
        let folder = tempfile::tempdir().unwrap();
        let component = folder.path().join("p.wasm");
        assert_eq!(beside(&component), None);
        std::fs::write(folder.path().join("p.wasm.sig"), "text").unwrap();
        assert_eq!(beside(&component).as_deref(), Some("text"));
        std::fs::write(folder.path().join("p.wasm.sig"), "x".repeat(5_000)).unwrap();
        assert_eq!(beside(&component).unwrap().len(), 256);
    }
}
