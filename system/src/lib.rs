//! What systems do differently: connecting, the identity and permissions of files, paths, error
//! numbers, signals. The one room where a system is asked for: one file for each family of systems,
//! all with the interface that stands here, so that no other crate has a `cfg` of a system.
//!
//! Everything here is mechanism. What is to be done (which address is tried when, what an error means
//! to the caller) is decided where it is called.
#![forbid(unsafe_code)]
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

// Floors, the highest first; `tests/floors.py` holds them. (`family` and `moving` are another file on
// each system, below all of these.)
//
//   sockets  waiting for sockets
//   certificates  what this machine trusts
//   readers, unfit  what access lists and names mean on Windows
#[cfg_attr(unix, path = "unix.rs")]
#[cfg_attr(windows, path = "windows.rs")]
mod family;
mod certificates;
#[cfg_attr(any(target_os = "linux", target_os = "android"), path = "linux.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "android")), path = "copying.rs")]
mod moving;
#[cfg(any(windows, test))]
mod readers;
mod sockets;
mod unfit;

use std::fs::{File, Metadata};
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use certificates::Certificates;
pub use family::WakeUp;

/// Connections that are being made, any number at once. Those that are not over when it is dropped
/// are given up.
#[derive(Default)]
pub struct Connecting(sockets::Connecting);

impl Connecting {
    /// Begins one more. Does not wait for it.
    ///
    /// # Errors
    /// What the system says if it cannot even be begun, or failed at once.
    pub fn begin(&mut self, address: &SocketAddr) -> io::Result<()> {
        self.0.begin(address)
    }

    /// Whether none is under way.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Waits for `slice` at most; gives those that are over, made (and then blocking) or failed. Where
    /// none is under way it comes back at once.
    ///
    /// # Errors
    /// What the system says if it cannot wait.
    pub fn wait(&mut self, slice: Duration) -> io::Result<Vec<io::Result<TcpStream>>> {
        if self.is_empty() { Ok(Vec::new()) } else { self.0.wait(slice) }
    }
}

/// Sets the length of a file, and has the disk keep room for all of it where the system and the disk can
/// promise that: a disk that is too small is known before the first byte.
///
/// # Errors
/// What the system says.
pub fn allocate(file: &File, length: u64) -> io::Result<()> {
    file.set_len(length)?;
    moving::allocate(file, length)
}

/// Whether [`send_file`] does anything here.
pub const SENDS_FILES: bool = moving::SENDS_FILES;

/// Sends bytes of a file, from `offset` on, without reading them into this process; gives how many,
/// `most` at most. 0 means that the file ends there. Never raises SIGPIPE. The place in the file at which
/// others read stays as it is.
///
/// # Errors
/// What the system says: of the socket, or of the file.
pub fn send_file(socket: &TcpStream, file: &File, offset: u64, most: usize) -> io::Result<usize> {
    moving::send_file(socket, file, offset, most)
}

/// Reads from `offset` on, whoever else reads the file. Where the file is at afterwards is not said.
///
/// # Errors
/// What the system says.
pub fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    family::read_at(file, into, offset)
}

/// What is read from a named pipe, or from one that a path such as `/dev/stdin` leads to.
pub struct NamedPipe(family::NamedPipe);

impl NamedPipe {
    /// Opens it, without waiting for whoever writes to it; none if `path` leads to something else, or the
    /// system has none.
    ///
    /// # Errors
    /// What the system says.
    pub fn open(path: &Path) -> io::Result<Option<Self>> {
        Ok(family::NamedPipe::open(path)?.map(Self))
    }

    /// Reads what has come, waiting for `slice` at most. None if nothing has come; 0 once everybody who
    /// wrote to it is gone.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&mut self, into: &mut [u8], slice: Duration) -> io::Result<Option<usize>> {
        self.0.read(into, slice)
    }
}

/// What the system says of a folder that is opened as a file.
pub fn is_a_directory() -> io::Error {
    io::Error::from_raw_os_error(family::IS_A_DIRECTORY)
}

/// What the system says of a file that is made and is there.
pub fn already_exists() -> io::Error {
    io::Error::from_raw_os_error(family::EXISTS)
}

/// A pipe through which bytes go from a socket to a file without a copy in this process.
pub struct Pipe(moving::Pipe);

impl Pipe {
    /// Makes one; none where the system has none for this.
    ///
    /// # Errors
    /// What the system says.
    pub fn new() -> io::Result<Option<Self>> {
        Ok(moving::Pipe::new()?.map(Self))
    }

    /// Takes what the socket has, `most` bytes at most; waits for the first as long as the socket's
    /// reads do. The pipe must be empty. 0 is the end of the stream.
    ///
    /// # Errors
    /// What the system says of the socket.
    pub fn fill(&self, socket: &TcpStream, most: usize) -> io::Result<usize> {
        self.0.fill(socket, most)
    }

    /// Writes `most` bytes of the pipe at most to where the file is at, and moves it on.
    ///
    /// # Errors
    /// What the system says of the file; `InvalidInput` for one that cannot take a pipe's bytes.
    pub fn pour(&self, file: &File, most: usize) -> io::Result<usize> {
        self.0.pour(file, most)
    }

