//! As much DER as OpenSSL's crate does not read and write by itself: lengths, and one element after the other.

use std::fmt::Write as _;

/// BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// SEQUENCE.
pub const SEQUENCE: u8 = 0x30;
/// INTEGER.
pub const INTEGER: u8 = 0x02;
/// BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// NULL.
pub const NULL: u8 = 0x05;
/// OBJECT IDENTIFIER.
pub const OBJECT: u8 = 0x06;
/// ENUMERATED.
pub const ENUMERATED: u8 = 0x0a;
/// GeneralizedTime.
pub const TIME: u8 = 0x18;

/// An element with this content.
#[must_use]
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut written = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => written.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let bytes: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
            written.push(0x80 | u8::try_from(bytes.len()).unwrap_or_default());
            written.extend(bytes);
        }
    }
    written.extend_from_slice(content);
    written
}

/// A positive INTEGER of these bytes, the highest first.
#[must_use]
pub fn integer(bytes: &[u8]) -> Vec<u8> {
    let mut content: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    element(INTEGER, &content)
}

/// One element, as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its tag.
    pub tag: u8,
    /// What is in it.
    pub content: &'a [u8],
}

/// Reads elements, one after the other.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    /// The next element; none at the end, or if what follows is none.
    pub fn read(&mut self) -> Option<Element<'a>> {
        let (tag, rest) = self.0.split_first()?;
        let (first, mut rest) = rest.split_first()?;
        let length = if *first < 0x80 {
            usize::from(*first)
        } else {
            let count = usize::from(*first & 0x7f);
            if count == 0 || count > 4 {
                return None;
            }
            let (bytes, behind) = rest.split_at_checked(count)?;
            rest = behind;
            bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte))
        };
        let (content, behind) = rest.split_at_checked(length)?;
        self.0 = behind;
        Some(Element { tag: *tag, content })
    }

    /// The next element, if it has this tag.
    pub fn element(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.read()
            .filter(|element| element.tag == tag)
            .map(|element| element.content)
    }

    /// The next element, if it has this tag; else it stays the next.
    pub fn optional(&mut self, tag: u8) -> Option<&'a [u8]> {
        let before = *self;
        let content = self.element(tag);
        if content.is_none() {
            *self = before;
        }
        content
    }
}

/// Lower-case hexadecimal digits, two for each byte.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // A String takes all.
            write!(text, "{byte:02x}").ok();
            text
        })
}

/// A number as hexadecimal digits without zeros in front, as OCPP writes serial numbers.
#[must_use]
pub fn number(bytes: &[u8]) -> String {
    let digits = hex(bytes);
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        "0".to_owned()
    } else {
        digits.to_owned()
    }
}

/// The bytes of such a number; none if it is none.
#[must_use]
pub fn number_bytes(digits: &str) -> Option<Vec<u8>> {
    let digits = digits.trim_start_matches("0x");
    if digits.is_empty() {
        return None;
    }
    let even = if digits.len().is_multiple_of(2) {
        digits.to_owned()
    } else {
        format!("0{digits}")
    };
    crate::config::hexadecimal::bytes(even.as_bytes())
}
