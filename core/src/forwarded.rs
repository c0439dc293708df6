//! Who is at the other end, and whether it speaks TLS, where proxies stand between: as the ones that the configuration
//! trusts say it, in `X-Forwarded-For` and `X-Forwarded-Proto`, or in `Forwarded` (RFC 7239).
//!
//! The headers are read from their right end, where the nearest proxy wrote: a hop that is trusted vouches for the one
//! before it, and the first that is not trusted is the peer. What stands further left anybody may have written. A value
//! that cannot be read ends it there. If both kinds of headers are there and name different peers, one of them came
//! from outside, and neither is believed.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use actix_http::header::{
    FORWARDED, HOST, HeaderMap, HeaderName, X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PROTO,
};

use crate::config::networks::Network;
use crate::peer::Peer;

/// It was told that something is odd: proxies send the same with each request.
static TOLD: AtomicBool = AtomicBool::new(false);

/// No chain of proxies is longer.
const MOST_HOPS: usize = 32;

/// What is known of a request's way here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// Who is at the other end.
    pub peer: Peer,
    /// A trusted proxy ended TLS.
    pub is_secure: bool,
    /// A trusted proxy sent what cannot be read, or what contradicts itself.
    pub is_odd: bool,
}

impl Origin {
    /// The same; the first odd one on a listener is told in the log.
    #[must_use]
    pub fn told(self, listener: &'static str) -> Self {
        if self.is_odd && !TOLD.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                listener,
                peer = %self.peer,
                "a trusted proxy sends X-Forwarded-For or Forwarded that cannot be read or that contradict each other; \
                 they count as far as they can be read. This is told once"
            );
        }
        self
    }
}

/// One hop as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hop {
    peer: Peer,
    /// None: nothing is said.
    secure: Option<bool>,
}

/// What the headers of one kind tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    hop: Option<Hop>,
    is_odd: bool,
}

/// Where a request came from: the socket's other end, or who that says it is, if it is a trusted proxy.
#[must_use]
pub fn origin(socket: SocketAddr, headers: &HeaderMap, trusted: &[Network]) -> Origin {
    let direct = Origin {
        peer: socket.into(),
        is_secure: false,
        is_odd: false,
    };
    if !is_trusted(socket.ip(), trusted) {
        return direct;
    }
    let (usual, standard) = (usual(headers, trusted), standard(headers, trusted));
    let told = match (usual.hop, standard.hop) {
        (Some(one), Some(other)) if one.peer.address != other.peer.address => {
            return Origin { is_odd: true, ..direct };
        }
        (Some(one), Some(other)) => Some(Hop {
            secure: one.secure.or(other.secure),
            ..one
        }),
        (one, other) => one.or(other),
    };
    let is_odd = usual.is_odd || standard.is_odd;
    // A proxy may say the scheme alone.
    let secure = match told {
        Some(hop) => hop.secure,
        None => last_scheme(headers),
    };
    Origin {
        peer: told.map_or(direct.peer, |hop| hop.peer),
        is_secure: secure.unwrap_or(false),
        is_odd,
    }
}

/// The host that was asked for: as a trusted proxy tells it, else as it came.
#[must_use]
pub fn host<'a>(socket: SocketAddr, headers: &'a HeaderMap, trusted: &[Network]) -> Option<&'a str> {
    let asked = headers.get(HOST).and_then(|host| host.to_str().ok());
    let told = listed(headers, &X_FORWARDED_HOST).last().copied();
    told.filter(|_| is_trusted(socket.ip(), trusted)).or(asked)
}

/// Whether there is a proxy's word of any kind, believed or not.
#[must_use]
pub fn came_by_a_proxy(headers: &HeaderMap) -> bool {
    [FORWARDED, X_FORWARDED_FOR, X_FORWARDED_PROTO, X_FORWARDED_HOST]
        .iter()
        .any(|name| headers.contains_key(name))
}

/// Whether an address is one of a trusted proxy.
#[must_use]
pub fn is_trusted(address: IpAddr, trusted: &[Network]) -> bool {
    trusted.iter().any(|network| network.contains(address))
}

