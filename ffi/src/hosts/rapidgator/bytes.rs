//! rapidgator: the bytes of files

use std::ffi::c_char;

use crate::border::result;
use crate::download::{gigahost_download_info, gigahost_download_options, view};
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::gigahost_upload_options;
use crate::value::{answer, gigahost_value};

/// rapidgator, POST to the "url" of /file/upload: sends the bytes of a file, once. `url` is a
/// secret. `path` and `options`, of which either may be NULL, are those of gigahost_upload(); a
/// folder in them is ignored, because the URL belongs to one. The node's response proves nothing by
/// itself: call gigahost_rapidgator_file_upload_info().
///
/// Document: see gigahost_rapidgator_file_upload().
///
/// GIGAHOST_E_URL_REFUSED or GIGAHOST_E_INSECURE_REFUSED for a URL that must not be contacted;
/// GIGAHOST_E_OUTCOME_UNKNOWN if the response was lost.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_upload_bytes(
    session: *const gigahost_session,
    url: *const c_char,
    path: *const c_char,
    options: *const gigahost_upload_options,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let url = from.secret("url", url)?;
            let (source, settings) = from.upload(path, options)?;
            Ok(from.session(session)?.rapidgator()?.upload_bytes(
                &url,
                source,
                settings.options(),
            )?)
        })
    }
}

/// rapidgator, GET of the "download_url" of /file/download: downloads the bytes of a file, after
/// the "delay". `download_url` is a secret. `path` and `options`, of which either may be NULL, are
/// those of gigahost_download(), but an earlier part is not resumed: the URL does not say which
/// file it leads to.
///
/// GIGAHOST_E_URL_REFUSED or GIGAHOST_E_INSECURE_REFUSED for a URL that must not be contacted;
/// GIGAHOST_E_NOT_A_FILE if it leads to a page.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_rapidgator_download_bytes(
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
                &from.session(session)?.rapidgator()?.download_bytes(
                    &download_url,
                    target,
                    options,
                )?,
            ))
        })
    }
}