    /// Reads from the pipe, which must not be empty.
    ///
    /// # Errors
    /// What the system says.
    pub fn read(&self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

/// Waits until a socket that does not block takes bytes, or has failed, or the slice is over.
///
/// # Errors
/// What the system says if it cannot wait.
pub fn wait_for_room(socket: &TcpStream, slice: Duration) -> io::Result<()> {
    sockets::wait_for_room(socket, slice)
}

/// Reads what is there already, without waiting: `WouldBlock` if nothing is. With `peek` it stays.
///
/// # Errors
/// What the system says.
pub fn read_now(socket: &TcpStream, into: &mut [u8], peek: bool) -> io::Result<usize> {
    family::read_now(socket, into, peek)
}

/// Whether a failure to open something says that this process, or the system, has too many files open.
pub fn is_out_of_files(failure: &io::Error) -> bool {
    failure.raw_os_error().is_some_and(family::is_out_of_files)
}

/// What the system says of a failure, in its own words: "No such file or directory". Of a failure that is
/// not the system's: its kind.
pub fn words(failure: &io::Error) -> String {
    if is_out_of_files(failure) {
        // The systems say this in very different ways, and one knows what to do only by these words.
        return "too many open files".to_owned();
    }
    let Some(number) = failure.raw_os_error() else {
        // Not the system's, and what others write there may hold anything.
        return failure.kind().to_string();
    };
    let text = failure.to_string();
    let words = text.strip_suffix(&format!(" (os error {number})")).unwrap_or(&text);
    words.trim_end_matches(['.', '\r', '\n', ' ']).to_owned()
}

/// Whether a file is made when it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Making {
    /// It is made, and must not be there.
    New,
    /// It is made if it is not there.
    IfMissing,
    /// It must be there.
    Never,
}

/// Who may use a file that is made, where there are permissions.
#[derive(Clone, Copy, Debug)]
pub enum Readers<'a> {
    /// Its owner alone.
    Owner,
    /// Those who may use this file, if it is a regular one; else whoever may by default. No link is followed
    /// to what is opened.
    Like(Option<&'a Path>),
}

/// Opens a file to read and to write it. From the moment it is there nobody has it but those who may.
///
/// # Errors
/// What the system says.
pub fn open(path: &Path, making: Making, readers: Readers<'_>) -> io::Result<File> {
    family::open(path, making, readers)
}

/// Whether a file could not be opened because somebody else has it at this moment, where systems refuse that.
pub fn is_in_use(failure: &io::Error) -> bool {
    failure.raw_os_error().is_some_and(family::is_in_use)
}

/// Whether the numbers of the system's errors are those of the C library's `errno`.
pub const ERRORS_ARE_ERRNO: bool = cfg!(unix);

/// Opens a file to read it, without waiting for who may be at the other end: a named pipe's writer.
///
/// # Errors
/// What the system says.
pub fn open_to_read(path: &Path) -> io::Result<File> {
    family::open_to_read(path)
}

/// Why others than the user of this process (and the system and its administrators) may use an open
/// file, in words; none if they may not.
///
/// # Errors
/// What the system says if it cannot tell.
pub fn why_not_private(file: &File) -> io::Result<Option<String>> {
    family::why_not_private(file)
}

/// The bytes of a file with secrets, or why it is not trusted: others could have read or written it. It is
/// looked at and read through one descriptor, so nobody can change it in between.
///
/// # Errors
/// What the system says.
pub fn read_private(path: &Path) -> io::Result<Result<Vec<u8>, String>> {
    let mut file = open_to_read(path)?;
    if !file.metadata()?.is_file() {
        return Ok(Err("it is no regular file".to_owned()));
    }
    if let Some(why) = why_not_private(&file)? {
        return Ok(Err(why));
    }
    let mut content = Vec::new();
    io::Read::read_to_end(&mut file, &mut content)?;
    Ok(Ok(content))
}

/// Where this user's programs keep their settings; none if the environment does not tell.
pub fn config_folder() -> Option<PathBuf> {
    family::config_folder()
}

/// Why this system would make something else of a path than a file of that name, in words; none if it
/// would not.
pub fn why_unfit(path: &Path) -> Option<&'static str> {
    family::why_unfit(path)
}

/// Whether Windows has a device of this name, on whatever system.
pub fn is_device_name(name: &str) -> bool {
    unfit::is_device(name)
}

/// The number that an open file has on its disk, whatever it is called; where the system tells it with the
/// metadata, from there.
///
/// # Errors
/// What the system says.
pub fn file_number(file: &File, metadata: &Metadata) -> io::Result<u64> {
    family::file_number(file, metadata)
}

/// The number of the file that has this name now; where the system tells it with the metadata, from there.
/// Its content is not opened.
///
/// # Errors
/// What the system says.
pub fn number_at(path: &Path, metadata: &Metadata) -> io::Result<u64> {
    family::number_at(path, metadata)
}

/// Whether an open file still has this name, and no other. While its lock was waited for it may have
/// been renamed; and a second name is one that somebody else gave it, to have a file of his choice
/// overwritten.
pub fn is_alone_at(file: &File, path: &Path) -> bool {
    family::is_alone_at(file, path)
}

/// Has the names in the folder of this file survive a power failure, where a system can do that.
///
/// # Errors
/// What the system says.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    family::sync_folder(folder.unwrap_or(Path::new(".")))
}

/// The certificates that this machine trusts: those of the system's own store, and those that
/// `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Where the system's store is no folder (Windows, macOS), the
/// two variables take its place. It reads files, hundreds of them on some machines.
pub fn certificates() -> Certificates {
    certificates::load()
}

/// A path from what a C program calls it: any bytes on Unix, UTF-8 elsewhere; none if it is not.
pub fn path_from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    family::path_from_bytes(bytes)
}

/// What a C program calls a path: its bytes on Unix, UTF-8 elsewhere.
pub fn path_into_bytes(path: &Path) -> Vec<u8> {
    family::path_into_bytes(path)
}

#[cfg(test)]
mod tests;
