//! `restore`: lays a backup out where a server is to work on it.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Exit;
use super::backup::{refused, tell};
use super::configuration::Configuration;
use super::failed::Failed;
use crate::backup::{self, Target, restore};
use crate::config::settings::StoreSettings;

/// What `restore` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The backup
    file: PathBuf,
    /// The folder, instead of the store.path of a configuration
    #[arg(long, value_name = "FOLDER", conflicts_with = "config")]
    path: Option<PathBuf>,
    /// Moves aside what is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    configuration: Configuration,
}

impl Arguments {
    /// Does it: the answer goes to `output`, complaints to standard error.
    ///
    /// # Errors
    /// What writing failed with.
    pub fn run(&self, output: &mut impl Write) -> io::Result<Exit> {
        self.lay_out(output).or_else(Failed::told)
    }

    fn lay_out(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        let target = self.target()?;
        let file = File::open(&self.file).map_err(|error| Failed::file("read", &self.file, &error))?;
        let runtime = tokio::runtime::Builder::new_current_thread().build()?;
        let restored = restore(file, &target, &runtime).map_err(|error| refused(&self.file, &error))?;
        tell(output, &self.file, &restored.header, &restored.trailer)?;
        if let Some(aside) = &restored.aside {
            writeln!(output, "What was there is in {} now.", aside.display())?;
        }
        let files = if restored.header.files {
            ""
        } else {
            " Files of charge points are not in this backup: copy them, or bring firmware again."
        };
        writeln!(
            output,
            "Restored into {}: a server that is started on it goes on from there. The configuration is not in a \
             backup.{files}",
            target.folder.display()
        )?;
        writeln!(output, "{}", of_secrets(restored.keeps_key))?;
        Ok(Exit::Done)
    }

    fn target(&self) -> Result<Target, Failed> {
        let force = self.force;
        if let Some(folder) = self.path.clone() {
            return Ok(Target {
                folder,
                limits: backup::limits(&StoreSettings::default()),
                force,
            });
        }
        let loaded = self.configuration.load();
        let store = loaded.map_err(|problems| Failed::Unusable(problems.to_string()))?.store;
        Ok(Target {
            limits: backup::limits(&store),
            folder: store.path,
            force,
        })
    }
}

/// What becomes of commands that wait with a secret, such as a new password: it is sealed with a key that is in no backup.
const fn of_secrets(keeps_key: bool) -> &'static str {
    if keeps_key {
        "secrets.key of what was there is kept: commands with secrets that wait are sent if the backup is of that server, and \
         end as lost if it is of another."
    } else {
        "Commands with secrets that wait in it, such as passwords, end as lost: send them anew, or copy secrets.key of the \
         server that the backup is of into the folder before a server is started on it."
    }
}
