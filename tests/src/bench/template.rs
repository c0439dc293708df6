//! A message with holes: parsed once, filled for each message without looking at it again.
//!
//! The holes: `$id` the message id, `$message` its number, `$clock` a time of day that moves on by
//! one second with each message, `$n` the number of the station's session, `$tx` the transaction id
//! that the server gave, `$tag` and `$station` the texts of the station.

use super::Outcome;

/// What fills the holes of one message.
#[derive(Debug, Default)]
pub struct Fill {
    /// The station's number; part of the message id.
    pub station: u32,
    /// The station's identity.
    pub identity: String,
    /// The station's id tag.
    pub tag: String,
    /// Counts the station's messages.
    pub message: u64,
    /// Counts the station's sessions.
    pub session: u64,
    /// The last transaction id that the server gave.
    pub transaction: u64,
}

/// A message with holes.
#[derive(Debug)]
pub struct Template {
    pieces: Vec<Piece>,
    /// The answer carries a transaction id, for the messages that follow.
    pub starts: bool,
    /// The next message belongs to the next session.
    pub ends: bool,
}

#[derive(Debug)]
enum Piece {
    Text(&'static str),
    Id,
    Message,
    Clock,
    Session,
    Transaction,
    Tag,
    Station,
}

impl Template {
    /// Reads a CALL's action and payload.
    ///
    /// # Errors
    /// A hole with an unknown name.
    pub fn parse(text: &'static str) -> Outcome<Self> {
        let mut pieces = Vec::new();
        for (number, part) in text.split('$').enumerate() {
            let name = part.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(part.len());
            let (name, rest) = if number == 0 { ("", part) } else { part.split_at(name) };
            match name {
                "" if number == 0 => {}
                "id" => pieces.push(Piece::Id),
                "message" => pieces.push(Piece::Message),
                "clock" => pieces.push(Piece::Clock),
                "n" => pieces.push(Piece::Session),
                "tx" => pieces.push(Piece::Transaction),
                "tag" => pieces.push(Piece::Tag),
                "station" => pieces.push(Piece::Station),
                other => return Err(format!("no such hole: ${other}").into()),
            }
            pieces.push(Piece::Text(rest));
        }
        let starts = text.contains("\"StartTransaction\"");
        let ends = text.contains("\"StopTransaction\"") || text.contains("\"Ended\"");
        Ok(Self { pieces, starts, ends })
    }

    /// Appends the message.
    pub fn render(&self, fill: &Fill, out: &mut Vec<u8>) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => out.extend_from_slice(text.as_bytes()),
                Piece::Id => message_id(fill, out),
                Piece::Message => decimal(fill.message, 1, out),
                Piece::Clock => clock(fill.message, out),
                Piece::Session => decimal(fill.session, 1, out),
                Piece::Transaction => decimal(fill.transaction, 1, out),
                Piece::Tag => out.extend_from_slice(fill.tag.as_bytes()),
                Piece::Station => out.extend_from_slice(fill.identity.as_bytes()),
            }
        }
    }
}

/// 36 characters in the form of a UUID, as most stations send it.
pub fn message_id(fill: &Fill, out: &mut Vec<u8>) {
    decimal(u64::from(fill.station), 8, out);
    out.extend_from_slice(b"-0000-4000-8000-");
    decimal(fill.message, 12, out);
}

/// `hh:mm:ss`.
fn clock(seconds: u64, out: &mut Vec<u8>) {
    decimal(seconds / 3600 % 24, 2, out);
    out.push(b':');
    decimal(seconds / 60 % 60, 2, out);
    out.push(b':');
    decimal(seconds % 60, 2, out);
}

/// The number with zeros in front up to `width` digits, without the formatting machinery.
fn decimal(mut number: u64, width: usize, out: &mut Vec<u8>) {
    let start = out.len();
    while number > 0 || out.len() - start < width {
        out.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
        number /= 10;
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn rendered(text: &'static str, fill: &Fill) -> String {
        let mut out = Vec::new();
        Template::parse(text).unwrap().render(fill, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn holes_are_filled() {
        let fill = Fill {
            station: 7,
            identity: "CP7".into(),
            tag: "T7".into(),
            message: 3_661,
            session: 2,
            transaction: 0,
        };
        assert_eq!(rendered("[$id]", &fill), "[00000007-0000-4000-8000-000000003661]");
        assert_eq!(rendered("T$clock.000Z", &fill), "T01:01:01.000Z");
        assert_eq!(rendered("$station/$tag/$n/$tx", &fill), "CP7/T7/2/0");
    }

    #[test]
    fn unknown_holes_are_refused() {
        assert!(Template::parse("{$what}").is_err());
    }
}
