//! The end of what was said in one direction: what the next message may refer to. It is all that a connection
//! remembers of its compression, so its size is the connection's memory.

/// The last bytes of the messages that were compressed.
#[derive(Debug)]
pub struct Window {
    most: usize,
    bytes: Vec<u8>,
}

impl Window {
    /// Remembers at most so many bytes; none of them are taken before they are needed.
    #[must_use]
    pub const fn new(most: usize) -> Self {
        Self {
            most,
            bytes: Vec::new(),
        }
    }

    /// Messages refer to those before them.
    #[must_use]
    pub const fn takes_over(&self) -> bool {
        self.most > 0
    }

    /// What is remembered.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// One more message was compressed, or was found to be.
    pub fn slide(&mut self, message: &[u8]) {
        let tail = message
            .split_at_checked(message.len().saturating_sub(self.most))
            .map_or(message, |(_, tail)| tail);
        let kept = (self.most - tail.len()).min(self.bytes.len());
        self.bytes.drain(..self.bytes.len() - kept);
        self.bytes.reserve_exact(tail.len());
        self.bytes.extend_from_slice(tail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_remembered_and_no_more() {
        let mut window = Window::new(8);
        for (message, remembered) in [
            ("abc", "abc"),
            ("defgh", "abcdefgh"),
            ("", "abcdefgh"),
            ("ij", "cdefghij"),
            ("0123456789", "23456789"),
        ] {
            window.slide(message.as_bytes());
            assert_eq!(window.bytes(), remembered.as_bytes());
        }
    }

    #[test]
    fn memory_stays_within_the_window() {
        let mut window = Window::new(4096);
        assert_eq!(window.bytes.capacity(), 0);
        for length in (1..700).chain([5000, 4096, 1]) {
            window.slide(&vec![b'x'; length]);
            assert!(window.bytes.capacity() <= 4096, "{}", window.bytes.capacity());
        }
    }

    #[test]
    fn without_takeover_nothing_is_remembered() {
        let mut window = Window::new(0);
        window.slide(b"a message");
        assert!(window.bytes().is_empty() && !window.takes_over());
    }
}
