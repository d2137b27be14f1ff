//! TLS by rustls, as the URL of a database asks for it.
//!
//! The drivers differ in what they call the modes and in what is said on the wire before TLS
//! begins; which certificates are trusted, and how they are read, is the same.

mod verifier;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use versa_error::{Error, ErrorCode, Result};

pub use tokio_rustls::client::TlsStream;
pub use verifier::Strictness;

use verifier::Lenient;

/// What the URL says of certificates.
#[derive(Clone, Debug, Default)]
pub struct Certificates {
    /// How much of the server's is checked.
    pub strictness: Strictness,
    /// Who is trusted; the system's authorities where it does not say.
    pub root: Option<PathBuf>,
    /// What the server is shown, and its key.
    pub client: Option<PathBuf>,
    /// The key of `client`.
    pub client_key: Option<PathBuf>,
}

/// Opens TLS on a stream.
#[derive(Clone)]
pub struct Tls(TlsConnector);

impl Tls {
    /// Reads the certificates.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIGURATION` for certificates that cannot be read.
    pub fn new(certificates: &Certificates) -> Result<Self> {
        let provider = Arc::new(ring::default_provider());
        let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(|error| unusable(&error))?
            .dangerous()
            .with_custom_certificate_verifier(verifier(certificates, provider)?);
        let config = match (&certificates.client, &certificates.client_key) {
            (Some(certificate), Some(key)) => {
                let key =
                    PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
                builder
                    .with_client_auth_cert(read(certificate)?, key)
                    .map_err(|error| unusable(&error))?
            }
            _ => builder.with_no_client_auth(),
        };
        Ok(Self(TlsConnector::from(Arc::new(config))))
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
        let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
        self.0.connect(name, stream).await
    }
}

fn verifier(
    certificates: &Certificates,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>> {
    if certificates.strictness == Strictness::Nothing {
        return Ok(Arc::new(Lenient::new(None, provider)));
    }
    let mut roots = RootCertStore::empty();
    match &certificates.root {
        Some(path) => {
            for certificate in read(path)? {
                roots.add(certificate).map_err(|error| unreadable(path, &error))?;
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
    Ok(match certificates.strictness {
        Strictness::Full => full,
        _ => Arc::new(Lenient::new(Some(full), provider)),
    })
}

fn read(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let certificates = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect::<std::result::Result<Vec<_>, _>>)
        .map_err(|error| unreadable(path, &error))?;
    if certificates.is_empty() {
        return Err(unreadable(path, &"no certificate is in it"));
    }
    Ok(certificates)
}

fn unreadable(path: &Path, reason: &dyn std::fmt::Display) -> Error {
    let message = format!("the certificate file {} cannot be used: {reason}", path.display());
    Error::new(ErrorCode::InvalidConfiguration, message).hint("name a file in the PEM format")
}

fn unusable(reason: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, format!("TLS cannot be set up: {reason}"))
}
