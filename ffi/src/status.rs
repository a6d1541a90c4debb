//! Status
//!
//! Numbers below 20 concern the program itself, from 20 the network, from 40 the host, and from 60
//! local files and content. gigahost_status_is_retryable() tells which may go away by waiting.

use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char};
use std::sync::OnceLock;

use gigahost::Status;

use crate::border::{c_string, plain};

/// The outcome of a call: 0 for success. Numbers never change their meaning, but new ones are
/// added, so treat an unknown one as a failure.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_status {
    /// Success.
    GIGAHOST_OK = 0,
    /// An argument is out of range, malformed or missing.
    GIGAHOST_E_ARGUMENT = 1,
    /// A handle was released, is of another type, or never was one.
    GIGAHOST_E_HANDLE = 2,
    /// The session was called from inside one of its own callbacks.
    GIGAHOST_E_BUSY = 3,
    /// The host cannot do this; the error's hint says what to use instead.
    GIGAHOST_E_UNSUPPORTED = 4,
    /// The handle was made before fork(), by the parent process.
    GIGAHOST_E_FORKED = 5,
    /// A defect of the library. The process goes on; please report it.
    GIGAHOST_E_INTERNAL = 6,
    /// The caller cancelled: a token, or a progress callback.
    GIGAHOST_E_CANCELLED = 10,
    /// The caller's reader or writer reported a failure.
    GIGAHOST_E_CALLBACK = 11,
    /// The name of the host could not be resolved.
    GIGAHOST_E_DNS = 20,
    /// No connection could be made.
    GIGAHOST_E_CONNECT = 21,
    /// The TLS handshake or a TLS record failed.
    GIGAHOST_E_TLS = 22,
    /// The certificate of the host is not trusted.
    GIGAHOST_E_CERTIFICATE = 23,
    /// The connection broke.
    GIGAHOST_E_NETWORK = 24,
    /// A gigahost_clock or a deadline ran out; the message names it.
    GIGAHOST_E_TIMEOUT = 25,
    /// Bytes moved too slowly for too long.
    GIGAHOST_E_STALLED = 26,
    /// The answer is not proper HTTP.
    GIGAHOST_E_PROTOCOL = 27,
    /// The proxy refuses what it is asked for, or does not answer as one.
    GIGAHOST_E_PROXY = 28,
    /// The host returned a URL that must not be contacted.
    GIGAHOST_E_URL_REFUSED = 30,
    /// The host answered with a redirect that must not be followed.
    GIGAHOST_E_REDIRECT_REFUSED = 31,
    /// Bytes or credentials would be sent in clear text where that is not allowed.
    GIGAHOST_E_INSECURE_REFUSED = 32,
    /// The host answered with an HTTP error code and no further information.
    GIGAHOST_E_HTTP = 40,
    /// The host refuses the credentials or the token.
    GIGAHOST_E_AUTH = 41,
    /// The account needs a two-factor code, or rejected the one given. See
    /// gigahost_config_set_two_factor_code().
    GIGAHOST_E_TWO_FACTOR = 42,
    /// The account may not do this.
    GIGAHOST_E_FORBIDDEN = 43,
    /// The file, folder, link or job does not exist.
    GIGAHOST_E_NOT_FOUND = 44,
    /// The object exists but cannot be used yet.
    GIGAHOST_E_NOT_READY = 45,
    /// The host asks to wait; the error's `retry_after` says how long.
    GIGAHOST_E_RATE_LIMITED = 46,
    /// Storage, traffic or number of copies is used up.
    GIGAHOST_E_QUOTA = 47,
    /// The file is larger than the host accepts.
    GIGAHOST_E_TOO_LARGE = 48,
    /// The request conflicts with the host's state: the name is taken, or the object changed in the
    /// meantime.
    GIGAHOST_E_CONFLICT = 49,
    /// The host refused for another reason; its text is attached.
    GIGAHOST_E_HOST = 50,
    /// The answer is not what the host documents.
    GIGAHOST_E_BAD_ANSWER = 51,
    /// A local file could not be read or written.
    GIGAHOST_E_IO = 60,
    /// The target exists and may not be replaced.
    GIGAHOST_E_EXISTS = 61,
    /// The source changed while it was read.
    GIGAHOST_E_SOURCE_CHANGED = 62,
    /// The number of bytes differs from the one that the host reports.
    GIGAHOST_E_SIZE_MISMATCH = 70,
    /// The hash of the content differs from the one that the host reports.
    GIGAHOST_E_CORRUPT = 71,
    /// The host sent a web page or a message instead of the file.
    GIGAHOST_E_NOT_A_FILE = 72,
    /// The call may or may not have taken effect, and there is no way to find out: check before
    /// repeating it.
    GIGAHOST_E_OUTCOME_UNKNOWN = 80,
}

