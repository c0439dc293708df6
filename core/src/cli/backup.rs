//! `backup`: the whole state of a running server as one file; `backup verify`: whether such a file is whole.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::Exit;
use super::failed::Failed;
use super::server::Server;
use super::server::partial::{FOR_OWNER, Partial};
use super::show::progress::Progress;
use crate::backup::{Fault, Header, Reader, RestoreError, Trailer, verify};

/// What `backup` takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Arguments {
    /// Where the backup goes; a file that is there is replaced once the new one is whole
    #[arg(long, value_name = "FILE", required = true)]
    out: Option<PathBuf>,
    /// Puts the files of charge points into it, too: firmware, diagnostics, logs
    #[arg(long)]
    files: bool,
    #[command(flatten)]
    server: Server,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Reads a backup to its end, and says whether it is whole and what is in it
    Verify {
        /// The backup
        file: PathBuf,
    },
}

impl Arguments {
    /// Does it: the answer goes to `output`, complaints to standard error.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        let done = match (&self.what, &self.out) {
            (Some(What::Verify { file }), _) => verified(file, output),
            (None, Some(out)) => self.take(out, output),
            // clap asks for it.
            (None, None) => Ok(Exit::Unusable),
        };
        done.or_else(Failed::told)
    }

    /// Fetches one, and holds each block against its digest as it comes.
    fn take(&self, out: &Path, output: &mut impl Write) -> Result<Exit, Failed> {
        let path = if self.files { "/backup?files=true" } else { "/backup" };
        let (partial, file) = Partial::begin(out, FOR_OWNER)?;
        let body = self.server.open(path)?;
        let mut tee = Tee {
            from: body,
            to: BufWriter::new(file),
            bytes: 0,
            not_written: None,
        };
        let read = read_through(&mut tee);
        let kept = tee.to.flush().and_then(|()| synced(tee.to.get_ref()));
        let (header, trailer) = match read {
            Ok(read) => read,
            Err(fault) => {
                let told = || Failed::Refused(format!("error: no backup was taken: {fault}"));
                return Err(tee.not_written.map_or_else(told, |error| partial.failed(&error)));
            }
        };
        kept.map_err(|error| partial.failed(&error))?;
        partial.keep()?;
        tell(output, out, &header, &trailer)?;
        writeln!(
            output,
            "{} bytes. Not in it: the configuration, logs, recordings of plugins{}.",
            tee.bytes,
            if self.files {
                ""
            } else {
                ", files of charge points (--files)"
            }
        )?;
        Ok(Exit::Done)
    }
}

fn verified(file: &Path, output: &mut impl Write) -> Result<Exit, Failed> {
    let opened = File::open(file).map_err(|error| Failed::file("read", file, &error))?;
    let (header, trailer) = verify(opened).map_err(|error| refused(file, &error))?;
    tell(output, file, &header, &trailer)?;
    Ok(Exit::Done)
}

/// A backup that cannot be used.
pub(super) fn refused(file: &Path, error: &RestoreError) -> Failed {
    Failed::Refused(format!("error: {}: {error}", file.display()))
}

/// What a backup has, in two lines.
pub(super) fn tell(output: &mut impl Write, file: &Path, header: &Header, trailer: &Trailer) -> io::Result<()> {
    writeln!(
        output,
        "{}: whole, of ocpp-central {}, as of {}",
        file.display(),
        header.program,
        trailer.as_of
    )?;
    let unreadable = match trailer.unreadable {
        0 => String::new(),
        some => format!("; {some} that could not be read are missing"),
    };
    writeln!(
        output,
        "{} records, {} writes that were made meanwhile, {} files{unreadable}",
        trailer.entries, trailer.changes, trailer.files
    )
}

fn read_through(from: &mut impl Read) -> Result<(Header, Trailer), Fault> {
    let mut reader = Reader::open(from)?;
    let progress = Progress::open("backup");
    let read = loop {
        match reader.next_item() {
            Ok(Some(_)) => progress.more(1),
            Ok(None) => break Ok(()),
            Err(fault) => break Err(fault),
        }
    };
    progress.over();
    read?;
    let trailer = reader.trailer().cloned().unwrap_or_default();
    Ok((reader.header().clone(), trailer))
}

/// A pipe has no disk to be synced to.
fn synced(file: &File) -> io::Result<()> {
    if file.metadata()?.is_file() {
        file.sync_all()
    } else {
        Ok(())
    }
}

/// Keeps what is read.
struct Tee<R> {
    from: R,
    to: BufWriter<File>,
    bytes: u64,
    /// Why what was read could not be kept.
    not_written: Option<io::Error>,
}

impl<R: Read> Read for Tee<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        if let Err(error) = self.to.write_all(buffer.get(..read).unwrap_or_default()) {
            self.not_written = Some(error);
            return Err(io::ErrorKind::Other.into());
        }
        self.bytes += u64::try_from(read).unwrap_or_default();
        Ok(read)
    }
}
