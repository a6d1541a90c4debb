//! Sending a file to ge.tt: announce it in a share, PUT its bytes, and let `files_get` decide
//! whatever the node leaves open. A PUT replaces, so sending again cannot make a second file.

use std::time::{Duration, Instant};

use super::bytes::{Sent, send_once};
use super::types::{File, ReadyState, Storage};
use super::{file_id, table};
use crate::http::url::Purpose;
use crate::local::Guarded;
use crate::options::UploadSettings;
use crate::progress::Reporter;
use crate::{Answer, Clock, Error, How, Outcome, Receipt, Secret, Session, Stage, Status, scope};

/// The bytes go out at most so often.
const SENDINGS: u32 = 3;

pub(super) fn upload(
    session: &Session,
    source: &mut Guarded,
    options: &UploadSettings,
) -> Result<Receipt, Error> {
    options.apply_checksum(source, false)?;
    scope::stage(Stage::Preparing)?;
    check_room(session, source.length())?;
    let gett = session.gett()?;
    let (share, made) = match options.folder() {
        Some(share) => (share.to_owned(), false),
        None => (gett.shares_create(None)?.sharename.clone(), true),
    };
    let file = gett
        .files_create(&share, source.name(), None)
        .map_err(|error| give_up(session, error, &share, None, made))?;
    let mut job = Job { session, share: &share, file: &file, attempts: 0 };
    job.run(source).map_err(|error| match error.outcome() {
        // The bytes are there: nothing to clean up, and nothing to send again.
        Outcome::Applied => error,
        _ => give_up(session, error, &share, Some(&file.fileid), made),
    })
}

/// Refuses a file for which the account has no room, before a byte of it is sent.
fn check_room(session: &Session, length: u64) -> Result<(), Error> {
    // Reading the account is a courtesy: if it fails, the upload itself says why.
    let user = match session.gett()?.users_me() {
        Ok(user) => user,
        Err(error) if is_passing(&error) => return Ok(()),
        Err(error) => return Err(error),
    };
    match user.storage.as_ref().and_then(Storage::left) {
        Some(left) if length > left => Err(Error::new(
            Status::TooLarge,
            format!("the file has {length} bytes, the account has room for {left}"),
        )),
        _ => Ok(()),
    }
}

/// Removes what an upload that failed has left: the announced file, and a share made for it.
fn give_up(session: &Session, error: Error, share: &str, file: Option<&str>, made: bool) -> Error {
    let remove = || -> Result<(), Error> {
        let gett = session.gett()?;
        match file {
            _ if made => gett.shares_destroy(share).map(drop),
            Some(file) => gett.files_destroy(share, file).map(drop),
            None => Ok(()),
        }
    };
    let left = match (file, made) {
        (None, false) => return error,
        (Some(file), false) => format!("the entry {}", file_id(share, file)),
        (_, true) => format!("the share {share}"),
    };
    if remove().is_ok() {
        return error.with_outcome(Outcome::NotApplied);
    }
    let error = if error.outcome() == Outcome::Unknown && is_passing(&error) {
        let message = format!("nobody can tell what became of it ({})", error.message());
        error.become_status(Status::OutcomeUnknown, message)
    } else {
        error
    };
    error.with_hint(format!("{left} was left behind at the host; look at it, delete it"))
}

/// What one sending and its consequences came to.
enum Round {
    Done(Box<Answer<File>>, How),
    /// The bytes are to be sent again.
    Again(Error),
    Failed(Error),
}

struct Job<'a> {
    session: &'a Session,
    share: &'a str,
    file: &'a Answer<File>,
    attempts: u32,
}

