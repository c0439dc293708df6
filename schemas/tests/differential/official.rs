//! Where the official files are, and what they say of a payload.

use crate::deliberate::{Objection, Side};
use jsonschema::Validator;
use ocpp_schemas::{Action, Kind, Version};
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

const PYTHON: &str = "import ocpp, os; print(os.path.dirname(ocpp.__file__))";

/// The folder with a version's files, if there is one on this machine.
pub fn folder(version: Version) -> Option<PathBuf> {
    if let Some(root) = env::var_os("OCPP_OFFICIAL_SCHEMAS") {
        let folder = PathBuf::from(root).join(version.subprotocol());
        assert!(
            folder.is_dir(),
            "OCPP_OFFICIAL_SCHEMAS is set, but there is no {}",
            folder.display()
        );
        return Some(folder);
    }
    let output = Command::new("python3").args(["-c", PYTHON]).output().ok()?;
    let package = String::from_utf8(output.stdout).ok()?;
    let module = format!("v{}", version.number().replace('.', ""));
    let folder = Path::new(package.trim()).join(module).join("schemas");
    (output.status.success() && folder.is_dir()).then_some(folder)
}

/// Prints a line even where the test harness captures what a passing test prints.
#[expect(clippy::explicit_write, reason = "eprintln is what the harness captures")]
pub fn say(line: &str) {
    writeln!(io::stderr(), "{line}").unwrap();
}

/// Says loudly what is not tested; fails where a pipeline runs.
pub fn report_missing(version: Version) {
    let text = format!(
        "SKIPPED: no official schemas of OCPP {version} here, so nothing was compared.\n\
         Get them by `pip install ocpp` for the python3 on the path, or name a folder in OCPP_OFFICIAL_SCHEMAS."
    );
    say(&text);
    assert!(env::var_os("CI").is_none(), "{text}");
}

/// The official schema of one payload.
pub struct Official {
    /// The file's name without its ending.
    pub message: String,
    validator: Validator,
}

impl Official {
    /// Reads the file of a payload. Requests have a suffix in 2.x, where they are answered.
    pub fn read(folder: &Path, action: &Action, kind: Kind) -> Self {
        let suffix = match kind {
            Kind::Response => "Response",
            Kind::Request if action.version() == Version::V16 || !action.confirmed() => "",
            Kind::Request => "Request",
        };
        let message = format!("{}{suffix}", action.name());
        let path = folder.join(format!("{message}.json"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let schema: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        // The draft is the one that the file names: 4 or 6.
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        Self { message, validator }
    }

    pub fn is_valid(&self, payload: &Value) -> bool {
        self.validator.is_valid(payload)
    }

    /// All that the official schema has against a payload.
    pub fn objections(&self, payload: &Value) -> Vec<Objection> {
        let objection = |error: jsonschema::ValidationError<'_>| Objection {
            rejected_by: Side::Official,
            rule: error.kind().keyword().to_owned(),
            pointer: error.instance_path().as_str().to_owned(),
            value: error.instance().to_string(),
        };
        self.validator.iter_errors(payload).map(objection).collect()
    }
}
