//! The guarded transport: one TCP connection, plain or TLS, on which nothing blocks for longer than
//! a slice without asking whether the call may go on.
//!
//! While sending it also listens: a host that refuses an upload early answers and then closes, or
//! answers and stops reading. Either way the rest of the body is swallowed, and the HTTP library goes
//! on to read the answer that is already there.

use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
};

use super::failure::{into_ureq, network, peer_gone, slice_over};
use super::input::{Input, PEEK};
use super::network::Network;
use super::proxy::Form;
use super::records::Records;
use super::tls::BUFFER;
use super::trust::Trusted;
use crate::bandwidth::Flow;
use crate::scope::{self, Lent, Phase};
use crate::{Error, Status};

/// How often a sending connection looks whether an answer is there.
const PROBE_EVERY: Duration = Duration::from_millis(20);

const SENDING: &str = "the connection broke while sending";

/// Makes guarded connections.
#[derive(Clone)]
pub(super) struct GuardedConnector {
    pub network: Arc<Network>,
    pub trusted: Arc<Trusted>,
}

/// The HTTP library asks for addresses before it asks for a connection. Which they are depends on the
/// proxy, so the connector finds them.
impl Resolver for GuardedConnector {
    fn resolve(
        &self,
        _: &Uri,
        _: &Config,
        _: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        Ok(self.empty())
    }
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
        let line = self.network.connect(details.uri).map_err(into_ureq)?;
        let mut transport = GuardedTransport {
            stream: line.stream,
            form: line.form,
            tls: None,
            buffers: LazyBuffers::new(BUFFER, BUFFER),
            sends_files: gigahost_system::SENDS_FILES && !details.needs_tls(),
            blocks: true,
            held: Vec::new(),
            broken: None,
            early: false,
            last_probe: Instant::now(),
        };
        if details.needs_tls() {
            let host = details.uri.host().unwrap_or_default();
            transport.handshake(&self.trusted, host).map_err(into_ureq)?;
        }
        Ok(Some(transport))
    }
}

pub(super) struct GuardedTransport {
    stream: TcpStream,
    /// How a proxy wants the heads of requests.
    form: Option<Form>,
    tls: Option<Box<Records>>,
    buffers: LazyBuffers,
    /// Ranges of a file may stand for what is to be sent.
    sends_files: bool,
    /// Not while ranges of a file are sent: the system would wait for the peer again and again within
    /// one call, for longer than a slice.
    blocks: bool,
    /// The head of a request that waits for its body.
    held: Vec<u8>,
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
    fn handshake(&mut self, trusted: &Trusted, host: &str) -> Result<(), Error> {
        self.tls = Some(Box::new(Records::new(&mut self.stream, trusted, host)?));
        Ok(())
    }

    /// Sends the first `amount` bytes of the output buffer, or has them wait if they are a head that
    /// waits for its body.
    fn send_piece(&mut self, amount: usize) -> Result<(), Error> {
        let is_head = scope::take_head();
        let waits = scope::take_held_head();
        let piece = self.buffers.output().get(..amount).unwrap_or_default();
        let amount = match &self.form {
            Some(form) if is_head => {
                self.held = form.head(piece);
                0
            }
            _ if waits => {
                self.held = piece.to_vec();
                0
            }
            _ => amount,
        };
        if waits {
            return Ok(());
        }
        self.set_blocking(true)?;
        self.send_with_held(amount)
    }

    /// Sends a head that waits, and the first `amount` bytes of the output buffer.
    fn send_with_held(&mut self, amount: usize) -> Result<(), Error> {
        if self.held.is_empty() {
            return self.send(amount);
        }
        let mut whole = std::mem::take(&mut self.held);
        whole.extend_from_slice(self.buffers.output().get(..amount).unwrap_or_default());
        for piece in whole.chunks(BUFFER) {
            let room = self.buffers.output().get_mut(..piece.len()).unwrap_or_default();
            room.copy_from_slice(piece);
            self.send(piece.len())?;
        }
        Ok(())
    }

    /// Sends the first `amount` bytes of the output buffer.
    fn send(&mut self, amount: usize) -> Result<(), Error> {
        if let Some(tls) = self.tls.as_mut() {
            let plain = self.buffers.output().get(..amount).unwrap_or_default();
            tls.encrypt(plain).map_err(|e| network(SENDING, &e))?;
        }
        let mut done = 0;
        loop {
            if self.tls.as_ref().map_or(done == amount, |tls| !tls.wants_write()) {
                return Ok(());
            }
            // Before a write, never after the last one: the answer to a whole request is not early.
            if self.is_answered_meanwhile()? {
                return Ok(());
            }
            // Records are longer than what is in them.
            let left = amount.saturating_sub(done).max(1);
            let most = scope::allowance(Flow::Up, left)?;
            let result = if let Some(tls) = self.tls.as_mut() {
                tls.write(&mut self.stream)
            } else {
                let piece = self.buffers.output().get(done..done + most);
                self.stream.write(piece.unwrap_or_default())
            };
            match self.sent(result)? {
                Some(n) => done += n,
                None => return Ok(()),
            }
        }
    }

