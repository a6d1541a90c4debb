//! HTTP/1.1, as little of it as the clients of a bench need.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use crate::route::{Answer, Site};

/// How much is read or written at once.
pub(crate) const BLOCK: usize = 1 << 20;

/// A connection, plain or TLS.
pub(crate) trait Stream: Read + Write {
    /// Says that nothing more will come.
    fn end(&mut self) {}
    /// Swallows bytes of a body; gives how many. Where the kernel can drop them, they are not copied.
    fn swallow(&mut self, room: &mut [u8]) -> io::Result<usize> {
        self.read(room)
    }
}

impl Stream for TcpStream {
    fn swallow(&mut self, room: &mut [u8]) -> io::Result<usize> {
        use rustix::net::{RecvFlags, recv};
        let (_, n) = recv(&*self, room, RecvFlags::TRUNC)?;
        Ok(n)
    }
}

/// The head of a request.
pub(crate) struct Head {
    pub(crate) path: String,
    length: u64,
    chunked: bool,
    expects: bool,
    close: bool,
}

/// Answers requests until the client goes.
pub(crate) fn serve(site: &Site, stream: impl Stream) -> io::Result<()> {
    let mut reader = BufReader::with_capacity(64 * 1024, stream);
    let mut room = vec![0; BLOCK];
    while let Some(head) = read_head(&mut reader)? {
        if head.expects {
            reader.get_mut().write_all(b"HTTP/1.1 100 Continue\r\n\r\n")?;
        }
        if head.chunked {
            swallow_chunks(&mut reader)?;
        } else {
            swallow(&mut reader, head.length, &mut room)?;
        }
        std::thread::sleep(site.pause);
        answer(site, &head, reader.get_mut())?;
        if head.close {
            break;
        }
    }
    reader.get_mut().end();
    Ok(())
}

fn read_head(reader: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or("/").to_owned();
    let mut head = Head { path, length: 0, chunked: false, expects: false, close: false };
    loop {
        line.clear();
        if reader.read_line(&mut line)? <= 2 {
            return Ok(Some(head));
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = value.parse().map_err(io::Error::other)?,
            "transfer-encoding" => head.chunked = true,
            "expect" => head.expects = true,
            "connection" => head.close = value.eq_ignore_ascii_case("close"),
            _ => {}
        }
    }
}

fn swallow<S: Stream>(reader: &mut BufReader<S>, length: u64, room: &mut [u8]) -> io::Result<()> {
    let mut left = length;
    while left > 0 {
        let most = usize::try_from(left).unwrap_or(usize::MAX);
        let n = if reader.buffer().is_empty() {
            let most = most.min(room.len());
            reader.get_mut().swallow(&mut room[..most])?
        } else {
            let n = reader.buffer().len().min(most);
            reader.consume(n);
            n
        };
        if n == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        left -= n as u64;
    }
    Ok(())
}

fn swallow_chunks(reader: &mut impl BufRead) -> io::Result<()> {
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        io::copy(&mut reader.by_ref().take(length), &mut io::sink())?;
        line.clear();
        reader.read_line(&mut line)?;
        if length == 0 {
            return Ok(());
        }
    }
}

fn answer(site: &Site, head: &Head, stream: &mut impl Write) -> io::Result<()> {
    match site.answer(&head.path) {
        Answer::Text { kind, text } => {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
                text.len(),
            );
            stream.write_all(&[head.as_bytes(), text].concat())?;
        }
        Answer::Bytes(length) => {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\
                 Content-Length: {length}\r\n\r\n",
            );
            stream.write_all(head.as_bytes())?;
            let mut left = length;
            while left > 0 {
                let n = usize::try_from(left).unwrap_or(usize::MAX).min(site.block.len());
                stream.write_all(&site.block[..n])?;
                left -= n as u64;
            }
        }
        Answer::Nothing => {
            stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?;
        }
    }
    stream.flush()
}
