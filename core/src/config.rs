//! Settings for timeouts, addresses and certificates.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use crate::Bandwidth;

/// The clocks, that is, timeouts, and the limits that go with them. Only the clock for a whole
/// transfer has no limit by default.
///
/// When a clock runs out, the call fails with [`Status::Timeout`](crate::Status::Timeout) (or
/// [`Status::Stalled`](crate::Status::Stalled) if bytes moved too slowly), and the error names the
/// clock.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clocks {
    /// Name resolution, TCP and TLS together. Default 10 s; 15 s for transfers if left at the default.
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
}

/// Which certificates are trusted.
#[derive(Clone, Debug)]
pub(crate) enum Roots {
    /// Mozilla's roots.
    BuiltIn,
    /// These and no others, in PEM.
    Pem(Arc<str>),
}