impl From<Status> for gigahost_status {
    fn from(status: Status) -> Self {
        match status {
            Status::Argument => Self::GIGAHOST_E_ARGUMENT,
            Status::Handle => Self::GIGAHOST_E_HANDLE,
            Status::Busy => Self::GIGAHOST_E_BUSY,
            Status::Unsupported => Self::GIGAHOST_E_UNSUPPORTED,
            Status::Forked => Self::GIGAHOST_E_FORKED,
            Status::Cancelled => Self::GIGAHOST_E_CANCELLED,
            Status::Callback => Self::GIGAHOST_E_CALLBACK,
            Status::Dns => Self::GIGAHOST_E_DNS,
            Status::Connect => Self::GIGAHOST_E_CONNECT,
            Status::Tls => Self::GIGAHOST_E_TLS,
            Status::Certificate => Self::GIGAHOST_E_CERTIFICATE,
            Status::Network => Self::GIGAHOST_E_NETWORK,
            Status::Timeout => Self::GIGAHOST_E_TIMEOUT,
            Status::Stalled => Self::GIGAHOST_E_STALLED,
            Status::Protocol => Self::GIGAHOST_E_PROTOCOL,
            Status::Proxy => Self::GIGAHOST_E_PROXY,
            Status::UrlRefused => Self::GIGAHOST_E_URL_REFUSED,
            Status::RedirectRefused => Self::GIGAHOST_E_REDIRECT_REFUSED,
            Status::InsecureRefused => Self::GIGAHOST_E_INSECURE_REFUSED,
            Status::Http => Self::GIGAHOST_E_HTTP,
            Status::Auth => Self::GIGAHOST_E_AUTH,
            Status::TwoFactor => Self::GIGAHOST_E_TWO_FACTOR,
            Status::Forbidden => Self::GIGAHOST_E_FORBIDDEN,
            Status::NotFound => Self::GIGAHOST_E_NOT_FOUND,
            Status::NotReady => Self::GIGAHOST_E_NOT_READY,
            Status::RateLimited => Self::GIGAHOST_E_RATE_LIMITED,
            Status::Quota => Self::GIGAHOST_E_QUOTA,
            Status::TooLarge => Self::GIGAHOST_E_TOO_LARGE,
            Status::Conflict => Self::GIGAHOST_E_CONFLICT,
            Status::Host => Self::GIGAHOST_E_HOST,
            Status::BadAnswer => Self::GIGAHOST_E_BAD_ANSWER,
            Status::Io => Self::GIGAHOST_E_IO,
            Status::Exists => Self::GIGAHOST_E_EXISTS,
            Status::SourceChanged => Self::GIGAHOST_E_SOURCE_CHANGED,
            Status::SizeMismatch => Self::GIGAHOST_E_SIZE_MISMATCH,
            Status::Corrupt => Self::GIGAHOST_E_CORRUPT,
            Status::NotAFile => Self::GIGAHOST_E_NOT_A_FILE,
            Status::OutcomeUnknown => Self::GIGAHOST_E_OUTCOME_UNKNOWN,
            // `Internal`, and what only a newer core knows: the test below keeps the lists equal.
            _ => Self::GIGAHOST_E_INTERNAL,
        }
    }
}

/// The name of a gigahost_status, such as "NOT_FOUND"; "UNKNOWN" for a number
/// that this version does not know. Never NULL; static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_status_name(status: i32) -> *const c_char {
    // SAFETY: no pointer comes in.
    unsafe { plain(c"UNKNOWN".as_ptr(), |_| words(status).0.as_ptr()) }
}

/// One English sentence that explains a gigahost_status. Never NULL; static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_status_text(status: i32) -> *const c_char {
    // SAFETY: no pointer comes in.
    unsafe { plain(c"A status that is not known.".as_ptr(), |_| words(status).1.as_ptr()) }
}

/// 1 if the same call may succeed later without any change by the caller, else 0, also for a number
/// that is not a gigahost_status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_status_is_retryable(status: i32) -> i32 {
    let known = |_: &_| Status::from_number(status).is_some_and(Status::is_retryable).into();
    // SAFETY: no pointer comes in.
    unsafe { plain(0, known) }
}

/// Name and sentence of a status as C strings.
fn words(status: i32) -> (&'static CStr, &'static CStr) {
    static WORDS: OnceLock<HashMap<i32, (CString, CString)>> = OnceLock::new();
    let make = || {
        let word = |s: &Status| (s.number(), (c_string(s.name()), c_string(s.sentence())));
        Status::ALL.iter().map(word).collect()
    };
    match (status, WORDS.get_or_init(make).get(&status)) {
        (0, _) => (c"OK", c"The call did what it says."),
        (_, Some((name, sentence))) => (name, sentence),
        (_, None) => (c"UNKNOWN", c"A status that is not known."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r244_every_status_of_the_core_has_its_number_and_name_in_c() {
        let source = include_str!("status.rs");
        for status in Status::ALL {
            assert_eq!(gigahost_status::from(*status) as i32, status.number());
            let line = format!("    GIGAHOST_E_{} = {},\n", status.name(), status.number());
            assert!(source.contains(&line), "{line}");
        }
        assert_eq!(source.matches("\n    GIGAHOST_E_").count(), Status::ALL.len());
    }
}
