//! One listing out of several that lie over one another: changes over what they change. Pure.
//!
//! Each layer is read lazily and in the page's order; whichever key comes next in any of them comes next in all, and the
//! uppermost layer that has it decides.

use super::{Order, StoreError};

/// The keys of a layer in the page's order, with what they hold; none: here it is gone.
pub(super) type Items<'a, K, T> = Box<dyn Iterator<Item = Result<(K, Option<T>), StoreError>> + 'a>;

/// Which part of the keys is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) order: Order,
    pub(super) limit: usize,
}

struct Layer<'a, K, T> {
    /// What comes next.
    head: Option<(K, Option<T>)>,
    rest: Items<'a, K, T>,
}

impl<'a, K, T> Layer<'a, K, T> {
    fn of(mut rest: Items<'a, K, T>) -> Result<Self, StoreError> {
        let head = rest.next().transpose()?;
        Ok(Self { head, rest })
    }

    fn take(&mut self) -> Result<Option<(K, Option<T>)>, StoreError> {
        let next = self.rest.next().transpose()?;
        Ok(std::mem::replace(&mut self.head, next))
    }
}

/// What `shown` makes of each key that is there; a key of which it makes nothing is not on the page. The uppermost
/// layer is the first.
///
/// # Errors
/// A layer's, or that of `shown`.
pub(super) fn merged<K: Ord, T, S>(
    layers: Vec<Items<'_, K, T>>,
    part: Part,
    mut shown: impl FnMut(K, T) -> Result<Option<S>, StoreError>,
) -> Result<Vec<S>, StoreError> {
    let mut found = Vec::new();
    if part.limit == 0 {
        return Ok(found);
    }
    let layers: Result<Vec<_>, _> = layers.into_iter().map(Layer::of).collect();
    let mut layers = layers?;
    while found.len() < part.limit {
        let Some((key, held)) = next(&mut layers, part.order)? else {
            break;
        };
        if let Some(held) = held {
            found.extend(shown(key, held)?);
        }
    }
    Ok(found)
}

fn next<K: Ord, T>(layers: &mut [Layer<'_, K, T>], order: Order) -> Result<Option<(K, Option<T>)>, StoreError> {
    let heads = layers.iter().enumerate();
    let heads = heads.filter_map(|(place, layer)| Some((place, &layer.head.as_ref()?.0)));
    // Of equals the uppermost stays.
    let first = heads.reduce(|first, other| {
        if order.comes_before(other.1, first.1) {
            other
        } else {
            first
        }
    });
    let place = first.map(|(place, _)| place);
    let Some(layer) = place.and_then(|place| layers.get_mut(place)) else {
        return Ok(None);
    };
    let Some(item) = layer.take()? else { return Ok(None) };
    for layer in layers {
        if layer.head.as_ref().is_some_and(|(key, _)| *key == item.0) {
            layer.take()?;
        }
    }
    Ok(Some(item))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    type Item = Result<(u8, Option<char>), StoreError>;

    fn layer(items: &[(u8, Option<char>)], order: Order) -> Items<'static, u8, char> {
        let mut items: Vec<Item> = items.iter().copied().map(Ok).collect();
        if order == Order::Descending {
            items.reverse();
        }
        Box::new(items.into_iter())
    }

    fn page(order: Order, limit: usize) -> Vec<(u8, char)> {
        let layers = vec![
            layer(&[(2, None), (4, Some('a')), (9, Some('a'))], order),
            layer(&[(1, Some('b')), (4, None), (5, None), (7, Some('b'))], order),
            layer(
                &[
                    (2, Some('c')),
                    (3, Some('c')),
                    (4, Some('c')),
                    (5, Some('c')),
                    (8, Some('c')),
                ],
                order,
            ),
        ];
        merged(layers, Part { order, limit }, |key, held| {
            Ok((key != 8).then_some((key, held)))
        })
        .unwrap()
    }

    #[test]
    fn the_uppermost_layer_decides_and_a_page_is_filled() {
        let mut all = vec![(1, 'b'), (3, 'c'), (4, 'a'), (7, 'b'), (9, 'a')];
        assert_eq!(page(Order::Ascending, 100), all);
        assert_eq!(page(Order::Ascending, 4), all.get(..4).unwrap());
        all.reverse();
        assert_eq!(page(Order::Descending, 100), all);
        assert_eq!(page(Order::Descending, 1), all.get(..1).unwrap());
        assert!(page(Order::Ascending, 0).is_empty());
    }

    #[test]
    fn an_error_of_a_layer_is_the_pages() {
        let failing: Vec<Item> = vec![Ok((1, Some('a'))), Err(StoreError::Closed)];
        let layers: Vec<Items<'_, u8, char>> = vec![Box::new(failing.into_iter())];
        let part = Part {
            order: Order::Ascending,
            limit: 9,
        };
        assert!(merged(layers, part, |key, _| Ok(Some(key))).is_err());
    }
}
