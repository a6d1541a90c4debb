//! The five hosts and what each of them can do.

use std::fmt;

/// A file host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Host {
    /// rapidgator.net, API v2.
    Rapidgator,
    /// cloud.giga0.com, or any site with the same "File Upload" API v2.
    Giga0,
    /// uploadgig.com, upload API.
    UploadGig,
    /// ge.tt, REST v1 and Live.
    Gett,
    /// giga.gs.
    GigaGs,
}

impl Host {
    /// All hosts, in the order of the documentation.
    pub const ALL: [Host; 5] =
        [Host::Rapidgator, Host::Giga0, Host::UploadGig, Host::Gett, Host::GigaGs];

    /// The name used in every layer: `rapidgator`, `giga0`, `uploadgig`, `gett`, `gigags`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rapidgator => "rapidgator",
            Self::Giga0 => "giga0",
            Self::UploadGig => "uploadgig",
            Self::Gett => "gett",
            Self::GigaGs => "gigags",
        }
    }

    /// The origin of the API when no other is set.
    pub const fn default_base_url(self) -> &'static str {
        match self {
            Self::Rapidgator => "https://rapidgator.net",
            Self::Giga0 => "https://cloud.giga0.com",
            Self::UploadGig => "https://uploadgig.com",
            Self::Gett => "https://open.ge.tt",
            Self::GigaGs => "https://api.giga.gs",
        }
    }

    /// The common prefix of all API paths, which a base URL may include or omit.
    pub(crate) const fn path_prefix(self) -> &'static str {
        match self {
            Self::Rapidgator | Self::Giga0 => "/api/v2",
            Self::UploadGig => "/api",
            Self::Gett => "/1",
            Self::GigaGs => "",
        }
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

macro_rules! capabilities {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// An operation that only some hosts support. Ask before the call with
        /// [`Session::supports`](crate::Session::supports).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Capability { $($(#[doc = $doc])+ $variant,)+ }

        impl Capability {
            /// Every capability.
            pub const ALL: &'static [Capability] = &[$(Capability::$variant,)+];

            /// The name of its verb.
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name,)+ } }
        }
    };
}

capabilities! {
    /// [`Session::account`](crate::Session::account).
    Account = "account";
    /// [`Session::list`](crate::Session::list).
    List = "list";
    /// [`Session::stat`](crate::Session::stat).
    Stat = "stat";
    /// [`Session::upload`](crate::Session::upload).
    Upload = "upload";
    /// [`Session::download`](crate::Session::download).
    Download = "download";
    /// [`Session::delete`](crate::Session::delete).
    Delete = "delete";
    /// [`Session::rename`](crate::Session::rename).
    Rename = "rename";
    /// [`Session::move_to`](crate::Session::move_to).
    Move = "move";
    /// [`Session::copy_to`](crate::Session::copy_to).
    Copy = "copy";
    /// [`Session::make_folder`](crate::Session::make_folder).
    MakeFolder = "make_folder";
    /// [`Session::set_visibility`](crate::Session::set_visibility).
    SetVisibility = "set_visibility";
    /// [`Session::check_links`](crate::Session::check_links).
    CheckLinks = "check_links";
    /// [`Session::remote_upload`](crate::Session::remote_upload) and [`Session::remote_status`](crate::Session::remote_status).
    RemoteUpload = "remote_upload";
    /// [`Session::remote_cancel`](crate::Session::remote_cancel).
    RemoteCancel = "remote_cancel";
    /// [`Session::share_link`](crate::Session::share_link).
    ShareLink = "share_link";
    /// [`Session::trash_list`](crate::Session::trash_list), `trash_restore` and `trash_empty`.
    Trash = "trash";
    /// [`Session::login`](crate::Session::login).
    Login = "login";
    /// [`Session::logout`](crate::Session::logout) tells the host, not only this process.
    Logout = "logout";
}
