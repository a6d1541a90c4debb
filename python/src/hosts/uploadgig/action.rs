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
    /// uploadgig `/api/get_upload_action`: asks where a file may be sent, with the account of the
    /// session. The address lives for 60 seconds. Part of the verb `upload`.
    ///
    /// `AuthError` for a wrong pair, which this session then never sends again; `RateLimited` from the
    /// login limiter, which holds back every further call of the session for the time it names. The
    /// call counts as a login: it is never repeated, and runs once at a time.
    fn get_upload_action(slf: PyRef<'_, Self>) -> PyResult<Answer> {
        ask(&slf, "get_upload_action", |s| s.uploadgig()?.get_upload_action())
    }

    /// POST to `result.action` of uploadgig `/api/get_upload_action`: sends the bytes of a file, once,
    /// whatever happens. The verb `upload` does all the steps, and says what the arguments mean.
    ///
    /// `HostError` with the node's text, for a dead address too; `OutcomeUnknown` if the answer to a
    /// file that was sent whole is lost; the failure of the network if it was not, for then nothing
    /// was stored; `BadAnswer` for an answer that is none.
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
