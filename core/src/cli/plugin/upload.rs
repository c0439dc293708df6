//! A component on its way to a running server, with its signature.

use std::path::PathBuf;

use serde_json::Value;

use super::component_file::ComponentFile;
use super::failed::Failed;
use super::private_key::PrivateKey;
use super::server::Server;
use super::sign;

/// How an upload is signed.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Signing {
    /// Signs the component on its way with this private key; left out, the signature of `plugin sign`
    /// goes along if it lies beside the component
    #[arg(long, value_name = "KEYFILE")]
    key: Option<PathBuf>,
}

impl Signing {
    /// The signature in base64; none if there is no key and no file with one.
    ///
    /// # Errors
    /// A file that cannot be read, or is no key.
    fn of(&self, file: &ComponentFile) -> Result<Option<String>, Failed> {
        match &self.key {
            Some(key) => Ok(Some(PrivateKey::read(key)?.sign(&file.bytes))),
            None => sign::beside(&file.path),
        }
    }
}

/// Puts a component to a path, and gives the version that it became.
///
/// # Errors
/// Why the server does not take it; what was active stays active then.
pub fn put(server: &Server, path: &str, file: ComponentFile, signing: &Signing) -> Result<Value, Failed> {
    let signature = signing.of(&file)?;
    server.put(path, file.bytes, signature.as_deref())
}

/// A version as people name it: the author's, and how its digest begins.
pub fn shown(version: &Value) -> String {
    let text = |member: &str| version.get(member).and_then(Value::as_str).unwrap_or_default();
    let digest = text("digest");
    format!("{} (digest {})", text("version"), digest.get(..12).unwrap_or(digest))
}
