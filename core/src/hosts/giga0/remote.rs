//! `file/url_upload_*`: files that the host fetches by itself. Newer sites only.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::answer::data;
use super::types::{UrlTask, UrlUpload};
use super::{Giga0, table};
use crate::operation::{Arguments, check};
use crate::{Answer, Error};

impl Giga0<'_> {
    /// `/file/url_upload_add`: has the host fetch a public link, into a folder or the root.
    ///
    /// # Errors
    /// `ARGUMENT` for anything but an http or https link; `NOT_FOUND` on older sites, which lack
    /// the call; `OUTCOME_UNKNOWN` if the response was lost.
    pub fn file_url_upload_add(
        &self,
        url: &str,
        folder_id: Option<&str>,
    ) -> Result<Answer<UrlUpload>, Error> {
        let arguments = Arguments::new()
            .text("file_url_base64", STANDARD.encode(check::link("url", url)?))
            .opt_text("folder_id", folder_id);
        self.session.ask(&table::FILE_URL_UPLOAD_ADD, arguments, |node| data(node, UrlUpload::read))
    }

    /// `/file/url_upload_status`: the state of an import. It may start late: poll every 5 s at
    /// first, and every minute later.
    ///
    /// # Errors
    /// Those of any call; which text stands for an unknown import is not documented.
    pub fn file_url_upload_status(
        &self,
        scheduled_item_id: &str,
    ) -> Result<Answer<UrlTask>, Error> {
        let arguments = Arguments::new().text("scheduled_item_id", scheduled_item_id);
        self.session
            .ask(&table::FILE_URL_UPLOAD_STATUS, arguments, |node| data(node, UrlTask::read))
    }
}
