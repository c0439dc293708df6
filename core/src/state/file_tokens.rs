//! Tokens: the secrets in the URLs under which a charge point fetches a file or brings one. The store has their
//! hashes alone.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::collections::FILE_TOKENS;
use super::files::FileKind;
use super::versioned::put_back;
use super::{State, Versioned, create, delete, key};
use crate::clock::Time;
use crate::ids::{ChargePointId, FileId};
use crate::store::{Page, StoreError, Write};

/// The random bytes of a token.
const BYTES: usize = 32;

/// The characters of a token.
const CHARACTERS: usize = 43;

/// The segment of a path before a token.
const BEFORE: &str = "files";

/// A secret: whoever has it may do what it is for. It never prints.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What of a token is kept: its SHA-256, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenHash(String);

/// What a token is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Its charge point fetches this file, as often as it needs to.
    Download(FileId),
    /// Its charge point brings one file of this kind.
    Upload(FileKind),
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileToken {
    /// Who was given it.
    pub charge_point: ChargePointId,
    pub purpose: Purpose,
    /// The command that it was made for.
    pub command: Option<String>,
    pub created_at: Time,
    pub expires_at: Time,
    /// When a file was brought with it: no second one is taken.
    pub used_at: Option<Time>,
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Token {
    /// A new one.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The token that a segment of a path is, if it has the form of one.
    #[must_use]
    pub fn of_segment(segment: &str) -> Option<Self> {
        let of_token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (segment.len() == CHARACTERS && segment.bytes().all(of_token)).then(|| Self(segment.to_owned()))
    }

    /// The token in a URL that may be one of ours.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        let pairs = path.split('/').zip(path.split('/').skip(1));
        let mut behind = pairs
            .filter(|(before, _)| *before == BEFORE)
            .map(|(_, segment)| segment);
        behind.find_map(Self::of_segment)
    }

    /// What of it is kept.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        let digest = Sha256::digest(self.0.as_bytes());
        TokenHash(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The URL that begins with `base` and ends with `name`, or with a slash where there is none: stations put the
    /// name of what they bring behind it.
    #[must_use]
    pub fn url(&self, base: &str, name: &str) -> String {
        format!("{base}/{BEFORE}/{}/{name}", self.0)
    }
}

impl TokenHash {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl State {
    /// A token by its hash, to be written back.
    pub fn file_token(&self, hash: &TokenHash) -> Result<Option<Versioned<FileToken>>, StoreError> {
        Ok(self.get_at(FILE_TOKENS, &key(&[hash.as_str()]))?.map(Versioned::from))
    }

    /// A page of all tokens with their keys, after one key.
    pub fn file_tokens(&self, after: Option<&str>, limit: usize) -> Result<Vec<(String, FileToken)>, StoreError> {
        self.list(FILE_TOKENS, Page::all(limit).after(after))
    }
}

/// Keeps a new token.
pub fn put_file_token(hash: &TokenHash, token: &FileToken) -> Result<Write, StoreError> {
    create(FILE_TOKENS, key(&[hash.as_str()]), token)
}

/// Keeps a token that was read, if nobody has changed it since.
pub fn put_back_file_token(hash: &TokenHash, token: &Versioned<FileToken>) -> Result<Write, StoreError> {
    put_back(FILE_TOKENS, key(&[hash.as_str()]), token)
}

/// Forgets a token by its key.
#[must_use]
pub fn delete_file_token(key: String) -> Write {
    delete(FILE_TOKENS, key)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::Token;

    #[test]
    fn a_token_is_found_in_its_url() {
        let token = Token::random().unwrap();
        assert_ne!(token, Token::random().unwrap());
        for (base, name) in [("http://c:9000", ""), ("https://c.example.com/a/files", "v 1.bin")] {
            let url = token.url(base, name);
            assert_eq!(Token::of_url(&url), Some(token.clone()), "{url}");
        }
        let url = token.url("http://c", "x");
        assert_eq!(Token::of_url(&format!("{url}?a=/files/b#c")), Some(token.clone()));
        assert_eq!(Token::of_url("ftp://host/files/firmware.bin"), None);
        assert_eq!(format!("{token:?}"), "***");
        assert!(!url.contains(token.hash().as_str()));
    }
}
