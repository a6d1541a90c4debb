//! cloud.giga0.com, and every site with the same "File Upload" API v2: 24 operations.

mod account;
mod admin;
mod file;
mod folder;
mod remote;

use super::class::host_class;

host_class! {
    /// A session at cloud.giga0.com or, with `base_url`, at any site that runs the same API v2.
    ///
    /// `login` is the user name. `keys` are the two keys of an account, 64 letters and digits each,
    /// instead of login and password. `token` and `account_id` of an earlier session belong
    /// together. `auth_mode` (`auto`, `keys`, `password`) says which credentials the site accepts.
    Giga0 at Giga0 with [keys, token, account_id, auth_mode]
}
