//! A text message that comes in several WebSocket frames (RFC 6455 section 5.4), put together up
//! to a limit.

use actix_http::ws::Item;

/// The parts that have arrived.
#[derive(Debug, Default)]
pub struct Fragments {
    parts: Vec<u8>,
    binary: bool,
}

/// What a fragment led to.
#[derive(Debug, PartialEq, Eq)]
pub enum Assembled {
    /// More is to come.
    Partly,
    /// A whole text message.
    Text(Vec<u8>),
    /// A whole binary message.
    Binary,
    /// The message is larger than the limit.
    TooLarge,
}

impl Fragments {
    /// Adds a fragment.
    pub fn add(&mut self, item: Item, limit: usize) -> Assembled {
        let (bytes, last) = match item {
            Item::FirstText(bytes) => {
                self.start(false);
                (bytes, false)
            }
            Item::FirstBinary(bytes) => {
                self.start(true);
                (bytes, false)
            }
            Item::Continue(bytes) => (bytes, false),
            Item::Last(bytes) => (bytes, true),
        };
        if self.parts.len() + bytes.len() > limit {
            return Assembled::TooLarge;
        }
        self.parts.extend_from_slice(&bytes);
        match (last, self.binary) {
            (false, _) => Assembled::Partly,
            (true, false) => Assembled::Text(std::mem::take(&mut self.parts)),
            (true, true) => {
                self.parts = Vec::new();
                Assembled::Binary
            }
        }
    }

    fn start(&mut self, binary: bool) {
        self.parts = Vec::new();
        self.binary = binary;
    }
}

#[cfg(test)]
mod tests {
    use actix_http::ws::Item;
    use bytes::Bytes;

    use super::{Assembled, Fragments};

    #[test]
    fn parts_become_one_text() {
        let mut fragments = Fragments::default();
        let part = |text: &'static str| Bytes::from_static(text.as_bytes());
        assert_eq!(fragments.add(Item::FirstText(part("[2,")), 99), Assembled::Partly);
        assert_eq!(fragments.add(Item::Continue(part("\"1\"")), 99), Assembled::Partly);
        assert_eq!(
            fragments.add(Item::Last(part("]")), 99),
            Assembled::Text(b"[2,\"1\"]".to_vec())
        );
        assert_eq!(fragments.add(Item::FirstBinary(part("x")), 99), Assembled::Partly);
        assert_eq!(fragments.add(Item::Last(part("y")), 99), Assembled::Binary);
    }

    #[test]
    fn many_small_parts_do_not_get_past_the_limit() {
        let mut fragments = Fragments::default();
        let part = || Bytes::from_static(b"0123456789");
        assert_eq!(fragments.add(Item::FirstText(part()), 25), Assembled::Partly);
        assert_eq!(fragments.add(Item::Continue(part()), 25), Assembled::Partly);
        assert_eq!(fragments.add(Item::Continue(part()), 25), Assembled::TooLarge);
    }
}
