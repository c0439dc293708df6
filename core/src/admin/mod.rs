//! The operators' HTTP API.
use crate::{config::settings::AdminSettings, counters::Counters, ocpp::Central, registry::Registry};
use actix::Addr;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
/// x
#[derive(Clone)]
pub struct AdminTools {
    /// x
    pub central: Central,
    /// x
    pub registry: Addr<Registry>,
    /// x
    pub counters: Arc<Counters>,
}
/// x
/// # Errors
/// x
pub fn listen(
    settings: &AdminSettings,
    _tools: AdminTools,
    _shutdown: Duration,
) -> io::Result<(actix_web::dev::Server, SocketAddr)> {
    let s = actix_web::HttpServer::new(|| actix_web::App::new())
        .workers(1)
        .disable_signals()
        .bind(settings.listen)?;
    let a = s.addrs()[0];
    Ok((s.run(), a))
}
