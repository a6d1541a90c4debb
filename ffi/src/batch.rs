//! Deleting, moving, copying

use std::ffi::c_char;

use gigahost::Batch;

use crate::border::{Keep, result};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;

/// An item for which the operation failed. Part of a gigahost_batch.
#[repr(C)]
pub struct gigahost_failure {
    /// Its id. Never NULL.
    pub id: *const c_char,
    /// The host's text, or NULL if it cannot be attributed to this item.
    pub reason: *const c_char,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_failure {}

/// The outcome for each item of a batch call. The call succeeds if the host answered: check
/// `failed_count`. A result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_batch {
    /// Number of items that succeeded.
    pub done_count: usize,
    /// The ids of the items that succeeded; NULL if there are none.
    pub done: *const *const c_char,
    /// Number of items that failed.
    pub failed_count: usize,
    /// The failed items, with the reasons; NULL if there are none.
    pub failed: *const *const gigahost_failure,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_batch {}

/// Deletes files and folders. If the host has a trash, they are moved there. Either list, but not
/// both, may be NULL with a count of 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_delete(
    session: *const gigahost_session,
    files: *const *const c_char,
    file_count: usize,
    folders: *const *const c_char,
    folder_count: usize,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let items = from.items(files, file_count, folders, folder_count)?;
            Ok(view(keep, &from.session(session)?.delete(&items)?))
        })
    }
}

/// Moves files and folders into the folder `into`; NULL is the root. Either list, but not both, may
/// be NULL with a count of 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_move(
    session: *const gigahost_session,
    files: *const *const c_char,
    file_count: usize,
    folders: *const *const c_char,
    folder_count: usize,
    into: *const c_char,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let items = from.items(files, file_count, folders, folder_count)?;
            let into = from.opt_text("into", into)?;
            Ok(view(keep, &from.session(session)?.move_to(&items, into)?))
        })
    }
}

/// Copies files and folders into the folder `into`; NULL is the root. Either list, but not both,
/// may be NULL with a count of 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_copy(
    session: *const gigahost_session,
    files: *const *const c_char,
    file_count: usize,
    folders: *const *const c_char,
    folder_count: usize,
    into: *const c_char,
    out: *mut *const gigahost_batch,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let items = from.items(files, file_count, folders, folder_count)?;
            let into = from.opt_text("into", into)?;
            Ok(view(keep, &from.session(session)?.copy_to(&items, into)?))
        })
    }
}

pub(crate) fn view(keep: &mut Keep, batch: &Batch) -> gigahost_batch {
    let done: Vec<_> = batch.done.iter().map(|id| keep.text(id)).collect();
    let mut failure = |(id, reason): &(String, Option<String>)| {
        let view = gigahost_failure { id: keep.text(id), reason: keep.opt_text(reason.as_deref()) };
        keep.part(view)
    };
    let failed: Vec<_> = batch.failed.iter().map(&mut failure).collect();
    gigahost_batch {
        done_count: done.len(),
        done: keep.list(done),
        failed_count: failed.len(),
        failed: keep.list(failed),
    }
}
