//! rapidgator.net, API v2: 32 operations.

mod bytes;
mod file;
mod folder;
mod remote;
mod trashcan;
mod user;

use super::class::host_class;

host_class! {
    /// A session at rapidgator.net, API v2.
    ///
    /// `login` is the e-mail address. `two_factor_code` is the current code, or a function without
    /// arguments that returns it. `token` comes from an earlier session.
    Rapidgator at Rapidgator with [two_factor_code, token]
}