/// `X-Forwarded-For`, with the scheme of the same place if there is one for each, else with the nearest proxy's.
fn usual(headers: &HeaderMap, trusted: &[Network]) -> Told {
    let hops = listed(headers, &X_FORWARDED_FOR);
    let schemes = listed(headers, &X_FORWARDED_PROTO);
    let scheme = |place: usize| {
        let same = schemes.get(place).filter(|_| schemes.len() == hops.len());
        same.or(schemes.last()).and_then(|word| is_secure(word))
    };
    let hops = hops.iter().enumerate().map(|(place, text)| {
        let peer = peer(text)?;
        let secure = scheme(place);
        Some(Hop { peer, secure })
    });
    first_untrusted(hops.rev(), trusted)
}

/// `Forwarded`: each proxy's own element says who came to it, and how.
fn standard(headers: &HeaderMap, trusted: &[Network]) -> Told {
    let elements = listed(headers, &FORWARDED);
    let hops = elements.iter().map(|element| {
        let value = |name: &str| {
            let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
            let mut same = pairs.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name));
            same.next().map(|(_, value)| value.trim().trim_matches('"'))
        };
        Some(Hop {
            peer: peer(value("for")?)?,
            secure: value("proto").and_then(is_secure),
        })
    });
    first_untrusted(hops.rev(), trusted)
}

/// The hops from the nearest on; none of them: it cannot be read.
fn first_untrusted(hops: impl Iterator<Item = Option<Hop>>, trusted: &[Network]) -> Told {
    let mut last = None;
    for hop in hops.take(MOST_HOPS) {
        let Some(hop) = hop else {
            return Told {
                hop: last,
                is_odd: true,
            };
        };
        last = Some(hop);
        if !is_trusted(hop.peer.address, trusted) {
            break;
        }
    }
    Told {
        hop: last,
        is_odd: false,
    }
}

/// What the nearest proxy says of the scheme.
fn last_scheme(headers: &HeaderMap) -> Option<bool> {
    listed(headers, &X_FORWARDED_PROTO)
        .last()
        .and_then(|word| is_secure(word))
}

/// The elements of all headers of a name, in their order.
fn listed<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a str> {
    let lines = headers.get_all(name).map(|line| line.to_str().unwrap_or_default());
    lines.flat_map(|line| line.split(',')).map(str::trim).collect()
}

fn is_secure(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "https" | "wss" => Some(true),
        "http" | "ws" => Some(false),
        _ => None,
    }
}

