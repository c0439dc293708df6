//! The URLs by which charge points connect, as far as this server can tell them: by the address on which it listens
//! for them, the host that the operator's browser asked for, and this machine's address in its network.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use actix_web::http::Uri;

/// What is known.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Where charge points are listened for without TLS; none: nowhere.
    pub listening: Option<SocketAddr>,
    /// The host that the browser asked for.
    pub host: Option<&'a str>,
    /// Where they are listened for with TLS, and the name in the certificate.
    pub secure: Option<Secure<'a>>,
    /// The browser came by https, and charge points come through a proxy, too.
    pub by_proxy: bool,
    /// This machine's own address in its network.
    pub machine: Option<IpAddr>,
}

/// A listener with TLS.
#[derive(Debug, Clone, Copy)]
pub struct Secure<'a> {
    /// Where.
    pub listening: SocketAddr,
    /// The name that its certificate is for.
    pub name: Option<&'a str>,
}

/// The URLs without an identity, the one that a charge point is most likely to reach first.
#[must_use]
pub fn urls(known: Known<'_>) -> Vec<String> {
    let name = known.host.and_then(|host| host.parse::<Uri>().ok());
    let name = name.as_ref().and_then(Uri::host).filter(|name| !is_here(name));
    let mut urls: Vec<String> = Vec::new();
    urls.extend(
        name.filter(|_| known.by_proxy)
            .map(|name| format!("wss://{name}/ocpp/")),
    );
    if let Some(secure) = known.secure {
        // A charge point holds the name in its URL against the certificate's.
        let host = secure
            .name
            .or(name)
            .map_or_else(|| written(secure.listening.ip()), str::to_owned);
        urls.push(format!("wss://{host}:{}/ocpp/", secure.listening.port()));
    }
    if let Some(listening) = known.listening {
        for host in hosts(listening.ip(), name, known.machine) {
            let url = format!("ws://{host}:{}/ocpp/", listening.port());
            if !urls.contains(&url) {
                urls.push(url);
            }
        }
    }
    urls
}

/// By what a listener is reached that listens here.
fn hosts(ip: IpAddr, name: Option<&str>, machine: Option<IpAddr>) -> Vec<String> {
    if !ip.is_unspecified() {
        return vec![written(ip)];
    }
    let machine = machine.filter(|ip| !ip.is_loopback()).map(written);
    let named = name.map(str::to_owned).into_iter().chain(machine);
    named.chain([Ipv4Addr::LOCALHOST.to_string()]).collect()
}

/// The address by which this machine would reach others. Nothing is sent to find it out.
#[must_use]
pub fn machine() -> Option<IpAddr> {
    // Of the block for documentation (RFC 5737): on the way to everywhere.
    let elsewhere = SocketAddr::from((Ipv4Addr::new(192, 0, 2, 1), 9));
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect(elsewhere).ok()?;
    Some(socket.local_addr().ok()?.ip())
}

fn is_here(name: &str) -> bool {
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

fn written(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::{Known, Secure, urls};

    fn told(listening: &str, host: &str, by_proxy: bool) -> Vec<String> {
        urls(Known {
            listening: Some(listening.parse().unwrap()),
            host: Some(host),
            secure: None,
            by_proxy,
            machine: Some([192, 168, 1, 5].into()),
        })
    }

    #[test]
    fn the_one_with_tls_has_the_name_of_its_certificate() {
        let known = |name| Known {
            listening: Some("127.0.0.1:9000".parse().unwrap()),
            host: None,
            secure: Some(Secure {
                listening: "0.0.0.0:9443".parse().unwrap(),
                name,
            }),
            by_proxy: false,
            machine: None,
        };
        let plain = "ws://127.0.0.1:9000/ocpp/";
        assert_eq!(
            urls(known(Some("central.example"))),
            ["wss://central.example:9443/ocpp/", plain]
        );
        assert_eq!(urls(known(None)), ["wss://0.0.0.0:9443/ocpp/", plain]);
    }

    #[test]
    fn what_a_station_can_reach_comes_first() {
        let here = "ws://127.0.0.1:9000/ocpp/";
        assert_eq!(told("127.0.0.1:9000", "localhost:9001", false), [here]);
        let machine = "ws://192.168.1.5:9000/ocpp/";
        assert_eq!(told("0.0.0.0:9000", "localhost:9001", false), [machine, here]);
        assert_eq!(told("[::]:9000", "192.168.1.5:9001", false), [machine, here]);
        let named = "ws://central.local:9000/ocpp/";
        assert_eq!(
            told("0.0.0.0:9000", "central.local:9001", false),
            [named, machine, here]
        );
        assert_eq!(
            told("[2001:db8::1]:9000", "x", false),
            ["ws://[2001:db8::1]:9000/ocpp/"]
        );
        let proxied = told("127.0.0.1:9000", "central.example:8443", true);
        assert_eq!(proxied, ["wss://central.example/ocpp/", here]);
    }
}
