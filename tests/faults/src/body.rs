//! Reading a request body: by Content-Length or in chunks, counted and hashed, never kept whole.

use std::io;

use md5::{Digest, Md5};

use crate::content::hex;
use crate::record::{KEPT_BODY, Request};

/// Where the reading of a body stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// This many bytes of a `Content-Length` body are missing.
    Length(u64),
    /// A chunk's size line comes next.
    ChunkSize,
    /// This many bytes of a chunk are missing.
    ChunkData(u64),
    /// The CRLF behind a chunk comes next.
    ChunkEnd,
    /// Trailer lines, up to an empty one.
    Trailer,
    /// All read.
    Done,
}

/// Takes wire bytes, keeps count, hash and the first 64 KiB of the body.
#[derive(Debug)]
pub(crate) struct BodyReader {
    phase: Phase,
    line: Vec<u8>,
    length: u64,
    hash: Md5,
    kept: Vec<u8>,
}

impl BodyReader {
    pub(crate) fn for_request(request: &Request) -> BodyReader {
        let chunked = request
            .header("Transfer-Encoding")
            .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
        let phase = if chunked {
            Phase::ChunkSize
        } else {
            match request.header("Content-Length").and_then(|value| value.parse().ok()) {
                None | Some(0) => Phase::Done,
                Some(length) => Phase::Length(length),
            }
        };
        BodyReader { phase, line: Vec::new(), length: 0, hash: Md5::new(), kept: Vec::new() }
    }

    pub(crate) fn done(&self) -> bool {
        self.phase == Phase::Done
    }

    /// Bytes of the body so far, without framing.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Takes what belongs to the body from the front of `input`, at most `budget` bytes of body;
    /// returns how many wire bytes it took.
    pub(crate) fn take(&mut self, input: &[u8], budget: u64) -> io::Result<usize> {
        let end = self.length.saturating_add(budget);
        let mut at = 0;
        while at < input.len() && !self.done() {
            match self.phase {
                Phase::Length(left) | Phase::ChunkData(left) => {
                    let wanted = left.min(end - self.length);
                    if wanted == 0 {
                        break;
                    }
                    let n = usize::try_from(wanted).unwrap_or(usize::MAX).min(input.len() - at);
                    self.keep(&input[at..at + n]);
                    at += n;
                    self.phase = self.after_data(left - n as u64);
                }
                _ => {
                    self.line.push(input[at]);
                    at += 1;
                    self.end_of_line()?;
                }
            }
        }
        Ok(at)
    }

    /// Writes the state into the record.
    pub(crate) fn save(&self, request: &mut Request) {
        request.body_length = self.length;
        request.body_complete = self.done();
        request.body.clone_from(&self.kept);
        request.body_md5 = hex(&self.hash.clone().finalize());
    }

    fn after_data(&self, left: u64) -> Phase {
        match (self.phase, left) {
            (Phase::Length(_), 0) => Phase::Done,
            (Phase::Length(_), left) => Phase::Length(left),
            (_, 0) => Phase::ChunkEnd,
            (_, left) => Phase::ChunkData(left),
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        self.length += bytes.len() as u64;
        self.hash.update(bytes);
        let room = KEPT_BODY - self.kept.len();
        self.kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn end_of_line(&mut self) -> io::Result<()> {
        if self.line.len() > 8192 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "chunk line too long"));
        }
        if !self.line.ends_with(b"\r\n") {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&self.line[..self.line.len() - 2]).into_owned();
        self.line.clear();
        self.phase = match self.phase {
            Phase::ChunkSize => {
                let digits = line.split(';').next().unwrap_or_default().trim();
                let size = u64::from_str_radix(digits, 16)
                    .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "bad chunk size"))?;
                if size == 0 { Phase::Trailer } else { Phase::ChunkData(size) }
            }
            Phase::ChunkEnd if line.is_empty() => Phase::ChunkSize,
            Phase::ChunkEnd => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "no CRLF after a chunk"));
            }
            Phase::Trailer if line.is_empty() => Phase::Done,
            other => other,
        };
        Ok(())
    }
}
