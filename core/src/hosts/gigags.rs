//! giga.gs: 8 operations. The host's page lists calls and parameters, but no responses at all; six
//! keys of responses are known from the site's own script. So everything is read leniently, and
//! what cannot be found is absent.

mod answer;
mod download;
mod files;
#[cfg(test)]
mod golden;
mod limit;
mod listing;
mod session;
mod table;
mod types;
mod upload;
mod verbs;

pub use types::*;

use crate::{Error, Host, Session};

/// The operations of gigags, on a session at it. See [`Session::gigags`].
#[derive(Clone, Copy, Debug)]
pub struct GigaGs<'s> {
    session: &'s Session,
}

impl<'s> GigaGs<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of gigags.
pub(crate) struct Adapter;

impl Session {
    /// The operations of giga.gs.
    pub fn gigags(&self) -> Result<GigaGs<'_>, Error> {
        self.at(Host::GigaGs).map(GigaGs::new)
    }
}
