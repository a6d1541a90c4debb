//! Sending a file to rapidgator: announce by MD5 and size, send if the host lacks the content, and
//! let `file_upload_info` decide. The node's own answer decides nothing: a file may be stored beside
//! an error, and a success may come without one.

use std::time::{Duration, Instant};

use super::types::{File, Upload, UploadState, User};
use super::{answer, bytes, table};
use crate::http::reply::Reply;
use crate::json::HostJson;
use crate::local::Guarded;
use crate::options::UploadSettings;
use crate::progress::Reporter;
use crate::session::{Asked, Processing, Sent, UploadLimit};
use crate::transfer::send::{Lost, without_secrets};
use crate::wire::Node;
use crate::{Clock, Error, How, Outcome, Receipt, Session, Stage, Status, scope};

/// The whole way is gone at most so often: a second run is safe, because the host knows what it has.
const RUNS: u32 = 2;

/// The first pause between two questions about one file; each later one is half as long again.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Everything before the announcement: what can be refused without reading the source, then its MD5.
pub(super) fn prepare(
    session: &Session,
    source: &mut Guarded,
    options: &UploadSettings,
) -> Result<(), Error> {
    options.apply_checksum(source, false)?;
    options.needs_md5(source)?;
    check_limit(session, source.length())?;
    source.md5().map(drop)
}

/// Announces the prepared source, and sends it if the host lacks the content.
pub(super) fn upload(
    session: &Session,
    source: &mut Guarded,
    options: &UploadSettings,
) -> Result<Sent<Session>, Error> {
    Run { number: 1, folder: options.folder().map(str::to_owned) }.go(session, source)
}

/// One run of the whole way: announce, send, ask.
struct Run {
    number: u32,
    folder: Option<String>,
}

/// What one run came to.
enum Came {
    To(Sent<Session>),
    /// Proven not to be stored.
    Absent(Error),
}

impl Run {
    fn go(mut self, session: &Session, source: &mut Guarded) -> Result<Sent<Session>, Error> {
        loop {
            match self.once(session, source)? {
                Came::To(sent) => return Ok(sent),
                Came::Absent(error) => self = self.next(source, error)?,
            }
        }
    }

    /// The run after one that is proven not to have stored anything, if there may be one.
    fn next(self, source: &Guarded, error: Error) -> Result<Self, Error> {
        if self.number >= RUNS || !source.can_rewind() {
            return Err(error.with_attempts(self.number, Some("all attempts are used up")));
        }
        scope::update_progress(Reporter::next_attempt);
        Ok(Self { number: self.number + 1, ..self })
    }

    fn once(&self, session: &Session, source: &mut Guarded) -> Result<Came, Error> {
        scope::stage(Stage::Preparing)?;
        let md5 = source.md5()?;
        let announced = session.rapidgator()?.file_upload(
            source.name(),
            &md5,
            source.length(),
            self.folder.as_deref(),
        )?;
        let instant = announced.state == Some(UploadState::Done);
        let how = match (instant, self.number) {
            (true, 1) => How::Instant,
            // The bytes of the lost run had arrived after all.
            (true, _) => How::Recovered,
            (false, 1) => How::Sent,
            (false, _) => How::Resent,
        };
        let id = announced.upload_id.as_deref();
        let json = announced.host_json().clone();
        let length = source.length();
        let wait = |id: &str, after: Option<After>| {
            let run = Self { number: self.number, folder: self.folder.clone() };
            Waiting::begin(session, length, run, id, how, json.clone(), after).map(Came::To)
        };
        match announced.state {
            Some(UploadState::Done) => match (&announced.file, id) {
                (Some(file), _) => {
                    let receipt = stored(source, file.clone(), how, &json)?;
                    Ok(Came::To(Sent::Stored(Box::new(receipt))))
                }
                (None, Some(id)) => wait(id, None),
                (None, None) => Err(bad_answer("names neither the file nor the upload")),
            },
            Some(UploadState::Processing) => {
                wait(id.ok_or_else(|| bad_answer("names no upload"))?, None)
            }
            Some(UploadState::Fail) => Err(failed(announced.error.as_deref(), None)),
            _ => {
                let id = id.ok_or_else(|| bad_answer("names no upload"))?;
                let url = announced
                    .url
                    .as_ref()
                    .ok_or_else(|| bad_answer("names no address for the bytes"))?;
                match bytes::send_once(session, source, url)? {
                    Ok(delivery) => {
                        let (new_id, refusal) = read_loosely(session, &delivery.reply);
                        let whole = delivery.whole;
                        let after = After { error: refusal, answered: true, whole };
                        wait(new_id.as_deref().unwrap_or(id), Some(after))
                    }
                    Err(lost) if lost.nothing_sent() => Ok(Came::Absent(lost.error)),
                    Err(lost) if lost.is_ambiguous() => {
                        let Lost { error, whole, .. } = lost;
                        wait(id, Some(After { error: Some(error), answered: false, whole }))
                    }
                    Err(lost) => Err(lost.error),
                }
            }
        }
    }
}

