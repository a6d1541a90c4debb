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
use webpki::EndEntityCert;

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
    let parsed = EndEntityCert::try_from(certificate).ok()?;
    let name = distinguished(parsed.issuer());
    let shown: String = name.chars().take(LONGEST_NAME).collect();
    Some(shown).filter(|name| !name.is_empty())
}

/// The parts of a name that say who somebody is, by the last number of their kind (2.5.4.x).
const PARTS: [(u8, &str); 4] = [(3, "CN"), (10, "O"), (11, "OU"), (6, "C")];

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const OID: u8 = 0x06;
/// UTF-8, printable, T.61 and IA5 strings.
const TEXTS: [u8; 4] = [0x0c, 0x13, 0x14, 0x16];

/// A distinguished name in DER as `CN=..., O=...`. A crate for all of X.509 would be a twentieth of the
/// library for this one line.
fn distinguished(name: &[u8]) -> String {
    let mut parts = Vec::new();
    for set in Elements(name).filter(|(tag, _)| *tag == SET) {
        for pair in Elements(set.1).filter(|(tag, _)| *tag == SEQUENCE) {
            let mut pair = Elements(pair.1);
            if let (Some((OID, [0x55, 0x04, kind])), Some((tag, value))) =
                (pair.next(), pair.next())
                && let Some(rank) = PARTS.iter().position(|(known, _)| known == kind)
                && TEXTS.contains(&tag)
            {
                parts.push((rank, String::from_utf8_lossy(value)));
            }
        }
    }
    // Who it is before where it is.
    parts.sort_by_key(|(rank, _)| *rank);
    let label = |rank: usize| PARTS.get(rank).map_or("", |(_, label)| label);
    let shown = parts.iter().map(|(rank, text)| format!("{}={text}", label(*rank)));
    shown.collect::<Vec<_>>().join(", ")
}

/// The elements of DER, each with its tag. What is malformed ends them.
struct Elements<'a>(&'a [u8]);

impl<'a> Iterator for Elements<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&[tag, first], rest) = self.0.split_first_chunk()?;
        let digits = usize::from(first & 0x7f);
        let (length, rest) = match first {
            0..0x80 => (digits, rest),
            _ if digits <= 3 => {
                let (length, rest) = rest.split_at_checked(digits)?;
                (length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distinguished_name_is_told_by_its_parts_and_nonsense_tells_nothing() {
        let part = |kind: u8, tag: u8, text: &str| {
            let length = |n: usize| u8::try_from(n).unwrap();
            let value = [&[tag, length(text.len())], text.as_bytes()].concat();
            let pair = [&[OID, 3, 0x55, 0x04, kind], value.as_slice()].concat();
            let pair = [&[SEQUENCE, length(pair.len())], pair.as_slice()].concat();
            [&[SET, length(pair.len())], pair.as_slice()].concat()
        };
        let name = [
            part(6, 0x13, "DE"),
            part(10, 0x0c, "Größe"),
            part(7, 0x0c, "Town"),
            part(3, 0x0c, "Root"),
        ];
        assert_eq!(distinguished(&name.concat()), "CN=Root, O=Größe, C=DE");
        let long = "x".repeat(300);
        let long = [&[0x0c, 0x82, 1, 44], long.as_bytes()].concat();
        assert_eq!(Elements(&long).next().map(|(tag, text)| (tag, text.len())), Some((0x0c, 300)));
        for nonsense in [
            &b""[..],
            b"1",
            b"1\x05",
            b"1\x7fxx",
            b"1\x84\xff\xff\xff\xff",
            b"1\x80",
            b"1\x02\x30\x05",
        ] {
            assert_eq!(distinguished(nonsense), "", "{nonsense:?}");
        }
    }
}
