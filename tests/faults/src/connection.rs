//! One accepted connection, seen by the script that serves it.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustix::net::sockopt::{set_socket_linger, set_socket_recv_buffer_size};
use rustls::{ServerConnection, StreamOwned};

use crate::body::BodyReader;
use crate::record::{Request, find};
use crate::reply::Reply;
use crate::shared::Shared;
use crate::tls::TlsIdentity;
use crate::wire::{Socket, Wire};

/// A head longer than this is refused: no client of ours sends one.
const HEAD_LIMIT: usize = 1024 * 1024;
/// The most that is read at once.
const PIECE: usize = 16 * 1024;
/// How long an orderly close waits for the peer's own end.
const FIN_PATIENCE: Duration = Duration::from_secs(2);

/// One accepted connection. All methods block; each ends promptly, with an error, when the server
/// is dropped.
pub struct Connection {
    /// `None` once closed.
    wire: Option<Wire>,
    shared: Arc<Shared>,
    number: usize,
    /// Read from the wire, not yet consumed.
    pending: Vec<u8>,
    /// The body that belongs to the last head, and where its record stands.
    body: Option<(usize, BodyReader)>,
}

impl Connection {
    pub(crate) fn new(socket: Socket, shared: Arc<Shared>, number: usize) -> Connection {
        let wire = Some(Wire::Plain(socket));
        Connection { wire, shared, number, pending: Vec::new(), body: None }
    }

    /// Its number, from 0, in order of acceptance.
    pub fn number(&self) -> usize {
        self.number
    }

    /// Whether the script has closed it.
    pub fn is_closed(&self) -> bool {
        self.wire.is_none()
    }

    /// Whether TLS is spoken on it.
    pub fn is_tls(&self) -> bool {
        matches!(self.wire, Some(Wire::Tls(_)))
    }

    /// Makes the TLS handshake.
    ///
    /// # Errors
    /// If the handshake fails; the peer's alert is in the text.
    pub fn start_tls(&mut self, identity: &TlsIdentity) -> io::Result<()> {
        let socket = self.wire()?.socket().clone();
        let mut server =
            ServerConnection::new(identity.server_config()).map_err(io::Error::other)?;
        let mut raw = socket.clone();
        while server.is_handshaking() {
            server.complete_io(&mut raw)?;
        }
        // TLS 1.3 tickets leave with the last flight, so that they never mix with a faulty reply.
        while server.wants_write() {
            server.write_tls(&mut raw)?;
        }
        let resumed = server.handshake_kind() == Some(rustls::HandshakeKind::Resumed);
        self.wire = Some(Wire::Tls(Box::new(StreamOwned::new(server, socket))));
        self.shared.connection(self.number, |record| {
            record.tls = true;
            record.resumed = resumed;
        });
        Ok(())
    }

    /// Answers the `ClientHello` with only the first `after` bytes of the server's flight.
    ///
    /// # Errors
    /// If no `ClientHello` comes.
    pub fn cut_handshake(&mut self, identity: &TlsIdentity, after: usize) -> io::Result<()> {
        let mut socket = self.wire()?.socket().clone();
        let mut server =
            ServerConnection::new(identity.server_config()).map_err(io::Error::other)?;
        while !server.wants_write() {
            if server.read_tls(&mut socket)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            server.process_new_packets().map_err(io::Error::other)?;
        }
        let mut flight = Vec::new();
        while server.wants_write() {
            server.write_tls(&mut flight)?;
        }
        self.send(&flight[..after.min(flight.len())])
    }

