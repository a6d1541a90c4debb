//! Systems on which bytes go from file to socket and from socket to file through this process.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::net::TcpStream;

pub(crate) const SENDS_FILES: bool = false;

pub(crate) fn send_file(_: &TcpStream, _: &File, _: u64, _: usize) -> io::Result<usize> {
    Err(ErrorKind::Unsupported.into())
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(crate) fn allocate(_: &File, _: u64) -> io::Result<()> {
    Ok(())
}

pub(crate) struct Pipe(Infallible);

impl Pipe {
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
    pub(crate) fn new() -> io::Result<Option<Self>> {
        Ok(None)
    }

    pub(crate) fn fill(&self, _: &TcpStream, _: usize) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) fn pour(&self, _: &File, _: usize) -> io::Result<usize> {
        match self.0 {}
    }

    pub(crate) fn read(&self, _: &mut [u8]) -> io::Result<usize> {
        match self.0 {}
    }
}
