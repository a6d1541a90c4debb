//! ge.tt, REST v1 and Live: 18 operations.
//!
//! Files are in shares; a share is what other hosts call a folder, and shares are not nested. The
//! verbs take a file as `share/fileid` and a share by its name.
//!
//! The service may be gone, and its domain name may pass to somebody else. So no credential is sent
//! to it unless the caller sets a base URL with [`Builder::base_url`](crate::Builder::base_url),
//! even if it is the default `https://open.ge.tt`; without that, calls that need a credential fail
//! with [`Status::Unsupported`](crate::Status::Unsupported) before a socket is opened. Reading
//! shares and files needs no credential and works either way.

mod answer;
mod bytes;
mod download;
mod files;
#[cfg(test)]
mod golden;
mod live;
mod shares;
mod table;
mod token;
mod types;
mod upload;
mod users;
mod verbs;

pub use live::{Live, LiveEvent, LiveFile};
pub use types::*;

use crate::{Error, Host, Session};

/// The operations of ge.tt, on a session at it. See [`Session::gett`].
#[derive(Clone, Copy, Debug)]
pub struct Gett<'s> {
    session: &'s Session,
}

impl<'s> Gett<'s> {
    pub(crate) fn new(session: &'s Session) -> Self {
        Self { session }
    }
}

/// What the session needs to know of ge.tt.
pub(crate) struct Adapter;

/// The id by which the verbs know a file.
fn file_id(share: &str, file: &str) -> String {
    format!("{share}/{file}")
}

/// Share and file of such an id.
fn split_id(id: &str) -> Result<(&str, &str), Error> {
    match id.split_once('/') {
        Some((share, file)) if !share.is_empty() && !file.is_empty() && !file.contains('/') => {
            Ok((share, file))
        }
        _ => {
            Err(Error::argument("file", "must be `share/fileid`, as the entries of ge.tt have it"))
        }
    }
}

impl Session {
    /// The operations of ge.tt.
    pub fn gett(&self) -> Result<Gett<'_>, Error> {
        self.at(Host::Gett).map(Gett::new)
    }
}
