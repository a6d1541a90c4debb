//! What failures below HTTP mean, and how an error of ours travels through the HTTP library and back.

use std::io::{self, ErrorKind};

use crate::{Error, Status};

/// Wraps an error of ours for its way through the HTTP library.
pub(super) fn into_ureq(error: Error) -> ureq::Error {
    ureq::Error::Io(io::Error::other(error))
}

/// Takes an error of ours out again, or says in our words what the library means. Its own texts can
/// quote URLs, so none is passed on.
pub(super) fn from_ureq(error: &ureq::Error) -> Error {
    match error {
        ureq::Error::Io(source) => from_io(source),
        ureq::Error::HostNotFound => {
            Error::new(Status::Dns, "the name of the host could not be resolved")
        }
        ureq::Error::ConnectionFailed => Error::new(Status::Connect, "no connection could be made"),
        ureq::Error::Timeout(_) => Error::new(Status::Timeout, "the request took too long"),
        ureq::Error::Tls(_) | ureq::Error::TlsRequired => {
            Error::new(Status::Tls, "the TLS connection failed")
        }
        ureq::Error::BadUri(_) => Error::new(Status::UrlRefused, "the URL is malformed"),
        ureq::Error::LargeResponseHeader(..) => {
            Error::new(Status::Protocol, "the head of the answer is larger than any proper one")
        }
        ureq::Error::BodyStalled => Error::new(Status::Network, "the answer ended early"),
        _ => Error::new(Status::Protocol, "the answer is not proper HTTP"),
    }
}

/// The same for errors that came as I/O.
pub(crate) fn from_io(source: &io::Error) -> Error {
    if let Some(own) = source.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        return own.clone();
    }
    if let Some(library) = source.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
        return from_ureq(library);
    }
    Error::new(Status::Network, format!("the connection broke: {}", source.kind()))
        .with_os_error(source.raw_os_error())
}

/// Whether an I/O error only says that a slice is over.
pub(super) fn slice_over(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// Whether the peer is gone.
pub(super) fn peer_gone(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted
    )
}

pub(super) fn network(what: &str, source: &io::Error) -> Error {
    Error::new(Status::Network, format!("{what}: {}", source.kind()))
        .with_os_error(source.raw_os_error())
}
