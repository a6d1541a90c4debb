//! `shares/*`.

use pyo3::prelude::*;

use super::Gett;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::class::ask;

#[pymethods]
impl Gett {
    /// ge.tt `/1/shares`: the account's shares with their files, starting at number `skip`, at most
    /// `limit`. The defaults are not documented; the verb `list` fetches all.
    #[pyo3(signature = (skip=None, limit=None))]
    fn shares_list(
        slf: PyRef<'_, Self>,
        skip: Option<Whole<u32>>,
        limit: Option<Whole<u32>>,
    ) -> PyResult<Answer> {
        ask(&slf, "shares_list", move |s| {
            s.gett()?.shares_list(skip.map(|skip| skip.0), limit.map(|limit| limit.0))
        })
    }

    /// ge.tt `/1/shares/create`: creates a share.
    #[pyo3(signature = (title=None))]
    fn shares_create(slf: PyRef<'_, Self>, title: Option<String>) -> PyResult<Answer> {
        ask(&slf, "shares_create", move |s| s.gett()?.shares_create(title.as_deref()))
    }

    /// ge.tt `/1/shares/S`: describes any user's share and its files. A share that is gone raises
    /// `NotFound` or, as in earlier responses, has the `readystate` `removed`.
    fn shares_get(slf: PyRef<'_, Self>, sharename: String) -> PyResult<Answer> {
        ask(&slf, "shares_get", move |s| s.gett()?.shares_get(&sharename))
    }

    /// ge.tt `/1/shares/S/update`: sets the title of a share, or removes it.
    #[pyo3(signature = (sharename, title=None))]
    fn shares_update(
        slf: PyRef<'_, Self>,
        sharename: String,
        title: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "shares_update", move |s| s.gett()?.shares_update(&sharename, title.as_deref()))
    }

    /// ge.tt `/1/shares/S/destroy`: deletes a share and its files. Repeating the call succeeds.
    fn shares_destroy(slf: PyRef<'_, Self>, sharename: String) -> PyResult<Answer> {
        ask(&slf, "shares_destroy", move |s| s.gett()?.shares_destroy(&sharename))
    }
}
