//! Uploads
//!
//! Each host has its own upload procedure, from a single request to login, hash, announcement,
//! bytes and waiting. gigahost_upload() follows it, and does not return before the host has
//! acknowledged the file and its size or MD5 has been compared, if the host reports them.

use std::ffi::{c_char, c_void};
use std::io::{self, Read};
use std::sync::Mutex;

use gigahost::{
    Checksum, How, Receipt, Secret, SharedSource, SlugMode, Source, UploadOptions, Verified,
};

use crate::batch::{gigahost_batch, view as of_batch};
use crate::border::{Caller, Fail, Handle, Keep, change, handle, result};
use crate::entry::{self, gigahost_entry};
use crate::error::{gigahost_error, release};
use crate::progress::{Report, gigahost_progress_fn};
use crate::session::gigahost_session;
use crate::source::gigahost_source;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// How a file got to the host.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_how {
    /// Its bytes were sent.
    GIGAHOST_SENT = 1,
    /// The host already had the content: nothing was sent.
    GIGAHOST_INSTANT = 2,
    /// The response was lost; a check showed that the host has the file.
    GIGAHOST_RECOVERED = 3,
    /// The first attempt was shown not to be stored; the bytes were sent again.
    GIGAHOST_RESENT = 4,
    /// An earlier run of the queue stored it, says its state: nothing was sent, and nobody was asked.
    GIGAHOST_EARLIER = 5,
}

/// How the bytes of a transfer were verified.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_verified {
    /// Not at all: the host reports neither size nor hash.
    GIGAHOST_VERIFIED_NOTHING = 0,
    /// The size matches the one that the host reports.
    GIGAHOST_VERIFIED_SIZE = 1,
    /// The MD5 matches the one that the host reports.
    GIGAHOST_VERIFIED_MD5 = 2,
}

/// When the MD5 of a transfer is computed. That reads every byte, and costs more CPU than moving
/// it.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_checksum {
    /// Where it proves something: where the host requires it before an upload (rapidgator), or
    /// reports one that it can be compared with (giga0 and giga.gs after an upload, rapidgator
    /// before a download). An MD5 given by the caller is not computed again. The default.
    GIGAHOST_CHECKSUM_AUTO = 0,
    /// Always, so that the result has it. An MD5 given by the caller is compared with it.
    GIGAHOST_CHECKSUM_ALWAYS = 1,
    /// Never. An upload to a host that requires it fails with GIGAHOST_E_ARGUMENT unless the caller
    /// gives one; sizes are compared, hashes are not.
    GIGAHOST_CHECKSUM_NEVER = 2,
}

pub(crate) const CHECKSUMS: [(i32, Checksum); 3] = [
    (gigahost_checksum::GIGAHOST_CHECKSUM_AUTO as i32, Checksum::Auto),
    (gigahost_checksum::GIGAHOST_CHECKSUM_ALWAYS as i32, Checksum::Always),
    (gigahost_checksum::GIGAHOST_CHECKSUM_NEVER as i32, Checksum::Never),
];

/// How the name of a file is encoded in uploadgig's header "Slug".
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_slug_mode {
    /// Printable ASCII unchanged, everything else percent-encoded. The default.
    GIGAHOST_SLUG_PERCENT = 0,
    /// Raw UTF-8.
    GIGAHOST_SLUG_UTF8 = 1,
    /// Everything except printable ASCII becomes "_".
    GIGAHOST_SLUG_ASCII = 2,
}

const SLUG_MODES: [(i32, SlugMode); 3] = [
    (gigahost_slug_mode::GIGAHOST_SLUG_PERCENT as i32, SlugMode::Percent),
    (gigahost_slug_mode::GIGAHOST_SLUG_UTF8 as i32, SlugMode::RawUtf8),
    (gigahost_slug_mode::GIGAHOST_SLUG_ASCII as i32, SlugMode::AsciiOnly),
];

