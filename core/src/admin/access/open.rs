//! A listener without a token is open to this machine. Pages of a browser on it are kept away: neither by a
//! cross-origin request, nor by a name of theirs that leads to the loopback address.

use std::net::IpAddr;

use actix_web::http::Uri;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};

use crate::admin::problem::{Problem, kinds};
use crate::peer::Peer;

/// Whether a request may come in.
///
/// # Errors
/// 403 for one that names another host or origin.
pub fn check(headers: &HeaderMap, peer: Option<Peer>) -> Result<(), Problem> {
    if peer.is_some_and(|peer| !peer.address.is_loopback()) {
        let detail = "without a token the API is for this machine only, also through a proxy";
        return Err(Problem::new(kinds::FORBIDDEN, detail));
    }
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(HOST);
    if host.is_some_and(|host| !is_loopback(host)) {
        let detail = "without a token the API is for this machine only: use localhost, 127.0.0.1 or [::1]";
        return Err(Problem::new(kinds::FORBIDDEN, detail));
    }
    let origin = text(ORIGIN);
    if origin.is_some_and(|origin| origin.split_once("://").map(|(_, authority)| authority) != host) {
        let detail = "without a token the API does not answer pages of other origins; configure admin.token";
        return Err(Problem::new(kinds::FORBIDDEN, detail));
    }
    Ok(())
}

/// Whether a host, with or without a port, is this machine as it calls itself.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let Ok(uri) = host.parse::<Uri>() else { return false };
    let name = uri.host().unwrap_or_default();
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || address.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
