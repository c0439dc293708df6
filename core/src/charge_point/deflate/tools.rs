//! What compresses and inflates: one of each kind for a worker, not for a connection. Each message begins anew on the
//! window that its connection remembers, which comes to the same as going on where the last one ended: a message ends
//! at the end of a block, on a whole byte (RFC 7692 section 7.2.1).

use std::array;
use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use super::agreed::{FEWEST_BITS, MOST_BITS};

/// How hard it is looked for repetitions.
const LEVEL: u32 = 6;
/// What a message ends with, and leaves out (section 7.2.1).
const TAIL: &[u8] = &[0x00, 0x00, 0xFF, 0xFF];
/// What the inflated text may refer to.
const LARGEST_WINDOW: usize = 1 << MOST_BITS;
/// The most blocks of a message that say that they are the last (section 7.2.3.4). Beginning anew costs time each
/// time, and who does so does it once.
const MOST_LAST_BLOCKS: usize = 16;
/// The room that is made for a text at first: so many times its compressed form.
const GROWTH: usize = 4;
/// The least room that is made for one.
const LEAST_ROOM: usize = 256;
/// What deflate may write beyond a text that it cannot make smaller, before it is given up.
const BEYOND: usize = 24;

/// Why a message cannot be inflated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotInflated {
    /// The text is larger than the limit.
    TooLarge,
    /// It is not deflate, or refers to what is not remembered.
    Broken,
}

thread_local! {
    static TOOLS: RefCell<Tools> = RefCell::new(Tools::new());
}

/// The tools of a worker, made when they are needed first.
struct Tools {
    inflater: Option<Decompress>,
    /// By the size of the window.
    compressors: [Option<Compress>; (MOST_BITS - FEWEST_BITS + 1) as usize],
    /// What was compressed last.
    compressed: Vec<u8>,
}

/// Puts a message's text behind what is in `text`, reading no more than `limit` bytes of it. `window` is what was said
/// before.
///
/// # Errors
/// [`NotInflated`]
pub fn inflate(message: &[u8], window: &[u8], limit: usize, text: &mut Vec<u8>) -> Result<(), NotInflated> {
    TOOLS.with_borrow_mut(|tools| {
        let inflater = tools.inflater.get_or_insert_with(|| Decompress::new(false));
        let mut inflating = Inflating {
            inflater,
            window,
            begin: text.len(),
            limit,
            last_blocks: 0,
            text,
        };
        let room = message.len().saturating_mul(GROWTH).max(LEAST_ROOM);
        inflating.make_room(room);
        inflating.begin_block(window)?;
        inflating.read(message)?;
        inflating.read(TAIL)
    })
}

/// Gives `then` the compressed form of a text; none: it is larger than the text, and more than a little. The window has
/// so many bits.
pub fn deflate<T>(text: &[u8], window: &[u8], bits: u8, then: impl FnOnce(Option<&[u8]>) -> T) -> T {
    TOOLS.with_borrow_mut(|tools| {
        let is_whole = tools.deflate(text, window, bits).is_some();
        then(Some(tools.compressed.as_slice()).filter(|_| is_whole))
    })
}

impl Tools {
    fn new() -> Self {
        Self {
            inflater: None,
            compressors: array::from_fn(|_| None),
            compressed: Vec::new(),
        }
    }

    /// None: there is nothing to be gained.
    fn deflate(&mut self, text: &[u8], window: &[u8], bits: u8) -> Option<()> {
        let bits = bits.clamp(FEWEST_BITS, MOST_BITS);
        let compressor = self
            .compressors
            .get_mut(usize::from(bits - FEWEST_BITS))?
            .get_or_insert_with(|| Compress::new_with_window_bits(Compression::new(LEVEL), false, bits));
        compressor.reset();
        if !window.is_empty() {
            compressor.set_dictionary(window).ok()?;
        }
        self.compressed.clear();
        self.compressed.shrink_to(LARGEST_WINDOW);
        self.compressed.reserve_exact(text.len() + BEYOND);
        let flushed = compressor.compress_vec(text, &mut self.compressed, FlushCompress::Sync);
        // Where the room was not enough, more would come.
        let is_whole = flushed.is_ok()
            && compressor.total_in() == text.len() as u64
            && self.compressed.len() < self.compressed.capacity();
        let length = self.compressed.strip_suffix(TAIL).filter(|_| is_whole)?.len();
        self.compressed.truncate(length);
        Some(())
    }
}

/// A message that is being inflated.
struct Inflating<'a> {
    inflater: &'a mut Decompress,
    window: &'a [u8],
    text: &'a mut Vec<u8>,
    /// Where the message's text begins in `text`.
    begin: usize,
    limit: usize,
    last_blocks: usize,
}

impl Inflating<'_> {
    fn begin_block(&mut self, seen: &[u8]) -> Result<(), NotInflated> {
        self.inflater.reset(false);
        if seen.is_empty() {
            return Ok(());
        }
        self.inflater
            .set_dictionary(seen)
            .map(drop)
            .map_err(|_| NotInflated::Broken)
    }

    /// Room for so much more, but for no more than shows that it is too large.
    fn make_room(&mut self, more: usize) {
        let left = (self.begin + self.limit + 1).saturating_sub(self.text.len());
        self.text.reserve_exact(more.min(left));
    }

    fn read(&mut self, mut part: &[u8]) -> Result<(), NotInflated> {
        loop {
            if self.text.len() == self.text.capacity() {
                self.make_room(self.text.len().max(LEAST_ROOM));
            }
            let (before, length) = (self.inflater.total_in(), self.text.len());
            let status = self
                .inflater
                .decompress_vec(part, self.text, FlushDecompress::None)
                .map_err(|_| NotInflated::Broken)?;
            let read = usize::try_from(self.inflater.total_in() - before).unwrap_or(usize::MAX);
            part = part.get(read..).unwrap_or_default();
            if self.text.len() - self.begin > self.limit {
                return Err(NotInflated::TooLarge);
            }
            match status {
                Status::StreamEnd => self.after_the_last_block()?,
                Status::Ok | Status::BufError if self.text.len() == self.text.capacity() => {}
                Status::Ok | Status::BufError if part.is_empty() => return Ok(()),
                Status::Ok | Status::BufError if read == 0 && self.text.len() == length => {
                    return Err(NotInflated::Broken);
                }
                Status::Ok | Status::BufError => {}
            }
            if part.is_empty() && matches!(status, Status::StreamEnd) {
                return Ok(());
            }
        }
    }

    /// A block that says that it is the last one is not: what comes behind it goes on, also with what it may refer to.
    fn after_the_last_block(&mut self) -> Result<(), NotInflated> {
        self.last_blocks += 1;
        if self.last_blocks > MOST_LAST_BLOCKS {
            return Err(NotInflated::Broken);
        }
        let text = self.text.get(self.begin..).unwrap_or_default();
        let seen = [self.window, text].concat();
        let from = seen.len().saturating_sub(LARGEST_WINDOW);
        self.begin_block(seen.get(from..).unwrap_or_default())
    }
}
