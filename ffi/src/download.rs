//! Downloads
//!
//! The bytes go into a part file next to the target, which is renamed to the target once they are
//! complete and have been compared with the size or MD5 that the host reports; or to a writer of
//! the caller.

use std::ffi::{c_char, c_void};
use std::io::{self, Write};
use std::sync::Mutex;

use gigahost::{Checksum, CleanOptions, Download, DownloadOptions, Existing, Target, clean_parts};

use crate::border::{Caller, Fail, Handle, Keep, change, handle, result};
use crate::error::{gigahost_error, release};
use crate::progress::{Report, gigahost_progress_fn};
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::{CHECKSUMS, verified};
use crate::value::gigahost_value;

/// What to do when the target of a download exists.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_existing {
    /// Fail with GIGAHOST_E_EXISTS before a byte is fetched. The default.
    GIGAHOST_EXISTING_REFUSE = 0,
    /// Replace it atomically when the download is complete.
    GIGAHOST_EXISTING_OVERWRITE = 1,
    /// Append a number to the name: "film (1).mkv".
    GIGAHOST_EXISTING_UNIQUE = 2,
}

const EXISTING: [(i32, Existing); 3] = [
    (gigahost_existing::GIGAHOST_EXISTING_REFUSE as i32, Existing::Refuse),
    (gigahost_existing::GIGAHOST_EXISTING_OVERWRITE as i32, Existing::Overwrite),
    (gigahost_existing::GIGAHOST_EXISTING_UNIQUE as i32, Existing::Unique),
];

/// A finished download. A result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_download_info {
    /// The file, as the system writes paths; NULL for a writer.
    pub path: *const c_char,
    /// The name as the host reports it, not sanitised; NULL if it reports none.
    pub name: *const c_char,
    /// How many bytes.
    pub bytes: u64,
    /// Their MD5 in 32 lower-case hexadecimal digits; NULL if it was not computed.
    pub md5: *const c_char,
    /// A gigahost_verified.
    pub verified: i32,
    /// Number of streams that it took.
    pub attempts: u32,
    /// Bytes that were kept from an earlier download.
    pub resumed_from: u64,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_download_info {}

/// Receives the next bytes of a download. Returns 0 to continue, anything else to end it with
/// GIGAHOST_E_CALLBACK. The rules for gigahost_progress_fn apply.
pub type gigahost_write_fn =
    Option<unsafe extern "C" fn(bytes: *const u8, length: usize, user: *mut c_void) -> i32>;

/// Options for a download.
///
/// A handle: made by gigahost_download_options_new(), released with
/// gigahost_download_options_free(). May be used for any number of downloads, one after another or
/// in parallel; a download copies it when it begins. Where it is expected, NULL means the defaults.
pub struct gigahost_download_options {
    _private: [u8; 0],
}

impl Handle for gigahost_download_options {
    type Object = Mutex<DownloadSettings>;
    const NAME: &'static str = "options";
}

/// The object of a handle.
#[derive(Clone, Default)]
pub(crate) struct DownloadSettings {
    existing: Existing,
    /// None: what the core does by default.
    resume: Option<bool>,
    most_bytes: Option<u64>,
    segments: u32,
    checksum: Checksum,
    into_directory: bool,
    part: Option<(u64, Option<u64>)>,
    report: Option<Report>,
    writer: Option<Writer>,
}

#[derive(Clone, Copy)]
struct Writer {
    write: unsafe extern "C" fn(*const u8, usize, *mut c_void) -> i32,
    user: *mut c_void,
}

// SAFETY: it is called on the thread of the caller, who gave the pointer for that.
unsafe impl Send for Writer {}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // SAFETY: the callback is the caller's, and gets what the header promises.
        match unsafe { (self.write)(bytes.as_ptr(), bytes.len(), self.user) } {
            0 => Ok(bytes.len()),
            _ => Err(io::Error::other("the callback reported a failure")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl DownloadSettings {
    /// What the core calls options.
    pub(crate) fn options(&self) -> DownloadOptions {
        let mut options = DownloadOptions::new()
            .with_existing(self.existing)
            .with_segments(self.segments)
            .with_checksum(self.checksum);
        if let Some(resume) = self.resume {
            options = options.with_resume(resume);
        }
        if let Some(most) = self.most_bytes {
            options = options.with_most_bytes(most);
        }
        if let Some((first, end)) = self.part {
            options = options.with_part(first, end);
        }
        match self.report {
            Some(report) => options.on_progress(move |progress| report.tell(progress)),
            None => options,
        }
    }

    /// The target: the path, or what stands in the options.
    fn target(&self, from: &Caller, path: *const c_char) -> Result<Target, Fail> {
        match (path.is_null(), self.writer) {
            (false, None) if self.into_directory => from.path("path", path).map(Target::directory),
            (false, None) => from.path("path", path).map(Target::file),
            (true, Some(writer)) => Ok(Target::writer(writer)),
            (false, Some(_)) => {
                Err(Fail::argument("path", "must be NULL when the options have a writer"))
            }
            (true, None) => Err(Fail::argument("path", "is NULL, and the options have no writer")),
        }
    }
}

impl Caller {
    /// The settings and the target of a download.
    pub(crate) fn download(
        &self,
        path: *const c_char,
        options: *const gigahost_download_options,
    ) -> Result<(Target, DownloadOptions), Fail> {
        let settings: DownloadSettings = self.settings(options)?;
        Ok((settings.target(self, path)?, settings.options()))
    }

    /// Whether the options of a download have a progress callback.
    pub(crate) fn download_has_progress(
        &self,
        options: *const gigahost_download_options,
    ) -> Result<bool, Fail> {
        let settings: DownloadSettings = self.settings(options)?;
        Ok(settings.report.is_some())
    }
}

/// Creates download options.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_download_options_new(
    out: *mut *mut gigahost_download_options,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |_| Ok(Mutex::default())) }
}

