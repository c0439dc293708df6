//! Writes the Rust types of `src/types/generated/` from the data. Deterministic: the same data, the same bytes.

mod model;
mod names;
mod render;

use crate::{Catalogue, Kind, Version};
use model::Shape;
use std::collections::BTreeSet;

pub use model::CodegenError;

/// One file that the generator writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Path below `src/types/generated/`, such as `v16/actions.rs`.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// All files of one version.
///
/// # Errors
/// A schema uses something that has no Rust counterpart here, or two items would get the same name.
pub fn files(version: Version) -> Result<Vec<GeneratedFile>, CodegenError> {
    let catalogue = Catalogue::of(version);
    let shapes = datatypes(catalogue)?;
    check_names(catalogue, &shapes)?;
    let (enumerations, structs): (Vec<_>, Vec<_>) =
        shapes.iter().partition(|shape| matches!(shape, Shape::Enumeration(_)));
    let folder = names::module(version);
    let file = |name: &str, text: String| GeneratedFile {
        path: format!("{folder}/{name}.rs"),
        text,
    };
    Ok(vec![
        file("mod", render::module(catalogue)),
        file("actions", render::actions(catalogue)?),
        file("datatypes", render::shapes("The datatypes", version, &structs)),
        file(
            "enumerations",
            render::shapes("The enumerations", version, &enumerations),
        ),
    ])
}

fn datatypes(catalogue: &Catalogue) -> Result<Vec<Shape>, CodegenError> {
    let definitions = catalogue
        .types()
        .get("$defs")
        .and_then(|definitions| definitions.as_object());
    let mut sorted: Vec<_> = definitions.into_iter().flatten().collect();
    sorted.sort_by_key(|(name, _)| *name);
    let own = sorted.into_iter().filter(|(name, _)| *name != names::CUSTOM_DATA);
    own.map(|(name, schema)| {
        let rust = names::datatype(catalogue, name);
        Shape::read(catalogue, (rust, format!("Datatype `{name}`.")), schema)
    })
    .collect()
}

fn check_names(catalogue: &Catalogue, shapes: &[Shape]) -> Result<(), CodegenError> {
    let mut seen = BTreeSet::new();
    let kinds = Kind::ALL.map(names::suffix);
    let actions = catalogue.actions().flat_map(|action| {
        let payloads = kinds.map(|suffix| format!("{}{suffix}", action.name()));
        payloads.into_iter().chain([action.name().to_owned()])
    });
    for name in actions.chain(shapes.iter().map(|shape| shape.name().to_owned())) {
        if !seen.insert(name.clone()) {
            return Err(CodegenError::SameName {
                version: catalogue.version(),
                name,
            });
        }
    }
    Ok(())
}
