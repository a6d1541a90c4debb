//! TLS: the handshake, and what a failed one is called.

use std::io::{self, ErrorKind};
use std::net::TcpStream;

use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConnection};

use super::failure::slice_over;
use super::trust::{Trusted, UnknownIssuer};
use crate::{Error, Status, scope};

/// Input and output buffer of a connection, in bytes each.
pub(super) const BUFFER: usize = 128 * 1024;

/// The TLS library's errors, by kind. Its texts can quote what the peer sent, so none is passed on.
pub(super) fn map_error(error: &rustls::Error) -> Error {
    if let rustls::Error::InvalidCertificate(CertificateError::Other(other)) = error
        && let Some(unknown) = other.0.downcast_ref::<UnknownIssuer>()
    {
        let message = format!("the certificate of the host is not trusted: {unknown}");
        return Error::new(Status::Certificate, message).with_hint(unknown.advice);
    }
    match error {
        rustls::Error::InvalidCertificate(reason) => Error::new(
            Status::Certificate,
            format!("the certificate of the host is not trusted: {}", certificate(reason)),
        )
        .with_hint(
            "check the clock of this machine, and whether a proxy or firewall answers for the host",
        ),
        rustls::Error::NoCertificatesPresented => {
            Error::new(Status::Certificate, "the host presented no certificate")
        }
        rustls::Error::InvalidMessage(_) => {
            Error::new(Status::Tls, "the host does not speak TLS on this port")
        }
        rustls::Error::AlertReceived(_) => {
            Error::new(Status::Tls, "the host refused the TLS handshake")
        }
        rustls::Error::PeerIncompatible(_) => {
            Error::new(Status::Tls, "the host speaks no TLS that is safe")
        }
        _ => Error::new(Status::Tls, "the TLS connection failed"),
    }
}

fn certificate(reason: &CertificateError) -> &'static str {
    match reason {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "it has expired",
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet"
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name"
        }
        CertificateError::Revoked => "it was revoked",
        CertificateError::BadSignature => "its signature is wrong",
        _ => "it is malformed or unfit for a server",
    }
}

/// Sends what the handshake has to say, or reads once.
fn handshake_step(tls: &mut ClientConnection, stream: &mut TcpStream) -> io::Result<()> {
    if tls.wants_write() {
        return tls.write_tls(stream).map(drop);
    }
    if tls.read_tls(stream)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    if let Err(refused) = tls.process_new_packets() {
        // The alert tells the peer why; it may be gone already.
        let _ = tls.write_tls(stream);
        return Err(io::Error::new(ErrorKind::InvalidData, refused));
    }
    Ok(())
}

/// Makes TLS of a connection, in slices.
pub(super) fn handshake(
    stream: &mut TcpStream,
    trusted: &Trusted,
    host: &str,
) -> Result<ClientConnection, Error> {
    let bare = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(bare)
        .map_err(|_| Error::new(Status::UrlRefused, "the name of the host is not a valid one"))?;
    let mut tls = ClientConnection::new(trusted.config()?, name).map_err(|e| map_error(&e))?;
    // Room for a whole output buffer: every send is written out before the next one.
    tls.set_buffer_limit(Some(2 * BUFFER));
    while tls.is_handshaking() {
        scope::tick()?;
        // Step by step: a peer that drips its part must not keep the clocks from being asked.
        match handshake_step(&mut tls, stream) {
            Ok(()) => {}
            Err(e) if slice_over(&e) => {}
            Err(e) => return Err(handshake_failure(&e)),
        }
    }
    Ok(tls)
}

fn handshake_failure(error: &io::Error) -> Error {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(tls) => map_error(tls),
        None => Error::new(
            Status::Tls,
            format!("the connection broke during the TLS handshake: {}", error.kind()),
        )
        .with_os_error(error.raw_os_error()),
    }
}
