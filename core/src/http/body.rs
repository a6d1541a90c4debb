//! The body of an answer: through the HTTP library, or, where its length is known and nothing is between,
//! straight from the connection.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::net::TcpStream;

use gigahost_system::Pipe;

use super::failure::{from_io, peer_gone, slice_over};
use crate::bandwidth::Flow;
use crate::{Error, scope};

/// The body of an answer, still on the wire.
pub(crate) struct Body {
    reader: Box<dyn Read + Send>,
    /// Bytes that are to come, if it is known and they come as they are.
    left: Option<u64>,
    straight: bool,
    /// Handed over by the transport: the rest comes from here.
    stream: Option<TcpStream>,
    pipe: Option<Pipe>,
}

impl Body {
    /// `length`: how many bytes the reader gives, if they come over the connection as they are.
    pub(crate) fn new(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        let reader = Box::new(reader);
        Self { reader, left: length, straight: false, stream: None, pipe: None }
    }

    /// From now on, as soon as what was read with the head is used up, the bytes are read straight from
    /// the connection, which is not used again afterwards.
    pub(crate) fn go_straight(&mut self) {
        self.straight = self.left.is_some();
    }

    /// Bytes that are to come, if they can be moved to a file without a look at them.
    pub(crate) fn movable(&self) -> Option<u64> {
        self.stream.as_ref().filter(|_| self.straight)?;
        self.left.filter(|left| *left > 0)
    }

    /// Moves some of the rest to where the file is at, without a copy in this process; gives how many
    /// bytes were written. None where that cannot be done here, or not with this file.
    pub(crate) fn move_to(&mut self, file: &File) -> Result<Option<usize>, Error> {
        let (Some(stream), Some(left)) = (&self.stream, &mut self.left) else { return Ok(None) };
        if self.pipe.is_none() {
            self.pipe = Pipe::new().unwrap_or(None); // without one it is copied
        }
        let Some(pipe) = &self.pipe else {
            self.straight = false;
            return Ok(None);
        };
        let most = usize::try_from(*left).unwrap_or(usize::MAX);
        let most = scope::allowance(Flow::Down, most)?;
        let n = waiting(|| pipe.fill(stream, most)).map_err(|e| from_io(&e))?;
        *left -= n as u64;
        let mut done = 0;
        while done < n {
            match scope::locally(|| pipe.pour(file, n - done)) {
                Ok(poured) => done += poured,
                Err(e) if e.kind() == ErrorKind::Interrupted => {}
                Err(e) if e.kind() == ErrorKind::InvalidInput => {
                    // This file does not take a pipe's bytes. It gets these, and no more come so.
                    let copied = scope::locally(|| copy(pipe, file, n - done));
                    self.pipe = None;
                    self.straight = false;
                    copied.map_err(|e| unwritten(&e))?;
                    break;
                }
                Err(e) => return Err(unwritten(&e)),
            }
        }
        Ok(Some(n))
    }
}

fn unwritten(source: &io::Error) -> Error {
    Error::io("the disk did not take the bytes", source)
}

fn copy(pipe: &Pipe, mut file: &File, count: usize) -> io::Result<()> {
    let mut chunk = vec![0; count];
    let mut left = chunk.as_mut_slice();
    while !left.is_empty() {
        let n = pipe.read(left)?;
        left = left.get_mut(n..).unwrap_or_default();
    }
    io::Write::write_all(&mut file, &chunk)
}

/// Reads from the connection in slices. An end is early here: what was announced is still to come.
fn waiting(mut read: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match read() {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(n) => {
                scope::received(n);
                return Ok(n);
            }
            Err(e) if slice_over(&e) => scope::tick().map_err(io::Error::other)?,
            Err(e) if peer_gone(&e) => {
                scope::note_unclean_end();
                return Err(ErrorKind::UnexpectedEof.into());
            }
            Err(e) => return Err(e),
        }
    }
}

impl Read for Body {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.stream.is_none() {
            scope::want_stream(self.straight);
            let outcome = self.reader.read(into);
            scope::want_stream(false);
            self.stream = scope::take_stream();
            if self.stream.is_none() {
                if let (Ok(n), Some(left)) = (&outcome, &mut self.left) {
                    *left = left.saturating_sub(*n as u64);
                }
                return outcome;
            }
        }
        let (Some(stream), Some(left)) = (&mut self.stream, &mut self.left) else { return Ok(0) };
        let room = into.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
        if room == 0 {
            return Ok(0);
        }
        let room = scope::allowance(Flow::Down, room).map_err(io::Error::other)?;
        let room = into.get_mut(..room).unwrap_or_default();
        let n = waiting(|| stream.read(room))?;
        *left -= n as u64;
        Ok(n)
    }
}
