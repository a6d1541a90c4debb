//! `ReceiptLog`: what was stored, and whether it is still there.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::arguments::{self, Id};
use crate::error;
use crate::results::{Entry, Receipt, record, to_list};
use crate::session::{Session, run};

/// A log of stored files, by which they can be verified, and sent again where they are gone
/// (`Queue.repair`). It is a text file: a line of JSON for each file. No secret is in it: the link that
/// deletes a file is left out. Other programs may write to the same file at once.
///
///     with gigahost.Queue(receipts="receipts.jsonl") as queue:
///         queue.upload(session, "film.mkv")
///     log = gigahost.ReceiptLog("receipts.jsonl")
///     gone = [one for one in log.verify(session) if one.standing == "gone"]
///
/// The file is made if it is not there; only its user may read it then.
#[pyclass(frozen, module = "gigahost", weakref)]
pub(crate) struct ReceiptLog(pub(crate) gigahost::ReceiptLog);

impl ReceiptLog {
    /// One that is given as itself or by its path.
    ///
    /// # Errors
    /// As `ReceiptLog` itself.
    pub(crate) fn of(given: &Bound<'_, PyAny>) -> PyResult<gigahost::ReceiptLog> {
        match given.cast::<Self>() {
            Ok(log) => Ok(log.get().0.clone()),
            Err(_) => Self::new(given).map(|log| log.0),
        }
    }
}

#[pymethods]
impl ReceiptLog {
    #[new]
    fn new(path: &Bound<'_, PyAny>) -> PyResult<Self> {
        let opened = gigahost::ReceiptLog::open(arguments::path(path)?);
        opened.map(Self).map_err(|error| error::of_core(path.py(), &error))
    }

    /// Where it is, as a `pathlib.Path`.
    #[getter]
    fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    /// Adds the receipt of an upload that no queue with the log has made. `source` and `folder` are those of
    /// the upload: where the file is on this machine, and the folder at the host that it was sent to.
    #[pyo3(signature = (session, receipt, *, source=None, folder=None))]
    fn add(
        &self,
        session: &Bound<'_, Session>,
        receipt: &Receipt,
        source: Option<&Bound<'_, PyAny>>,
        folder: Option<Id>,
    ) -> PyResult<()> {
        let py = session.py();
        let source = source.map(arguments::path).transpose()?;
        let session = session.get().core(py)?;
        let folder = folder.as_ref().map(|folder| folder.0.as_str());
        let receipt = receipt.to_core()?;
        self.0
            .add(&session, source.as_deref(), folder, &receipt)
            .map_err(|error| error::of_core(py, &error))
    }

    /// The files of the log, in the order of its lines. Of one that was sent again the last line counts.
    fn files<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let files = self.0.files().map_err(|error| error::of_core(py, &error))?;
        to_list(py, files, StoredFile::from)
    }

    /// Asks the session's host whether its files of the log are still there: by a check of links, many at
    /// once, where the host has that, else one by one or by its listings. Nothing is fetched. Files of
    /// other hosts and accounts are left out.
    fn verify<'py>(
        &self,
        py: Python<'py>,
        session: &Bound<'py, Session>,
    ) -> PyResult<Bound<'py, PyList>> {
        let log = self.0.clone();
        let checked = run(py, session.get(), "verify", move |core| log.verify(core))?;
        to_list(py, checked, CheckedFile::from)
    }

    fn __repr__(&self) -> String {
        format!("ReceiptLog('{}')", self.0.path().display())
    }
}

record! {
    /// A file that was stored: a line of a `ReceiptLog`.
    StoredFile {
        /// When the line was written, in seconds since 1970.
        time: i64,
        /// The name of the host.
        host: String,
        /// The origin of its API.
        base_url: String,
        /// The id of the file.
        id: String,
        /// The name that was stored.
        name: String,
        /// The name that was wanted.
        wanted_name: String,
        /// Bytes.
        bytes: u64,
        /// How it got there, as in `Receipt.how`.
        how: String,
        /// What the host confirmed: `no`, `size` or `md5`.
        verified: String,
        /// The login of the account, where the session was given one.
        account: Option<String> = None,
        /// The folder that it was sent to; None for the root.
        folder: Option<String> = None,
        /// The public link.
        url: Option<String> = None,
        /// MD5 in 32 lower-case hexadecimal digits, if it was known.
        md5: Option<String> = None,
        /// Where it was on this machine, as a `pathlib.Path`; None if it was no file with a path.
        source: Option<PathBuf> = None,
    }
}

impl From<gigahost::StoredFile> for StoredFile {
    fn from(file: gigahost::StoredFile) -> Self {
        Self {
            how: file.how.name().to_owned(),
            verified: file.verified.name().to_owned(),
            time: file.time,
            host: file.host,
            base_url: file.base_url,
            id: file.id,
            name: file.name,
            wanted_name: file.wanted_name,
            bytes: file.bytes,
            account: file.account,
            folder: file.folder,
            url: file.url,
            md5: file.md5,
            source: file.source,
        }
    }
}

record! {
    /// What a host says of a stored file.
    CheckedFile {
        /// The file.
        file: StoredFile,
        /// Whether it is still there: `there`, `gone`, or `unknown` if the host cannot be asked.
        standing: String,
        /// Why it counts as gone, why that is unknown, or why it is not sent again.
        why: Option<String> = None,
        /// The upload in the queue by which it is sent again.
        transfer: Option<u64> = None,
    }
}

impl From<gigahost::Checked> for CheckedFile {
    fn from(checked: gigahost::Checked) -> Self {
        Self {
            standing: checked.standing.name().to_owned(),
            file: checked.file.into(),
            why: checked.why,
            transfer: checked.transfer,
        }
    }
}

impl Receipt {
    /// As far as a log has it.
    fn to_core(&self) -> PyResult<gigahost::Receipt> {
        let Entry { id, name, .. } = &self.entry;
        let mut entry = gigahost::Entry::default();
        entry.id.clone_from(id);
        entry.name.clone_from(name);
        entry.url.clone_from(&self.url);
        entry.size = Some(self.bytes);
        let (wanted, md5) = (self.wanted_name.clone(), self.md5.clone());
        let (how, verified) = (word("how", &self.how)?, word("verified", &self.verified)?);
        Ok(gigahost::Receipt::known(entry, how, wanted, md5, verified))
    }
}

fn word<T: serde::de::DeserializeOwned>(name: &str, word: &str) -> PyResult<T> {
    serde_json::from_value(word.into()).map_err(|_| {
        pyo3::exceptions::PyValueError::new_err(format!("`{name}` cannot be {word:?}"))
    })
}
