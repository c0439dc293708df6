//! Disks that run full: a small one of a server's own, which is filled to its last byte, and that of the machine, of which a
//! part is taken.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::fs::statvfs;
use tempfile::TempDir;

use crate::artifacts;
use crate::external;

/// What takes the room.
const FILLER: &str = "filler";

/// A disk that has room, or has none.
pub trait Disk {
    /// Leaves too little of it.
    fn fill(&mut self);

    /// Gives it back.
    fn make_room(&mut self);
}

/// Memory that is mounted where only the servers on it see it, in namespaces of a process that waits for the end of the
/// test. Nobody has to be an administrator for that, where Linux is not told otherwise.
pub struct OwnDisk {
    keeper: Child,
    folder: TempDir,
}

impl OwnDisk {
    /// One of so many MiB. None, and loudly so, where nothing can be mounted.
    ///
    /// # Panics
    /// If there is no folder for it.
    #[must_use]
    pub fn of(mib: u32) -> Option<Self> {
        Self::mounted(&format!("size={mib}m"))
    }

    fn mounted(options: &str) -> Option<Self> {
        const MOUNT: &str = r#"mount -t tmpfs -o "$1" none "$0" && echo mounted && exec cat"#;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let keeper = Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "sh", "-c", MOUNT])
            .arg(folder.path())
            .arg(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(keeper) = keeper else {
            external::skipped("unshare (Debian: util-linux)");
            return None;
        };
        let mut disk = Self { keeper, folder };
        let mut said = String::new();
        let out = disk.keeper.stdout.take().expect("its output");
        if BufReader::new(out).read_line(&mut said).is_err() || said != "mounted\n" {
            external::impossible("a disk that is full to its last byte: nothing can be mounted here (unshare -Urm)");
            return None;
        }
        Some(disk)
    }

    /// Where it is, for a server on it.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The process that has it.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.keeper.id()
    }

    /// The filler, for whoever does not see the mount.
    fn filler(&self) -> PathBuf {
        let root = PathBuf::from(format!("/proc/{}/root", self.process()));
        let inside = self.path().strip_prefix("/").expect("a path from the root");
        root.join(inside).join(FILLER)
    }
}

impl Disk for OwnDisk {
    /// To the last byte.
    fn fill(&mut self) {
        let mut file = File::create(self.filler()).expect("the filler");
        let full = loop {
            if let Err(full) = file.write_all(&[0x5A; 4096]) {
                break full;
            }
        };
        assert_eq!(full.kind(), ErrorKind::StorageFull, "{full}");
    }

    fn make_room(&mut self) {
        fs::remove_file(self.filler()).expect("the filler");
    }
}

impl Drop for OwnDisk {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone after `wait`.
        self.keeper.kill().ok();
        self.keeper.wait().ok();
    }
}

/// A disk of a server's own that has bytes, and a number for each file, of which there are few.
pub struct Numbered(OwnDisk);

/// Files that a server has at once, and some more.
const FILES: u32 = 512;

impl Numbered {
    /// One of so many MiB. None, and loudly so, where nothing can be mounted.
    #[must_use]
    pub fn of(mib: u32) -> Option<Self> {
        OwnDisk::mounted(&format!("size={mib}m,nr_inodes={FILES}")).map(Self)
    }

    /// The disk, for a server on it.
    #[must_use]
    pub const fn disk(&self) -> &OwnDisk {
        &self.0
    }
}

impl Disk for Numbered {
    /// With files that have nothing in them.
    fn fill(&mut self) {
        let folder = self.0.filler();
        fs::create_dir(&folder).expect("the filler");
        let full = (0..=FILES).find_map(|number| File::create(folder.join(number.to_string())).err());
        let full = full.expect("a disk without another file");
        assert_eq!(full.kind(), ErrorKind::StorageFull, "{full}");
    }

    fn make_room(&mut self) {
        fs::remove_dir_all(self.0.filler()).expect("the filler");
    }
}

/// A part of the disk that this machine has: so large that what others do there meanwhile is small beside it.
pub struct Part {
    folder: TempDir,
    /// What is left free of it beside the part.
    reserve: u64,
    bytes: u64,
    /// One test's part at a time: what one gives back is room for another.
    _turn: MutexGuard<'static, ()>,
}

/// The largest part, in bytes.
const LARGEST: u64 = 4 << 30;

static TURN: Mutex<()> = Mutex::new(());

impl Part {
    /// A quarter of what is free, or 4 GiB.
    ///
    /// # Panics
    /// If the disk does not say what is free.
    #[must_use]
    pub fn take() -> Self {
        // Of a test that failed nothing is left.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir_in(artifacts::tools_dir().parent().expect("the build's folder"));
        let folder = folder.expect("a temporary folder");
        let disk = statvfs(folder.path()).expect("what is free on the disk");
        let free = disk.f_bavail * disk.f_frsize;
        let bytes = (free / 4).min(LARGEST);
        Self {
            reserve: free - bytes / 2,
            folder,
            bytes,
            _turn: turn,
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// In bytes: half of the part is free beside it while the part is not filled, and half of the part of it is missing while
    /// it is.
    #[must_use]
    pub fn reserve(&self) -> u64 {
        self.reserve
    }

    fn filler(&self) -> PathBuf {
        self.path().join(FILLER)
    }
}

impl Disk for Part {
    fn fill(&mut self) {
        let mut fallocate = Command::new("fallocate");
        fallocate.args(["--length", &self.bytes.to_string()]).arg(self.filler());
        assert!(fallocate.status().expect("fallocate of util-linux").success());
    }

    fn make_room(&mut self) {
        fs::remove_file(self.filler()).expect("the filler");
    }
}
