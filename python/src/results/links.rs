//! `LinkStatus`, `Batch`, `RemoteJob` and `ShareLink`.

use pyo3::prelude::*;

use super::{Entry, json_of, record, word};
use crate::secret::Hidden;
use crate::value::Json;

record! {
    /// What a host says of a public link.
    LinkStatus {
        /// The link as it was asked about.
        url: String,
        /// Whether it leads to a file.
        alive: bool,
        /// The name of the file.
        name: Option<String> = None,
        /// Bytes.
        size: Option<u64> = None,
        /// The host's own word for the status.
        status: Option<String> = None,
    }
}

impl From<gigahost::LinkStatus> for LinkStatus {
    fn from(link: gigahost::LinkStatus) -> Self {
        Self {
            url: link.url,
            alive: link.alive,
            name: link.name,
            size: link.size,
            status: link.status,
        }
    }
}

record! {
    /// What became of each item of a verb that takes many. A refused item is no exception: look at
    /// `failed`, or ask `complete`.
    Batch {
        /// The ids for which it was done.
        done: Vec<String>,
        /// The ids for which it was not, each with the host's text or None.
        failed: Vec<(String, Option<String>)> = Vec::new(),
    }
}

#[pymethods]
impl Batch {
    /// Whether it was done for all.
    #[getter]
    fn complete(&self) -> bool {
        self.failed.is_empty()
    }
}

impl From<gigahost::Batch> for Batch {
    fn from(batch: gigahost::Batch) -> Self {
        Self { done: batch.done, failed: batch.failed }
    }
}

record! {
    /// A file that the host fetches by itself.
    RemoteJob {
        /// The id of the job.
        id: String,
        /// What it is doing: `waiting`, `running`, `done`, `failed`, `cancelled`, or a word of the
        /// host's own, to be taken as still running.
        state: String,
        /// The source, as the host repeats it.
        url: Option<String> = None,
        /// Bytes fetched.
        done: Option<u64> = None,
        /// Bytes in all.
        size: Option<u64> = None,
        /// The file, once it is there.
        entry: Option<Entry> = None,
        /// Why it failed, in the host's words.
        error: Option<String> = None,
    }
}

impl From<gigahost::RemoteJob> for RemoteJob {
    fn from(job: gigahost::RemoteJob) -> Self {
        Self {
            state: word(&job.state),
            id: job.id,
            url: job.url,
            done: job.done,
            size: job.size,
            entry: job.entry.map(Entry::from),
            error: job.error,
        }
    }
}

record! {
    /// A link for one download.
    ShareLink {
        /// The id of the link.
        id: String,
        /// The link. Whoever has it can use it once.
        url: Option<Hidden> = None,
        /// The file it leads to.
        file: Option<String> = None,
        /// Whether it was used.
        downloaded: Option<bool> = None,
        /// When it was made, in seconds since 1970.
        created: Option<i64> = None,
        /// The host's own JSON, whole and unmasked. Not compared.
        json: Json = Json::default(),
    }
}

impl From<gigahost::Answer<gigahost::ShareLink>> for ShareLink {
    fn from(answer: gigahost::Answer<gigahost::ShareLink>) -> Self {
        let json = json_of(&answer);
        let link = answer.into_inner();
        Self {
            id: link.id,
            url: link.url.map(Hidden),
            file: link.file,
            downloaded: link.downloaded,
            created: link.created,
            json,
        }
    }
}