impl Job<'_> {
    fn run(&mut self, source: &mut Guarded) -> Result<Receipt, Error> {
        let announced = self.file.upload.as_ref().and_then(|urls| urls.puturl.clone());
        let mut url = match announced {
            Some(url) => url,
            None => self.fresh_url()?,
        };
        loop {
            self.attempts += 1;
            match self.round(source, &url) {
                Round::Done(file, how) => return self.receipt(source, &url, &file, how),
                Round::Again(error) if self.attempts < SENDINGS && source.can_rewind() => {
                    let pause = self.session.with_jitter(|jitter| jitter.pause(self.attempts));
                    scope::sleep(pause)?;
                    scope::update_progress(Reporter::next_attempt);
                    scope::stage(Stage::Preparing)?;
                    // The bytes may have been on their way for long: the old failure says more
                    // than a host that cannot be asked.
                    url = self.fresh_url().map_err(|_| error)?;
                }
                Round::Again(error) => {
                    let why = if source.can_rewind() {
                        "all attempts are used up"
                    } else {
                        "the source can be read only once"
                    };
                    return Err(error.with_attempts(self.attempts, Some(why)));
                }
                Round::Failed(error) => return Err(error.with_attempts(self.attempts, None)),
            }
        }
    }

    fn fresh_url(&self) -> Result<Secret, Error> {
        let urls = self.session.gett()?.files_upload_urls(self.share, &self.file.fileid)?;
        urls.puturl.clone().ok_or_else(|| {
            Error::new(Status::BadAnswer, "the answer to files_upload_urls has no `puturl`")
        })
    }

    fn round(&self, source: &mut Guarded, url: &Secret) -> Round {
        let how = if self.attempts > 1 { How::Resent } else { How::Sent };
        match send_once(self.session, &table::UPLOAD_PUT, url, source) {
            Sent::Yes(_) => self.wait(source.length(), how),
            Sent::Ask(_) => self.ask(source.length(), how),
            Sent::Stale(error) if self.attempts == 1 => Round::Again(error),
            Sent::Lost { error, begun: false, .. } => Round::Again(error),
            Sent::Lost { error, whole, .. } => self.look(source.length(), error, whole),
            Sent::Stale(error) | Sent::Refused(error) => Round::Failed(error),
        }
    }

    fn state(&self) -> Result<Answer<File>, Error> {
        self.session.gett()?.files_get(self.share, &self.file.fileid)
    }

    /// After a proper answer: waits until the host has done with the file.
    fn wait(&self, length: u64, how: How) -> Round {
        let limit = self.session.clocks().processing;
        let started = Instant::now();
        let mut pause = Duration::from_secs(1);
        // From here on the host has the bytes, whatever happens on this side.
        let applied = |error: Error| Round::Failed(error.with_outcome(Outcome::Applied));
        loop {
            match self.state() {
                Ok(file) if file.readystate == Some(ReadyState::Uploaded) => {
                    return Round::Done(Box::new(file), how);
                }
                Ok(file) if file.is_removed() => return Round::Failed(removed()),
                // A host that does not tell the state, but has taken the whole file.
                Ok(file) if file.readystate.is_none() && file.size == Some(length) => {
                    return Round::Done(Box::new(file), how);
                }
                Ok(_) => {}
                Err(error) if error.status() == Status::Cancelled => return applied(error),
                Err(error) if is_passing(&error) => {}
                // The node has said yes; that the file cannot be looked at does not undo it.
                Err(_) => return Round::Done(Box::new(self.file.clone()), how),
            }
            if started.elapsed() >= limit {
                let late = Error::new(Status::Timeout, "the host is still processing the file")
                    .with_clock(Clock::Call);
                return applied(late.with_hint(self.where_to_look()));
            }
            if let Err(error) = scope::stage(Stage::Processing).and_then(|()| scope::sleep(pause)) {
                return applied(error.with_hint(self.where_to_look()));
            }
            pause = (pause * 3 / 2).min(Duration::from_secs(5));
        }
    }

    /// After a success in other words than usual: the state of the file decides.
    fn ask(&self, length: u64, how: How) -> Round {
        match self.state() {
            Ok(file)
                if matches!(
                    file.readystate,
                    Some(ReadyState::Uploaded | ReadyState::Uploading | ReadyState::Other(_))
                ) =>
            {
                self.wait(length, how)
            }
            Ok(_) => Round::Failed(Error::new(
                Status::BadAnswer,
                "the answer to the file is not what the host documents, and the file is not there",
            )),
            Err(error) => Round::Failed(error.with_outcome(Outcome::Unknown)),
        }
    }

    /// After a lost answer: the file is there whole, or it is sent again.
    fn look(&self, length: u64, lost: Error, whole: bool) -> Round {
        let settle = if whole { self.session.clocks().settle } else { Duration::ZERO };
        let started = Instant::now();
        let mut pause = settle / 8;
        loop {
            match self.state() {
                Ok(file) if file.is_removed() => return Round::Failed(removed()),
                Ok(file)
                    if file.readystate == Some(ReadyState::Uploaded)
                        && (file.size == Some(length) || (file.size.is_none() && whole)) =>
                {
                    return Round::Done(Box::new(file), How::Recovered);
                }
                Ok(_) => {}
                Err(error) if is_passing(&error) => {}
                Err(error) => {
                    let unknown = lost.with_outcome(Outcome::Unknown);
                    return Round::Failed(if error.status() == Status::Cancelled {
                        error.with_outcome(Outcome::Unknown)
                    } else {
                        unknown
                    });
                }
            }
            if started.elapsed() >= settle {
                return Round::Again(lost.with_outcome(Outcome::Unknown));
            }
            if let Err(error) = scope::sleep(pause) {
                return Round::Failed(error.with_outcome(Outcome::Unknown));
            }
            pause = pause * 3 / 2;
        }
    }

    fn where_to_look(&self) -> String {
        format!("ask files_get for {} in {}", self.file.fileid, self.share)
    }

    fn receipt(
        &self,
        source: &Guarded,
        url: &Secret,
        file: &Answer<File>,
        how: How,
    ) -> Result<Receipt, Error> {
        let mut entry = (**file).clone().into_entry(self.share);
        if entry.name.is_empty() {
            entry.name = self.file.filename.clone().unwrap_or_else(|| source.name().to_owned());
        }
        let mut receipt = Receipt::new(source, entry, how).with_json(file.host_json());
        if self.session.policy().answer(url.expose(), Purpose::Upload)?.is_plain() {
            receipt
                .notes
                .push("the bytes travelled in clear: the host's storage has no https".into());
        }
        if file.readystate != Some(ReadyState::Uploaded) {
            receipt.notes.push("the host took the file and did not tell its state".into());
        }
        receipt.verify(false)
    }
}

fn removed() -> Error {
    Error::new(Status::Host, "the host has removed the file").with_outcome(Outcome::NotApplied)
}

/// Failures after which asking again may help.
fn is_passing(error: &Error) -> bool {
    match error.status() {
        Status::Dns
        | Status::Connect
        | Status::Tls
        | Status::Network
        | Status::Stalled
        | Status::BadAnswer
        | Status::RateLimited => true,
        Status::Timeout => error.clock() != Some(Clock::Call),
        Status::Http | Status::NotReady => error.http_status().is_some_and(|code| code >= 500),
        _ => false,
    }
}
