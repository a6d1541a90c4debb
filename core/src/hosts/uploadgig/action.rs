//! The two operations.

use super::types::{Action, Stored};
use super::{UploadGig, slug, table, upload};
use crate::operation::Arguments;
use crate::{Answer, Error, Secret, Source, UploadOptions};

impl UploadGig<'_> {
    /// `/api/get_upload_action`: asks where a file may be sent, with the account of the session. The
    /// address lives for 60 seconds. Part of the verb `upload`.
    ///
    /// # Errors
    /// `AUTH` for a wrong pair, which this session then never sends again; `RATE_LIMITED` from the
    /// login limiter, which holds back every further call of the session for the time it names. The
    /// call counts as a login: it is never repeated, and runs once at a time.
    pub fn get_upload_action(&self) -> Result<Answer<Action>, Error> {
        let (user, pass) = self.session.credentials().pair()?;
        self.session.as_login(|| {
            let arguments = Arguments::new().text("user", user).text("pass", pass.expose());
            self.session.ask(&table::GET_UPLOAD_ACTION, arguments, Action::read)
        })
    }

    /// POST to `result.action`: sends the bytes of a file to an address that `get_upload_action`
    /// gave. Once, whatever happens: the verb `upload` does all the steps.
    ///
    /// # Errors
    /// `HOST` with the node's text, for a dead address too; `OUTCOME_UNKNOWN` if the answer to a
    /// file that was sent whole is lost; the failure of the network if it was not, for then nothing
    /// was stored; `BAD_ANSWER` for an answer that is none.
    pub fn upload_bytes(
        &self,
        action: &Secret,
        source: Source,
        options: UploadOptions,
    ) -> Result<Answer<Stored>, Error> {
        self.session.send_with(&table::UPLOAD_BYTES, source, options, |source, options| {
            let slug = slug::encode(source.name(), options.slug_mode())?;
            options.apply_md5(source)?;
            upload::send_once(self.session, source, action, &slug, options.chunked())
                .map(|(stored, _)| stored)
        })
    }
}
