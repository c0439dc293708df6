//! Licence expressions as crates state them (SPDX, and the older `MIT/Apache-2.0`): which of them a list allows.

use std::iter::Peekable;
use std::vec::IntoIter;

/// Whether a licence expression can be kept with the licences of a list: of those joined by `OR` one is enough,
/// of those joined by `AND` all are needed. `A WITH B` is a licence of its own.
///
/// # Errors
/// The first licence that the list would have to have; or what cannot be read.
pub fn allowed(expression: &str, list: &[&str]) -> Result<(), String> {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<String> = spaced.split_whitespace().map(str::to_owned).collect();
    let mut words = words.into_iter().peekable();
    let outcome = one_of(&mut words, list)?;
    match words.next() {
        None => outcome,
        Some(word) => Err(format!("{expression:?} has {word:?} where nothing may be")),
    }
}

/// Allowed or not, inside of what can be read at all.
type Read = Result<Result<(), String>, String>;
type Words = Peekable<IntoIter<String>>;

fn one_of(words: &mut Words, list: &[&str]) -> Read {
    let mut outcome = all_of(words, list)?;
    while words.next_if(|word| word == "OR").is_some() {
        let next = all_of(words, list)?;
        outcome = outcome.or_else(|missing| next.map_err(|_| missing));
    }
    Ok(outcome)
}

fn all_of(words: &mut Words, list: &[&str]) -> Read {
    let mut outcome = licence(words, list)?;
    while words.next_if(|word| word == "AND").is_some() {
        let next = licence(words, list)?;
        outcome = outcome.and(next);
    }
    Ok(outcome)
}

fn licence(words: &mut Words, list: &[&str]) -> Read {
    let mut name = words.next().ok_or("it ends too early")?;
    if name == "(" {
        let outcome = one_of(words, list)?;
        return match words.next() {
            Some(word) if word == ")" => Ok(outcome),
            _ => Err("a bracket is not closed".to_owned()),
        };
    }
    if words.next_if(|word| word == "WITH").is_some() {
        let exception = words.next().ok_or("an exception has no name")?;
        name = format!("{name} WITH {exception}");
    }
    if list.contains(&name.as_str()) {
        return Ok(Ok(()));
    }
    Ok(Err(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &[&str] = &["MIT", "Apache-2.0", "ISC", "Apache-2.0 WITH LLVM-exception"];

    #[test]
    fn one_alternative_is_enough_and_all_parts_are_needed() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0",
            "GPL-3.0/MIT",
            "Apache-2.0 / MIT",
            "Apache-2.0 AND ISC",
            "Apache-2.0 WITH LLVM-exception",
            "(MIT OR GPL-3.0) AND ISC",
            "GPL-3.0 OR MIT AND ISC",
        ] {
            assert_eq!(allowed(good, LIST), Ok(()), "{good}");
        }
        for (bad, missing) in [
            ("GPL-3.0", "GPL-3.0"),
            ("MIT AND GPL-3.0", "GPL-3.0"),
            ("(MIT OR GPL-3.0) AND MPL-2.0", "MPL-2.0"),
            (
                "GPL-3.0 WITH Classpath-exception-2.0",
                "GPL-3.0 WITH Classpath-exception-2.0",
            ),
            ("GPL-3.0 OR AGPL-3.0", "GPL-3.0"),
        ] {
            assert_eq!(allowed(bad, LIST), Err(missing.to_owned()), "{bad}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_allowed() {
        for broken in ["", "MIT OR", "(MIT", "MIT MIT", "MIT WITH", "MIT)"] {
            assert!(allowed(broken, LIST).is_err(), "{broken}");
        }
    }
}
