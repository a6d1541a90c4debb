//! What a caller can set about time, addresses and trust.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// The five named clocks, and the limits that go with them. No clock is infinite by default except
/// the one of a whole transfer.
///
/// A clock that runs out gives [`Status::Timeout`](crate::Status::Timeout) (or
/// [`Status::Stalled`](crate::Status::Stalled) for slow bytes) and the error names it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Clocks {
    /// Name resolution, TCP and TLS together. Default 10 s; 15 s for transfers if left at the default.
    pub connect: Duration,
    /// From the last byte of a request to the end of the answer's head. Default 30 s (60 s for downloads).
    pub answer: Duration,
    /// One attempt at an API call, from the first byte to the last. Default 60 s.
    pub attempt: Duration,
    /// The window in which a transfer must move at least [`low_speed`](Self::low_speed) on average,
    /// and in which at least one byte must move. Default 60 s.
    pub idle: Duration,
    /// Bytes a second that a transfer must reach over [`idle`](Self::idle). Default 1024.
    pub low_speed: u64,
    /// From the last byte of an uploaded body to the answer, at least. Default 300 s; large bodies
    /// get one second for every 2 MiB, because a host may copy the file before it answers.
    pub answer_after_body: Duration,
    /// The whole API call: retries, pauses and redirects included. Default 120 s (60 s for logins).
    pub call: Duration,
    /// The whole transfer. Default: none.
    pub transfer: Option<Duration>,
    /// How long a host that was sent a whole file, and did not answer, may take to show that it has
    /// it, before it is taken for lost. Default 10 s.
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

/// What to do when a host names a plain `http` address for the bytes of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum PlainHttp {
    /// Never: such a transfer fails with [`Status::InsecureRefused`](crate::Status::InsecureRefused).
    Deny,
    /// Only at the hosts that have nothing else by design: uploadgig and ge.tt.
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
}

/// Which certificates are trusted.
#[derive(Clone, Debug)]
pub(crate) enum Roots {
    /// Mozilla's roots.
    BuiltIn,
    /// These and no others, in PEM.
    Pem(Arc<str>),
}
