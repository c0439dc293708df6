//! A set of words in which one is found by its length first: few of a schema's have the same.

#[derive(Debug)]
pub(super) struct Words {
    /// Sorted by length.
    words: Vec<Box<str>>,
    /// For each length where its words begin; one more at the end.
    begins: Vec<usize>,
}

impl Words {
    /// The set of these, each of which is there once.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut words: Vec<Box<str>> = words.map(Box::from).collect();
        words.sort_by_key(|word| word.len());
        let longest = words.last().map_or(0, |word| word.len());
        let begin = |length: usize| words.partition_point(|word| word.len() < length);
        let begins = (0..=longest + 1).map(begin).collect();
        Self { words, begins }
    }

    /// The place of a word among all.
    pub(super) fn find(&self, word: &str) -> Option<usize> {
        let (begin, end) = (*self.begins.get(word.len())?, *self.begins.get(word.len() + 1)?);
        let same_length = self.words.get(begin..end)?;
        Some(begin + same_length.iter().position(|one| &**one == word)?)
    }

    /// All in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn a_word_is_found_as_it_is_written() {
        let words = Words::new(["value", "unit", "phase", "", "context"].into_iter());
        let places: Vec<_> = words.iter().map(|word| words.find(word)).collect();
        assert_eq!(places, (0..5).map(Some).collect::<Vec<_>>());
        for other in ["Value", "valu", "values", "contexts", "x"] {
            assert_eq!(words.find(other), None);
        }
        assert_eq!(Words::new([].into_iter()).find("x"), None);
    }
}
