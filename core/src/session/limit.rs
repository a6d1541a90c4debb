//! What an account may upload.

use crate::{Account, Error, Status};

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

/// What an account has room for, as far as the host tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Room {
    pub limit: Option<UploadLimit>,
    /// Bytes that its storage takes.
    pub left: Option<u64>,
}

impl Room {
    pub(crate) fn of_account(account: &Account) -> Self {
        let limit = UploadLimit {
            allowed: true,
            largest_file: account.largest_file,
            at_once: account.parallel_uploads,
        };
        let left = account.storage_total.zip(account.storage_used);
        Self { limit: Some(limit), left: left.map(|(total, used)| total.saturating_sub(used)) }
    }

    /// Takes the bytes of a file out of it.
    ///
    /// # Errors
    /// What the host would refuse the file for.
    pub(crate) fn take(&mut self, bytes: u64) -> Result<(), Error> {
        if let Some(limit) = self.limit {
            limit.check(bytes)?;
        }
        let Some(left) = self.left else { return Ok(()) };
        self.left = Some(left.checked_sub(bytes).ok_or_else(|| {
            Error::new(
                Status::Quota,
                format!("the file has {bytes} bytes; the account has room for {left}"),
            )
        })?);
        Ok(())
    }
}
