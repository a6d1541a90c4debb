//! How a queue tells of its transfers.

use crate::progress::Progress;
use crate::results::record;

record! {
    /// A transfer of a queue, as it was when it was asked for.
    Transfer {
        /// Its number in the queue, from 1.
        id: u64,
        /// The name of the host.
        host: String,
        /// Which way it goes: `up` or `down`.
        direction: String,
        /// Of an upload the name that is wanted, where it is known; of a download the file at the
        /// host.
        name: String,
        /// Where it stands: `queued` (waits for a worker), `active` (`progress.stage` says more),
        /// `processing` (the host processes it; it holds no worker), `delayed` (the host asked to
        /// wait), `paused`, `done`, `failed` or `cancelled`.
        state: String,
        /// How far it is: the figures of its current stage, and which time it is tried.
        progress: Progress,
        /// Higher ones start first.
        priority: i32 = 0,
        /// Why it failed or was cancelled, or what it waits for while it is delayed; `Queue.result`
        /// raises the exception itself.
        error: Option<String> = None,
        /// The name of that error's status, such as `RATE_LIMITED`.
        status: Option<String> = None,
    }
}

impl From<&gigahost::Transfer> for Transfer {
    fn from(transfer: &gigahost::Transfer) -> Self {
        Self {
            id: transfer.id,
            host: transfer.host.name().to_owned(),
            direction: transfer.direction.name().to_owned(),
            name: transfer.name.clone(),
            state: transfer.state.name().to_owned(),
            progress: Progress::from(&transfer.progress),
            priority: transfer.priority,
            error: transfer.error.as_ref().map(ToString::to_string),
            status: transfer.error.as_ref().map(|error| error.status().name().to_owned()),
        }
    }
}

record! {
    /// The whole of a queue: all transfers that were ever added, those whose result was asked for
    /// included.
    Totals {
        /// Transfers that wait for a worker, or for the time that a host named.
        queued: usize = 0,
        /// Transfers that a worker has.
        active: usize = 0,
        /// Transfers that the host processes.
        processing: usize = 0,
        /// Transfers that are paused.
        paused: usize = 0,
        /// Transfers that succeeded.
        done: usize = 0,
        /// Transfers that failed or were cancelled.
        failed: usize = 0,
        /// Bytes that have arrived, of all transfers that did not fail.
        bytes_done: u64 = 0,
        /// Bytes of all transfers that did not fail, as far as their sizes are known.
        bytes_total: u64 = 0,
        /// Bytes per second over the last few seconds; None while there is too little data.
        rate: Option<f64> = None,
        /// Estimated seconds left; None while unknown.
        eta: Option<f64> = None,
    }
}

impl From<gigahost::Totals> for Totals {
    fn from(totals: gigahost::Totals) -> Self {
        Self {
            queued: totals.queued,
            active: totals.active,
            processing: totals.processing,
            paused: totals.paused,
            done: totals.done,
            failed: totals.failed,
            bytes_done: totals.bytes_done,
            bytes_total: totals.bytes_total,
            rate: totals.rate,
            eta: totals.eta.map(|eta| eta.as_secs_f64()),
        }
    }
}
