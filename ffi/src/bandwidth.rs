//! Bandwidth
//!
//! A budget limits how fast the bytes of files move, and how many a day. Sessions that are opened with
//! the same budget share it. It may be changed at any time, also while transfers run.

use gigahost::Bandwidth;

use crate::border::{Caller, Fail, Handle, guard, handle, plain};
use crate::error::{gigahost_error, release};
use crate::status::gigahost_status;

/// A budget for the bytes of files. Calls of the API are not counted. The average over a few seconds
/// stays within 5 % of the limit.
///
/// A handle: made by gigahost_bandwidth_new(), released with gigahost_bandwidth_free(). Sessions keep
/// their own reference to it. Any number of threads may use it at once.
pub struct gigahost_bandwidth {
    _private: [u8; 0],
}

impl Handle for gigahost_bandwidth {
    type Object = Bandwidth;
    const NAME: &'static str = "bandwidth";
}

impl Caller {
    pub(crate) fn bandwidth(
        &self,
        bandwidth: *const gigahost_bandwidth,
    ) -> Result<Bandwidth, Fail> {
        self.object(bandwidth, Bandwidth::clone)
    }
}

/// Creates a budget without limits.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_bandwidth_new(
    out: *mut *mut gigahost_bandwidth,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |_| Ok(Bandwidth::new())) }
}

/// Sets the most bytes per second that go to hosts (`up`) and come from them (`down`); -1 for no limit.
/// Less than 1024 counts as 1024.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_bandwidth_set(
    bandwidth: *const gigahost_bandwidth,
    up: i64,
    down: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        guard(error, |from| {
            let (up, down) = (from.opt_number("up", up)?, from.opt_number("down", down)?);
            let bandwidth = from.bandwidth(bandwidth)?;
            bandwidth.set_up(up);
            bandwidth.set_down(down);
            Ok(())
        })
    }
}

/// Sets the most bytes that go to hosts and come from them in a day, which begins at midnight UTC; -1
/// for no limit. A file that does not fit into what is left of the day fails with GIGAHOST_E_QUOTA
/// before a byte is moved, and the error says how long the day lasts.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_bandwidth_set_per_day(
    bandwidth: *const gigahost_bandwidth,
    up: i64,
    down: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        guard(error, |from| {
            let (up, down) = (from.opt_number("up", up)?, from.opt_number("down", down)?);
            let bandwidth = from.bandwidth(bandwidth)?;
            bandwidth.set_up_per_day(up);
            bandwidth.set_down_per_day(down);
            Ok(())
        })
    }
}

/// Adds bytes to what moved today: what an earlier run of the program has used up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_bandwidth_add_today(
    bandwidth: *const gigahost_bandwidth,
    up: u64,
    down: u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        guard(error, |from| {
            from.bandwidth(bandwidth)?.add_today(up, down);
            Ok(())
        })
    }
}

/// The bytes that went to hosts since midnight UTC, through this budget; 0 if there is no such budget.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_bandwidth_up_today(bandwidth: *const gigahost_bandwidth) -> u64 {
    // SAFETY: the pointer is what the header says.
    unsafe { plain(0, |from| from.bandwidth(bandwidth).map_or(0, |budget| budget.up_today())) }
}

/// The bytes that came from hosts since midnight UTC, through this budget; 0 if there is no such budget.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_bandwidth_down_today(
    bandwidth: *const gigahost_bandwidth,
) -> u64 {
    // SAFETY: the pointer is what the header says.
    unsafe { plain(0, |from| from.bandwidth(bandwidth).map_or(0, |budget| budget.down_today())) }
}

/// Releases a budget. Sessions that were opened with it keep to it. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_bandwidth_free(
    bandwidth: *mut gigahost_bandwidth,
) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(bandwidth)) }
}
