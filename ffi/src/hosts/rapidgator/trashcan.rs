//! rapidgator: the trash

use std::ffi::c_char;

use gigahost::hosts::rapidgator::Paging;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// rapidgator /trashcan/content: one page of the trash. `page` counts from 1,
/// `per_page` is how many files it has: -1 is the host's own (page 1, 500 a
/// page). `sort_column` is "name", "created", "size", "nb_downloads" or
/// "delete_time", `sort_direction` "ASC" or "DESC": NULL is by name,
/// ascending.
///
/// Document: "files", a list of files as gigahost_rapidgator_file_info()
/// answers them, and "pager" with "current" (this page) and "total" (how many
/// pages there are).
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

/// rapidgator /trashcan/restore: takes files out of the trash into the root
/// folder; the host forgets where they were. Those named, at most 100 at a
/// time, or with `all` 1, NULL and 0 all of them: anything between gives
/// GIGAHOST_E_ARGUMENT.
///
/// Document: as gigahost_rapidgator_folder_copy().
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

/// rapidgator /trashcan/empty: erases files of the trash for good. Those
/// named, at most 100 at a time, or with `all` 1, NULL and 0 all of them:
/// anything between gives GIGAHOST_E_ARGUMENT.
///
/// Document: as gigahost_rapidgator_folder_copy().
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
