//! `getUploadUrl`, `upload`, `getfiles` and `archive`.

use gigahost::Secret;
use pyo3::prelude::*;

use super::GigaGs;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::bytes::sends;
use crate::hosts::class::ask;

#[pymethods]
impl GigaGs {
    /// giga.gs `/getUploadUrl`: gets the URL to upload a file to, as `value`. A bare server name
    /// and a URL without a path are completed. If the call is missing or its response unreadable,
    /// the site's own page calls `/upload`, and so does this.
    ///
    /// `AuthError` if the token is rejected twice.
    fn get_upload_url(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "get_upload_url", |s| s.gigags()?.get_upload_url())
    }

    /// giga.gs `/getfiles`: one page of the account's files. How the host numbers pages, and how
    /// many files one page has, is not documented; the verb `list` finds out.
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

    /// giga.gs `/archive`: erases the content of a file. Its record is kept for 30 days, so it may
    /// still be listed. `filehash` is the video's id and its hash, joined by an underscore.
    ///
    /// `ArgumentError` in a session without an account; `NotFound` for an unknown file, if the host
    /// reports that.
    fn archive(slf: PyRef<'_, Self>, filehash: String) -> PyResult<Answer> {
        ask(&slf, "archive", move |s| s.gigags()?.archive(&filehash))
    }
}

sends! {
    /// giga.gs `/upload`: uploads a file, once, to a URL from `get_upload_url`. `name` is required
    /// for sources without a path. Elsewhere this operation is called `upload`, which is a verb
    /// here: the verb obtains the URL itself, and finds out what became of a file if the response
    /// was lost.
    ///
    /// `UrlRefused` for a URL that belongs neither to giga.gs nor to the session's base URL,
    /// because the token is sent with it. `TooLarge`, `AuthError` or `HostError` if the host
    /// rejects the file; `OutcomeUnknown` if the response was lost.
    GigaGs.upload_bytes as "upload"(url: String)
    source [name: Option<String> = None] (length: Option<Whole<u64>> = None)
    |s, source, options| s.gigags()?.upload(&Secret::new(url), source, options)
}
