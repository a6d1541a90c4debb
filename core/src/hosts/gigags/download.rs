//! Fetching a file from giga.gs: its direct link, by a plain GET, with none of the session's
//! credentials.

use std::ops::ControlFlow;

use super::listing::{PAGES_AT_MOST, walk};
use super::table;
use crate::http::url::{self, Purpose};
use crate::operation::Operation;
use crate::options::DownloadSettings;
use crate::transfer::download;
use crate::transfer::origin::{Origin, Wanted};
use crate::{Download, Error, Session, Status, Target};

/// `file` is a filehash of the account, or a direct link.
pub(super) fn download(
    session: &Session,
    file: &str,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    let (wanted, link) = if is_link(file) {
        (Wanted { id: file.to_owned(), ..Wanted::default() }, file.to_owned())
    } else {
        look_up(session, file)?
    };
    let mut origin = DirectLink { session, link };
    download::fetch(session, &wanted, &mut origin, target, options)
}

fn is_link(text: &str) -> bool {
    let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn look_up(session: &Session, filehash: &str) -> Result<(Wanted, String), Error> {
    let mut found = None;
    walk(session, PAGES_AT_MOST, |file| {
        if file.filehash.as_deref() == Some(filehash) {
            found = Some(file.clone());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    let file = found
        .ok_or_else(|| Error::new(Status::NotFound, "the account has no file of this filehash"))?;
    let link = file
        .url
        .ok_or_else(|| Error::new(Status::NotFound, "the host names no link for the file"))?;
    // The hash is left out: nobody says that it is the MD5.
    Ok((Wanted { id: filehash.to_owned(), name: file.name, size: file.size, md5: None }, link))
}

struct DirectLink<'s> {
    session: &'s Session,
    link: String,
}

impl Origin for DirectLink<'_> {
    fn operation(&self) -> &'static Operation {
        &table::DIRECT_LINK
    }

    fn locate(&mut self) -> Result<url::Target, Error> {
        self.session.policy().answer(&self.link, Purpose::Download)
    }

    /// There is one link only, and it does not expire.
    fn is_stale_address(&self, _: &Error) -> bool {
        false
    }
}
