//! Live: a WebSocket by which the host asks for files that were announced and not sent yet.

mod event;
mod wire;

pub use event::{LiveEvent, LiveFile};

use std::fmt;
use std::time::{Duration, Instant};

use serde_json::json;
use tungstenite::{Message, WebSocket};

use self::wire::{lost, may_pass, of_websocket, say, upgrade};
use super::{Gett, table};
use crate::http::multipart::random_hex;
use crate::http::socket::Socket;
use crate::operation::check;
use crate::session::Token;
use crate::{Clock, Error, Session, Status, scope};

/// An own `ping` goes out at most this often.
const PING_EVERY: Duration = Duration::from_secs(60);
/// The server asks every two minutes; a connection that was silent for longer is dead.
const DEAD_AFTER: Duration = Duration::from_secs(150);
/// How often [`Live::reconnect`] tries.
const RECONNECTS: u32 = 5;

/// An open Live connection. Everything happens on the thread that calls [`next`](Self::next), which
/// must be called often: the host expects to receive something at least once a minute.
///
/// Files announced with this session (the last argument of [`files_create`](Gett::files_create))
/// are listed and downloadable at once; when somebody requests one, a [`LiveEvent::Download`] says
/// that its bytes are needed, and [`upload_put`](Gett::upload_put) sends them.
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
    /// `wss://…/`: opens a Live connection. `session` is any text; it identifies this account's
    /// files until they are sent. Without one, 128 random bits are used.
    ///
    /// # Errors
    /// The errors of logging in and connecting; `PROTOCOL` for a host that does not speak
    /// WebSocket. The host does not say whether it accepts the session: a rejected one shows up as
    /// a lost connection.
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

    /// Whether there is a connection, as far as known.
    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    /// The next event; `None` if there is none within `timeout`. Answers the host's `ping` and
    /// sends its own. The cancel token and the deadline of the session that opened it apply; the
    /// deadline starts anew with each call.
    ///
    /// # Errors
    /// `NETWORK` if the connection is lost, `STALLED` if the host was silent for 150 s; call
    /// [`reconnect`](Self::reconnect) then.
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

    /// Connects again with the same session text, to which the files stay bound. Tries five times,
    /// with increasing pauses. If the host dropped the connection without a message, the token is
    /// renewed first: an expired one is rejected that way.
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

    /// Ends the connection with a WebSocket closing handshake.
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
        let opened = session
            .client()
            .socket(&target, session.api_clocks())
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
            words => Ok(Some(LiveEvent::read(words))),
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

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::sync::mpsc::channel;

    use super::wire::MESSAGE_CAP;
    use super::*;
    use crate::{Host, PlainHttp};
    use serde_json::Value;

    /// A session whose host is a listener of ours.
    fn session(listener: &TcpListener) -> Session {
        Session::builder(Host::Gett)
            .base_url(format!("http://{}", listener.local_addr().unwrap()))
            .plain_http(PlainHttp::Allow)
            .token("a.token")
            .seed(7)
            .build()
            .unwrap()
    }

    /// The server's end of the next connection, after its `connect` message.
    fn accept(listener: &TcpListener) -> (WebSocket<TcpStream>, Value) {
        let (stream, _) = listener.accept().unwrap();
        let mut socket = tungstenite::accept(stream).unwrap();
        let hello = socket.read().unwrap();
        let hello = serde_json::from_str(hello.to_text().unwrap()).unwrap();
        (socket, hello)
    }

    #[test]
    fn an_own_ping_goes_out_and_a_silent_host_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let session = session(&listener);
        let (heard, words) = channel();
        let server = std::thread::spawn(move || {
            let (mut socket, _) = accept(&listener);
            while let Ok(message) = socket.read() {
                heard.send(message.to_string()).unwrap();
            }
        });
        let mut live = session.gett().unwrap().live(Some("s")).unwrap();
        live.ping_every = Duration::from_millis(200);
        live.dead_after = Duration::from_millis(500);
        let error = live.next(Duration::from_secs(20)).unwrap_err();
        assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
        assert!(!live.is_connected());
        server.join().unwrap();
        assert_eq!(words.iter().collect::<Vec<_>>(), ["ping", "ping"]);
    }

    #[test]
    fn words_that_wait_keep_a_connection_alive_that_nobody_looked_at() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let session = session(&listener);
        let (go, went) = channel();
        let server = std::thread::spawn(move || {
            let (mut socket, hello) = accept(&listener);
            assert_eq!(hello, json!({"type": "connect", "accesstoken": "a.token", "session": "s"}));
            socket.send(Message::text("ping")).unwrap();
            socket.send(Message::text("no json")).unwrap();
            go.send(()).unwrap();
            socket.read().unwrap().to_string()
        });
        let mut live = session.gett().unwrap().live(Some("s")).unwrap();
        went.recv().unwrap();
        live.dead_after = Duration::from_millis(300);
        while live.last_heard.elapsed() <= live.dead_after {
            std::thread::park_timeout(Duration::from_millis(10));
        }
        let event = live.next(Duration::from_secs(20)).unwrap();
        assert_eq!(event, Some(LiveEvent::Other("no json".into())));
        assert_eq!(server.join().unwrap(), "pong");
    }

    #[test]
    fn a_flood_and_a_page_are_no_live() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let session = session(&listener);
        let server = std::thread::spawn(move || {
            let (mut socket, _) = accept(&listener);
            // The other side may hang up before it has all.
            let _ = socket.send(Message::text("x".repeat(MESSAGE_CAP + 1)));
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 1024];
            let _ = std::io::Read::read(&mut stream, &mut request).unwrap();
            std::io::Write::write_all(&mut stream, b"<html>canary</html>\r\n\r\n").unwrap();
        });
        let mut live = session.gett().unwrap().live(Some("s")).unwrap();
        assert_eq!(live.next(Duration::from_secs(20)).unwrap_err().status(), Status::Protocol);
        let error = session.gett().unwrap().live(Some("s")).unwrap_err();
        assert_eq!(error.status(), Status::Protocol);
        assert!(!format!("{error:?}").contains("canary"));
        server.join().unwrap();
    }
}
