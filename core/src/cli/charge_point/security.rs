//! How a simulated charge point and its server know each other: what the flags say of it.

use std::path::PathBuf;

use clap::Args;
use ocpp_charge_point::client::SecurityFiles;

/// What `charge-point` takes for the security profiles.
#[derive(Debug, Args)]
pub struct Security {
    /// The password for Basic authentication (security profiles 1 and 2)
    #[arg(long, env = "OCPP_CHARGE_POINT_PASSWORD", hide_env_values = true)]
    password: Option<String>,
    /// Where it connects once the server has raised it to security profile 2 or 3; else the same URL as wss://
    #[arg(long, value_name = "URL")]
    secure_url: Option<String>,
    /// Trusts the authorities in this PEM file in place of the system's (a wss:// URL)
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Its own certificate as PEM, with those between it and the authority (security profile 3); {id} in the name stands for the identity
    #[arg(long, value_name = "FILE", requires = "key")]
    certificate: Option<PathBuf>,
    /// The key of its certificate as PEM, without a passphrase; {id} in the name stands for the identity
    #[arg(long, value_name = "FILE", requires = "certificate")]
    key: Option<PathBuf>,
    /// 0 to 3: begins only if the URL, the password and the certificate are what this security profile wants
    #[arg(long = "security-profile", alias = "profile", value_name = "NUMBER", value_parser = clap::value_parser!(u8).range(0..=3))]
    profile: Option<u8>,
}

impl Security {
    /// The same for whoever reads the files.
    pub fn files(&self) -> SecurityFiles {
        SecurityFiles {
            profile: self.profile,
            password: self.password.clone(),
            secure_url: self.secure_url.clone(),
            ca: self.ca.clone(),
            certificate: self.certificate.clone(),
            key: self.key.clone(),
        }
    }
}
