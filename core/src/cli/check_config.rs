//! `check-config`: every problem of a configuration, or what it comes to.

use std::fmt;
use std::io::{self, Write};

use super::Exit;
use super::configuration::Configuration;
use crate::config::settings::{Backend, LogFormat, Settings};

/// Writes one line per problem, or `ok` and a summary.
///
/// # Errors
/// What writing failed with.
pub fn run(configuration: &Configuration, output: &mut impl Write) -> io::Result<Exit> {
    match configuration.load() {
        Ok(settings) => {
            writeln!(output, "ok: {}\n{}", configuration.config.display(), Summary(&settings))?;
            Ok(Exit::Done)
        }
        Err(problems) => {
            writeln!(output, "{problems}")?;
            Ok(Exit::Unusable)
        }
    }
}

/// What a configuration comes to, in a few lines.
struct Summary<'a>(&'a Settings);

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings {
            ocpp,
            admin,
            store,
            plugins,
            log,
            ..
        } = self.0;
        let unknown = if ocpp.register_unknown { "registered" } else { "refused" };
        let plain = ocpp.listen.map(|address| format!("ws://{address}/ocpp/ID"));
        let secure = ocpp.tls.listen.or(ocpp.tls.legacy_listen);
        let secure = || secure.map(|address| format!("wss://{address}/ocpp/ID"));
        let at = plain.or_else(secure).unwrap_or_default();
        writeln!(f, "  charge points  {at}, unknown ones are {unknown}")?;
        let token = if admin.token.is_some() {
            "with a token"
        } else {
            "without a token"
        };
        writeln!(f, "  operators      http://{}, {token}", admin.listen)?;
        match store.backend {
            Backend::Sled => writeln!(f, "  state          sled in {}", store.path.display())?,
            Backend::Memory => writeln!(f, "  state          in memory")?,
        }
        let enabled = plugins.chain.iter().filter(|plugin| plugin.enabled);
        let names: Vec<_> = enabled.map(|plugin| plugin.name.as_str()).collect();
        let names = if names.is_empty() {
            "none".to_owned()
        } else {
            names.join(", ")
        };
        match &plugins.folder {
            Some(folder) => writeln!(f, "  plugins        {names} from {}", folder.display())?,
            None => writeln!(f, "  plugins        {names}, without a folder")?,
        }
        let format = match log.format {
            LogFormat::Text => "text",
            LogFormat::Json => "JSON",
        };
        write!(f, "  log            {format}, {}", log.filter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_the_default_comes_to() {
        let expected = "  charge points  ws://127.0.0.1:9000/ocpp/ID, unknown ones are registered\n  \
            operators      http://127.0.0.1:9001, without a token\n  \
            state          sled in data\n  \
            plugins        id-tag-policy, connector-guard from target/plugins\n  \
            log            text, info,actix_server=warn";
        assert_eq!(Summary(&Settings::default()).to_string(), expected);
    }
}
