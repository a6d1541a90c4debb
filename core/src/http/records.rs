//! TLS on a connection that moves files: records are read and written many at a time.

use std::io::{self, BufRead, ErrorKind, Read};
use std::net::TcpStream;

use rustls::ClientConnection;

use super::failure::slice_over;
use super::input::{Input, PEEK};
use super::tls::{BUFFER, handshake};
use super::trust::Trusted;
use crate::Error;

/// A TLS connection with what was read from its socket and not looked into.
pub(super) struct Records {
    tls: ClientConnection,
    raw: Vec<u8>,
    /// Where in `raw` the unread bytes begin and end.
    from: usize,
    to: usize,
    /// What broke after bytes that the caller got first.
    failed: Option<rustls::Error>,
}

impl Records {
    pub(super) fn new(
        stream: &mut TcpStream,
        trusted: &Trusted,
        host: &str,
    ) -> Result<Self, Error> {
        let tls = handshake(stream, trusted, host)?;
        Ok(Self { tls, raw: Vec::new(), from: 0, to: 0, failed: None })
    }

    /// Encrypts. The room for what is encrypted and not written has a limit, so every batch is written
    /// out before the next one.
    pub(super) fn encrypt(&mut self, plain: &[u8]) -> io::Result<()> {
        io::Write::write_all(&mut self.tls.writer(), plain)
    }

    pub(super) fn wants_write(&self) -> bool {
        self.tls.wants_write()
    }

    /// Writes what is encrypted, all of it in one call of the system where it has room for it.
    pub(super) fn write(&mut self, stream: &mut TcpStream) -> io::Result<usize> {
        self.tls.write_tls(stream)
    }

    /// Gives what is there, as much as fits, or waits once for the socket. A record is of use only when it
    /// is whole, so this may end with `WouldBlock` although bytes came. The outer result is TLS's own
    /// failure, the inner one I/O's.
    pub(super) fn read(
        &mut self,
        stream: &mut TcpStream,
        into: &mut [u8],
    ) -> Result<io::Result<usize>, rustls::Error> {
        if let Some(failed) = self.failed.take() {
            return Err(failed);
        }
        let mut done = 0;
        let mut waited = false;
        loop {
            // Drained before it is fed again: it holds one record's worth.
            match self.tls.reader().read(into.get_mut(done..).unwrap_or_default()) {
                Ok(0) => return Ok(Ok(done)),
                Ok(n) => {
                    done += n;
                    continue;
                }
                Err(e) if e.kind() == ErrorKind::WouldBlock => {}
                Err(e) => return Ok(if done > 0 { Ok(done) } else { Err(e) }),
            }
            let is_empty = self.from == self.to;
            if is_empty && (done > 0 || waited) {
                return Ok(if done > 0 { Ok(done) } else { Err(ErrorKind::WouldBlock.into()) });
            }
            let fed = self.feed(|raw| {
                waited = true;
                stream.read(raw)
            });
            if let Err(e) = fed {
                return Ok(Err(e));
            }
            match self.tls.process_new_packets() {
                Ok(_) => {}
                Err(refused) if done > 0 => {
                    self.failed = Some(refused);
                    return Ok(Ok(done));
                }
                Err(refused) => return Err(refused),
            }
        }
    }

    /// Feeds TLS with what is there, or else with what `read` gets; gives how much TLS took.
    fn feed(&mut self, read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<usize> {
        if self.from == self.to {
            if self.raw.is_empty() {
                self.raw = vec![0; BUFFER];
            }
            (self.from, self.to) = (0, read(&mut self.raw)?);
        }
        let mut unread = self.raw.get(self.from..self.to).unwrap_or_default();
        // With nothing unread this tells TLS of the end.
        let taken = self.tls.read_tls(&mut unread)?;
        self.from += taken;
        Ok(taken)
    }

    /// What the connection has to read, without waiting. Records that carry no data (session tickets) are
    /// consumed and do not count.
    pub(super) fn peek(&mut self, stream: &TcpStream) -> io::Result<Input> {
        loop {
            let Ok(state) = self.tls.process_new_packets() else { return Ok(Input::Answer) };
            let there = state.plaintext_bytes_to_read();
            if there > 0 {
                let seen = Input::of(self.tls.reader().fill_buf()?);
                // More of an interim answer may still lie in the socket, but nothing is lost by waiting
                // for the next look.
                if seen == Input::Answer || there > PEEK {
                    return Ok(Input::Answer);
                }
            }
            if state.peer_has_closed() {
                return Ok(Input::Answer);
            }
            match self.feed(|raw| gigahost_system::read_now(stream, raw, false)) {
                Ok(0) => return Ok(Input::Answer),
                Ok(_) => {}
                Err(e) if slice_over(&e) && there > 0 => return Ok(Input::Interim),
                Err(e) => return Err(e),
            }
        }
    }
}
