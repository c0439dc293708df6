//! Certificates of charge points: what stands in them, what a request for one must be, and the authorities that sign.
//! Nothing here reads the state, and `fetch` alone speaks to others, for `responders`; the actions of OCPP are `ocpp/certificates/`.

mod authorities;
pub mod authority;
pub mod contract;
pub mod der;
pub mod facts;
mod fetch;
pub mod hash_data;
mod lists;
pub mod made;
mod memory;
pub mod ocsp;
pub mod request;
pub mod responders;
#[cfg(test)]
pub(crate) mod tests;
mod uses;

use std::path::Path;
use std::sync::Arc;

pub use self::authorities::{Authorities, Loaded};
pub use self::authority::{Authority, AuthorityError, Issued, Leaf, Revoked};
pub use self::facts::Facts;
pub use self::request::{SigningRequest, Unsuitable, Wanted};
pub use self::responders::Responders;
pub use self::uses::SigningUse;

/// What the file of an authority's certificate is called, in its folder.
pub const CERTIFICATE_FILE: &str = "authority.pem";
/// What the file of its key is called.
pub const KEY_FILE: &str = "authority.key";

fn load(folder: &Path) -> Result<Arc<Authority>, AuthorityError> {
    let key = folder.join(KEY_FILE);
    let authority = Authority::load(&folder.join(CERTIFICATE_FILE), &key)?;
    if authority::is_open_to_others(&key) {
        tracing::warn!(
            path = %key.display(),
            "others than its owner may read the key of a certificate authority: chmod 600"
        );
    }
    Ok(Arc::new(authority))
}
