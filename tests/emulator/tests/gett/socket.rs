//! The uploader's end of Live, and uploads that stand still half-way.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use gigahost_emulator::{Emulator, Host};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

use crate::common::address;
use crate::site::{Site, put_url};

pub(crate) struct Socket(WebSocket<TcpStream>);

impl Socket {
    pub(crate) fn open(emulator: &Emulator) -> Self {
        let base = emulator.base_url(Host::Gett);
        let stream = TcpStream::connect(address(&base)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let url = base.replace("http://", "ws://") + "/";
        let (socket, answer) = tungstenite::client(url, stream).unwrap();
        assert_eq!(answer.status().as_u16(), 101);
        Self(socket)
    }

    /// Open, and bound to that session.
    pub(crate) fn connect(site: &Site<'_>, session: &str) -> Self {
        let mut socket = Self::open(site.emulator);
        socket.bind(&site.token, session);
        // `connect` is not acknowledged, but messages are read in order.
        socket.say("ping");
        assert_eq!(socket.text(), "pong");
        socket
    }

    pub(crate) fn bind(&mut self, token: &str, session: &str) {
        let connect = json!({"type": "connect", "accesstoken": token, "session": session});
        self.say(&connect.to_string());
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.0.send(Message::text(text)).unwrap();
    }

    /// The next text.
    pub(crate) fn text(&mut self) -> String {
        self.try_text().expect("a message")
    }

    /// None once the connection has ended.
    pub(crate) fn try_text(&mut self) -> Option<String> {
        match self.0.read() {
            Ok(Message::Text(text)) => Some(text.as_str().to_owned()),
            Ok(other) => panic!("no text: {other:?}"),
            Err(tungstenite::Error::Io(error))
                if error.kind() == std::io::ErrorKind::WouldBlock =>
            {
                panic!("silence")
            }
            Err(_) => None,
        }
    }

    pub(crate) fn message(&mut self) -> Value {
        let text = self.text();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
    }

    /// Bytes as they come, below WebSocket.
    pub(crate) fn raw(&mut self) -> &mut TcpStream {
        self.0.get_mut()
    }
}

/// A PUT of which only a part has been sent.
pub(crate) struct HalfPut(TcpStream);

impl HalfPut {
    pub(crate) fn start(file: &Value, length: usize, first: &[u8]) -> Self {
        let url = put_url(file);
        let mut stream = TcpStream::connect(address(url)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let target = url.split_once("//").unwrap().1.split_once('/').unwrap().1;
        let head = format!(
            "PUT /{target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(first).unwrap();
        Self(stream)
    }

    /// Sends the rest and returns the whole answer.
    pub(crate) fn finish(mut self, rest: &[u8]) -> String {
        self.0.write_all(rest).unwrap();
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).unwrap();
        answer
    }
}
