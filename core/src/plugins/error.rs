//! What can go wrong when a plugin is installed or moved, told to its author or operator.

use std::path::PathBuf;

use crate::plugins::testbench::replay::Unreadable;
use crate::store::StoreError;

/// Why a plugin was not taken. What was active before is still active.
#[derive(Debug, thiserror::Error)]
pub enum PluginError {
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
    /// The configuration wants a signature, and there is no good one.
    #[error(
        "{name} was refused: {reason}. This server takes components that are signed with one of these keys \
         (plugins.trusted_keys): {trusted}. `ocpp-central plugin push --key KEYFILE` signs on the way; \
         `ocpp-central plugin sign FILE --key KEYFILE` writes FILE.sig, whose text goes into the header {}, or \
         which lies beside the component in the plugin folder",
        crate::plugins::versions::signature::HEADER
    )]
    Signature {
        /// The plugin.
        name: String,
        /// What is wrong with it.
        reason: &'static str,
        /// The keys, with commas between.
        trusted: String,
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
    /// There is no such plugin.
    #[error("no plugin {name} is installed")]
    Unknown {
        /// As given.
        name: String,
    },
    /// It has no endpoints.
    #[error("{name} has no HTTP endpoints: it does not export http")]
    NoEndpoints {
        /// The plugin.
        name: String,
    },
    /// Its endpoint has no answer.
    #[error("{name} did not answer: {reason}")]
    Endpoint {
        /// The plugin.
        name: String,
        /// Why.
        reason: String,
    },
    /// There is nothing to go back to.
    #[error("{name} has no earlier version to go back to")]
    NoEarlierVersion {
        /// The plugin.
        name: String,
    },
    /// It has no such version.
    #[error("{name} has no version {version:?}: its versions are listed under `versions`")]
    NoSuchVersion {
        /// The plugin.
        name: String,
        /// As given.
        version: String,
    },
    /// A version cannot be tried, or none is.
    #[error("{name}: {reason}")]
    Trial {
        /// The plugin.
        name: String,
        /// Why.
        reason: &'static str,
    },
    /// A recording cannot be replayed.
    #[error("the recording of {name}: {reason}")]
    Replay {
        /// The plugin.
        name: String,
        /// Why.
        reason: Unreadable,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} {}", path.display())]
    File {
        /// A verb.
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The version's file is not what was installed.
    #[error("{} is not the version {digest} that was installed: put {name} again", path.display())]
    Changed {
        /// The plugin.
        name: String,
        /// The file.
        path: PathBuf,
        /// What it should have.
        digest: String,
    },
    /// The record of a plugin in the store cannot be read.
    #[error("the record of {name} in the store cannot be read: {reason}")]
    Record {
        /// The plugin.
        name: String,
        /// The parser's words.
        reason: String,
    },
    /// The store could not keep the pointer.
    #[error("the change could not be stored")]
    Store(#[from] StoreError),
    /// The WASM engine cannot work on this machine.
    #[error("the WASM engine does not start: {reason}")]
    Engine {
        /// Its words.
        reason: String,
    },
    /// The work was cut off by the end of the process.
    #[error("the server is stopping")]
    Stopping,
}

fn claims(export: &str, what: &str, exported: bool) -> String {
    if exported {
        format!("exports {export}, and its manifest lists no {what}, so it would never be called")
    } else {
        format!("lists {what}s in its manifest, and does not export {export}")
    }
}
