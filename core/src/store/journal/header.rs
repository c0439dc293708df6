//! How a file of the journal begins, and how it is named. Pure.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `OCPPJRNL` |
//! | 4 | the version of the form |
//! | 4 | CRC-32 of what follows, and from version 2 on of the version |
//! | 8 | the position of the first frame |
//! | 8 | the salt of the file's frames |
//!
//! Version 2 says that the file is finished only where the next one is there; version 1 was finished before.

use super::Position;

/// What stands before the first frame.
pub(super) const LENGTH: usize = 32;

const MAGIC: &[u8; 8] = b"OCPPJRNL";
const VERSION: u32 = 2;
const VERSION_BEFORE: u32 = 1;
const ENDING: &str = ".journal";
/// Of a position in a name.
const DIGITS: usize = 20;
const SPARE: &str = "spare-";

/// What a file says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) first: Position,
    pub(super) salt: u64,
    /// Where the file is finished the next one is there, or is missing.
    pub(super) is_followed: bool,
}

impl Header {
    pub(super) fn bytes(self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        let fields = [
            MAGIC.as_slice(),
            &self.version().to_le_bytes(),
            &self.checksum().to_le_bytes(),
            &self.first.0.to_le_bytes(),
            &self.salt.to_le_bytes(),
        ];
        for (byte, field) in bytes.iter_mut().zip(fields.concat()) {
            *byte = field;
        }
        bytes
    }

    /// What a file's beginning says.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let fields = || {
            let (magic, rest) = bytes.split_first_chunk::<8>()?;
            let (version, rest) = rest.split_first_chunk()?;
            let (sum, rest) = rest.split_first_chunk()?;
            let (first, rest) = rest.split_first_chunk()?;
            let (salt, _) = rest.split_first_chunk()?;
            let version = u32::from_le_bytes(*version);
            let header = Self {
                first: Position(u64::from_le_bytes(*first)),
                salt: u64::from_le_bytes(*salt),
                is_followed: version != VERSION_BEFORE,
            };
            Some((magic, version, u32::from_le_bytes(*sum), header))
        };
        match fields() {
            None => Err("its beginning is missing"),
            Some((magic, ..)) if magic != MAGIC => Err("it does not begin as a file of the journal does"),
            Some((_, version, ..)) if !(VERSION_BEFORE..=VERSION).contains(&version) => {
                Err("it was written by another version of this program")
            }
            Some((_, _, sum, header)) if sum != header.checksum() => Err("its beginning is damaged"),
            Some((.., header)) => Ok(header),
        }
    }

    const fn version(self) -> u32 {
        if self.is_followed { VERSION } else { VERSION_BEFORE }
    }

    fn checksum(self) -> u32 {
        let mut sum = crc32fast::Hasher::new();
        sum.update(&self.first.0.to_le_bytes());
        sum.update(&self.salt.to_le_bytes());
        if self.is_followed {
            sum.update(&self.version().to_le_bytes());
        }
        sum.finalize()
    }
}

/// The name of the file whose first frame has this position.
pub(super) fn name(first: Position) -> String {
    format!("{:0DIGITS$}{ENDING}", first.0)
}

/// Whether a file of this name is a part of the journal. What people call a copy is none.
pub(super) fn is_segment(name: &str) -> bool {
    let digits = name.strip_suffix(ENDING).unwrap_or_default();
    digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether a name looks like that of a part of the journal, and is not.
pub(super) fn is_foreign(name: &str) -> bool {
    name.ends_with(ENDING) && !is_segment(name)
}

/// The name of a file that waits to become a part of the journal.
pub(super) fn spare_name(number: u64) -> String {
    format!("{SPARE}{number:020}")
}

/// The number of a file that waits to become a part of the journal; none if a file of this name does not.
pub(super) fn spare_number(name: &str) -> Option<u64> {
    name.strip_prefix(SPARE)?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    #[test]
    fn a_beginning_reads_as_it_was_written_and_not_if_it_was_changed() {
        for is_followed in [true, false] {
            let header = Header {
                first: Position(1 << 40),
                salt: 99,
                is_followed,
            };
            let bytes = header.bytes();
            assert_eq!(Header::read(&bytes), Ok(header));
            for at in 0..LENGTH {
                assert!(Header::read(&bytes[..at]).is_err());
                for bit in 0..8 {
                    let mut flipped = bytes;
                    flipped[at] ^= 1 << bit;
                    assert!(Header::read(&flipped).is_err(), "bit {bit} of byte {at}");
                }
            }
        }
    }

    #[test]
    fn names_are_in_the_order_of_the_positions() {
        assert!(name(Position(9)) < name(Position(10)));
        assert!(name(Position(10)) < name(Position(u64::MAX)));
        assert!(is_segment(&name(Position(0))) && !is_segment(&spare_name(3)));
        for foreign in ["old.journal", "7.journal", "0000000000000000000x.journal", ".journal"] {
            assert!(!is_segment(foreign) && is_foreign(foreign), "{foreign}");
        }
        assert!(!is_foreign(&name(Position(7))) && !is_foreign(&spare_name(3)));
        assert_eq!(spare_number(&spare_name(3)), Some(3));
        assert_eq!(spare_number(&name(Position(0))), None);
    }
}
