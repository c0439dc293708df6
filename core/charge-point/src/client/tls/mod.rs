//! TLS of a charge point's connection: whom it trusts, and by which certificate it is known itself. What goes wrong is
//! told by name (`error.rs`).

mod error;
mod stream;

pub use error::TlsError;
pub(super) use error::{ended_after, failed_over};
pub use stream::{Stream, TlsFacts};

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use openssl::error::ErrorStack;
use openssl::pkey::PKey;
use openssl::ssl::{SslConnector, SslContextBuilder, SslMethod, SslVerifyMode, SslVersion};
use openssl::x509::X509;
use openssl::x509::store::X509StoreBuilder;
use tokio::net::TcpStream;
use tokio_openssl::SslStream;

/// Whose certificates a server may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Trust {
    /// Those of the authorities that this system trusts.
    #[default]
    System,
    /// Those of these authorities alone: PEM texts, each with one certificate or several.
    Authorities(Vec<Vec<u8>>),
    /// Those of the system's authorities, and of these.
    SystemAnd(Vec<Vec<u8>>),
    /// Any, and for any name: where it is known otherwise who is at the other end, as a server knows itself.
    Anybody,
}

/// What a charge point shows to the server: security profile 3.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    /// Its own certificate first, then those between it and the authority, as PEM.
    pub chain: Vec<u8>,
    /// Its private key, as PEM without a passphrase.
    pub key: Vec<u8>,
}

/// A key is no business of a log.
impl fmt::Debug for ClientCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientCertificate(***)")
    }
}

/// How a charge point speaks TLS. By default it trusts whom the system trusts, and has no certificate: security profile 2.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsOptions {
    /// Whom it trusts.
    pub trust: Trust,
    /// What it shows to the server.
    pub certificate: Option<ClientCertificate>,
}

/// TLS as it was set up, for any number of connections. Cheap to clone. At least TLS 1.2, and the server's name is
/// checked.
#[derive(Clone)]
pub struct Tls {
    connector: SslConnector,
    options: Arc<TlsOptions>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.options.fmt(f)
    }
}

impl Tls {
    /// Sets it up.
    ///
    /// # Errors
    /// An authority, the certificate or the key cannot be read, or the key is of another certificate.
    pub fn new(options: TlsOptions) -> Result<Self, TlsError> {
        let mut builder = SslConnector::builder(SslMethod::tls_client()).map_err(broken("OpenSSL"))?;
        builder
            .set_min_proto_version(Some(SslVersion::TLS1_2))
            .map_err(broken("OpenSSL"))?;
        match &options.trust {
            Trust::System | Trust::Anybody => {}
            Trust::Authorities(texts) => {
                let store = X509StoreBuilder::new().map_err(broken("OpenSSL"))?;
                builder.set_cert_store(store.build());
                trust(&mut builder, texts)?;
            }
            Trust::SystemAnd(texts) => trust(&mut builder, texts)?,
        }
        if let Some(own) = &options.certificate {
            let mut chain = certificates(&own.chain, "the charge point's certificate")?.into_iter();
            let key = private_key(&own.key)?;
            if let Some(leaf) = chain.next() {
                builder
                    .set_certificate(&leaf)
                    .map_err(broken("the charge point's certificate"))?;
            }
            for issuer in chain {
                builder
                    .add_extra_chain_cert(issuer)
                    .map_err(broken("the charge point's certificate"))?;
            }
            let other = |_| unusable("the charge point's key", "it is not the key of the certificate");
            builder.set_private_key(&key).map_err(other)?;
            builder.check_private_key().map_err(other)?;
        }
        Ok(Self {
            connector: builder.build(),
            options: Arc::new(options),
        })
    }

    /// What it was set up with.
    #[must_use]
    pub fn options(&self) -> &TlsOptions {
        &self.options
    }

    /// Speaks it with the server of this name, or address, over an open connection.
    ///
    /// # Errors
    /// The server, or its certificate, is not what is wanted; or it does not want this charge point.
    pub async fn connect(&self, host: &str, stream: TcpStream) -> Result<SslStream<TcpStream>, TlsError> {
        let found: Arc<Mutex<Option<TlsError>>> = Arc::default();
        let mut configuration = self.connector.configure().map_err(broken("OpenSSL"))?;
        let (noted, name) = (Arc::clone(&found), host.to_owned());
        let anybody = self.options.trust == Trust::Anybody;
        configuration.set_verify_callback(SslVerifyMode::PEER, move |is_good, context| {
            if anybody {
                return true;
            }
            if !is_good {
                let why = error::of_certificate(context, &name);
                noted.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
            }
            is_good
        });
        let ssl = configuration.into_ssl(host).map_err(broken("the server's name"))?;
        let mut stream = SslStream::new(ssl, stream).map_err(broken("OpenSSL"))?;
        match Pin::new(&mut stream).connect().await {
            Ok(()) => Ok(stream),
            Err(failed) => {
                let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
                Err(found.unwrap_or_else(|| error::of_handshake(&failed)))
            }
        }
    }
}

fn trust(builder: &mut SslContextBuilder, texts: &[Vec<u8>]) -> Result<(), TlsError> {
    for text in texts {
        for certificate in certificates(text, "the authorities' file")? {
            builder
                .cert_store_mut()
                .add_cert(certificate)
                .map_err(broken("a certificate of an authority"))?;
        }
    }
    Ok(())
}

fn unusable(what: &'static str, why: impl Into<String>) -> TlsError {
    TlsError::Unusable { what, why: why.into() }
}

fn broken(what: &'static str) -> impl Fn(ErrorStack) -> TlsError {
    move |errors| unusable(what, error::words(&errors))
}

/// The certificates of a PEM text, of which there is at least one.
fn certificates(pem: &[u8], what: &'static str) -> Result<Vec<X509>, TlsError> {
    match X509::stack_from_pem(pem) {
        Ok(found) if found.is_empty() => Err(unusable(what, "there is no certificate in it (PEM is wanted)")),
        Ok(found) => Ok(found),
        Err(errors) => Err(unusable(what, error::words(&errors))),
    }
}

/// One that is encrypted cannot be read: nobody is asked for a passphrase.
fn private_key(pem: &[u8]) -> Result<PKey<openssl::pkey::Private>, TlsError> {
    PKey::private_key_from_pem_callback(pem, |_| Ok(0)).map_err(|errors| {
        let why = format!(
            "there is no private key without a passphrase in it (PEM is wanted): {}",
            error::words(&errors)
        );
        unusable("the charge point's key", why)
    })
}
