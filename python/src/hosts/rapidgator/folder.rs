//! `folder/*`. A folder id of None is the root.

use gigahost::hosts::rapidgator::Paging;
use pyo3::prelude::*;

use super::Rapidgator;
use crate::answer::Answer;
use crate::arguments::{Texts, Whole};
use crate::hosts::class::ask;

#[pymethods]
impl Rapidgator {
    /// rapidgator `/folder/create`: creates a folder in `folder_id`. Sources contradict each other
    /// on whether a name that is taken yields the existing folder or a second one; the verb
    /// `make_folder` checks first.
    fn folder_create(
        slf: PyRef<'_, Self>,
        folder_id: Option<String>,
        name: String,
    ) -> PyResult<Answer> {
        ask(&slf, "folder_create", move |s| {
            s.rapidgator()?.folder_create(folder_id.as_deref(), &name)
        })
    }

    /// rapidgator `/folder/info`: describes a folder and its subfolders.
    #[pyo3(signature = (folder_id=None))]
    fn folder_info(slf: PyRef<'_, Self>, folder_id: Option<String>) -> PyResult<Answer> {
        ask(&slf, "folder_info", move |s| s.rapidgator()?.folder_info(folder_id.as_deref()))
    }

    /// rapidgator `/folder/content`: one page of the folders and files in a folder. `page` counts from
    /// 1; the host's default is 500 entries a page. `sort_column` is `name`, `created`, `size` or
    /// `nb_downloads`, `sort_direction` is `ASC` or `DESC`.
    #[pyo3(signature = (folder_id=None, page=None, per_page=None, sort_column=None,
        sort_direction=None))]
    fn folder_content(
        slf: PyRef<'_, Self>,
        folder_id: Option<String>,
        page: Option<Whole<u32>>,
        per_page: Option<Whole<u32>>,
        sort_column: Option<String>,
        sort_direction: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "folder_content", move |s| {
            let paging = Paging {
                page: page.map(|page| page.0),
                per_page: per_page.map(|per_page| per_page.0),
                sort_column: sort_column.as_deref(),
                sort_direction: sort_direction.as_deref(),
            };
            s.rapidgator()?.folder_content(folder_id.as_deref(), paging)
        })
    }

    /// rapidgator `/folder/rename`.
    fn folder_rename(slf: PyRef<'_, Self>, folder_id: String, name: String) -> PyResult<Answer> {
        ask(&slf, "folder_rename", move |s| s.rapidgator()?.folder_rename(&folder_id, &name))
    }

    /// rapidgator `/folder/copy`: copies folders, including those of other users, into
    /// `folder_id_dest`. Succeeds even if nothing was copied: check the result.
    fn folder_copy(
        slf: PyRef<'_, Self>,
        folder_ids: Texts,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "folder_copy", move |s| {
            s.rapidgator()?.folder_copy(&folder_ids.as_strs(), &folder_id_dest)
        })
    }

    /// rapidgator `/folder/move`: as `folder_copy`.
    fn folder_move(
        slf: PyRef<'_, Self>,
        folder_ids: Texts,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "folder_move", move |s| {
            s.rapidgator()?.folder_move(&folder_ids.as_strs(), &folder_id_dest)
        })
    }

    /// rapidgator `/folder/delete`: as `folder_copy`.
    fn folder_delete(slf: PyRef<'_, Self>, folder_ids: Texts) -> PyResult<Answer> {
        ask(&slf, "folder_delete", move |s| s.rapidgator()?.folder_delete(&folder_ids.as_strs()))
    }

    /// rapidgator `/folder/change_mode`: 0 public, 1 premium only, 2 private, 3 hotlink.
    fn folder_change_mode(
        slf: PyRef<'_, Self>,
        folder_id: String,
        mode: Whole<u8>,
    ) -> PyResult<Answer> {
        ask(&slf, "folder_change_mode", move |s| {
            s.rapidgator()?.folder_change_mode(&folder_id, mode.0)
        })
    }
}
