//! TLS by rustls, as `sslmode` asks for it.

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream};
use tokio_rustls::TlsConnector;
use versa_error::{Error, ErrorCode, Result};

use crate::certificate::{Lenient, Strictness};

/// What the URL says of certificates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Certificates {
    pub(crate) strictness: Strictness,
    pub(crate) root: Option<PathBuf>,
    pub(crate) client: Option<PathBuf>,
    pub(crate) client_key: Option<PathBuf>,
}

/// Opens TLS on a stream. Nothing is read from the disk where TLS is off.
#[derive(Clone)]
pub(crate) struct Tls(Option<TlsConnector>);

impl Tls {
    /// For `sslmode=disable`.
    pub(crate) fn off() -> Self {
        Self(None)
    }

    /// # Errors
    ///
    /// `INVALID_CONFIGURATION` for certificates that cannot be read.
    pub(crate) fn new(certificates: &Certificates) -> Result<Self> {
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
        Ok(Self(Some(TlsConnector::from(Arc::new(config)))))
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

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> MakeTlsConnect<S> for Tls {
    type Stream = Encrypted<S>;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, domain: &str) -> io::Result<Handshake> {
        Ok(Handshake { connector: self.0.clone(), domain: domain.to_owned() })
    }
}

/// A connector and the host it is for.
pub(crate) struct Handshake {
    connector: Option<TlsConnector>,
    domain: String,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> TlsConnect<S> for Handshake {
    type Stream = Encrypted<S>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Encrypted<S>>> + Send>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let connector =
                self.connector.ok_or_else(|| io::Error::other("TLS is off for this connection"))?;
            let name = ServerName::try_from(self.domain).map_err(io::Error::other)?;
            Ok(Encrypted(connector.connect(name, stream).await?))
        })
    }
}

/// A stream in TLS.
pub(crate) struct Encrypted<S>(tokio_rustls::client::TlsStream<S>);

impl<S: AsyncRead + AsyncWrite + Unpin> TlsStream for Encrypted<S> {
    fn channel_binding(&self) -> ChannelBinding {
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
