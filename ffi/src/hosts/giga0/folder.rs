//! giga0: folders

use std::ffi::c_char;

use gigahost::hosts::giga0::{FolderEdit, NewFolder};

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// giga0 /folder/create: creates a folder in `parent_id`; NULL is the root. `is_public` is 0 for
/// private, 1 for unlisted, 2 for public in the site's search, -1 for the host's default (private).
/// `access_password`, a secret, is the password that visitors need: in clear text, or as its MD5 in
/// 32 hexadecimal digits, which is what is sent; NULL means none. The host may allow a second
/// folder of the same name.
///
/// Document: the folder, as returned by gigahost_giga0_folder_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown parent; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_folder_create(
    session: *const gigahost_session,
    folder_name: *const c_char,
    parent_id: *const c_char,
    is_public: i32,
    access_password: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_name = from.text("folder_name", folder_name)?;
            let parent_id = from.opt_text("parent_id", parent_id)?;
            let is_public = from.opt_number("is_public", is_public.into())?;
            let access_password = from.opt_secret("access_password", access_password)?;
            let folder = NewFolder {
                folder_name,
                parent_id,
                is_public,
                access_password: access_password.as_ref(),
            };
            Ok(from.session(session)?.giga0()?.folder_create(folder)?)
        })
    }
}

/// giga0 /folder/listing: the folders and files in a folder, one level, all of
/// them. NULL is the root.
///
/// Document: "folders", a list as returned by gigahost_giga0_folder_info(), and "files", a list as
/// returned by gigahost_giga0_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_folder_listing(
    session: *const gigahost_session,
    parent_folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let parent_folder_id = from.opt_text("parent_folder_id", parent_folder_id)?;
            Ok(from.session(session)?.giga0()?.folder_listing(parent_folder_id)?)
        })
    }
}

/// giga0 /folder/info: describes a folder.
///
/// Document: "id", "parent_id" (absent in the root), "folder_name",
/// "total_size" (bytes in it), "is_public" (0 private, 1 unlisted, 2 public in
/// the site's search), "access_password" (the MD5 of its password, a secret;
/// absent in listings), "date_added" and "date_updated" ("YYYY-MM-DD HH:MM:SS"
/// without a zone), "url_folder" (the public page), "total_downloads",
/// "child_folder_count", "file_count", "status".
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_folder_info(
    session: *const gigahost_session,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.text("folder_id", folder_id)?;
            Ok(from.session(session)?.giga0()?.folder_info(folder_id)?)
        })
    }
}

/// giga0 /folder/edit: changes the name, parent, visibility or password of a folder; the values are
/// those of gigahost_giga0_folder_create(). Whatever is NULL or -1 stays unchanged; nothing can be
/// cleared, and only gigahost_giga0_folder_move() moves to the root.
///
/// Document: the folder, as returned by gigahost_giga0_folder_info().
///
/// GIGAHOST_E_ARGUMENT if the folder would be moved into itself; GIGAHOST_E_NOT_FOUND for an
/// unknown folder or parent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_folder_edit(
    session: *const gigahost_session,
    folder_id: *const c_char,
    folder_name: *const c_char,
    parent_id: *const c_char,
    is_public: i32,
    access_password: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.text("folder_id", folder_id)?;
            let folder_name = from.opt_text("folder_name", folder_name)?;
            let parent_id = from.opt_text("parent_id", parent_id)?;
            let is_public = from.opt_number("is_public", is_public.into())?;
            let access_password = from.opt_secret("access_password", access_password)?;
            let edit = FolderEdit {
                folder_name,
                parent_id,
                is_public,
                access_password: access_password.as_ref(),
            };
            Ok(from.session(session)?.giga0()?.folder_edit(folder_id, edit)?)
        })
    }
}

/// giga0 /folder/delete: moves a folder into the trash, with everything in it.
///
/// Document: nothing; gigahost_value_host_json() has the host's own response.
///
/// GIGAHOST_E_NOT_FOUND for an unknown folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_folder_delete(
    session: *const gigahost_session,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.text("folder_id", folder_id)?;
            Ok(from.session(session)?.giga0()?.folder_delete(folder_id)?)
        })
    }
}

/// giga0 /folder/move: moves a folder into another folder; NULL is the root. A folder must not be
/// moved into one of its own subfolders either; gigahost_move() checks that.
///
/// Document: the folder, as returned by gigahost_giga0_folder_info().
///
/// GIGAHOST_E_ARGUMENT if the folder would be moved into itself; GIGAHOST_E_NOT_FOUND for an
/// unknown folder or target.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_folder_move(
    session: *const gigahost_session,
    folder_id: *const c_char,
    new_parent_folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let folder_id = from.text("folder_id", folder_id)?;
            let new_parent_folder_id =
                from.opt_text("new_parent_folder_id", new_parent_folder_id)?;
            Ok(from.session(session)?.giga0()?.folder_move(folder_id, new_parent_folder_id)?)
        })
    }
}
