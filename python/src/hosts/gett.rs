//! ge.tt, REST v1 and Live: 18 operations.

mod bytes;
mod files;
mod live;
mod shares;
mod users;

use super::class::host_class;

pub(crate) use live::Live;

host_class! {
    /// A session at ge.tt, REST v1 and Live.
    ///
    /// `login` is the e-mail address; `api_key` goes with it. `token` and `refresh_token` are from
    /// an earlier session. The service may be gone, and its domain name may pass to somebody else:
    /// no credential is sent to it unless `base_url` is given, even if it is the default
    /// `https://open.ge.tt`.
    Gett at Gett with [api_key, token, refresh_token]
}
