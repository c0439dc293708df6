//! `init`: a configuration to begin with, a token in a file of its own, the folders of the state and of the plugins, and the
//! next command. What is there already is left alone, or moved aside.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::Exit;
use super::failed::{Failed, unusable};
use crate::state::tokens::TokenSecret;

/// The file as packages install it; `init` puts other paths and addresses in.
const PACKAGED: &str = include_str!("../../../config/package.toml");

/// What `init` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder for the configuration, the token, the state and the plugins; made if it is not there
    #[arg(default_value = ".", conflicts_with = "config")]
    folder: PathBuf,
    /// The configuration's file, instead of FOLDER/central.toml; the rest lies beside it
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where charge points connect
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9000")]
    ocpp_listen: SocketAddr,
    /// Where operators connect
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9001")]
    admin_listen: SocketAddr,
    /// Writes a new configuration and a new token; those that are there are kept as FILE.old
    #[arg(long)]
    force: bool,
}

/// What is laid out.
struct Layout {
    config: PathBuf,
    token: PathBuf,
    state: PathBuf,
    plugins: PathBuf,
    ocpp: SocketAddr,
    admin: SocketAddr,
}

impl Arguments {
    /// Lays it out and says what to do next.
    ///
    /// # Errors
    /// What writing to `output` failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        self.lay_out(output).map(|()| Exit::Done).or_else(Failed::told)
    }

    fn lay_out(&self, output: &mut impl Write) -> Result<(), Failed> {
        let layout = self.layout()?;
        let text = layout.text()?;
        let secret = TokenSecret::random().map_err(|error| unusable(format_args!("no random numbers: {error}")))?;
        let secret = secret.show();
        let files = [&layout.config, &layout.token];
        if let Some(there) = files.into_iter().find(|path| path.exists() && !self.force) {
            return Err(unusable(format_args!(
                "{} is there already. With --force it is kept as {} and written anew; what the server keeps stays.",
                there.display(),
                aside(there).display()
            )));
        }
        let home = layout.config.parent().unwrap_or(Path::new("/"));
        fs::create_dir_all(home).map_err(|error| Failed::file("make", home, &error))?;
        for folder in [&layout.state, &layout.plugins] {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
            made.map_err(|error| Failed::file("make", folder, &error))?;
        }
        write(&layout.token, &format!("{secret}\n"), 0o600)?;
        write(&layout.config, &text, 0o644)?;
        Ok(output.write_all(layout.next(&secret).as_bytes())?)
    }

    fn layout(&self) -> Result<Layout, Failed> {
        let named = self.config.clone().unwrap_or_else(|| self.folder.join("central.toml"));
        let config = std::path::absolute(&named).map_err(|error| Failed::file("use", &named, &error))?;
        // Without the `.` and `..` that were typed, as far as the folders are there.
        let home = config.parent().unwrap_or(Path::new("/"));
        let home = home.canonicalize().unwrap_or_else(|_| home.to_owned());
        let file = config
            .file_name()
            .ok_or_else(|| unusable(format_args!("{} is no file", named.display())))?;
        let layout = Layout {
            config: home.join(file),
            token: home.join("token"),
            state: home.join("data"),
            plugins: home.join("plugins"),
            ocpp: self.ocpp_listen,
            admin: self.admin_listen,
        };
        if layout.config == layout.token {
            return Err(unusable(
                "the file `token` is that of the token: call the configuration otherwise",
            ));
        }
        Ok(layout)
    }
}

/// Whose name a file has that is moved aside.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".old");
    name.into()
}

/// Writes a file that is not there; one that is is moved aside before.
fn write(path: &Path, text: &str, mode: u32) -> Result<(), Failed> {
    if path.exists() {
        fs::rename(path, aside(path)).map_err(|error| Failed::file("move", path, &error))?;
    }
    let opened = OpenOptions::new().write(true).create_new(true).mode(mode).open(path);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| Failed::file("write", path, &error))
}

