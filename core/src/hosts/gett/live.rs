//! Live: a WebSocket by which the host asks for files that were announced and not sent yet.

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::protocol::WebSocketConfig;
use tungstenite::{HandshakeError, Message, WebSocket};
use ureq::http::Uri;

use super::{Gett, table};
use crate::http::multipart::random_hex;
use crate::http::socket::Socket;
use crate::operation::check;
use crate::scope::{self, ExchangeClocks};
use crate::session::Token;
use crate::wire::{flag, size, text};
use crate::{Clock, Error, Session, Status};

/// An own `ping` goes out at most this often.
const PING_EVERY: Duration = Duration::from_secs(60);
/// The server asks every two minutes; a connection that was silent for longer is dead.
const DEAD_AFTER: Duration = Duration::from_secs(150);
/// The largest message that is taken, in bytes.
const MESSAGE_CAP: usize = 256 * 1024;
/// How often [`Live::reconnect`] tries.
const RECONNECTS: u32 = 5;

/// A file that the host speaks of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LiveFile {
    /// The share it is in.
    pub sharename: String,
    /// Its id within the share.
    pub fileid: String,
    /// Its name.
    pub filename: Option<String>,
}

/// Something that the host tells.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum LiveEvent {
    /// Somebody asks for this file: upload it now, unless that is under way.
    Download {
        /// The file.
        file: LiveFile,
        /// Whether it counts as a download; `None` if the host does not say.
        increment: Option<bool>,
    },
    /// An upload has started, and its size is known.
    Filestat {
        /// The file.
        file: LiveFile,
        /// Bytes.
        size: Option<u64>,
    },
    /// The upload of this file exceeds the storage: stop it.
    StorageLimit {
        /// The file.
        file: LiveFile,
    },
    /// The host has removed this file.
    ViolatedTerms {
        /// The file.
        file: LiveFile,
        /// Why, in the host's words.
        reason: Option<String>,
    },
    /// Something that this library does not know, as the host sent it. To be ignored.
    Other(Value),
}

impl LiveEvent {
    /// Reads a message; what does not fit the known ones is kept as it is.
    pub(super) fn read(message: Value) -> Self {
        let field = |key: &str| message.get(key).and_then(|value| text(value).ok().flatten());
        let file = match (field("sharename"), field("fileid")) {
            (Some(sharename), Some(fileid)) => {
                LiveFile { sharename, fileid, filename: field("filename") }
            }
            _ => return Self::Other(message),
        };
        match field("type").as_deref() {
            Some("download") => {
                let increment = message.get("increment").and_then(|v| flag(v).ok().flatten());
                Self::Download { file, increment }
            }
            Some("filestat") => {
                let size = message.get("size").and_then(|v| size(v).ok().flatten());
                Self::Filestat { file, size }
            }
            Some("storagelimit") => Self::StorageLimit { file },
            Some("violatedterms") => Self::ViolatedTerms { file, reason: field("reason") },
            _ => Self::Other(message),
        }
    }
}

/// An open Live connection. Everything happens on the thread that calls [`next`](Self::next), which
/// has to be called often: at least once a minute the host must hear something.
///
/// Files announced with this session (the last argument of
/// [`files_create`](Gett::files_create)) are listed and downloadable at once; when somebody asks for
/// one, a [`LiveEvent::Download`] says that its bytes are needed, and
/// [`upload_put`](Gett::upload_put) brings them.
pub struct Live {
    session: Session,
    text: String,
    socket: Option<WebSocket<Socket>>,
    token: Option<Token>,
    /// Anything was received since the connection was made.
    answered: bool,
    last_heard: Instant,
    last_ping: Instant,
    ping_every: Duration,
    dead_after: Duration,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("session", &self.text)
            .field("connected", &self.socket.is_some())
            .finish_non_exhaustive()
    }
}

