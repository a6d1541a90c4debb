//! `getUploadUrl`, `upload`, `getfiles` and `archive`.

use super::types::{Files, Uploaded};
use super::{GigaGs, answer, session, table, upload};
use crate::operation::{Arguments, Operation};
use crate::wire::Malformed;
use crate::{Answer, Error, Secret, Source, Status, UploadOptions};

impl GigaGs<'_> {
    /// `/getUploadUrl`: where a file goes. A bare server name and an address without a path are made
    /// whole. Where the call is missing or unreadable, the site's own page asks `/upload`, and so
    /// does this.
    ///
    /// # Errors
    /// `AUTH` if the token is refused twice; those of any call.
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

    /// `/upload`: sends a file, once, to an address from `getUploadUrl`. The verb `upload` asks for the address itself, and finds out what
    /// became of a file whose answer was lost.
    ///
    /// # Errors
    /// `URL_REFUSED` for an address that lies neither within giga.gs nor at the session's base URL:
    /// the token goes along. `TOO_LARGE`, `AUTH` or `HOST` if the host refuses; `OUTCOME_UNKNOWN` if
    /// the answer was lost.
    pub fn upload(
        &self,
        url: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Uploaded>, Error> {
        self.session.send_with(&table::UPLOAD, source, options, |source, options| {
            options.apply_md5(source)?;
            upload::once(self.session, source, url)
        })
    }

    /// `/getfiles`: a page of the account's files. How the host counts pages, and how many files
    /// there are on one, is not known; the verb `list` finds out.
    ///
    /// # Errors
    /// `ARGUMENT` in a session without an account.
    pub fn get_files(&self, page: Option<u32>, limit: Option<u32>) -> Result<Answer<Files>, Error> {
        session::need_account(self.session)?;
        let arguments = Arguments::new().opt_integer("page", page).opt_integer("limit", limit);
        self.session.ask_value(&table::GET_FILES, arguments, |json| Ok(Files::read(json)))
    }

    /// `/archive`: erases the content of a file. Its record stays for 30 days, so it may still be
    /// listed. `filehash` is the video's id and its hash, joined by an underscore.
    ///
    /// # Errors
    /// `ARGUMENT` in a session without an account; `NOT_FOUND` for an unknown file, as far as the
    /// host says so.
    pub fn archive(&self, filehash: &str) -> Result<Answer<()>, Error> {
        session::need_account(self.session)?;
        let arguments = Arguments::new().text("filehash", filehash);
        self.session.ask_value(&table::ARCHIVE, arguments, |_| Ok(()))
    }
}
