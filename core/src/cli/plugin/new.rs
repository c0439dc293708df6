//! `plugin new`: a project that builds, from the language's template.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::embedded;
use super::failed::{Failed, unusable};
use super::project::Language;
use crate::cli::Exit;
use crate::plugins::testbench;

/// What `plugin new` takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The plugin's name: lower-case letters, digits and hyphens
    name: String,
    /// The language to write it in
    #[arg(long)]
    lang: Language,
    /// The folder to make, instead of one of the plugin's name
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Rust only: where ocpp-plugin-sdk is, the folder plugin-sdk/rust of a checkout
    #[arg(long, value_name = "FOLDER")]
    sdk: Option<PathBuf>,
}

impl Arguments {
    /// Writes the project.
    ///
    /// # Errors
    /// A name that is none, a folder that is not empty, or no SDK.
    pub fn run(&self, output: &mut impl Write) -> Result<Exit, Failed> {
        testbench::check_name(&self.name).map_err(|error| unusable(&error))?;
        if !self.name.starts_with(|first: char| first.is_ascii_lowercase()) {
            return Err(unusable(format_args!("{:?} does not begin with a letter", self.name)));
        }
        let folder = self.dir.clone().unwrap_or_else(|| PathBuf::from(&self.name));
        if fs::read_dir(&folder).is_ok_and(|mut there| there.next().is_some()) || folder.is_file() {
            let place = folder.display();
            return Err(unusable(format_args!(
                "{place} is there already: name another folder with --dir"
            )));
        }
        let sdk = self.sdk()?;
        let template = template(self.lang);
        let mut files = embedded::of(template).peekable();
        if files.peek().is_none() {
            let lang = self.lang.name();
            return Err(unusable(format_args!(
                "this build of ocpp-central has no template for {lang}"
            )));
        }
        for (name, bytes) in files {
            let text = filled(bytes, &self.name, sdk.as_deref());
            embedded::write(&folder.join(name), &text)?;
        }
        let ignored = folder.join(".gitignore");
        if !ignored.exists() {
            embedded::write(&ignored, ignored_by(self.lang).as_bytes())?;
        }
        writeln!(output, "{}", next_steps(&folder, self.lang))?;
        if let Some(sdk) = sdk {
            writeln!(
                output,
                "It takes the SDK from {}, by path in Cargo.toml.",
                sdk.display()
            )?;
        }
        Ok(Exit::Done)
    }

    /// The folder of the Rust SDK, which a project names by its path; the other SDKs are in this binary.
    fn sdk(&self) -> Result<Option<PathBuf>, Failed> {
        if self.lang != Language::Rust {
            return Ok(None);
        }
        let named = self.sdk.iter().cloned();
        let beside = named.chain(if self.sdk.is_none() { checkouts() } else { Vec::new() });
        let mut found = beside.filter(|folder| folder.join("Cargo.toml").is_file());
        let sdk = found.next().ok_or_else(|| {
            unusable("no Rust SDK is there: name the folder plugin-sdk/rust of a checkout of ocpp-central with --sdk")
        })?;
        fs::canonicalize(&sdk)
            .map(Some)
            .map_err(|error| Failed::file("read", &sdk, &error))
    }
}

/// Where an SDK may lie: above this folder, above this program, where this program was built.
fn checkouts() -> Vec<PathBuf> {
    let here = std::env::current_dir().unwrap_or_default();
    let program = std::env::current_exe().unwrap_or_default();
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    let above = here.ancestors().chain(program.ancestors()).chain(built.ancestors());
    above.map(|folder| folder.join("plugin-sdk/rust")).collect()
}

fn template(lang: Language) -> &'static str {
    match lang {
        Language::Rust => "rust/template",
        Language::JavaScript => "javascript/template-javascript",
        Language::TypeScript => "javascript/template",
        Language::Python => "python/template",
        Language::C => "c/template",
    }
}

fn ignored_by(lang: Language) -> &'static str {
    match lang {
        Language::Rust => "build/\ntarget/\n",
        Language::JavaScript | Language::TypeScript => "build/\nnode_modules/\n",
        Language::Python => "build/\n.venv/\n__pycache__/\n",
        Language::C => "build/\n",
    }
}

/// A template's file with the name, and the SDK's folder, in their places.
fn filled(bytes: &[u8], name: &str, sdk: Option<&Path>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return bytes.to_vec();
    };
    let sdk = sdk.map(|sdk| sdk.display().to_string()).unwrap_or_default();
    text.replace("{{name}}", name).replace("{{sdk}}", &sdk).into_bytes()
}

fn next_steps(folder: &Path, lang: Language) -> String {
    let before = match lang {
        Language::JavaScript | Language::TypeScript => "  npm install\n",
        Language::Python => "  python3 -m venv .venv && .venv/bin/pip install 'componentize-py~=0.25.0'\n",
        Language::Rust | Language::C => "",
    };
    format!(
        "{} is there. Next:\n\n  cd {}\n{before}  ocpp-central plugin build\n  ocpp-central plugin test\n  \
         ocpp-central plugin push",
        folder.display(),
        folder.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled() {
        let text = filled(b"{{name}} of {{sdk}}", "mine", Some(Path::new("/sdk")));
        assert_eq!(text, b"mine of /sdk");
        assert_eq!(filled(&[0xff, 0xfe], "mine", None), [0xff, 0xfe]);
    }
}
