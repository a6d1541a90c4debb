//! The guarded transport: one TCP connection, plain or TLS, on which nothing blocks for longer than
//! a slice without asking whether the call may go on.
//!
//! While sending it also listens: a host that refuses an upload early answers and then closes, or
//! answers and stops reading. Either way the rest of the body is swallowed, and the HTTP library goes
//! on to read the answer that is already there.

use std::fmt;
use std::io::{self, BufRead, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::{ClientConfig, ClientConnection};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::failure::{into_ureq, network, peer_gone, slice_over};
use super::tls::{BUFFER, handshake};
use crate::Error;
use crate::scope::{self, Phase};

/// How often a sending connection looks whether an answer is there.
const PROBE_EVERY: Duration = Duration::from_millis(20);

/// How far an answer that comes while sending is looked into.
const PEEK: usize = 2048;

/// How an interim answer begins.
const INTERIM: &[u8] = b"HTTP/1.1 1";

/// What a connection has to read, without waiting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Input {
    Nothing,
    /// Only interim answers (1xx) so far: the last word is still to come.
    Interim,
    /// An answer, bytes that are none, or the end.
    Answer,
}

impl Input {
    fn of(mut bytes: &[u8]) -> Self {
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

/// Makes guarded connections.
pub(super) struct GuardedConnector {
    pub tls: Arc<ClientConfig>,
}

impl fmt::Debug for GuardedConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuardedConnector")
    }
}

impl Connector<()> for GuardedConnector {
    type Out = GuardedTransport;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<GuardedTransport>, ureq::Error> {
        scope::set_phase(Phase::Connecting);
        let stream = super::connect::connect(&details.addrs).map_err(into_ureq)?;
        let mut transport = GuardedTransport {
            stream,
            tls: None,
            buffers: LazyBuffers::new(BUFFER, BUFFER),
            broken: None,
            early: false,
            last_probe: Instant::now(),
        };
        if details.needs_tls() {
            let host = details.uri.host().unwrap_or_default();
            transport.handshake(&self.tls, host).map_err(into_ureq)?;
        }
        Ok(Some(transport))
    }
}

pub(super) struct GuardedTransport {
    stream: TcpStream,
    tls: Option<Box<ClientConnection>>,
    buffers: LazyBuffers,
    /// Why nothing more can be sent. What the peer sent before may still be readable.
    broken: Option<Error>,
    /// The answer came before the request was sent whole.
    early: bool,
    last_probe: Instant,
}

impl fmt::Debug for GuardedTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GuardedTransport")
    }
}

impl GuardedTransport {
    fn handshake(&mut self, config: &Arc<ClientConfig>, host: &str) -> Result<(), Error> {
        self.tls = Some(Box::new(handshake(&mut self.stream, config, host)?));
        Ok(())
    }

    /// Sends the first `amount` bytes of the output buffer.
    fn send(&mut self, amount: usize) -> Result<(), Error> {
        if let Some(tls) = self.tls.as_mut() {
            let plain = self.buffers.output().get(..amount).unwrap_or_default();
            tls.writer()
                .write_all(plain)
                .map_err(|e| network("the connection broke while sending", &e))?;
        }
        let mut done = 0;
        loop {
            if self.tls.as_ref().map_or(done == amount, |tls| !tls.wants_write()) {
                break;
            }
            // Before a write, never after the last one: the answer to a whole request is not early.
            if self.last_probe.elapsed() >= PROBE_EVERY {
                scope::tick()?;
                if self.answer_is_there()? {
                    break;
                }
            }
            let result = match self.tls.as_mut() {
                Some(tls) => tls.write_tls(&mut self.stream),
                None => {
                    self.stream.write(self.buffers.output().get(done..amount).unwrap_or_default())
                }
            };
            match result {
                Ok(n) => {
                    done += n;
                    scope::sent(n);
                }
                Err(e) if slice_over(&e) => {
                    scope::tick()?;
                    if self.answer_is_there()? {
                        break;
                    }
                }
                Err(e) if peer_gone(&e) => {
                    self.stop_sending(Some(network(
                        "the host closed the connection while it was sent to",
                        &e,
                    )));
                    break;
                }
                Err(e) => return Err(network("the connection broke while sending", &e)),
            }
        }
        Ok(())
    }

    /// From here on everything that is to be sent is swallowed.
    fn stop_sending(&mut self, broken: Option<Error>) {
        self.broken = broken;
        self.early = true;
        scope::note_early_answer();
    }

    /// Looks, without waiting, whether the peer has answered or gone.
    fn answer_is_there(&mut self) -> Result<bool, Error> {
        self.last_probe = Instant::now();
        let input =
            self.peek_input().map_err(|e| network("the connection broke while sending", &e))?;
        if input == Input::Answer {
            self.stop_sending(None);
        }
        Ok(input == Input::Answer)
    }

