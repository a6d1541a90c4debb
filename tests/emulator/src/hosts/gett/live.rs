//! Live: the WebSocket that uploaders keep open.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, UPGRADE};
use axum::http::{HeaderValue, Response, StatusCode};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

use super::site::Site;
use super::state::{Fate, Link, Word};
use crate::call::{Call, Head};
use crate::log::Entry;
use crate::reply::Reply;

const USUAL_PING: u64 = 60;
const FRAGMENT: usize = 3;

/// Whether a request asks for a WebSocket.
pub(super) fn is_upgrade(head: &Head) -> bool {
    head.header("upgrade").is_some_and(|wanted| wanted.eq_ignore_ascii_case("websocket"))
}

impl Site {
    /// Sends a message about a file to the sockets of its session.
    pub(super) fn tell(&self, share: &str, id: &str, kind: &str, more: Option<(&str, Value)>) {
        let state = self.state.lock().unwrap();
        let Some((share, file)) = state.file(share, id) else { return };
        let Some(session) = &file.session else { return };
        let mut message = json!({
            "type": kind, "sharename": share.name, "filename": file.name, "fileid": file.id,
        });
        if let Some((key, value)) = more {
            message[key] = value;
        }
        for link in state.sockets(share.owner, session) {
            // A socket that has just ended needs no news.
            let _ = link.to.send(Word::Say(message.clone()));
        }
    }

    /// Tells every socket that a switch has changed.
    pub(super) fn nudge(&self) {
        for link in self.state.lock().unwrap().links.values() {
            let _ = link.to.send(Word::Look);
        }
    }

    /// Answers the upgrade and lets the socket run.
    pub(super) fn live(self: &Arc<Self>, mut call: Call) -> Reply {
        let key = call.head.header("sec-websocket-key");
        let upgrade = call.head.parts.extensions.remove::<OnUpgrade>();
        let (Some(key), Some(upgrade)) = (key, upgrade) else {
            return Reply::text(400, "no WebSocket handshake");
        };
        let (site, entry) = (Arc::clone(self), call.inflow.entry());
        tokio::spawn(async move {
            // An error means that a fault ate the answer.
            if let Ok(upgraded) = upgrade.await {
                Socket::open(site, upgraded, entry).await.run().await;
            }
        });
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let accept = derive_accept_key(key.as_bytes());
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_str(&accept) {
            headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        Reply::raw(response)
    }
}

/// Why a socket ends: the reason is the peer's or a switch's, and nobody asks.
struct Over;

struct Socket {
    site: Arc<Site>,
    number: u64,
    stream: WebSocketStream<TokioIo<Upgraded>>,
    words: UnboundedReceiver<Word>,
    /// The upgrade in the request log, which also shows the `connect` message.
    entry: Entry,
    bound: bool,
    /// Whether anything was received since the last ping.
    heard: bool,
}

impl Socket {
    async fn open(site: Arc<Site>, upgraded: Upgraded, entry: Entry) -> Self {
        let wire = TokioIo::new(upgraded);
        let stream = WebSocketStream::from_raw_socket(wire, Role::Server, None).await;
        let (to, words) = unbounded_channel();
        let number = site.next_socket();
        site.state.lock().unwrap().links.insert(number, Link { bound: None, to });
        Self { site, number, stream, words, entry, bound: false, heard: true }
    }

    /// Lives until somebody ends it; a dropped stream closes without a word.
    async fn run(mut self) {
        let mut due = self.next_ping();
        loop {
            let going = tokio::select! {
                word = self.words.recv() => match word {
                    Some(Word::Say(message)) => self.say(&message).await,
                    Some(Word::Look) => {
                        due = self.next_ping();
                        if self.must_drop() { Err(Over) } else { Ok(()) }
                    }
                    None => Err(Over),
                },
                message = self.stream.next() => match message {
                    Some(Ok(Message::Text(text))) => self.hear(text.as_str()).await,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Over),
                    Some(Ok(_)) => Ok(()),
                },
                () = tokio::time::sleep_until(due) => {
                    due = self.next_ping();
                    if std::mem::take(&mut self.heard) { self.send("ping").await } else { Err(Over) }
                }
            };
            if going.is_err() {
                return;
            }
        }
    }

    fn next_ping(&self) -> Instant {
        let every = self.site.ctx.switches.number("live_ping").unwrap_or(USUAL_PING);
        // No pings at all: once in a hundred years.
        let every = if every == 0 { 3_000_000_000 } else { every };
        Instant::now() + Duration::from_secs(every)
    }

    fn must_drop(&self) -> bool {
        self.bound && self.site.ctx.switches.spend("live_drop")
    }

    async fn hear(&mut self, text: &str) -> Result<(), Over> {
        self.heard = true;
        if text == "ping" {
            let mute = self.site.ctx.switches.on("live_no_pong");
            return if mute { Ok(()) } else { self.send("pong").await };
        }
        match serde_json::from_str::<Value>(text) {
            Ok(message) if message["type"] == "connect" => self.connect(message).await,
            _ => Ok(()),
        }
    }

    /// Binds the session and asks for files that somebody already waits for. A bad token ends
    /// the socket: there is no other way to say so.
    async fn connect(&mut self, message: Value) -> Result<(), Over> {
        let token = message["accesstoken"].as_str().unwrap_or_default();
        let session = message["session"].as_str().unwrap_or_default().to_owned();
        let waited = {
            let mut state = self.site.state.lock().unwrap();
            let user = self.site.owner(&state, token, "live").ok_or(Over)?;
            let link = state.links.get_mut(&self.number).ok_or(Over)?;
            link.bound = Some((user, session.clone()));
            let mine = state.shares.iter().filter(|share| share.owner == user && !share.removed);
            let files = mine.flat_map(|share| share.files.iter().map(move |file| (share, file)));
            let waited = files.filter(|(_, file)| {
                file.fate == Fate::Alive
                    && file.waiting > 0
                    && file.readystate() == "remote"
                    && file.session.as_ref() == Some(&session)
            });
            let name = |(share, file): (&super::state::Share, &super::state::File)| {
                json!({
                    "type": "download", "sharename": share.name,
                    "filename": file.name, "fileid": file.id,
                })
            };
            waited.map(name).collect::<Vec<_>>()
        };
        self.bound = true;
        self.entry.lock().unwrap().json = Some(message);
        if self.must_drop() {
            return Err(Over);
        }
        for message in waited {
            self.say(&message).await?;
        }
        Ok(())
    }

    async fn say(&mut self, message: &Value) -> Result<(), Over> {
        if self.site.ctx.switches.on("live_unknown_type") {
            let news = json!({"type": "emulator_news", "text": "unknown", "list": [1, null]});
            self.send(&news.to_string()).await?;
        }
        self.send(&message.to_string()).await
    }

    async fn send(&mut self, text: &str) -> Result<(), Over> {
        if !self.site.ctx.switches.on("live_split_frames") {
            return self.stream.send(Message::text(text)).await.map_err(|_| Over);
        }
        let mut kind = Data::Text;
        let mut pieces = text.as_bytes().chunks(FRAGMENT).peekable();
        while let Some(piece) = pieces.next() {
            let last = pieces.peek().is_none();
            let frame = Frame::message(piece.to_vec(), OpCode::Data(kind), last);
            self.stream.send(Message::Frame(frame)).await.map_err(|_| Over)?;
            kind = Data::Continue;
        }
        Ok(())
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.site.state.lock().unwrap().links.remove(&self.number);
    }
}
