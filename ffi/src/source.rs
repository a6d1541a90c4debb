//! Sources for several uploads
//!
//! A source is opened once and hashed once, however many uploads it is given to, at one host or at many. Each
//! upload succeeds or fails by itself.

use std::ffi::c_char;

use gigahost::{Entry, SharedSource};

use crate::border::{Caller, Fail, Handle, handle};
use crate::error::{gigahost_error, release};
use crate::session::gigahost_session;
use crate::status::gigahost_status;

/// A source for several uploads, set by gigahost_upload_options_set_source().
///
/// A handle: made by the functions below, released with gigahost_source_free(). Options and uploads keep
/// their own reference to it. Any number of threads may use it at once.
pub struct gigahost_source {
    _private: [u8; 0],
}

impl Handle for gigahost_source {
    type Object = SharedSource;
    const NAME: &'static str = "source";
}

impl Caller {
    pub(crate) fn source(&self, source: *const gigahost_source) -> Result<SharedSource, Fail> {
        self.object(source, SharedSource::clone)
    }
}

/// Creates a source from the file at `path`, in the system's native form (UTF-8 on Windows). The first
/// upload opens it. Its name is the name at the host unless the options give another.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_source_new(
    path: *const c_char,
    out: *mut *mut gigahost_source,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |from| from.path("path", path).map(SharedSource::path)) }
}

/// Creates a source from bytes in memory; NULL with a length of 0 means an empty file. They are not
/// copied: they must stay unchanged until the source is released and the last upload has ended.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_source_new_bytes(
    bytes: *const u8,
    length: usize,
    out: *mut *mut gigahost_source,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| from.bytes("bytes", bytes, length).map(SharedSource::bytes))
    }
}

/// Creates a source from a file at the session's host: each upload fetches it while it sends it, on a
/// thread of the library's own that ends with it, and nothing is written to the disk of this machine
/// unless the target wants an MD5 first and `md5` is NULL, or `size` is -1. The download is verified as any
/// other, before the last byte is sent. `file`, `name`, `size` and `md5` are those of the file's
/// gigahost_entry. The source keeps its own reference to the session.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_source_new_at_host(
    session: *const gigahost_session,
    file: *const c_char,
    name: *const c_char,
    size: i64,
    md5: *const c_char,
    out: *mut *mut gigahost_source,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| {
            let session = from.session(session)?;
            let mut entry = Entry::default();
            from.text("file", file)?.clone_into(&mut entry.id);
            from.text("name", name)?.clone_into(&mut entry.name);
            entry.size = from.opt_number("size", size)?;
            entry.md5 = from.opt_text("md5", md5)?.map(str::to_owned);
            Ok(session.source(&entry))
        })
    }
}

/// Releases a source. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_source_free(source: *mut gigahost_source) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(source)) }
}
