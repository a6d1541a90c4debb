//! The emulator's clock: real time plus whatever a test added.

use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Runs with real time and can be moved forward.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn advance(&self, by: Duration) {
        *self.ahead.lock().unwrap() += by;
    }

    pub(crate) fn reset(&self) {
        *self.ahead.lock().unwrap() = Duration::ZERO;
    }

    /// Time since 1970, the unit of every expiry.
    pub(crate) fn now(&self) -> Duration {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        real + *self.ahead.lock().unwrap()
    }

    /// Whole seconds since 1970.
    pub(crate) fn unix(&self) -> u64 {
        self.now().as_secs()
    }
}
