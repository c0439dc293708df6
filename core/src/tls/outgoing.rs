//! TLS of those who ask others by `ureq`: by OpenSSL, as everywhere else, so that there is one list of authorities to trust,
//! that of the system. It says why no TLS came about in a way that can be told apart.

use std::fmt;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

use openssl::error::ErrorStack;
use openssl::ssl::{
    ConnectConfiguration, HandshakeError, MidHandshakeSslStream, SslConnector, SslStream, SslVerifyMode,
};
use openssl::x509::{X509Ref, X509VerifyResult};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

use super::facts::CertificateFacts;

/// Speaks TLS by OpenSSL where the URL says so.
pub struct ByTls(SslConnector);

/// Why no TLS came about.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoTls {
    /// What was shown is not trusted.
    #[error("its certificate is not trusted: {}", .0.reason)]
    NotTrusted(Box<Distrust>),
    /// What came is no TLS at all.
    #[error("it does not speak TLS")]
    Plain,
    /// The connection broke off, or both sides have nothing in common.
    #[error("{0}")]
    Broken(String),
}

/// A certificate that is not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distrust {
    /// What is wrong with it.
    pub fault: Fault,
    /// In OpenSSL's words.
    pub reason: String,
    /// What it says; of a chain the one that is at fault. None: OpenSSL did not say which.
    pub facts: Option<CertificateFacts>,
    /// The hosts that it is for.
    pub hosts: Vec<String>,
}

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nobody who is trusted has signed it.
    UnknownAuthority,
    /// It is for another host.
    OtherHost,
    /// Its time is over.
    Ended,
    /// Its time has not begun.
    NotBegun,
    /// Something else.
    Other,
}

impl Fault {
    /// By the numbers of OpenSSL (`x509_vfy.h`).
    fn of(verified: X509VerifyResult) -> Self {
        match verified.as_raw() {
            2 | 18..=21 => Self::UnknownAuthority,
            62 | 64 => Self::OtherHost,
            10 => Self::Ended,
            9 => Self::NotBegun,
            _ => Self::Other,
        }
    }
}

impl Distrust {
    fn of(verified: X509VerifyResult, certificate: Option<&X509Ref>) -> Self {
        Self {
            fault: Fault::of(verified),
            reason: verified.error_string().to_owned(),
            facts: certificate.map(CertificateFacts::of),
            hosts: certificate.map(hosts).unwrap_or_default(),
        }
    }
}

/// The hosts that a certificate is for, names and addresses.
fn hosts(certificate: &X509Ref) -> Vec<String> {
    let names = certificate.subject_alt_names();
    let host = |name: &openssl::x509::GeneralNameRef| {
        let address = || name.ipaddress().and_then(address).map(|address| address.to_string());
        name.dnsname().map(str::to_owned).or_else(address)
    };
    names.iter().flatten().filter_map(host).collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(|bytes| IpAddr::V4(Ipv4Addr::from(bytes)));
    let six = || <[u8; 16]>::try_from(bytes).map(|bytes| IpAddr::V6(Ipv6Addr::from(bytes)));
    four.or_else(|_| six()).ok()
}

/// An address of IPv6 without its brackets.
pub fn bare(host: &str) -> &str {
    host.trim_matches(['[', ']'])
}

impl ByTls {
    /// With these authorities and settings.
    #[must_use]
    pub fn new(connector: SslConnector) -> Self {
        Self(connector)
    }

    fn shake_hands(&self, host: &str, below: Begun) -> Result<SslStream<Begun>, NoTls> {
        let distrust = Arc::default();
        let configuration = self.0.configure().and_then(|mut configuration| {
            remember(&mut configuration, Arc::clone(&distrust));
            configuration.into_ssl(host)
        });
        let ssl = configuration.map_err(|error| NoTls::Broken(error.to_string()))?;
        ssl.connect(below).map_err(|error| no_tls(&error, &distrust))
    }
}

/// What is found wrong first, while the certificate is at hand.
type First = Arc<Mutex<Option<Distrust>>>;

fn remember(configuration: &mut ConnectConfiguration, first: First) {
    configuration.set_verify_callback(SslVerifyMode::PEER, move |is_good, context| {
        if !is_good {
            let found = Distrust::of(context.error(), context.current_cert());
            first
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get_or_insert(found);
        }
        is_good
    });
}

fn no_tls(error: &HandshakeError<Begun>, first: &First) -> NoTls {
    match error {
        HandshakeError::SetupFailure(stack) => NoTls::Broken(ErrorStack::to_string(stack)),
        HandshakeError::Failure(failed) | HandshakeError::WouldBlock(failed) => broken_off(failed, first),
    }
}

fn broken_off(failed: &MidHandshakeSslStream<Begun>, first: &First) -> NoTls {
    if failed.get_ref().is_no_tls() {
        return NoTls::Plain;
    }
    let found = first.lock().unwrap_or_else(PoisonError::into_inner).take();
    let verified = failed.ssl().verify_result();
    let found = found.or_else(|| (verified != X509VerifyResult::OK).then(|| Distrust::of(verified, None)));
    match found {
        Some(distrust) => NoTls::NotTrusted(Box::new(distrust)),
        None => NoTls::Broken(failed.error().to_string()),
    }
}

impl fmt::Debug for ByTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ByTls")
    }
}

impl<In: Transport> Connector<In> for ByTls {
    type Out = Either<In, Secure>;

    fn connect(&self, details: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Self::Out>, ureq::Error> {
        let Some(transport) = chained else { return Ok(None) };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().map(bare).unwrap_or_default();
        let mut below = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        below.set_timeout(details.timeout);
        let connected = self.shake_hands(host, Begun { below, first: None });
        let stream = connected.map_err(|error| ureq::Error::Other(Box::new(error)))?;
        let (input, output) = (details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(Secure {
            stream,
            buffers: LazyBuffers::new(input, output),
        })))
    }
}

/// What is below TLS, with the first byte that came: by it a server is known that speaks no TLS.
struct Begun {
    below: TransportAdapter,
    first: Option<u8>,
}

impl Begun {
    /// Something came, and that begins no record of TLS (RFC 8446, section 5.1).
    fn is_no_tls(&self) -> bool {
        self.first.is_some_and(|first| !(20..=23).contains(&first))
    }
}

impl Read for Begun {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.below.read(buffer)?;
        if read > 0 {
            self.first = self.first.or_else(|| buffer.first().copied());
        }
        Ok(read)
    }
}

impl Write for Begun {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.below.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.below.flush()
    }
}

/// A connection by TLS.
pub struct Secure {
    stream: SslStream<Begun>,
    buffers: LazyBuffers,
}

impl fmt::Debug for Secure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secure")
    }
}

impl Transport for Secure {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.stream.get_mut().below.set_timeout(timeout);
        let output = self.buffers.output().get(..amount).unwrap_or_default();
        Ok(self.stream.write_all(output)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.stream.get_mut().below.set_timeout(timeout);
        let read = self.stream.read(self.buffers.input_append_buf())?;
        self.buffers.input_appended(read);
        Ok(read > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().below.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}
