//! The enumerations: what all of them can do, and the macro that defines one.
//!
//! Their reading and writing is shared code, which compiles several times faster than a derived one for each.

use serde::de::{Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A closed set of words.
pub trait Enumeration: Copy + 'static {
    /// All values, in the specification's order.
    const ALL: &'static [Self];

    /// The word on the wire.
    fn as_str(self) -> &'static str;

    /// The value of a word, which must be spelled exactly.
    #[must_use]
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.as_str() == word)
    }
}

/// Reads any enumeration.
pub(crate) fn deserialize<'de, D: Deserializer<'de>, E: Enumeration>(deserializer: D) -> Result<E, D::Error> {
    deserializer.deserialize_str(Reader(PhantomData))
}

struct Reader<E>(PhantomData<E>);

impl<E: Enumeration> Visitor<'_> for Reader<E> {
    type Value = E;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a word of the enumeration")
    }

    fn visit_str<X: Error>(self, word: &str) -> Result<E, X> {
        E::from_word(word).ok_or_else(|| X::custom("a word that the enumeration does not have"))
    }
}

/// Defines an enumeration with its words.
macro_rules! enumeration {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $crate::types::Enumeration for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];

            fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad($crate::types::Enumeration::as_str(*self))
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($crate::types::Enumeration::as_str(*self))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::types::enumeration::deserialize(deserializer)
            }
        }
    };
}
pub(crate) use enumeration;
