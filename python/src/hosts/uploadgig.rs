//! uploadgig.com, upload API: 2 operations.

mod action;

use super::class::host_class;

host_class! {
    /// A session at uploadgig.com, upload API. `login` is the e-mail address.
    UploadGig at UploadGig with []
}
