//! How the transfers of a queue are told to the caller.

use std::time::Duration;

use crate::{Capability, Download, Error, Host, Progress, Receipt};

/// Which way a transfer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the host.
    Up,
    /// From the host.
    Down,
}

impl Direction {
    /// The word in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::Up => Capability::Upload.name(),
            Self::Down => Capability::Download.name(),
        }
    }
}

/// Where a transfer of a queue stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransferState {
    /// It waits for a worker.
    Queued,
    /// A worker hashes, sends or receives; `progress.stage` says which.
    Active,
    /// The host has the bytes and processes them. It holds no worker.
    Processing,
    /// The host asked to wait; it is tried again when the time is up.
    Delayed,
    /// It waits for `resume`.
    Paused,
    /// It succeeded.
    Done,
    /// It failed; `error` says why.
    Failed,
    /// It was cancelled.
    Cancelled,
}

impl TransferState {
    /// Every state, in the order of its number.
    pub const ALL: &'static [Self] = &[
        Self::Queued,
        Self::Active,
        Self::Processing,
        Self::Delayed,
        Self::Paused,
        Self::Done,
        Self::Failed,
        Self::Cancelled,
    ];

    /// The word in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Active => "active",
            Self::Processing => "processing",
            Self::Delayed => "delayed",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing will happen to it any more.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A transfer of a queue, as it was when it was asked for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transfer {
    /// Its number in the queue, from 1.
    pub id: u64,
    /// The host.
    pub host: Host,
    /// Which way it goes.
    pub direction: Direction,
    /// Of an upload the name that is wanted, where it is known; of a download the file at the host.
    pub name: String,
    /// Where it stands.
    pub state: TransferState,
    /// Higher ones start first.
    pub priority: i32,
    /// How far it is: the figures of its current stage, and which time it is tried.
    pub progress: Progress,
    /// Why it failed or was cancelled. While it is delayed: what it waits for.
    pub error: Option<Error>,
}

/// What a transfer that succeeded gives.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Transferred {
    /// Of an upload.
    Uploaded(Box<Receipt>),
    /// Of a download.
    Downloaded(Box<Download>),
}

impl Transferred {
    /// The file that a download made.
    pub(super) fn path(&self) -> Option<&std::path::Path> {
        match self {
            Self::Uploaded(_) => None,
            Self::Downloaded(download) => download.path.as_deref(),
        }
    }
}

/// The whole of a queue: all transfers that were ever added, those that were taken out included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Totals {
    /// Transfers that wait for a worker, or for the time that a host named.
    pub queued: usize,
    /// Transfers that a worker has.
    pub active: usize,
    /// Transfers that the host processes.
    pub processing: usize,
    /// Transfers that are paused.
    pub paused: usize,
    /// Transfers that succeeded.
    pub done: usize,
    /// Transfers that failed or were cancelled.
    pub failed: usize,
    /// Bytes that have arrived, of all transfers that did not fail.
    pub bytes_done: u64,
    /// Bytes of all transfers that did not fail, as far as their sizes are known.
    pub bytes_total: u64,
    /// Bytes per second over the last few seconds; `None` while there is too little data.
    pub rate: Option<f64>,
    /// Estimated time left; `None` while unknown.
    pub eta: Option<Duration>,
}
