//! The five hosts: one folder each, with the table of its operations, its own types, its reading of
//! success and failure, its operations as functions, and the session verbs built on them.

use crate::http::reply::Reply;
use crate::operation::{Attested, Auth, Base, Class, Method, Operation};
use crate::session::{Session, Token};
use crate::transfer::Guarded;
use crate::{
    Account, Answer, Batch, Capability, Clock, Download, DownloadOptions, Entry, Error, Host, Item,
    LinkStatus, Listing, Receipt, RemoteJob, Secret, ShareLink, Status, Target, Trash,
    UploadOptions, Visibility,
};

pub mod gett;
pub mod giga0;
pub mod gigags;
pub mod rapidgator;
pub mod uploadgig;

/// What the session needs to know of a host, and the verbs the host can do.
pub(crate) trait Adapter: Sync {
    fn host(&self) -> Host;
    fn operations(&self) -> &'static [&'static Operation];
    fn capabilities(&self) -> &'static [Capability];

    /// The verdict on an answer of the API: success, or the error it means.
    fn judge(&self, operation: &Operation, reply: &Reply) -> Result<(), Error>;

    /// Gets a token with the credentials of the session. Called by one thread at a time.
    fn login(&self, session: &Session) -> Result<Token, Error>;

    /// Gets a new token in place of a dead one, where there is a gentler way than a login.
    fn renew(&self, session: &Session, _dead: &Token) -> Result<Token, Error> {
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

    fn account(&self, _: &Session) -> Result<Answer<Account>, Error> {
        Err(self.unsupported(Capability::Account))
    }
    fn list(&self, _: &Session, _folder: Option<&str>) -> Result<Listing, Error> {
        Err(self.unsupported(Capability::List))
    }
    fn stat(&self, _: &Session, _: Item<'_>) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::Stat))
    }
    fn upload(&self, _: &Session, _: &mut Guarded, _: &UploadOptions) -> Result<Receipt, Error> {
        Err(self.unsupported(Capability::Upload))
    }
    fn download(
        &self,
        _: &Session,
        _file: &str,
        _: Target,
        _: &DownloadOptions,
    ) -> Result<Download, Error> {
        Err(self.unsupported(Capability::Download))
    }
    fn delete(&self, _: &Session, _: &[Item<'_>]) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Delete))
    }
    fn rename(&self, _: &Session, _: Item<'_>, _name: &str) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::Rename))
    }
    fn move_to(&self, _: &Session, _: &[Item<'_>], _folder: Option<&str>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Move))
    }
    fn copy_to(&self, _: &Session, _: &[Item<'_>], _folder: Option<&str>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Copy))
    }
    fn make_folder(
        &self,
        _: &Session,
        _parent: Option<&str>,
        _name: &str,
    ) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::MakeFolder))
    }
    fn set_visibility(
        &self,
        _: &Session,
        _: Item<'_>,
        _: &Visibility,
    ) -> Result<Answer<Entry>, Error> {
        Err(self.unsupported(Capability::SetVisibility))
    }
    fn check_links(&self, _: &Session, _: &[&str]) -> Result<Vec<LinkStatus>, Error> {
        Err(self.unsupported(Capability::CheckLinks))
    }
    fn remote_upload(
        &self,
        _: &Session,
        _: &[&str],
        _folder: Option<&str>,
    ) -> Result<Vec<RemoteJob>, Error> {
        Err(self.unsupported(Capability::RemoteUpload))
    }
    fn remote_status(&self, _: &Session, _jobs: &[&str]) -> Result<Vec<RemoteJob>, Error> {
        Err(self.unsupported(Capability::RemoteUpload))
    }
    fn remote_cancel(&self, _: &Session, _jobs: &[&str]) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::RemoteCancel))
    }
    fn share_link(&self, _: &Session, _file: &str) -> Result<Answer<ShareLink>, Error> {
        Err(self.unsupported(Capability::ShareLink))
    }
    fn trash_list(&self, _: &Session) -> Result<Listing, Error> {
        Err(self.unsupported(Capability::Trash))
    }
    fn trash_restore(&self, _: &Session, _: Trash<'_>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Trash))
    }
    fn trash_empty(&self, _: &Session, _: Trash<'_>) -> Result<Batch, Error> {
        Err(self.unsupported(Capability::Trash))
    }
    /// Tells the host that the token is no longer needed, where the host can be told.
    fn logout(&self, _: &Session, _: &Token) -> Result<(), Error> {
        Ok(())
    }
}

