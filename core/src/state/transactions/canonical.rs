//! The one spelling of a JSON text: members by their names, no white space, strings and numbers as this server writes them.
//! Keys are made of it, so that a message which is sent again falls on its key in whatever layout it comes.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Serialize;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Of a text; one that is not JSON stays as it is.
pub(super) fn canonical(text: &str) -> Vec<u8> {
    let mut work = Work {
        out: Vec::with_capacity(text.len()),
        ..Work::default()
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    match Writer(&mut work).deserialize(&mut reader) {
        Ok(()) => work.out,
        Err(_) => text.as_bytes().to_vec(),
    }
}

/// What was written, and the members of the objects that are not complete, the innermost last.
#[derive(Default)]
struct Work<'de> {
    out: Vec<u8>,
    members: Vec<Member<'de>>,
    /// Where the members of one object are put in their order.
    spare: Vec<u8>,
}

/// One of an object, and where it was written.
struct Member<'de> {
    name: Cow<'de, str>,
    place: Range<usize>,
}

impl Work<'_> {
    /// Writes a string that is lent from the text: nothing in it is written otherwise than as it is.
    fn put_as_it_is(&mut self, string: &str) {
        self.out.push(b'"');
        self.out.extend_from_slice(string.as_bytes());
        self.out.push(b'"');
    }

    /// Brings the members of the innermost object, from `first` on, into their order; what was written of them begins at `begin`.
    fn sort(&mut self, first: usize, begin: usize) {
        let members = self.members.get_mut(first..).unwrap_or_default();
        members.sort_by(|one, other| one.name.cmp(&other.name));
        self.spare.clear();
        for (number, member) in members.iter().enumerate() {
            // Of one that stands twice the last counts.
            if members.get(number + 1).is_some_and(|next| next.name == member.name) {
                continue;
            }
            if !self.spare.is_empty() {
                self.spare.push(b',');
            }
            self.spare
                .extend_from_slice(self.out.get(member.place.clone()).unwrap_or_default());
        }
        self.out.truncate(begin);
        self.out.extend_from_slice(&self.spare);
    }
}

/// Reads a value, and writes it behind what is there.
struct Writer<'a, 'de>(&'a mut Work<'de>);

impl Writer<'_, '_> {
    fn put<T: Serialize + ?Sized, E: Error>(self, value: &T) -> Result<(), E> {
        serde_json::to_writer(&mut self.0.out, value).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Writer<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Writer<'_, 'de> {
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

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<(), E> {
        self.0.put_as_it_is(value);
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put(&())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Self(work) = self;
        work.out.push(b'[');
        let begin = work.out.len();
        loop {
            let end = work.out.len();
            if end > begin {
                work.out.push(b',');
            }
            if seq.next_element_seed(Writer(work))?.is_none() {
                work.out.truncate(end);
                break;
            }
        }
        work.out.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(work) = self;
        work.out.push(b'{');
        let (first, begin) = (work.members.len(), work.out.len());
        let mut is_sorted = true;
        while let Some(Name(name)) = map.next_key()? {
            if let Some(before) = work.members.get(first..).and_then(<[_]>::last) {
                work.out.push(b',');
                is_sorted &= before.name < name;
            }
            let from = work.out.len();
            match &name {
                Cow::Borrowed(name) => work.put_as_it_is(name),
                Cow::Owned(name) => serde_json::to_writer(&mut work.out, name).map_err(Error::custom)?,
            }
            work.out.push(b':');
            map.next_value_seed(Writer(work))?;
            let place = from..work.out.len();
            work.members.push(Member { name, place });
        }
        if !is_sorted {
            work.sort(first, begin);
        }
        work.members.truncate(first);
        work.out.push(b'}');
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
            "{\"a\":1,\"a\":2,\"b\":3}",
            "{\"b\":{\"d\":1,\"c\":{\"f\":[{\"h\":1,\"g\":2}],\"e\":{}}},\"a\":{\"a\":1,\"b\":{\"b\":1,\"a\":2}}}",
            "[1.0,1e2,-0,0.1,123456789012345678901234567890,18446744073709551615,-5,1E-7,12.50]",
            "[[[]],[{}],[[1],[2,[3]]]]",
            "{\"/\":\"\u{7f}\u{2028}/\",\"\\u002f\":\"\\/\",\"ä\":\"\\u0001\"}",
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(String::from_utf8(canonical(text)).unwrap(), value.to_string(), "{text}");
        }
        assert_eq!(canonical("[1"), b"[1");
    }
}
