//! Windows.

use std::convert::Infallible;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read as _};
use std::net::TcpStream;
use std::os::windows::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketType, socket};
use winapi_util::file::{Information, information};

use super::{Making, Readers, readers, unfit};

/// `FILE_FLAG_OPEN_REPARSE_POINT`: a link is opened itself, not what it leads to.
const LINK_ITSELF: u32 = 0x0020_0000;
/// `FILE_FLAG_BACKUP_SEMANTICS`: a folder may be opened too.
const FOLDER_TOO: u32 = 0x0200_0000;
/// `FILE_ATTRIBUTE_REPARSE_POINT`.
const IS_LINK: u32 = 0x400;
/// `GENERIC_READ | GENERIC_WRITE`.
const READ_AND_WRITE: u32 = 0xc000_0000;
/// `READ_CONTROL`, and with it `WRITE_DAC`: for the list of those who may use it.
const READ_LIST: u32 = 0x0002_0000;
const CHANGE_LIST: u32 = 0x0006_0000;
/// `ERROR_STOPPED_ON_SYMLINK`, what a link is refused with; `ERROR_FILE_INVALID`, for one that was replaced.
const MET_A_LINK: i32 = 681;
const WAS_CHANGED: i32 = 1006;
/// The system's numbers for what a disk without such lists says.
const NO_LISTS: [i32; 2] = [1, 50];

/// What `connect` says of a connection that will be made later.
pub(crate) const LATER: Errno = Errno::WOULDBLOCK;

pub(crate) fn nonblocking(family: AddressFamily) -> Result<OwnedFd, Errno> {
    static STARTED: OnceLock<Result<(), Errno>> = OnceLock::new();
    (*STARTED.get_or_init(|| rustix::net::wsa_startup().map(drop)))?;
    // It is not inherited by the programs that this one starts: that is this system's way.
    let socket = socket(family, SocketType::STREAM, None)?;
    rustix::io::ioctl_fionbio(&socket, true)?;
    Ok(socket)
}

pub(crate) fn read_now(socket: &TcpStream, into: &mut [u8], peek: bool) -> io::Result<usize> {
    socket.set_nonblocking(true)?;
    let outcome = if peek { socket.peek(into) } else { (&*socket).read(into) };
    socket.set_nonblocking(false)?;
    outcome
}

pub(crate) fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<usize> {
    match file.seek_read(into, offset) {
        // ERROR_HANDLE_EOF: behind the end.
        Err(end) if end.raw_os_error() == Some(38) => Ok(0),
        read => read,
    }
}

pub(crate) fn is_out_of_files(number: i32) -> bool {
    // ERROR_TOO_MANY_OPEN_FILES, WSAEMFILE, WSAENOBUFS.
    matches!(number, 4 | 10024 | 10055)
}

// What opening a folder as a file gives (ERROR_ACCESS_DENIED), and making a file that is there
// (ERROR_FILE_EXISTS).
pub(crate) const IS_A_DIRECTORY: i32 = 5;
pub(crate) const EXISTS: i32 = 80;

/// Pipes have names of their own here, which are no paths of files.
pub(crate) enum NamedPipe {}

impl NamedPipe {
    pub(crate) fn open(_: &Path) -> io::Result<Option<Self>> {
        Ok(None)
    }

    pub(crate) fn read(&mut self, _: &mut [u8], _: Duration) -> io::Result<Option<usize>> {
        match *self {}
    }
}

pub(crate) fn open(path: &Path, making: Making, who: Readers<'_>) -> io::Result<File> {
    if making != Making::Never {
        match make(path, who) {
            Err(there) if there.kind() == ErrorKind::AlreadyExists && making != Making::New => {}
            Err(failure) => return Err(failure),
            Ok(made) => {
                // Others may open it from now on; and it must still be the one that was made.
                let file = open_there(path, who)?;
                return if which(&made) == which(&information(&file)?) {
                    Ok(file)
                } else {
                    Err(io::Error::from_raw_os_error(WAS_CHANGED))
                };
            }
        }
    }
    open_there(path, who)
}

/// Makes a file. Nobody else can open it before it is said who may.
fn make(path: &Path, who: Readers<'_>) -> io::Result<Information> {
    let list = match who {
        Readers::Owner => Some(readers::alone(&gigahost_access::user()?)),
        Readers::Like(old) => old.and_then(list_of),
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true).share_mode(0).access_mode(READ_AND_WRITE | CHANGE_LIST);
    let file = options.open(path)?;
    let listed = list.map_or(Ok(()), |list| gigahost_access::set(&file, &list));
    match listed {
        Err(failure) if !failure.raw_os_error().is_some_and(|n| NO_LISTS.contains(&n)) => {
            drop(file);
            // Nothing is in it, and it is not what was asked for.
            let _ = std::fs::remove_file(path);
            Err(failure)
        }
        _ => information(&file),
    }
}

/// The list of a regular file, if it has one that can be read.
fn list_of(old: &Path) -> Option<String> {
    let mut options = OpenOptions::new();
    let file = options.access_mode(READ_LIST).custom_flags(LINK_ITSELF).open(old).ok()?;
    let list = gigahost_access::of(&file).ok()?;
    (!is_link(&file)).then_some(list)
}

fn open_there(path: &Path, who: Readers<'_>) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    if matches!(who, Readers::Owner) {
        return options.open(path);
    }
    let file = options.custom_flags(LINK_ITSELF).open(path)?;
    if is_link(&file) { Err(io::Error::from_raw_os_error(MET_A_LINK)) } else { Ok(file) }
}

fn is_link(file: &File) -> bool {
    file.metadata().map_or(true, |metadata| metadata.file_attributes() & IS_LINK != 0)
}

fn which(information: &Information) -> (u64, u64) {
    (information.volume_serial_number(), information.file_index())
}

pub(crate) fn is_in_use(number: i32) -> bool {
    // A sharing violation, a lock violation.
    matches!(number, 32 | 33)
}

pub(crate) fn open_to_read(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

pub(crate) fn why_not_private(file: &File) -> io::Result<Option<String>> {
    let list = gigahost_access::of(file)?;
    let other = readers::other_than(&gigahost_access::user()?, &list);
    Ok(other.map(|other| format!("others may use it: {other}")))
}

pub(crate) fn why_unfit(path: &Path) -> Option<&'static str> {
    path.to_str().and_then(unfit::why)
}

pub(crate) fn file_number(file: &File, _: &Metadata) -> io::Result<u64> {
    Ok(information(file)?.file_index())
}

pub(crate) fn number_at(path: &Path, metadata: &Metadata) -> io::Result<u64> {
    // For nothing but to ask: whoever has it open is not disturbed.
    let file = OpenOptions::new().access_mode(0).custom_flags(FOLDER_TOO).open(path)?;
    file_number(&file, metadata)
}

pub(crate) fn is_alone_at(file: &File, path: &Path) -> bool {
    let mut options = OpenOptions::new();
    let named = options.access_mode(0).custom_flags(LINK_ITSELF | FOLDER_TOO).open(path);
    match (information(file), named.and_then(information)) {
        (Ok(open), Ok(named)) => which(&open) == which(&named) && open.number_of_links() == 1,
        _ => false,
    }
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

pub(crate) fn config_folder() -> Option<PathBuf> {
    let named =
        |name: &str| std::env::var_os(name).filter(|path| !path.is_empty()).map(PathBuf::from);
    named("APPDATA").or_else(|| Some(named("USERPROFILE")?.join("AppData").join("Roaming")))
}

/// Windows keeps certificates in a store, not in folders.
pub(crate) fn certificate_folders() -> Vec<&'static Path> {
    Vec::new()
}
