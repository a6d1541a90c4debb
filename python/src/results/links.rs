//! `LinkStatus`, `Batch`, `RemoteJob` and `ShareLink`.

use pyo3::prelude::*;

use super::{Entry, json_of, record};
use crate::secret::Hidden;
use crate::value::Json;

record! {
    /// What a host reports about a public link.
    LinkStatus {
        /// The link as given.
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
    /// The outcome for each item of a batch verb. A rejected item does not raise an exception:
    /// check `failed` or `complete`.
    Batch {
        /// The ids of the items that succeeded.
        done: Vec<String>,
        /// The ids of the items that failed, each with the host's text or None.
        failed: Vec<(String, Option<String>)> = Vec::new(),
    }
}

#[pymethods]
impl Batch {
    /// Whether all items succeeded.
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
        /// Its state: `waiting`, `running`, `done`, `failed`, `cancelled`, or a word of the host's
        /// own, to be treated as still running.
        state: String,
        /// The source, as the host reports it.
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
            state: job.state.name().to_owned(),
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
        /// The link. Anyone who has it can use it once.
        url: Option<Hidden> = None,
        /// The file it leads to.
        file: Option<String> = None,
        /// Whether it was used.
        downloaded: Option<bool> = None,
        /// When it was created, in seconds since 1970.
        created: Option<i64> = None,
        /// The host's own JSON, complete and unmasked. Not part of comparisons.
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
