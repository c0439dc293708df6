//! The one spelling of a JSON text: members by their names, no white space, strings and numbers as this server writes them.
//! Keys are made of it, so that a message which is sent again falls on its key in whatever layout it comes.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Of a text; one that is not JSON stays as it is.
pub(super) fn canonical(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut reader = serde_json::Deserializer::from_str(text);
    match Writer(&mut out).deserialize(&mut reader) {
        Ok(()) => out,
        Err(_) => text.as_bytes().to_vec(),
    }
}

/// Reads a value, and writes it behind what is there.
struct Writer<'a>(&'a mut Vec<u8>);

impl Writer<'_> {
    fn put<T: Serialize + ?Sized, E: Error>(self, value: &T) -> Result<(), E> {
        serde_json::to_writer(self.0, value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Writer<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Writer<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.put(&value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.put(value)
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(&())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self(out) = self;
        out.push(b'[');
        let begin = out.len();
        loop {
            let end = out.len();
            if end > begin {
                out.push(b',');
            }
            if seq.next_element_seed(Writer(out))?.is_none() {
                out.truncate(end);
                break;
            }
        }
        out.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(out) = self;
        out.push(b'{');
        let begin = out.len();
        let mut members = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            let from = out.len() - begin;
            serde_json::to_writer(&mut *out, &name).map_err(Error::custom)?;
            out.push(b':');
            map.next_value_seed(Writer(out))?;
            members.push((name, from..out.len() - begin));
        }
        let written = out.split_off(begin);
        members.sort_by(|(one, _), (other, _)| one.cmp(other));
        for (place, (name, range)) in members.iter().enumerate() {
            // Of one that stands twice the last counts.
            if members.get(place + 1).is_some_and(|(next, _)| next == name) {
                continue;
            }
            if out.len() > begin {
                out.push(b',');
            }
            out.extend(written.get(range.clone()).unwrap_or_default());
        }
        out.push(b'}');
        Ok(())
    }
}

/// A member's name.
struct Name<'de>(Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::Value;

    use super::canonical;

    #[test]
    fn it_is_the_text_of_the_value() {
        for text in [
            "[]",
            " [ { } , 1 ] ",
            "null",
            "{\"b\":1,\"a\":[true,false,null],\"ab\":{\"z\":\"\\u0041\\n\",\"y\":\"ö\\\"\"}}",
            "{\"a\":1,\"b\":2,\"a\":3}",
            "[1.0,1e2,-0,0.1,123456789012345678901234567890,18446744073709551615,-5,1E-7,12.50]",
            "[[[]],[{}],[[1],[2,[3]]]]",
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(String::from_utf8(canonical(text)).unwrap(), value.to_string(), "{text}");
        }
        assert_eq!(canonical("[1"), b"[1");
    }
}
