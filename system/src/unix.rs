//! Unix: Linux, Android, macOS, the BSDs.

use std::ffi::OsStr;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::net::TcpStream;
use std::os::fd::AsRawFd as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType, recv, socket_with};

use super::{Making, Readers};

/// What `connect` says of a connection that will be made later.
pub(crate) const LATER: Errno = Errno::INPROGRESS;

#[cfg(any(target_os = "linux", target_os = "android"))]
pub(crate) fn nonblocking(family: AddressFamily) -> Result<OwnedFd, Errno> {
    socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(crate) fn nonblocking(family: AddressFamily) -> Result<OwnedFd, Errno> {
    let socket = socket_with(family, SocketType::STREAM, SocketFlags::empty(), None)?;
    rustix::io::fcntl_setfd(&socket, rustix::io::FdFlags::CLOEXEC)?;
    rustix::io::ioctl_fionbio(&socket, true)?;
    Ok(socket)
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

pub(crate) const IS_A_DIRECTORY: i32 = Errno::ISDIR.raw_os_error();
pub(crate) const EXISTS: i32 = Errno::EXIST.raw_os_error();

pub(crate) struct NamedPipe(File);

impl NamedPipe {
    pub(crate) fn open(path: &Path) -> io::Result<Option<Self>> {
        if !std::fs::metadata(path)?.file_type().is_fifo() {
            return Ok(None);
        }
        let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
        let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
        // It may have become another since.
        let is_one = file.metadata()?.file_type().is_fifo();
        Ok(is_one.then_some(Self(file)))
    }

    pub(crate) fn read(&mut self, into: &mut [u8], slice: Duration) -> io::Result<Option<usize>> {
        let slice = Timespec::try_from(slice).unwrap_or_default();
        // As long as nobody has written to it, a read would say that it is at its end.
        match poll(&mut [PollFd::new(&self.0, PollFlags::IN)], Some(&slice)) {
            Ok(0) | Err(Errno::INTR) => return Ok(None),
            Ok(_) => {}
            Err(failure) => return Err(failure.into()),
        }
        match self.0.read(into) {
            Ok(n) => Ok(Some(n)),
            Err(e)
                if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) =>
            {
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }
}

pub(crate) fn open(path: &Path, making: Making, readers: Readers<'_>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match making {
        Making::New => options.create_new(true),
        Making::IfMissing => options.create(true).truncate(false),
        Making::Never => &mut options,
    };
    match readers {
        Readers::Owner => {
            options.mode(0o600);
        }
        Readers::Like(old) => {
            if let Ok(flags) = i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()) {
                options.custom_flags(flags);
            }
            if let Some(Ok(old)) = old.map(Path::symlink_metadata)
                && old.is_file()
            {
                options.mode(old.mode() & 0o666);
            }
        }
    }
    options.open(path)
}

pub(crate) fn is_in_use(_: i32) -> bool {
    false
}

pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    if let Ok(flags) = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()) {
        options.custom_flags(flags);
    }
    options.open(path)
}

pub(crate) fn why_not_private(file: &File) -> io::Result<Option<String>> {
    let (metadata, user) = (file.metadata()?, rustix::process::geteuid().as_raw());
    let mode = metadata.mode() & 0o7777;
    Ok(if metadata.uid() != user {
        Some(format!("it belongs to user {}, not to you", metadata.uid()))
    } else if mode & 0o177 != 0 {
        Some(format!("its mode is {mode:04o}, and it must be 0600"))
    } else {
        None
    })
}

pub(crate) fn why_unfit(_: &Path) -> Option<&'static str> {
    None
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(crate) fn file_number(_: &File, metadata: &Metadata) -> io::Result<u64> {
    Ok(metadata.ino())
}

#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(crate) fn number_at(_: &Path, metadata: &Metadata) -> io::Result<u64> {
    Ok(metadata.ino())
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

pub(crate) fn config_folder() -> Option<PathBuf> {
    let named =
        |name: &str| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    named("XDG_CONFIG_HOME").or_else(|| Some(named("HOME")?.join(".config")))
}

/// Where certificates lie on systems that keep them in folders.
pub(crate) fn certificate_folders() -> Vec<&'static Path> {
    openssl_probe::candidate_cert_dirs().collect()
}
