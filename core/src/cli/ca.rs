//! `ocpp-central ca`: the folder of a certificate authority, whose key no other user can read. Nothing that is there is
//! written over: what an authority has signed hangs on its key.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::TimeDelta;

use super::Exit;
use super::failed::{Failed, unusable};
use crate::certificates::authority::is_open_to_others;
use crate::certificates::made::{KeyKind, NewAuthority, make};
use crate::certificates::{Authority, AuthorityError, CERTIFICATE_FILE, KEY_FILE};
use crate::clock;
use crate::config::units;

/// A certificate authority of one's own.
#[derive(Debug, clap::Subcommand)]
pub enum Ca {
    /// Makes a certificate authority, or takes one that is there, into a folder
    ///
    /// The folder then holds authority.pem, which everybody may read, and authority.key, which its owner alone may. A server
    /// that is told of it in `certificates.authority` signs what charge points ask for.
    Init(Init),
    /// Shows what stands in the certificate of an authority, and whether its key is safe
    Show(Show),
}

/// What `ca init` takes.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The folder; made if it is not there
    folder: PathBuf,
    /// What the authority is called: its common name
    #[arg(
        long,
        default_value = "Charge point certificate authority",
        conflicts_with = "certificate"
    )]
    name: String,
    /// Whose it is
    #[arg(long, conflicts_with = "certificate")]
    organisation: Option<String>,
    /// The kind of its key
    #[arg(long = "key-kind", value_enum, default_value = "ec", conflicts_with = "certificate")]
    kind: KeyKind,
    /// How long it is valid
    #[arg(long, value_name = "DURATION", default_value = "3650d", value_parser = duration, conflicts_with = "certificate")]
    valid_for: Duration,
    /// The folder of an authority that signs it; without one it is a root
    #[arg(long, value_name = "FOLDER", conflicts_with = "certificate")]
    signed_by: Option<PathBuf>,
    /// Takes this authority instead of making one: its certificate in PEM, and those that lead to its root behind it
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The key of that authority in PEM, without a pass phrase
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
}

/// What `ca show` takes.
#[derive(Debug, clap::Args)]
pub struct Show {
    /// The folder of the authority
    folder: PathBuf,
}

fn duration(text: &str) -> Result<Duration, String> {
    let duration = units::duration(text).filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "expected a duration such as \"3650d\"".to_owned())
}

impl Ca {
    /// Does it.
    ///
    /// # Errors
    /// What writing to `output` failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        let done = match self {
            Self::Init(init) => init.lay_out(output),
            Self::Show(show) => show.tell(output),
        };
        done.map(|()| Exit::Done).or_else(Failed::told)
    }
}

impl Init {
    fn lay_out(&self, output: &mut impl Write) -> Result<(), Failed> {
        let (certificate, key) = files(&self.folder);
        if let Some(there) = [&certificate, &key].into_iter().find(|path| path.exists()) {
            return Err(unusable(format_args!(
                "{} is there already, and is not written over: what it signed would not be valid any more. \
                 Choose another folder, or move it away.",
                there.display()
            )));
        }
        let (pem, secret, authority) = self.authority()?;
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.folder);
        made.map_err(|error| Failed::file("make", &self.folder, &error))?;
        write(&key, &secret, 0o600)?;
        write(&certificate, &pem, 0o644)?;
        let folder = fs::canonicalize(&self.folder).unwrap_or_else(|_| self.folder.clone());
        write!(
            output,
            "The authority {} is in {}, valid until {}.\n\n\
             Its key is {KEY_FILE}: keep a copy where nobody else gets it. Whoever has it can be any charge point.\n\
             The server needs to read both files. In its configuration:\n\n\
             [certificates]\nauthority = {:?}\n\n\
             To let charge points in by what it signs (security profile 3):\n\n\
             [ocpp.tls]\nclient_authorities = [{:?}]\n",
            authority.facts.subject,
            folder.display(),
            authority.facts.valid_until.format("%Y-%m-%d"),
            folder.display().to_string(),
            folder.join(CERTIFICATE_FILE).display().to_string(),
        )?;
        Ok(())
    }

    /// Certificate and key as they are written, and the authority that they are.
    fn authority(&self) -> Result<(String, String, Authority), Failed> {
        if let (Some(certificate), Some(key)) = (&self.certificate, &self.key) {
            let authority = Authority::load(certificate, key).map_err(|error| refused(&error))?;
            let read = |path: &Path| fs::read_to_string(path).map_err(|error| Failed::file("read", path, &error));
            return Ok((read(certificate)?, read(key)?, authority));
        }
        let signer = self.signed_by.as_deref().map(load).transpose()?;
        let made = make(&NewAuthority {
            name: &self.name,
            organisation: self.organisation.as_deref(),
            key: self.kind,
            valid_for: TimeDelta::from_std(self.valid_for).unwrap_or(TimeDelta::MAX),
            signer: signer.as_ref(),
            now: clock::now(),
        });
        let made = made.map_err(|error| refused(&error))?;
        Ok((made.certificate, made.key, made.authority))
    }
}

impl Show {
    fn tell(&self, output: &mut impl Write) -> Result<(), Failed> {
        let authority = load(&self.folder)?;
        let facts = &authority.facts;
        let (_, key) = files(&self.folder);
        writeln!(output, "subject        {}", facts.subject)?;
        writeln!(output, "issuer         {}", facts.issuer)?;
        writeln!(output, "serial number  {}", facts.serial_number)?;
        writeln!(output, "valid from     {}", clock::text(facts.valid_from))?;
        writeln!(output, "valid until    {}", clock::text(facts.valid_until))?;
        writeln!(output, "key            {}", facts.key)?;
        writeln!(output, "fingerprint    {}", facts.fingerprint)?;
        if is_open_to_others(&key) {
            return Err(Failed::Refused(format!(
                "others than its owner may read {0}: chmod 600 {0}",
                key.display()
            )));
        }
        Ok(())
    }
}

fn files(folder: &Path) -> (PathBuf, PathBuf) {
    (folder.join(CERTIFICATE_FILE), folder.join(KEY_FILE))
}

fn load(folder: &Path) -> Result<Authority, Failed> {
    let (certificate, key) = files(folder);
    Authority::load(&certificate, &key).map_err(|error| refused(&error))
}

fn refused(error: &AuthorityError) -> Failed {
    unusable(format_args!("{error}"))
}

fn write(path: &Path, text: &str, mode: u32) -> Result<(), Failed> {
    let opened = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    let written = opened.and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| Failed::file("write", path, &error))
}
