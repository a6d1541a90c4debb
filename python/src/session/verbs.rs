//! The session verbs: the same at every host that supports them.

use gigahost::{Trash, Visibility};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyDictMethods, PyList};

use super::Session;
use super::running::run;
use crate::answer::Answer;
use crate::arguments::{self, Id, Kind, OwnedItem, Texts, Whole};
use crate::error;
use crate::results::{Account, Batch, Entry, LinkStatus, Listing, RemoteJob, ShareLink, to_list};

/// The account and its files.
#[pymethods]
impl Session {
    /// The account: its identity, and its storage and upload limits.
    fn account(&self, py: Python<'_>) -> PyResult<Account> {
        run(py, self, "account", gigahost::Session::account).map(Account::from)
    }

    /// The contents of a folder, given as an id or an entry, or of the root if there is none. All
    /// pages are fetched.
    #[pyo3(signature = (folder=None))]
    fn list(&self, py: Python<'_>, folder: Option<Id>) -> PyResult<Listing> {
        let folder = folder.map(|id| id.0);
        let listing = run(py, self, "list", move |core| core.list(folder.as_deref()))?;
        Listing::of(py, listing)
    }

    /// Describes one file or folder. `kind` says what an id given as a string is: `file` or
    /// `folder`.
    ///
    /// `NotFound` if it does not exist.
    #[pyo3(signature = (item, *, kind=Kind::File), text_signature = "($self, item, *, kind='file')")]
    fn stat(&self, item: &Bound<'_, PyAny>, kind: Kind) -> PyResult<Entry> {
        let wanted = OwnedItem::of(item, kind)?;
        run(item.py(), self, "stat", move |core| core.stat(wanted.item())).map(Entry::from)
    }

    /// Says what of these files the host would refuse, and why, before any of them is read: names that
    /// cannot be sent, files that are too large for the account, and those for which its storage has no
    /// room after the ones before them.
    ///
    /// `files` are paths, or pairs of a name and a number of bytes. In the batch stand names. The host is
    /// asked for the account's limits once, where it tells them; what it does not tell cannot be said.
    fn preflight(&self, py: Python<'_>, files: &Bound<'_, PyAny>) -> PyResult<Batch> {
        let wanted: Vec<(String, u64)> =
            files.try_iter()?.map(|file| named(&file?)).collect::<PyResult<_>>()?;
        run(py, self, "preflight", move |core| {
            let files: Vec<_> = wanted.iter().map(|(name, size)| (name.as_str(), *size)).collect();
            core.preflight(&files)
        })
        .map(Batch::from)
    }

    /// Deletes files and folders, one or any number: ids or entries. If the host has a trash, they
    /// are moved there. `kind` says what an id given as a string is: `file` or `folder`.
    #[pyo3(signature = (items, *, kind=Kind::File), text_signature = "($self, items, *, kind='file')")]
    fn delete(&self, items: &Bound<'_, PyAny>, kind: Kind) -> PyResult<Batch> {
        let wanted = OwnedItem::many(items, kind)?;
        run(items.py(), self, "delete", move |core| {
            core.delete(&wanted.iter().map(OwnedItem::item).collect::<Vec<_>>())
        })
        .map(Batch::from)
    }

