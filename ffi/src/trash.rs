//! The trash
//!
//! At hosts that have one, gigahost_delete() moves files there.

use std::ffi::c_char;

use gigahost::Trash;

use crate::batch::{self, gigahost_batch};
use crate::border::{Caller, Fail, result};
use crate::entry::{self, gigahost_listing};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;

/// Lists the files in the trash.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_trash_list(
    session: *const gigahost_session,
    out: *mut *const gigahost_listing,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            Ok(entry::listing(keep, &from.session(session)?.trash_list()?))
        })
    }
}

/// Restores files from the trash: those named or, if `all` is 1 and none are named, all of them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_trash_restore(
    session: *const gigahost_session,
    files: *const *const c_char,
    file_count: usize,
    all: i32,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let files = from.texts("files", files, file_count)?;
            let files = from.trash(&files, all)?;
            Ok(batch::view(keep, &from.session(session)?.trash_restore(files)?))
        })
    }
}

/// Permanently deletes files in the trash: those named or, if `all` is 1 and none are named, all of
/// them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_trash_empty(
    session: *const gigahost_session,
    files: *const *const c_char,
    file_count: usize,
    all: i32,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let files = from.texts("files", files, file_count)?;
            let files = from.trash(&files, all)?;
            Ok(batch::view(keep, &from.session(session)?.trash_empty(files)?))
        })
    }
}

impl Caller {
    /// Which files of the trash are meant. All of them must be said, and only that.
    pub(crate) fn trash<'a>(&self, files: &'a [&'a str], all: i32) -> Result<Trash<'a>, Fail> {
        match (self.flag("all", all)?, files.is_empty()) {
            (true, true) => Ok(Trash::All),
            (false, false) => Ok(Trash::Files(files)),
            (true, false) => Err(Fail::argument("all", "must be 0 when files are named")),
            (false, true) => Err(Fail::argument("files", "must be named unless `all` is 1")),
        }
    }
}
