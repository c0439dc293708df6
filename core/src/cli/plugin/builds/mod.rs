//! From sources to a component: one file per language, and what they share.

mod c;
mod componentize;
mod fixtures;
mod inputs;
mod javascript;
mod lines;
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
use crate::plugins::testbench;

/// Builds a project's component to `build/NAME.wasm`, and puts the project's fixtures into it if they are
/// to travel along.
///
/// # Errors
/// What is missing, what a tool says, or what is no fixture.
pub fn build(project: &Project, with_fixtures: bool) -> Result<PathBuf, Failed> {
    let path = project.component();
    // Before slow tools run.
    let fixtures = if with_fixtures {
        fixtures::section(&project.root)?
    } else {
        None
    };
    let mut bytes = match &project.kind {
        Kind::Rust => rust::build(project)?,
        Kind::Described(description) => described(project, description)?,
    };
    if let Some(fixtures) = fixtures {
        append(&mut bytes, testbench::FIXTURES_SECTION, &fixtures);
    }
    embedded::write(&path, &bytes)?;
    Ok(path)
}

fn described(project: &Project, description: &Description) -> Result<Vec<u8>, Failed> {
    let manifest = description.manifest();
    // What can be known before slow tools run.
    testbench::foresee(&description.name, &manifest, &description.exports())?;
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
    append(&mut component, testbench::SECTION, manifest.as_bytes());
    Ok(component)
}

/// Appends a custom section to a component.
fn append(component: &mut Vec<u8>, name: &str, data: &[u8]) {
    let section = CustomSection {
        name: name.into(),
        data: data.into(),
    };
    section.append_to(component);
}
