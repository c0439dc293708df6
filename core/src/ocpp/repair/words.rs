//! Words that an enumeration does not have: other spellings of one that it has, words of another version or of a
//! vendor, and what is said where nothing fits. Tables: a vendor's next word is one line.

/// The word that is spelled so but for case, blanks and signs.
pub(super) fn spelled<'a>(allowed: impl Iterator<Item = &'a str>, text: &str) -> Option<&'a str> {
    let wanted = letters(text);
    if wanted.is_empty() {
        return None;
    }
    let mut fitting = allowed.filter(|word| letters(word) == wanted);
    // Two that differ in signs alone would leave a doubt.
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Whether a text is a word but for case, blanks and signs.
pub(super) fn is_spelled(word: &str, text: &str) -> bool {
    letters(word) == letters(text)
}

/// A word without its case, blanks and signs.
pub(super) fn letters(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// Words of other versions and of vendors, by type, as letters: what they mean.
const SYNONYMS: &[(&str, &[(&str, &str)])] = &[
    (
        "ChargePointStatus",
        &[
            ("occupied", "Preparing"),
            ("idle", "Available"),
            ("free", "Available"),
            ("connected", "Preparing"),
            ("plugged", "Preparing"),
            ("evconnected", "Preparing"),
            ("suspended", "SuspendedEV"),
            ("finished", "Finishing"),
            ("error", "Faulted"),
            ("fault", "Faulted"),
            ("inoperative", "Unavailable"),
            ("outoforder", "Unavailable"),
        ],
    ),
    (
        "ConnectorStatusEnumType",
        &[
            ("preparing", "Occupied"),
            ("charging", "Occupied"),
            ("suspendedev", "Occupied"),
            ("suspendedevse", "Occupied"),
            ("finishing", "Occupied"),
            ("evconnected", "Occupied"),
            ("connected", "Occupied"),
            ("idle", "Available"),
            ("free", "Available"),
            ("error", "Faulted"),
            ("fault", "Faulted"),
            ("inoperative", "Unavailable"),
        ],
    ),
    (
        "ChargePointErrorCode",
        &[("ok", "NoError"), ("none", "NoError"), ("", "NoError")],
    ),
    (
        "IdTokenEnumType",
        &[("rfid", "ISO14443"), ("mifare", "ISO14443"), ("iso14443a", "ISO14443")],
    ),
    (
        "TransactionEventEnumType",
        &[
            ("start", "Started"),
            ("stopped", "Ended"),
            ("stop", "Ended"),
            ("end", "Ended"),
            ("update", "Updated"),
        ],
    ),
    (
        "UnitOfMeasure",
        &[
            ("degc", "Celsius"),
            ("c", "Celsius"),
            ("f", "Fahrenheit"),
            ("pct", "Percent"),
        ],
    ),
    (
        "ReadingContext",
        &[
            ("sampled", "Sample.Periodic"),
            ("periodic", "Sample.Periodic"),
            ("clock", "Sample.Clock"),
        ],
    ),
];

/// A word of another version or of a vendor.
pub(super) fn synonym(owner: &str, text: &str) -> Option<&'static str> {
    let (_, words) = SYNONYMS.iter().find(|(name, _)| *name == owner)?;
    let text = letters(text);
    words.iter().find(|(word, _)| *word == text).map(|(_, meant)| *meant)
}

/// What says least, by type: for a word that nothing is known of.
const NEUTRAL: &[(&str, &str)] = &[
    ("BootReasonEnumType", "Unknown"),
    ("ChargePointErrorCode", "OtherError"),
    ("ChargePointStatus", "Unavailable"),
    ("ConnectorStatusEnumType", "Unavailable"),
    ("DiagnosticsStatus", "Idle"),
    ("FirmwareStatus", "Idle"),
    ("FirmwareStatusEnumType", "Idle"),
    ("IdTokenEnumType", "Central"),
    ("ReadingContext", "Other"),
    ("ReadingContextEnumType", "Other"),
    ("Reason", "Other"),
    ("ReasonEnumType", "Other"),
    ("TransactionEventEnumType", "Updated"),
    ("TriggerReasonEnumType", "Trigger"),
];

/// The word of a type that says least.
pub(super) fn neutral(owner: &str) -> Option<&'static str> {
    NEUTRAL.iter().find(|(name, _)| *name == owner).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use ocpp_schemas::{Catalogue, Version};

    use super::{NEUTRAL, SYNONYMS};

    fn is_word(owner: &str, word: &str) -> bool {
        Version::ALL.into_iter().any(|version| {
            let words = Catalogue::of(version).types().pointer(&format!("/$defs/{owner}/enum"));
            words.is_some_and(|words| words.as_array().unwrap().iter().any(|known| known == word))
        })
    }

    #[test]
    fn every_word_of_the_tables_is_one_of_its_type() {
        for (owner, words) in SYNONYMS {
            for (_, word) in *words {
                assert!(is_word(owner, word), "{owner} has no {word}");
            }
        }
        for (owner, word) in NEUTRAL {
            assert!(is_word(owner, word), "{owner} has no {word}");
        }
    }
}
