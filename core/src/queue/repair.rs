//! Sending again what is gone.

use super::Queue;
use super::task::Task;
use crate::{
    Checked, Checksum, Error, ReceiptLog, Session, Source, Standing, StoredFile, UploadOptions,
};

impl Queue {
    /// Asks the session's host which files of a log are gone, as [`ReceiptLog::verify`] does, and adds an
    /// upload for each of them, from where it was sent before to where it was, under the name that was
    /// wanted. Its bytes must be those that were sent: another size is told here, and where its receipt has an
    /// MD5, another content fails the upload before the host has the file. The receipts go to the same log.
    ///
    /// Gives every file that was asked about: the number of its upload, or why it is not sent again.
    ///
    /// # Errors
    /// As [`ReceiptLog::verify`].
    pub fn repair(&self, session: &Session, log: &ReceiptLog) -> Result<Vec<Checked>, Error> {
        self.here()?;
        let mut files = log.verify(session)?;
        for checked in files.iter_mut().filter(|checked| checked.standing == Standing::Gone) {
            match self.send_again(session, log, &checked.file) {
                Ok(id) => checked.transfer = Some(id),
                Err(error) => checked.why = Some(error.message().to_owned()),
            }
        }
        Ok(files)
    }

    fn send_again(
        &self,
        session: &Session,
        log: &ReceiptLog,
        file: &StoredFile,
    ) -> Result<u64, Error> {
        let refused = |problem: &str| Error::argument("source", problem);
        let Some(path) = &file.source else {
            return Err(refused("is unknown: it was not sent from a file with a path"));
        };
        let now =
            path.metadata().map_err(|e| Error::io("cannot be sent again", &e).of_file(path))?;
        if now.len() != file.bytes {
            let problem = format!("has {} bytes now, not {}", now.len(), file.bytes);
            return Err(refused(&problem));
        }
        let mut options = UploadOptions::new().with_name(&file.wanted_name);
        if let Some(folder) = &file.folder {
            options = options.with_folder(folder);
        }
        if let Some(md5) = &file.md5 {
            // Computed on the way, and compared.
            options = options.with_md5(md5).with_checksum(Checksum::Always);
        }
        let task = Task::upload(Source::path(path), options.split().0);
        self.add(session, task, Some(log), true)
    }
}
