//! rapidgator: the trash

use std::ffi::c_char;

use gigahost::hosts::rapidgator::Paging;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// rapidgator /trashcan/content: one page of the trash. `page` counts from 1, `per_page` is the
/// number of files on a page; -1 means the host's default (page 1, 500 per page). `sort_column` is
/// "name", "created", "size", "nb_downloads" or "delete_time", `sort_direction` "ASC" or "DESC";
/// NULL means by name, ascending.
///
/// Document: "files", a list of files as returned by gigahost_rapidgator_file_info(), and "pager"
/// with "current" (this page) and "total" (how many pages there are).
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_trashcan_content(
    session: *const gigahost_session,
    page: i64,
    per_page: i64,
    sort_column: *const c_char,
    sort_direction: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let page = from.opt_number("page", page)?;
            let per_page = from.opt_number("per_page", per_page)?;
            let sort_column = from.opt_text("sort_column", sort_column)?;
            let sort_direction = from.opt_text("sort_direction", sort_direction)?;
            let paging = Paging { page, per_page, sort_column, sort_direction };
            Ok(from.session(session)?.rapidgator()?.trashcan_content(paging)?)
        })
    }
}

/// rapidgator /trashcan/restore: restores files from the trash into the root folder; the host does
/// not remember where they were. Restores those named, at most 100 at a time, or all of them if
/// `all` is 1 and the list is NULL with a count of 0; any other combination gives
/// GIGAHOST_E_ARGUMENT.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_trashcan_restore(
    session: *const gigahost_session,
    file_ids: *const *const c_char,
    file_id_count: usize,
    all: i32,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_ids = from.texts("file_ids", file_ids, file_id_count)?;
            let files = from.trash(&file_ids, all)?;
            Ok(from.session(session)?.rapidgator()?.trashcan_restore(files)?)
        })
    }
}

/// rapidgator /trashcan/empty: permanently deletes files in the trash. Deletes those named, at most
/// 100 at a time, or all of them if `all` is 1 and the list is NULL with a count of 0; any other
/// combination gives GIGAHOST_E_ARGUMENT.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_trashcan_empty(
    session: *const gigahost_session,
    file_ids: *const *const c_char,
    file_id_count: usize,
    all: i32,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_ids = from.texts("file_ids", file_ids, file_id_count)?;
            let files = from.trash(&file_ids, all)?;
            Ok(from.session(session)?.rapidgator()?.trashcan_empty(files)?)
        })
    }
}
