//! Lists in pages: `?limit=` (1 to 1000, 100 if absent) and `?after=`, which takes the `next` of
//! the page before.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::openapi::schema::{SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::problem::{Problem, kinds};

/// How many items a page holds at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "usize")]
pub struct Limit(usize);

impl Limit {
    /// The most that a page may hold.
    pub const MOST: Self = Self(1000);

    /// So many items.
    #[must_use]
    pub fn count(self) -> usize {
        self.0
    }

    /// What to read to know whether there is more: one item beyond the page.
    #[must_use]
    pub fn with_one_more(self) -> usize {
        self.0 + 1
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<usize> for Limit {
    type Error = &'static str;

    fn try_from(limit: usize) -> Result<Self, Self::Error> {
        if (1..=1000).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err("`limit` goes from 1 to 1000")
        }
    }
}

/// What every list takes.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Paging {
    /// The `next` of the page before.
    pub after: Option<String>,
    /// How many.
    #[param(value_type = usize, minimum = 1, maximum = 1000, default = 100)]
    pub limit: Limit,
}

/// A page.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// In their order.
    pub items: Vec<T>,
    /// Where the next page begins; none: this is the last one.
    pub next: Option<String>,
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let next = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some(
                "Where the next page begins, for `after`; null: this is the last one.",
            ));
        ObjectBuilder::new()
            .description(Some("A page of a list."))
            .property(
                "items",
                Ref::from_schema_name(T::name())
                    .to_array_builder()
                    .description(Some("In their order.")),
            )
            .required("items")
            .property("next", next)
            .required("next")
            .into()
    }
}

impl<T: ToSchema> ToSchema for Page<T> {
    fn name() -> Cow<'static, str> {
        format!("{}Page", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
        schemas.push((T::name().into_owned(), T::schema()));
    }
}

/// A page ends where its items have so many bytes, whatever its limit says: an answer is held in memory.
const MOST_BYTES: usize = 4 << 20;

/// So many items that may be large are read at a time.
pub const LARGE_ITEMS: usize = 16;

/// How much of a page is used up.
#[derive(Debug, Default)]
pub struct Weight(usize);

impl Weight {
    /// One more item of so many bytes is on the page; whether the page ends with it.
    pub fn is_full_with(&mut self, bytes: usize) -> bool {
        self.0 = self.0.saturating_add(bytes);
        self.0 >= MOST_BYTES
    }
}

/// About how many bytes a value has as text.
#[must_use]
pub fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(weight).sum::<usize>() + 2,
        Value::Object(members) => members.iter().map(|(name, value)| name.len() + weight(value) + 4).sum(),
    }
}

impl<T> Page<T> {
    /// The page of items that ended before its limit, since they are large; more may follow.
    pub fn ended_with(found: Vec<T>, name: impl Fn(&T) -> String) -> Self {
        let next = found.last().map(name);
        Self { items: found, next }
    }

    /// The page of what was read with [`Limit::with_one_more`]; `next` names the last item.
    pub fn cut(mut found: Vec<T>, limit: Limit, name: impl Fn(&T) -> String) -> Self {
        let more = found.len() > limit.0;
        found.truncate(limit.0);
        let next = found.last().filter(|_| more).map(name);
        Self { items: found, next }
    }

    /// The same page with other items.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(make).collect(),
            next: self.next,
        }
    }
}

/// A cursor over keys that mean nothing to a client; fit for a URL as it is.
#[must_use]
pub fn cursor(key: &str) -> String {
    URL_SAFE_NO_PAD.encode(key)
}

/// The key of a cursor.
///
/// # Errors
/// The text is no cursor of ours.
pub fn key(cursor: Option<&str>) -> Result<Option<String>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok();
    let key = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let unknown = || Problem::new(kinds::INVALID_REQUEST, "`after` is no `next` of this list");
    key.map(Some).ok_or_else(unknown)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Limit, Page, cursor, key};

    fn page(read: &[u32], limit: usize) -> Page<u32> {
        Page::cut(read.to_vec(), Limit(limit), ToString::to_string)
    }

    #[test]
    fn next_is_there_only_if_there_is_more() {
        assert_eq!(
            page(&[], 2),
            Page {
                items: vec![],
                next: None
            }
        );
        assert_eq!(
            page(&[1, 2], 2),
            Page {
                items: vec![1, 2],
                next: None
            }
        );
        assert_eq!(
            page(&[1, 2, 3], 2),
            Page {
                items: vec![1, 2],
                next: Some("2".to_owned())
            }
        );
    }

    #[test]
    fn a_limit_has_bounds() {
        for (limit, good) in [(0, false), (1, true), (1000, true), (1001, false)] {
            assert_eq!(Limit::try_from(limit).is_ok(), good, "{limit}");
        }
    }

    #[test]
    fn a_cursor_gives_its_key_back() {
        let text = cursor("CP/1%2F/0000000007 ä");
        assert!(
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
            "{text}"
        );
        assert_eq!(key(Some(&text)).unwrap().as_deref(), Some("CP/1%2F/0000000007 ä"));
        assert_eq!(key(None).unwrap(), None);
        assert!(key(Some("!!")).is_err());
    }
}
