//! `shares/*`.

use pyo3::prelude::*;

use super::Gett;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::class::ask;

#[pymethods]
impl Gett {
    /// ge.tt `/1/shares`: shares of the account with their files, from number `skip` on, at most
    /// `limit`. No default of either is known; the verb `list` fetches all.
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

    /// ge.tt `/1/shares/create`: makes a share.
    #[pyo3(signature = (title=None))]
    fn shares_create(slf: PyRef<'_, Self>, title: Option<String>) -> PyResult<Answer> {
        ask(&slf, "shares_create", move |s| s.gett()?.shares_create(title.as_deref()))
    }

    /// ge.tt `/1/shares/S`: a share and its files, of anybody. A share that is gone is `NotFound` or, as
    /// earlier answers had it, one whose `readystate` is `removed`.
    fn shares_get(slf: PyRef<'_, Self>, sharename: String) -> PyResult<Answer> {
        ask(&slf, "shares_get", move |s| s.gett()?.shares_get(&sharename))
    }

    /// ge.tt `/1/shares/S/update`: gives a share a title, or takes it away.
    #[pyo3(signature = (sharename, title=None))]
    fn shares_update(
        slf: PyRef<'_, Self>,
        sharename: String,
        title: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "shares_update", move |s| s.gett()?.shares_update(&sharename, title.as_deref()))
    }

    /// ge.tt `/1/shares/S/destroy`: deletes a share and its files. Doing it again succeeds.
    fn shares_destroy(slf: PyRef<'_, Self>, sharename: String) -> PyResult<Answer> {
        ask(&slf, "shares_destroy", move |s| s.gett()?.shares_destroy(&sharename))
    }
}
