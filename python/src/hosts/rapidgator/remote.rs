//! `remote/*`: files that the host fetches by itself.

use pyo3::prelude::*;

use super::Rapidgator;
use crate::answer::Answer;
use crate::arguments::Texts;
use crate::hosts::class::ask;

#[pymethods]
impl Rapidgator {
    /// rapidgator `/remote/create`: one job for each link. A comma in a link is percent-encoded.
    #[pyo3(signature = (urls, folder_id=None))]
    fn remote_create(
        slf: PyRef<'_, Self>,
        urls: Texts,
        folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "remote_create", move |s| {
            s.rapidgator()?.remote_create(&urls.as_strs(), folder_id.as_deref())
        })
    }

    /// rapidgator `/remote/info`: the state of jobs; all of them if no ids are given.
    #[pyo3(signature = (job_ids=None))]
    fn remote_info(slf: PyRef<'_, Self>, job_ids: Option<Texts>) -> PyResult<Answer> {
        let ids = job_ids.unwrap_or_default();
        ask(&slf, "remote_info", move |s| s.rapidgator()?.remote_info(&ids.as_strs()))
    }

    /// rapidgator `/remote/delete`: cancels jobs and removes them from the list.
    fn remote_delete(slf: PyRef<'_, Self>, job_ids: Texts) -> PyResult<Answer> {
        ask(&slf, "remote_delete", move |s| s.rapidgator()?.remote_delete(&job_ids.as_strs()))
    }
}
