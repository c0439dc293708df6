//! Which of the offered extensions is agreed on (RFC 6455 section 9.1, RFC 7692 section 7.1): permessage-deflate, by the
//! first offer of it that can be met, or none. An offer that says what nobody knows, or says it twice, is passed over.
//! Pure.
//!
//! What is answered beyond the offer is `client_no_context_takeover` alone, and only where the configuration wants that
//! nothing is remembered: clients are known that take an answer for broken which says what they did not ask for.

use crate::charge_point::deflate::{Agreed, Direction, FEWEST_BITS, MOST_BITS};
use crate::config::settings::CompressionSettings;

/// The only extension that is known.
const NAME: &str = "permessage-deflate";

/// Chooses among the values of `Sec-WebSocket-Extensions`, in their order.
pub(super) fn agree<'a>(offered: impl Iterator<Item = &'a str>, settings: CompressionSettings) -> Option<Agreed> {
    if !settings.enabled {
        return None;
    }
    offered
        .flat_map(|line| parts(line, ','))
        .filter_map(Offer::read)
        .find_map(|offer| offer.met(settings))
}

/// What a client can do, and what it wants.
#[derive(Debug, Default)]
struct Offer {
    server_no_context_takeover: bool,
    client_no_context_takeover: bool,
    server_max_window_bits: Option<u8>,
    /// It can be told how large its window may be, and has a wish perhaps.
    client_max_window_bits: Option<Option<u8>>,
}

impl Offer {
    /// None: it is of another extension, or not by the rules.
    fn read(text: &str) -> Option<Self> {
        let mut parts = parts(text, ';');
        if !parts.next()?.eq_ignore_ascii_case(NAME) {
            return None;
        }
        parts.try_fold(Self::default(), |offer, parameter| offer.with(parameter))
    }

    fn with(self, parameter: &str) -> Option<Self> {
        let (name, value) = match parameter.split_once('=') {
            Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
            None => (parameter, None),
        };
        match (name, value) {
            ("server_no_context_takeover", None) if !self.server_no_context_takeover => Some(Self {
                server_no_context_takeover: true,
                ..self
            }),
            ("client_no_context_takeover", None) if !self.client_no_context_takeover => Some(Self {
                client_no_context_takeover: true,
                ..self
            }),
            ("server_max_window_bits", Some(value)) if self.server_max_window_bits.is_none() => Some(Self {
                server_max_window_bits: Some(bits(value)?),
                ..self
            }),
            ("client_max_window_bits", value) if self.client_max_window_bits.is_none() => Some(Self {
                client_max_window_bits: Some(match value {
                    Some(value) => Some(bits(value)?),
                    None => None,
                }),
                ..self
            }),
            _ => None,
        }
    }

    /// None: it wants a smaller window than there is.
    fn met(self, settings: CompressionSettings) -> Option<Agreed> {
        if self.server_max_window_bits.is_some_and(|bits| bits < FEWEST_BITS) {
            return None;
        }
        let mut answer = NAME.to_owned();
        let mut say = |words: &str, bits: Option<u8>| {
            answer.push_str("; ");
            answer.push_str(words);
            if let Some(bits) = bits {
                answer.push('=');
                answer.push_str(&bits.to_string());
            }
        };
        let at_most = |wish: Option<u8>| wish.unwrap_or(MOST_BITS).min(settings.window_bits);
        if self.server_no_context_takeover {
            say("server_no_context_takeover", None);
        }
        let client_takes_over = settings.context_takeover && !self.client_no_context_takeover;
        if !client_takes_over {
            say("client_no_context_takeover", None);
        }
        let ours = at_most(self.server_max_window_bits);
        if self.server_max_window_bits.is_some() {
            say("server_max_window_bits", Some(ours));
        }
        let theirs = self.client_max_window_bits.map(at_most);
        if theirs.is_some() {
            say("client_max_window_bits", theirs);
        }
        Some(Agreed {
            ours: Direction {
                window_bits: ours,
                takes_over: settings.context_takeover && !self.server_no_context_takeover,
            },
            theirs: Direction {
                window_bits: theirs.unwrap_or(MOST_BITS),
                takes_over: client_takes_over,
            },
            answer: answer.into(),
        })
    }
}

/// The size of a window, from 8 to 15, without zeros before it; it may be quoted.
fn bits(value: &str) -> Option<u8> {
    let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    match quoted.unwrap_or(value) {
        "8" => Some(8),
        "9" => Some(9),
        two @ ("10" | "11" | "12" | "13" | "14" | "15") => two.parse().ok(),
        _ => None,
    }
}