impl Gett<'_> {
    /// `wss://…/`: opens a Live connection. `session` is any text that belongs to this account's
    /// files until they are sent; none takes 128 random bits.
    ///
    /// # Errors
    /// Those of the login and of connecting; `PROTOCOL` for a host that does not speak WebSocket.
    /// Whether the host accepts the session is not told: a refused one shows as a lost connection.
    pub fn live(&self, session: Option<&str>) -> Result<Live, Error> {
        let here = |error: Error| error.at(self.session.host(), table::LIVE.name);
        let text = match session {
            Some("") => return Err(here(Error::argument("session", "must not be empty"))),
            Some(text) => check::name("session", text).map_err(here)?.to_owned(),
            None => random_hex().map_err(here)?,
        };
        let now = Instant::now();
        let mut live = Live {
            session: self.session.clone(),
            text,
            socket: None,
            token: None,
            answered: true,
            last_heard: now,
            last_ping: now,
            ping_every: PING_EVERY,
            dead_after: DEAD_AFTER,
        };
        live.connect().map_err(here)?;
        Ok(live)
    }
}

impl Live {
    /// The text of the session, for [`files_create`](Gett::files_create).
    pub fn session(&self) -> &str {
        &self.text
    }

    /// Whether there is a connection, as far as is known.
    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// The next event; `None` if there is none within `timeout`. Answers the host's `ping` and sends
    /// its own. Cancel token and deadline of the session that made it hold; the deadline counts for
    /// each call anew.
    ///
    /// # Errors
    /// `NETWORK` if the connection is lost, `STALLED` if the host was silent for 150 s: then
    /// [`reconnect`](Self::reconnect).
    pub fn next(&mut self, timeout: Duration) -> Result<Option<LiveEvent>, Error> {
        let session = self.session.clone();
        let here = |error: Error| error.at(session.host(), table::LIVE.name);
        let _call = session.enter(None).map_err(here)?;
        let end = Instant::now().checked_add(timeout);
        loop {
            scope::tick().map_err(here)?;
            if let Some(event) = self.step().map_err(here)? {
                return Ok(Some(event));
            }
            if end.is_some_and(|end| Instant::now() >= end) {
                return Ok(None);
            }
        }
    }

    /// Connects again with the same session text, to which the files stay bound; tries five times
    /// with growing pauses. If the host had dropped the connection without a word, the token is
    /// renewed first: a dead one is refused like that.
    pub fn reconnect(&mut self) -> Result<(), Error> {
        let session = self.session.clone();
        let here = |error: Error| error.at(session.host(), table::LIVE.name);
        let _call = session.enter(None).map_err(here)?;
        self.socket = None;
        if !self.answered
            && let Some(token) = self.token.take()
        {
            session.renew(&token).map_err(here)?;
        }
        let mut attempt = 1;
        loop {
            match self.connect() {
                Ok(()) => return Ok(()),
                Err(error) if attempt < RECONNECTS && may_pass(&error) => {
                    let pause = session.with_jitter(|jitter| jitter.pause(attempt + 1));
                    scope::sleep(pause).map_err(here)?;
                    attempt += 1;
                }
                Err(error) => return Err(here(error.with_attempts(attempt, None))),
            }
        }
    }

    /// Ends the connection with a proper goodbye.
    pub fn close(mut self) {
        if let Some(mut socket) = self.socket.take() {
            // The host notices the end of the connection in any case.
            let _ = socket.close(None).and_then(|()| socket.flush());
        }
    }

    fn connect(&mut self) -> Result<(), Error> {
        let session = self.session.clone();
        let _call = session.enter(Some(session.clocks().call))?;
        let token = session.token()?;
        let target = session.policy().api(table::LIVE.path)?;
        let clocks = session.clocks();
        let opened = session
            .client()
            .socket(
                &target,
                ExchangeClocks {
                    connect: clocks.connect,
                    answer: clocks.answer,
                    answer_clock: Clock::Answer,
                    attempt: Some(clocks.attempt),
                    idle: clocks.idle,
                    low_speed: clocks.low_speed,
                },
            )
            .and_then(|socket| upgrade(socket, target.uri()));
        scope::end_exchange();
        let mut socket = opened?;
        let hello = json!({
            "type": "connect", "accesstoken": token.secret.expose(), "session": self.text,
        });
        say(&mut socket, &hello.to_string())?;
        self.socket = Some(socket);
        self.token = Some(token);
        self.answered = false;
        self.last_heard = Instant::now();
        self.last_ping = self.last_heard;
        Ok(())
    }

    /// Reads for one slice at most.
    fn step(&mut self) -> Result<Option<LiveEvent>, Error> {
        let result = self.exchange();
        if result.is_err() {
            self.socket = None;
        }
        result
    }

