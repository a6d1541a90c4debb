//! The session verbs at giga0.

use std::collections::HashSet;

use super::{Adapter, FileEdit, FolderEdit, NewFolder, account, answer, download, folder, login};
use super::{table, upload};
use crate::hosts::refusals::{is_refusal, one_by_one, words_of};
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::{DownloadSettings, UploadSettings};
use crate::session::{self, Room, Sent, Token, UploadLimit};
use crate::{
    Account, Answer, Batch, Capability, Download, Entry, Error, Host, Item, Listing, RemoteJob,
    RemoteState, Secret, Session, Status, Target, Visibility,
};

impl session::Adapter<Session> for Adapter {
    fn host(&self) -> Host {
        Host::Giga0
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
            Capability::Move,
            Capability::Copy,
            Capability::MakeFolder,
            Capability::SetVisibility,
            Capability::RemoteUpload,
            Capability::Login,
            Capability::Logout,
        ]
    }

    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error> {
        answer::judge(operation, reply)
    }

    fn login(&self, session: &Session) -> Result<Token, Error> {
        login::login(session)
    }

    fn renew(&self, session: &Session, _dead: &Token) -> Result<Token, Error> {
        login::again(session)
    }

    fn attach(&self, token: &Token) -> Vec<(&'static str, Secret)> {
        let account = token.account_id.clone().unwrap_or_default();
        vec![("access_token", token.secret.clone()), ("account_id", account.into())]
    }

    fn attaches(&self, operation: &Operation, parameter: &str) -> bool {
        parameter != "account_id" || !table::names_its_target(operation)
    }

    fn instead(&self, verb: Capability) -> &'static str {
        match verb {
            Capability::CheckLinks => "ask `file_info` for files of this account",
            Capability::RemoteCancel => "an import ends by itself",
            Capability::ShareLink => "use the public page, `url` of an entry",
            Capability::Trash => "the API cannot look into the trash; the site can",
            _ => "see the operations of the host",
        }
    }

    /// The package says what the account may do; an account is known without it.
    fn account(&self, session: &Session) -> Result<Answer<Account>, Error> {
        let giga0 = session.giga0()?;
        let info = giga0.account_info()?;
        let package = account::package(session)?.unwrap_or_default();
        Ok(info.map(|info| Account {
            id: Some(info.id),
            name: info.username,
            email: info.email,
            premium: package.is_paid(),
            premium_until_text: info.paid_expiry_date,
            storage_total: info
                .storage_limit_override
                .filter(|bytes| *bytes > 0)
                .or(package.max_storage_bytes),
            largest_file: package.max_upload_size,
            parallel_uploads: package.concurrent_uploads,
            ..Account::default()
        }))
    }

    fn list(&self, session: &Session, folder: Option<&str>) -> Result<Listing, Error> {
        let listing = session.giga0()?.folder_listing(folder)?.into_inner();
        let folders = listing.folders.into_iter().map(super::Folder::into_entry);
        let files = listing.files.into_iter().map(super::File::into_entry);
        let entries = folders.chain(files).map(|mut entry| {
            entry.parent = entry.parent.or_else(|| folder.map(Into::into));
            entry
        });
        Ok(Listing { folder: None, entries: entries.collect() })
    }

    fn stat(&self, session: &Session, item: Item<'_>) -> Result<Answer<Entry>, Error> {
        let giga0 = session.giga0()?;
        match item {
            Item::File(id) => Ok(giga0.file_info(id)?.map(super::File::into_entry)),
            Item::Folder(id) => Ok(giga0.folder_info(id)?.map(super::Folder::into_entry)),
        }
    }

    fn learn_upload_limit(&self, session: &Session) -> Result<Option<UploadLimit>, Error> {
        upload::learn_limit(session)
    }

    fn room(&self, session: &Session) -> Result<Room, Error> {
        // How much of its storage is used is not told.
        Ok(Room { limit: upload::learn_limit(session)?, left: None })
    }

    fn takes(&self, _name: &str, bytes: u64) -> Result<(), Error> {
        upload::refuse_empty(bytes)
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
        let giga0 = session.giga0()?;
        one_by_one(items, is_refusal, |item| match item {
            Item::File(id) => giga0.file_delete(id).map(drop),
            Item::Folder(id) => giga0.folder_delete(id).map(drop),
        })
    }

    fn rename(
        &self,
        session: &Session,
        item: Item<'_>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        let giga0 = session.giga0()?;
        match item {
            Item::File(id) => {
                let edit = FileEdit { filename: Some(name), ..FileEdit::default() };
                Ok(giga0.file_edit(id, edit)?.map(super::File::into_entry))
            }
            Item::Folder(id) => {
                let edit = FolderEdit { folder_name: Some(name), ..FolderEdit::default() };
                Ok(giga0.folder_edit(id, edit)?.map(super::Folder::into_entry))
            }
        }
    }

    fn move_to(
        &self,
        session: &Session,
        items: &[Item<'_>],
        folder: Option<&str>,
    ) -> Result<Batch, Error> {
        let giga0 = session.giga0()?;
        refuse_below_itself(session, items, folder)?;
        one_by_one(items, is_refusal, |item| match item {
            Item::File(id) => giga0.file_move(id, folder).map(drop),
            Item::Folder(id) => giga0.folder_move(id, folder).map(drop),
        })
    }

    fn copy_to(
        &self,
        session: &Session,
        items: &[Item<'_>],
        folder: Option<&str>,
    ) -> Result<Batch, Error> {
        let giga0 = session.giga0()?;
        if items.iter().any(|item| matches!(item, Item::Folder(_))) {
            return Err(Error::new(Status::Unsupported, "the host copies files, not folders")
                .with_hint("make a folder and copy the files into it"));
        }
        one_by_one(items, is_refusal, |item| giga0.file_copy(item.id(), folder).map(drop))
    }

    /// Looks first: the host may make a second folder of the same name.
    fn make_folder(
        &self,
        session: &Session,
        parent: Option<&str>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        let giga0 = session.giga0()?;
        let existing = giga0.folder_listing(parent)?;
        let twin = existing.folders.iter().find(|row| row.folder_name.as_deref() == Some(name));
        if let Some(twin) = twin {
            let entry = twin.clone().into_entry();
            return Ok(existing.map(|_| entry));
        }
        let folder = NewFolder { folder_name: name, parent_id: parent, ..NewFolder::default() };
        Ok(giga0.folder_create(folder)?.map(super::Folder::into_entry))
    }

    fn set_visibility(
        &self,
        session: &Session,
        item: Item<'_>,
        to: &Visibility,
    ) -> Result<Answer<Entry>, Error> {
        let is_public = match to {
            Visibility::Private => 0,
            Visibility::Unlisted => 1,
            Visibility::Public => 2,
            _ => {
                return Err(Error::argument("visibility", "must be private, unlisted or public"));
            }
        };
        match item {
            Item::Folder(id) => {
                let edit = FolderEdit { is_public: Some(is_public), ..FolderEdit::default() };
                Ok(session.giga0()?.folder_edit(id, edit)?.map(super::Folder::into_entry))
            }
            Item::File(_) => Err(Error::new(
                Status::Unsupported,
                "the host knows the visibility of folders only",
            )
            .with_hint("move the file into a folder of that visibility")),
        }
    }

    /// The host takes one link a call. A link that it refuses after it took another stands among
    /// the jobs, failed and without an id.
    fn remote_upload(
        &self,
        session: &Session,
        links: &[&str],
        folder: Option<&str>,
    ) -> Result<Vec<RemoteJob>, Error> {
        let giga0 = session.giga0()?;
        let mut jobs: Vec<RemoteJob> = Vec::with_capacity(links.len());
        for link in links {
            let job = |id: &str, state: RemoteState, error: Option<String>| RemoteJob {
                id: id.to_owned(),
                url: Some((*link).to_owned()),
                state,
                done: None,
                size: None,
                entry: None,
                error,
            };
            match giga0.file_url_upload_add(link, folder) {
                Ok(task) => jobs.push(job(&task.scheduled_item_id, RemoteState::Waiting, None)),
                Err(error) if jobs.is_empty() => return Err(error),
                Err(error) => {
                    jobs.push(job("", RemoteState::Failed, Some(words_of(&error))));
                }
            }
        }
        Ok(jobs)
    }

    fn remote_status(&self, session: &Session, jobs: &[&str]) -> Result<Vec<RemoteJob>, Error> {
        if jobs.is_empty() {
            return Err(Error::argument("jobs", "must not be empty: the host cannot list them"));
        }
        let giga0 = session.giga0()?;
        jobs.iter()
            .map(|id| Ok(giga0.file_url_upload_status(id)?.into_inner().remote_job()))
            .collect()
    }

    /// A token that is gone already is as good as one that was ended.
    fn logout(&self, session: &Session, token: &Token) -> Result<(), Error> {
        match account::end(session, token) {
            Err(error) if !error.token_dead() => Err(error),
            _ => Ok(()),
        }
    }
}

/// How far up a tree is walked at most.
const DEPTH_AT_MOST: usize = 100;

/// A folder must not go into itself or into anything below it: nobody says what the host does then.
/// The way up from the destination tells; where the host does not, the move itself decides.
fn refuse_below_itself(
    session: &Session,
    items: &[Item<'_>],
    to: Option<&str>,
) -> Result<(), Error> {
    let moved: HashSet<&str> =
        items.iter().filter(|item| matches!(item, Item::Folder(_))).map(Item::id).collect();
    let Some(to) = to.filter(|_| !moved.is_empty()) else { return Ok(()) };
    for id in &moved {
        folder::refuse_into_itself("folder", id, Some(to))?;
    }
    let giga0 = session.giga0()?;
    let mut seen = HashSet::new();
    let mut here = Some(to.to_owned());
    while let Some(id) = here.filter(|id| seen.len() < DEPTH_AT_MOST && seen.insert(id.clone())) {
        if moved.contains(id.as_str()) {
            return Err(Error::argument("folder", "must not lie below a folder that is moved"));
        }
        here = match giga0.folder_info(&id) {
            Ok(folder) => folder.parent_id.clone(),
            Err(error) if is_refusal(&error) => None,
            Err(error) => return Err(error),
        };
    }
    Ok(())
}
