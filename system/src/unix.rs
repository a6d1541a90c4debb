//! Unix: Linux, Android, macOS, the BSDs.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _};
use std::net::{SocketAddr, TcpStream};
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvFlags, SocketFlags, SocketType, connect, recv, socket_with, sockopt,
};

/// Sockets that do not block, polled together.
#[derive(Default)]
pub(crate) struct Connecting(Vec<OwnedFd>);

impl Connecting {
    pub(crate) fn begin(&mut self, address: &SocketAddr) -> io::Result<()> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let socket = nonblocking(family)?;
        match connect(&socket, address) {
            Ok(()) | Err(Errno::INPROGRESS | Errno::INTR) => {
                self.0.push(socket);
                Ok(())
            }
            Err(failure) => Err(failure.into()),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn wait(&mut self, slice: Duration) -> io::Result<Vec<io::Result<TcpStream>>> {
        let mut ready = Vec::new();
        let mut fds: Vec<_> = self.0.iter().map(|fd| PollFd::new(fd, PollFlags::OUT)).collect();
        let slice = Timespec::try_from(slice).unwrap_or_default();
        match poll(&mut fds, Some(&slice)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(failure) => return Err(failure.into()),
        }
        ready.extend(fds.iter().map(|fd| !fd.revents().is_empty()));
        drop(fds);
        let over = ready.into_iter().enumerate().rev().filter(|(_, over)| *over);
        Ok(over.map(|(at, _)| outcome(self.0.swap_remove(at))).collect())
    }
}

fn outcome(socket: OwnedFd) -> io::Result<TcpStream> {
    sockopt::socket_error(&socket)??;
    let stream = TcpStream::from(socket);
    stream.set_nonblocking(false)?;
    Ok(stream)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn nonblocking(family: AddressFamily) -> Result<OwnedFd, Errno> {
    socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn nonblocking(family: AddressFamily) -> Result<OwnedFd, Errno> {
    let socket = socket_with(family, SocketType::STREAM, SocketFlags::empty(), None)?;
    rustix::io::fcntl_setfd(&socket, rustix::io::FdFlags::CLOEXEC)?;
    rustix::io::ioctl_fionbio(&socket, true)?;
    Ok(socket)
}

pub(crate) fn wait_for_room(socket: &TcpStream, slice: Duration) -> io::Result<()> {
    let slice = Timespec::try_from(slice).unwrap_or_default();
    match poll(&mut [PollFd::new(socket, PollFlags::OUT)], Some(&slice)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(failure) => Err(failure.into()),
    }
}

pub(crate) fn read_now(socket: &TcpStream, into: &mut [u8], peek: bool) -> io::Result<usize> {
    let peek = if peek { RecvFlags::PEEK } else { RecvFlags::empty() };
    let (bytes, _) = recv(socket, into, peek | RecvFlags::DONTWAIT)?;
    Ok(bytes)
}

pub(crate) fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, into, offset)
}

pub(crate) fn is_out_of_files(number: i32) -> bool {
    number == Errno::NFILE.raw_os_error() || number == Errno::MFILE.raw_os_error()
}

pub(crate) fn open_privately(options: &mut OpenOptions, like: Option<&Path>) {
    if let Ok(flags) = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()) {
        options.custom_flags(flags);
    }
    if let Some(Ok(old)) = like.map(Path::symlink_metadata)
        && old.is_file()
    {
        options.mode(old.mode() & 0o666);
    }
}

pub(crate) fn open_for_owner(options: &mut OpenOptions) {
    options.mode(0o600);
}

pub(crate) fn file_number(metadata: &std::fs::Metadata) -> u64 {
    metadata.ino()
}

pub(crate) fn is_alone_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(open), Ok(named)) => {
            (open.dev(), open.ino()) == (named.dev(), named.ino()) && open.nlink() == 1
        }
        _ => false,
    }
}

pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere not all bytes are a path")]
pub(crate) fn path_from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    Some(OsStr::from_bytes(bytes).into())
}

pub(crate) fn path_into_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

/// A pipe of one's own into which signal handlers write a byte for each signal.
pub struct WakeUp {
    reader: UnixStream,
    writer: UnixStream,
}

impl WakeUp {
    /// Makes one; none where the system has none.
    ///
    /// # Errors
    /// What the system says.
    pub fn new() -> io::Result<Option<Self>> {
        let (reader, writer) = UnixStream::pair()?;
        reader.set_nonblocking(true)?;
        writer.set_nonblocking(true)?;
        Ok(Some(Self { reader, writer }))
    }

    /// The number of the descriptor that is written to; it lives as long as this value.
    pub fn number(&self) -> i32 {
        self.writer.as_raw_fd()
    }

    /// The bytes that were written since the last look, as many as fit. Does not wait.
    ///
    /// # Errors
    /// What the system says; `WouldBlock` if there is none.
    pub fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        (&self.reader).read(into)
    }
}
