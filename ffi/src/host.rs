//! Hosts
//!
//! The hosts and what each of them can do. Nothing here makes a request.

use std::collections::HashMap;
use std::ffi::{CString, c_char};
use std::ptr;
use std::sync::OnceLock;

use gigahost::{Capability, Host};

use crate::border::{Caller, Fail, c_string, plain};

/// The hosts. Functions take them by number.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_host {
    /// rapidgator.net, API v2.
    GIGAHOST_RAPIDGATOR = 1,
    /// cloud.giga0.com, or any site with the same "File Upload" API v2.
    GIGAHOST_GIGA0 = 2,
    /// uploadgig.com, upload API.
    GIGAHOST_UPLOADGIG = 3,
    /// ge.tt, REST v1 and Live.
    GIGAHOST_GETT = 4,
    /// giga.gs.
    GIGAHOST_GIGAGS = 5,
}

/// An operation that a host may or may not support.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_capability {
    /// gigahost_account().
    GIGAHOST_CAN_ACCOUNT = 1,
    /// gigahost_list().
    GIGAHOST_CAN_LIST = 2,
    /// gigahost_stat().
    GIGAHOST_CAN_STAT = 3,
    /// gigahost_upload().
    GIGAHOST_CAN_UPLOAD = 4,
    /// gigahost_download().
    GIGAHOST_CAN_DOWNLOAD = 5,
    /// gigahost_delete().
    GIGAHOST_CAN_DELETE = 6,
    /// gigahost_rename().
    GIGAHOST_CAN_RENAME = 7,
    /// gigahost_move().
    GIGAHOST_CAN_MOVE = 8,
    /// gigahost_copy().
    GIGAHOST_CAN_COPY = 9,
    /// gigahost_make_folder().
    GIGAHOST_CAN_MAKE_FOLDER = 10,
    /// gigahost_set_visibility().
    GIGAHOST_CAN_SET_VISIBILITY = 11,
    /// gigahost_check_links().
    GIGAHOST_CAN_CHECK_LINKS = 12,
    /// gigahost_remote_upload().
    GIGAHOST_CAN_REMOTE_UPLOAD = 13,
    /// gigahost_remote_cancel().
    GIGAHOST_CAN_REMOTE_CANCEL = 14,
    /// gigahost_share_link().
    GIGAHOST_CAN_SHARE_LINK = 15,
    /// gigahost_trash().
    GIGAHOST_CAN_TRASH = 16,
    /// gigahost_login().
    GIGAHOST_CAN_LOGIN = 17,
    /// gigahost_logout().
    GIGAHOST_CAN_LOGOUT = 18,
}

/// The name of a host: "rapidgator", "giga0", "uploadgig", "gett", "gigags";
/// NULL if there is no such host. Static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_host_name(host: i32) -> *const c_char {
    let name = |_: &_| of_number(host).map_or(ptr::null(), |host| static_text(host.name()));
    // SAFETY: no pointer comes in.
    unsafe { plain(ptr::null(), name) }
}

/// The gigahost_host with this name, or 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_host_find(name: *const c_char) -> i32 {
    // SAFETY: `name` is what the header says.
    unsafe {
        plain(0, |from| {
            from.text("name", name).ok().and_then(|name| name.parse().ok()).map_or(0, number_of)
        })
    }
}

/// 1 if this host supports this gigahost_capability, else 0, also if there is no such host or
/// capability. Calling what a host does not support gives GIGAHOST_E_UNSUPPORTED, and the error's
/// hint says what to use instead.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_host_supports(host: i32, capability: i32) -> i32 {
    let supports = |_: &_| match (of_number(host), capability_of(capability)) {
        (Some(host), Some(capability)) => host.supports(capability).into(),
        _ => 0,
    };
    // SAFETY: no pointer comes in.
    unsafe { plain(0, supports) }
}

/// The name of a gigahost_capability, such as "make_folder"; NULL if there is
/// no such capability. Static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_capability_name(capability: i32) -> *const c_char {
    let name = |_: &_| capability_of(capability).map_or(ptr::null(), |c| static_text(c.name()));
    // SAFETY: no pointer comes in.
    unsafe { plain(ptr::null(), name) }
}