    fn exchange(&mut self) -> Result<Option<LiveEvent>, Error> {
        let Some(socket) = self.socket.as_mut() else {
            return Err(lost("there is no Live connection"));
        };
        let words = match socket.read() {
            Ok(Message::Text(words)) => words.as_str().to_owned(),
            Ok(Message::Binary(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            Ok(Message::Close(_)) => return Err(lost("the host closed the Live connection")),
            // Their own pings are answered by the WebSocket library.
            Ok(_) => String::new(),
            Err(tungstenite::Error::Io(e)) if e.kind() == std::io::ErrorKind::WouldBlock => {
                return self.idle();
            }
            Err(error) => return Err(of_websocket(&error)),
        };
        self.answered = true;
        self.last_heard = Instant::now();
        match words.trim() {
            "ping" => say(socket, "pong").map(|()| None),
            "pong" | "" => Ok(None),
            words => {
                let message = serde_json::from_str(words).unwrap_or_else(|_| Value::from(words));
                Ok(Some(LiveEvent::read(message)))
            }
        }
    }

    /// Nothing came: perhaps it is time for a `ping`, or to give the connection up.
    fn idle(&mut self) -> Result<Option<LiveEvent>, Error> {
        if self.last_heard.elapsed() >= self.dead_after {
            return Err(Error::new(Status::Stalled, "the host was silent for too long")
                .with_clock(Clock::Idle));
        }
        if self.last_ping.elapsed() >= self.ping_every {
            self.last_ping = Instant::now();
            if let Some(socket) = self.socket.as_mut() {
                say(socket, "ping")?;
            }
        }
        Ok(None)
    }
}

/// The opening handshake, in slices.
fn upgrade(socket: Socket, uri: &Uri) -> Result<WebSocket<Socket>, Error> {
    let scheme = if uri.scheme_str() == Some("http") { "ws" } else { "wss" };
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let url = format!("{scheme}://{authority}{}", uri.path());
    let config = WebSocketConfig::default()
        .max_message_size(Some(MESSAGE_CAP))
        .max_frame_size(Some(MESSAGE_CAP));
    let mut result = tungstenite::client::client_with_config(url, socket, Some(config));
    loop {
        match result {
            Ok((socket, _)) => return Ok(socket),
            Err(HandshakeError::Interrupted(half)) => {
                scope::tick()?;
                result = half.handshake();
            }
            Err(HandshakeError::Failure(error)) => return Err(of_websocket(&error)),
        }
    }
}

/// Sends a text. What the network does not take at once goes out with the next one.
fn say(socket: &mut WebSocket<Socket>, text: &str) -> Result<(), Error> {
    match socket.send(Message::text(text)) {
        Ok(()) => Ok(()),
        Err(tungstenite::Error::Io(e)) if e.kind() == std::io::ErrorKind::WouldBlock => Ok(()),
        Err(error) => Err(of_websocket(&error)),
    }
}

fn lost(what: &str) -> Error {
    Error::new(Status::Network, what).with_hint("connect again with `reconnect`")
}

/// The WebSocket library's errors, by kind. Its texts can quote what was sent, so none is passed on.
fn of_websocket(error: &tungstenite::Error) -> Error {
    use tungstenite::Error as Ws;
    use tungstenite::error::ProtocolError;
    match error {
        Ws::Io(source) => crate::http::agent::from_io(source),
        Ws::ConnectionClosed
        | Ws::AlreadyClosed
        | Ws::Protocol(
            ProtocolError::ResetWithoutClosingHandshake | ProtocolError::HandshakeIncomplete,
        ) => lost("the host closed the Live connection"),
        Ws::Http(answer) => {
            let code = answer.status().as_u16();
            let status = crate::http::reply::status_of_code(code);
            Error::new(status, format!("the host answered with HTTP {code} in place of Live"))
                .with_http_status(code)
        }
        Ws::Capacity(_) => {
            Error::new(Status::Protocol, "a Live message is larger than any proper one")
        }
        _ => Error::new(Status::Protocol, "the host does not speak WebSocket properly"),
    }
}

/// Whether connecting again may help.
fn may_pass(error: &Error) -> bool {
    matches!(
        error.status(),
        Status::Dns
            | Status::Connect
            | Status::Tls
            | Status::Network
            | Status::Stalled
            | Status::Http
    ) || (error.status() == Status::Timeout && error.clock() != Some(Clock::Call))
}
