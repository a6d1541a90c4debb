//! gett: Live

use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, TryLockError};

use gigahost::Status;
use gigahost::hosts::gett::Live;

use crate::border::{Caller, Fail, Handle, c_string, guard, handle, optional, plain};
use crate::error::{gigahost_error, release};
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// An open Live connection to ge.tt. Files that are announced with its session text
/// (gigahost_gett_files_create()) are listed and downloadable at once; when somebody requests one,
/// the host sends an event, and its bytes are then sent with gigahost_gett_upload_put().
///
/// A handle: made by gigahost_gett_live(), released with gigahost_live_close(). All its work
/// happens on the thread inside gigahost_live_next(), which must be called often: the host expects
/// to receive something at least once a minute. While one thread is inside a call with it, others
/// get GIGAHOST_E_BUSY. Closing its session does not close it.
pub struct gigahost_live {
    _private: [u8; 0],
}

impl Handle for gigahost_live {
    type Object = LiveConnection;
    const NAME: &'static str = "live";
}

/// The object of a handle.
pub(crate) struct LiveConnection {
    /// There until it is dropped.
    live: Mutex<Option<Live>>,
    /// As the last call left it: looking at it must not keep a call from beginning.
    connected: AtomicBool,
    text: CString,
}

impl LiveConnection {
    fn new(live: Live) -> Self {
        Self {
            connected: AtomicBool::new(live.is_connected()),
            text: c_string(live.session()),
            live: Mutex::new(Some(live)),
        }
    }

    /// Does something with the connection, unless another thread does.
    fn exchange<T>(&self, f: impl FnOnce(&mut Live) -> Result<T, Fail>) -> Result<T, Fail> {
        let mut live = match self.live.try_lock() {
            Ok(live) => live,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(busy()),
        };
        let live = live.as_mut().ok_or_else(|| Fail::handle("is closed").about("live"))?;
        let outcome = f(live);
        self.connected.store(live.is_connected(), Ordering::Relaxed);
        outcome
    }
}

impl Drop for LiveConnection {
    fn drop(&mut self) {
        if let Some(live) = self.live.get_mut().ok().and_then(Option::take) {
            live.close();
        }
    }
}

fn busy() -> Fail {
    Fail::new(Status::Busy, "is in use by another thread").about("live")
}

impl Caller {
    fn live<T>(
        &self,
        live: *const gigahost_live,
        f: impl FnOnce(&mut Live) -> Result<T, Fail>,
    ) -> Result<T, Fail> {
        self.object(live, |connection| connection.exchange(f))?
    }
}

/// ge.tt Live, wss://.../: opens a connection. `live_session` is any text; it identifies this
/// account's files until they are sent. NULL means 128 random bits.
///
/// GIGAHOST_E_PROTOCOL for a host that does not speak WebSocket; otherwise the errors of logging in
/// and connecting. The host does not say whether it accepts the session text: a rejected one shows
/// up as a lost connection.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_gett_live(
    session: *const gigahost_session,
    live_session: *const c_char,
    out: *mut *mut gigahost_live,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| {
            let live_session = from.opt_text("live_session", live_session)?;
            let live = from.session(session)?.gett()?.live(live_session)?;
            Ok(LiveConnection::new(live))
        })
    }
}

/// Waits for the next event, at most this many milliseconds; `out` is NULL if there was none.
/// Answers the host's pings and sends its own. The cancel token and the deadline of the session
/// apply; the deadline starts anew with each call.
///
/// Document: "event" ("download": send the bytes of this file now, unless that is under way;
/// "filestat": an upload has begun; "storage_limit": the upload of this file exceeds the storage,
/// stop it; "violated_terms": the host has removed this file) and "file" with "sharename", "fileid"
/// and "filename". Also "increment" (download: whether it counts as one), "size" (filestat: bytes)
/// and "reason" (violated_terms: in the host's words). Without "event" it is a message that this
/// library does not know, as the host sent it.
///
/// GIGAHOST_E_NETWORK if the connection is lost, GIGAHOST_E_STALLED if the host was silent for 150
/// s; call gigahost_live_reconnect() then. GIGAHOST_E_BUSY while another thread is inside a call
/// with this connection.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_live_next(
    live: *const gigahost_live,
    milliseconds: i64,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        optional(out, error, |from, _| {
            let timeout = from.milliseconds("milliseconds", milliseconds)?;
            let event = from.live(live, |live| Ok(live.next(timeout)?))?;
            event.as_ref().map(gigahost_value::from_typed).transpose()
        })
    }
}

/// Connects again with the same session text, to which the files stay bound. Tries five times, with
/// increasing pauses. GIGAHOST_E_BUSY while another thread is inside a call with this connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_live_reconnect(
    live: *const gigahost_live,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.live(live, |live| Ok(live.reconnect()?))) }
}

/// 1 if it was connected at the end of the last call with it, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_live_is_connected(live: *const gigahost_live) -> i32 {
    // SAFETY: the pointer is what the header says.
    unsafe {
        plain(0, |from| {
            let connected = from.object(live, |live| live.connected.load(Ordering::Relaxed));
            connected.unwrap_or(false).into()
        })
    }
}

/// The session text, for gigahost_gett_files_create(); NULL if the handle is not valid. Lives until
/// the handle is closed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_live_session(live: *const gigahost_live) -> *const c_char {
    // SAFETY: the pointer is what the header says.
    unsafe {
        plain(ptr::null(), |from| {
            from.object(live, |live| live.text.as_ptr()).unwrap_or(ptr::null())
        })
    }
}

/// Closes a connection, with a WebSocket closing handshake. Safe while another thread is inside a
/// call with it: that call continues, and the connection is closed after it. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_live_close(live: *mut gigahost_live) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(live)) }
}
