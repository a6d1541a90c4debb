//! `files/*`, but for the bytes.

use pyo3::prelude::*;

use super::Gett;
use crate::answer::Answer;
use crate::hosts::class::ask;

#[pymethods]
impl Gett {
    /// ge.tt `/1/files/S/create`: announces a file. The result has the URLs to send its bytes to.
    /// It stays invisible until they have arrived, unless `session` names a `Live` session that
    /// serves it.
    #[pyo3(signature = (sharename, filename, session=None))]
    fn files_create(
        slf: PyRef<'_, Self>,
        sharename: String,
        filename: String,
        session: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "files_create", move |s| {
            s.gett()?.files_create(&sharename, &filename, session.as_deref())
        })
    }

    /// ge.tt `/1/files/S/F`: describes any user's file.
    fn files_get(slf: PyRef<'_, Self>, sharename: String, fileid: String) -> PyResult<Answer> {
        ask(&slf, "files_get", move |s| s.gett()?.files_get(&sharename, &fileid))
    }

    /// ge.tt `/1/files/S/F/upload`: gets new URLs for the bytes of a file. The earlier ones stay
    /// valid, for replacing the content.
    fn files_upload_urls(
        slf: PyRef<'_, Self>,
        sharename: String,
        fileid: String,
    ) -> PyResult<Answer> {
        ask(&slf, "files_upload_urls", move |s| s.gett()?.files_upload_urls(&sharename, &fileid))
    }

    /// ge.tt `/1/files/S/F/destroy`: deletes a file.
    fn files_destroy(slf: PyRef<'_, Self>, sharename: String, fileid: String) -> PyResult<Answer> {
        ask(&slf, "files_destroy", move |s| s.gett()?.files_destroy(&sharename, &fileid))
    }
}
