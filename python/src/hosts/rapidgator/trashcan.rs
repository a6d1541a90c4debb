//! `trashcan/*`.

use gigahost::hosts::rapidgator::Paging;
use pyo3::prelude::*;

use super::Rapidgator;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::class::ask;
use crate::session::{of_trash, trashed};

#[pymethods]
impl Rapidgator {
    /// rapidgator `/trashcan/content`: one page of the trash. Like `folder_content`; `sort_column`
    /// may also be `delete_time`.
    #[pyo3(signature = (page=None, per_page=None, sort_column=None, sort_direction=None))]
    fn trashcan_content(
        slf: PyRef<'_, Self>,
        page: Option<Whole<u32>>,
        per_page: Option<Whole<u32>>,
        sort_column: Option<String>,
        sort_direction: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "trashcan_content", move |s| {
            s.rapidgator()?.trashcan_content(Paging {
                page: page.map(|page| page.0),
                per_page: per_page.map(|per_page| per_page.0),
                sort_column: sort_column.as_deref(),
                sort_direction: sort_direction.as_deref(),
            })
        })
    }

    /// rapidgator `/trashcan/restore`: restores files into the root folder; the host does not
    /// remember where they were. The given files, or all with `all=True`.
    #[pyo3(signature = (file_ids=None, *, all=false))]
    fn trashcan_restore(
        slf: PyRef<'_, Self>,
        file_ids: Option<&Bound<'_, PyAny>>,
        all: bool,
    ) -> PyResult<Answer> {
        let files = trashed(slf.py(), file_ids, all)?;
        ask(&slf, "trashcan_restore", move |s| {
            of_trash(files.as_ref(), |files| s.rapidgator()?.trashcan_restore(files))
        })
    }

    /// rapidgator `/trashcan/empty`: permanently deletes the given files, or all with `all=True`.
    #[pyo3(signature = (file_ids=None, *, all=false))]
    fn trashcan_empty(
        slf: PyRef<'_, Self>,
        file_ids: Option<&Bound<'_, PyAny>>,
        all: bool,
    ) -> PyResult<Answer> {
        let files = trashed(slf.py(), file_ids, all)?;
        ask(&slf, "trashcan_empty", move |s| {
            of_trash(files.as_ref(), |files| s.rapidgator()?.trashcan_empty(files))
        })
    }
}
