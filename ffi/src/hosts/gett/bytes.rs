//! gett: the bytes of files

use std::ffi::c_char;

use crate::border::{Fail, result};
use crate::download::{gigahost_download_info, gigahost_download_options, view};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::gigahost_upload_options;
use crate::value::{answer, gigahost_value};

/// ge.tt /1/files/{sharename}/{fileid}/blob: downloads the content of any user's file. Needs no
/// login. `path` and `options`, of which either may be NULL, are those of gigahost_download(),
/// which looks the file up first and so knows its name and size.
///
/// GIGAHOST_E_RATE_LIMITED if the traffic of the file is used up; GIGAHOST_E_NOT_A_FILE if there is
/// a web page instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_files_blob(
    session: *const gigahost_session,
    sharename: *const c_char,
    fileid: *const c_char,
    path: *const c_char,
    options: *const gigahost_download_options,
    out: *mut *const gigahost_download_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let sharename = from.text("sharename", sharename)?;
            let fileid = from.text("fileid", fileid)?;
            let (target, options) = from.download(path, options)?;
            Ok(view(
                keep,
                &from.session(session)?.gett()?.files_blob(sharename, fileid, target, options)?,
            ))
        })
    }
}

/// ge.tt /1/files/{sharename}/{fileid}/blob/thumb: downloads a thumbnail of a file. Images only.
/// Otherwise like gigahost_gett_files_blob(); `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_files_thumb(
    session: *const gigahost_session,
    sharename: *const c_char,
    fileid: *const c_char,
    path: *const c_char,
    options: *const gigahost_download_options,
    out: *mut *const gigahost_download_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let sharename = from.text("sharename", sharename)?;
            let fileid = from.text("fileid", fileid)?;
            let (target, options) = from.download(path, options)?;
            Ok(view(
                keep,
                &from.session(session)?.gett()?.files_thumb(sharename, fileid, target, options)?,
            ))
        })
    }
}

/// ge.tt /1/files/{sharename}/{fileid}/blob/scale: downloads a scaled version of a file that fits
/// into `size`, which is width and height in pixels, such as "640x480". Images only. Otherwise like
/// gigahost_gett_files_blob(); `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_files_scale(
    session: *const gigahost_session,
    sharename: *const c_char,
    fileid: *const c_char,
    size: *const c_char,
    path: *const c_char,
    options: *const gigahost_download_options,
    out: *mut *const gigahost_download_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let sharename = from.text("sharename", sharename)?;
            let fileid = from.text("fileid", fileid)?;
            let size = from.text("size", size)?;
            let (target, options) = from.download(path, options)?;
            let session = from.session(session)?;
            let size = pixels(size)?;
            let scaled = session.gett()?.files_scale(sharename, fileid, size, target, options)?;
            Ok(view(keep, &scaled))
        })
    }
}

/// ge.tt, PUT to the "puturl" of a file: sends its bytes, once. `puturl` is a secret. `path` and
/// `options`, of which either may be NULL, are those of gigahost_upload(); a folder in them is
/// ignored, because the URL belongs to a share. Sending again, to this or a newer URL, replaces the
/// content.
///
/// Document: "confirmed": whether the node confirmed that it has the file; if not,
/// gigahost_gett_files_get() decides.
///
/// If the connection is lost after the first byte, the error's outcome is unknown; use
/// gigahost_gett_files_get() to find out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_upload_put(
    session: *const gigahost_session,
    puturl: *const c_char,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let puturl = from.secret("puturl", puturl)?;
            let (source, settings) = from.upload(path, options)?;
            Ok(from.session(session)?.gett()?.upload_put(&puturl, source, settings.options())?)
        })
    }
}

/// ge.tt, POST to the "posturl" of a file: like gigahost_gett_upload_put(), but as a form with one
/// file; `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_gett_upload_post(
    session: *const gigahost_session,
    posturl: *const c_char,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let posturl = from.secret("posturl", posturl)?;
            let (source, settings) = from.upload(path, options)?;
            Ok(from.session(session)?.gett()?.upload_post(&posturl, source, settings.options())?)
        })
    }
}

/// Width and height of "640x480".
fn pixels(size: &str) -> Result<(u32, u32), Fail> {
    let sides = size.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    sides.ok_or_else(|| Fail::argument("size", "must be width and height, such as 640x480"))
}
