//! A guarded connection for what is not HTTP: ge.tt's Live. The same resolver, address checks, TLS
//! and slices as every other connection; a read or write that lasts longer than a slice says
//! `WouldBlock`, so that its caller can ask whether the call may go on.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;

use rustls::{ClientConnection, StreamOwned};
use ureq::http::Uri;

use super::failure::slice_over;
use super::network::Network;
use super::tls::handshake;
use super::trust::Trusted;
use crate::{Error, scope};

/// One connection, plain or TLS.
pub(crate) enum Socket {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Socket {
    pub(super) fn open(network: &Network, trusted: &Trusted, uri: &Uri) -> Result<Self, Error> {
        let mut stream = network.tunnel(uri)?;
        if uri.scheme_str() == Some("http") {
            return Ok(Self::Plain(stream));
        }
        let tls = handshake(&mut stream, trusted, uri.host().unwrap_or_default())?;
        Ok(Self::Tls(Box::new(StreamOwned::new(tls, stream))))
    }
}

/// The kinds of a slice that is over become one.
fn in_slices(outcome: io::Result<usize>) -> io::Result<usize> {
    outcome.map_err(|e| if slice_over(&e) { ErrorKind::WouldBlock.into() } else { e })
}

impl Read for Socket {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let outcome = in_slices(match self {
            Self::Plain(stream) => stream.read(into),
            Self::Tls(stream) => stream.read(into),
        });
        if let Ok(n) = outcome {
            scope::received(n);
        }
        outcome
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let outcome = in_slices(match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        });
        if let Ok(n) = outcome {
            scope::sent(n);
        }
        outcome
    }

    fn flush(&mut self) -> io::Result<()> {
        let outcome = match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        };
        in_slices(outcome.map(|()| 0)).map(drop)
    }
}
