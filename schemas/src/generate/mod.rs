//! Messages made from the schemas: valid ones, and ones with a single fault. For test suites.
//!
//! ```
//! use ocpp_schemas::generate::{self, Rng};
//! use ocpp_schemas::{Catalogue, Kind, Version};
//!
//! let action = Catalogue::of(Version::V201).action("TransactionEvent").ok_or("no such action")?;
//! let mut rng = Rng::new(1);
//! let payload = generate::instance(action, Kind::Request, &mut rng);
//! action.validate(Kind::Request, &payload)?;
//! for mutation in generate::mutations(action, Kind::Request, &payload, &mut rng) {
//!     let changed = mutation.apply(&payload);
//!     println!("{} at {}: {:?}", mutation.label, mutation.pointer, action.validate(Kind::Request, &changed));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod instance;
mod mutation;
mod rng;
mod text;

pub use instance::instance;
pub use mutation::{Mutation, mutations};
pub use rng::Rng;

use serde_json::Value;

/// Follows a `$ref` into the root schema's `$defs`.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let target = schema.get("$ref").and_then(Value::as_str);
    let pointer = target.and_then(|target| target.strip_prefix('#'));
    pointer.and_then(|pointer| root.pointer(pointer)).unwrap_or(schema)
}

/// A number of a schema, such as its `maxLength`.
fn limit(schema: &Value, keyword: &str) -> Option<i64> {
    schema.get(keyword).and_then(Value::as_i64)
}
