//! What systems do differently: the processor time of a thread, and what sockets need before the first.

use std::io;
use std::time::Duration;

/// Whatever sockets need before one is made that is not the standard library's: nothing here.
#[cfg(not(windows))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(crate) fn start_sockets() -> io::Result<()> {
    Ok(())
}

/// Whatever sockets need before one is made that is not the standard library's.
#[cfg(windows)]
pub(crate) fn start_sockets() -> io::Result<()> {
    Ok(rustix::net::wsa_startup().map(drop)?)
}

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
