//! Which line of a bundle comes from which line of the author's sources: read from esbuild's source map, and given to
//! the component, so that an error names a line that its author has.

use serde::Deserialize;

/// What is needed of a source map (version 3).
#[derive(Deserialize)]
struct SourceMap {
    sources: Vec<String>,
    mappings: String,
}

/// The place of a line: `src/plugin.ts` by its number, and its line from 1 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    source: usize,
    line: usize,
}

/// A statement that gives the bundle's lines to the SDK. None if the map cannot be read.
#[must_use]
pub fn statement(map: &str) -> Option<String> {
    let map: SourceMap = serde_json::from_str(map).ok()?;
    let lines = places(&map.mappings)?;
    // Of the SDK's own lines and of packages nobody wants to hear.
    let name = |source: &String| {
        let path = source.trim_start_matches("../");
        let foreign = path.starts_with("sdk/") || path.contains("node_modules/") || path == "entry.js";
        if foreign { String::new() } else { path.to_owned() }
    };
    let names: Vec<_> = map.sources.iter().map(name).collect();
    let own =
        |place: &Option<Place>| place.filter(|place| names.get(place.source).is_some_and(|name| !name.is_empty()));
    // One text, which the engine holds at the cost of its length, and takes apart only where something fails.
    let lines: Vec<_> = lines
        .iter()
        .map(|place| own(place).map_or(String::new(), |place| format!("{}:{}", place.source, place.line)))
        .collect();
    let table = serde_json::json!({ "sources": names, "lines": lines.join(",") });
    Some(format!("globalThis.OCPP_PLUGIN_LINES = {table};\n"))
}

/// The first place of each line of the bundle.
fn places(mappings: &str) -> Option<Vec<Option<Place>>> {
    let (mut source, mut line) = (0_i64, 0_i64);
    let mut found = Vec::new();
    for segments in mappings.split(';') {
        let mut first = None;
        for segment in segments.split(',').filter(|segment| !segment.is_empty()) {
            let numbers = numbers(segment)?;
            // A column alone says that what follows is of no source.
            if let [_, by_source, by_line, ..] = numbers.as_slice() {
                source += by_source;
                line += by_line;
                let place = Place {
                    source: usize::try_from(source).ok()?,
                    line: usize::try_from(line + 1).ok()?,
                };
                first = first.or(Some(place));
            }
        }
        found.push(first);
    }
    Some(found)
}

/// Base64 digits of 5 bits each, the least first; the lowest bit of a number is its sign.
fn numbers(segment: &str) -> Option<Vec<i64>> {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut found, mut value, mut shift) = (Vec::new(), 0_i64, 0_u32);
    for digit in segment.chars() {
        let digit = i64::try_from(DIGITS.find(digit)?).ok()?;
        value |= (digit & 31).checked_shl(shift)?;
        if digit & 32 != 0 {
            shift += 5;
            continue;
        }
        let magnitude = value >> 1;
        found.push(if value & 1 == 1 { -magnitude } else { magnitude });
        (value, shift) = (0, 0);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_bundle_is_told_by_its_source() {
        let map = r#"{"sources":["sdk/src/plugin.js","../src/plugin.ts"],"mappings":";AAAA;AACA;ACEA,GAAG;;AAGA"}"#;
        let statement = statement(map).unwrap_or_default();
        let expected = "globalThis.OCPP_PLUGIN_LINES = {\"lines\":\",,,1:4,,1:7\",\
                        \"sources\":[\"\",\"src/plugin.ts\"]};\n";
        assert_eq!(statement, expected);
        assert_eq!(super::statement("no map"), None);
    }

    #[test]
    fn numbers_have_a_sign_and_any_length() {
        assert_eq!(numbers("AAgBC"), Some(vec![0, 0, 16, 1]));
        assert_eq!(numbers("D"), Some(vec![-1]));
        assert_eq!(numbers("!"), None);
    }
}
