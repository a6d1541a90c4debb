//! The two operations.

use super::types::{Action, Stored};
use super::{UploadGig, slug, table, upload};
use crate::operation::Arguments;
use crate::{Answer, Error, Secret, Source, UploadOptions};

impl UploadGig<'_> {
    /// `/api/get_upload_action`: gets a URL to upload a file to, with the session's account. The
    /// URL is valid for 60 seconds. Part of the verb `upload`.
    ///
    /// # Errors
    /// `AUTH` for a wrong pair, which this session never sends again; `RATE_LIMITED` from the login
    /// limiter, which blocks all further calls of the session for the time it states. The call
    /// counts as a login: it is never retried, and only one runs at a time.
    pub fn get_upload_action(&self) -> Result<Answer<Action>, Error> {
        let (user, pass) = self.session.credentials().pair()?;
        self.session.as_login(|| {
            let arguments = Arguments::new().text("user", user).text("pass", pass.expose());
            self.session.ask(&table::GET_UPLOAD_ACTION, arguments, Action::read)
        })
    }

    /// POST to `result.action`: sends the bytes of a file to a URL from `get_upload_action`. Once,
    /// whatever happens: the verb `upload` performs all the steps.
    ///
    /// # Errors
    /// `HOST` with the node's text, also for an expired URL; `OUTCOME_UNKNOWN` if the response to a
    /// completely sent file was lost; the network failure if the file was not completely sent,
    /// because then nothing was stored; `BAD_ANSWER` for an invalid response.
    pub fn upload_bytes(
        &self,
        action: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Stored>, Error> {
        self.session.send_with(&table::UPLOAD_BYTES, source, options, |source, options| {
            let slug = slug::encode(source.name(), options.slug_mode())?;
            options.apply_checksum(source, false)?;
            upload::send_once(self.session, source, action, &slug, options.chunked())
                .map(|(stored, _)| stored)
        })
    }
}
