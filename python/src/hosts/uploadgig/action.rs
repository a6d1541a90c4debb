//! The two operations.

use gigahost::Secret;
use pyo3::prelude::*;

use super::UploadGig;
use crate::answer::Answer;
use crate::arguments::{Seconds, Whole};
use crate::cancel::CancelToken;
use crate::hosts::class::{ask, given, send};
use crate::session::UploadArguments;

#[pymethods]
impl UploadGig {
    /// uploadgig `/api/get_upload_action`: gets a URL to upload a file to, with the session's
    /// account. The URL is valid for 60 seconds. Part of the verb `upload`.
    ///
    /// `AuthError` for a wrong pair, which this session never sends again; `RateLimited` from the
    /// login limiter, which blocks all further calls of the session for the time it states. The
    /// call counts as a login: it is never retried, and only one runs at a time.
    fn get_upload_action(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "get_upload_action", |s| s.uploadgig()?.get_upload_action())
    }

    /// POST to `result.action` of uploadgig `/api/get_upload_action`: sends the bytes of a file,
    /// once, whatever happens. The verb `upload` performs all the steps, and documents the
    /// arguments.
    ///
    /// `HostError` with the node's text, also for an expired URL; `OutcomeUnknown` if the response
    /// to a completely sent file was lost; the network failure if the file was not completely sent,
    /// because then nothing was stored; `BadAnswer` for an invalid response.
    #[pyo3(signature = (action, source, *, name=None, md5=None, length=None, slug_mode=None,
        chunked=false, on_progress=None, cancel=None, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload_bytes(
        slf: PyRef<'_, Self>,
        action: String,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        md5: Option<String>,
        length: Option<Whole<u64>>,
        slug_mode: Option<String>,
        chunked: bool,
        on_progress: Option<Bound<'_, PyAny>>,
        cancel: Option<Bound<'_, CancelToken>>,
        timeout: Option<Seconds>,
    ) -> PyResult<Answer> {
        let arguments = given!(UploadArguments: name, md5, length, slug_mode, chunked, on_progress, cancel, timeout);
        let action = Secret::new(action);
        send(&slf, "upload_bytes", arguments, source, move |s, source, options| {
            s.uploadgig()?.upload_bytes(&action, source, options)
        })
    }
}
