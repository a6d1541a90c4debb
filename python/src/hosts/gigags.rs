//! giga.gs: 8 operations.

mod files;
mod session;

use super::class::host_class;

host_class! {
    /// A session at giga.gs. `login` is the user name. Without an account it can only upload.
    GigaGs at GigaGs with [token]
}
