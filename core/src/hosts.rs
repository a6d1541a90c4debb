//! The five hosts, one module each: the table of its operations, its own types, how it reports
//! success and failure, its operations as functions, and the session verbs built on them. This file
//! alone knows all of them.

use std::str::FromStr;

use crate::operation::Operation;
use crate::session::Adapter;
use crate::{Capability, Error, Host, Session};

pub mod gett;
pub mod giga0;
pub mod gigags;
pub mod rapidgator;
pub(crate) mod once;
pub(crate) mod refusals;
pub mod uploadgig;

/// The adapter of a host.
pub(crate) fn adapter(host: Host) -> &'static dyn Adapter<Session> {
    match host {
        Host::Rapidgator => &rapidgator::Adapter,
        Host::Giga0 => &giga0::Adapter,
        Host::UploadGig => &uploadgig::Adapter,
        Host::Gett => &gett::Adapter,
        Host::GigaGs => &gigags::Adapter,
    }
}

impl Host {
    /// The table of the host's operations, in the order of its document.
    pub fn operations(self) -> &'static [&'static Operation] {
        adapter(self).operations()
    }

    /// The operation with this name.
    pub fn operation(self, name: &str) -> Option<&'static Operation> {
        self.operations().iter().copied().find(|operation| operation.name == name)
    }

    /// Whether sessions at this host have this capability.
    pub fn supports(self, capability: Capability) -> bool {
        adapter(self).supports(capability)
    }
}

impl FromStr for Host {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Host::ALL.into_iter().find(|host| host.name() == name).ok_or_else(|| {
            let names: Vec<_> = Host::ALL.iter().map(|host| host.name()).collect();
            Error::argument("host", format_args!("must be one of {}", names.join(", ")))
        })
    }
}
