//! `files/*`, without the bytes.

use super::types::{File, UploadUrls};
use super::{Gett, table};
use crate::operation::Arguments;
use crate::{Answer, Error};

impl Gett<'_> {
    /// `/1/files/S/create`: announces a file. The result has the URLs to send its bytes to. It
    /// stays invisible until they have arrived, unless `session` names a [`Live`](super::Live)
    /// session that serves it.
    pub fn files_create(
        &self,
        sharename: &str,
        filename: &str,
        session: Option<&str>,
    ) -> Result<Answer<File>, Error> {
        let arguments = Arguments::new()
            .text("sharename", sharename)
            .text("filename", filename)
            .opt_text("session", session);
        self.session.ask(&table::FILES_CREATE, arguments, File::read)
    }

    /// `/1/files/S/F`: describes any user's file.
    pub fn files_get(&self, sharename: &str, fileid: &str) -> Result<Answer<File>, Error> {
        self.session.ask(&table::FILES_GET, of_file(sharename, fileid), File::read)
    }

    /// `/1/files/S/F/upload`: gets new URLs for the bytes of a file. The earlier ones stay valid,
    /// for replacing the content.
    pub fn files_upload_urls(
        &self,
        sharename: &str,
        fileid: &str,
    ) -> Result<Answer<UploadUrls>, Error> {
        self.session.ask(&table::FILES_UPLOAD_URLS, of_file(sharename, fileid), UploadUrls::read)
    }

    /// `/1/files/S/F/destroy`: deletes a file.
    pub fn files_destroy(&self, sharename: &str, fileid: &str) -> Result<Answer<()>, Error> {
        self.session.ask_value(&table::FILES_DESTROY, of_file(sharename, fileid), |_| Ok(()))
    }
}

pub(super) fn of_file<'a>(sharename: &'a str, fileid: &'a str) -> Arguments<'a> {
    Arguments::new().text("sharename", sharename).text("fileid", fileid)
}