    /// Renames a file or folder. The name in the result is the one that the host stored.
    #[pyo3(
        signature = (item, name, *, kind=Kind::File),
        text_signature = "($self, item, name, *, kind='file')"
    )]
    fn rename(&self, item: &Bound<'_, PyAny>, name: String, kind: Kind) -> PyResult<Entry> {
        let wanted = OwnedItem::of(item, kind)?;
        run(item.py(), self, "rename", move |core| core.rename(wanted.item(), &name))
            .map(Entry::from)
    }

    /// Moves files and folders into a folder, or into the root if there is none.
    #[pyo3(
        name = "move",
        signature = (items, folder=None, *, kind=Kind::File),
        text_signature = "($self, items, folder=None, *, kind='file')"
    )]
    fn move_to(&self, items: &Bound<'_, PyAny>, folder: Option<Id>, kind: Kind) -> PyResult<Batch> {
        let wanted = OwnedItem::many(items, kind)?;
        let folder = folder.map(|id| id.0);
        run(items.py(), self, "move", move |core| {
            let items: Vec<_> = wanted.iter().map(OwnedItem::item).collect();
            core.move_to(&items, folder.as_deref())
        })
        .map(Batch::from)
    }

    /// Copies files and folders into a folder, or into the root if there is none.
    #[pyo3(
        name = "copy",
        signature = (items, folder=None, *, kind=Kind::File),
        text_signature = "($self, items, folder=None, *, kind='file')"
    )]
    fn copy_to(&self, items: &Bound<'_, PyAny>, folder: Option<Id>, kind: Kind) -> PyResult<Batch> {
        let wanted = OwnedItem::many(items, kind)?;
        let folder = folder.map(|id| id.0);
        run(items.py(), self, "copy", move |core| {
            let items: Vec<_> = wanted.iter().map(OwnedItem::item).collect();
            core.copy_to(&items, folder.as_deref())
        })
        .map(Batch::from)
    }

    /// Creates a folder in `parent`, or in the root.
    #[pyo3(signature = (name, parent=None))]
    fn make_folder(&self, py: Python<'_>, name: String, parent: Option<Id>) -> PyResult<Entry> {
        let parent = parent.map(|id| id.0);
        run(py, self, "make_folder", move |core| core.make_folder(parent.as_deref(), &name))
            .map(Entry::from)
    }

    /// Says who can see a file or folder: `public`, `unlisted` (giga0), `premium_only` (rapidgator),
    /// `private`, `hotlink` (rapidgator).
    #[pyo3(
        signature = (item, visibility, *, kind=Kind::File),
        text_signature = "($self, item, visibility, *, kind='file')"
    )]
    fn set_visibility(
        &self,
        item: &Bound<'_, PyAny>,
        visibility: String,
        kind: Kind,
    ) -> PyResult<Entry> {
        let wanted = OwnedItem::of(item, kind)?;
        let visibility = match visibility.as_str() {
            "public" => Visibility::Public,
            "unlisted" => Visibility::Unlisted,
            "premium_only" => Visibility::PremiumOnly,
            "private" => Visibility::Private,
            "hotlink" => Visibility::Hotlink,
            _ => Visibility::Other(visibility),
        };
        run(item.py(), self, "set_visibility", move |core| {
            core.set_visibility(wanted.item(), &visibility)
        })
        .map(Entry::from)
    }
}

/// Links, the host's own fetches, and the trash.
#[pymethods]
impl Session {
    /// Checks which public links are alive, in the order given. Takes any number: the library
    /// splits it by the host's limit.
    fn check_links<'py>(&self, py: Python<'py>, links: Texts) -> PyResult<Bound<'py, PyList>> {
        let found = run(py, self, "check_links", move |core| core.check_links(&links.as_strs()))?;
        to_list(py, found, LinkStatus::from)
    }

    /// Has the host fetch links by itself, into a folder or the root.
    #[pyo3(signature = (links, folder=None))]
    fn remote_upload<'py>(
        &self,
        py: Python<'py>,
        links: Texts,
        folder: Option<Id>,
    ) -> PyResult<Bound<'py, PyList>> {
        let folder = folder.map(|id| id.0);
        let jobs = run(py, self, "remote_upload", move |core| {
            core.remote_upload(&links.as_strs(), folder.as_deref())
        })?;
        to_list(py, jobs, RemoteJob::from)
    }

    /// The state of remote jobs; without ids, of all jobs, if the host can list them.
    #[pyo3(signature = (jobs=None))]
    fn remote_status<'py>(
        &self,
        py: Python<'py>,
        jobs: Option<Texts>,
    ) -> PyResult<Bound<'py, PyList>> {
        let jobs = jobs.unwrap_or(Texts(Vec::new()));
        let found =
            run(py, self, "remote_status", move |core| core.remote_status(&jobs.as_strs()))?;
        to_list(py, found, RemoteJob::from)
    }

    /// Cancels remote jobs.
    fn remote_cancel(&self, py: Python<'_>, jobs: Texts) -> PyResult<Batch> {
        run(py, self, "remote_cancel", move |core| core.remote_cancel(&jobs.as_strs()))
            .map(Batch::from)
    }

    /// Creates a link that works for one download.
    fn share_link(&self, py: Python<'_>, file: Id) -> PyResult<ShareLink> {
        run(py, self, "share_link", move |core| core.share_link(&file.0)).map(ShareLink::from)
    }

    /// The files in the trash.
    fn trash_list(&self, py: Python<'_>) -> PyResult<Listing> {
        let listing = run(py, self, "trash_list", gigahost::Session::trash_list)?;
        Listing::of(py, listing)
    }

    /// Restores files from the trash: the given ones, or all with `all=True`.
    #[pyo3(signature = (files=None, *, all=false))]
    fn trash_restore(
        &self,
        py: Python<'_>,
        files: Option<&Bound<'_, PyAny>>,
        all: bool,
    ) -> PyResult<Batch> {
        let files = trashed(py, files, all)?;
        run(py, self, "trash_restore", move |core| {
            of_trash(files.as_ref(), |files| core.trash_restore(files))
        })
        .map(Batch::from)
    }

    /// Permanently deletes files in the trash: the given ones, or all with `all=True`.
    #[pyo3(signature = (files=None, *, all=false))]
    fn trash_empty(
        &self,
        py: Python<'_>,
        files: Option<&Bound<'_, PyAny>>,
        all: bool,
    ) -> PyResult<Batch> {
        let files = trashed(py, files, all)?;
        run(py, self, "trash_empty", move |core| {
            of_trash(files.as_ref(), |files| core.trash_empty(files))
        })
        .map(Batch::from)
    }
}

