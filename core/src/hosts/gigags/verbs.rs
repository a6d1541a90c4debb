//! The session verbs at giga.gs.

use std::ops::ControlFlow;

use super::listing::{PAGES_AT_MOST, walk};
use super::{Adapter, answer, download, session, table, upload};
use crate::hosts::refusals::{is_refusal, one_by_one};
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::{DownloadSettings, UploadSettings};
use crate::session::{Adapter as Asked, Room, Sent, Token};
use crate::{Batch, Capability, Download, Error, Host, Item, Listing, Secret, Session, Target};

impl Asked<Session> for Adapter {
    fn host(&self) -> Host {
        Host::GigaGs
    }

    fn operations(&self) -> &'static [&'static Operation] {
        table::OPERATIONS
    }

    fn capabilities(&self) -> &'static [Capability] {
        &[
            Capability::List,
            Capability::Upload,
            Capability::Download,
            Capability::Delete,
            Capability::Login,
        ]
    }

    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error> {
        answer::judge(operation, reply)
    }

    fn login(&self, session: &Session) -> Result<Token, Error> {
        session::login(session)
    }

    fn renew(&self, session: &Session, _dead: &Token) -> Result<Token, Error> {
        session::fresh(session)
    }

    fn attach(&self, token: &Token) -> Vec<(&'static str, Secret)> {
        vec![("token", token.secret.clone())]
    }

    /// A stored token is checked once, before it is used.
    fn trusts_given_token(&self) -> bool {
        false
    }

    fn instead(&self, verb: Capability) -> &'static str {
        match verb {
            Capability::Account => "`session_token` tells what the host tells of an account",
            Capability::Stat | Capability::CheckLinks => "list the files of the account",
            Capability::Rename => "give the name with the upload",
            Capability::Logout => "the host has no call that ends a token",
            _ => "see the operations of the host",
        }
    }

    /// The host has no folders. Archived files may be listed for 30 days; their state is `Removed`
    /// where the host says so.
    fn list(&self, session: &Session, folder: Option<&str>) -> Result<Listing, Error> {
        refuse_folder(folder)?;
        let mut listing = Listing::default();
        walk(session, PAGES_AT_MOST, |file| {
            listing.entries.push(file.into_entry());
            ControlFlow::Continue(())
        })?;
        Ok(listing)
    }

    fn room(&self, session: &Session) -> Result<Room, Error> {
        // The session tells the limit.
        session.token()?;
        Ok(Room { limit: session.upload_limit(), left: None })
    }

    fn upload(
        &self,
        session: &Session,
        source: &mut Guarded,
        options: &UploadSettings,
    ) -> Result<Sent<Session>, Error> {
        refuse_folder(options.folder())?;
        upload::upload(session, source, options).map(Box::new).map(Sent::Stored)
    }

    fn download(
        &self,
        session: &Session,
        file: &str,
        target: Target,
        options: &DownloadSettings,
    ) -> Result<Download, Error> {
        download::download(session, file, target, options)
    }

    fn delete(&self, session: &Session, items: &[Item<'_>]) -> Result<Batch, Error> {
        if items.iter().any(|item| matches!(item, Item::Folder(_))) {
            return Err(no_folders("items"));
        }
        let gigags = session.gigags()?;
        one_by_one(items, is_refusal, |item| gigags.archive(item.id()).map(drop))
    }
}

fn refuse_folder(folder: Option<&str>) -> Result<(), Error> {
    folder.map_or(Ok(()), |_| Err(no_folders("folder")))
}

fn no_folders(parameter: &str) -> Error {
    Error::argument(parameter, "must not name a folder: the host has none")
}
