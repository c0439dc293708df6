//! A recording's lines, one after the other, made again.

use std::io::{self, BufRead, BufReader};
use std::time::{Duration, Instant};

use super::call::{Scene, replay};
use super::comparison::{Comparison, Differing};
use crate::plugins::component::load::Version;
use crate::plugins::recording::{Line, RecordingText};
use crate::plugins::testbench::Testbench;

/// How much of a recording is replayed and told.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// So many of the calls that differ are kept.
    pub most: usize,
    /// No call is begun after that.
    pub until: Option<Instant>,
}

/// Why nothing can be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// Not as a server writes it.
    #[error("it is no recording: `ocpp-central plugin record NAME --save FILE` writes one")]
    NoRecording,
    /// It is another plugin's.
    #[error("it has calls of {recorded}, and the component is {name}")]
    OfAnother {
        /// Whose calls they are.
        recorded: String,
        /// Whose version is to be asked.
        name: String,
    },
    /// The disk.
    #[error("it cannot be read")]
    Disk(#[from] io::Error),
}

/// Makes all calls again on a component.
///
/// # Errors
/// If the lines are no recording of its plugin, or end in an error of the disk.
pub fn replayed(bench: &Testbench, lines: impl BufRead, extent: Extent) -> Result<Comparison, ReplayError> {
    on_version(bench.version(), lines, extent)
}

/// What is replayed where the recording lies.
#[derive(Debug, Clone)]
pub struct ReplayRequest {
    /// The plugin.
    pub name: String,
    /// A digest, how one begins, or the author's version.
    pub version: String,
    /// So many of the calls that differ are told.
    pub most: usize,
    /// No call is begun after that.
    pub longest: Duration,
}

/// Makes all calls of a server's own recording again on a version that it keeps.
///
/// # Errors
/// As [`replayed`].
pub fn on_server(version: &Version, text: RecordingText, request: &ReplayRequest) -> Result<Comparison, ReplayError> {
    let extent = Extent {
        most: request.most,
        until: Some(Instant::now() + request.longest),
    };
    on_version(version, BufReader::new(text), extent)
}

/// The same on a version that is loaded.
///
/// # Errors
/// As [`replayed`].
fn on_version(version: &Version, lines: impl BufRead, extent: Extent) -> Result<Comparison, ReplayError> {
    let name = &version.manifest.name;
    let mut comparison = Comparison::new(version.manifest.version.clone(), version.digest.clone());
    let mut scene = None;
    for line in lines.lines() {
        let line = line?;
        if line.is_empty() {
            continue;
        }
        match (serde_json::from_str(&line), &scene) {
            (Ok(Line::Setup(setup)), _) if setup.plugin != *name => {
                return Err(ReplayError::OfAnother {
                    recorded: setup.plugin,
                    name: name.clone(),
                });
            }
            (Ok(Line::Setup(setup)), _) => scene = Some(Scene::new(&setup)),
            (Ok(Line::Call(_)), Some(_)) if extent.until.is_some_and(|until| Instant::now() >= until) => {
                comparison.left += 1;
            }
            (Ok(Line::Call(call)), Some(scene)) => {
                let replayed = replay(version, scene, &call);
                comparison.count(&call, &replayed);
                if replayed.stands_out() && comparison.differing.len() < extent.most {
                    comparison.differing.push(Differing { call: *call, replayed });
                }
            }
            // A crash cuts the last line of a file off.
            (Err(_), Some(_)) => comparison.unreadable += 1,
            (Ok(Line::Call(_)) | Err(_), None) => return Err(ReplayError::NoRecording),
        }
    }
    match scene {
        Some(_) => Ok(comparison),
        None => Err(ReplayError::NoRecording),
    }
}
