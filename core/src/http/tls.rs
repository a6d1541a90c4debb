//! TLS: which certificates are trusted, and what a failed handshake is called.

use std::io::BufReader;
use std::sync::{Arc, LazyLock};

use rustls::client::Resumption;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use crate::config::Roots;
use crate::{Error, Status};

/// What all sessions share: 13 KiB that none of them changes.
static BUILT_IN: LazyLock<Arc<RootCertStore>> =
    LazyLock::new(|| Arc::new(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()));
static PROVIDER: LazyLock<Arc<CryptoProvider>> =
    LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));

/// Handshakes that a session remembers, at eight a server. Its room is taken in advance.
const RESUMPTIONS: usize = 32;

/// Makes the configuration. Always with our own provider: what another part of the program
/// installed as its default does not matter. There is no way to switch verification off.
pub(super) fn client_config(roots: &Roots) -> Result<Arc<ClientConfig>, Error> {
    let store = match roots {
        Roots::BuiltIn => BUILT_IN.clone(),
        Roots::Pem(pem) => {
            let mut store = RootCertStore::empty();
            let unusable = || {
                Error::argument(
                    "ca",
                    "must hold at least one certificate in PEM, and nothing broken",
                )
            };
            for certificate in CertificateDer::pem_reader_iter(BufReader::new(pem.as_bytes())) {
                store.add(certificate.map_err(|_| unusable())?).map_err(|_| unusable())?;
            }
            if store.is_empty() {
                return Err(unusable());
            }
            Arc::new(store)
        }
    };
    let mut config = ClientConfig::builder_with_provider(PROVIDER.clone())
        .with_safe_default_protocol_versions()
        .map_err(|_| Error::new(Status::Internal, "the TLS provider offers no protocol version"))?
        .with_root_certificates(store)
        .with_no_client_auth();
    config.resumption = Resumption::in_memory_sessions(RESUMPTIONS);
    Ok(Arc::new(config))
}

/// The TLS library's errors, by kind. Its texts can quote what the peer sent, so none is passed on.
pub(super) fn map_error(error: &rustls::Error) -> Error {
    match error {
        rustls::Error::InvalidCertificate(reason) => Error::new(
            Status::Certificate,
            format!("the certificate of the host is not trusted: {}", certificate(reason)),
        )
        .with_hint(
            "check the clock of this machine, and whether a proxy or firewall answers for the host",
        ),
        rustls::Error::NoCertificatesPresented => {
            Error::new(Status::Certificate, "the host presented no certificate")
        }
        rustls::Error::InvalidMessage(_) => {
            Error::new(Status::Tls, "the host does not speak TLS on this port")
        }
        rustls::Error::AlertReceived(_) => {
            Error::new(Status::Tls, "the host refused the TLS handshake")
        }
        rustls::Error::PeerIncompatible(_) => {
            Error::new(Status::Tls, "the host speaks no TLS that is safe")
        }
        _ => Error::new(Status::Tls, "the TLS connection failed"),
    }
}

fn certificate(reason: &CertificateError) -> &'static str {
    match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet"
        }
        CertificateError::UnknownIssuer => "its issuer is unknown",
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name"
        }
        CertificateError::Revoked => "it was revoked",
        CertificateError::BadSignature => "its signature is wrong",
        _ => "it is malformed or unfit for a server",
    }
}