    /// Sends a range of a file in place of the bytes of the output buffer.
    fn send_lent(&mut self, lent: &Lent) -> Result<(), Error> {
        self.set_blocking(false)?;
        let mut done = 0;
        while done < lent.length {
            if self.is_answered_meanwhile()? {
                return Ok(());
            }
            let offset = lent.offset + done as u64;
            let most = scope::allowance(Flow::Up, lent.length - done)?;
            // What it waits for is the disk.
            let result = scope::locally(|| {
                gigahost_system::send_file(&self.stream, &lent.file, offset, most)
            });
            let result = match result {
                Ok(0) => return Err(Error::source_changed("became shorter")),
                Err(e) if e.kind() == ErrorKind::WouldBlock => {
                    gigahost_system::wait_for_room(&self.stream, scope::SLICE)
                        .map_err(|e| network(SENDING, &e))?;
                    Err(e)
                }
                // Not every file can be sent so; what is wrong with this one, reading it tells.
                Err(e) if !slice_over(&e) && !peer_gone(&e) => {
                    self.sends_files = false;
                    return self.send_read(lent, done);
                }
                result => result,
            };
            match self.sent(result)? {
                Some(n) => done += n,
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// Sends what is left of a range as bytes.
    fn send_read(&mut self, lent: &Lent, from: usize) -> Result<(), Error> {
        self.set_blocking(true)?;
        let mut from = from;
        while from < lent.length && !self.early {
            let offset = lent.offset + from as u64;
            let room = self.buffers.output().get_mut(..lent.length - from).unwrap_or_default();
            let n = match scope::locally(|| gigahost_system::read_at(&lent.file, room, offset)) {
                Ok(0) => return Err(Error::source_changed("became shorter")),
                Ok(n) => n,
                Err(e) if e.kind() == ErrorKind::Interrupted => continue,
                Err(e) => return Err(Error::io("the source cannot be read", &e)),
            };
            self.send(n)?;
            from += n;
        }
        Ok(())
    }

    /// What came of a write: so many bytes, or none if nothing more is to be sent.
    fn sent(&mut self, result: io::Result<usize>) -> Result<Option<usize>, Error> {
        match result {
            Ok(n) => {
                scope::sent(n);
                Ok(Some(n))
            }
            Err(e) if slice_over(&e) => {
                scope::tick()?;
                Ok(if self.answer_is_there()? { None } else { Some(0) })
            }
            Err(e) if peer_gone(&e) => {
                let what = "the host closed the connection while it was sent to";
                self.stop_sending(Some(network(what, &e)));
                Ok(None)
            }
            Err(e) => Err(network(SENDING, &e)),
        }
    }

    fn is_answered_meanwhile(&mut self) -> Result<bool, Error> {
        if self.last_probe.elapsed() < PROBE_EVERY {
            return Ok(false);
        }
        scope::tick()?;
        self.answer_is_there()
    }

    fn set_blocking(&mut self, blocks: bool) -> Result<(), Error> {
        if self.blocks != blocks {
            self.stream.set_nonblocking(!blocks).map_err(|e| network(SENDING, &e))?;
            self.blocks = blocks;
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
        let input = self.peek_input().map_err(|e| network(SENDING, &e))?;
        if input == Input::Answer {
            self.stop_sending(None);
        }
        Ok(input == Input::Answer)
    }

    /// Whether there is input, or the end of it, without waiting.
    fn peek_input(&mut self) -> io::Result<Input> {
        let seen = match self.tls.as_mut() {
            None => {
                let mut head = [0; PEEK];
                gigahost_system::read_now(&self.stream, &mut head, true)
                    .map(|n| Input::of(head.get(..n).unwrap_or_default()))
            }
            Some(tls) => tls.peek(&self.stream),
        };
        match seen {
            Err(e) if slice_over(&e) => Ok(Input::Nothing),
            Err(e) if peer_gone(&e) => Ok(Input::Answer),
            seen => seen,
        }
    }

    /// Reads what there is into the input buffer; 0 is the end.
    fn receive(&mut self) -> Result<usize, Error> {
        self.set_blocking(true)?;
        scope::allowance(Flow::Down, 1)?;
        loop {
            let result = match self.tls.as_mut() {
                None => self.stream.read(self.buffers.input_append_buf()),
                Some(tls) => match tls.read(&mut self.stream, self.buffers.input_append_buf()) {
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

impl Transport for GuardedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        // Once the head is sent, what comes into the output buffer is the body.
        if self.sends_files && scope::phase() == Phase::Sending {
            scope::offer_room(self.buffers.output());
        }
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, _: NextTimeout) -> Result<(), ureq::Error> {
        scope::set_phase(Phase::Sending);
        scope::tick().map_err(into_ureq)?;
        let lent = scope::take_lent();
        if self.early {
            return Ok(());
        }
        match lent {
            Some(lent) if lent.length == amount => self.send_lent(&lent),
            Some(_) => Err(Error::new(Status::Internal, "a range was lent for other bytes")),
            None => self.send_piece(amount),
        }
        .map_err(into_ureq)
    }

    fn await_input(&mut self, _: NextTimeout) -> Result<bool, ureq::Error> {
        if scope::phase() != Phase::Receiving {
            scope::set_phase(Phase::Answer);
        }
        scope::tick().map_err(into_ureq)?;
        if scope::stream_is_wanted() && self.tls.is_none() {
            // Everything that was read is used up.
            let stream = self.stream.try_clone().map_err(ureq::Error::Io)?;
            self.early = true;
            scope::hand_over(stream);
            return Err(ureq::Error::Io(ErrorKind::Other.into()));
        }
        if !self.held.is_empty() {
            self.send_with_held(0).map_err(into_ureq)?;
        }
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
        // A proxy may end a connection after any answer without having said so, and a request that meets
        // the end is one whose fate nobody knows. So none is used twice.
        self.form.is_none()
            && !self.early
            && self.broken.is_none()
            && matches!(self.peek_input(), Ok(Input::Nothing))
    }

    fn is_tls(&self) -> bool {
        self.tls.is_some()
    }
}
