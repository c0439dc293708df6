//! `check-config`: every problem of a configuration, or what it comes to.

use std::fmt;
use std::io::{self, Write};

use super::Exit;
use super::configuration::Configuration;
use crate::config::settings::{Backend, LogFormat, OcppSettings, Settings};
use crate::plugins::Outlook;

/// Writes one line per problem, or `ok` and a summary, and what may be meant and mostly is not.
///
/// # Errors
/// What writing failed with.
pub fn run(configuration: &Configuration, output: &mut impl Write) -> io::Result<Exit> {
    match configuration.load_as_for_a_start() {
        Ok(settings) => {
            writeln!(output, "ok: {}\n{}", configuration.config.display(), Summary(&settings))?;
            for warning in Outlook::of(&settings).warnings {
                writeln!(output, "warning: {warning}")?;
            }
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
        writeln!(
            f,
            "  charge points  {}, unknown ones are {unknown}",
            doors(ocpp).join(", ")
        )?;
        let token = if admin.token.is_some() {
            "with a token"
        } else {
            "without a token"
        };
        let scheme = if admin.tls.certificates.is_empty() {
            "http"
        } else {
            "https"
        };
        writeln!(f, "  operators      {scheme}://{}, {token}", admin.listen)?;
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

/// Where charge points connect, each listener.
fn doors(ocpp: &OcppSettings) -> Vec<String> {
    let plain = ocpp.listen.map(|address| format!("ws://{address}/ocpp/ID"));
    let secure = ocpp.tls.listen.map(|address| format!("wss://{address}/ocpp/ID"));
    let legacy = ocpp.tls.legacy_listen;
    let legacy = legacy.map(|address| format!("wss://{address}/ocpp/ID (TLS 1.0 and 1.1, too)"));
    [plain, secure, legacy].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_each_listener_and_how_it_is_spoken_to() {
        let mut settings = Settings::default();
        settings.admin.tls.certificates = vec!["admin.pem".into()];
        settings.ocpp.tls.listen = Some(([127, 0, 0, 1], 9443).into());
        settings.ocpp.tls.legacy_listen = Some(([127, 0, 0, 1], 9444).into());
        let told = Summary(&settings).to_string();
        let expected = "  charge points  ws://127.0.0.1:9000/ocpp/ID, wss://127.0.0.1:9443/ocpp/ID, \
            wss://127.0.0.1:9444/ocpp/ID (TLS 1.0 and 1.1, too), unknown ones are registered\n  \
            operators      https://127.0.0.1:9001, without a token\n";
        assert!(told.starts_with(expected), "{told}");
    }

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
