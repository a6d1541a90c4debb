//! The session verbs: the same at every host that supports them.

use super::{Asked, Sent, Session};
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::{DownloadSettings, UploadSettings};
use crate::progress::{Callback, Reporter};
use crate::{
    Account, Answer, Batch, Capability, Download, DownloadOptions, Entry, Error, Item, LinkStatus,
    Listing, Receipt, RemoteJob, ShareLink, Source, Target, Trash, UploadOptions, Visibility,
    scope,
};

impl Session {
    /// The account: its identity, and its storage and upload limits.
    pub fn account(&self) -> Result<Answer<Account>, Error> {
        self.verb(Capability::Account, || self.adapter().account(self))
    }

    /// The contents of a folder, or of the root if there is none. All pages are fetched.
    pub fn list(&self, folder: Option<&str>) -> Result<Listing, Error> {
        self.verb(Capability::List, || self.adapter().list(self, folder))
    }

    /// One file or folder.
    pub fn stat<'a>(&self, item: impl Into<Item<'a>>) -> Result<Answer<Entry>, Error> {
        let item = item.into();
        self.verb(Capability::Stat, || self.adapter().stat(self, item))
    }

    /// Uploads a file, by the host's own procedure. `source` is a path or any other [`Source`].
    ///
    /// The file is opened once; its size, its hash and its bytes are those of that one handle, and
    /// a source that changes in the meantime is an error. Nothing is sent twice unless the host
    /// cannot end up with two files; if it is impossible to tell whether the file arrived, the
    /// error is [`Status::OutcomeUnknown`](crate::Status::OutcomeUnknown).
    pub fn upload(
        &self,
        source: impl Into<Source>,
        options: UploadOptions,
    ) -> Result<Receipt, Error> {
        let source = source.into();
        let (settings, callback) = options.split();
        self.transfer(callback, || {
            self.verb(Capability::Upload, || {
                let mut guarded = Guarded::open(source, settings.name())?;
                self.adapter().prepare(self, &mut guarded, &settings)?;
                self.until_stored(&mut guarded, &settings)
            })
        })
    }

    /// Sends a prepared file, and asks the host until it has decided.
    fn until_stored(
        &self,
        source: &mut Guarded,
        options: &UploadSettings,
    ) -> Result<Receipt, Error> {
        let mut sent = self.adapter().upload(self, source, options)?;
        loop {
            let (mut file, mut pause) = match sent {
                Sent::Stored(receipt) => return Ok(*receipt),
                Sent::Processing(file, pause) => (file, pause),
            };
            sent = loop {
                scope::sleep(pause)?;
                match file.ask(self, source)? {
                    Asked::Stored(receipt) => return Ok(*receipt),
                    Asked::Later(next) => pause = next,
                    Asked::SendAgain => break file.send_again(self, source)?,
                }
            };
        }
    }

    /// Runs a transfer: under the clock of transfers, with its progress told.
    pub(crate) fn transfer<T>(
        &self,
        callback: Option<Callback>,
        f: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _call = self.enter(self.clocks().transfer)?;
        report_to(callback)?;
        let done = f()?;
        scope::conclude();
        Ok(done)
    }

    /// Downloads a file of the account into `target`. A partial file never appears at the final
    /// path; a web page or error message of the host is never saved as the file.
    pub fn download(
        &self,
        file: &str,
        target: Target,
        options: DownloadOptions,
    ) -> Result<Download, Error> {
        let (settings, callback) = options.split();
        self.transfer(callback, || {
            self.verb(Capability::Download, || {
                self.adapter().download(self, file, target, &settings)
            })
        })
    }

    /// Deletes files and folders. If the host has a trash, they are moved there.
    pub fn delete(&self, items: &[Item<'_>]) -> Result<Batch, Error> {
        self.batch(Capability::Delete, items, || self.adapter().delete(self, items))
    }

    /// Renames a file or folder. The name in the result is the one that the host stored.
    pub fn rename<'a>(
        &self,
        item: impl Into<Item<'a>>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        let item = item.into();
        self.verb(Capability::Rename, || self.adapter().rename(self, item, name))
    }

    /// Moves files and folders into a folder, or into the root if there is none.
    pub fn move_to(&self, items: &[Item<'_>], folder: Option<&str>) -> Result<Batch, Error> {
        self.batch(Capability::Move, items, || self.adapter().move_to(self, items, folder))
    }

    /// Copies files and folders into a folder, or into the root if there is none.
    pub fn copy_to(&self, items: &[Item<'_>], folder: Option<&str>) -> Result<Batch, Error> {
        self.batch(Capability::Copy, items, || self.adapter().copy_to(self, items, folder))
    }

    /// Creates a folder in `parent`, or in the root.
    pub fn make_folder(&self, parent: Option<&str>, name: &str) -> Result<Answer<Entry>, Error> {
        self.verb(Capability::MakeFolder, || self.adapter().make_folder(self, parent, name))
    }

    /// Sets who can see a file or folder.
    pub fn set_visibility<'a>(
        &self,
        item: impl Into<Item<'a>>,
        visibility: &Visibility,
    ) -> Result<Answer<Entry>, Error> {
        let item = item.into();
        self.verb(Capability::SetVisibility, || {
            self.adapter().set_visibility(self, item, visibility)
        })
    }

    /// Checks which public links are alive, in the order given. Takes any number: the library
    /// splits it by the host's limit.
    pub fn check_links(&self, links: &[&str]) -> Result<Vec<LinkStatus>, Error> {
        self.batch(Capability::CheckLinks, links, || self.adapter().check_links(self, links))
    }

    /// Has the host fetch links by itself, into a folder or the root.
    pub fn remote_upload(
        &self,
        links: &[&str],
        folder: Option<&str>,
    ) -> Result<Vec<RemoteJob>, Error> {
        self.batch(Capability::RemoteUpload, links, || {
            self.adapter().remote_upload(self, links, folder)
        })
    }

    /// The state of remote jobs, or of all jobs if `jobs` is empty and the host can list them.
    pub fn remote_status(&self, jobs: &[&str]) -> Result<Vec<RemoteJob>, Error> {
        self.verb(Capability::RemoteUpload, || self.adapter().remote_status(self, jobs))
    }

    /// Cancels remote jobs.
    pub fn remote_cancel(&self, jobs: &[&str]) -> Result<Batch, Error> {
        self.batch(Capability::RemoteCancel, jobs, || self.adapter().remote_cancel(self, jobs))
    }

    /// Creates a link that works for one download.
    pub fn share_link(&self, file: &str) -> Result<Answer<ShareLink>, Error> {
        self.verb(Capability::ShareLink, || self.adapter().share_link(self, file))
    }

    /// The files in the trash.
    pub fn trash_list(&self) -> Result<Listing, Error> {
        self.verb(Capability::Trash, || self.adapter().trash_list(self))
    }

    /// Restores files from the trash.
    pub fn trash_restore(&self, files: Trash<'_>) -> Result<Batch, Error> {
        self.verb(Capability::Trash, || self.adapter().trash_restore(self, named(files)?))
    }

    /// Permanently deletes files in the trash.
    pub fn trash_empty(&self, files: Trash<'_>) -> Result<Batch, Error> {
        self.verb(Capability::Trash, || self.adapter().trash_empty(self, named(files)?))
    }

    /// Logs in now rather than on the first call that needs it. Does nothing if there is a token
    /// already.
    pub fn login(&self) -> Result<(), Error> {
        self.verb(Capability::Login, || self.token().map(drop))
    }

    /// Discards the token, and invalidates it at the host if the host supports that. The session
    /// drops the token even if the call fails.
    pub fn logout(&self) -> Result<(), Error> {
        let _call = self.enter(Some(self.clocks().call))?;
        match self.forget_token() {
            Some(token) => self.adapter().logout(self, &token),
            None => Ok(()),
        }
    }

    /// Runs an operation that sends a file, outside the verb that does all its steps.
    pub(crate) fn send_with<T>(
        &self,
        operation: &'static Operation,
        source: Source,
        options: UploadOptions,
        f: impl FnOnce(&mut Guarded, &UploadSettings) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (settings, callback) = options.split();
        self.transfer(callback, || {
            let mut guarded = Guarded::open(source, settings.name())?;
            f(&mut guarded, &settings)
        })
        .map_err(|e| e.at(self.host(), operation.name))
    }

    /// Runs an operation that receives a file.
    pub(crate) fn receive_with<T>(
        &self,
        operation: &'static Operation,
        options: DownloadOptions,
        f: impl FnOnce(&DownloadSettings) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (settings, callback) = options.split();
        self.transfer(callback, || f(&settings)).map_err(|e| e.at(self.host(), operation.name))
    }

    pub(super) fn verb<T>(
        &self,
        verb: Capability,
        f: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        if !self.supports(verb) {
            return Err(self.adapter().unsupported(verb));
        }
        let _call = self.enter(None).map_err(|e| e.at(self.host(), verb.name()))?;
        f().map_err(|e| self.masked(e, &[]).at(self.host(), verb.name()))
    }

    /// A verb that takes many. None at all is refused: to some hosts it means "all".
    fn batch<I, T>(
        &self,
        verb: Capability,
        items: &[I],
        f: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.verb(verb, || {
            if items.is_empty() {
                Err(Error::argument("items", "must not be an empty list"))
            } else {
                f()
            }
        })
    }
}

fn named(files: Trash<'_>) -> Result<Trash<'_>, Error> {
    match files {
        Trash::Files([]) => {
            Err(Error::argument("files", "must not be an empty list; say `Trash::All` to mean all"))
        }
        files => Ok(files),
    }
}

pub(super) fn report_to(callback: Option<Callback>) -> Result<(), Error> {
    match callback {
        Some(callback) => scope::attach_reporter(Reporter::new(callback)),
        None => Ok(()),
    }
}
