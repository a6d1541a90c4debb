//! Public links

use std::ffi::c_char;

use gigahost::LinkStatus;

use crate::border::{Keep, result};
use crate::entry::bytes;
use crate::error::gigahost_error;
use crate::session::gigahost_session;
use crate::status::gigahost_status;

/// What a host reports about a public link. Strings are NULL and numbers -1 if it does not report
/// them. Part of a gigahost_links.
#[repr(C)]
pub struct gigahost_link {
    /// The link as given. Never NULL.
    pub url: *const c_char,
    /// 1 if it leads to a file, else 0.
    pub alive: i32,
    /// The name of the file.
    pub name: *const c_char,
    /// Bytes.
    pub size: i64,
    /// The host's own word for the status.
    pub status: *const c_char,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_link {}

/// What a host reports about public links, in the order given. A result, released with
/// gigahost_free().
#[repr(C)]
pub struct gigahost_links {
    /// Number of items.
    pub count: usize,
    /// The links.
    pub links: *const *const gigahost_link,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_links {}

/// Checks which public links are alive. Takes any number: the library splits it by the host's
/// limit.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_check_links(
    session: *const gigahost_session,
    links: *const *const c_char,
    link_count: usize,
    out: *mut *const gigahost_links,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let links = from.texts("links", links, link_count)?;
            Ok(view(keep, &from.session(session)?.check_links(&links)?))
        })
    }
}

fn view(keep: &mut Keep, links: &[LinkStatus]) -> gigahost_links {
    let mut one = |link: &LinkStatus| {
        let view = gigahost_link {
            url: keep.text(&link.url),
            alive: link.alive.into(),
            name: keep.opt_text(link.name.as_deref()),
            size: bytes(link.size),
            status: keep.opt_text(link.status.as_deref()),
        };
        keep.part(view)
    };
    let links: Vec<_> = links.iter().map(&mut one).collect();
    gigahost_links { count: links.len(), links: keep.list(links) }
}