fn stored(source: &Guarded, file: File, how: How, json: &HostJson) -> Result<Receipt, Error> {
    Receipt::new(source, file.into_entry(), how).with_json(json).verify(true)
}

/// What the account may upload.
pub(super) fn limit_of(user: &User) -> UploadLimit {
    let told = |figure: Option<u64>| figure.filter(|figure| *figure > 0);
    UploadLimit {
        allowed: true,
        largest_file: told(user.max_file_size),
        at_once: told(user.nb_pipes),
    }
}

/// Asks for the account.
pub(super) fn learn_limit(session: &Session) -> Result<UploadLimit, Error> {
    let limit = limit_of(&session.rapidgator()?.user_info()?.into_inner());
    session.note_upload_limit(limit);
    Ok(limit)
}

/// Before the source is read: a refused password or a file that is too large costs no hashing. A
/// limit that stands in the way is asked for afresh: the account may be a better one by now.
fn check_limit(session: &Session, length: u64) -> Result<(), Error> {
    session.token()?;
    match session.upload_limit() {
        Some(limit) if limit.check(length).is_err() => {}
        _ => return Ok(()),
    }
    learn_limit(session)?.check(length)
}

/// The node's answer: perhaps another id, perhaps words for the final message.
fn read_loosely(session: &Session, reply: &Reply) -> (Option<String>, Option<Error>) {
    let refusal = answer::judge(&table::UPLOAD_BYTES, reply)
        .err()
        .map(|error| without_secrets(session, error, None));
    let upload = reply.value().and_then(|json| {
        let node = Node::new(json).ok()?;
        answer::response(node, |r| r.child("upload", Upload::read)).ok().flatten()
    });
    (upload.and_then(|upload| upload.upload_id), refusal)
}

/// What is known of the sending when the polling begins.
struct After {
    error: Option<Error>,
    answered: bool,
    whole: bool,
}

/// A file that the host has not decided on yet.
struct Waiting {
    run: Run,
    id: String,
    how: How,
    json: HostJson,
    after: Option<After>,
    started: Instant,
    limit: Duration,
    settle: Duration,
    /// Before the next question.
    pause: Duration,
    /// How often the host said that it waits for bytes.
    unsent: u32,
}

impl Waiting {
    fn begin(
        session: &Session,
        length: u64,
        run: Run,
        id: &str,
        how: How,
        json: HostJson,
        after: Option<After>,
    ) -> Result<Sent<Session>, Error> {
        scope::stage(Stage::Processing)?;
        let whole = after.as_ref().is_none_or(|after| after.whole);
        // A file that was not sent whole cannot be there: that is settled soon.
        let settle = session.clocks().settle / if whole { 1 } else { 8 };
        let mut waiting = Self {
            run,
            id: id.to_owned(),
            how,
            json,
            after,
            started: Instant::now(),
            limit: session.clocks().processing.max(Duration::from_secs(length / (1024 * 1024))),
            settle,
            pause: FIRST_PAUSE,
            unsent: 0,
        };
        // The host may be ready at once; a file that got lost it cannot have decided on yet.
        let mut first = Duration::ZERO;
        if waiting.is_lost() {
            first = settle / 8;
            waiting.pause = first * 3 / 2;
        }
        Ok(Sent::Processing(Box::new(waiting), first))
    }

    /// A success before the whole file was sent is as doubtful as no answer.
    fn is_lost(&self) -> bool {
        self.after.as_ref().is_some_and(|after| after.error.is_some() || !after.whole)
    }