/// Sets what to do when the target exists: a gigahost_existing. Default:
/// GIGAHOST_EXISTING_REFUSE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_existing(
    options: *mut gigahost_download_options,
    existing: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.existing = from.choice("existing", existing, &EXISTING)?;
            Ok(())
        })
    }
}

/// If 1, which is the default, the part of a failed download is kept next to the target, in
/// ".<name>.<8 hex>.gigapart", and a later download of the same file to the same place resumes from
/// it, even after the process was killed: hosts count the traffic. It is kept only if the host proves
/// that the rest is of the same content; the error's hint names it. gigahost_clean_parts() removes
/// those that nobody came back to. If 0, nothing is kept, and nothing is resumed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_resume(
    options: *mut gigahost_download_options,
    resume: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.resume = Some(from.flag("resume", resume)?);
            Ok(())
        })
    }
}

/// Fails with GIGAHOST_E_TOO_LARGE if the file has more bytes; -1 is no limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_most_bytes(
    options: *mut gigahost_download_options,
    most: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.most_bytes = from.opt_number("most", most)?;
            Ok(())
        })
    }
}

/// Fetches the file over so many connections at once, each a range of it: from 2 to 16, with 0 and
/// 1 meaning one. Fewer are used if the host allows fewer or the file is small, and one if the host
/// does not prove that the ranges are of the same content, or if the target is a writer. The
/// threads that it needs are the library's own and end with the call; callbacks come on the calling
/// thread. Beside a part that is kept stands a journal then, in
/// ".<name>.<8 hex>.gigablocks". Default: 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_segments(
    options: *mut gigahost_download_options,
    segments: u32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |_, set| {
            set.segments = segments;
            Ok(())
        })
    }
}

/// Sets when the MD5 is computed: a gigahost_checksum. Default: GIGAHOST_CHECKSUM_AUTO.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_checksum(
    options: *mut gigahost_download_options,
    checksum: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.checksum = from.choice("checksum", checksum, &CHECKSUMS)?;
            Ok(())
        })
    }
}

/// Fetches only the bytes from `first` up to, but not including, `end`; -1 is the end of the file.
/// Requires a writer. Bytes beyond the end of the file are left out, and a part is not compared
/// with any hash.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_part(
    options: *mut gigahost_download_options,
    first: u64,
    end: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.part = Some((first, from.opt_number("end", end)?));
            Ok(())
        })
    }
}

/// If 1, the path of a download is a directory, and the file is named as the host reports it,
/// sanitised: one component, without control characters, device names or leading dots. Default: 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_into_directory(
    options: *mut gigahost_download_options,
    into_directory: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.into_directory = from.flag("into_directory", into_directory)?;
            Ok(())
        })
    }
}

/// Sets the progress callback; NULL means none. Applies to downloads that begin later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_progress(
    options: *mut gigahost_download_options,
    progress: gigahost_progress_fn,
    user: *mut c_void,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |_, set| {
            set.report = Report::new(progress, user);
            Ok(())
        })
    }
}

/// Passes the bytes to `write`, in order, instead of writing a file; NULL undoes that. After an
/// error, what it has received is incomplete.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_set_writer(
    options: *mut gigahost_download_options,
    write: gigahost_write_fn,
    user: *mut c_void,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |_, set| {
            set.writer = write.map(|write| Writer { write, user });
            Ok(())
        })
    }
}

/// Releases download options. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download_options_free(
    options: *mut gigahost_download_options,
) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(options)) }
}

/// Downloads `file` of the account into the file at `path`, which is in the system's native form
/// (UTF-8 on Windows), or NULL if the options have a writer. `options` may be NULL.
///
/// A partial file never appears at the final path, and a web page or error message of the host is
/// never saved as the file (GIGAHOST_E_NOT_A_FILE).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_download(
    session: *const gigahost_session,
    file: *const c_char,
    path: *const c_char,
    options: *const gigahost_download_options,
    out: *mut *const gigahost_download_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let file = from.text("file", file)?;
            let (target, options) = from.download(path, options)?;
            Ok(view(keep, &from.session(session)?.download(file, target, options)?))
        })
    }
}

/// Removes the parts that downloads left in the folder at `path` (in the system's native form, UTF-8 on Windows) and
/// that nobody came back to: ".<name>.<8 hex>.gigapart" and what stands beside them. One that a download is
/// at, in this program or in another, stays. Takes those that did not change for `older_than`
/// milliseconds, 0 for all; with `recursive` 1 also those in the folders below, links not followed; with
/// `dry_run` 1 only tells what would be removed.
///
/// Document: a list of objects with "path" and "bytes".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_clean_parts(
    path: *const c_char,
    older_than: i64,
    recursive: i32,
    dry_run: i32,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, _| {
            let options = CleanOptions::new()
                .with_older_than(from.milliseconds("older_than", older_than)?)
                .with_recursive(from.flag("recursive", recursive)?)
                .with_dry_run(from.flag("dry_run", dry_run)?);
            gigahost_value::from_typed(&clean_parts(from.path("path", path)?, options)?)
        })
    }
}

pub(crate) fn view(keep: &mut Keep, download: &Download) -> gigahost_download_info {
    gigahost_download_info {
        path: keep.opt_path(download.path.as_deref()),
        name: keep.opt_text(download.name.as_deref()),
        bytes: download.bytes,
        md5: keep.opt_text(download.md5.as_deref()),
        verified: verified(download.verified),
        attempts: download.attempts,
        resumed_from: download.resumed_from,
    }
}
