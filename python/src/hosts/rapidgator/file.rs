//! `file/*`.

use gigahost::hosts::rapidgator::Hashcopy;
use pyo3::prelude::*;

use super::Rapidgator;
use crate::answer::Answer;
use crate::arguments::{Texts, Whole};
use crate::hosts::class::ask;

#[pymethods]
impl Rapidgator {
    /// rapidgator `/file/upload`: announces a file: its name, MD5 and size. The result says whether
    /// the host already has the content, or where to send the bytes. The verb `upload` performs all
    /// the steps.
    #[pyo3(signature = (name, hash, size, folder_id=None))]
    fn file_upload(
        slf: PyRef<'_, Self>,
        name: String,
        hash: String,
        size: Whole<u64>,
        folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_upload", move |s| {
            s.rapidgator()?.file_upload(&name, &hash, size.0, folder_id.as_deref())
        })
    }

    /// rapidgator `/file/upload_info`: the state of an upload. It belongs to the account, so it can
    /// also be queried after a new login.
    fn file_upload_info(slf: PyRef<'_, Self>, upload_id: String) -> PyResult<Answer> {
        ask(&slf, "file_upload_info", move |s| s.rapidgator()?.file_upload_info(&upload_id))
    }

    /// rapidgator `/file/download`: gets the URL for the bytes of a file. `NotFound` can be false
    /// if the session has expired or the account is not premium; the verb `download` finds out.
    fn file_download(slf: PyRef<'_, Self>, file_id: String) -> PyResult<Answer> {
        ask(&slf, "file_download", move |s| s.rapidgator()?.file_download(&file_id))
    }

    /// rapidgator `/file/info`.
    fn file_info(slf: PyRef<'_, Self>, file_id: String) -> PyResult<Answer> {
        ask(&slf, "file_info", move |s| s.rapidgator()?.file_info(&file_id))
    }

    /// rapidgator `/file/rename`.
    fn file_rename(slf: PyRef<'_, Self>, file_id: String, name: String) -> PyResult<Answer> {
        ask(&slf, "file_rename", move |s| s.rapidgator()?.file_rename(&file_id, &name))
    }

    /// rapidgator `/file/copy`: copies files, including those of other users, into
    /// `folder_id_dest`. Succeeds even if nothing was copied: check the result.
    fn file_copy(
        slf: PyRef<'_, Self>,
        file_ids: Texts,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "file_copy", move |s| {
            s.rapidgator()?.file_copy(&file_ids.as_strs(), &folder_id_dest)
        })
    }

    /// rapidgator `/file/move`: as `file_copy`.
    fn file_move(
        slf: PyRef<'_, Self>,
        file_ids: Texts,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "file_move", move |s| {
            s.rapidgator()?.file_move(&file_ids.as_strs(), &folder_id_dest)
        })
    }

    /// rapidgator `/file/delete`: into the trash. As `file_copy`.
    fn file_delete(slf: PyRef<'_, Self>, file_ids: Texts) -> PyResult<Answer> {
        ask(&slf, "file_delete", move |s| s.rapidgator()?.file_delete(&file_ids.as_strs()))
    }

    /// rapidgator `/file/change_mode`: 0 public, 1 premium only, 2 private, 3 hotlink.
    fn file_change_mode(
        slf: PyRef<'_, Self>,
        file_id: String,
        mode: Whole<u8>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_change_mode", move |s| s.rapidgator()?.file_change_mode(&file_id, mode.0))
    }

    /// rapidgator `/file/check_link`: checks which links are alive, at most 25 at a time. The verb
    /// `check_links` takes any number.
    fn file_check_link(slf: PyRef<'_, Self>, urls: Texts) -> PyResult<Answer> {
        ask(&slf, "file_check_link", move |s| s.rapidgator()?.file_check_link(&urls.as_strs()))
    }

    /// rapidgator `/file/onetimelink_create`: creates a link for one download. When it is used, the
    /// host calls the URL `callback`, and sends an e-mail if `notify` is set.
    #[pyo3(signature = (file_id, callback=None, notify=None))]
    fn file_onetimelink_create(
        slf: PyRef<'_, Self>,
        file_id: String,
        callback: Option<String>,
        notify: Option<bool>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_onetimelink_create", move |s| {
            s.rapidgator()?.file_onetimelink_create(&file_id, callback.as_deref(), notify)
        })
    }

    /// rapidgator `/file/onetimelink_info`: lists one-time links; all of them if no ids are given.
    /// A link that the host does not know has `error` set.
    #[pyo3(signature = (link_ids=None))]
    fn file_onetimelink_info(slf: PyRef<'_, Self>, link_ids: Option<Texts>) -> PyResult<Answer> {
        let ids = link_ids.unwrap_or_default();
        ask(&slf, "file_onetimelink_info", move |s| {
            s.rapidgator()?.file_onetimelink_info(&ids.as_strs())
        })
    }

    /// rapidgator `/file/xcopy`: copies any public file into a folder. No longer documented by the
    /// host; `file_xcopy_url` takes a link.
    fn file_xcopy(
        slf: PyRef<'_, Self>,
        file_id: String,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "file_xcopy", move |s| s.rapidgator()?.file_xcopy(&file_id, &folder_id_dest))
    }

    /// rapidgator `/file/xcopy` by link.
    fn file_xcopy_url(
        slf: PyRef<'_, Self>,
        url: String,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "file_xcopy_url", move |s| s.rapidgator()?.file_xcopy_url(&url, &folder_id_dest))
    }

    /// rapidgator `/file/hashcopy`: creates a file from content that the host already has, by its
    /// MD5 in 32 hexadecimal digits. No longer documented by the host.
    fn file_hashcopy(
        slf: PyRef<'_, Self>,
        hash: String,
        name: String,
        folder_id_dest: String,
    ) -> PyResult<Answer> {
        ask(&slf, "file_hashcopy", move |s| {
            let copy = Hashcopy { hash: &hash, name: &name, folder_id_dest: &folder_id_dest };
            s.rapidgator()?.file_hashcopy(copy)
        })
    }
}