/// The session itself, and endpoints without a method of their own.
#[pymethods]
impl Session {
    /// Logs in now, rather than with the first call that needs it. Does nothing if there is a token
    /// already.
    ///
    /// `AuthError` for a wrong pair, which is sent once; `TwoFactor`; `RateLimited`.
    fn login(&self, py: Python<'_>) -> PyResult<()> {
        run(py, self, "login", gigahost::Session::login)
    }

    /// Discards the token, and invalidates it at the host if the host supports that. The session
    /// drops the token even if the call fails.
    fn logout(&self, py: Python<'_>) -> PyResult<()> {
        run(py, self, "logout", gigahost::Session::logout)
    }

    /// Calls an endpoint of the API that has no method here, by its path. Parameters are strings
    /// and are sent in the same way as those of the host's other calls, with the token attached.
    /// The call is never retried automatically. The result's `value` is the host's JSON.
    #[pyo3(signature = (path, parameters=None))]
    fn call(
        &self,
        py: Python<'_>,
        path: String,
        parameters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Answer> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in parameters.into_iter().flat_map(PyDictMethods::iter) {
            pairs.push((name.extract()?, value.extract()?));
        }
        let answer = run(py, self, "call", move |core| {
            let pairs: Vec<_> =
                pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            core.call(&path, &pairs)
        })?;
        Answer::of(py, &answer)
    }
}

/// Which files of the trash are meant; None means all, which must be said.
pub(crate) fn trashed(
    py: Python<'_>,
    files: Option<&Bound<'_, PyAny>>,
    all: bool,
) -> PyResult<Option<Vec<String>>> {
    match (files, all) {
        (None, true) => Ok(None),
        (Some(files), false) => {
            if files.is_instance_of::<pyo3::types::PyString>() {
                return files.extract().map(|file| Some(vec![file]));
            }
            files
                .try_iter()?
                .map(|file| file?.extract::<Id>().map(|id| id.0))
                .collect::<PyResult<_>>()
                .map(Some)
        }
        _ => Err(error::argument(py, "files", "or `all=True` must be given, and not both")),
    }
}

/// Calls the core with the files that [`trashed`] found.
pub(crate) fn of_trash<T>(
    files: Option<&Vec<String>>,
    f: impl FnOnce(Trash<'_>) -> Result<T, gigahost::Error>,
) -> Result<T, gigahost::Error> {
    match files {
        None => f(Trash::All),
        Some(files) => f(Trash::Files(&files.iter().map(String::as_str).collect::<Vec<_>>())),
    }
}

/// The name and the size of a file that may be sent: a pair of them, or its path.
fn named(file: &Bound<'_, PyAny>) -> PyResult<(String, u64)> {
    if let Ok((name, size)) = file.extract::<(String, Whole<u64>)>() {
        return Ok((name, size.0));
    }
    let path = arguments::path(file)?;
    let size = std::fs::metadata(&path).map_err(|e| error::of_file(&e, &path))?;
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    Ok((name, size.len()))
}
