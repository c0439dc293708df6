//! Whether the paths of a configuration can be used, by trying. Nothing is left behind.

use std::io;
use std::path::Path;

use super::contradictions::Places;
use super::problem::{Place, Problem, What};
use super::settings::{Backend, Settings};

/// The paths that cannot be used, with the system's reason. A path that could not be read is left out.
#[must_use]
pub fn find(settings: &Settings, places: &Places, unread: &[Problem]) -> Vec<Problem> {
    let store = (settings.store.backend == Backend::Sled).then(|| writable(&settings.store.path));
    let folder = settings.plugins.folder.as_deref().map(readable);
    let authority = settings.certificates.authority.as_deref().map(readable);
    let v2g_authority = settings.certificates.v2g_authority.as_deref().map(readable);
    let export = settings.retention.export.as_deref().map(writable);
    let dashboard = settings.admin.dashboard_folder.as_deref().map(readable);
    let tried = [
        ("store.path", store),
        ("plugins.folder", folder),
        ("retention.export", export),
        ("admin.dashboard_folder", dashboard),
        ("certificates.authority", authority),
        ("certificates.v2g_authority", v2g_authority),
    ];
    problems(tried.into_iter(), places, unread)
}

/// What was tried and cannot be used, with the place of its key. A key with another problem is left out.
pub fn problems<Key: AsRef<str>>(
    tried: impl Iterator<Item = (Key, Option<Result<(), String>>)>,
    places: &Places,
    unread: &[Problem],
) -> Vec<Problem> {
    tried
        .filter(|(key, _)| !unread.iter().any(|problem| problem.key == key.as_ref()))
        .filter_map(|(key, tried)| {
            let reason = tried?.err()?;
            let key = key.as_ref();
            let place = places.get(key).cloned().unwrap_or(Place::Nowhere);
            Some(Problem {
                place,
                key: key.to_owned(),
                what: What::Refused(reason),
            })
        })
        .collect()
}

/// A folder that is there and can be written to, or can be made.
fn writable(path: &Path) -> Result<(), String> {
    let mut nearest = path;
    let metadata = loop {
        match std::fs::metadata(shown(nearest)) {
            Ok(metadata) => break metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => match nearest.parent() {
                Some(parent) => nearest = parent,
                None => return Err(format!("cannot be made: {error}")),
            },
            Err(error) => return Err(format!("{} cannot be reached: {error}", path.display())),
        }
    };
    let nearest = shown(nearest);
    if !metadata.is_dir() {
        return Err(format!("{} is not a folder", nearest.display()));
    }
    let trial = nearest.join(format!(".ocpp-central-trial-{}", std::process::id()));
    let tried = std::fs::create_dir(&trial).and_then(|()| std::fs::remove_dir(&trial));
    tried.map_err(|error| format!("cannot write to {}: {error}", nearest.display()))
}

/// A folder that is there and can be read.
fn readable(path: &Path) -> Result<(), String> {
    match std::fs::read_dir(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(format!("{} is not a folder that can be read: {error}", path.display())),
    }
}

/// The parent of a relative path's first part is the empty path: the working directory.
fn shown(path: &Path) -> &Path {
    if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    }
}