/// The record of a finished upload. Strings are NULL if the host reports none. A result, released
/// with gigahost_free().
#[repr(C)]
pub struct gigahost_receipt {
    /// The file at the host, under the name that was stored. Never NULL.
    pub entry: *const gigahost_entry,
    /// The public link.
    pub url: *const c_char,
    /// A link that deletes the file without a login (giga0): a secret.
    pub delete_url: *const c_char,
    /// A link for forums.
    pub bbcode: *const c_char,
    /// A link for web pages. Not sanitised.
    pub html: *const c_char,
    /// The requested name. Compare it with the entry's.
    pub wanted_name: *const c_char,
    /// MD5 of the file, in 32 lower-case hexadecimal digits: computed or given by the caller. NULL if
    /// there is neither.
    pub md5: *const c_char,
    /// How many bytes.
    pub bytes: u64,
    /// A gigahost_how.
    pub how: i32,
    /// A gigahost_verified.
    pub verified: i32,
    /// Number of notes.
    pub note_count: usize,
    /// Remarks for the caller, in sentences; NULL if there are none.
    pub notes: *const *const c_char,
    /// The host's own response that decided the outcome, unmasked, or NULL.
    pub host_json: *const gigahost_value,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_receipt {}

/// Reads the next bytes of a source into `buffer`. Returns how many, 0 at the end, or -1 to end the
/// upload with GIGAHOST_E_CALLBACK. The rules for gigahost_progress_fn apply.
pub type gigahost_read_fn =
    Option<unsafe extern "C" fn(buffer: *mut u8, capacity: usize, user: *mut c_void) -> i64>;

/// Options for an upload.
///
/// A handle: made by gigahost_upload_options_new(), released with gigahost_upload_options_free().
/// May be used for any number of uploads, one after another or in parallel; an upload copies it
/// when it begins. Where it is expected, NULL means the defaults.
pub struct gigahost_upload_options {
    _private: [u8; 0],
}

impl Handle for gigahost_upload_options {
    type Object = Mutex<UploadSettings>;
    const NAME: &'static str = "options";
}

/// The object of a handle.
#[derive(Clone, Default)]
pub(crate) struct UploadSettings {
    name: Option<String>,
    folder: Option<String>,
    md5: Option<String>,
    checksum: Checksum,
    slug_mode: SlugMode,
    chunked: bool,
    report: Option<Report>,
    source: Option<Given>,
}

/// A source that is not a path.
#[derive(Clone)]
enum Given {
    Shared(SharedSource),
    Bytes(&'static [u8]),
    Reader { read: Reader, length: Option<u64> },
}

#[derive(Clone, Copy)]
struct Reader {
    read: unsafe extern "C" fn(*mut u8, usize, *mut c_void) -> i64,
    user: *mut c_void,
}

// SAFETY: it is called on the thread of the caller, or of a queue's worker, as the header says; the
// caller gave the pointer for that.
unsafe impl Send for Reader {}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // SAFETY: the callback is the caller's, and gets what the header promises.
        let n = unsafe { (self.read)(buffer.as_mut_ptr(), buffer.len(), self.user) };
        let failed = |how| Err(io::Error::other(gigahost::Error::callback(how)));
        match usize::try_from(n) {
            Ok(n) if n <= buffer.len() => Ok(n),
            Ok(_) => failed("the source returned more bytes than it was asked for"),
            Err(_) => failed("the source reported a failure"),
        }
    }
}

impl UploadSettings {
    /// What the core calls options.
    pub(crate) fn options(&self) -> UploadOptions {
        let mut options = UploadOptions::new()
            .with_checksum(self.checksum)
            .with_slug_mode(self.slug_mode)
            .with_chunked(self.chunked);
        if let Some(name) = &self.name {
            options = options.with_name(name);
        }
        if let Some(folder) = &self.folder {
            options = options.with_folder(folder);
        }
        if let Some(md5) = &self.md5 {
            options = options.with_md5(md5);
        }
        match self.report {
            Some(report) => options.on_progress(move |progress| report.tell(progress)),
            None => options,
        }
    }

