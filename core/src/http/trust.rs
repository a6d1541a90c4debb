//! Which certificates are trusted, found when the first TLS connection needs them.

use std::io::BufReader;
use std::sync::{Arc, LazyLock, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{Resumption, WebPkiServerVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, OtherError, RootCertStore,
    SignatureScheme,
};
use x509_cert::Certificate;
use x509_cert::der::Decode;

use crate::config::Roots;
use crate::{Error, Status, Trust};

/// What all sessions share: 13 KiB that none of them changes.
static BUILT_IN: LazyLock<Arc<RootCertStore>> =
    LazyLock::new(|| Arc::new(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()));
/// Those of the machine: files and folders to read, so once in a process.
static SYSTEM: LazyLock<System> = LazyLock::new(System::load);
static BOTH: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let mut all = RootCertStore::clone(&BUILT_IN);
    let is_new = |anchor: &&TrustAnchor<'_>| {
        !BUILT_IN.roots.iter().any(|known| {
            known.subject == anchor.subject
                && known.subject_public_key_info == anchor.subject_public_key_info
        })
    };
    all.roots.extend(SYSTEM.store.roots.iter().filter(is_new).cloned());
    Arc::new(all)
});
static PROVIDER: LazyLock<Arc<CryptoProvider>> =
    LazyLock::new(|| Arc::new(rustls::crypto::ring::default_provider()));

/// Handshakes that a session remembers, at eight a server. Its room is taken in advance.
const RESUMPTIONS: usize = 32;

/// The certificates of this machine, with those that its environment adds.
struct System {
    store: Arc<RootCertStore>,
    /// Something of what `SSL_CERT_FILE` and `SSL_CERT_DIR` name could not be read.
    named_unreadable: bool,
}

impl System {
    fn load() -> Self {
        let found = gigahost_system::certificates();
        let mut store = RootCertStore::empty();
        // One that cannot be used costs itself, not the others.
        store.add_parsable_certificates(found.trusted.into_iter().map(CertificateDer::from));
        Self { store: Arc::new(store), named_unreadable: found.named_unreadable }
    }
}

/// The trust of one session.
pub(super) struct Trusted {
    roots: Roots,
    config: OnceLock<Result<Arc<ClientConfig>, Error>>,
}

impl Trusted {
    /// # Errors
    /// `ARGUMENT` for certificates of the caller's that cannot be used.
    pub(super) fn new(roots: &Roots) -> Result<Self, Error> {
        let trusted = Self { roots: roots.clone(), config: OnceLock::new() };
        if matches!(roots, Roots::Pem(_)) {
            trusted.config()?;
        }
        Ok(trusted)
    }

    /// The TLS library's settings. Always with our own provider: what another part of the program
    /// installed as its default does not matter. There is no way to switch verification off.
    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, Error> {
        self.config.get_or_init(|| client_config(&self.roots)).clone()
    }
}

fn client_config(roots: &Roots) -> Result<Arc<ClientConfig>, Error> {
    let store = match roots {
        Roots::Of(Trust::BuiltIn) => BUILT_IN.clone(),
        Roots::Of(Trust::Both) => BOTH.clone(),
        Roots::Of(Trust::System) if SYSTEM.store.is_empty() => {
            return Err(Error::new(
                Status::Certificate,
                "no certificates of the system were found, and no others are trusted",
            )
            .with_hint(
                "install them (ca-certificates), name them in SSL_CERT_FILE, or trust the built-in ones \
                 too (trust = both)",
            ));
        }
        Roots::Of(Trust::System) => SYSTEM.store.clone(),
        Roots::Pem(pem) => Arc::new(only(pem)?),
    };
    let internal = || Error::new(Status::Internal, "the TLS library takes none of our settings");
    let checks = WebPkiServerVerifier::builder_with_provider(store, PROVIDER.clone())
        .build()
        .map_err(|_| internal())?;
    let mut config = ClientConfig::builder_with_provider(PROVIDER.clone())
        .with_safe_default_protocol_versions()
        .map_err(|_| internal())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Verifier { checks, advice: advice(roots) }))
        .with_no_client_auth();
    config.resumption = Resumption::in_memory_sessions(RESUMPTIONS);
    Ok(Arc::new(config))
}

/// The caller's certificates and no others.
fn only(pem: &str) -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    let unusable = || {
        Error::argument("ca_pem", "must hold at least one certificate in PEM, and nothing broken")
    };
    for certificate in CertificateDer::pem_reader_iter(BufReader::new(pem.as_bytes())) {
        store.add(certificate.map_err(|_| unusable())?).map_err(|_| unusable())?;
    }
    if store.is_empty() { Err(unusable()) } else { Ok(store) }
}

/// What to do when nobody who is trusted has signed a certificate.
fn advice(roots: &Roots) -> &'static str {
    match roots {
        Roots::Pem(_) => {
            "only what was given as ca_pem is trusted: the certificate of this issuer is not in it"
        }
        Roots::Of(Trust::BuiltIn) => {
            "if a proxy or firewall of yours inspects TLS, trust the system's certificates too (trust = \
             both), or name a file with this issuer's in SSL_CERT_FILE"
        }
        Roots::Of(_) if SYSTEM.named_unreadable => {
            "something of what SSL_CERT_FILE or SSL_CERT_DIR names could not be read"
        }
        Roots::Of(_) => {
            "if a proxy or firewall of yours inspects TLS, add this issuer's certificate to the system's, or \
             name a file with it in SSL_CERT_FILE; if not, somebody else answers for the host"
        }
    }
}

/// An issuer that nobody trusts, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("its issuer is unknown{}", .issuer.as_ref().map_or_else(String::new, |name| format!(" ({name})")))]
pub(super) struct UnknownIssuer {
    issuer: Option<String>,
    pub(super) advice: &'static str,
}

/// The checks of the TLS library, all of them. It only says of which issuer it is that an unknown one
/// is, which the library leaves out.
#[derive(Debug)]
struct Verifier {
    checks: Arc<WebPkiServerVerifier>,
    advice: &'static str,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let checks = &self.checks;
        checks
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
            .map_err(|error| match error {
                rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer) => {
                    let issuer = issuer(intermediates.last().unwrap_or(end_entity));
                    let unknown = UnknownIssuer { issuer, advice: self.advice };
                    CertificateError::Other(OtherError(Arc::new(unknown))).into()
                }
                error => error,
            })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.checks.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.checks.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.checks.supported_verify_schemes()
    }
}

/// The longest name of an issuer that is told: whoever answers wrote it.
const LONGEST_NAME: usize = 200;

fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let parsed = Certificate::from_der(certificate).ok()?;
    let name = parsed.tbs_certificate().issuer().to_string();
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    Some(shown).filter(|name| !name.is_empty())
}
