//! `folder/*`. A folder id of None is the root.

use gigahost::Secret;
use gigahost::hosts::giga0::{FolderEdit, NewFolder};
use pyo3::prelude::*;

use super::Giga0;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::class::ask;

#[pymethods]
impl Giga0 {
    /// giga0 `/folder/create`. The host may allow a second folder of the same name. `is_public` is
    /// 0 for private (the host's default), 1 for unlisted, 2 for public in the site's search.
    /// `access_password` is the password that visitors need: in clear text, or as its MD5 in 32
    /// hexadecimal digits; the MD5 is what is sent.
    ///
    /// `NotFound` for an unknown parent; `OutcomeUnknown` if the response was lost.
    #[pyo3(signature = (folder_name, parent_id=None, *, is_public=None, access_password=None))]
    fn folder_create(
        slf: PyRef<'_, Self>,
        folder_name: String,
        parent_id: Option<String>,
        is_public: Option<Whole<u8>>,
        access_password: Option<String>,
    ) -> PyResult<Answer> {
        let password = access_password.map(Secret::new);
        ask(&slf, "folder_create", move |s| {
            s.giga0()?.folder_create(NewFolder {
                folder_name: &folder_name,
                parent_id: parent_id.as_deref(),
                is_public: is_public.map(|number| number.0),
                access_password: password.as_ref(),
            })
        })
    }

    /// giga0 `/folder/listing`: the folders and files in a folder, one level, all of them.
    ///
    /// `NotFound` for an unknown folder.
    #[pyo3(signature = (parent_folder_id=None))]
    fn folder_listing(slf: PyRef<'_, Self>, parent_folder_id: Option<String>) -> PyResult<Answer> {
        ask(&slf, "folder_listing", move |s| s.giga0()?.folder_listing(parent_folder_id.as_deref()))
    }

    /// giga0 `/folder/info`. The host's page and its error text name the parameter differently, so both
    /// are sent.
    ///
    /// `NotFound` for an unknown folder.
    fn folder_info(slf: PyRef<'_, Self>, folder_id: String) -> PyResult<Answer> {
        ask(&slf, "folder_info", move |s| s.giga0()?.folder_info(&folder_id))
    }

    /// giga0 `/folder/edit`: changes name, parent, visibility or password. Absent fields stay
    /// unchanged; nothing can be cleared, and only `folder_move` moves to the root. Arguments as in
    /// `folder_create`.
    ///
    /// `ArgumentError` if the folder would be moved into itself; `NotFound` for an unknown folder
    /// or parent.
    #[pyo3(signature = (folder_id, *, folder_name=None, parent_id=None, is_public=None,
        access_password=None))]
    fn folder_edit(
        slf: PyRef<'_, Self>,
        folder_id: String,
        folder_name: Option<String>,
        parent_id: Option<String>,
        is_public: Option<Whole<u8>>,
        access_password: Option<String>,
    ) -> PyResult<Answer> {
        let password = access_password.map(Secret::new);
        ask(&slf, "folder_edit", move |s| {
            let edit = FolderEdit {
                folder_name: folder_name.as_deref(),
                parent_id: parent_id.as_deref(),
                is_public: is_public.map(|number| number.0),
                access_password: password.as_ref(),
            };
            s.giga0()?.folder_edit(&folder_id, edit)
        })
    }

    /// giga0 `/folder/delete`: moves a folder into the trash, with everything in it.
    ///
    /// `NotFound` for an unknown folder.
    fn folder_delete(slf: PyRef<'_, Self>, folder_id: String) -> PyResult<Answer> {
        ask(&slf, "folder_delete", move |s| s.giga0()?.folder_delete(&folder_id))
    }

    /// giga0 `/folder/move`: into a folder, or into the root if there is none. A folder must not be
    /// moved into one of its own subfolders either; the verb `move` checks that.
    ///
    /// `ArgumentError` if the folder would be moved into itself; `NotFound` for an unknown folder
    /// or target.
    #[pyo3(signature = (folder_id, new_parent_folder_id=None))]
    fn folder_move(
        slf: PyRef<'_, Self>,
        folder_id: String,
        new_parent_folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "folder_move", move |s| {
            s.giga0()?.folder_move(&folder_id, new_parent_folder_id.as_deref())
        })
    }
}
