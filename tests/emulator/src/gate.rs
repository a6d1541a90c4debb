//! Where stalled requests and answers wait.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;

/// Holds whatever a stall fault stops, until the next release.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    releases: watch::Sender<u64>,
    held: AtomicUsize,
}

/// Counts a waiter off even if its connection goes away while it waits.
struct Waiter<'a>(&'a AtomicUsize);

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Gate {
    /// Waits for the next release.
    pub(crate) async fn wait(&self) {
        let mut releases = self.releases.subscribe();
        self.held.fetch_add(1, Ordering::SeqCst);
        let _waiter = Waiter(&self.held);
        // An error means that the emulator ends, which releases everything too.
        let _ = releases.changed().await;
    }

    pub(crate) fn release(&self) {
        self.releases.send_modify(|count| *count += 1);
    }

    /// How many wait at present.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::SeqCst)
    }
}