    pub(crate) fn has_progress(&self) -> bool {
        self.report.is_some()
    }

    /// The source: the path, or what stands in the options.
    fn source(&self, from: &Caller, path: *const c_char) -> Result<Source, Fail> {
        match (path.is_null(), &self.source) {
            (false, None) => from.path("path", path).map(Source::path),
            (true, Some(Given::Shared(shared))) => Ok(Source::from(shared)),
            (true, Some(Given::Bytes(bytes))) => Ok(Source::bytes(*bytes)),
            (true, Some(Given::Reader { read, length })) => Ok(Source::reader(*read, *length)),
            (false, Some(_)) => {
                Err(Fail::argument("path", "must be NULL when the options have a source"))
            }
            (true, None) => Err(Fail::argument("path", "is NULL, and the options have no source")),
        }
    }
}

impl Caller {
    /// The settings and the source of an upload.
    pub(crate) fn upload(
        &self,
        path: *const c_char,
        options: *const gigahost_upload_options,
    ) -> Result<(Source, UploadSettings), Fail> {
        let settings: UploadSettings = self.settings(options)?;
        Ok((settings.source(self, path)?, settings))
    }
}

/// Creates upload options.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_upload_options_new(
    out: *mut *mut gigahost_upload_options,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |_| Ok(Mutex::default())) }
}

/// Sets the name at the host; NULL means the name of the local file. Required for sources without a
/// path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_name(
    options: *mut gigahost_upload_options,
    name: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.name = from.opt_text("name", name)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets the folder at the host (at ge.tt: the share); NULL is the root (at
/// ge.tt: a new share). uploadgig and giga.gs have no folders.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_folder(
    options: *mut gigahost_upload_options,
    folder: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.folder = from.opt_text("folder", folder)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets the MD5 of the content in 32 hexadecimal digits, if it is known; rapidgator then does not
/// need to read the source twice. It is sent to hosts that take one and compared with what the host
/// reports; with GIGAHOST_CHECKSUM_ALWAYS, also with the bytes that are sent. NULL clears it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_md5(
    options: *mut gigahost_upload_options,
    md5: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.md5 = from.opt_text("md5", md5)?.map(str::to_owned);
            Ok(())
        })
    }
}

/// Sets when the MD5 is computed: a gigahost_checksum. Default: GIGAHOST_CHECKSUM_AUTO.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_checksum(
    options: *mut gigahost_upload_options,
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

/// Sets how the name is encoded (uploadgig): a gigahost_slug_mode.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_slug_mode(
    options: *mut gigahost_upload_options,
    mode: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.slug_mode = from.choice("mode", mode, &SLUG_MODES)?;
            Ok(())
        })
    }
}

/// If 1, uploads to uploadgig use "Transfer-Encoding: chunked" instead of a length. Default: 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_chunked(
    options: *mut gigahost_upload_options,
    chunked: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.chunked = from.flag("chunked", chunked)?;
            Ok(())
        })
    }
}

/// Sets the progress callback; NULL means none. Applies to uploads that begin later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_progress(
    options: *mut gigahost_upload_options,
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

/// Uploads from this source instead of a file. The options keep their own reference to it. NULL removes
/// any source that was set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_source(
    options: *mut gigahost_upload_options,
    source: *const gigahost_source,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.source =
                if source.is_null() { None } else { Some(Given::Shared(from.source(source)?)) };
            Ok(())
        })
    }
}

/// Uploads these bytes instead of a file; NULL with a length of 0 means an empty file. They are not
/// copied: they must stay unchanged until the last upload with these options has returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_bytes(
    options: *mut gigahost_upload_options,
    bytes: *const u8,
    length: usize,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            set.source = Some(Given::Bytes(from.bytes("bytes", bytes, length)?));
            Ok(())
        })
    }
}

