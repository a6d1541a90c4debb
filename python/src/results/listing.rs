//! `Account`, `Entry` and `Listing`.

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyTuple};

use super::{Word, json_of, record};
use crate::value::Json;

record! {
    /// An account. Absent values are None, never an empty string or 0.
    Account {
        /// The host's id for the account.
        id: Option<String> = None,
        /// Its user name or display name.
        name: Option<String> = None,
        /// Its e-mail address.
        email: Option<String> = None,
        /// Whether it is a paid account; None if the host does not say.
        premium: Option<bool> = None,
        /// When the paid period ends, in seconds since 1970.
        premium_until: Option<i64> = None,
        /// When the paid period ends, in the host's own notation, without a time zone.
        premium_until_text: Option<String> = None,
        /// Storage used, in bytes.
        storage_used: Option<u64> = None,
        /// Storage available in all, in bytes; None if unknown or unlimited.
        storage_total: Option<u64> = None,
        /// Download traffic left, in bytes.
        traffic_left: Option<u64> = None,
        /// Largest file that may be uploaded, in bytes; None if unknown or unlimited.
        largest_file: Option<u64> = None,
        /// Number of uploads that may run in parallel.
        parallel_uploads: Option<u64> = None,
        /// The host's own JSON, complete and unmasked. Not part of comparisons.
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
    /// A file or a folder at the host. Absent values are None.
    Entry {
        /// The id that the verbs of this session take. Opaque. At ge.tt a file is `share/file`; at
        /// giga.gs it is the filehash.
        id: String,
        /// Its name at the host, which may differ from the one it was given.
        name: String,
        /// `file` or `folder` (at ge.tt: a share).
        kind: Word = Word::of("file"),
        /// The id of the parent folder; None in the root or if the host does not say.
        parent: Option<String> = None,
        /// Bytes.
        size: Option<u64> = None,
        /// MD5 of the content in 32 lower-case hexadecimal digits.
        md5: Option<String> = None,
        /// When it was created, in seconds since 1970.
        created: Option<i64> = None,
        /// When it was created, in the host's own notation, without a time zone.
        created_text: Option<String> = None,
        /// How often it was downloaded.
        downloads: Option<u64> = None,
        /// Who can see it: `public`, `unlisted`, `premium_only`, `private`, `hotlink`, or a word of
        /// the host's own.
        visibility: Option<Word> = None,
        /// What state it is in: `ready`, `waiting`, `uploading`, `processing`, `trashed`, `removed`, or a
        /// word of the host's own.
        state: Option<Word> = None,
        /// The public page.
        url: Option<String> = None,
        /// The host's own JSON, if the entry is a response of its own. Not part of comparisons.
        json: Json = Json::default(),
    }
}

impl From<gigahost::Entry> for Entry {
    fn from(entry: gigahost::Entry) -> Self {
        Self {
            kind: Word::of(entry.kind.name()),
            visibility: entry.visibility.map(|visibility| Word::of(visibility.name())),
            state: entry.state.map(|state| Word::of(state.name())),
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

/// The contents of a folder: a sequence of entries, folders first, then files, in the host's order.
/// It includes all pages.
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

    /// The folder itself, if the host describes it.
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