pub(crate) fn of_number(number: i32) -> Option<Host> {
    Host::ALL.into_iter().find(|host| number_of(*host) == number)
}

pub(crate) fn number_of(host: Host) -> i32 {
    let host = match host {
        Host::Rapidgator => gigahost_host::GIGAHOST_RAPIDGATOR,
        Host::Giga0 => gigahost_host::GIGAHOST_GIGA0,
        Host::UploadGig => gigahost_host::GIGAHOST_UPLOADGIG,
        Host::Gett => gigahost_host::GIGAHOST_GETT,
        Host::GigaGs => gigahost_host::GIGAHOST_GIGAGS,
        _ => return 0,
    };
    host as i32
}

pub(crate) fn capability_of(number: i32) -> Option<Capability> {
    Capability::ALL.iter().copied().find(|capability| of_capability(*capability) == number)
}

fn of_capability(capability: Capability) -> i32 {
    let capability = match capability {
        Capability::Account => gigahost_capability::GIGAHOST_CAN_ACCOUNT,
        Capability::List => gigahost_capability::GIGAHOST_CAN_LIST,
        Capability::Stat => gigahost_capability::GIGAHOST_CAN_STAT,
        Capability::Upload => gigahost_capability::GIGAHOST_CAN_UPLOAD,
        Capability::Download => gigahost_capability::GIGAHOST_CAN_DOWNLOAD,
        Capability::Delete => gigahost_capability::GIGAHOST_CAN_DELETE,
        Capability::Rename => gigahost_capability::GIGAHOST_CAN_RENAME,
        Capability::Move => gigahost_capability::GIGAHOST_CAN_MOVE,
        Capability::Copy => gigahost_capability::GIGAHOST_CAN_COPY,
        Capability::MakeFolder => gigahost_capability::GIGAHOST_CAN_MAKE_FOLDER,
        Capability::SetVisibility => gigahost_capability::GIGAHOST_CAN_SET_VISIBILITY,
        Capability::CheckLinks => gigahost_capability::GIGAHOST_CAN_CHECK_LINKS,
        Capability::RemoteUpload => gigahost_capability::GIGAHOST_CAN_REMOTE_UPLOAD,
        Capability::RemoteCancel => gigahost_capability::GIGAHOST_CAN_REMOTE_CANCEL,
        Capability::ShareLink => gigahost_capability::GIGAHOST_CAN_SHARE_LINK,
        Capability::Trash => gigahost_capability::GIGAHOST_CAN_TRASH,
        Capability::Login => gigahost_capability::GIGAHOST_CAN_LOGIN,
        Capability::Logout => gigahost_capability::GIGAHOST_CAN_LOGOUT,
        _ => return 0,
    };
    capability as i32
}

impl Caller {
    pub(crate) fn host(&self, host: i32) -> Result<Host, Fail> {
        of_number(host).ok_or_else(|| Fail::argument("host", "is not one of gigahost_host"))
    }
}

/// A name of the core as a C string.
fn static_text(name: &'static str) -> *const c_char {
    static NAMES: OnceLock<HashMap<&'static str, CString>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let hosts = Host::ALL.into_iter().map(Host::name);
        let capabilities = Capability::ALL.iter().map(|capability| capability.name());
        hosts.chain(capabilities).map(|name| (name, c_string(name))).collect()
    });
    names.get(name).map_or(ptr::null(), |name| name.as_ptr())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_and_capability_of_the_core_has_its_number_in_c() {
        let source = include_str!("host.rs");
        for (at, capability) in Capability::ALL.iter().enumerate() {
            let line =
                format!("    GIGAHOST_CAN_{} = {},\n", capability.name().to_uppercase(), at + 1);
            assert!(source.contains(&line), "{line}");
        }
        assert_eq!(source.matches("\n    GIGAHOST_CAN_").count(), Capability::ALL.len());
        for (at, host) in Host::ALL.into_iter().enumerate() {
            assert_eq!(number_of(host), i32::try_from(at).unwrap() + 1);
        }
    }
}
