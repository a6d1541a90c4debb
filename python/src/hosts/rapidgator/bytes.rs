//! The bytes of files, at addresses that answers name.

use gigahost::Secret;
use pyo3::prelude::*;

use super::Rapidgator;
use crate::answer::Answer;
use crate::arguments::{Seconds, Whole};
use crate::cancel::CancelToken;
use crate::hosts::class::{given, receive, send};
use crate::results::Download;
use crate::session::{DownloadArguments, UploadArguments};

#[pymethods]
impl Rapidgator {
    /// POST to the `url` of rapidgator `/file/upload`: sends the bytes of a file, once. The node's
    /// response proves nothing by itself: call `file_upload_info`. The verb `upload` performs all
    /// the steps, and documents the arguments.
    ///
    /// `UrlRefused` or `InsecureRefused` for a URL that must not be contacted; `OutcomeUnknown` if
    /// the response was lost; otherwise what the node says.
    #[pyo3(signature = (url, source, *, name=None, md5=None, length=None, on_progress=None,
        cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload_bytes(
        slf: PyRef<'_, Self>,
        url: String,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        md5: Option<String>,
        length: Option<Whole<u64>>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Answer> {
        let arguments = given!(UploadArguments: name, md5, length, on_progress, cancel, timeout);
        let url = Secret::new(url);
        send(&slf, "upload_bytes", arguments, source, move |s, source, options| {
            s.rapidgator()?.upload_bytes(&url, source, options)
        })
    }

    /// The bytes at the `download_url` of rapidgator `/file/download`, after its `delay`. An
    /// earlier part is not resumed: the URL does not say which file it leads to. The verb
    /// `download` obtains the URL itself, compares size and MD5, and documents the arguments.
    ///
    /// `UrlRefused` or `InsecureRefused` for a URL that must not be contacted; what the node says
    /// instead of sending the file; otherwise those of any download.
    #[pyo3(signature = (download_url, target, *, existing=None, most_bytes=None, on_progress=None,
        cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn download_bytes(
        slf: PyRef<'_, Self>,
        download_url: String,
        target: &Bound<'_, PyAny>,
        existing: Option<String>,
        most_bytes: Option<Whole<u64>>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Download> {
        let arguments =
            given!(DownloadArguments: existing, most_bytes, on_progress, cancel, timeout);
        let url = Secret::new(download_url);
        receive(&slf, "download_bytes", arguments, target, move |s, target, options| {
            s.rapidgator()?.download_bytes(&url, target, options)
        })
    }
}
