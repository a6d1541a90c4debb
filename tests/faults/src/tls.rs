//! Good and bad certificates, made on the spot.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, LazyLock};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, SanType,
};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use time::{Duration, OffsetDateTime};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// The authority that clients are told to trust; one for the process.
static TRUSTED: LazyLock<Authority> = LazyLock::new(|| authority("Fault Server CA"));

/// A server certificate with its key, and the TLS versions to speak.
#[derive(Clone)]
pub struct TlsIdentity {
    name: &'static str,
    chain: Vec<CertificateDer<'static>>,
    key: Arc<PrivatePkcs8KeyDer<'static>>,
    tls12_only: bool,
    /// What all connections share, where sessions are taken up again.
    shared: Option<Arc<ServerConfig>>,
}

impl TlsIdentity {
    /// A right one for 127.0.0.1, `::1` and localhost.
    pub fn good() -> TlsIdentity {
        issue("good", &TRUSTED, &leaf(here()))
    }

    /// Signed by an authority that nobody trusts.
    pub fn unknown_ca() -> TlsIdentity {
        issue("unknown CA", &authority("Nobody's CA"), &leaf(here()))
    }

    /// For another host.
    pub fn wrong_host() -> TlsIdentity {
        issue("wrong host", &TRUSTED, &leaf(vec![dns("wrong.example")]))
    }

    /// Valid until yesterday.
    pub fn expired() -> TlsIdentity {
        let mut params = leaf(here());
        params.not_before = OffsetDateTime::now_utc() - Duration::days(30);
        params.not_after = OffsetDateTime::now_utc() - Duration::days(1);
        issue("expired", &TRUSTED, &params)
    }

    /// Valid from tomorrow.
    pub fn not_yet_valid() -> TlsIdentity {
        let mut params = leaf(here());
        params.not_before = OffsetDateTime::now_utc() + Duration::days(1);
        issue("not yet valid", &TRUSTED, &params)
    }

    /// Signed by itself.
    ///
    /// # Panics
    /// If no certificate can be made, as all of these.
    pub fn self_signed() -> TlsIdentity {
        let key = KeyPair::generate().expect("a key");
        let certificate = leaf(here()).self_signed(&key).expect("a certificate");
        identity("self-signed", vec![certificate.der().clone()], &key)
    }

    /// Signed by a certificate of the trusted authority that is itself no authority.
    ///
    /// # Panics
    /// If no certificate can be made, as all of these.
    pub fn issuer_not_a_ca() -> TlsIdentity {
        let mut params = leaf(vec![dns("issuer.example")]);
        params.is_ca = IsCa::ExplicitNoCa;
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::signed_by(params, key, &**TRUSTED).expect("a certificate");
        let mut identity = issue("issuer is no CA", &issuer, &leaf(here()));
        identity.chain.push(issuer.der().clone());
        identity
    }

    /// For localhost, but for no IP address.
    pub fn ip_not_in_san() -> TlsIdentity {
        issue("IP not in SAN", &TRUSTED, &leaf(vec![dns("localhost")]))
    }

    /// With wildcards where none may be: `*` and `*.0.0.1`.
    pub fn misused_wildcard() -> TlsIdentity {
        issue("misused wildcard", &TRUSTED, &leaf(vec![dns("*"), dns("*.0.0.1")]))
    }

    /// All the bad ones, to loop over; none may be accepted for <https://127.0.0.1>.
    pub fn all_bad() -> Vec<TlsIdentity> {
        vec![
            TlsIdentity::unknown_ca(),
            TlsIdentity::wrong_host(),
            TlsIdentity::expired(),
            TlsIdentity::not_yet_valid(),
            TlsIdentity::self_signed(),
            TlsIdentity::issuer_not_a_ca(),
            TlsIdentity::ip_not_in_san(),
            TlsIdentity::misused_wildcard(),
        ]
    }

    /// The same certificate on a server that speaks no TLS 1.3.
    #[must_use]
    pub fn tls12_only(mut self) -> TlsIdentity {
        self.tls12_only = true;
        self
    }

    /// The same certificate on a server that remembers its clients, so that the next connection needs no
    /// full handshake. Without this no connection knows of another.
    #[must_use]
    pub fn remembering(mut self) -> TlsIdentity {
        self.shared = Some(self.server_config());
        self
    }

    /// What is the matter with it, for messages.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The certificate of the one authority that clients are to trust, as PEM. It vouches for the
    /// good identity; the bad ones are bad in spite of it.
    pub fn ca_pem() -> String {
        TRUSTED.pem()
    }

    /// The same in DER.
    pub fn ca_der() -> Vec<u8> {
        TRUSTED.der().to_vec()
    }

    pub(crate) fn server_config(&self) -> Arc<ServerConfig> {
        if let Some(shared) = &self.shared {
            return shared.clone();
        }
        let versions: &[_] = if self.tls12_only {
            &[&rustls::version::TLS12]
        } else {
            &[&rustls::version::TLS13, &rustls::version::TLS12]
        };
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .expect("protocol versions")
            .with_no_client_auth()
            .with_single_cert(self.chain.clone(), PrivateKeyDer::Pkcs8(self.key.clone_key()))
            .expect("a certificate with its key");
        Arc::new(config)
    }
}

impl fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlsIdentity({})", self.name)
    }
}

fn here() -> Vec<SanType> {
    vec![
        dns("localhost"),
        SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        SanType::IpAddress(IpAddr::V6(Ipv6Addr::LOCALHOST)),
    ]
}

fn dns(name: &str) -> SanType {
    SanType::DnsName(name.try_into().expect("an ASCII name"))
}

fn leaf(names: Vec<SanType>) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, "Fault Server");
    params.subject_alt_names = names;
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

fn authority(name: &str) -> Authority {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("a certificate")
}

fn issue(name: &'static str, issuer: &Authority, params: &CertificateParams) -> TlsIdentity {
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, issuer).expect("a certificate");
    identity(name, vec![certificate.der().clone()], &key)
}

fn identity(name: &'static str, chain: Vec<CertificateDer<'static>>, key: &KeyPair) -> TlsIdentity {
    let key = Arc::new(PrivatePkcs8KeyDer::from(key.serialize_der()));
    TlsIdentity { name, chain, key, tls12_only: false, shared: None }
}
