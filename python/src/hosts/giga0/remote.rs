//! `file/url_upload_*`: files that the host fetches by itself.

use pyo3::prelude::*;

use super::Giga0;
use crate::answer::Answer;
use crate::hosts::class::ask;

#[pymethods]
impl Giga0 {
    /// giga0 `/file/url_upload_add`: has the host fetch a public link, into a folder or the root.
    ///
    /// `ArgumentError` for anything but an http or https link; `NotFound` on older sites, which
    /// lack the call; `OutcomeUnknown` if the response was lost.
    #[pyo3(signature = (url, folder_id=None))]
    fn file_url_upload_add(
        slf: PyRef<'_, Self>,
        url: String,
        folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_url_upload_add", move |s| {
            s.giga0()?.file_url_upload_add(&url, folder_id.as_deref())
        })
    }

    /// giga0 `/file/url_upload_status`: the state of an import. It may start late: poll every 5
    /// seconds at first, and every minute later.
    ///
    /// Which text stands for an unknown import is not documented.
    fn file_url_upload_status(slf: PyRef<'_, Self>, scheduled_item_id: String) -> PyResult<Answer> {
        ask(&slf, "file_url_upload_status", move |s| {
            s.giga0()?.file_url_upload_status(&scheduled_item_id)
        })
    }
}