impl Layout {
    /// The configuration's text: the packaged one with this one's paths and addresses.
    fn text(&self) -> Result<String, Failed> {
        let known = self.ocpp.ip().to_canonical().is_loopback();
        let changes = [
            ("listen = \"127.0.0.1:9000\"", format!("listen = \"{}\"", self.ocpp)),
            ("listen = \"127.0.0.1:9001\"", format!("listen = \"{}\"", self.admin)),
            ("register_unknown = true", format!("register_unknown = {known}")),
            ("accept_unknown = true", format!("accept_unknown = {known}")),
            (
                "token_file = \"/etc/ocpp-central/token\"",
                format!("token_file = {}", typed(&self.token)?),
            ),
            (
                "path = \"/var/lib/ocpp-central\"",
                format!("path = {}", typed(&self.state)?),
            ),
            (
                "folder = \"/var/lib/ocpp-central/plugins\"",
                format!("folder = {}", typed(&self.plugins)?),
            ),
        ];
        let line = |line: &str| {
            let found = changes.iter().find(|(packaged, _)| *packaged == line);
            found.map_or_else(|| line.to_owned(), |(_, own)| own.clone()) + "\n"
        };
        Ok(PACKAGED.lines().map(line).collect())
    }

    /// What to do next, with the token: it is not shown again.
    fn next(&self, secret: &str) -> String {
        let (config, token, state) = (self.config.display(), self.token.display(), self.state.display());
        let (config_word, token_word) = (word(&self.config), word(&self.token));
        let (ocpp, admin) = (self.ocpp, reached(self.admin));
        let charge_points = if self.ocpp.ip().to_canonical().is_loopback() {
            "Whoever connects is registered".to_owned()
        } else {
            "Register each before: ocpp-central charge-points set IDENTITY password=-".to_owned()
        };
        format!(
            "The configuration is in {config}, and the state will be in {state}.\n\
             The token of the administrator, which {token} has too; only you can read that file:\n\n  {secret}\n\n\
             Start the server:\n\n  ocpp-central serve --config {config_word}\n\n\
             Then, in another terminal:\n\n  \
             ocpp-central profile add local --server http://{admin} --token-file {token_word}\n  \
             ocpp-central status\n\n\
             In a browser, with the token: http://{admin}/\n\
             Charge points connect to ws://{ocpp}/ocpp/IDENTITY. {charge_points}.\n"
        )
    }
}

/// A path as TOML writes it.
fn typed(path: &Path) -> Result<toml::Value, Failed> {
    let text = path
        .to_str()
        .ok_or_else(|| unusable(format_args!("{} is not UTF-8", path.display())))?;
    Ok(toml::Value::String(text.to_owned()))
}

/// A path as a shell takes it.
fn word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    if text.chars().all(is_plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// The address by which this machine reaches a listener.
fn reached(listener: SocketAddr) -> SocketAddr {
    let here = match listener.ip() {
        IpAddr::V4(address) if address.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(address) if address.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        address => address,
    };
    SocketAddr::new(here, listener.port())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn layout(home: &str, ocpp: &str, admin: &str) -> Layout {
        let home = Path::new(home);
        Layout {
            config: home.join("central.toml"),
            token: home.join("token"),
            state: home.join("data"),
            plugins: home.join("plugins"),
            ocpp: ocpp.parse().unwrap(),
            admin: admin.parse().unwrap(),
        }
    }

    #[test]
    fn all_that_is_another_s_is_put_into_the_packaged_file_and_nothing_else() {
        let text = layout("/srv/a \"b\" 'c'", "0.0.0.0:9900", "[::1]:9901").text().unwrap();
        let changed = PACKAGED
            .lines()
            .zip(text.lines())
            .filter(|(before, after)| before != after);
        let changed: Vec<_> = changed.map(|(_, after)| after).collect();
        assert_eq!(changed.len(), 7, "{changed:?}");
        let read: toml::Table = text.parse().unwrap();
        assert_eq!(read["store"]["path"].as_str(), Some("/srv/a \"b\" 'c'/data"));
        assert_eq!(read["admin"]["token_file"].as_str(), Some("/srv/a \"b\" 'c'/token"));
        assert_eq!(read["admin"]["listen"].as_str(), Some("[::1]:9901"));
        assert_eq!(read["ocpp"]["register_unknown"].as_bool(), Some(false));
        assert_eq!(read["authorization"]["accept_unknown"].as_bool(), Some(false));
    }

    #[test]
    fn what_to_do_next_can_be_pasted() {
        let said = layout("/srv/it's", "0.0.0.0:9000", "0.0.0.0:9001").next("SECRET");
        assert!(said.contains(r"serve --config '/srv/it'\''s/central.toml'"), "{said}");
        assert!(said.contains("http://127.0.0.1:9001 "), "{said}");
        assert!(said.contains("Register each before"), "{said}");
    }
}
