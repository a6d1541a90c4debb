//! Links for one download

use std::ffi::c_char;

use gigahost::Secret;

use crate::border::result;
use crate::entry::truth;
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::value::gigahost_value;

/// A link for one download. Strings are NULL and numbers -1 if the host does not report them. A
/// result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_one_time_link {
    /// The id of the link. Never NULL.
    pub id: *const c_char,
    /// The link. Anyone who has it can use it once: a secret.
    pub url: *const c_char,
    /// The file it leads to.
    pub file: *const c_char,
    /// 1 if it was used, 0 if not.
    pub downloaded: i32,
    /// When it was created, in seconds since 1970.
    pub created: i64,
    /// The host's own response, unmasked.
    pub host_json: *const gigahost_value,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_one_time_link {}

/// Creates a link that works for one download of `file`.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_share_link(
    session: *const gigahost_session,
    file: *const c_char,
    out: *mut *const gigahost_one_time_link,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let link = from.session(session)?.share_link(from.text("file", file)?)?;
            Ok(gigahost_one_time_link {
                id: keep.text(&link.id),
                url: keep.opt_text(link.url.as_ref().map(Secret::expose)),
                file: keep.opt_text(link.file.as_deref()),
                downloaded: truth(link.downloaded),
                created: link.created.unwrap_or(-1),
                host_json: keep.part(gigahost_value::of_json(link.host_json())),
            })
        })
    }
}