/// `203.0.113.7`, `203.0.113.7:50123`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:50123`.
fn peer(text: &str) -> Option<Peer> {
    if let Ok(socket) = text.parse::<SocketAddr>() {
        return Some(socket.into());
    }
    let bare = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'))
        .unwrap_or(text);
    bare.parse::<IpAddr>().ok().map(Peer::from)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use actix_http::header::{HOST, HeaderMap, HeaderName, HeaderValue, X_FORWARDED_HOST};

    use super::{came_by_a_proxy, host, origin};
    use crate::config::networks::Network;

    const PROXY: &str = "127.0.0.1:40000";

    /// Who it is, whether by TLS, whether something is odd.
    fn told(socket: &str, said: &[(&'static str, &str)]) -> (String, bool, bool) {
        let mut headers = HeaderMap::new();
        for (name, value) in said {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        let trusted: Vec<_> = ["127.0.0.1", "10.0.0.0/8"]
            .iter()
            .filter_map(|text| Network::read(text))
            .collect();
        let origin = origin(socket.parse().unwrap(), &headers, &trusted);
        (origin.peer.to_string(), origin.is_secure, origin.is_odd)
    }

    fn is(peer: &str, secure: bool, odd: bool) -> (String, bool, bool) {
        (peer.to_owned(), secure, odd)
    }

    const FOR: &str = "x-forwarded-for";
    const PROTO: &str = "x-forwarded-proto";

    #[test]
    fn a_trusted_proxy_is_believed_and_nobody_else() {
        let said = [(FOR, "203.0.113.7"), (PROTO, "https")];
        assert_eq!(told(PROXY, &said), is("203.0.113.7", true, false));
        assert_eq!(told("[::ffff:127.0.0.1]:40000", &said), is("203.0.113.7", true, false));
        assert_eq!(
            told("198.51.100.1:40000", &said),
            is("198.51.100.1:40000", false, false)
        );
        assert_eq!(told(PROXY, &[]), is("127.0.0.1:40000", false, false));
        assert_eq!(told(PROXY, &[(PROTO, "wss")]), is("127.0.0.1:40000", true, false));
    }

    #[test]
    fn what_the_client_wrote_itself_does_not_count() {
        assert_eq!(
            told(PROXY, &[(FOR, "10.0.0.9, 203.0.113.7")]),
            is("203.0.113.7", false, false)
        );
        assert_eq!(
            told(PROXY, &[(FOR, "1.2.3.4"), (FOR, "203.0.113.7")]),
            is("203.0.113.7", false, false)
        );
        // Two proxies in a row.
        let chain = [(FOR, "1.2.3.4, 203.0.113.7, 10.0.0.2"), (PROTO, "http, https, http")];
        assert_eq!(told(PROXY, &chain), is("203.0.113.7", true, false));
        let short = [(FOR, "203.0.113.7, 10.0.0.2"), (PROTO, "https")];
        assert_eq!(told(PROXY, &short), is("203.0.113.7", true, false));
        let spoofed = [(FOR, "203.0.113.7"), (PROTO, "https, http")];
        assert_eq!(told(PROXY, &spoofed), is("203.0.113.7", false, false));
    }

    #[test]
    fn all_forms_of_an_address_are_read_and_nothing_else() {
        for (text, peer) in [
            ("203.0.113.7:50123", "203.0.113.7:50123"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("[2001:db8::7]:50123", "[2001:db8::7]:50123"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
        ] {
            assert_eq!(told(PROXY, &[(FOR, text)]), is(peer, false, false), "{text}");
        }
        for text in ["unknown", "", "_hidden", "300.1.1.1", "a b"] {
            assert_eq!(
                told(PROXY, &[(FOR, text)]),
                is("127.0.0.1:40000", false, true),
                "{text}"
            );
        }
        assert_eq!(
            told(PROXY, &[(FOR, "1.2.3.4, unknown, 10.0.0.2")]),
            is("10.0.0.2", false, true)
        );
    }

    #[test]
    fn the_standards_header_says_the_same() {
        let forwarded = "forwarded";
        let said = [(
            forwarded,
            "for=1.2.3.4;proto=http, for=\"[2001:db8::7]:50123\";proto=https;by=10.0.0.1",
        )];
        assert_eq!(told(PROXY, &said), is("[2001:db8::7]:50123", true, false));
        let chain = [(forwarded, "For=203.0.113.7;Proto=https, for=10.0.0.2;proto=http")];
        assert_eq!(told(PROXY, &chain), is("203.0.113.7", true, false));
        assert_eq!(
            told(PROXY, &[(forwarded, "for=_hidden")]),
            is("127.0.0.1:40000", false, true)
        );
        let same = [(forwarded, "for=203.0.113.7"), (FOR, "203.0.113.7"), (PROTO, "https")];
        assert_eq!(told(PROXY, &same), is("203.0.113.7", true, false));
        // One of them the client sent, and the proxy let it pass.
        let different = [(forwarded, "for=1.2.3.4;proto=https"), (FOR, "203.0.113.7")];
        assert_eq!(told(PROXY, &different), is("127.0.0.1:40000", false, true));
    }

    #[test]
    fn the_host_is_the_one_that_the_browser_asked_for() {
        let trusted: Vec<_> = Network::read("127.0.0.1").into_iter().collect();
        let mut headers = HeaderMap::new();
        assert!(!came_by_a_proxy(&headers));
        headers.insert(HOST, HeaderValue::from_static("127.0.0.1:9001"));
        headers.insert(
            X_FORWARDED_HOST,
            HeaderValue::from_static("evil.example, central.example"),
        );
        let asked = |socket: &str| host(socket.parse().unwrap(), &headers, &trusted);
        assert_eq!(asked(PROXY), Some("central.example"));
        assert_eq!(asked("198.51.100.1:40000"), Some("127.0.0.1:9001"));
        assert!(came_by_a_proxy(&headers));
    }
}
