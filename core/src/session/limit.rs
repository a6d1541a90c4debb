//! What an account may upload.

use crate::{Error, Status};

/// What the host allows the account to upload, as far as it has reported it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UploadLimit {
    /// The account may upload at all.
    pub allowed: bool,
    /// The largest file in bytes; `None` if unknown or unlimited.
    pub largest_file: Option<u64>,
    /// How many uploads may run at once; `None` if unknown or unlimited.
    pub at_once: Option<u64>,
}

impl UploadLimit {
    /// Whether a file of this length may go up.
    ///
    /// # Errors
    /// `FORBIDDEN` if the account may not upload, `TOO_LARGE` if the file is too large.
    pub(crate) fn check(self, length: u64) -> Result<(), Error> {
        if !self.allowed {
            return Err(Error::new(Status::Forbidden, "this account may not upload"));
        }
        match self.largest_file {
            Some(most) if length > most => Err(Error::new(
                Status::TooLarge,
                format!("the file has {length} bytes; this account may send {most} at most"),
            )),
            _ => Ok(()),
        }
    }
}