/// Uploads what `read` delivers instead of a file: `length` bytes, or -1 if the length is not
/// known. A reader can be read only once, so it must be set again before each upload. If the length
/// is known, the bytes are streamed directly to hosts that need no hash first; otherwise they are
/// spooled to an unnamed temporary file. NULL removes any source that was set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_set_reader(
    options: *mut gigahost_upload_options,
    read: gigahost_read_fn,
    user: *mut c_void,
    length: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(options, error, |from, set| {
            let length = from.opt_number("length", length)?;
            set.source = read.map(|read| Given::Reader { read: Reader { read, user }, length });
            Ok(())
        })
    }
}

/// Says what of these files the host would refuse, and why, before any of them is read: names that
/// cannot be sent, files that are too large for the account, and those for which its storage has no
/// room after the ones before them. `names` and `sizes` (in bytes) have `count` elements each. In the
/// batch stand names. The host is asked for the account's limits once, where it tells them; what it
/// does not tell cannot be said.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_preflight(
    session: *const gigahost_session,
    names: *const *const c_char,
    sizes: *const u64,
    count: usize,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let names = from.texts("names", names, count)?;
            let sizes = from.numbers("sizes", sizes, count)?;
            let files: Vec<_> = names.into_iter().zip(sizes.iter().copied()).collect();
            Ok(of_batch(keep, &from.session(session)?.preflight(&files)?))
        })
    }
}

/// Releases upload options. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload_options_free(
    options: *mut gigahost_upload_options,
) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(options)) }
}

/// Uploads the file at `path`, by the host's own procedure. `path` is in the system's native form
/// (UTF-8 on Windows), or NULL if the options have another source. `options` may be NULL.
///
/// The file is opened once; if it changes in the meantime, the call fails with
/// GIGAHOST_E_SOURCE_CHANGED. Nothing is sent twice unless the host cannot end up with two files.
/// GIGAHOST_E_OUTCOME_UNKNOWN means that it is impossible to tell whether the file arrived: check
/// before repeating the upload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_upload(
    session: *const gigahost_session,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_receipt,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let (source, settings) = from.upload(path, options)?;
            Ok(view(keep, &from.session(session)?.upload(source, settings.options())?))
        })
    }
}

pub(crate) fn view(keep: &mut Keep, receipt: &Receipt) -> gigahost_receipt {
    let notes: Vec<_> = receipt.notes.iter().map(|note| keep.text(note)).collect();
    gigahost_receipt {
        entry: entry::part(keep, &receipt.entry),
        url: keep.opt_text(receipt.url.as_deref()),
        delete_url: keep.opt_text(receipt.delete_url.as_ref().map(Secret::expose)),
        bbcode: keep.opt_text(receipt.bbcode.as_deref()),
        html: keep.opt_text(receipt.html.as_deref()),
        wanted_name: keep.text(&receipt.wanted_name),
        md5: keep.opt_text(receipt.md5.as_deref()),
        bytes: receipt.bytes,
        how: match receipt.how {
            How::Instant => gigahost_how::GIGAHOST_INSTANT,
            How::Recovered => gigahost_how::GIGAHOST_RECOVERED,
            How::Resent => gigahost_how::GIGAHOST_RESENT,
            How::Earlier => gigahost_how::GIGAHOST_EARLIER,
            _ => gigahost_how::GIGAHOST_SENT,
        } as i32,
        verified: verified(receipt.verified),
        note_count: notes.len(),
        notes: keep.list(notes),
        host_json: receipt
            .host_json()
            .map_or(std::ptr::null(), |json| keep.part(gigahost_value::of_json(json))),
    }
}

/// A gigahost_verified.
pub(crate) fn verified(verified: Verified) -> i32 {
    let verified = match verified {
        Verified::Size => gigahost_verified::GIGAHOST_VERIFIED_SIZE,
        Verified::Md5 => gigahost_verified::GIGAHOST_VERIFIED_MD5,
        _ => gigahost_verified::GIGAHOST_VERIFIED_NOTHING,
    };
    verified as i32
}
