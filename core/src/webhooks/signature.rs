//! Signatures of requests, by the scheme of Standard Webhooks (standardwebhooks.com): the key is what stands in base64
//! behind `whsec_`, what is signed is `ID.TIMESTAMP.BODY`, and a signature is `v1,` and the base64 of its HMAC-SHA256.
//! While a secret is being replaced there are two, with a space between them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::clock::Time;
use crate::state::webhooks::{SigningSecret, Webhook};

/// What a secret begins with.
const PREFIX: &str = "whsec_";

/// The bytes of a key, as the scheme has them.
const KEY_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The bytes of a key that is made here.
const MADE_BYTES: usize = 32;

/// What a request says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Signed<'a> {
    /// The same however often the event is told.
    pub id: &'a str,
    /// When it is sent.
    pub at: Time,
    /// As it goes out.
    pub body: &'a [u8],
}

/// A new secret.
///
/// # Errors
/// The system has no random numbers.
pub fn make() -> Result<SigningSecret, getrandom::Error> {
    let mut key = [0; MADE_BYTES];
    getrandom::fill(&mut key)?;
    Ok(SigningSecret(format!("{PREFIX}{}", STANDARD.encode(key))))
}

/// A secret that an operator brings.
///
/// # Errors
/// It is none, in words that do not repeat it.
pub fn read(text: &str) -> Result<SigningSecret, &'static str> {
    let key = key(text).filter(|key| KEY_BYTES.contains(&key.len()));
    key.map(|_| SigningSecret(text.trim().to_owned()))
        .ok_or("`secret` is `whsec_` and 24 to 64 bytes in base64; leave it out, and one is made")
}

fn key(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    STANDARD.decode(text.strip_prefix(PREFIX)?).ok()
}

/// The value of `webhook-signature`: by the secret in force, and by the one before for as long as it counts.
#[must_use]
pub fn sign(webhook: &Webhook, signed: Signed<'_>) -> String {
    let previous = webhook.previous.as_ref().filter(|previous| signed.at < previous.until);
    let secrets = [Some(&webhook.secret), previous.map(|previous| &previous.secret)];
    let signatures = secrets.into_iter().flatten().filter_map(|secret| by(secret, signed));
    signatures.collect::<Vec<_>>().join(" ")
}

fn by(secret: &SigningSecret, Signed { id, at, body }: Signed<'_>) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(&key(&secret.0)?).ok()?;
    mac.update(format!("{id}.{}.", at.timestamp()).as_bytes());
    mac.update(body);
    Some(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::{DateTime, TimeDelta};

    use super::*;
    use crate::state::webhooks::PreviousSecret;
    use crate::webhooks::tests::webhook;

    /// The example of the scheme's own libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const SIGNED: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn example() -> Signed<'static> {
        Signed {
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at: DateTime::from_timestamp(1_614_265_330, 0).unwrap(),
            body: br#"{"test": 2432232314}"#,
        }
    }

    #[test]
    fn a_signature_is_that_of_the_scheme() {
        let webhook = Webhook {
            secret: read(SECRET).unwrap(),
            ..webhook("w")
        };
        assert_eq!(sign(&webhook, example()), SIGNED);
    }

    #[test]
    fn the_secret_before_signs_along_until_its_time_is_over() {
        let at = example().at;
        let mut webhook = Webhook {
            secret: make().unwrap(),
            previous: Some(PreviousSecret {
                secret: read(SECRET).unwrap(),
                until: at + TimeDelta::seconds(1),
            }),
            ..webhook("w")
        };
        let both = sign(&webhook, example());
        assert_eq!(both.split(' ').count(), 2);
        assert!(both.ends_with(SIGNED), "{both}");
        webhook.previous.as_mut().unwrap().until = at;
        assert_eq!(sign(&webhook, example()).split(' ').count(), 1);
    }

    #[test]
    fn a_secret_is_of_the_schemes_form() {
        assert!(read(&make().unwrap().0).is_ok());
        assert!(read(&format!(" {SECRET}\n")).is_ok());
        for wrong in [
            "",
            "whsec_",
            "whsec_c2hvcnQ=",
            "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "whsec_not base64",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
