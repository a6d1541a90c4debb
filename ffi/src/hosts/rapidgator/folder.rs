//! rapidgator: folders

use std::ffi::c_char;

use gigahost::hosts::rapidgator::Paging;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// rapidgator /folder/create: creates a folder in `folder_id`; NULL is the root. Whether a name
/// that is taken yields the existing folder or a second one is not certain; gigahost_make_folder()
/// checks first.
///
/// Document: the folder, as returned by gigahost_rapidgator_folder_info().
///
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_folder_create(
    session: *const gigahost_session,
    folder_id: *const c_char,
    name: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.opt_text("folder_id", folder_id)?;
            let name = from.text("name", name)?;
            Ok(from.session(session)?.rapidgator()?.folder_create(folder_id, name)?)
        })
    }
}

/// rapidgator /folder/info: describes a folder and its subfolders. NULL is the root.
///
/// Document: "folder_id", "mode" (0 public, 1 premium only, 2 private, 3 hotlink),
/// "parent_folder_id" (absent at the root), "name", "url" (its public page), "nb_folders" and
/// "nb_files" (how many it holds), "size_files" (bytes in it), "created" (seconds since 1970), and
/// the lists "folders" and "files", of folders and, where a call lists them, of files as returned
/// by gigahost_rapidgator_file_info(). Folders in the list may have nothing but the counters.
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_folder_info(
    session: *const gigahost_session,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.opt_text("folder_id", folder_id)?;
            Ok(from.session(session)?.rapidgator()?.folder_info(folder_id)?)
        })
    }
}

/// rapidgator /folder/content: one page of the folders and files in a folder. NULL is the root.
/// `page` counts from 1, `per_page` is the number of entries on a page; -1 means the host's default
/// (page 1, 500 per page). `sort_column` is "name", "created", "size" or "nb_downloads",
/// `sort_direction` "ASC" or "DESC"; NULL means by name, ascending.
///
/// Document: "folder", as returned by gigahost_rapidgator_folder_info(), and "pager" with "current"
/// (this page) and "total" (how many pages there are).
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_folder_content(
    session: *const gigahost_session,
    folder_id: *const c_char,
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
            let folder_id = from.opt_text("folder_id", folder_id)?;
            let page = from.opt_number("page", page)?;
            let per_page = from.opt_number("per_page", per_page)?;
            let sort_column = from.opt_text("sort_column", sort_column)?;
            let sort_direction = from.opt_text("sort_direction", sort_direction)?;
            let paging = Paging { page, per_page, sort_column, sort_direction };
            Ok(from.session(session)?.rapidgator()?.folder_content(folder_id, paging)?)
        })
    }
}

/// rapidgator /folder/rename: renames a folder.
///
/// Document: the folder, as returned by gigahost_rapidgator_folder_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_folder_rename(
    session: *const gigahost_session,
    folder_id: *const c_char,
    name: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.text("folder_id", folder_id)?;
            let name = from.text("name", name)?;
            Ok(from.session(session)?.rapidgator()?.folder_rename(folder_id, name)?)
        })
    }
}

/// rapidgator /folder/copy: copies folders, including those of other users, into `folder_id_dest`,
/// at most 100 at a time. It succeeds even if nothing was copied: check the document.
///
/// Document: "success" and "fail" (how many), "success_ids" and "fail_ids"
/// (which), "errors" (the host's texts; they belong to "fail_ids" one by one
/// only if there are as many).
///
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_folder_copy(
    session: *const gigahost_session,
    folder_ids: *const *const c_char,
    folder_id_count: usize,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_ids = from.texts("folder_ids", folder_ids, folder_id_count)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.folder_copy(&folder_ids, folder_id_dest)?)
        })
    }
}

/// rapidgator /folder/move: moves folders into `folder_id_dest`, at most 100 at a time. It succeeds
/// even if nothing was moved: check the document.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_folder_move(
    session: *const gigahost_session,
    folder_ids: *const *const c_char,
    folder_id_count: usize,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_ids = from.texts("folder_ids", folder_ids, folder_id_count)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.folder_move(&folder_ids, folder_id_dest)?)
        })
    }
}

/// rapidgator /folder/delete: deletes folders, at most 100 at a time. It succeeds even if nothing
/// was deleted: check the document.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_folder_delete(
    session: *const gigahost_session,
    folder_ids: *const *const c_char,
    folder_id_count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_ids = from.texts("folder_ids", folder_ids, folder_id_count)?;
            Ok(from.session(session)?.rapidgator()?.folder_delete(&folder_ids)?)
        })
    }
}

/// rapidgator /folder/change_mode: sets who can see a folder: 0 everyone, 1 premium accounts, 2 its
/// owner, 3 anyone by a direct link.
///
/// Document: the folder, as returned by gigahost_rapidgator_folder_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_folder_change_mode(
    session: *const gigahost_session,
    folder_id: *const c_char,
    mode: i32,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.text("folder_id", folder_id)?;
            let mode = from.number("mode", mode.into())?;
            Ok(from.session(session)?.rapidgator()?.folder_change_mode(folder_id, mode)?)
        })
    }
}
