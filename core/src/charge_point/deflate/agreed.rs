//! What both sides agreed on in the handshake (RFC 7692 section 7.1), for each direction.

/// The smallest window that deflate is given here: it does not make smaller ones.
pub const FEWEST_BITS: u8 = 9;
/// The largest window of deflate, 32 KiB, which holds where nothing was said.
pub const MOST_BITS: u8 = 15;

/// The extension as it was agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What we send.
    pub ours: Direction,
    /// What the station sends.
    pub theirs: Direction,
    /// The extension with its parameters as the handshake was answered.
    pub answer: Box<str>,
}

/// One direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Direction {
    /// The window's size: the power of two, in bytes.
    pub window_bits: u8,
    /// A message may refer to those before it.
    pub takes_over: bool,
}

impl Direction {
    /// The bytes that are remembered from one message to the next.
    #[must_use]
    pub fn remembered(self) -> usize {
        if self.takes_over {
            // Who says 8 may mean 9, as zlib does.
            1 << self.window_bits.clamp(FEWEST_BITS, MOST_BITS)
        } else {
            0
        }
    }
}
