//! Linux and Android: bytes that go from file to socket, or from socket to file, without a copy in this
//! process.

use std::fs::File;
use std::io;
use std::net::TcpStream;

use nix::sys::signal::{SigSet, SigmaskHow, Signal, pthread_sigmask};
use nix::sys::signalfd::{SfdFlags, SignalFd};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, SpliceFlags, fcntl_setpipe_size, pipe_with, splice};

pub(crate) const SENDS_FILES: bool = true;

/// How much a pipe shall hold, in bytes. A system that allows less gives its usual 64 KiB.
const PIPE: usize = 1 << 20;

pub(crate) fn send_file(
    socket: &TcpStream,
    file: &File,
    offset: u64,
    most: usize,
) -> io::Result<usize> {
    without_sigpipe(|| {
        let mut offset = offset;
        rustix::fs::sendfile(socket, file, Some(&mut offset), most)
    })
}

/// There is no flag that keeps `sendfile` from raising SIGPIPE where the peer is gone, and a program that
/// did not ask for it dies of that. The signal is for the thread that sends, so it is kept from this
/// thread, and taken back if it was raised.
fn without_sigpipe<T>(work: impl FnOnce() -> Result<T, Errno>) -> io::Result<T> {
    let broken = SigSet::from(Signal::SIGPIPE);
    let mut before = SigSet::empty();
    pthread_sigmask(SigmaskHow::SIG_BLOCK, Some(&broken), Some(&mut before))?;
    let result = work();
    if matches!(result, Err(Errno::PIPE)) {
        let raised = SignalFd::with_flags(&broken, SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC);
        // Nothing is there where the program ignores the signal.
        let _ = raised.and_then(|raised| raised.read_signal());
    }
    pthread_sigmask(SigmaskHow::SIG_SETMASK, Some(&before), None)?;
    Ok(result?)
}

pub(crate) fn allocate(file: &File, length: u64) -> io::Result<()> {
    if length == 0 {
        return Ok(());
    }
    match rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, length) {
        Err(full @ (Errno::NOSPC | Errno::DQUOT | Errno::FBIG)) => Err(full.into()),
        // Not every disk can promise room.
        _ => Ok(()),
    }
}

pub(crate) struct Pipe {
    reader: OwnedFd,
    writer: OwnedFd,
    size: usize,
}

impl Pipe {
    pub(crate) fn new() -> io::Result<Option<Self>> {
        let (reader, writer) = pipe_with(PipeFlags::CLOEXEC)?;
        let size = fcntl_setpipe_size(&writer, PIPE).unwrap_or(64 << 10);
        Ok(Some(Self { reader, writer, size }))
    }

    pub(crate) fn fill(&self, socket: &TcpStream, most: usize) -> io::Result<usize> {
        let most = most.min(self.size);
        Ok(splice(socket, None, &self.writer, None, most, SpliceFlags::MOVE)?)
    }

    pub(crate) fn pour(&self, file: &File, most: usize) -> io::Result<usize> {
        Ok(splice(&self.reader, None, file, None, most, SpliceFlags::MOVE)?)
    }

    pub(crate) fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        Ok(rustix::io::read(&self.reader, into)?)
    }
}
