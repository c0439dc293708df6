//! `tokens --store FOLDER`: the same on a store that no server uses, for whoever has lost every token. Who can write the
//! store owns it anyway. It is in the audit log as `command-line`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::cli::failed::{Failed, unusable};
use crate::clock::{self, Time};
use crate::state::audit::{AuditRecord, put_audit};
use crate::state::tokens::{Role, Token, TokenName, TokenSecret, put_token, remove_token};
use crate::state::{State, Versioned};
use crate::store::{SledStore, StoreError, Write};

/// What sled may use here.
const CACHE_BYTES: u64 = 16 << 20;

/// Whoever is at this command line.
const WHO: &str = "command-line";

/// A store without a server.
pub struct Offline {
    state: State,
    runtime: Runtime,
}

/// The token that is asked for.
pub struct Wanted {
    pub name: TokenName,
    pub role: Role,
    pub note: Option<String>,
    pub expires_at: Option<Time>,
}

/// What is done, for the audit log.
struct Done {
    operation: &'static str,
    name: TokenName,
    before: Option<Value>,
    after: Option<Value>,
}

impl Offline {
    /// Opens the store of a server that does not run: the folder is its `store.path`.
    ///
    /// # Errors
    /// There is none, or a server uses it.
    pub fn open(folder: &Path) -> Result<Self, Failed> {
        let path = folder.join("state");
        if !path.is_dir() {
            let shown = folder.display();
            return Err(unusable(format_args!(
                "there is no state in {shown}: name the folder that store.path of the server's configuration names"
            )));
        }
        let store = SledStore::open(&path, CACHE_BYTES).map_err(|error| {
            unusable(format_args!(
                "{error}. While the server runs, leave --store out, and ask it with a token"
            ))
        })?;
        Ok(Self {
            state: State::new(Arc::new(store)),
            runtime: Builder::new_current_thread().build()?,
        })
    }

    /// All tokens.
    ///
    /// # Errors
    /// The store's.
    pub fn list(&self) -> Result<Vec<Value>, Failed> {
        let now = clock::now();
        let all = self.state.tokens().map_err(failed)?;
        Ok(all.iter().map(|token| view(token, now)).collect())
    }

    /// Makes a token; its text.
    ///
    /// # Errors
    /// There is one of the name; the store's.
    pub fn create(&self, wanted: Wanted) -> Result<String, Failed> {
        let now = clock::now();
        if self.state.token_at(&wanted.name).map_err(failed)?.is_some() {
            let detail = format!(
                "error: there is a token {} already: rotate it, or revoke it first",
                wanted.name
            );
            return Err(Failed::Refused(detail));
        }
        let secret = random()?;
        let token = Token {
            name: wanted.name,
            role: wanted.role,
            note: wanted.note,
            created_at: now,
            created_by: WHO.to_owned(),
            expires_at: wanted.expires_at,
            digest: secret.digest(),
            rotated_at: None,
            previous: Vec::new(),
        };
        let done = Done {
            operation: "tokens create",
            name: token.name.clone(),
            before: None,
            after: Some(view(&token, now)),
        };
        let write = put_token(&Versioned::absent(token)).map_err(failed)?;
        self.write(vec![write], done)?;
        Ok(secret.show())
    }

    /// Gives a token another text, which is answered; the one before stays valid for so long.
    ///
    /// # Errors
    /// There is none of the name; the store's.
    pub fn rotate(&self, name: &TokenName, overlap: chrono::TimeDelta) -> Result<String, Failed> {
        let now = clock::now();
        let mut token = self.find(name)?;
        let secret = random()?;
        let before = view(&token.record, now);
        token.record.rotate(secret.digest(), now + overlap, now);
        let done = Done {
            operation: "tokens rotate",
            name: token.record.name.clone(),
            before: Some(before),
            after: Some(view(&token.record, now)),
        };
        self.write(vec![put_token(&token).map_err(failed)?], done)?;
        Ok(secret.show())
    }

    /// Forgets a token, also the last one.
    ///
    /// # Errors
    /// There is none of the name; the store's.
    pub fn revoke(&self, name: &TokenName) -> Result<(), Failed> {
        let token = self.find(name)?;
        let done = Done {
            operation: "tokens revoke",
            name: token.record.name.clone(),
            before: Some(view(&token.record, clock::now())),
            after: None,
        };
        self.write(remove_token(&token), done)
    }

    fn find(&self, name: &TokenName) -> Result<Versioned<Token>, Failed> {
        let found = self.state.token_at(name).map_err(failed)?;
        found.ok_or_else(|| Failed::Refused(format!("error: there is no token {name}")))
    }

    /// Makes it durable, with who did it.
    fn write(&self, mut writes: Vec<Write>, done: Done) -> Result<(), Failed> {
        let number = self.state.next_audit_number().map_err(failed)?;
        let record = AuditRecord {
            target: BTreeMap::from([("token".to_owned(), done.name.to_string())]),
            before: done.before,
            after: done.after,
            ..AuditRecord::done(number, WHO, done.operation, clock::now())
        };
        writes.push(put_audit(&record).map_err(failed)?);
        let written = self.runtime.block_on(self.state.store().write(writes));
        written.map(drop).map_err(failed)
    }
}

fn random() -> Result<TokenSecret, Failed> {
    TokenSecret::random().map_err(|error| unusable(format_args!("the system has no random numbers: {error}")))
}

fn failed(error: StoreError) -> Failed {
    unusable(error)
}

/// As the API shows it.
fn view(token: &Token, now: Time) -> Value {
    json!({
        "name": token.name,
        "role": token.role,
        "source": "store",
        "note": token.note,
        "expired": token.has_expired(now),
        "expiresAt": token.expires_at,
        "createdAt": token.created_at,
        "createdBy": token.created_by,
        "rotatedAt": token.rotated_at,
    })
}
