//! Numbers as runs of those that follow each other: a set of numbers that is as small as its gaps are few. Pure; whatever
//! the order and however often the numbers come, the same numbers are the same runs.

use serde::{Deserialize, Serialize};

/// The first and the last of each run, in their order; between two runs at least one number is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Runs(Vec<(i64, i64)>);

impl Runs {
    /// Those of some numbers. All at once: whatever their order, it costs no more than sorting them.
    #[must_use]
    pub fn of(mut numbers: Vec<i64>) -> Self {
        numbers.sort_unstable();
        let mut runs = Self::default();
        for number in numbers {
            runs.add(number);
        }
        runs
    }

    /// One number more, which may be there already.
    pub fn add(&mut self, number: i64) {
        let at = self.0.partition_point(|(first, _)| *first <= number);
        let (before, after) = self.0.split_at_mut(at);
        // What is before begins at the number or below, so the smallest number is in it if there is any.
        let before = before.last_mut().filter(|(_, last)| number.saturating_sub(1) <= *last);
        // What is after begins above the number.
        let after = after
            .first_mut()
            .filter(|(first, _)| number.saturating_add(1) >= *first);
        match (before, after) {
            (Some(before), Some(after)) => {
                before.1 = after.1;
                self.0.remove(at);
            }
            (Some(before), None) => before.1 = before.1.max(number),
            (None, Some(after)) => after.0 = number,
            (None, None) => self.0.insert(at, (number, number)),
        }
    }

    /// How many runs they are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a number is among them.
    #[must_use]
    pub fn has(&self, number: i64) -> bool {
        let below = self.0.partition_point(|(_, to)| *to < number);
        self.0.get(below).is_some_and(|(from, _)| *from <= number)
    }

    /// The numbers from one to another that are not there.
    #[must_use]
    pub fn missing(&self, first: i64, last: i64) -> Self {
        let mut missing = Vec::new();
        // Of the numbers that were not looked at the lowest; none: all were.
        let mut next = Some(first);
        let below = self.0.partition_point(|(_, to)| *to < first);
        for &(from, to) in self.0.iter().skip(below) {
            let Some(lowest) = next.filter(|_| from <= last) else {
                break;
            };
            if from > lowest {
                missing.push((lowest, from.saturating_sub(1)));
            }
            next = to.checked_add(1);
        }
        missing.extend(next.filter(|next| *next <= last).map(|next| (next, last)));
        Self(missing)
    }

    /// These numbers without others.
    #[must_use]
    pub fn without(&self, others: &Self) -> Self {
        let left = self.0.iter().flat_map(|(first, last)| others.missing(*first, *last).0);
        Self(left.collect())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeSet;

    use proptest::prelude::{Strategy, prop, prop_assert_eq, prop_oneof, proptest};

    use super::Runs;

    /// Near each other, and at the ends of what a number can be.
    fn some_numbers() -> impl Strategy<Value = Vec<i64>> {
        let one = prop_oneof![
            0_i64..40,
            (0_i64..6).prop_map(|n| i64::MIN + n),
            (0_i64..6).prop_map(|n| i64::MAX - n)
        ];
        prop::collection::vec(one, 0..60)
    }

    /// The slow way, of a set that has both neighbours of each run.
    fn runs_of(set: &BTreeSet<i64>) -> Vec<(i64, i64)> {
        let mut runs: Vec<(i64, i64)> = Vec::new();
        for &number in set {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(number) => *last = number,
                _ => runs.push((number, number)),
            }
        }
        runs
    }

    proptest! {
        #[test]
        fn any_order_and_repetitions_give_the_runs_of_the_set(numbers in some_numbers()) {
            let mut runs = Runs::default();
            for number in &numbers {
                runs.add(*number);
            }
            let set: BTreeSet<i64> = numbers.iter().copied().collect();
            prop_assert_eq!(&runs.0, &runs_of(&set));
            for number in (-2..42).chain([i64::MIN, i64::MIN + 3, i64::MAX - 3, i64::MAX]) {
                prop_assert_eq!(runs.has(number), set.contains(&number), "{}", number);
            }
            prop_assert_eq!(runs, Runs::of(numbers));
        }

        #[test]
        fn what_is_missing_is_what_the_set_has_not(
            numbers in some_numbers(), others in some_numbers(), first in -2_i64..42, length in 0_i64..44,
        ) {
            let (runs, others) = (Runs::of(numbers.clone()), Runs::of(others.clone()));
            let in_runs = |runs: &Runs, number: i64| runs.0.iter().any(|(first, last)| (*first..=*last).contains(&number));
            let last = first + length - 1;
            let missing: BTreeSet<i64> = (first..=last).filter(|number| !numbers.contains(number)).collect();
            prop_assert_eq!(&runs.missing(first, last).0, &runs_of(&missing));
            let left: BTreeSet<i64> = numbers.iter().copied().filter(|number| !in_runs(&others, *number)).collect();
            prop_assert_eq!(&runs.without(&others).0, &runs_of(&left));
        }
    }

    #[test]
    fn numbers_as_far_apart_as_can_be_are_no_work() {
        let none = Runs::default();
        assert_eq!(none.missing(i64::MIN, i64::MAX).0, [(i64::MIN, i64::MAX)]);
        let ends = Runs::of(vec![i64::MAX, i64::MIN]);
        assert_eq!(ends.missing(i64::MIN, i64::MAX).0, [(i64::MIN + 1, i64::MAX - 1)]);
        assert!(ends.missing(i64::MAX, i64::MAX).is_empty());
        assert!(none.missing(5, 3).is_empty());
        let all = none.missing(i64::MIN, i64::MAX);
        assert!(ends.without(&all).is_empty());
        assert_eq!(all.without(&ends).count(), 1);
    }

    #[test]
    fn they_are_stored_as_pairs() {
        let runs = Runs::of(vec![3, 1, 2, 7]);
        assert_eq!(serde_json::to_string(&runs).unwrap(), "[[1,3],[7,7]]");
        assert_eq!(serde_json::from_str::<Runs>("[[1,3],[7,7]]").unwrap(), runs);
    }
}
