//! The five hosts and the listeners that serve them.

use serde::{Deserialize, Serialize};

/// A file host that the emulator plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Host {
    /// rapidgator.net, API v2.
    Rapidgator,
    /// cloud.giga0.com and every site with the same "File Upload API v2".
    Giga0,
    /// uploadgig.com.
    UploadGig,
    /// ge.tt, REST v1 and Live.
    Gett,
    /// giga.gs.
    GigaGs,
}

impl Host {
    /// All hosts, in the order of the documentation.
    pub const ALL: [Self; 5] =
        [Self::Rapidgator, Self::Giga0, Self::UploadGig, Self::Gett, Self::GigaGs];

    /// The host's name as `endpoints.json` spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rapidgator => "rapidgator",
            Self::Giga0 => "giga0",
            Self::UploadGig => "uploadgig",
            Self::Gett => "gett",
            Self::GigaGs => "gigags",
        }
    }

    /// The host of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|host| host.name() == name)
    }

    pub(crate) const fn index(self) -> usize {
        self as usize
    }
}

/// What a listener of a host serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The API and, where the host has them there, its public pages.
    Api,
    /// The machines that take and give bytes, at addresses the API hands out.
    Node,
}

/// One listening address of the emulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Listener {
    pub(crate) host: Host,
    pub(crate) role: Role,
    /// Plain http even when the emulator speaks TLS, as the host does it.
    pub(crate) always_plain: bool,
}

const fn listener(host: Host, role: Role, always_plain: bool) -> Listener {
    Listener { host, role, always_plain }
}

/// Every address of every host.
pub(crate) const LISTENERS: [Listener; 9] = [
    listener(Host::Rapidgator, Role::Api, false),
    listener(Host::Rapidgator, Role::Node, false),
    listener(Host::Giga0, Role::Api, false),
    listener(Host::UploadGig, Role::Api, false),
    listener(Host::UploadGig, Role::Node, true),
    listener(Host::Gett, Role::Api, false),
    listener(Host::Gett, Role::Node, true),
    listener(Host::GigaGs, Role::Api, false),
    listener(Host::GigaGs, Role::Node, false),
];