    fn later(&mut self) -> Asked {
        let pause = self.pause.min(LONGEST_PAUSE);
        self.pause = pause * 3 / 2;
        Asked::Later(pause)
    }

    fn absent(&mut self, source: &Guarded, error: Error) -> Result<Asked, Error> {
        let run = Run { number: self.run.number, folder: self.run.folder.take() };
        self.run = run.next(source, error)?;
        Ok(Asked::SendAgain)
    }
}

impl Processing<Session> for Waiting {
    fn ask(&mut self, session: &Session, source: &Guarded) -> Result<Asked, Error> {
        let state = match session.rapidgator()?.file_upload_info(&self.id) {
            Ok(upload) => upload.into_inner(),
            Err(error) if is_passing(&error) && self.started.elapsed() < self.limit => {
                return Ok(self.later());
            }
            Err(error) => return Err(undecided(error, &self.id)),
        };
        match (state.state, state.file) {
            (Some(UploadState::Done), Some(file)) => {
                let recovered = self.after.as_ref().is_some_and(|after| !after.answered);
                let how =
                    if recovered && self.how == How::Sent { How::Recovered } else { self.how };
                return stored(source, file, how, &self.json).map(Box::new).map(Asked::Stored);
            }
            (Some(UploadState::Fail), Some(file)) => {
                return Err(failed(state.error.as_deref(), Some(&file)));
            }
            (Some(UploadState::Fail), None) => {
                return self.absent(source, failed(state.error.as_deref(), None));
            }
            (Some(UploadState::Uploading), _) if self.is_lost() => {
                self.unsent += 1;
                if self.unsent > 1 && self.started.elapsed() >= self.settle {
                    let error = not_arrived(self.after.take())?;
                    return self.absent(source, error);
                }
            }
            _ => {}
        }
        if self.started.elapsed() >= self.limit {
            let late = Error::new(Status::Timeout, "the host is still processing the file")
                .with_clock(Clock::Call);
            return Err(undecided(late, &self.id));
        }
        Ok(self.later())
    }

    fn send_again(
        self: Box<Self>,
        session: &Session,
        source: &mut Guarded,
    ) -> Result<Sent<Session>, Error> {
        self.run.go(session, source)
    }
}

/// The host still waits for bytes. Where it has refused them, sending them again would not help, and
/// the error is the outcome; else it is the reason to send them again.
fn not_arrived(after: Option<After>) -> Result<Error, Error> {
    match after {
        Some(After { error: Some(error), answered, .. }) => {
            let error = error.with_outcome(Outcome::NotApplied);
            let final_word = answered
                && error
                    .http_status()
                    .is_some_and(|code| (400..500).contains(&code) && code != 408);
            if final_word { Err(error) } else { Ok(error) }
        }
        _ => Ok(Error::new(Status::Network, "the bytes did not arrive")),
    }
}

fn failed(text: Option<&str>, file: Option<&File>) -> Error {
    let error = Error::new(Status::Host, "the host could not store the file");
    let error = match text {
        Some(text) => error.with_host_text(text),
        None => error,
    };
    match file {
        Some(file) => error.with_outcome(Outcome::Applied).with_hint(format!(
            "the host names the file {} all the same; look at it before you upload again",
            file.file_id
        )),
        None => error,
    }
}

fn undecided(error: Error, id: &str) -> Error {
    let error = if error.status() == Status::Cancelled {
        error
    } else {
        error.with_outcome(Outcome::Unknown)
    };
    error.with_hint(format!("ask file_upload_info for {id} before you upload again"))
}

fn bad_answer(problem: &str) -> Error {
    Error::new(Status::BadAnswer, format!("the answer to file_upload {problem}"))
}

/// Whether an error of a poll only means "ask again".
pub(super) fn is_passing(error: &Error) -> bool {
    matches!(
        error.status(),
        Status::Network
            | Status::Connect
            | Status::Dns
            | Status::Tls
            | Status::Stalled
            | Status::NotReady
            | Status::Http
            | Status::BadAnswer
            | Status::Protocol
    ) || (error.status() == Status::Timeout && error.clock() != Some(crate::Clock::Call))
}
