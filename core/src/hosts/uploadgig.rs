//! uploadgig.com, upload API: 2 operations.
//!
//! There is no session and no token: every upload begins with a call that sends the password and
//! counts as a login. There is no listing either, so an upload whose response is lost cannot be
//! looked up: it fails with [`Status::OutcomeUnknown`](crate::Status::OutcomeUnknown).

mod action;
mod answer;
#[cfg(test)]
mod golden;
mod slug;
mod table;
mod types;
mod upload;
mod verbs;

pub use types::*;

use crate::{Error, Host, Session};

/// The operations of uploadgig, on a session at it. See [`Session::uploadgig`].
#[derive(Clone, Copy, Debug)]
pub struct UploadGig<'s> {
    session: &'s Session,
}

impl<'s> UploadGig<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of uploadgig.
pub(crate) struct Adapter;

impl Session {
    /// The operations of uploadgig.
    pub fn uploadgig(&self) -> Result<UploadGig<'_>, Error> {
        self.at(Host::UploadGig).map(UploadGig::new)
    }
}
