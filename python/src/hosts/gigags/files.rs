//! `getUploadUrl`, `upload`, `getfiles` and `archive`.

use gigahost::Secret;
use pyo3::prelude::*;

use super::GigaGs;
use crate::answer::Answer;
use crate::arguments::{Seconds, Whole};
use crate::cancel::CancelToken;
use crate::hosts::class::{ask, given, send};
use crate::session::UploadArguments;

#[pymethods]
impl GigaGs {
    /// giga.gs `/getUploadUrl`: where a file goes, as `value`. A bare server name and an address
    /// without a path are made whole. Where the call is missing or unreadable, the site's own page asks
    /// `/upload`, and so does this.
    ///
    /// `AuthError` if the token is refused twice.
    fn get_upload_url(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "get_upload_url", |s| s.gigags()?.get_upload_url())
    }

    /// giga.gs `/upload`: sends a file, once, to an address from `get_upload_url`. `name` is needed for
    /// sources without a path. Elsewhere this operation is called `upload`, which is a verb here: that
    /// asks for the address itself, and finds out what became of a file whose answer was lost.
    ///
    /// `UrlRefused` for an address that lies neither within giga.gs nor at the session's base URL: the
    /// token goes along. `TooLarge`, `AuthError` or `HostError` if the host refuses; `OutcomeUnknown` if
    /// the answer was lost.
    #[pyo3(signature = (url, source, name=None, *, length=None, on_progress=None, cancel=None,
        timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload_bytes(
        slf: PyRef<'_, Self>,
        url: String,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        length: Option<Whole<u64>>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Answer> {
        let arguments = given!(UploadArguments: name, length, on_progress, cancel, timeout);
        let url = Secret::new(url);
        send(&slf, "upload", arguments, source, move |s, source, options| {
            s.gigags()?.upload(&url, source, options)
        })
    }

    /// giga.gs `/getfiles`: a page of the account's files. How the host counts pages, and how many files
    /// there are on one, is not known; the verb `list` finds out.
    ///
    /// `ArgumentError` in a session without an account.
    #[pyo3(signature = (page=None, limit=None))]
    fn get_files(
        slf: PyRef<'_, Self>,
        page: Option<Whole<u32>>,
        limit: Option<Whole<u32>>,
    ) -> PyResult<Answer> {
        ask(&slf, "get_files", move |s| {
            s.gigags()?.get_files(page.map(|page| page.0), limit.map(|limit| limit.0))
        })
    }

    /// giga.gs `/archive`: erases the content of a file. Its record stays for 30 days, so it may still
    /// be listed. `filehash` is the video's id and its hash, joined by an underscore.
    ///
    /// `ArgumentError` in a session without an account; `NotFound` for an unknown file, as far as the
    /// host says so.
    fn archive(slf: PyRef<'_, Self>, filehash: String) -> PyResult<Answer> {
        ask(&slf, "archive", move |s| s.gigags()?.archive(&filehash))
    }
}
