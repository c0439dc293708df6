//! Rust names for the protocol's names.

use crate::{Catalogue, Kind, Version};

/// The one datatype that is written by hand, in `src/types/`.
pub(crate) const CUSTOM_DATA: &str = "CustomDataType";

const KEYWORDS: [&str; 8] = ["type", "ref", "final", "match", "move", "use", "in", "loop"];

/// The module of a version's types.
pub(crate) fn module(version: Version) -> &'static str {
    match version {
        Version::V16 => "v16",
        Version::V201 => "v201",
        Version::V21 => "v21",
    }
}

/// What follows the action's name in the name of a payload.
pub(crate) fn suffix(kind: Kind) -> &'static str {
    match kind {
        Kind::Request => "Request",
        Kind::Response => "Response",
    }
}

/// 1.6 keeps the name. 2.x drops the `Type` that all its names end in, unless an action has the rest as its name.
pub(crate) fn datatype(catalogue: &Catalogue, name: &str) -> String {
    match name.strip_suffix("Type") {
        Some(short) if catalogue.version() != Version::V16 && catalogue.action(short).is_none() => short.to_owned(),
        _ => name.to_owned(),
    }
}

/// `evseId` -> `evse_id`, `limit_L2` -> `limit_l2`, `evTargetSoC` -> `ev_target_soc`, `type` -> `r#type`.
pub(crate) fn field(property: &str) -> String {
    let property = property
        .replace("SoC", "Soc")
        .replace("SoH", "Soh")
        .replace("soC", "soc")
        .replace("soH", "soh");
    let letters: Vec<char> = property.chars().collect();
    let mut name = String::new();
    for (position, letter) in letters.iter().enumerate() {
        let before = position.checked_sub(1).and_then(|position| letters.get(position));
        let after = letters.get(position + 1);
        let starts = letter.is_uppercase()
            && before.is_some_and(|before| *before != '_')
            && (before.is_some_and(|before| !before.is_uppercase()) || after.is_some_and(|after| after.is_lowercase()));
        if starts {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

/// What serde's `camelCase` makes of a field's name.
pub(crate) fn camel_case(field: &str) -> String {
    let mut parts = field.trim_start_matches("r#").split('_');
    let mut name = parts.next().unwrap_or_default().to_owned();
    parts.for_each(|part| name.push_str(&capitalised(part)));
    name
}

/// `Accepted` stays; `Power.Active.Import` -> `PowerActiveImport`, `DC_ACDP` -> `DcAcdp`, `kWh` -> `KWh`,
/// `s309-1P-16A` -> `S309_1P16A` (two digits stay apart).
pub(crate) fn variant(value: &str) -> String {
    let parts: Vec<&str> = value.split(|letter: char| !letter.is_alphanumeric()).collect();
    if let [whole] = parts.as_slice() {
        return capitalised(whole);
    }
    let mut name = String::new();
    for part in parts {
        let digits_meet = name.ends_with(|letter: char| letter.is_ascii_digit())
            && part.starts_with(|letter: char| letter.is_ascii_digit());
        if digits_meet {
            name.push('_');
        }
        let acronym = part.chars().filter(|letter| letter.is_uppercase()).count() > 1
            && !part.contains(|letter: char| letter.is_lowercase())
            && part.starts_with(|letter: char| letter.is_alphabetic());
        name.push_str(&capitalised(&if acronym {
            part.to_lowercase()
        } else {
            part.to_owned()
        }));
    }
    name
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_snake_case() {
        let pairs = [
            ("evseId", "evse_id"),
            ("limit_L2", "limit_l2"),
            ("evTargetSoC", "ev_target_soc"),
            ("soC", "soc"),
            ("type", "r#type"),
            ("iso15118CertificateHashData", "iso15118_certificate_hash_data"),
            ("responderURL", "responder_url"),
            ("priceScheduleID", "price_schedule_id"),
            ("DERCurve", "der_curve"),
        ];
        for (property, expected) in pairs {
            assert_eq!(field(property), expected);
        }
    }

    #[test]
    fn variants_are_camel_case() {
        let pairs = [
            ("Accepted", "Accepted"),
            ("SuspendedEVSE", "SuspendedEVSE"),
            ("Energy.Active.Import.Register", "EnergyActiveImportRegister"),
            ("L1-N", "L1N"),
            ("kWh", "KWh"),
            ("s309-1P-16A", "S309_1P16A"),
            ("sCEE-7-7", "SCEE7_7"),
            ("DC_ACDP_BPT", "DcAcdpBpt"),
            ("AC_single_phase", "AcSinglePhase"),
        ];
        for (value, expected) in pairs {
            assert_eq!(variant(value), expected);
        }
    }
}
