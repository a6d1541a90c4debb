//! The two operations.

use gigahost::Secret;
use pyo3::prelude::*;

use super::UploadGig;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::bytes::sends;
use crate::hosts::class::ask;

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
}

sends! {
    /// POST to `result.action` of uploadgig `/api/get_upload_action`: sends the bytes of a file,
    /// once, whatever happens. The verb `upload` performs all the steps, and documents the
    /// arguments.
    ///
    /// `HostError` with the node's text, also for an expired URL; `OutcomeUnknown` if the response
    /// to a completely sent file was lost; the network failure if the file was not completely sent,
    /// because then nothing was stored; `BadAnswer` for an invalid response.
    UploadGig.upload_bytes(action: String)
    source (name: Option<String> = None, md5: Option<String> = None, length: Option<Whole<u64>> = None,
        slug_mode: Option<String> = None, chunked: bool = false)
    |s, source, options| s.uploadgig()?.upload_bytes(&Secret::new(action), source, options)
}
