//! rapidgator: files

use std::ffi::c_char;

use gigahost::hosts::rapidgator::Hashcopy;

use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// rapidgator /file/upload: announces a file of `size` bytes and this MD5 (`hash`, 32 hexadecimal
/// digits) for `folder_id`; NULL is the root. gigahost_upload() performs all the steps.
///
/// Document: "upload_id", "url" (where to send the bytes: a secret; absent if the host already had
/// the content), "file" (as returned by gigahost_rapidgator_file_info(), once it exists), "state"
/// ("uploading", "processing", "done", "fail", or a number that this library does not know),
/// "error" (the host's text for a failure).
///
/// GIGAHOST_E_QUOTA for a full account and for more than 10 copies of one content;
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_upload(
    session: *const gigahost_session,
    name: *const c_char,
    hash: *const c_char,
    size: i64,
    folder_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let name = from.text("name", name)?;
            let hash = from.text("hash", hash)?;
            let size = from.number("size", size)?;
            let folder_id = from.opt_text("folder_id", folder_id)?;
            Ok(from.session(session)?.rapidgator()?.file_upload(name, hash, size, folder_id)?)
        })
    }
}

/// rapidgator /file/upload_info: the state of an upload. It belongs to the account, so it can also
/// be queried after a new login.
///
/// Document: see gigahost_rapidgator_file_upload().
///
/// GIGAHOST_E_NOT_FOUND for an unknown upload.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_file_upload_info(
    session: *const gigahost_session,
    upload_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let upload_id = from.text("upload_id", upload_id)?;
            Ok(from.session(session)?.rapidgator()?.file_upload_info(upload_id)?)
        })
    }
}

/// rapidgator /file/download: gets the URL for the bytes of a file. gigahost_download() performs
/// all the steps.
///
/// Document: "download_url" (a secret: anyone who has it can download the file), "delay" (seconds
/// to wait before it may be used).
///
/// GIGAHOST_E_FORBIDDEN if the file needs a premium account; GIGAHOST_E_QUOTA if the traffic of the
/// account is used up; GIGAHOST_E_NOT_READY if the host cannot create a URL now.
/// GIGAHOST_E_NOT_FOUND can be false if the token has expired or the account is not premium.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_file_download(
    session: *const gigahost_session,
    file_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            Ok(from.session(session)?.rapidgator()?.file_download(file_id)?)
        })
    }
}

/// rapidgator /file/info: describes a file.
///
/// Document: "file_id" (32 hexadecimal digits; very old ones are decimal),
/// "mode" (0 public, 1 premium only, 2 private, 3 hotlink), "folder_id"
/// (absent in the trash), "name", "hash" (MD5 of the content), "size" (bytes),
/// "created" (seconds since 1970), "nb_downloads", "url" (its public page).
///
/// GIGAHOST_E_NOT_FOUND for an unknown file.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_file_info(
    session: *const gigahost_session,
    file_id: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            Ok(from.session(session)?.rapidgator()?.file_info(file_id)?)
        })
    }
}

/// rapidgator /file/rename: renames a file.
///
/// Document: the file, as returned by gigahost_rapidgator_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_rename(
    session: *const gigahost_session,
    file_id: *const c_char,
    name: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let name = from.text("name", name)?;
            Ok(from.session(session)?.rapidgator()?.file_rename(file_id, name)?)
        })
    }
}

/// rapidgator /file/copy: copies files, including those of other users, into `folder_id_dest`, at
/// most 100 at a time. It succeeds even if nothing was copied: check the document.
///
/// Document: see gigahost_rapidgator_folder_copy().
///
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_copy(
    session: *const gigahost_session,
    file_ids: *const *const c_char,
    file_id_count: usize,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_ids = from.texts("file_ids", file_ids, file_id_count)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.file_copy(&file_ids, folder_id_dest)?)
        })
    }
}

/// rapidgator /file/move: moves files into `folder_id_dest`, at most 100 at a time. It succeeds
/// even if nothing was moved: check the document.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_move(
    session: *const gigahost_session,
    file_ids: *const *const c_char,
    file_id_count: usize,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_ids = from.texts("file_ids", file_ids, file_id_count)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.file_move(&file_ids, folder_id_dest)?)
        })
    }
}

/// rapidgator /file/delete: moves files into the trash, at most 100 at a time. It succeeds even if
/// nothing was deleted: check the document.
///
/// Document: see gigahost_rapidgator_folder_copy().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_delete(
    session: *const gigahost_session,
    file_ids: *const *const c_char,
    file_id_count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_ids = from.texts("file_ids", file_ids, file_id_count)?;
            Ok(from.session(session)?.rapidgator()?.file_delete(&file_ids)?)
        })
    }
}

