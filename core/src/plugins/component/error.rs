//! What is wrong with a component, told to its author.

use std::path::{Path, PathBuf};

use crate::plugins::sandbox::engine::EngineError;

/// A file could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}", path.display())]
pub struct FileError {
    /// A verb.
    pub doing: &'static str,
    /// Which file.
    pub path: PathBuf,
    /// What the system says.
    #[source]
    pub source: std::io::Error,
}

impl FileError {
    /// For `map_err`: what could not be done with which file.
    pub fn when(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self { doing, path, source }
    }
}

/// Why a component cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ComponentError {
    /// The name cannot be a file's and a key's.
    #[error("{name:?} is no name for a plugin: use 1 to 64 lower-case letters, digits and hyphens")]
    Name {
        /// As given.
        name: String,
    },
    /// The upload is beyond `plugins.max_component_bytes`.
    #[error(
        "{name} has {size} bytes, this server takes {limit}: strip debug information, or raise plugins.max_component_bytes"
    )]
    TooLarge {
        /// The plugin.
        name: String,
        /// In bytes.
        size: usize,
        /// In bytes.
        limit: usize,
    },
    /// The bytes are no WebAssembly.
    #[error("{name} is no WebAssembly: a component begins with the bytes 00 61 73 6d 0d 00 01 00")]
    NotWasm {
        /// The plugin.
        name: String,
    },
    /// A core module instead of a component.
    #[error(
        "{name} is a core module, not a component: build for the target wasm32-wasip2, or run `wasm-tools component new`"
    )]
    CoreModule {
        /// The plugin.
        name: String,
    },
    /// The bytes end early or are damaged.
    #[error("{name} is damaged or cut off at byte {offset}: {reason}; copy the file again")]
    Damaged {
        /// The plugin.
        name: String,
        /// Where reading stopped.
        offset: u64,
        /// What the parser says.
        reason: String,
    },
    /// Nothing says what it is.
    #[error("{name} has no section `ocpp-plugin-manifest`: build it with the plugin SDK")]
    NoManifest {
        /// The plugin.
        name: String,
    },
    /// The manifest cannot be read.
    #[error("the manifest of {name} cannot be read: {reason}")]
    Manifest {
        /// The plugin.
        name: String,
        /// The parser's words.
        reason: String,
    },
    /// It is installed under another name than it says.
    #[error(
        "the component says that it is {manifest:?}, it was given as {name:?}: rename the file, or put it to that name"
    )]
    NameMismatch {
        /// As given.
        name: String,
        /// As the manifest says.
        manifest: String,
    },
    /// It claims a message that there is none of.
    #[error("{name} claims {action} of OCPP {version}, which {reason}")]
    Action {
        /// The plugin.
        name: String,
        /// As the manifest says.
        version: String,
        /// As the manifest says.
        action: String,
        /// Why no plugin can claim it.
        reason: &'static str,
    },
    /// Its manifest and its exports disagree.
    #[error("{name} {}", claims(.export, .what, *.exported))]
    Claims {
        /// The plugin.
        name: String,
        /// The export in question.
        export: &'static str,
        /// What the manifest lists for it.
        what: &'static str,
        /// It is there, and the manifest has nothing for it; or the other way round.
        exported: bool,
    },
    /// Built against another version of the contract.
    #[error("{name} needs {needs}, this server offers {offers}: rebuild with SDK {sdk}")]
    Contract {
        /// The plugin.
        name: String,
        /// The interface with its version.
        needs: String,
        /// The server's version of it.
        offers: &'static str,
        /// The fitting SDK.
        sdk: &'static str,
    },
    /// It imports what there is not.
    #[error("{name} imports {import}, which this server does not offer")]
    Import {
        /// The plugin.
        name: String,
        /// The interface.
        import: String,
    },
    /// It exports nothing of the contract.
    #[error("{name} exports none of handler, observer, timer and http of ocpp:plugin@{offers}")]
    NoExport {
        /// The plugin.
        name: String,
        /// The server's version of the contract.
        offers: &'static str,
    },
    /// It does not compile or does not fit.
    #[error("{name} cannot be compiled: {reason}")]
    Compile {
        /// The plugin.
        name: String,
        /// The compiler's words.
        reason: String,
    },
    /// The fixtures that it brings say otherwise.
    #[error("{name} was not taken: {reason}")]
    Fixtures {
        /// The plugin.
        name: String,
        /// The fixture, the step, what was expected and what came.
        reason: String,
    },
    /// It fails before any call.
    #[error("{name} does not start: {reason}")]
    Start {
        /// The plugin.
        name: String,
        /// The trap, and what it wrote to its standard error.
        reason: String,
    },
    /// Its compiled code could not be kept.
    #[error(transparent)]
    File(#[from] FileError),
    /// There is no engine to load it into.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

fn claims(export: &str, what: &str, exported: bool) -> String {
    if exported {
        format!("exports {export}, and its manifest lists no {what}, so it would never be called")
    } else {
        format!("lists {what}s in its manifest, and does not export {export}")
    }
}