    /// Reads one request head and records it; `None` when the peer has closed instead.
    ///
    /// # Errors
    /// If the connection breaks inside a head, or the head is over 1 MiB.
    pub fn read_head(&mut self) -> io::Result<Option<Request>> {
        self.body = None;
        let end = loop {
            if let Some(at) = find(&self.pending, b"\r\n\r\n") {
                break at + 4;
            }
            if self.pending.len() > HEAD_LIMIT {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "head over 1 MiB"));
            }
            if self.fill(PIECE)? == 0 {
                if self.pending.is_empty() {
                    return Ok(None);
                }
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "end inside a head"));
            }
        };
        let head = self.pending.drain(..end).collect();
        let mut request = Request::from_head(self.number, self.is_tls(), head);
        let reader = BodyReader::for_request(&request);
        reader.save(&mut request);
        let at = self.shared.add_request(request.clone());
        self.body = Some((at, reader));
        Ok(Some(request))
    }

    /// Reads the body of the last head to its end; returns its length. The record says whether it
    /// was complete, also when this fails.
    ///
    /// # Errors
    /// If the connection breaks or ends before the body does.
    pub fn read_body(&mut self) -> io::Result<u64> {
        self.read_body_bytes(u64::MAX)
    }

    /// Reads at most this many bytes more of the body of the last head; the rest stays unread.
    /// Returns the length of the body so far.
    ///
    /// # Errors
    /// If the connection breaks or ends before that.
    pub fn read_body_bytes(&mut self, count: u64) -> io::Result<u64> {
        let Some((at, mut reader)) = self.body.take() else { return Ok(0) };
        let outcome = self.pump_body(&mut reader, count);
        self.shared.request(at, |request| reader.save(request));
        let length = reader.length();
        self.body = Some((at, reader));
        outcome.map(|()| length)
    }

    /// Whether the body of the last head has been read to its end.
    pub fn body_done(&self) -> bool {
        self.body.as_ref().is_none_or(|(_, reader)| reader.done())
    }

    fn pump_body(&mut self, reader: &mut BodyReader, count: u64) -> io::Result<()> {
        let end = reader.length().saturating_add(count);
        loop {
            let taken = reader.take(&self.pending, end - reader.length())?;
            self.pending.drain(..taken);
            if reader.done() || reader.length() >= end {
                return Ok(());
            }
            let wanted = usize::try_from(end - reader.length()).unwrap_or(PIECE);
            if self.fill(wanted)? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "end inside a body"));
            }
        }
    }

    /// Reads exactly this many raw bytes.
    ///
    /// # Errors
    /// If the connection breaks or ends before that.
    pub fn read_bytes(&mut self, count: usize) -> io::Result<Vec<u8>> {
        while self.pending.len() < count {
            if self.fill(count - self.pending.len())? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(self.pending.drain(..count).collect())
    }

    /// Reads raw bytes up to and with `mark`.
    ///
    /// # Errors
    /// If the connection breaks or ends before that.
    pub fn read_until(&mut self, mark: &[u8]) -> io::Result<Vec<u8>> {
        loop {
            if let Some(at) = find(&self.pending, mark) {
                return Ok(self.pending.drain(..at + mark.len()).collect());
            }
            if self.fill(PIECE)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    /// Reads and throws away until the peer ends; returns how many bytes came.
    ///
    /// # Errors
    /// If the peer resets.
    pub fn read_to_end(&mut self) -> io::Result<u64> {
        let mut total = 0;
        loop {
            total += self.pending.len() as u64;
            self.pending.clear();
            if self.fill(PIECE)? == 0 {
                return Ok(total);
            }
        }
    }

    /// Reads the rest of the body (or, without a request, all until the peer ends) in pieces of
    /// `bytes`, with a pause after each.
    ///
    /// # Errors
    /// If the connection breaks, or the server is dropped.
    pub fn drain_slow(&mut self, bytes: usize, pause: Duration) -> io::Result<()> {
        if self.body.is_none() {
            loop {
                match self.read_bytes(bytes) {
                    Ok(_) => self.pause(pause)?,
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                    Err(error) => return Err(error),
                }
            }
        }
        while !self.body_done() {
            self.read_body_bytes(bytes as u64)?;
            self.pause(pause)?;
        }
        Ok(())
    }

    /// Sends these bytes.
    ///
    /// # Errors
    /// If the peer is gone.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        // In slices, so that the count is about right also where the peer leaves in the middle.
        for slice in bytes.chunks(64 * 1024) {
            self.wire()?.write_all(slice)?;
            self.shared.connection(self.number, |record| record.sent += slice.len() as u64);
        }
        Ok(())
    }

    /// Sends a whole reply.
    ///
    /// # Errors
    /// If the peer is gone.
    pub fn reply(&mut self, reply: &Reply) -> io::Result<()> {
        self.send(&reply.to_bytes())
    }

    /// Sends in pieces of `chunk` bytes, one write (and one TLS record) each, with pauses between.
    ///
    /// # Errors
    /// If the peer is gone, or the server is dropped.
    pub fn send_slow(&mut self, bytes: &[u8], chunk: usize, pause: Duration) -> io::Result<()> {
        for (number, piece) in bytes.chunks(chunk.max(1)).enumerate() {
            if number > 0 {
                self.pause(pause)?;
            }
            self.send(piece)?;
        }
        Ok(())
    }

    /// Sends the same bytes again and again until the peer goes away.
    ///
    /// # Errors
    /// Always in the end: the peer's leaving.
    pub fn repeat_forever(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "nothing to repeat"));
        }
        let block = bytes.repeat((16 * 1024 / bytes.len()).max(1));
        loop {
            self.send(&block)?;
        }
    }

    /// Waits this long, or fails when the server is dropped meanwhile.
    ///
    /// # Errors
    /// When the server is dropped.
    pub fn pause(&self, pause: Duration) -> io::Result<()> {
        if self.shared.pause(pause) { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    }

    /// Holds the socket open, neither reading nor writing, until
    /// [`FaultServer::release`](crate::FaultServer::release) or the server's end.
    ///
    /// # Errors
    /// When the server is dropped.
    pub fn stall(&self) -> io::Result<()> {
        if self.shared.stall() { Ok(()) } else { Err(io::ErrorKind::Interrupted.into()) }
    }

    /// Shrinks the receive buffer (the kernel doubles the figure and has a floor of about 2 KiB).
    ///
    /// # Errors
    /// If the kernel refuses.
    pub fn small_receive_buffer(&mut self, bytes: usize) -> io::Result<()> {
        let socket = self.wire()?.socket().clone();
        Ok(set_socket_recv_buffer_size(&*socket.0, bytes)?)
    }

    /// Ends our direction (FIN; under TLS with `close_notify` first) and goes on reading.
    pub fn half_close(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.notify_close();
            wire.shutdown_write();
        }
    }

    /// Closes in order: `close_notify` under TLS, FIN, then waits up to 2 s for the peer's end
    /// (throwing away what still comes, so that no reset overtakes the last bytes sent).
    pub fn fin(&mut self) {
        self.half_close();
        self.linger();
    }

    /// Ends with a FIN but, under TLS, without `close_notify`: a truncation. Without TLS as `fin`.
    pub fn truncate(&mut self) {
        if let Some(wire) = &self.wire {
            wire.shutdown_write();
        }
        self.linger();
    }

    /// Closes the socket at once. Bytes of the peer that were not read make the kernel send a
    /// reset: what a server does that answers early and leaves.
    pub fn close(&mut self) {
        if let Some(wire) = &mut self.wire {
            wire.notify_close();
            if !self.pending.is_empty() {
                // The script has not read these, although we have: reset as the kernel would.
                // If the option is refused, the peer is gone already.
                let _ = set_socket_linger(&*wire.socket().0, Some(Duration::ZERO));
            }
        }
        self.wire = None;
    }

    /// Resets the connection (`SO_LINGER` 0).
    ///
    /// # Errors
    /// If the kernel refuses the option.
    pub fn rst(&mut self) -> io::Result<()> {
        if let Some(wire) = self.wire.take() {
            let socket = wire.socket().clone();
            set_socket_linger(&*socket.0, Some(Duration::ZERO))?;
        }
        Ok(())
    }

    /// Notes a fault of the test itself in the server's log.
    pub fn fail(&self, text: impl Into<String>) {
        self.shared.fail(text.into());
    }

    fn linger(&mut self) {
        let Some(wire) = self.wire.take() else { return };
        let socket = wire.socket().clone();
        let deadline = Instant::now() + FIN_PATIENCE;
        let mut raw = socket.clone();
        let mut sink = [0; 16 * 1024];
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            if left.is_zero() || socket.0.set_read_timeout(Some(left)).is_err() {
                break;
            }
            match io::Read::read(&mut raw, &mut sink) {
                Ok(0) | Err(_) => break,
                Ok(_) => {}
            }
        }
    }

    fn wire(&mut self) -> io::Result<&mut Wire> {
        self.wire.as_mut().ok_or_else(|| io::ErrorKind::NotConnected.into())
    }

    /// Reads once from the wire into `pending`, at most `limit` bytes; 0 at the end. What a script
    /// does not ask for stays in the kernel, where it fills the peer's window.
    fn fill(&mut self, limit: usize) -> io::Result<usize> {
        let mut buffer = [0; PIECE];
        let n = self.wire()?.read(&mut buffer[..limit.min(PIECE)])?;
        self.pending.extend_from_slice(&buffer[..n]);
        self.shared.connection(self.number, |record| record.received += n as u64);
        Ok(n)
    }
}
