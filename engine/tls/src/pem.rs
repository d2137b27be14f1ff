//! Certificates and keys, from a file or from a text.

use std::fmt;
use std::path::PathBuf;

use rustls::pki_types::pem::{Error as PemError, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use versa_error::{Error, ErrorCode, Result};

/// Where a certificate or a key is.
#[derive(Clone)]
pub enum Pem {
    /// In a file.
    File(PathBuf),
    /// Here.
    Text(String),
}

/// A key is not to be read in a log.
impl fmt::Debug for Pem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.place())
    }
}

impl Pem {
    /// What a user gave: a text in the PEM format, or else the name of a file.
    #[must_use]
    pub fn given(given: &str) -> Self {
        if given.contains("-----BEGIN") {
            Self::Text(given.to_owned())
        } else {
            Self::File(PathBuf::from(given))
        }
    }

    pub(crate) fn certificates(&self) -> Result<Vec<CertificateDer<'static>>> {
        let read = match self {
            Self::File(path) => CertificateDer::pem_file_iter(path).and_then(Iterator::collect),
            Self::Text(text) => CertificateDer::pem_slice_iter(text.as_bytes()).collect(),
        };
        let certificates: Vec<_> = read.map_err(|error| self.unreadable(&error))?;
        if certificates.is_empty() {
            return Err(self.unusable(&"no certificate is in it"));
        }
        Ok(certificates)
    }

    pub(crate) fn private_key(&self) -> Result<PrivateKeyDer<'static>> {
        let read = match self {
            Self::File(path) => PrivateKeyDer::from_pem_file(path),
            Self::Text(text) => PrivateKeyDer::from_pem_slice(text.as_bytes()),
        };
        read.map_err(|error| self.unreadable(&error))
    }

    /// The reasons of the format quote what they stumbled over, which may be a part of a key.
    fn unreadable(&self, error: &PemError) -> Error {
        match error {
            PemError::Io(error) => self.unusable(error),
            PemError::NoItemsFound => self.unusable(&"nothing of the kind is in it"),
            _ => self.unusable(&"it is not in the PEM format"),
        }
    }

    pub(crate) fn unusable(&self, reason: &dyn fmt::Display) -> Error {
        let message = format!("{} cannot be used: {reason}", self.place());
        Error::new(ErrorCode::InvalidConfiguration, message)
            .hint("give a file in the PEM format, or its text with all its lines")
    }

    fn place(&self) -> String {
        match self {
            Self::File(path) => format!("the certificate or key {}", path.display()),
            Self::Text(_) => "a certificate or key that was given as text".to_owned(),
        }
    }
}
