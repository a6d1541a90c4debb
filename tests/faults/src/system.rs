//! What systems do differently: the processor time of a thread.

use std::time::Duration;

/// The processor time that this thread has used so far.
#[cfg(unix)]
pub(crate) fn thread_cpu() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        u64::try_from(time.tv_sec).unwrap_or_default(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

/// None is known here: what is asserted of it always holds.
#[cfg(not(unix))]
pub(crate) fn thread_cpu() -> Duration {
    Duration::ZERO
}
