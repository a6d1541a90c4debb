//! Plain reads and writes of a connection that is being made: each waits no longer than a slice before
//! it asks whether the call may go on. They do not count as bytes of the request.

use std::io::{self, Read, Write};
use std::net::TcpStream;

use super::failure::slice_over;
use crate::{Error, scope};

/// What ended it.
pub(super) enum Ended {
    /// The call may not go on.
    Call(Error),
    Connection(io::Error),
}

pub(super) fn write(stream: &mut TcpStream, bytes: &[u8]) -> Result<(), Ended> {
    let mut left = bytes;
    while !left.is_empty() {
        let n = once(|| stream.write(left))?;
        left = left.get(n..).unwrap_or_default();
    }
    Ok(())
}

/// 0 is the end.
pub(super) fn read(stream: &mut TcpStream, into: &mut [u8]) -> Result<usize, Ended> {
    once(|| stream.read(into))
}

fn once(mut attempt: impl FnMut() -> io::Result<usize>) -> Result<usize, Ended> {
    loop {
        scope::tick().map_err(Ended::Call)?;
        match attempt() {
            Err(e) if slice_over(&e) => {}
            Err(e) => return Err(Ended::Connection(e)),
            Ok(n) => return Ok(n),
        }
    }
}
