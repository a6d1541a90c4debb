//! What comes back on a connection that is still sending.

/// How far an answer that comes while sending is looked into, in bytes.
pub(super) const PEEK: usize = 2048;

/// How an interim answer begins.
const INTERIM: &[u8] = b"HTTP/1.1 1";

/// What a connection has to read, without waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    Nothing,
    /// Only interim answers (1xx) so far: the last word is still to come.
    Interim,
    /// An answer, bytes that are none, or the end.
    Answer,
}

impl Input {
    pub(super) fn of(mut bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Answer; // the end
        }
        while bytes.starts_with(INTERIM) {
            match bytes.windows(4).position(|end| end == b"\r\n\r\n") {
                Some(end) => bytes = bytes.get(end + 4..).unwrap_or_default(),
                None => return Self::Interim,
            }
        }
        // A beginning that may yet become an interim answer is waited for.
        if INTERIM.starts_with(bytes) { Self::Interim } else { Self::Answer }
    }
}
