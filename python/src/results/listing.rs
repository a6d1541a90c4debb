//! `Account`, `Entry` and `Listing`.

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};

use super::{json_of, record, word};
use crate::value::Json;

record! {
    /// An account. Absent is None, never an empty text or 0.
    Account {
        /// The host's id of the account.
        id: Option<String> = None,
        /// The name it is known by.
        name: Option<String> = None,
        /// Its e-mail address.
        email: Option<String> = None,
        /// Whether it is paid for; None if the host does not tell.
        premium: Option<bool> = None,
        /// When the paid time ends, in seconds since 1970.
        premium_until: Option<i64> = None,
        /// When the paid time ends, as the host writes it without a zone.
        premium_until_text: Option<String> = None,
        /// Bytes stored.
        storage_used: Option<u64> = None,
        /// Bytes that may be stored; None if unknown or without limit.
        storage_total: Option<u64> = None,
        /// Bytes that may still be downloaded.
        traffic_left: Option<u64> = None,
        /// Largest file that may be uploaded, in bytes; None if unknown or without limit.
        largest_file: Option<u64> = None,
        /// Uploads that may run at once.
        parallel_uploads: Option<u64> = None,
        /// The host's own JSON, whole and unmasked. Not compared.
        json: Json = Json::default(),
    }
}

impl From<gigahost::Answer<gigahost::Account>> for Account {
    fn from(answer: gigahost::Answer<gigahost::Account>) -> Self {
        let json = json_of(&answer);
        let account = answer.into_inner();
        Self {
            id: account.id,
            name: account.name,
            email: account.email,
            premium: account.premium,
            premium_until: account.premium_until,
            premium_until_text: account.premium_until_text,
            storage_used: account.storage_used,
            storage_total: account.storage_total,
            traffic_left: account.traffic_left,
            largest_file: account.largest_file,
            parallel_uploads: account.parallel_uploads,
            json,
        }
    }
}

record! {
    /// A file or a folder at the host. Absent is None.
    Entry {
        /// The id by which the verbs of this session know it. Opaque. At ge.tt a file is
        /// `share/file`; at giga.gs it is the filehash.
        id: String,
        /// Its name at the host, which may differ from the one it was given.
        name: String,
        /// `file` or `folder` (at ge.tt: a share).
        kind: String = String::from("file"),
        /// The id of the folder it lies in; None in the root or if the host does not tell.
        parent: Option<String> = None,
        /// Bytes.
        size: Option<u64> = None,
        /// MD5 of the content in 32 lower-case hexadecimal digits.
        md5: Option<String> = None,
        /// When it was made, in seconds since 1970.
        created: Option<i64> = None,
        /// When it was made, as the host writes it without a zone.
        created_text: Option<String> = None,
        /// How often it was downloaded.
        downloads: Option<u64> = None,
        /// Who can see it: `public`, `unlisted`, `premium_only`, `private`, `hotlink`, or a word of
        /// the host's own.
        visibility: Option<String> = None,
        /// What state it is in: `ready`, `waiting`, `uploading`, `processing`, `trashed`, `removed`, or a
        /// word of the host's own.
        state: Option<String> = None,
        /// The public page.
        url: Option<String> = None,
        /// The host's own JSON, where the entry is an answer of its own. Not compared.
        json: Json = Json::default(),
    }
}

impl From<gigahost::Entry> for Entry {
    fn from(entry: gigahost::Entry) -> Self {
        Self {
            kind: word(&entry.kind),
            visibility: entry.visibility.as_ref().map(word),
            state: entry.state.as_ref().map(word),
            id: entry.id,
            name: entry.name,
            parent: entry.parent,
            size: entry.size,
            md5: entry.md5,
            created: entry.created,
            created_text: entry.created_text,
            downloads: entry.downloads,
            url: entry.url,
            json: Json::default(),
        }
    }
}

impl From<gigahost::Answer<gigahost::Entry>> for Entry {
    fn from(answer: gigahost::Answer<gigahost::Entry>) -> Self {
        let json = json_of(&answer);
        Self { json, ..answer.into_inner().into() }
    }
}

/// What lies in a folder: a sequence of entries, its folders first, then its files, in the host's
/// order. All pages are there.
#[pyclass(frozen, sequence, weakref, module = "gigahost")]
pub(crate) struct Listing {
    folder: Option<Entry>,
    entries: Py<PyTuple>,
}

impl Listing {
    pub(crate) fn of(py: Python<'_>, listing: gigahost::Listing) -> PyResult<Self> {
        let entries: Vec<_> = listing
            .entries
            .into_iter()
            .map(|entry| Bound::new(py, Entry::from(entry)))
            .collect::<PyResult<_>>()?;
        Ok(Self {
            folder: listing.folder.map(Entry::from),
            entries: PyTuple::new(py, entries)?.unbind(),
        })
    }
}

#[pymethods]
impl Listing {
    #[new]
    #[pyo3(signature = (entries, *, folder=None))]
    fn new(py: Python<'_>, entries: Vec<Py<Entry>>, folder: Option<Entry>) -> PyResult<Self> {
        Ok(Self { folder, entries: PyTuple::new(py, entries)?.unbind() })
    }

    /// The folder itself, where the host describes it.
    #[getter]
    fn folder(&self) -> Option<Entry> {
        self.folder.clone()
    }

    /// The entries.
    #[getter]
    fn entries<'py>(&self, py: Python<'py>) -> Bound<'py, PyTuple> {
        self.entries.bind(py).clone()
    }

    fn __len__(&self, py: Python<'_>) -> usize {
        self.entries.bind(py).len()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        index: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.entries.bind(py).as_any().get_item(index)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.entries.bind(py).try_iter()
    }

    fn __contains__(&self, py: Python<'_>, entry: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.entries.bind(py).as_any().contains(entry)
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        let other = other.get();
        Ok(self.folder == other.folder && self.entries.bind(py).eq(&other.entries)?)
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Listing({})", self.entries.bind(py).to_list().repr()?))
    }

    fn __getnewargs_ex__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<((Bound<'py, PyTuple>,), Bound<'py, pyo3::types::PyDict>)> {
        let keywords = pyo3::types::PyDict::new(py);
        keywords.set_item("folder", self.folder.clone())?;
        Ok(((self.entries.bind(py).clone(),), keywords))
    }
}
