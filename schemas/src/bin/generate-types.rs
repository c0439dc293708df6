//! Writes `src/types/generated/` anew: `cargo run -p ocpp-schemas --features codegen --bin generate-types`.

use ocpp_schemas::{Version, codegen};
use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/types/generated");
    for version in Version::ALL {
        for file in codegen::files(version)? {
            let path = root.join(file.path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, file.text)?;
        }
    }
    Ok(())
}
