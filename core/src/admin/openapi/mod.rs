//! The description of the API (OpenAPI 3.1), made of the code: paths are declared once (`routes`), what an operation takes
//! and answers is read from its function's signature (`signature`), what it can be refused for from the table of
//! problems (`problems`), examples from the schemas (`example`). `document` puts it together, `serve` shows it to programs and to people.

mod actions;
mod content;
mod document;
mod example;
pub mod operation;
mod problems;
pub mod routes;
mod serve;
pub mod signature;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

pub use content::Content;
pub use document::Document;
pub use example::{Examples, Fill};
pub use operation::{Tag, op};
pub use routes::Routes;
pub use serve::{pages, routes as own_routes};
pub use signature::{Answer, Answered, Asked, BYTES, Body, JSON, Signature};

/// The description of everything that is declared.
#[must_use]
pub fn description() -> Document {
    document::document(super::declared(0))
}

/// The names that clients call operations by, by `METHOD /path`, the path as it is declared, below `/api/v1`.
#[must_use]
pub fn id_of(operation: &str) -> Option<&'static str> {
    static IDS: OnceLock<BTreeMap<String, Cow<'static, str>>> = OnceLock::new();
    let ids = IDS.get_or_init(|| {
        let described = super::declared(0).into_iter().flat_map(Routes::described);
        let named = described.filter_map(|one| {
            let path = one.pattern.strip_prefix(super::API)?;
            Some((format!("{} {path}", one.method.to_ascii_uppercase()), one.operation.id))
        });
        named.collect()
    });
    ids.get(operation).map(|id| &**id)
}
