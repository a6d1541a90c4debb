//! What a host would refuse, before a byte is read.

use super::Session;
use crate::local::names;
use crate::{Batch, Capability, Error};

impl Session {
    /// Says what of these files, each a name and a number of bytes, the host would refuse, and why,
    /// before any of them is read: names that cannot be sent, files that are too large for the account,
    /// and those for which its storage has no room after the ones before them. In the batch stand
    /// names. The host is asked for the account's limits once, where it tells them; what it does not
    /// tell cannot be said.
    ///
    /// # Errors
    /// What stands in the way of all of them, such as a rejected password.
    pub fn preflight(&self, files: &[(&str, u64)]) -> Result<Batch, Error> {
        self.verb(Capability::Upload, || {
            let mut room = self.adapter().room(self)?;
            let mut batch = Batch::default();
            for (name, bytes) in files {
                let checked = names::check_remote(name)
                    .and_then(|()| self.adapter().takes(name, *bytes))
                    .and_then(|()| room.take(*bytes));
                match checked {
                    Ok(()) => batch.done.push((*name).to_owned()),
                    Err(error) => {
                        batch.failed.push(((*name).to_owned(), Some(error.message().to_owned())));
                    }
                }
            }
            Ok(batch)
        })
    }
}
