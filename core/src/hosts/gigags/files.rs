//! `getUploadUrl`, `upload`, `getfiles` and `archive`.

use super::types::{Files, Uploaded};
use super::{GigaGs, answer, session, table, upload};
use crate::operation::{Arguments, Operation};
use crate::wire::Malformed;
use crate::{Answer, Error, Secret, Source, Status, UploadOptions};

impl GigaGs<'_> {
    /// `/getUploadUrl`: gets the URL to upload a file to. A bare server name and a URL without a
    /// path are completed. If the call is missing or its response unreadable, the site's own page
    /// calls `/upload`, and so does this.
    ///
    /// # Errors
    /// `AUTH` if the token is rejected twice; those of any call.
    pub fn get_upload_url(&self) -> Result<Answer<Secret>, Error> {
        let ask = |operation: &'static Operation| {
            self.session.ask_value(operation, Arguments::new(), |json| {
                answer::upload_url(json)
                    .map(|url| Secret::new(upload::whole_address(&url)))
                    .ok_or(Malformed::new("one with an upload address"))
            })
        };
        match ask(&table::GET_UPLOAD_URL) {
            Err(error) if matches!(error.status(), Status::NotFound | Status::BadAnswer) => {
                // The first failure tells more, if the second way is closed as well.
                ask(&table::GET_UPLOAD_URL_OF_PAGE)
                    .map_err(|second| if second.token_dead() { second } else { error })
            }
            outcome => outcome,
        }
    }

    /// `/upload`: uploads a file, once, to a URL from `getUploadUrl`. The verb `upload` obtains the
    /// URL itself, and finds out what became of a file if the response was lost.
    ///
    /// # Errors
    /// `URL_REFUSED` for a URL that belongs neither to giga.gs nor to the session's base URL,
    /// because the token is sent with it. `TOO_LARGE`, `AUTH` or `HOST` if the host rejects the
    /// file; `OUTCOME_UNKNOWN` if the response was lost.
    pub fn upload(
        &self,
        url: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Uploaded>, Error> {
        self.session.send_with(&table::UPLOAD, source, options, |source, options| {
            options.apply_checksum(source, false)?;
            upload::once(self.session, source, url)
        })
    }

    /// `/getfiles`: one page of the account's files. How the host numbers pages, and how many files
    /// one page has, is not documented; the verb `list` finds out.
    ///
    /// # Errors
    /// `ARGUMENT` in a session without an account.
    pub fn get_files(&self, page: Option<u32>, limit: Option<u32>) -> Result<Answer<Files>, Error> {
        session::need_account(self.session)?;
        let arguments = Arguments::new().opt_integer("page", page).opt_integer("limit", limit);
        self.session.ask_value(&table::GET_FILES, arguments, |json| Ok(Files::read(json)))
    }

    /// `/archive`: erases the content of a file. Its record is kept for 30 days, so it may still be
    /// listed. `filehash` is the video's id and its hash, joined by an underscore.
    ///
    /// # Errors
    /// `ARGUMENT` in a session without an account; `NOT_FOUND` for an unknown file, if the host
    /// reports that.
    pub fn archive(&self, filehash: &str) -> Result<Answer<()>, Error> {
        session::need_account(self.session)?;
        let arguments = Arguments::new().text("filehash", filehash);
        self.session.ask_value(&table::ARCHIVE, arguments, |_| Ok(()))
    }
}
