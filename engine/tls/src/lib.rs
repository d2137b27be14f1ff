//! TLS by rustls, as the URL of a database asks for it.
//!
//! The drivers differ in what they call the modes and in what is said on the wire before TLS
//! begins; which certificates are trusted, and how they are read, is the same.

mod pem;
mod verifier;

use std::io;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use versa_driver::{TlsMode, TlsOptions};
use versa_error::{Error, ErrorCode, Result};

pub use pem::Pem;
pub use tokio_rustls::client::TlsStream;

use verifier::{Lenient, Strictness};

/// What a URL, and then the options, say of encryption.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Whether there is any, and how much is checked.
    pub mode: Option<TlsMode>,
    /// Who is trusted; the system's authorities where it does not say.
    pub root: Option<Pem>,
    /// What the server is shown.
    pub client: Option<Pem>,
    /// The key of `client`.
    pub client_key: Option<Pem>,
    /// The name that the certificate has to be for, where it is not the host's.
    pub server_name: Option<String>,
}

/// Whether a connection is encrypted.
#[derive(Clone)]
pub enum Encryption {
    /// Never.
    Off,
    /// Where the server can.
    Offered(Tls),
    /// Always.
    Required(Tls),
}

impl Wish {
    /// What the options say goes before what the URL said.
    #[must_use]
    pub fn changed_by(self, options: Option<&TlsOptions>) -> Self {
        let Some(options) = options else { return self };
        let pem = |given: &Option<String>| given.as_deref().map(Pem::given);
        Self {
            mode: options.mode.or(self.mode),
            root: pem(&options.ca).or(self.root),
            client: pem(&options.cert).or(self.client),
            client_key: pem(&options.key).or(self.client_key),
            server_name: options.server_name.clone().or(self.server_name),
        }
    }

    /// Reads the certificates. Encrypting what `stays` on the machine costs a second copy of
    /// everything: it is done for those who ask for it.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIGURATION` for certificates that cannot be read.
    pub fn encryption(&self, stays: bool) -> Result<Encryption> {
        if self.client.is_some() != self.client_key.is_some() {
            let message = "TLS got a client's certificate or its key, but not the other";
            return Err(Error::new(ErrorCode::InvalidConfiguration, message)
                .hint("give both of them, or neither"));
        }
        Ok(match self.mode.unwrap_or_else(|| self.implied_mode(stays)) {
            TlsMode::Disable => Encryption::Off,
            TlsMode::Prefer => Encryption::Offered(Tls::new(self, Strictness::Nothing)?),
            // Who says whom to trust wants to know that it is them.
            TlsMode::Require if self.root.is_none() => {
                Encryption::Required(Tls::new(self, Strictness::Nothing)?)
            }
            TlsMode::Require | TlsMode::VerifyCa => {
                Encryption::Required(Tls::new(self, Strictness::Authority)?)
            }
            TlsMode::VerifyFull => Encryption::Required(Tls::new(self, Strictness::Full)?),
        })
    }

    fn implied_mode(&self, stays: bool) -> TlsMode {
        if self.root.is_some() || self.server_name.is_some() {
            TlsMode::VerifyFull
        } else if self.client.is_some() {
            TlsMode::Require
        } else if stays {
            TlsMode::Disable
        } else {
            TlsMode::Prefer
        }
    }
}

/// Opens TLS on a stream.
#[derive(Clone)]
pub struct Tls {
    connector: TlsConnector,
    server_name: Option<String>,
}

impl Tls {
    fn new(wish: &Wish, strictness: Strictness) -> Result<Self> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(&error))?
            .dangerous()
            .with_custom_certificate_verifier(verifier(wish, strictness, provider)?);
        let config = match (&wish.client, &wish.client_key) {
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(certificate.certificates()?, key.private_key()?)
                .map_err(|error| unusable(&error))?,
            _ => builder.with_no_client_auth(),
        };
        let connector = TlsConnector::from(Arc::new(config));
        Ok(Self { connector, server_name: wish.server_name.clone() })
    }

    /// Greets the server by its name.
    ///
    /// # Errors
    ///
    /// Whatever the handshake fails with: an unknown authority, another name, a broken connection.
    pub async fn connect<S>(&self, host: &str, stream: S) -> io::Result<TlsStream<S>>
    where
        S: AsyncRead + AsyncWrite + Unpin,
    {
        let name = self.server_name.as_deref().unwrap_or(host);
        let name = ServerName::try_from(name.to_owned()).map_err(io::Error::other)?;
        self.connector.connect(name, stream).await
    }
}

fn verifier(
    wish: &Wish,
    strictness: Strictness,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>> {
    if strictness == Strictness::Nothing {
        return Ok(Arc::new(Lenient::new(None, provider)));
    }
    let mut roots = RootCertStore::empty();
    match &wish.root {
        Some(root) => {
            for certificate in root.certificates()? {
                roots.add(certificate).map_err(|error| root.unusable(&error))?;
            }
        }
        // What of the system's store cannot be read is not trusted.
        None => {
            let system = rustls_native_certs::load_native_certs();
            let _ = roots.add_parsable_certificates(system.certs);
        }
    }
    let full = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()
        .map_err(|error| unusable(&error))?;
    Ok(match strictness {
        Strictness::Full => full,
        _ => Arc::new(Lenient::new(Some(full), provider)),
    })
}

fn unusable(reason: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, format!("TLS cannot be set up: {reason}"))
}
