//! Sessions

use gigahost::Session;

use crate::border::{Caller, Fail, Handle, guard, handle, plain, result};
use crate::cancel::gigahost_cancel;
use crate::config::{Config, gigahost_config};
use crate::error::{gigahost_error, release};
use crate::host::{capability_of, number_of};
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// One account at one host.
///
/// A handle: made by gigahost_session_open() and by the two functions that create another view of a
/// session, released with gigahost_session_close(). Any number of threads may use it at once. It
/// logs in automatically when the first call needs it, once for all threads; renews an expired
/// token, once per call; and never sends a rejected password again.
///
/// Inside a callback of one of its calls, the session and every other view of it give
/// GIGAHOST_E_BUSY. After fork() the child gets GIGAHOST_E_FORKED and must open its own.
pub struct gigahost_session {
    _private: [u8; 0],
}

impl Handle for gigahost_session {
    type Object = Session;
    const NAME: &'static str = "session";
}

impl Caller {
    /// The session of a handle. It is whole until the call is over, even if the handle is closed.
    // Almost every function wants one.
    #[inline(never)]
    pub(crate) fn session(&self, session: *const gigahost_session) -> Result<Session, Fail> {
        self.object(session, Session::clone)
    }
}

/// Opens a session with these settings. Nothing is sent yet.
/// GIGAHOST_E_ARGUMENT for credentials that do not fit the host or cannot be
/// sent, and for a malformed address; GIGAHOST_E_INSECURE_REFUSED for an
/// "http" base URL without permission.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_session_open(
    config: *const gigahost_config,
    out: *mut *mut gigahost_session,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |from| Ok(from.config(config, Config::build)??)) }
}

/// Creates another handle of the same session, whose calls end when `cancel` is cancelled. Login,
/// connections and limits are shared.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_session_with_cancel(
    session: *const gigahost_session,
    cancel: *const gigahost_cancel,
    out: *mut *mut gigahost_session,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| {
            let session = from.session(session)?;
            Ok(session.with_cancel(&from.cancel(cancel)?))
        })
    }
}

/// Creates another handle of the same session, whose calls (transfers included) take at most this
/// many milliseconds in total. Login, connections and limits are shared. With 0, the calls fail
/// with GIGAHOST_E_ARGUMENT.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_session_with_deadline(
    session: *const gigahost_session,
    milliseconds: i64,
    out: *mut *mut gigahost_session,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| {
            let deadline = from.milliseconds("milliseconds", milliseconds)?;
            Ok(from.session(session)?.with_deadline(deadline))
        })
    }
}

/// Closes a handle of a session. Sends nothing and waits for nothing; NULL is a no-op. Calls
/// running on other threads finish undisturbed; later calls get GIGAHOST_E_HANDLE, and so does a
/// second close. To log out at the host as well, call gigahost_logout() first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_session_close(session: *mut gigahost_session) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(session)) }
}

/// The gigahost_host of a session; 0 if the handle is not valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_session_host(session: *const gigahost_session) -> i32 {
    // SAFETY: the pointer is what the header says.
    unsafe { plain(0, |from| from.session(session).map_or(0, |session| number_of(session.host()))) }
}

/// 1 if the host of this session supports this gigahost_capability, else 0, also if there is no
/// such session or capability.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_session_supports(
    session: *const gigahost_session,
    capability: i32,
) -> i32 {
    // SAFETY: the pointer is what the header says.
    unsafe {
        plain(0, |from| match (from.session(session), capability_of(capability)) {
            (Ok(session), Some(capability)) => session.supports(capability).into(),
            _ => 0,
        })
    }
}

/// Fetches what was odd about answers of the host that could be read all the same: a notice of its
/// software beside an answer, characters that are none. Each once, the latest last, 32 at most. For a
/// call it means nothing; who looks after a host wants to know. Contacts nobody.
///
/// Document: a list of texts, with the session's secrets masked.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_session_notes(
    session: *const gigahost_session,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, _| gigahost_value::from_typed(&from.session(session)?.notes()))
    }
}

/// Logs in now rather than on the first call that needs it. Does nothing if there is a token
/// already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_login(
    session: *const gigahost_session,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| Ok(from.session(session)?.login()?)) }
}

/// Discards the token, and invalidates it at the host if the host supports that. The session drops
/// the token even if the call fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_logout(
    session: *const gigahost_session,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| Ok(from.session(session)?.logout()?)) }
}
