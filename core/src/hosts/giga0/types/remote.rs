//! Imports: files that the host fetches by itself.

use super::date;
use crate::wire::{Malformed, Node};
use crate::{Entry, Kind, RemoteJob, RemoteState, State};

/// An import that was put into the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UrlUpload {
    /// The id of the import.
    pub scheduled_item_id: String,
    /// The link, as the host understood it.
    pub url: Option<String>,
}

impl UrlUpload {
    pub(in super::super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        Ok(Self { scheduled_item_id: node.need_text("scheduled_item_id")?, url: node.text("url")? })
    }
}

/// A file that an import has fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DownloadedFile {
    /// Its id.
    pub file_id: String,
    /// Its name.
    pub name: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// The public page.
    pub url: Option<String>,
}

/// An import from a URL. Dates are `Y-m-d H:i:s` without a zone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serialize", derive(serde::Serialize))]
#[non_exhaustive]
pub struct UrlTask {
    /// The id of the import.
    pub scheduled_item_id: String,
    /// Its state; only words that begin with `complete`, `fail`, `error` or `cancel` are final.
    pub status: Option<String>,
    /// When it was put into the queue.
    pub created: Option<String>,
    /// When it began.
    pub started: Option<String>,
    /// When it ended.
    pub finished: Option<String>,
    /// Bytes.
    pub total_size: Option<u64>,
    /// The file, once it is there.
    pub downloaded_file: Option<DownloadedFile>,
}

impl UrlTask {
    pub(in super::super) fn read(node: Node<'_>) -> Result<Self, Malformed> {
        let file = |file: Node<'_>| {
            Ok(DownloadedFile {
                file_id: file.need_text("file_id")?,
                name: file.text("name")?,
                size: file.size("size")?,
                url: file.text("url")?,
            })
        };
        Ok(Self {
            scheduled_item_id: node.need_text("scheduled_item_id")?,
            status: node.text("status")?,
            created: date(&node, "created")?,
            started: date(&node, "started")?,
            finished: date(&node, "finished")?,
            total_size: node.size("total_size")?,
            downloaded_file: node.child("downloaded_file", file)?,
        })
    }

    /// What it is doing. Only the endings are known; every other word means that it still runs.
    pub(in super::super) fn state(&self) -> RemoteState {
        let word = self.status.clone().unwrap_or_default();
        let lower = word.to_ascii_lowercase();
        let begins = |ways: &[&str]| ways.iter().any(|way| lower.starts_with(way));
        if begins(&["complete"]) {
            RemoteState::Done
        } else if begins(&["fail", "error"]) {
            RemoteState::Failed
        } else if begins(&["cancel"]) {
            RemoteState::Cancelled
        } else if begins(&["schedul", "pending", "queue", "wait"]) {
            RemoteState::Waiting
        } else if begins(&["run", "download", "process"]) {
            RemoteState::Running
        } else {
            RemoteState::Other(word)
        }
    }

    pub(in super::super) fn remote_job(&self) -> RemoteJob {
        let state = self.state();
        let failed = matches!(state, RemoteState::Failed | RemoteState::Cancelled);
        RemoteJob {
            id: self.scheduled_item_id.clone(),
            url: None,
            done: None,
            size: self.total_size.filter(|size| *size > 0),
            entry: self.downloaded_file.as_ref().map(|file| Entry {
                id: file.file_id.clone(),
                kind: Kind::File,
                name: file.name.clone().unwrap_or_default(),
                size: file.size,
                state: Some(State::Ready),
                url: file.url.clone(),
                ..Entry::default()
            }),
            error: self.status.clone().filter(|_| failed),
            state,
        }
    }
}
