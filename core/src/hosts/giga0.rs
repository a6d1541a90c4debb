//! cloud.giga0.com, and every site with the same "File Upload" API v2: 24 operations.
//!
//! Every call is a POST with a form body: neither the token nor a key ever appears in a URL. Errors
//! come with HTTP 200, so the state in the body decides; the HTTP code is only a second opinion.

mod account;
mod admin;
mod answer;
mod download;
mod file;
mod folder;
#[cfg(test)]
mod golden;
mod login;
mod remote;
mod table;
mod types;
mod upload;
mod verbs;

pub use account::Authorization;
pub use admin::{AccountEdit, NewAccount};
pub use file::FileEdit;
pub use folder::{FolderEdit, NewFolder};
pub use types::*;

use crate::{Error, Host, Session};

/// The operations of giga0, on a session at it. See [`Session::giga0`].
#[derive(Clone, Copy, Debug)]
pub struct Giga0<'s> {
    session: &'s Session,
}

impl<'s> Giga0<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of giga0.
pub(crate) struct Adapter;

impl Session {
    /// The operations of giga0 and compatible sites.
    pub fn giga0(&self) -> Result<Giga0<'_>, Error> {
        self.at(Host::Giga0).map(Giga0::new)
    }
}
