//! HTTP replies, right or wrong, as bytes.

use std::fmt::Display;
use std::io::{Read, Write};

/// How the end of the body is told.
#[derive(Clone, Debug)]
enum Framing {
    /// `Content-Length`, the true one.
    Length,
    /// `Content-Length` with a number of the caller's.
    Claimed(String),
    /// Chunks of this size; the last chunk only if `finished`.
    Chunked { size: usize, finished: bool },
    /// Nothing is told: the body ends with the connection.
    UntilClose,
}

/// A reply under construction; [`reply`] and [`redirect`] begin one.
#[derive(Clone, Debug)]
pub struct Reply {
    status_line: Vec<u8>,
    head: Vec<u8>,
    body: Vec<u8>,
    framing: Framing,
    close: bool,
}

/// Begins a reply with this status and an empty body.
pub fn reply(status: u16) -> Reply {
    Reply {
        status_line: format!("HTTP/1.1 {status} {}", reason(status)).into_bytes(),
        head: Vec::new(),
        body: Vec::new(),
        framing: Framing::Length,
        close: false,
    }
}

/// A redirect: 301, 302, 303, 307 or 308, with `Location` as given, unchecked.
pub fn redirect(status: u16, location: impl Display) -> Reply {
    reply(status).header("Location", location)
}

impl Reply {
    /// Replaces the whole status line (without CRLF): `HTTP/2`, `HTTP/1.1 abc`, garbage.
    #[must_use]
    pub fn status_line(mut self, line: impl AsRef<[u8]>) -> Reply {
        self.status_line = line.as_ref().to_vec();
        self
    }

    /// Adds a header; nothing is checked or escaped.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Display) -> Reply {
        self.head.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        self
    }

    /// Adds bytes to the head as they are; the caller writes the line end too, or does not.
    #[must_use]
    pub fn raw_header(mut self, line: impl AsRef<[u8]>) -> Reply {
        self.head.extend_from_slice(line.as_ref());
        self
    }

    /// Sets a JSON body (the text is taken as it is).
    #[must_use]
    pub fn json(self, text: impl AsRef<[u8]>) -> Reply {
        self.header("Content-Type", "application/json").body(text)
    }

    /// Sets an HTML body: a captive portal, a maintenance page.
    #[must_use]
    pub fn html(self, text: impl AsRef<[u8]>) -> Reply {
        self.header("Content-Type", "text/html; charset=utf-8").body(text)
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, bytes: impl AsRef<[u8]>) -> Reply {
        self.body = bytes.as_ref().to_vec();
        self
    }

    /// Sets the body, compressed, with `Content-Encoding: gzip`.
    #[must_use]
    pub fn gzip_body(self, plain: impl AsRef<[u8]>) -> Reply {
        let packed = gzip(plain.as_ref());
        self.header("Content-Encoding", "gzip").body(packed)
    }

    /// Sends the body in chunks of at most `size` bytes.
    #[must_use]
    pub fn chunked(mut self, size: usize) -> Reply {
        self.framing = Framing::Chunked { size: size.max(1), finished: true };
        self
    }

    /// Sends the body in chunks, without the last one: the body never ends.
    #[must_use]
    pub fn chunked_without_end(mut self, size: usize) -> Reply {
        self.framing = Framing::Chunked { size: size.max(1), finished: false };
        self
    }

    /// Tells no length: the body ends where the connection does. Implies [`Reply::close`].
    #[must_use]
    pub fn until_close(mut self) -> Reply {
        self.framing = Framing::UntilClose;
        self.close()
    }

    /// Claims this `Content-Length`, whatever the body is; any text goes.
    #[must_use]
    pub fn content_length(mut self, claimed: impl Display) -> Reply {
        self.framing = Framing::Claimed(claimed.to_string());
        self
    }

    /// Says `Connection: close`, and has the [`Router`](crate::Router) close after it.
    #[must_use]
    pub fn close(mut self) -> Reply {
        if !self.close {
            self.close = true;
            self = self.header("Connection", "close");
        }
        self
    }

    /// Whether the connection has to be closed after this reply.
    pub fn closes(&self) -> bool {
        self.close
    }

    /// The head alone, with the framing header and the empty line.
    pub fn head_bytes(&self) -> Vec<u8> {
        let mut out = self.status_line.clone();
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(&self.head);
        let framing = match &self.framing {
            Framing::Length => format!("Content-Length: {}\r\n", self.body.len()),
            Framing::Claimed(text) => format!("Content-Length: {text}\r\n"),
            Framing::Chunked { .. } => "Transfer-Encoding: chunked\r\n".to_owned(),
            Framing::UntilClose => String::new(),
        };
        out.extend_from_slice(framing.as_bytes());
        out.extend_from_slice(b"\r\n");
        out
    }

    /// The whole reply as it goes to the wire.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.head_bytes();
        let Framing::Chunked { size, finished } = self.framing else {
            out.extend_from_slice(&self.body);
            return out;
        };
        for chunk in self.body.chunks(size) {
            out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            out.extend_from_slice(chunk);
            out.extend_from_slice(b"\r\n");
        }
        if finished {
            out.extend_from_slice(b"0\r\n\r\n");
        }
        out
    }
}

/// These bytes as one gzip member.
///
/// # Panics
/// Never in practice: writing to memory does not fail.
pub fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(plain).expect("gzip into memory");
    encoder.finish().expect("gzip into memory")
}

/// A gzip member that unpacks to this many zero bytes; about a thousandth of that on the wire.
///
/// # Panics
/// Never in practice: writing to memory does not fail.
pub fn gzip_bomb(decoded: u64) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::repeat(0).take(decoded), &mut encoder).expect("gzip into memory");
    encoder.finish().expect("gzip into memory")
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        206 => "Partial Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        413 => "Content Too Large",
        416 => "Range Not Satisfiable",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        507 => "Insufficient Storage",
        _ => "Status",
    }
}
