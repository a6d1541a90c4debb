//! What reached the server: every connection and every request, also the unfinished ones.

/// How many bytes of a body are kept; the rest is only counted and hashed.
pub(crate) const KEPT_BODY: usize = 64 * 1024;

/// One request, as far as it came.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Number of the connection it came on, from 0, in order of acceptance.
    pub connection: usize,
    /// Whether it came through TLS.
    pub tls: bool,
    /// Request line and headers, byte for byte, with the empty line.
    pub head: Vec<u8>,
    /// The method, as sent.
    pub method: String,
    /// The request target, as sent: path and query.
    pub target: String,
    /// Header names and values in order, names as sent, values trimmed (not UTF-8: replaced; the
    /// bytes are in `head`).
    pub headers: Vec<(String, String)>,
    /// Bytes of the body that arrived, without chunk framing.
    pub body_length: u64,
    /// MD5 of those bytes as 32 lower-case hex digits; empty until the body was read.
    pub body_md5: String,
    /// The first 64 KiB of the body.
    pub body: Vec<u8>,
    /// Whether the body arrived whole: all of Content-Length, or the last chunk with its end.
    pub body_complete: bool,
}

impl Request {
    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The target up to the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// What follows the first `?` of the target; empty if there is none.
    pub fn query(&self) -> &str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    /// The kept part of the body as text.
    pub fn body_text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether these bytes occur in the head or in the kept part of the body.
    pub fn contains(&self, needle: &[u8]) -> bool {
        [&self.head, &self.body].iter().any(|hay| find(hay, needle).is_some())
    }

    pub(crate) fn from_head(connection: usize, tls: bool, head: Vec<u8>) -> Request {
        let text = String::from_utf8_lossy(&head).into_owned();
        let mut lines = text.split("\r\n");
        let mut words = lines.next().unwrap_or_default().splitn(3, ' ').map(str::to_owned);
        let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        Request { connection, tls, head, method, target, headers, ..Request::default() }
    }
}

/// One accepted connection.
#[derive(Clone, Debug, Default)]
pub struct ConnectionRecord {
    /// Its number, from 0.
    pub number: usize,
    /// Whether a TLS handshake was finished on it.
    pub tls: bool,
    /// Whether that took up an earlier session in place of a full handshake.
    pub resumed: bool,
    /// Application bytes that came in (after TLS, handshake not counted).
    pub received: u64,
    /// Application bytes handed to the socket, or to TLS.
    pub sent: u64,
    /// Whether the server has done with it.
    pub closed: bool,
    /// Why serving it ended, if not as the script says: the peer's reset, a failed handshake.
    pub error: Option<String>,
}

/// Everything recorded so far; see [`FaultServer::log`](crate::FaultServer::log).
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The requests, in order of their heads.
    pub requests: Vec<Request>,
    /// The connections, in order of acceptance.
    pub connections: Vec<ConnectionRecord>,
    /// Faults of the test itself: a request without a route, a handler that panicked.
    pub failures: Vec<String>,
}

/// Where `needle` begins in `hay`.
pub(crate) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    hay.windows(needle.len()).position(|window| window == needle)
}
