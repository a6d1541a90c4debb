//! giga0: files

use std::ffi::c_char;

use gigahost::hosts::giga0::FileEdit;

use crate::border::result;
use crate::download::{gigahost_download_info, gigahost_download_options, view};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::gigahost_upload_options;
use crate::value::{answer, gigahost_value};

/// giga0 /file/upload: uploads a file, once. `path` and `options`, of which either may be NULL, are
/// those of gigahost_upload(). That function checks the account's limits first, and finds out what
/// became of a file if the response was lost.
///
/// Document: "file_id" (absent only beside an "error"), "name", "size" (bytes), "media_type",
/// "error" (why it failed although the response says success), "url" (the public page),
/// "short_url", "delete_url" (a page that deletes the file without a login: a secret),
/// "delete_hash" (the secret part of it), "info_url" (a page that describes the file to its owner
/// without a login: a secret), "stats_url", "hash" (32 hexadecimal digits, probably the MD5 of the
/// content), "unique_hash" (64), "url_html" and "url_bbcode" (markup, not sanitised).
///
/// GIGAHOST_E_ARGUMENT for an empty file; GIGAHOST_E_TOO_LARGE if the server does not accept a body
/// of this size; GIGAHOST_E_QUOTA for a full account; GIGAHOST_E_NOT_READY if the host cannot store
/// it now; GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost; GIGAHOST_E_HOST if the host rejects
/// the file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_file_upload(
    session: *const gigahost_session,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let (source, settings) = from.upload(path, options)?;
            Ok(from.session(session)?.giga0()?.file_upload(source, settings.options())?)
        })
    }
}

/// giga0 /file/download: gets a short-lived URL for the bytes of a file of this account.
///
/// Document: "file_id", "filename", "download_url" (a secret: anyone who has it can download the
/// file).
///
/// GIGAHOST_E_NOT_FOUND for an unknown file; GIGAHOST_E_HOST if the host cannot create a URL.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_file_download(
    session: *const gigahost_session,
    file_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            Ok(from.session(session)?.giga0()?.file_download(file_id)?)
        })
    }
}

/// giga0 /file/download: like gigahost_giga0_file_download(), but by the short name of the public
/// page ("short_url"). Newer sites only.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_file_download_short(
    session: *const gigahost_session,
    short_url: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let short_url = from.text("short_url", short_url)?;
            Ok(from.session(session)?.giga0()?.file_download_short(short_url)?)
        })
    }
}

/// giga0, GET of the "download_url" of /file/download: downloads the bytes of a file.
/// `download_url` is a secret. `path` and `options`, of which either may be NULL, are those of
/// gigahost_download(), but an earlier part is not resumed: the URL does not say which file it
/// leads to.
///
/// GIGAHOST_E_URL_REFUSED for a URL that must not be contacted; GIGAHOST_E_NOT_A_FILE if it has
/// expired.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_download_bytes(
    session: *const gigahost_session,
    download_url: *const c_char,
    path: *const c_char,
    options: *const gigahost_download_options,
    out: *mut *const gigahost_download_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let download_url = from.secret("download_url", download_url)?;
            let (target, options) = from.download(path, options)?;
            Ok(view(
                keep,
                &from.session(session)?.giga0()?.download_bytes(&download_url, target, options)?,
            ))
        })
    }
}

/// giga0 /file/info: describes a file. Some sites also find files in the trash.
///
/// Document: "id", "filename", "short_url" (the short name of the public page), "file_type" (its
/// media type), "extension", "file_size" (bytes), "status" ("active", "trash", or another word),
/// "downloads", "folder_id" (absent in the root), "keywords" (joined by commas), "description",
/// "url_file" (the public page). In responses about a single file only "id", "filename" and
/// "short_url" are certain.
///
/// GIGAHOST_E_NOT_FOUND for an unknown file.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_giga0_file_info(
    session: *const gigahost_session,
    file_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            Ok(from.session(session)?.giga0()?.file_info(file_id)?)
        })
    }
}

/// giga0 /file/edit: changes name, media type or folder of a file. Whatever is NULL stays
/// unchanged; nothing can be cleared, and only gigahost_giga0_file_move() moves to the root.
///
/// Document: the file, as returned by gigahost_giga0_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown file or folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_file_edit(
    session: *const gigahost_session,
    file_id: *const c_char,
    filename: *const c_char,
    file_type: *const c_char,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let filename = from.opt_text("filename", filename)?;
            let file_type = from.opt_text("file_type", file_type)?;
            let folder_id = from.opt_text("folder_id", folder_id)?;
            Ok(from
                .session(session)?
                .giga0()?
                .file_edit(file_id, FileEdit { filename, file_type, folder_id })?)
        })
    }
}

/// giga0 /file/delete: moves a file into the trash; no call can restore it.
///
/// Document: the file, as returned by gigahost_giga0_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_file_delete(
    session: *const gigahost_session,
    file_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            Ok(from.session(session)?.giga0()?.file_delete(file_id)?)
        })
    }
}

/// giga0 /file/move: moves a file into a folder; NULL is the root.
///
/// Document: the file, as returned by gigahost_giga0_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown file or folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_file_move(
    session: *const gigahost_session,
    file_id: *const c_char,
    new_parent_folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let new_parent_folder_id =
                from.opt_text("new_parent_folder_id", new_parent_folder_id)?;
            Ok(from.session(session)?.giga0()?.file_move(file_id, new_parent_folder_id)?)
        })
    }
}

/// giga0 /file/copy: copies a file into a folder; NULL is the root.
///
/// Document: "original_file" and "new_file", as returned by gigahost_giga0_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown file or folder; GIGAHOST_E_OUTCOME_UNKNOWN if the response
/// was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_giga0_file_copy(
    session: *const gigahost_session,
    file_id: *const c_char,
    copy_to_folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let copy_to_folder_id = from.opt_text("copy_to_folder_id", copy_to_folder_id)?;
            Ok(from.session(session)?.giga0()?.file_copy(file_id, copy_to_folder_id)?)
        })
    }
}
