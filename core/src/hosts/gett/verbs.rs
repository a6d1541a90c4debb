//! The session verbs at ge.tt. Shares stand for folders.

use super::{Adapter, answer, download, split_id, table, token, upload};
use crate::hosts::once::Once;
use crate::hosts::refusals::one_by_one;
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::{DownloadSettings, UploadSettings};
use crate::session::{self, Sent, Token};
use crate::{
    Account, Answer, Batch, Capability, Download, Entry, Error, Host, Item, Listing, Secret,
    Session, State, Status, Target,
};

/// Shares asked for at once.
const PAGE: u32 = 100;
/// A listing ends here at the latest, whatever the host says.
const PAGES_AT_MOST: u32 = 10_000;

impl session::Adapter<Session> for Adapter {
    fn host(&self) -> Host {
        Host::Gett
    }

    fn operations(&self) -> &'static [&'static Operation] {
        table::OPERATIONS
    }

    fn capabilities(&self) -> &'static [Capability] {
        &[
            Capability::Account,
            Capability::List,
            Capability::Stat,
            Capability::Upload,
            Capability::Download,
            Capability::Delete,
            Capability::Rename,
            Capability::MakeFolder,
            Capability::Login,
        ]
    }

    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error> {
        answer::judge(operation, reply)
    }

    fn login(&self, session: &Session) -> Result<Token, Error> {
        token::login(session)
    }

    fn renew(&self, session: &Session, dead: &Token) -> Result<Token, Error> {
        token::renew(session, dead)
    }

    fn attach(&self, token: &Token) -> Vec<(&'static str, Secret)> {
        vec![("accesstoken", token.secret.clone())]
    }

    fn instead(&self, verb: Capability) -> &'static str {
        match verb {
            Capability::Move | Capability::Copy => {
                "download the file and upload it into the other share"
            }
            Capability::SetVisibility => "whoever knows the name of a share can read it",
            Capability::CheckLinks => "`stat` tells whether a file is there, without a login",
            Capability::Trash => "what is deleted is gone",
            _ => "ge.tt has nothing like it",
        }
    }

    fn account(&self, session: &Session) -> Result<Answer<Account>, Error> {
        Ok(session.gett()?.users_me()?.map(super::User::account))
    }

    fn list(&self, session: &Session, folder: Option<&str>) -> Result<Listing, Error> {
        match folder {
            Some(share) => list_share(session, share),
            None => list_shares(session),
        }
    }

    /// Without a share an upload has made one of its own.
    fn find(
        &self,
        session: &Session,
        folder: Option<&str>,
        name: &str,
    ) -> Result<Vec<Entry>, Error> {
        let shares = match folder {
            Some(share) => vec![share.to_owned()],
            None => list_shares(session)?.entries.into_iter().map(|share| share.id).collect(),
        };
        let mut found = Vec::new();
        for share in shares {
            let files = list_share(session, &share)?.entries;
            found.extend(files.into_iter().filter(|file| file.name == name));
        }
        Ok(found)
    }

    fn stat(&self, session: &Session, item: Item<'_>) -> Result<Answer<Entry>, Error> {
        let gett = session.gett()?;
        match item {
            Item::File(id) => {
                let (share, file) = split_id(id)?;
                let file = gett.files_get(share, file)?;
                if file.is_removed() {
                    Err(gone("file"))
                } else {
                    Ok(file.map(|f| f.into_entry(share)))
                }
            }
            Item::Folder(share) => {
                let share = gett.shares_get(share)?;
                if share.is_removed() {
                    Err(gone("share"))
                } else {
                    Ok(share.map(super::Share::into_entry))
                }
            }
        }
    }

    fn upload(
        &self,
        session: &Session,
        source: &mut Guarded,
        options: &UploadSettings,
    ) -> Result<Sent<Session>, Error> {
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
        let gett = session.gett()?;
        // Nothing is deleted before every id is known to be one.
        for item in items {
            if let Item::File(id) = item {
                split_id(id)?;
            }
        }
        one_by_one(items, is_final, |item| match item {
            Item::File(id) => {
                let (share, file) = split_id(id)?;
                gett.files_destroy(share, file).map(drop)
            }
            Item::Folder(share) => gett.shares_destroy(share).map(drop),
        })
    }

    fn rename(
        &self,
        session: &Session,
        item: Item<'_>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        match item {
            Item::File(_) => Err(Error::new(Status::Unsupported, "ge.tt cannot rename a file")
                .with_hint("rename its share, or upload the file under the new name")),
            Item::Folder(share) => {
                Ok(session.gett()?.shares_update(share, Some(name))?.map(super::Share::into_entry))
            }
        }
    }

    fn make_folder(
        &self,
        session: &Session,
        parent: Option<&str>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        if parent.is_some() {
            return Err(Error::argument(
                "parent",
                "must be the root: ge.tt has no shares in shares",
            ));
        }
        Ok(session.gett()?.shares_create(Some(name))?.map(super::Share::into_entry))
    }
}

/// The files of a share.
fn list_share(session: &Session, name: &str) -> Result<Listing, Error> {
    let mut share = session.gett()?.shares_get(name)?.into_inner();
    if share.is_removed() {
        return Err(gone("share"));
    }
    let files = std::mem::take(&mut share.files).into_iter();
    Ok(Listing {
        folder: Some(share.into_entry()),
        entries: files
            .filter(|file| !file.is_removed())
            .map(|file| file.into_entry(name))
            .collect(),
    })
}

/// All shares. Ends when a page is not full or brings nothing new: a host that ignores `skip` would
/// give the same page for ever.
fn list_shares(session: &Session) -> Result<Listing, Error> {
    let gett = session.gett()?;
    let mut shares = Once::default();
    let mut skip: u32 = 0;
    for _ in 0..PAGES_AT_MOST {
        let page = gett.shares_list(Some(skip), Some(PAGE))?.into_inner();
        let before = shares.len();
        let count = u32::try_from(page.len()).unwrap_or(u32::MAX);
        shares.add(page.into_iter().map(super::Share::into_entry));
        if count < PAGE || shares.len() == before {
            break;
        }
        skip = skip.saturating_add(count);
    }
    let mut entries = shares.into_entries();
    entries.retain(|share| share.state != Some(State::Removed));
    Ok(Listing { folder: None, entries })
}

fn gone(what: &str) -> Error {
    Error::new(Status::NotFound, format!("the {what} was removed"))
}

/// A refusal that concerns this item alone.
fn is_final(error: &Error) -> bool {
    matches!(error.status(), Status::NotFound | Status::Forbidden | Status::Host | Status::Conflict)
}
