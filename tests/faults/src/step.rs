//! Scripts: what to do on a connection, one step after another.

use std::io;
use std::time::Duration;

use crate::connection::Connection;
use crate::reply::Reply;
use crate::server::Handler;
use crate::tls::TlsIdentity;

/// One thing to do on a connection. A script that ends without closing closes as [`Step::Fin`].
#[derive(Clone, Debug)]
pub enum Step {
    /// Make the TLS handshake (a server started with TLS has done it already).
    StartTls(TlsIdentity),
    /// Answer the `ClientHello` with only the first bytes of the server's flight.
    CutHandshake {
        /// The certificate to begin with.
        identity: TlsIdentity,
        /// How many bytes to send.
        after: usize,
    },
    /// Read and record one request head; the script ends if the peer closes instead.
    ReadHead,
    /// Read the body of the last head, by Content-Length or in chunks.
    ReadBody,
    /// [`Step::ReadHead`] and [`Step::ReadBody`].
    ReadRequest,
    /// Read only so much of the body of the last head.
    ReadBodyBytes(u64),
    /// Read so many raw bytes.
    ReadBytes(usize),
    /// Read raw bytes up to and with these.
    ReadUntil(Vec<u8>),
    /// Read and throw away until the peer ends.
    ReadToEnd,
    /// Read `bytes` of the body, pause, and so on to its end (without a request: to the peer's).
    DrainSlow {
        /// How much to read at once.
        bytes: usize,
        /// How long to wait after each.
        pause: Duration,
    },
    /// Send these bytes.
    Send(Vec<u8>),
    /// Send a reply.
    Reply(Reply),
    /// Send in pieces, one write each, with pauses between.
    SendSlow {
        /// What to send.
        bytes: Vec<u8>,
        /// Bytes a piece.
        chunk: usize,
        /// How long to wait between two pieces.
        pause: Duration,
    },
    /// Send the same bytes until the peer goes away.
    RepeatForever(Vec<u8>),
    /// Wait.
    Pause(Duration),
    /// Hold the socket open and do nothing until the server is released or dropped.
    Stall,
    /// Shrink the receive buffer.
    SmallReceiveBuffer(usize),
    /// End our direction only.
    HalfClose,
    /// Close in order, with `close_notify` under TLS.
    Fin,
    /// Close with a FIN but without `close_notify`.
    Truncate,
    /// Close at once; unread bytes of the peer turn this into a reset.
    Close,
    /// Reset.
    Rst,
    /// Do these again and again until one of them closes or the peer ends: a keep-alive loop.
    Loop(Vec<Step>),
}

impl From<Reply> for Step {
    fn from(reply: Reply) -> Step {
        Step::Reply(reply)
    }
}

/// Runs the steps; `false` when the peer has ended or a step has closed.
pub(crate) fn run(steps: &[Step], connection: &mut Connection) -> io::Result<bool> {
    for step in steps {
        if !run_one(step, connection)? || connection.is_closed() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run_one(step: &Step, connection: &mut Connection) -> io::Result<bool> {
    match step {
        Step::StartTls(identity) => connection.start_tls(identity)?,
        Step::CutHandshake { identity, after } => connection.cut_handshake(identity, *after)?,
        Step::ReadHead => return Ok(connection.read_head()?.is_some()),
        Step::ReadBody => drop(connection.read_body()?),
        Step::ReadRequest => {
            if connection.read_head()?.is_none() {
                return Ok(false);
            }
            connection.read_body()?;
        }
        Step::ReadBodyBytes(count) => drop(connection.read_body_bytes(*count)?),
        Step::ReadBytes(count) => drop(connection.read_bytes(*count)?),
        Step::ReadUntil(mark) => drop(connection.read_until(mark)?),
        Step::ReadToEnd => drop(connection.read_to_end()?),
        Step::DrainSlow { bytes, pause } => connection.drain_slow(*bytes, *pause)?,
        Step::Send(bytes) => connection.send(bytes)?,
        Step::Reply(reply) => connection.reply(reply)?,
        Step::SendSlow { bytes, chunk, pause } => connection.send_slow(bytes, *chunk, *pause)?,
        Step::RepeatForever(bytes) => connection.repeat_forever(bytes)?,
        Step::Pause(pause) => connection.pause(*pause)?,
        Step::Stall => connection.stall()?,
        Step::SmallReceiveBuffer(bytes) => connection.small_receive_buffer(*bytes)?,
        Step::HalfClose => connection.half_close(),
        Step::Fin => connection.fin(),
        Step::Truncate => connection.truncate(),
        Step::Close => connection.close(),
        Step::Rst => connection.rst()?,
        Step::Loop(steps) => while run(steps, connection)? {},
    }
    Ok(true)
}

/// One list of steps for each connection, by its number; the last list serves all later ones.
#[derive(Clone, Debug)]
pub struct Script(Vec<Vec<Step>>);

impl Script {
    /// The lists, for the first connection, the second, and so on.
    pub fn per_connection(lists: Vec<Vec<Step>>) -> Script {
        Script(lists)
    }
}

impl Handler for Script {
    fn serve(&self, connection: &mut Connection) -> io::Result<()> {
        match self.0.get(connection.number()).or(self.0.last()) {
            Some(steps) => run(steps, connection).map(drop),
            None => Ok(()),
        }
    }
}

impl Handler for Vec<Step> {
    fn serve(&self, connection: &mut Connection) -> io::Result<()> {
        run(self, connection).map(drop)
    }
}
