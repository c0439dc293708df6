//! Addresses and networks of proxies, such as `10.0.0.7`, `192.168.0.0/16` or `2001:db8::/32`.

use std::fmt;
use std::net::IpAddr;

use super::typed::{Reading, Typed, below};

const EXPECTED: &str = "a list of addresses and networks such as [\"127.0.0.1\", \"10.0.0.0/8\", \"fd00::/8\"]";

/// One address, or all that begin with so many of its bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

impl Network {
    /// `ADDRESS` or `ADDRESS/BITS`; none: it is neither.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let most = width(address);
        let bits = bits.unwrap_or(most);
        (bits <= most).then_some(Self { address, bits })
    }

    /// The address is this one, or in it. One of IPv4 that is wrapped into one of IPv6 is itself.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if address.is_ipv4() != self.address.is_ipv4() {
            return false;
        }
        let apart = bits_of(self.address) ^ bits_of(address);
        let rest = width(address) - self.bits;
        // All the bits that count are the same; a shift by the whole width is none of Rust's.
        apart.checked_shr(u32::from(rest)).unwrap_or_default() == 0
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.bits)
    }
}

fn width(address: IpAddr) -> u8 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn bits_of(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

/// A list of networks; in a variable they have commas between.
pub fn read(typed: Typed<'_>) -> Reading<Vec<Network>> {
    if let Typed::Text(text) = typed {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        let networks: Option<_> = parts.map(Network::read).collect();
        return networks.map_or_else(|| typed.wrong(EXPECTED), Ok);
    }
    let Some(list) = typed.list() else {
        return typed.wrong(EXPECTED);
    };
    let mut networks = Vec::with_capacity(list.len());
    for (index, value) in list.iter().map(Typed::Toml).enumerate() {
        match value.text().and_then(Network::read) {
            Some(network) => networks.push(network),
            None => {
                return value
                    .wrong(EXPECTED)
                    .map_err(|inner| below(&format!("[{index}]"), inner));
            }
        }
    }
    Ok(networks)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Network, Typed, read};

    #[test]
    fn a_network_holds_what_begins_as_it_does() {
        for (network, address, within) in [
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false),
            ("127.0.0.1", "::ffff:127.0.0.1", true),
            ("10.0.0.0/8", "10.255.1.2", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.1.2.3/8", "10.200.0.1", true),
            ("192.168.4.0/22", "192.168.7.255", true),
            ("192.168.4.0/22", "192.168.8.0", false),
            ("0.0.0.0/0", "203.0.113.7", true),
            ("0.0.0.0/0", "::1", false),
            ("::/0", "2001:db8::1", true),
            ("fd00::/8", "fdff::1", true),
            ("fd00::/8", "fe80::1", false),
            ("::1", "::1", true),
        ] {
            let found = Network::read(network).unwrap().contains(address.parse().unwrap());
            assert_eq!(found, within, "{address} in {network}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "proxy",
            "10.0.0.0/33",
            "10.0.0/8",
            "::/129",
            "10.0.0.0/",
            "10.0.0.0/-1",
            "127.0.0.1:80",
        ] {
            assert_eq!(Network::read(text), None, "{text}");
        }
        assert_eq!(read(Typed::Text("127.0.0.1, 10.0.0.0/8")).unwrap().len(), 2);
        assert!(read(Typed::Text("127.0.0.1, proxy")).is_err());
        assert!(read(Typed::Text("")).unwrap().is_empty());
    }
}
