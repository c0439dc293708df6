//! Where the files of the page come from: the binary, or a folder, from which each is read anew whenever it is asked
//! for, so that a change shows when the browser is reloaded.

use std::fmt::Write as _;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use include_dir::{Dir, DirEntry};
use sha2::{Digest as _, Sha256};

/// Files that are in the binary.
pub type Embedded = &'static Dir<'static>;

/// No file of a folder is larger.
const MOST_BYTES: u64 = 8 << 20;

/// The characters of a version: enough to tell two builds apart.
const VERSION: usize = 12;

/// The media types by the ends of names.
const KINDS: [(&str, &str); 9] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
];

/// The files of the page.
#[derive(Debug, Clone)]
pub enum Files {
    /// Those that the binary has, with what stands for all of them.
    Embedded(Embedded, Arc<str>),
    /// Those of a folder.
    Folder(Arc<Path>),
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// What it says.
    pub bytes: Bytes,
    /// Its media type.
    pub kind: &'static str,
}

impl File {
    /// What stands for its bytes.
    #[must_use]
    pub fn tag(&self) -> String {
        format!("\"{:x}\"", Sha256::digest(&self.bytes))
    }
}

impl Files {
    /// Those of a folder if there is one, else the binary's.
    #[must_use]
    pub fn new(embedded: Embedded, folder: Option<&Path>) -> Self {
        match folder {
            Some(folder) => Self::Folder(folder.into()),
            None => Self::Embedded(embedded, version(embedded).into()),
        }
    }

    /// What stands for all of them, where they stay as they are.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Embedded(_, version) => Some(version),
            Self::Folder(_) => None,
        }
    }

    /// One by its path with slashes; none: there is none.
    ///
    /// # Errors
    /// The folder's.
    pub fn read(&self, path: &str) -> io::Result<Option<File>> {
        let Some(kind) = kind(path) else { return Ok(None) };
        let bytes = match self {
            Self::Embedded(embedded, _) => embedded.get_file(path).map(|file| Bytes::from_static(file.contents())),
            Self::Folder(folder) => from_folder(folder, path)?,
        };
        Ok(bytes.map(|bytes| File { bytes, kind }))
    }
}

fn kind(path: &str) -> Option<&'static str> {
    let (_, end) = path.rsplit_once('.')?;
    KINDS.iter().find(|(known, _)| *known == end).map(|(_, kind)| *kind)
}

fn from_folder(folder: &Path, path: &str) -> io::Result<Option<Bytes>> {
    let relative = PathBuf::from(path);
    let is_plain =
        |part: Component<'_>| matches!(part, Component::Normal(name) if !name.as_encoded_bytes().starts_with(b"."));
    if path.contains('\0') || !relative.components().all(is_plain) {
        return Ok(None);
    }
    // A link that leads out of the folder leads nowhere.
    let found = folder.join(relative).canonicalize();
    let found = found.and_then(|found| Ok((folder.canonicalize()?, found)));
    let read = found.and_then(|(folder, found)| {
        let told = std::fs::metadata(&found)?;
        if !found.starts_with(folder) || !told.is_file() || told.len() > MOST_BYTES {
            return Err(io::ErrorKind::NotFound.into());
        }
        std::fs::read(found)
    });
    match read {
        Ok(bytes) => Ok(Some(bytes.into())),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What stands for all files: with one of them it is another.
fn version(embedded: Embedded) -> String {
    let mut all = Vec::new();
    collect(embedded, &mut all);
    all.sort_by_key(|(path, _)| *path);
    let mut digest = Sha256::new();
    for (path, bytes) in all {
        digest.update(path.as_os_str().as_encoded_bytes());
        digest.update([0]);
        digest.update(Sha256::digest(bytes));
    }
    let mut version = String::new();
    for byte in digest.finalize().iter().take(VERSION / 2) {
        // Writing to a text cannot fail.
        write!(version, "{byte:02x}").ok();
    }
    version
}

fn collect(dir: Embedded, all: &mut Vec<(&'static Path, &'static [u8])>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, all),
            DirEntry::File(file) => all.push((file.path(), file.contents())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::os::unix::fs::symlink;

    use include_dir::{DirEntry, File as Entry};

    use super::*;

    static ENTRIES: [DirEntry<'static>; 1] = [DirEntry::File(Entry::new("index.html", b"<p>"))];
    static EMBEDDED: Dir<'static> = Dir::new("", &ENTRIES);
    static OTHER: [DirEntry<'static>; 1] = [DirEntry::File(Entry::new("index.html", b"<b>"))];
    static OTHERS: Dir<'static> = Dir::new("", &OTHER);

    #[test]
    fn the_binary_has_its_files_and_a_name_for_all_of_them() {
        let files = Files::new(&EMBEDDED, None);
        let index = files.read("index.html").unwrap().unwrap();
        assert_eq!((&*index.bytes, index.kind), (&b"<p>"[..], "text/html; charset=utf-8"));
        assert_eq!(files.read("app.css").unwrap(), None);
        let version = files.version().unwrap().to_owned();
        assert_eq!(version.len(), VERSION);
        assert_ne!(Files::new(&OTHERS, None).version(), Some(&*version));
    }

    #[test]
    fn a_folder_gives_what_is_in_it_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("page");
        fs::create_dir_all(folder.join("lib/.git")).unwrap();
        fs::write(root.path().join("secret.js"), "secret").unwrap();
        fs::write(folder.join("lib/a.js"), "a").unwrap();
        fs::write(folder.join("lib/.git/b.js"), "b").unwrap();
        fs::write(folder.join("notes.txt~"), "c").unwrap();
        symlink(root.path().join("secret.js"), folder.join("link.js")).unwrap();
        let files = Files::new(&EMBEDDED, Some(&folder));
        let read = |path: &str| files.read(path).unwrap().map(|file| file.bytes);
        assert_eq!(read("lib/a.js"), Some(Bytes::from_static(b"a")));
        assert_eq!(files.version(), None);
        for path in [
            "",
            "lib",
            "lib/b.js",
            "../secret.js",
            "lib/../../secret.js",
            "/etc/hosts.js",
            "lib/.git/b.js",
            "link.js",
            "notes.txt~",
            "lib/a.js/x.js",
            "a\0.js",
        ] {
            assert_eq!(read(path), None, "{path}");
        }
        fs::write(folder.join("lib/a.js"), "changed").unwrap();
        assert_eq!(read("lib/a.js"), Some(Bytes::from_static(b"changed")));
    }
}
