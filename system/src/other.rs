//! Windows, and whatever else is no Unix, with what the standard library has for all.

use std::convert::Infallible;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// One thread for each connection: a blocking connect cannot be interrupted here.
pub(crate) struct Connecting {
    sender: Sender<io::Result<TcpStream>>,
    over: Receiver<io::Result<TcpStream>>,
    under_way: usize,
}

impl Default for Connecting {
    fn default() -> Self {
        let (sender, over) = channel();
        Self { sender, over, under_way: 0 }
    }
}

impl Connecting {
    pub(crate) fn begin(&mut self, address: &SocketAddr) -> io::Result<()> {
        let (sender, address) = (self.sender.clone(), *address);
        std::thread::Builder::new().name("gigahost-connect".into()).spawn(move || {
            // If the call is over by now, nobody waits for this one.
            let _ = sender.send(TcpStream::connect(address));
        })?;
        self.under_way += 1;
        Ok(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.under_way == 0
    }

    pub(crate) fn wait(&mut self, slice: Duration) -> io::Result<Vec<io::Result<TcpStream>>> {
        let first = self.over.recv_timeout(slice);
        let over: Vec<_> = first.into_iter().chain(self.over.try_iter()).collect();
        self.under_way -= over.len();
        Ok(over)
    }
}

/// Nothing sends without blocking here.
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(crate) fn wait_for_room(_: &TcpStream, slice: Duration) -> io::Result<()> {
    std::thread::sleep(slice);
    Ok(())
}

pub(crate) fn read_now(socket: &TcpStream, into: &mut [u8], peek: bool) -> io::Result<usize> {
    socket.set_nonblocking(true)?;
    let outcome = if peek { socket.peek(into) } else { (&*socket).read(into) };
    socket.set_nonblocking(false)?;
    outcome
}

#[cfg(windows)]
pub(crate) fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, offset)
}

#[cfg(not(windows))]
pub(crate) fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

pub(crate) fn is_out_of_files(_: i32) -> bool {
    false
}

pub(crate) fn open_privately(_: &mut OpenOptions, _: Option<&Path>) {}

pub(crate) fn open_for_owner(_: &mut OpenOptions) {}

pub(crate) fn file_number(_: &std::fs::Metadata) -> u64 {
    0
}

pub(crate) fn is_alone_at(_: &File, path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_file())
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

pub(crate) fn path_from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

pub(crate) fn path_into_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

/// No handler of a signal writes to a descriptor here.
pub struct WakeUp(Infallible);

impl WakeUp {
    /// None.
    ///
    /// # Errors
    /// Never.
    pub fn new() -> io::Result<Option<Self>> {
        Ok(None)
    }

    /// There is none.
    pub fn number(&self) -> i32 {
        match self.0 {}
    }

    /// There is none.
    ///
    /// # Errors
    /// Never.
    pub fn read(&self, _: &mut [u8]) -> io::Result<usize> {
        match self.0 {}
    }
}
