//! From a core module to a component: the world is embedded, and WASI's first preview is adapted.

use std::path::Path;

use wasi_preview1_component_adapter_provider::{
    WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME, WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

use super::world::WORLD;
use crate::cli::plugin::failed::Failed;

/// Makes the component of a core module that was compiled for the world in a folder.
///
/// # Errors
/// What does not fit: an export that is not there, a wrong type.
pub fn componentize(mut core: Vec<u8>, wit: &Path) -> Result<Vec<u8>, Failed> {
    let mut resolve = Resolve::default();
    let failed =
        |step: &'static str| move |error: String| Failed::Refused(format!("error: the step {step} failed\n{error}"));
    let (package, _) = resolve
        .push_dir(wit)
        .map_err(|error| failed("reading build/wit")(format!("{error:#}")))?;
    let world = resolve
        .select_world(&[package], Some(WORLD))
        .map_err(|error| failed("finding the world")(format!("{error:#}")))?;
    embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8)
        .map_err(|error| failed("embedding the world")(format!("{error:#}")))?;
    let adapted = ComponentEncoder::default().module(&core).and_then(|encoder| {
        encoder.adapter(
            WASI_SNAPSHOT_PREVIEW1_ADAPTER_NAME,
            WASI_SNAPSHOT_PREVIEW1_REACTOR_ADAPTER,
        )
    });
    adapted
        .and_then(|encoder| encoder.validate(true).encode())
        .map_err(|error| failed("making the component")(format!("{error:#}")))
}
