//! `file/*`.

use gigahost::Secret;
use gigahost::hosts::giga0::FileEdit;
use pyo3::prelude::*;

use super::Giga0;
use crate::answer::Answer;
use crate::arguments::Whole;
use crate::hosts::bytes::{receives, sends};
use crate::hosts::class::ask;

#[pymethods]
impl Giga0 {
    /// giga0 `/file/download`: gets a short-lived URL for the bytes of a file of this account.
    ///
    /// `NotFound` for an unknown file, `HostError` if the host cannot create a URL.
    fn file_download(slf: PyRef<'_, Self>, file_id: String) -> PyResult<Answer> {
        ask(&slf, "file_download", move |s| s.giga0()?.file_download(&file_id))
    }

    /// giga0 `/file/download` by the short name of the public page; newer sites only.
    ///
    /// As `file_download`.
    fn file_download_short(slf: PyRef<'_, Self>, short_url: String) -> PyResult<Answer> {
        ask(&slf, "file_download_short", move |s| s.giga0()?.file_download_short(&short_url))
    }

    /// giga0 `/file/info`.
    ///
    /// `NotFound` for an unknown file. Some sites also find files in the trash.
    fn file_info(slf: PyRef<'_, Self>, file_id: String) -> PyResult<Answer> {
        ask(&slf, "file_info", move |s| s.giga0()?.file_info(&file_id))
    }

    /// giga0 `/file/edit`: changes name, media type or folder. Nothing can be cleared; only
    /// `file_move` moves to the root.
    ///
    /// `NotFound` for an unknown file or folder.
    #[pyo3(signature = (file_id, *, filename=None, file_type=None, folder_id=None))]
    fn file_edit(
        slf: PyRef<'_, Self>,
        file_id: String,
        filename: Option<String>,
        file_type: Option<String>,
        folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_edit", move |s| {
            let edit = FileEdit {
                filename: filename.as_deref(),
                file_type: file_type.as_deref(),
                folder_id: folder_id.as_deref(),
            };
            s.giga0()?.file_edit(&file_id, edit)
        })
    }

    /// giga0 `/file/delete`: moves a file into the trash; no call can restore it.
    ///
    /// `NotFound` for an unknown file.
    fn file_delete(slf: PyRef<'_, Self>, file_id: String) -> PyResult<Answer> {
        ask(&slf, "file_delete", move |s| s.giga0()?.file_delete(&file_id))
    }

    /// giga0 `/file/move`: into a folder, or into the root if there is none.
    ///
    /// `NotFound` for an unknown file or folder.
    #[pyo3(signature = (file_id, new_parent_folder_id=None))]
    fn file_move(
        slf: PyRef<'_, Self>,
        file_id: String,
        new_parent_folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_move", move |s| {
            s.giga0()?.file_move(&file_id, new_parent_folder_id.as_deref())
        })
    }

    /// giga0 `/file/copy`: into a folder, or into the root if there is none.
    ///
    /// `NotFound` for an unknown file or folder; `OutcomeUnknown` if the response was lost.
    #[pyo3(signature = (file_id, copy_to_folder_id=None))]
    fn file_copy(
        slf: PyRef<'_, Self>,
        file_id: String,
        copy_to_folder_id: Option<String>,
    ) -> PyResult<Answer> {
        ask(&slf, "file_copy", move |s| {
            s.giga0()?.file_copy(&file_id, copy_to_folder_id.as_deref())
        })
    }
}

sends! {
    /// giga0 `/file/upload`: uploads a file, once, into a folder or the root. `name` is required
    /// for sources without a path. The verb `upload` checks the account's limits first, and finds
    /// out what became of a file if the response was lost.
    ///
    /// `ArgumentError` for an empty file; `TooLarge` if the server does not accept a body of this
    /// size; `OutcomeUnknown` if the response was lost; `HostError` with the host's text if it
    /// rejects the file.
    Giga0.file_upload()
    source [name: Option<String> = None, folder_id: Option<String> = None] (length: Option<Whole<u64>> = None)
    |s, source, options| s.giga0()?.file_upload(source, options)
}

receives! {
    /// The bytes at the `download_url` of giga0 `/file/download`. An earlier part is not resumed:
    /// the URL does not say which file it leads to. The verb `download` obtains the URL itself,
    /// again if it has expired, compares the size, and documents the arguments.
    ///
    /// `UrlRefused` for a URL that must not be contacted; `NotAFile` if it has expired; otherwise
    /// those of any download.
    Giga0.download_bytes(download_url: String)
    target (existing: Option<String> = None, most_bytes: Option<Whole<u64>> = None,
        on_progress: Option<Bound<'_, PyAny>> = None)
    |s, target, options| s.giga0()?.download_bytes(&Secret::new(download_url), target, options)
}