/// The parts of a text between separators that are not in quotes, without the blanks around them.
fn parts(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let between = move |sign: char| {
        let was_escaped = std::mem::replace(&mut is_escaped, false);
        match sign {
            _ if was_escaped => false,
            '\\' if is_quoted => {
                is_escaped = true;
                false
            }
            '"' => {
                is_quoted = !is_quoted;
                false
            }
            _ => sign == separator && !is_quoted,
        }
    };
    text.split(between).map(str::trim)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const DEFAULT: CompressionSettings = CompressionSettings {
        enabled: true,
        context_takeover: true,
        window_bits: 12,
    };

    fn answered(offers: &[&str], settings: CompressionSettings) -> Option<String> {
        let agreed = agree(offers.iter().copied(), settings)?;
        Some(agreed.answer.strip_prefix(NAME).unwrap().to_owned())
    }

    fn agreed(offer: &str, settings: CompressionSettings) -> Agreed {
        agree([offer].into_iter(), settings).unwrap()
    }

    #[test]
    fn what_is_asked_for_is_answered() {
        for (offer, answer) in [
            ("permessage-deflate", ""),
            (
                "permessage-deflate; client_max_window_bits",
                "; client_max_window_bits=12",
            ),
            (
                "permessage-deflate;client_max_window_bits=10",
                "; client_max_window_bits=10",
            ),
            (
                "permessage-deflate; client_max_window_bits=8",
                "; client_max_window_bits=8",
            ),
            (
                "permessage-deflate; server_max_window_bits=15",
                "; server_max_window_bits=12",
            ),
            (
                "permessage-deflate; server_max_window_bits = \"9\"",
                "; server_max_window_bits=9",
            ),
            (
                "permessage-deflate; server_no_context_takeover",
                "; server_no_context_takeover",
            ),
            (
                "PERMESSAGE-DEFLATE; client_no_context_takeover",
                "; client_no_context_takeover",
            ),
            (
                "permessage-deflate; client_max_window_bits; server_max_window_bits=11; client_no_context_takeover; \
                 server_no_context_takeover",
                "; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=11; \
                 client_max_window_bits=12",
            ),
        ] {
            assert_eq!(answered(&[offer], DEFAULT).as_deref(), Some(answer), "{offer}");
        }
    }

    #[test]
    fn an_offer_that_cannot_be_met_is_passed_over() {
        for offer in [
            "",
            "permessage-bzip2",
            "x-webkit-deflate-frame",
            "permessage-deflate; unknown",
            "permessage-deflate; server_no_context_takeover=1",
            "permessage-deflate; client_no_context_takeover=true",
            "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_max_window_bits=",
            "permessage-deflate; server_max_window_bits=8",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; server_max_window_bits=010",
            "permessage-deflate; client_max_window_bits=7",
            "permessage-deflate; client_max_window_bits=09",
            "permessage-deflate; client_max_window_bits=\"10",
            "permessage-deflate; client_max_window_bits; client_max_window_bits=10",
            "permessage-deflate; server_max_window_bits=10; server_max_window_bits=10",
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
            "permessage-deflate; Server_No_Context_Takeover",
            "permessage-deflate;",
            "permessage-deflate; a=\"x, permessage-deflate\"",
        ] {
            assert_eq!(answered(&[offer], DEFAULT), None, "{offer}");
            let both = format!("{offer}, permessage-deflate; server_max_window_bits=10");
            let answer = answered(&[&both], DEFAULT);
            if !offer.ends_with("\"10") {
                assert_eq!(answer.as_deref(), Some("; server_max_window_bits=10"), "{both}");
            }
        }
    }

    #[test]
    fn the_first_that_can_be_met_is_taken() {
        let offers = [
            "mux; max-channels=4; flow-control",
            "permessage-deflate; server_max_window_bits=8, permessage-deflate; x=\"a;b,\\\"c\"",
            "permessage-deflate; server_max_window_bits=9; client_max_window_bits, permessage-deflate",
        ];
        let answer = answered(&offers, DEFAULT);
        assert_eq!(
            answer.as_deref(),
            Some("; server_max_window_bits=9; client_max_window_bits=12")
        );
        let off = CompressionSettings {
            enabled: false,
            ..DEFAULT
        };
        assert_eq!(answered(&offers, off), None);
    }

    #[test]
    fn memory_is_what_the_configuration_says() {
        let remembered = |offer: &str, settings| {
            let agreed = agreed(offer, settings);
            (agreed.theirs.remembered(), agreed.ours.remembered())
        };
        let none = CompressionSettings {
            context_takeover: false,
            ..DEFAULT
        };
        let bounded = "permessage-deflate; client_max_window_bits";
        assert_eq!(remembered(bounded, DEFAULT), (4096, 4096));
        assert_eq!(
            remembered("permessage-deflate; client_max_window_bits=8", DEFAULT),
            (512, 4096)
        );
        let both = "permessage-deflate; client_max_window_bits; server_max_window_bits=10; server_no_context_takeover";
        assert_eq!(remembered(both, DEFAULT), (4096, 0));
        // Who cannot be told how far it may look back looks back as far as deflate can.
        assert_eq!(remembered("permessage-deflate", DEFAULT), (32768, 4096));
        assert_eq!(remembered("permessage-deflate", none), (0, 0));
        assert_eq!(remembered(bounded, none), (0, 0));
        assert_eq!(
            answered(&[bounded], none).as_deref(),
            Some("; client_no_context_takeover; client_max_window_bits=12")
        );
        let large = CompressionSettings {
            window_bits: 15,
            ..DEFAULT
        };
        assert_eq!(remembered(bounded, large), (32768, 32768));
    }
}
