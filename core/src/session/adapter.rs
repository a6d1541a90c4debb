//! What a session asks of its host.

use std::time::Duration;

use super::limit::{Room, UploadLimit};
use super::token::Token;
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::operation::Operation;
use crate::options::{DownloadSettings, UploadSettings};
use crate::{
    Account, Answer, Batch, Capability, Download, Entry, Error, Host, Item, Kind, LinkStatus,
    Listing, Receipt, RemoteJob, Secret, ShareLink, Status, Target, Trash, Visibility,
};

/// What an upload has come to when nothing is sent any more.
pub(crate) enum Sent<S> {
    Stored(Box<Receipt>),
    /// The host processes the file. It is to be asked after the pause.
    Processing(Box<dyn Processing<S>>, Duration),
}

/// A file that the host processes. It needs nobody until it is time to ask.
pub(crate) trait Processing<S>: Send {
    /// Asks the host once.
    fn ask(&mut self, session: &S, source: &Guarded) -> Result<Asked, Error>;

    /// Sends the file again after [`Asked::SendAgain`].
    fn send_again(self: Box<Self>, session: &S, source: &mut Guarded) -> Result<Sent<S>, Error>;
}

/// What the host says of a file that it processes.
pub(crate) enum Asked {
    Stored(Box<Receipt>),
    /// Not ready: ask again after this pause.
    Later(Duration),
    /// Proven not to be stored, and it may be sent once more.
    SendAgain,
}

/// What a session needs to know of its host, and the verbs the host can do. `S` is the session: it holds
/// an adapter, and is not known here.
pub(crate) trait Adapter<S>: Sync {
    fn host(&self) -> Host;
    fn operations(&self) -> &'static [&'static Operation];
    fn capabilities(&self) -> &'static [Capability];

    /// The verdict on an answer of the API: success, or the error it means.
    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error>;

    /// Gets a token with the credentials of the session. Called by one thread at a time.
    fn login(&self, session: &S) -> Result<Token, Error>;

    /// Gets a new token in place of a dead one, where there is a gentler way than a login.
    fn renew(&self, session: &S, _dead: &Token) -> Result<Token, Error> {
        self.login(session)
    }

    /// The parameters by which a token travels.
    fn attach(&self, token: &Token) -> Vec<(&'static str, Secret)>;

    /// Whether a part of the token may be attached to this operation when the caller does not name it.
    fn attaches(&self, _: &Operation, _parameter: &str) -> bool {
        true
    }

    /// Whether a token that the caller brought is used unasked. A host that can be asked about it
    /// gets it in its login.
    fn trusts_given_token(&self) -> bool {
        true
    }

    /// What to use in place of a verb that the host lacks.
    fn instead(&self, verb: Capability) -> &'static str;

    fn supports(&self, capability: Capability) -> bool {
        self.capabilities().contains(&capability)
    }

    fn unsupported(&self, verb: Capability) -> Error {
        Error::new(Status::Unsupported, format!("{} has no `{}`", self.host(), verb.name()))
            .at(self.host(), verb.name())
            .with_hint(self.instead(verb))
    }

    fn account(&self, _: &S) -> Result<Answer<Account>, Error> {
        Err(self.unsupported(Capability::Account))
    }
    fn list(&self, _: &S, _folder: Option<&str>) -> Result<Listing, Error> {
        Err(self.unsupported(Capability::List))
    }
    /// The files of this name where an upload to this folder may have put them.
    fn find(&self, session: &S, folder: Option<&str>, name: &str) -> Result<Vec<Entry>, Error> {
        let mut entries = self.list(session, folder)?.entries;
        entries.retain(|entry| entry.kind == Kind::File && entry.name == name);
        Ok(entries)
    }
    fn stat(&self, _: &S, _: Item<'_>) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::Stat))
    }
    /// Asks the host what the account may upload, where it can be asked.
    fn learn_upload_limit(&self, _: &S) -> Result<Option<UploadLimit>, Error> {
        Ok(None)
    }
    /// Whether the host wants the MD5 of a file before its bytes.
    fn wants_md5_first(&self) -> bool {
        false
    }
    /// Whether the hash of a file that it tells is the MD5 for certain.
    fn tells_md5(&self) -> bool {
        false
    }
    /// What the account has room for.
    fn room(&self, session: &S) -> Result<Room, Error> {
        Ok(Room::of_account(&*self.account(session)?))
    }
    /// Whether the host takes a file of this name and length at all.
    fn takes(&self, _name: &str, _bytes: u64) -> Result<(), Error> {
        Ok(())
    }
    /// What comes before the bytes of an upload and needs no room at the host: checks, and the MD5.
    fn prepare(&self, _: &S, _: &mut Guarded, _: &UploadSettings) -> Result<(), Error> {
        Ok(())
    }
    fn upload(&self, _: &S, _: &mut Guarded, _: &UploadSettings) -> Result<Sent<S>, Error> {
        Err(self.unsupported(Capability::Upload))
    }
    fn download(
        &self,
        _: &S,
        _file: &str,
        _: Target,
        _: &DownloadSettings,
    ) -> Result<Download, Error> {
        Err(self.unsupported(Capability::Download))
    }
    fn delete(&self, _: &S, _: &[Item<'_>]) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Delete))
    }
    fn rename(&self, _: &S, _: Item<'_>, _name: &str) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::Rename))
    }
    fn move_to(&self, _: &S, _: &[Item<'_>], _folder: Option<&str>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Move))
    }
    fn copy_to(&self, _: &S, _: &[Item<'_>], _folder: Option<&str>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Copy))
    }
    fn make_folder(
        &self,
        _: &S,
        _parent: Option<&str>,
        _name: &str,
    ) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::MakeFolder))
    }
    fn set_visibility(&self, _: &S, _: Item<'_>, _: &Visibility) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::SetVisibility))
    }
    fn check_links(&self, _: &S, _: &[&str]) -> Result<Vec<LinkStatus>, Error> {
        Err(self.unsupported(Capability::CheckLinks))
    }
    fn remote_upload(
        &self,
        _: &S,
        _: &[&str],
        _folder: Option<&str>,
    ) -> Result<Vec<RemoteJob>, Error> {
        Err(self.unsupported(Capability::RemoteUpload))
    }
    fn remote_status(&self, _: &S, _jobs: &[&str]) -> Result<Vec<RemoteJob>, Error> {
        Err(self.unsupported(Capability::RemoteUpload))
    }
    fn remote_cancel(&self, _: &S, _jobs: &[&str]) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::RemoteCancel))
    }
    fn share_link(&self, _: &S, _file: &str) -> Result<Answer<ShareLink>, Error> {
        Err(self.unsupported(Capability::ShareLink))
    }
    fn trash_list(&self, _: &S) -> Result<Listing, Error> {
        Err(self.unsupported(Capability::Trash))
    }
    fn trash_restore(&self, _: &S, _: Trash<'_>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Trash))
    }
    fn trash_empty(&self, _: &S, _: Trash<'_>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Trash))
    }
    /// Tells the host that the token is no longer needed, where the host can be told.
    fn logout(&self, _: &S, _: &Token) -> Result<(), Error> {
        Ok(())
    }
}
