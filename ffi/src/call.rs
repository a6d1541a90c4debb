//! Any endpoint of a host

use std::ffi::c_char;

use crate::border::Fail;
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::{answer, gigahost_value};

/// Calls an endpoint of the host's API that this library does not model, by its path, such as
/// "/api/v2/user/info". `names` and `values` are the parameters, `count` of each. They are sent in
/// the same way as those of the host's other calls, with the token attached. The call is never
/// retried automatically. GIGAHOST_E_UNSUPPORTED for an operation that carries a file.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_call(
    session: *const gigahost_session,
    path: *const c_char,
    names: *const *const c_char,
    values: *const *const c_char,
    count: usize,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        answer(out, error, |from| {
            let names = from.texts("names", names, count)?;
            let values = from.texts("values", values, count)?;
            let parameters: Vec<_> = names.into_iter().zip(values).collect();
            let path = from.text("path", path)?;
            from.session(session)?.call(path, &parameters).map_err(Fail::from)
        })
    }
}
