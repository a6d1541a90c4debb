//! The bytes of files.

use gigahost::Secret;
use pyo3::prelude::*;

use super::Gett;
use crate::answer::Answer;
use crate::arguments::{Seconds, Whole};
use crate::cancel::CancelToken;
use crate::hosts::class::{given, receive, send};
use crate::results::Download;
use crate::session::{DownloadArguments, UploadArguments};

#[pymethods]
impl Gett {
    /// PUT to the `puturl` of ge.tt `/1/files/S/F/upload`: sends the bytes of a file, once. Sending
    /// again, to this or a newer address, replaces the content. The verb `upload` performs all the
    /// steps, and documents the arguments.
    ///
    /// The node's rejection; a network failure, with the outcome `unknown` if a byte had been sent:
    /// use `files_get` to find out.
    #[pyo3(signature = (puturl, source, *, name=None, length=None, on_progress=None, cancel=None,
        timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload_put(
        slf: PyRef<'_, Self>,
        puturl: String,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        length: Option<Whole<u64>>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Answer> {
        let arguments = given!(UploadArguments: name, length, on_progress, cancel, timeout);
        let url = Secret::new(puturl);
        send(&slf, "upload_put", arguments, source, move |s, source, options| {
            s.gett()?.upload_put(&url, source, options)
        })
    }

    /// POST to the `posturl` of ge.tt `/1/files/S/F/upload`: like `upload_put`, but as a form with
    /// one file.
    #[pyo3(signature = (posturl, source, *, name=None, length=None, on_progress=None, cancel=None,
        timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload_post(
        slf: PyRef<'_, Self>,
        posturl: String,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        length: Option<Whole<u64>>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Answer> {
        let arguments = given!(UploadArguments: name, length, on_progress, cancel, timeout);
        let url = Secret::new(posturl);
        send(&slf, "upload_post", arguments, source, move |s, source, options| {
            s.gett()?.upload_post(&url, source, options)
        })
    }

    /// ge.tt `/1/files/S/F/blob`: downloads the content of any user's file. The verb `download`
    /// looks the file up first, so it knows its name and size, and documents the arguments.
    ///
    /// `RateLimited` if the traffic of the file is used up; `NotAFile` if there is a web page
    /// instead.
    #[pyo3(signature = (sharename, fileid, target, *, existing=None, resume=false, most_bytes=None,
        on_progress=None, cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn files_blob(
        slf: PyRef<'_, Self>,
        sharename: String,
        fileid: String,
        target: &Bound<'_, PyAny>,
        existing: Option<String>,
        resume: bool,
        most_bytes: Option<Whole<u64>>,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Download> {
        let arguments =
            given!(DownloadArguments: existing, resume, most_bytes, on_progress, cancel, timeout);
        receive(&slf, "files_blob", arguments, target, move |s, target, options| {
            s.gett()?.files_blob(&sharename, &fileid, target, options)
        })
    }

    /// ge.tt `/1/files/S/F/blob/thumb`: downloads a thumbnail of a file. Images only.
    #[pyo3(signature = (sharename, fileid, target, *, existing=None, most_bytes=None, cancel=None,
        timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn files_thumb(
        slf: PyRef<'_, Self>,
        sharename: String,
        fileid: String,
        target: &Bound<'_, PyAny>,
        existing: Option<String>,
        most_bytes: Option<Whole<u64>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Download> {
        let arguments = given!(DownloadArguments: existing, most_bytes, cancel, timeout);
        receive(&slf, "files_thumb", arguments, target, move |s, target, options| {
            s.gett()?.files_thumb(&sharename, &fileid, target, options)
        })
    }

    /// ge.tt `/1/files/S/F/blob/scale`: downloads a scaled version of a file that fits into `width`
    /// x `height` pixels. Images only. The two known forms of the URL are tried one after the
    /// other.
    #[pyo3(signature = (sharename, fileid, width, height, target, *, existing=None, most_bytes=None,
        cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn files_scale(
        slf: PyRef<'_, Self>,
        sharename: String,
        fileid: String,
        width: Whole<u32>,
        height: Whole<u32>,
        target: &Bound<'_, PyAny>,
        existing: Option<String>,
        most_bytes: Option<Whole<u64>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Download> {
        let arguments = given!(DownloadArguments: existing, most_bytes, cancel, timeout);
        receive(&slf, "files_scale", arguments, target, move |s, target, options| {
            s.gett()?.files_scale(&sharename, &fileid, (width.0, height.0), target, options)
        })
    }
}