    /// Whether there is input, or the end of it, without waiting. TLS records that carry no data
    /// (session tickets) are consumed and do not count.
    fn peek_input(&mut self) -> io::Result<Input> {
        self.stream.set_nonblocking(true)?;
        let seen = match self.tls.as_mut() {
            None => {
                let mut head = [0; PEEK];
                match self.stream.peek(&mut head) {
                    Ok(n) => Ok(Input::of(head.get(..n).unwrap_or_default())),
                    Err(e) if slice_over(&e) => Ok(Input::Nothing),
                    Err(e) if peer_gone(&e) => Ok(Input::Answer),
                    Err(e) => Err(e),
                }
            }
            Some(tls) => peek_tls(tls, &mut self.stream),
        };
        self.stream.set_nonblocking(false)?;
        seen
    }

    /// Reads what there is into the input buffer; 0 is the end.
    fn receive(&mut self) -> Result<usize, Error> {
        loop {
            let result = match self.tls.as_mut() {
                None => self.stream.read(self.buffers.input_append_buf()),
                Some(tls) => match read_tls(tls, &mut self.stream, self.buffers.input_append_buf())
                {
                    Ok(outcome) => outcome,
                    Err(e) => return Err(super::tls::map_error(&e)),
                },
            };
            match result {
                Ok(n) => {
                    scope::received(n);
                    self.buffers.input_appended(n);
                    return Ok(n);
                }
                Err(e) if slice_over(&e) => scope::tick()?,
                Err(e) => return self.ended_badly(&e),
            }
        }
    }

    /// A reset, or the end of TLS without the peer's goodbye. In a body this is an end that proves
    /// nothing; whether that will do is for the reader of the body to say.
    fn ended_badly(&mut self, source: &io::Error) -> Result<usize, Error> {
        if let Some(broken) = self.broken.take() {
            return Err(broken);
        }
        if scope::phase() == Phase::Receiving
            && (peer_gone(source) || source.kind() == ErrorKind::UnexpectedEof)
        {
            scope::note_unclean_end();
            return Ok(0);
        }
        Err(network("the connection broke while the answer was awaited", source))
    }
}

/// [`GuardedTransport::peek_input`] through TLS.
fn peek_tls(tls: &mut ClientConnection, stream: &mut TcpStream) -> io::Result<Input> {
    loop {
        let Ok(state) = tls.process_new_packets() else { return Ok(Input::Answer) };
        if state.plaintext_bytes_to_read() > 0 {
            let mut reader = tls.reader();
            let seen = Input::of(reader.fill_buf()?);
            // More of an interim answer may still lie in the socket, but nothing is lost by waiting
            // for the next look.
            if seen == Input::Answer || state.plaintext_bytes_to_read() > PEEK {
                return Ok(Input::Answer);
            }
        }
        if state.peer_has_closed() {
            return Ok(Input::Answer);
        }
        match tls.read_tls(stream) {
            Ok(0) => return Ok(Input::Answer),
            Ok(_) => {}
            Err(e) if slice_over(&e) && state.plaintext_bytes_to_read() > 0 => {
                return Ok(Input::Interim);
            }
            Err(e) if slice_over(&e) => return Ok(Input::Nothing),
            Err(e) if peer_gone(&e) => return Ok(Input::Answer),
            Err(e) => return Err(e),
        }
    }
}

/// One step of reading through TLS: gives what is there, or reads once from the socket. A record is
/// of use only when it is whole, so a step may end with `WouldBlock` although bytes came. The outer
/// result is TLS's own failure, the inner one I/O's.
fn read_tls(
    tls: &mut ClientConnection,
    stream: &mut TcpStream,
    into: &mut [u8],
) -> Result<io::Result<usize>, rustls::Error> {
    match tls.reader().read(into) {
        Err(e) if e.kind() == ErrorKind::WouldBlock => {}
        outcome => return Ok(outcome),
    }
    if let Err(e) = tls.read_tls(stream) {
        return Ok(Err(e));
    }
    tls.process_new_packets()?;
    // At the end of the stream the reader says whether it was a proper one.
    Ok(tls.reader().read(into))
}

impl Transport for GuardedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        scope::set_phase(Phase::Sending);
        scope::tick().map_err(into_ureq)?;
        if self.early {
            return Ok(());
        }
        self.send(amount).map_err(into_ureq)
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        if scope::phase() != Phase::Receiving {
            scope::set_phase(Phase::Answer);
        }
        scope::tick().map_err(into_ureq)?;
        let received = self.receive().map_err(into_ureq)?;
        match self.broken.take() {
            Some(broken) if received == 0 => Err(into_ureq(broken)),
            broken => {
                self.broken = broken;
                Ok(received > 0)
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.last_probe = Instant::now();
        !self.early && self.broken.is_none() && matches!(self.peek_input(), Ok(Input::Nothing))
    }

    fn is_tls(&self) -> bool {
        self.tls.is_some()
    }
}
