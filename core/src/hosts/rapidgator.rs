//! rapidgator.net, API v2: 32 operations.
//!
//! Every call is a POST with a form body: the token never appears in a URL. The `status` in the
//! body decides; the HTTP code is only a second opinion.

mod answer;
mod batch;
mod bytes;
mod download;
mod file;
mod folder;
#[cfg(test)]
mod golden;
mod remote;
mod table;
mod trashcan;
mod types;
mod upload;
mod user;
mod verbs;

pub use file::Hashcopy;
pub use folder::Paging;
pub use types::*;

use crate::{Error, Host, Session};

/// The operations of rapidgator, on a session at it. See [`Session::rapidgator`].
#[derive(Clone, Copy, Debug)]
pub struct Rapidgator<'s> {
    session: &'s Session,
}

impl<'s> Rapidgator<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of rapidgator.
pub(crate) struct Adapter;

/// At most so many links in one `file_check_link`.
pub(crate) const LINKS_AT_ONCE: usize = 25;
/// At most so many ids in one call. The host names no limit; this keeps requests small.
pub(crate) const IDS_AT_ONCE: usize = 100;

/// The id of the root when a destination is needed: the host wants its number.
fn root_id(session: &Session) -> Result<String, Error> {
    let root = session.rapidgator()?.folder_info(None)?;
    Ok(root.folder_id.clone())
}

impl Session {
    /// The operations of rapidgator. [`Status::Argument`](crate::Status::Argument) if the session is at another host.
    pub fn rapidgator(&self) -> Result<Rapidgator<'_>, Error> {
        self.at(Host::Rapidgator).map(Rapidgator::new)
    }
}
