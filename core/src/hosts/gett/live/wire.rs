//! WebSocket over a guarded connection: the opening handshake, texts, and what went wrong in words of
//! this library.

use tungstenite::protocol::WebSocketConfig;
use tungstenite::{HandshakeError, Message, WebSocket};
use ureq::http::Uri;

use crate::http::socket::Socket;
use crate::retry::on_the_way;
use crate::{Error, Status, scope};

/// The largest message that is taken, in bytes.
pub(super) const MESSAGE_CAP: usize = 256 * 1024;

/// The opening handshake, in slices.
pub(super) fn upgrade(socket: Socket, uri: &Uri) -> Result<WebSocket<Socket>, Error> {
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
pub(super) fn say(socket: &mut WebSocket<Socket>, text: &str) -> Result<(), Error> {
    match socket.send(Message::text(text)) {
        Ok(()) => Ok(()),
        Err(tungstenite::Error::Io(e)) if e.kind() == std::io::ErrorKind::WouldBlock => Ok(()),
        Err(error) => Err(of_websocket(&error)),
    }
}

pub(super) fn lost(what: &str) -> Error {
    Error::new(Status::Network, what).with_hint("connect again with `reconnect`")
}

/// The WebSocket library's errors, by kind. Its texts can quote what was sent, so none is passed on.
pub(super) fn of_websocket(error: &tungstenite::Error) -> Error {
    use tungstenite::Error as Ws;
    use tungstenite::error::ProtocolError;
    match error {
        Ws::Io(source) => crate::http::failure::from_io(source),
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
pub(super) fn may_pass(error: &Error) -> bool {
    match error.status() {
        Status::Http => true,
        Status::Protocol => false,
        _ => on_the_way(error),
    }
}
