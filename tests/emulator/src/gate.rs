//! Where stalled requests and answers wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;

/// Holds whatever a stall fault stops, until the next release.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    releases: watch::Sender<u64>,
    held: AtomicUsize,
}

/// A place at the gate. Dropping it, as when its connection goes away, gives it up.
#[derive(Debug)]
pub(crate) struct Place {
    gate: Arc<Gate>,
    releases: watch::Receiver<u64>,
}

impl Place {
    /// Waits for the first release since the place was taken. May be called off and begun again.
    pub(crate) async fn released(&mut self) {
        // An error means that the emulator ends, which releases everything too.
        let _ = self.releases.changed().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.gate.held.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Gate {
    pub(crate) fn place(self: &Arc<Self>) -> Place {
        let releases = self.releases.subscribe();
        self.held.fetch_add(1, Ordering::SeqCst);
        Place { gate: Arc::clone(self), releases }
    }

    /// Waits for the next release.
    pub(crate) async fn wait(self: &Arc<Self>) {
        self.place().released().await;
    }

    pub(crate) fn release(&self) {
        self.releases.send_modify(|count| *count += 1);
    }

    /// How many wait at present.
    pub(crate) fn held(&self) -> usize {
        self.held.load(Ordering::SeqCst)
    }
}