/// The adapter of a host.
pub(crate) fn adapter(host: Host) -> &'static dyn Adapter {
    match host {
        Host::Rapidgator => &rapidgator::Adapter,
        Host::Giga0 => &giga0::Adapter,
        Host::UploadGig => &uploadgig::Adapter,
        Host::Gett => &gett::Adapter,
        Host::GigaGs => &gigags::Adapter,
    }
}

/// A row of a host's catalogue of refusals: a distinctive part of its text, and what it means.
pub(crate) struct Refusal {
    pub part: &'static str,
    pub status: Status,
    /// The token is dead: a renewal may help.
    pub token: bool,
}

/// A row without a dead token.
pub(crate) const fn refusal(part: &'static str, status: Status) -> Refusal {
    Refusal { part, status, token: false }
}

/// A row that means a dead token.
pub(crate) const fn dead_token(part: &'static str) -> Refusal {
    Refusal { part, status: Status::Auth, token: true }
}

/// The first row of a catalogue whose part stands in the text, in any case.
pub(crate) fn find_refusal(catalogue: &'static [Refusal], text: &str) -> Option<&'static Refusal> {
    let text = text.to_ascii_lowercase();
    catalogue.iter().find(|row| text.contains(&row.part.to_ascii_lowercase()))
}

/// Whether a transfer can go on although a call failed that would only have made it safer. Failures
/// that the transfer would meet as well, and those that the caller wants, end it.
pub(crate) fn is_dispensable(error: &Error) -> bool {
    match error.status() {
        Status::Network
        | Status::Stalled
        | Status::Protocol
        | Status::Http
        | Status::Forbidden
        | Status::NotFound
        | Status::NotReady
        | Status::RateLimited
        | Status::Quota
        | Status::Host
        | Status::BadAnswer => !error.token_dead(),
        Status::Timeout => error.clock() != Some(Clock::Call),
        _ => false,
    }
}

/// Whether an error is the host's own word on what was asked, so that the next of several items may
/// fare better.
pub(crate) fn is_refusal(error: &Error) -> bool {
    matches!(
        error.status(),
        Status::Forbidden
            | Status::NotFound
            | Status::NotReady
            | Status::Quota
            | Status::Conflict
            | Status::Host
    ) && error.http_status().is_some()
}

/// Does something for one item after the other. What the host refuses stands in the batch; any
/// other failure ends it.
pub(crate) fn one_by_one<'a>(
    items: &[Item<'a>],
    mut act: impl FnMut(Item<'a>) -> Result<(), Error>,
) -> Result<Batch, Error> {
    let mut batch = Batch::default();
    for item in items {
        match act(*item) {
            Ok(()) => batch.done.push(item.id().to_owned()),
            Err(error) if is_refusal(&error) => {
                let says = error.host_text().unwrap_or(error.message()).to_owned();
                batch.failed.push((item.id().to_owned(), Some(says)));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(batch)
}

/// The number of seconds in a text like `Please wait 20 sec...`.
pub(crate) fn seconds_in(text: &str) -> Option<std::time::Duration> {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().map(std::time::Duration::from_secs)
}

/// The row under which a call to an endpoint runs that is not modelled: never repeated by itself.
pub(crate) fn generic(host: Host) -> &'static Operation {
    macro_rules! row {
        ($host:expr) => {
            &Operation {
                host: $host,
                name: "call",
                methods: &[Method::Post],
                path: "",
                base: Base::Api,
                class: Class::NonIdempotent,
                auth: Auth::Token,
                idempotent: false,
                params: &[],
                attested: Attested::Observed,
                document: "none",
            }
        };
    }
    match host {
        Host::Rapidgator => row!(Host::Rapidgator),
        Host::Giga0 => row!(Host::Giga0),
        Host::UploadGig => row!(Host::UploadGig),
        Host::Gett => row!(Host::Gett),
        Host::GigaGs => row!(Host::GigaGs),
    }
}
