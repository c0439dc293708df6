//! `profile`: servers by name, so that no command has to name one with its token.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use serde_json::{Value, json};

use super::failed::{Failed, unusable};
use super::operate::words::typed;
use super::server::profiles::{self, Profile, Profiles};
use super::server::target::check_address;
use super::show::Screen;
use super::show::table::{self, Column, column};
use super::{Exit, server};

const COLUMNS: [Column; 4] = [
    column("NAME", &["/name"]),
    column("IN USE", &["/used"]),
    column("SERVER", &["/server"]),
    column("TOKEN", &["/token"]),
];

/// What `profile` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists them, and says which one is used
    List {
        /// Answers in JSON, one profile a line; no token is in it
        #[arg(long)]
        json: bool,
    },
    /// Adds one, or makes it another; the first one is used from then on
    Add(Add),
    /// Uses this one where no other is named
    Use {
        /// Its name
        name: String,
    },
    /// Removes one
    Remove {
        /// Its name
        name: String,
    },
}

#[derive(Debug, clap::Args)]
struct Add {
    /// What it is called
    name: String,
    /// The operators' address of the server
    #[arg(long, value_name = "URL")]
    server: String,
    /// The token; `-` reads it from standard input, so that no history of a shell has it
    #[arg(long, value_name = "TEXT", group = "way")]
    token: Option<String>,
    /// A file that holds the token
    #[arg(long, value_name = "FILE", group = "way")]
    token_file: Option<PathBuf>,
    /// A command that prints the token, such as `pass show ocpp/depot`
    #[arg(long, value_name = "COMMAND", group = "way")]
    token_command: Option<String>,
    /// The authorities that are trusted beside those of the system, where the address begins with https://, in PEM; a
    /// certificate that signed itself will do
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
}

impl Arguments {
    /// Reads or changes the file.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        self.what.run(output).map(|()| Exit::Done).or_else(Failed::told)
    }
}

impl What {
    fn run(&self, output: &mut impl Write) -> Result<(), Failed> {
        let variable = |name: &str| std::env::var(name).ok();
        let path = profiles::path(variable);
        let path = path.ok_or_else(|| unusable("neither XDG_CONFIG_HOME nor HOME says where profiles are"))?;
        let changed =
            |made: Result<String, String>| made.map_err(|what| unusable(format_args!("{}: {what}", path.display())));
        match self {
            Self::List { json } => return list(&path, *json, output),
            Self::Add(add) => {
                check_address(&add.server).map_err(unusable)?;
                let text = text(&path)?;
                let is_first = Profiles::parse(&text).is_ok_and(|known| known.known.is_empty());
                let mut text = changed(profiles::with(&text, &add.name, &add.profile()?))?;
                if is_first {
                    text = changed(profiles::using(&text, &add.name))?;
                }
                write(&path, &text)?;
                writeln!(output, "{} is in {}", add.name, path.display())?;
            }
            Self::Use { name } => {
                write(&path, &changed(profiles::using(&text(&path)?, name))?)?;
                writeln!(output, "{name} is used where no other profile is named")?;
            }
            Self::Remove { name } => {
                let text = text(&path)?;
                let known = Profiles::parse(&text).map_err(unusable)?.known;
                if !known.contains_key(name) {
                    return Err(Failed::Refused(format!("error: there is no profile `{name}`")));
                }
                write(&path, &changed(profiles::without(&text, name))?)?;
                writeln!(output, "{name} is removed")?;
            }
        }
        Ok(())
    }
}

impl Add {
    fn profile(&self) -> Result<Profile, Failed> {
        let token = match self.token.as_deref() {
            Some("-") => Some(typed("token")?),
            other => other.map(str::to_owned),
        };
        if let Some(ca) = &self.ca {
            server::authorities(ca)?;
        }
        Ok(Profile {
            server: self.server.clone(),
            token,
            token_file: self.token_file.as_deref().map(whole).transpose()?,
            token_command: self.token_command.clone(),
            ca: self.ca.as_deref().map(whole).transpose()?,
        })
    }
}

/// A profile is used from other folders, too.
fn whole(path: &Path) -> Result<PathBuf, Failed> {
    std::path::absolute(path).map_err(|error| Failed::file("find", path, &error))
}

fn list(path: &Path, is_json: bool, output: &mut impl Write) -> Result<(), Failed> {
    let profiles = Profiles::read(path).map_err(unusable)?;
    let usual = profiles.usual();
    let items: Vec<Value> = profiles
        .known
        .iter()
        .map(|(name, profile)| item(name, profile, usual))
        .collect();
    if is_json {
        table::lines(output, &items)?;
    } else {
        table::write_on(Screen::here(false), output, &COLUMNS, &items)?;
    }
    if profiles.known.values().any(|profile| profile.token.is_some()) {
        server::warn_of_readers(path);
    }
    Ok(())
}

/// A profile as it is shown: where its token is, never the token.
fn item(name: &str, profile: &Profile, usual: Option<&str>) -> Value {
    let token = if profile.token.is_some() {
        "in the file".to_owned()
    } else if let Some(file) = &profile.token_file {
        file.display().to_string()
    } else {
        profile
            .token_command
            .clone()
            .map_or_else(|| "none".to_owned(), |command| format!("`{command}`"))
    };
    json!({ "name": name, "used": usual == Some(name), "server": profile.server, "token": token, "ca": profile.ca })
}

fn text(path: &Path) -> Result<String, Failed> {
    match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|error| Failed::file("read", path, &error)),
    }
}

/// Writes the file for this user alone, whole or not at all.
fn write(path: &Path, text: &str) -> Result<(), Failed> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let failed = |error: io::Error| Failed::file("write", path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let beside = path.with_extension("toml.new");
    let mut options = fs::OpenOptions::new();
    let mut file = options
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&beside)
        .map_err(failed)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(failed)?;
    fs::rename(&beside, path).map_err(failed)
}
