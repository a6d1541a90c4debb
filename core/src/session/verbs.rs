//! The session verbs: the same at every host, where the host can.

use super::Session;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::progress::{Callback, Reporter};
use crate::{
    Account, Answer, Batch, Capability, Download, DownloadOptions, Entry, Error, Item, LinkStatus,
    Listing, Receipt, RemoteJob, ShareLink, Source, Target, Trash, UploadOptions, Visibility,
    scope,
};

impl Session {
    /// The account: who it is, what it may store and send.
    pub fn account(&self) -> Result<Answer<Account>, Error> {
        self.verb(Capability::Account, || self.adapter().account(self))
    }

    /// What lies in a folder; the root if there is none. All pages are fetched.
    pub fn list(&self, folder: Option<&str>) -> Result<Listing, Error> {
        self.verb(Capability::List, || self.adapter().list(self, folder))
    }

    /// One file or folder.
    pub fn stat<'a>(&self, item: impl Into<Item<'a>>) -> Result<Answer<Entry>, Error> {
        let item = item.into();
        self.verb(Capability::Stat, || self.adapter().stat(self, item))
    }

    /// Sends a file to the host, by the host's own flow. `source` is a path or any other [`Source`].
    ///
    /// The file is opened once; its size, its hash and its bytes are those of that one handle, and a
    /// source that changes meanwhile is an error. Nothing is sent twice unless the host cannot end
    /// up with two files; if nobody can tell whether it arrived, the error is
    /// [`Status::OutcomeUnknown`](crate::Status::OutcomeUnknown).
    pub fn upload(
        &self,
        source: impl Into<Source>,
        mut options: UploadOptions,
    ) -> Result<Receipt, Error> {
        let source = source.into();
        self.transfer(options.take_callback(), || {
            self.verb(Capability::Upload, || {
                let mut guarded = Guarded::open(source, options.name())?;
                self.adapter().upload(self, &mut guarded, &options)
            })
        })
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

    /// Fetches a file of the account into `target`. The final path is never partial; a page or a
    /// message of the host is never saved as the file.
    pub fn download(
        &self,
        file: &str,
        target: Target,
        mut options: DownloadOptions,
    ) -> Result<Download, Error> {
        self.transfer(options.take_callback(), || {
            self.verb(Capability::Download, || {
                self.adapter().download(self, file, target, &options)
            })
        })
    }

    /// Deletes files and folders; where the host has a trash they go there.
    pub fn delete(&self, items: &[Item<'_>]) -> Result<Batch, Error> {
        self.batch(Capability::Delete, items, || self.adapter().delete(self, items))
    }

    /// Gives a file or folder another name. The name in the answer is the one that the host kept.
    pub fn rename<'a>(
        &self,
        item: impl Into<Item<'a>>,
        name: &str,
    ) -> Result<Answer<Entry>, Error> {
        let item = item.into();
        self.verb(Capability::Rename, || self.adapter().rename(self, item, name))
    }

    /// Moves files and folders into a folder; into the root if there is none.
    pub fn move_to(&self, items: &[Item<'_>], folder: Option<&str>) -> Result<Batch, Error> {
        self.batch(Capability::Move, items, || self.adapter().move_to(self, items, folder))
    }

    /// Copies files and folders into a folder; into the root if there is none.
    pub fn copy_to(&self, items: &[Item<'_>], folder: Option<&str>) -> Result<Batch, Error> {
        self.batch(Capability::Copy, items, || self.adapter().copy_to(self, items, folder))
    }

    /// Makes a folder in `parent`, or in the root.
    pub fn make_folder(&self, parent: Option<&str>, name: &str) -> Result<Answer<Entry>, Error> {
        self.verb(Capability::MakeFolder, || self.adapter().make_folder(self, parent, name))
    }

    /// Says who can see a file or folder.
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

    /// Asks which public links are alive, in the order given. Any number: the library cuts it to the
    /// host's limit.
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

    /// What the host's own fetches are doing; all of them if `jobs` is empty and the host can list them.
    pub fn remote_status(&self, jobs: &[&str]) -> Result<Vec<RemoteJob>, Error> {
        self.verb(Capability::RemoteUpload, || self.adapter().remote_status(self, jobs))
    }

    /// Ends fetches of the host.
    pub fn remote_cancel(&self, jobs: &[&str]) -> Result<Batch, Error> {
        self.batch(Capability::RemoteCancel, jobs, || self.adapter().remote_cancel(self, jobs))
    }

    /// Makes a link that works for one download.
    pub fn share_link(&self, file: &str) -> Result<Answer<ShareLink>, Error> {
        self.verb(Capability::ShareLink, || self.adapter().share_link(self, file))
    }

    /// What lies in the trash.
    pub fn trash_list(&self) -> Result<Listing, Error> {
        self.verb(Capability::Trash, || self.adapter().trash_list(self))
    }

    /// Takes files out of the trash.
    pub fn trash_restore(&self, files: Trash<'_>) -> Result<Batch, Error> {
        self.verb(Capability::Trash, || self.adapter().trash_restore(self, named(files)?))
    }

    /// Erases files of the trash for good.
    pub fn trash_empty(&self, files: Trash<'_>) -> Result<Batch, Error> {
        self.verb(Capability::Trash, || self.adapter().trash_empty(self, named(files)?))
    }

    /// Logs in now, in place of with the first call that needs it. Does nothing if there is a token.
    pub fn login(&self) -> Result<(), Error> {
        self.verb(Capability::Login, || self.token().map(drop))
    }

    /// Forgets the token, and tells the host where the host can be told. The token is gone from this
    /// session even if that fails.
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
        mut options: UploadOptions,
        f: impl FnOnce(&mut Guarded, &UploadOptions) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.transfer(options.take_callback(), || {
            let mut guarded = Guarded::open(source, options.name())?;
            f(&mut guarded, &options)
        })
        .map_err(|e| e.at(self.host(), operation.name))
    }

    /// Runs an operation that receives a file.
    pub(crate) fn receive_with<T>(
        &self,
        operation: &'static Operation,
        mut options: DownloadOptions,
        f: impl FnOnce(&DownloadOptions) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.transfer(options.take_callback(), || f(&options))
            .map_err(|e| e.at(self.host(), operation.name))
    }

    fn verb<T>(&self, verb: Capability, f: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
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

fn report_to(callback: Option<Callback>) -> Result<(), Error> {
    match callback {
        Some(callback) => scope::attach_reporter(Reporter::new(callback)),
        None => Ok(()),
    }
}
