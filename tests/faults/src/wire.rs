//! The two ways to a peer: the bare socket, and TLS over it.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;

use rustls::{ServerConnection, StreamOwned};

/// A shared socket. The server keeps only weak references, so that the socket closes at once when
/// the connection ends, and can still be shut down from outside while it lives.
#[derive(Clone, Debug)]
pub(crate) struct Socket(pub(crate) Arc<TcpStream>);

impl Read for Socket {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        (&*self.0).read(buffer)
    }
}

impl Write for Socket {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&*self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a connection reads from and writes to.
pub(crate) enum Wire {
    /// The bare socket.
    Plain(Socket),
    /// TLS, handshake done.
    Tls(Box<StreamOwned<ServerConnection, Socket>>),
}

impl Wire {
    pub(crate) fn socket(&self) -> &Socket {
        match self {
            Wire::Plain(socket) => socket,
            Wire::Tls(stream) => &stream.sock,
        }
    }

    /// Reads some bytes; 0 at the end. A peer that closes without `close_notify` counts as an end.
    pub(crate) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let outcome = match self {
            Wire::Plain(socket) => socket.read(buffer),
            Wire::Tls(stream) => stream.read(buffer),
        };
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            other => other,
        }
    }

    /// Writes all and flushes, so that each call leaves at least one segment (and one record).
    pub(crate) fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Wire::Plain(socket) => socket.write_all(bytes),
            Wire::Tls(stream) => {
                stream.write_all(bytes)?;
                stream.flush()
            }
        }
    }

    /// Sends `close_notify`, where there is TLS; the peer may be gone already.
    pub(crate) fn notify_close(&mut self) {
        if let Wire::Tls(stream) = self {
            stream.conn.send_close_notify();
            while stream.conn.wants_write() {
                if stream.conn.write_tls(&mut stream.sock).is_err() {
                    break;
                }
            }
        }
    }

    /// Closes our direction; reading goes on.
    pub(crate) fn shutdown_write(&self) {
        // The peer may have reset the connection: then there is nothing left to close.
        let _ = self.socket().0.shutdown(Shutdown::Write);
    }
}