/// rapidgator /file/change_mode: sets who can download a file: 0 everyone, 1 premium accounts, 2
/// its owner, 3 anyone by a direct link.
///
/// Document: the file, as returned by gigahost_rapidgator_file_info().
///
/// GIGAHOST_E_NOT_FOUND for an unknown file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_change_mode(
    session: *const gigahost_session,
    file_id: *const c_char,
    mode: i32,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let mode = from.number("mode", mode.into())?;
            Ok(from.session(session)?.rapidgator()?.file_change_mode(file_id, mode)?)
        })
    }
}

/// rapidgator /file/check_link: checks which links are alive, at most 25 at a time.
/// gigahost_check_links() takes any number.
///
/// Document: a list of "url" (the link as the host reports it), "filename" and "size" (bytes), both
/// absent if the link is dead, and "status" ("ACCESS" or "NO ACCESS").
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_file_check_link(
    session: *const gigahost_session,
    urls: *const *const c_char,
    url_count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let urls = from.texts("urls", urls, url_count)?;
            Ok(from.session(session)?.rapidgator()?.file_check_link(&urls)?)
        })
    }
}

/// rapidgator /file/onetimelink_create: creates a link for one download. When it is used, the host
/// calls the URL `callback` unless it is NULL, and sends an e-mail if `notify` is 1; -1 means the
/// host's default.
///
/// Document: "link_id", "file" (as returned by gigahost_rapidgator_file_info()), "url" (the link, a
/// secret: anyone who has it can use it), "state" (0 is waiting), "state_label", "callback_url",
/// "notify", "created" (seconds since 1970), "downloaded" (whether it was used), "error".
///
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_onetimelink_create(
    session: *const gigahost_session,
    file_id: *const c_char,
    callback: *const c_char,
    notify: i32,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let callback = from.opt_text("callback", callback)?;
            let notify = from.opt_flag("notify", notify)?;
            Ok(from
                .session(session)?
                .rapidgator()?
                .file_onetimelink_create(file_id, callback, notify)?)
        })
    }
}

/// rapidgator /file/onetimelink_info: lists one-time links, at most 100 at a time; all of them for
/// NULL and 0.
///
/// Document: a list of links, as returned by gigahost_rapidgator_file_onetimelink_create(). A link
/// that the host does not know has "error" set.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_rapidgator_file_onetimelink_info(
    session: *const gigahost_session,
    link_ids: *const *const c_char,
    link_id_count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let link_ids = from.texts("link_ids", link_ids, link_id_count)?;
            Ok(from.session(session)?.rapidgator()?.file_onetimelink_info(&link_ids)?)
        })
    }
}

/// rapidgator /file/xcopy: copies any user's public file `file_id` into `folder_id_dest`. No longer
/// documented by the host.
///
/// Document: the new file, as returned by gigahost_rapidgator_file_info().
///
/// GIGAHOST_E_QUOTA as for gigahost_rapidgator_file_upload(); GIGAHOST_E_OUTCOME_UNKNOWN if the
/// response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_xcopy(
    session: *const gigahost_session,
    file_id: *const c_char,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let file_id = from.text("file_id", file_id)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.file_xcopy(file_id, folder_id_dest)?)
        })
    }
}

/// rapidgator /file/xcopy: like gigahost_rapidgator_file_xcopy(), but for the file with the public
/// page `url`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_xcopy_url(
    session: *const gigahost_session,
    url: *const c_char,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let url = from.text("url", url)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.file_xcopy_url(url, folder_id_dest)?)
        })
    }
}

/// rapidgator /file/hashcopy: creates a file in `folder_id_dest` from content that the host already
/// has, by its MD5 (`hash`, 32 hexadecimal digits). No longer documented by the host.
///
/// Document: the new file, as returned by gigahost_rapidgator_file_info().
///
/// GIGAHOST_E_NOT_FOUND if the host does not have the content; GIGAHOST_E_QUOTA as for
/// gigahost_rapidgator_file_upload(); GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_file_hashcopy(
    session: *const gigahost_session,
    hash: *const c_char,
    name: *const c_char,
    folder_id_dest: *const c_char,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let hash = from.text("hash", hash)?;
            let name = from.text("name", name)?;
            let folder_id_dest = from.text("folder_id_dest", folder_id_dest)?;
            Ok(from.session(session)?.rapidgator()?.file_hashcopy(Hashcopy {
                hash,
                name,
                folder_id_dest,
            })?)
        })
    }
}
