//! Fetching content from ge.tt: an address of the API that redirects to the bytes. A redirect to the
//! page of the overloaded means that the traffic of the file is used up.

use std::cell::Cell;

use super::types::ReadyState;
use super::{answer, file_id, split_id, table};
use crate::form::path_segment;
use crate::http::agent::Incoming;
use crate::http::reply::Reply;
use crate::http::url;
use crate::operation::Operation;
use crate::operation::check;
use crate::options::DownloadSettings;
use crate::transfer::download;
use crate::transfer::origin::{Origin, Wanted};
use crate::{Download, Error, Session, Stage, Status, Target, scope};

/// The page to which the host sends downloads of a file whose traffic is used up.
const OVERLOADED: &str = "overloaded.html";

pub(super) fn download(
    session: &Session,
    id: &str,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    let (share, file) = split_id(id)?;
    let info = session.gett()?.files_get(share, file)?;
    if info.is_removed() {
        return Err(Error::new(Status::NotFound, "the file was removed"));
    }
    let wanted = Wanted {
        id: file_id(share, file),
        name: info.filename.clone(),
        // A file that still comes in can have any length in the end.
        size: info.size.filter(|_| info.readystate == Some(ReadyState::Uploaded)),
        md5: None,
    };
    let mut origin = Content::new(session, &table::FILES_BLOB, share, file);
    download::fetch(session, &wanted, &mut origin, target, options)
}

/// Where the content of a file is.
pub(super) struct Content<'a> {
    session: &'a Session,
    pub(super) operation: &'static Operation,
    pub(super) share: &'a str,
    pub(super) file: &'a str,
    /// `WxH`, for a scaled picture.
    size: Option<String>,
    /// The size stands in the path, as the older form has it.
    size_in_path: Cell<bool>,
}

impl<'a> Content<'a> {
    pub(super) fn new(
        session: &'a Session,
        operation: &'static Operation,
        share: &'a str,
        file: &'a str,
    ) -> Self {
        Self { session, operation, share, file, size: None, size_in_path: Cell::new(false) }
    }

    pub(super) fn scaled_to(mut self, size: String) -> Self {
        self.size = Some(size);
        self
    }

    fn path(&self) -> Result<String, Error> {
        let share = path_segment(check::id("sharename", self.share)?);
        let file = path_segment(check::id("fileid", self.file)?);
        let path = self.operation.path.replace("{sharename}", &share).replace("{fileid}", &file);
        Ok(match &self.size {
            None => path,
            Some(size) if self.size_in_path.get() => {
                format!("{}/{size}", path.trim_end_matches("/scale"))
            }
            Some(size) => format!("{path}?size={size}"),
        })
    }
}

impl Origin for Content<'_> {
    fn operation(&self) -> &'static Operation {
        self.operation
    }

    fn locate(&mut self) -> Result<url::Target, Error> {
        scope::stage(Stage::Preparing)?;
        self.session.policy().api(&self.path()?)
    }

    fn refusal(&self, incoming: &Incoming, head: &[u8]) -> Option<Error> {
        // With 200 comes the content, and that may well be JSON with a key `error`.
        if incoming.status == 200 {
            return None;
        }
        let reply = Reply::message(incoming, head)?;
        answer::error_text(&reply)?;
        Some(answer::refused(self.operation, &reply))
    }

    fn on_hop(&self, target: &url::Target) -> Result<(), Error> {
        if target.uri().path().to_ascii_lowercase().contains(OVERLOADED) {
            return Err(Error::new(Status::RateLimited, "the traffic of this file is used up")
                .with_hint("try again later, or ask its owner for another share"));
        }
        Ok(())
    }

    fn is_stale_address(&self, error: &Error) -> bool {
        if error.status() == Status::NotFound && self.size.is_some() && !self.size_in_path.get() {
            self.size_in_path.set(true);
            return true;
        }
        // An address behind the redirect may have died; the host's own words are final.
        matches!(error.status(), Status::NotFound | Status::NotAFile) && error.own_text().is_none()
    }
}
