//! Settings for timeouts, addresses and certificates.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::{Bandwidth, Secret};

/// The clocks, that is, timeouts, and the limits that go with them. Only the clock for a whole
/// transfer has no limit by default.
///
/// When a clock runs out, the call fails with [`Status::Timeout`](crate::Status::Timeout) (or
/// [`Status::Stalled`](crate::Status::Stalled) if bytes moved too slowly), and the error names the
/// clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clocks {
    /// Name resolution, TCP, a proxy and TLS together. Default 10 s; 15 s for transfers if left at the
    /// default.
    pub connect: Duration,
    /// From the last byte of a request to the end of the response headers. Default 30 s (60 s for
    /// downloads).
    pub answer: Duration,
    /// One attempt at an API call, from the first byte to the last. Default 60 s.
    pub attempt: Duration,
    /// The window in which a transfer must move at least [`low_speed`](Self::low_speed) on average,
    /// and in which at least one byte must move. Default 60 s.
    pub idle: Duration,
    /// Minimum average speed of a transfer over [`idle`](Self::idle), in bytes per second. Default
    /// 1024.
    pub low_speed: u64,
    /// From the last byte of an uploaded body to the response. This is a minimum, by default 300 s:
    /// large bodies get one second for every 2 MiB, because a host may copy the file before it
    /// responds.
    pub answer_after_body: Duration,
    /// The whole API call: retries, pauses and redirects included. Default 120 s (60 s for logins).
    pub call: Duration,
    /// The whole transfer. Default: none.
    pub transfer: Option<Duration>,
    /// How long a host that did not respond to a completely sent file may take to show that it has
    /// the file, before the file counts as lost. Default 10 s.
    pub settle: Duration,
    /// How long a host may process a file after the upload. Default 15 min.
    pub processing: Duration,
}

impl Default for Clocks {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(30),
            attempt: Duration::from_secs(60),
            idle: Duration::from_secs(60),
            low_speed: 1024,
            answer_after_body: Duration::from_secs(300),
            call: Duration::from_secs(120),
            transfer: None,
            settle: Duration::from_secs(10),
            processing: Duration::from_secs(900),
        }
    }
}

/// What to do when a host returns a plain `http` URL for the bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlainHttp {
    /// Never: such a transfer fails with [`Status::InsecureRefused`](crate::Status::InsecureRefused).
    Deny,
    /// Only at the hosts that offer nothing else by design: uploadgig and ge.tt.
    #[default]
    Listed,
    /// At every host, and for the API itself when its base URL is `http`.
    Allow,
}

/// Everything that is set when a session is built.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub base_url: String,
    /// The caller named the host himself; ge.tt gets no credential otherwise.
    pub base_url_given: bool,
    pub clocks: Clocks,
    pub plain_http: PlainHttp,
    pub allow_private: bool,
    pub roots: Roots,
    pub addresses: HashMap<String, Vec<SocketAddr>>,
    pub renewal_interval: Duration,
    pub seed: Option<u64>,
    pub bandwidth: Option<Bandwidth>,
    pub proxy: ProxyChoice,
    /// Addresses that no proxy is used for; none of the caller's own if it is not there.
    pub no_proxy: Option<String>,
}

/// Which certificates are trusted, if the caller gives none of its own
/// ([`Builder::ca_pem`](crate::Builder::ca_pem)).
///
/// The system's are those of its own store (on Linux the files and folders where OpenSSL looks for
/// them), and those that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. They are read once in a process,
/// when the first TLS connection needs them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trust {
    /// The built-in ones and the system's.
    #[default]
    Both,
    /// The system's.
    System,
    /// Mozilla's, built into the library. Nothing of this machine counts.
    BuiltIn,
}

/// The trusted certificates of a session.
#[derive(Clone, Debug)]
pub(crate) enum Roots {
    Of(Trust),
    /// These and no others, in PEM.
    Pem(Arc<str>),
}

/// Which proxy a session uses.
#[derive(Clone, Debug)]
pub(crate) enum ProxyChoice {
    /// What the environment names, as curl reads it.
    Environment,
    None,
    /// This URL.
    Fixed(Secret),
}
