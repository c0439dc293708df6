//! From sources to a component: one file per language, and what they share.

mod c;
mod componentize;
mod javascript;
mod python;
mod rust;
mod tool;
mod world;

use std::fs;
use std::path::PathBuf;

use wasm_encoder::{CustomSection, Section as _};

use super::embedded;
use super::failed::Failed;
use super::project::{Description, Kind, Language, Project};
use crate::plugins::trial;

/// Builds a project's component to `build/NAME.wasm`.
///
/// # Errors
/// What is missing, or what a tool says.
pub fn build(project: &Project) -> Result<PathBuf, Failed> {
    let path = project.component();
    let bytes = match &project.kind {
        Kind::Rust => rust::build(project)?,
        Kind::Described(description) => described(project, description)?,
    };
    embedded::write(&path, &bytes)?;
    Ok(path)
}

fn described(project: &Project, description: &Description) -> Result<Vec<u8>, Failed> {
    let manifest = description.manifest();
    // What can be known before slow tools run.
    trial::foresee(&description.name, &manifest, &description.exports())?;
    let entry = project.root.join(&description.entry);
    fs::metadata(&entry).map_err(|error| Failed::file("read", &entry, &error))?;
    let build = project.root.join("build");
    embedded::clear(&build.join("sdk"))?;
    world::write(&build.join("wit"), description)?;
    let mut component = match description.language {
        Language::C => c::build(project, description)?,
        Language::Python => python::build(project, description)?,
        Language::JavaScript | Language::TypeScript => javascript::build(project, description)?,
        Language::Rust => rust::build(project)?,
    };
    let section = CustomSection {
        name: trial::SECTION.into(),
        data: manifest.as_bytes().into(),
    };
    section.append_to(&mut component);
    Ok(component)
}
