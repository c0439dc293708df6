//! What the profiles that hold for a charger say, in words for its operator.

use serde::Serialize;

use super::quirks::{Blanks, Case, Make, Quirk, Quirks, TagRules};
use super::units;

/// A profile that holds for a charger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = QuirkProfile, examples(json!({"name": "Wallbox*", "says": [{"key": "settle_delay", "value": "5s", "text": "nothing is asked of it for 5s after it has booted"}]})))]
pub struct Holding {
    /// As the file calls it, else what it fits by: `ABB* *Terra*`.
    pub name: String,
    /// What of it counts: of several profiles that say something about a key the first does.
    pub says: Vec<Said>,
}

/// One thing that a profile says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = QuirkSaid)]
pub struct Said {
    /// Its key in the file: `settle_delay`.
    pub key: &'static str,
    /// What it is set to, as in the file.
    pub value: String,
    /// What that means.
    pub text: String,
}

impl Quirks {
    /// The profiles that hold for a charger and say something that counts, in their order.
    #[must_use]
    pub fn holding(&self, make: Make<'_>) -> Vec<Holding> {
        let mut known: Vec<&'static str> = Vec::new();
        let mut holding = Vec::new();
        for quirk in self.all.iter().filter(|quirk| quirk.fits(make)) {
            let mut says = quirk.said();
            says.retain(|said| !known.contains(&said.key));
            known.extend(says.iter().map(|said| said.key));
            if !says.is_empty() {
                let name = quirk.told_name();
                holding.push(Holding { name, says });
            }
        }
        holding
    }
}

impl Quirk {
    fn told_name(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        let patterns = [&self.vendor, &self.model, &self.firmware];
        let mut parts: Vec<_> = patterns.into_iter().filter(|one| *one != "*").cloned().collect();
        parts.extend(self.version.map(|version| format!("OCPP {}", version.number())));
        if parts.is_empty() {
            return "any charger".to_owned();
        }
        parts.join(" ")
    }

    fn said(&self) -> Vec<Said> {
        let said = |key, value: String, text: String| Said { key, value, text };
        let version = self.default_version.map(|version| {
            let number = version.number();
            let text = format!("it speaks {number} where it offers no subprotocol");
            said("default_version", number.to_owned(), text)
        });
        let ping = self.ping_interval.map(|interval| match interval {
            None => said("ping_interval", "none".to_owned(), "it is sent no pings".to_owned()),
            Some(every) => {
                let every = units::text(every);
                let text = format!("it is sent a ping every {every}");
                said("ping_interval", every, text)
            }
        });
        let settle = self.settle_delay.map(|delay| {
            let delay = units::text(delay);
            let text = format!("nothing is asked of it for {delay} after it has booted");
            said("settle_delay", delay, text)
        });
        let zone = self.time_zone.map(|zone| {
            let text = format!("its times that name no zone are of {zone}");
            said("time_zone", zone.to_string(), text)
        });
        let plain = self.plain_password.map(|is_plain| {
            let text = if is_plain { "as it is" } else { "as hexadecimal digits" };
            said(
                "plain_password",
                is_plain.to_string(),
                format!("in 1.6 it is sent a password {text}"),
            )
        });
        let silent = self.silent.as_ref().map(|repairs| {
            let repairs = repairs.iter().cloned().collect::<Vec<_>>().join(", ");
            let text = format!("repairs of its messages that are counted, and are no events: {repairs}");
            said("silent", repairs, text)
        });
        let tag = self.tag.as_ref().map(|tag| {
            let words = tag.words();
            said("tag", words.clone(), format!("its id tags are looked up {words}"))
        });
        [version, ping, settle, zone, plain, silent, tag]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl TagRules {
    fn words(&self) -> String {
        let mut words = vec![match self.blanks {
            Blanks::Ends => "without blanks around them".to_owned(),
            Blanks::All => "without blanks and signs in them".to_owned(),
        }];
        match self.case {
            Case::Keep => {}
            Case::Upper => words.push("in upper case".to_owned()),
            Case::Lower => words.push("in lower case".to_owned()),
        }
        if !self.prefix.is_empty() {
            words.push(format!("without {} before them", self.prefix.join(" or ")));
        }
        words.join(", ")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::super::quirks::{Make, Quirks};

    #[test]
    fn what_counts_is_told_by_the_profile_that_says_it() {
        let text = r#"
            [[quirk]]
            vendor = "V*"
            firmware = "1.*"
            settle_delay = "3s"
            ping_interval = "none"
            [[quirk]]
            name = "All of Vendor's"
            vendor = "vendor"
            settle_delay = "9s"
            time_zone = "+02:00"
            silent = ["unknown-member"]
            [quirk.tag]
            blanks = "all"
            case = "upper"
            prefix = ["0x"]
            [[quirk]]
            vendor = "vendor"
            settle_delay = "9s"
            [[quirk]]
            vendor = "Other"
            settle_delay = "1s"
        "#;
        let make = Make {
            vendor: "Vendor",
            firmware: "1.7",
            ..Make::default()
        };
        let holding = Quirks::parse(text).unwrap().holding(make);
        let told: Vec<_> = holding
            .iter()
            .flat_map(|one| one.says.iter().map(|said| format!("{}: {}", one.name, said.text)))
            .collect();
        assert_eq!(
            told,
            [
                "V* 1.*: it is sent no pings",
                "V* 1.*: nothing is asked of it for 3s after it has booted",
                "All of Vendor's: its times that name no zone are of +02:00",
                "All of Vendor's: repairs of its messages that are counted, and are no events: unknown-member",
                "All of Vendor's: its id tags are looked up without blanks and signs in them, in upper case, without 0x \
                 before them",
            ]
        );
        assert!(Quirks::shipped().holding(Make::default()).is_empty());
    }
}
