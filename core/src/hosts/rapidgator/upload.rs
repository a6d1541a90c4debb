//! Sending a file to rapidgator: announce by MD5 and size, send if the host lacks the content, and
//! let `file_upload_info` decide. The node's own answer decides nothing: a file may be stored beside
//! an error, and a success may come without one.

use std::time::{Duration, Instant};

use super::types::{File, Upload, UploadState, User};
use super::{answer, bytes, table};
use crate::http::reply::Reply;
use crate::local::Guarded;
use crate::progress::Reporter;
use crate::session::UploadLimit;
use crate::transfer::send::{Lost, without_secrets};
use crate::wire::Node;
use crate::{
    Clock, Error, How, Outcome, Receipt, Secret, Session, Stage, Status, UploadOptions, scope,
};

/// The whole way is gone at most so often: a second run is safe, because the host knows what it has.
const RUNS: u32 = 2;

/// What one run came to.
enum Run {
    Done(Box<File>, bool),
    /// Proven not to be stored.
    Absent(Error),
}

pub(super) fn upload(
    session: &Session,
    source: &mut Guarded,
    options: &UploadOptions,
) -> Result<Receipt, Error> {
    options.apply_checksum(source, false)?;
    options.needs_md5(source)?;
    check_limit(session, source.length())?;
    let md5 = source.md5()?;
    let mut lost_before = None;
    for run in 1..=RUNS {
        scope::stage(Stage::Preparing)?;
        let announced = session.rapidgator()?.file_upload(
            source.name(),
            &md5,
            source.length(),
            options.folder(),
        )?;
        let json = announced.host_json().clone();
        let instant = announced.state == Some(UploadState::Done);
        let how = match (instant, &lost_before) {
            (true, None) => How::Instant,
            // The bytes of the lost run had arrived after all.
            (true, Some(_)) => How::Recovered,
            (false, None) => How::Sent,
            (false, Some(_)) => How::Resent,
        };
        match one_run(session, source, &announced)? {
            Run::Done(file, recovered) => {
                let how = if recovered && how == How::Sent { How::Recovered } else { how };
                return Receipt::new(source, file.into_entry(), how).with_json(&json).verify(true);
            }
            Run::Absent(error) if run < RUNS && source.can_rewind() => {
                lost_before = Some(error);
                scope::update_progress(Reporter::next_attempt);
            }
            Run::Absent(error) => {
                return Err(error.with_attempts(run, Some("all attempts are used up")));
            }
        }
    }
    Err(lost_before
        .unwrap_or_else(|| Error::new(Status::Internal, "an upload ended without an outcome")))
}

/// What the account may upload.
pub(super) fn limit_of(user: &User) -> UploadLimit {
    UploadLimit { allowed: true, largest_file: user.max_file_size.filter(|size| *size > 0) }
}

/// Before the source is read: a refused password or a file that is too large costs no hashing. A
/// limit that stands in the way is asked for afresh: the account may be a better one by now.
fn check_limit(session: &Session, length: u64) -> Result<(), Error> {
    session.token()?;
    match session.upload_limit() {
        Some(limit) if limit.check(length).is_err() => {}
        _ => return Ok(()),
    }
    let limit = limit_of(&session.rapidgator()?.user_info()?.into_inner());
    session.note_upload_limit(limit);
    limit.check(length)
}

fn one_run(session: &Session, source: &mut Guarded, announced: &Upload) -> Result<Run, Error> {
    let id = announced.upload_id.as_deref();
    match announced.state {
        Some(UploadState::Done) => match (&announced.file, id) {
            (Some(file), _) => Ok(Run::Done(Box::new(file.clone()), false)),
            (None, Some(id)) => poll(session, source, id, None),
            (None, None) => Err(bad_answer("names neither the file nor the upload")),
        },
        Some(UploadState::Processing) => {
            poll(session, source, id.ok_or_else(|| bad_answer("names no upload"))?, None)
        }
        Some(UploadState::Fail) => Err(failed(announced.error.as_deref(), None)),
        _ => {
            let id = id.ok_or_else(|| bad_answer("names no upload"))?;
            let url = announced
                .url
                .as_ref()
                .ok_or_else(|| bad_answer("names no address for the bytes"))?;
            send_bytes(session, source, id, url)
        }
    }
}

fn send_bytes(
    session: &Session,
    source: &mut Guarded,
    id: &str,
    url: &Secret,
) -> Result<Run, Error> {
    match bytes::send_once(session, source, url)? {
        Ok(delivery) => {
            let (new_id, refusal) = read_loosely(session, &delivery.reply);
            let after = After { error: refusal, answered: true, whole: delivery.whole };
            poll(session, source, new_id.as_deref().unwrap_or(id), Some(after))
        }
        Err(lost) if lost.nothing_sent() => Ok(Run::Absent(lost.error)),
        Err(lost) if lost.is_ambiguous() => {
            let Lost { error, whole, .. } = lost;
            poll(session, source, id, Some(After { error: Some(error), answered: false, whole }))
        }
        Err(lost) => Err(lost.error),
    }
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

/// Asks until the host has decided.
fn poll(session: &Session, source: &Guarded, id: &str, after: Option<After>) -> Result<Run, Error> {
    scope::stage(Stage::Processing)?;
    let started = Instant::now();
    let limit =
        session.clocks().processing.max(Duration::from_secs(source.length() / (1024 * 1024)));
    // A success before the whole file was sent is as doubtful as no answer.
    let lost = after.as_ref().is_some_and(|after| after.error.is_some() || !after.whole);
    let whole = after.as_ref().is_none_or(|after| after.whole);
    // A file that was not sent whole cannot be there: that is settled soon.
    let settle = session.clocks().settle / if whole { 1 } else { 8 };
    let mut pause = if lost { settle / 8 } else { Duration::from_millis(100) };
    let mut waiting = 0;
    loop {
        scope::sleep(pause)?;
        pause = (pause * 3 / 2).min(Duration::from_secs(5));
        let state = match session.rapidgator()?.file_upload_info(id) {
            Ok(upload) => upload.into_inner(),
            Err(error) if is_passing(&error) && started.elapsed() < limit => continue,
            Err(error) => return Err(undecided(error, id)),
        };
        match (state.state, state.file) {
            (Some(UploadState::Done), Some(file)) => {
                let recovered = after.as_ref().is_some_and(|after| !after.answered);
                return Ok(Run::Done(Box::new(file), recovered));
            }
            (Some(UploadState::Fail), Some(file)) => {
                return Err(failed(state.error.as_deref(), Some(&file)));
            }
            (Some(UploadState::Fail), None) => {
                return Ok(Run::Absent(failed(state.error.as_deref(), None)));
            }
            (Some(UploadState::Uploading), _) if lost => {
                waiting += 1;
                if waiting > 1 && started.elapsed() >= settle {
                    return absent(after);
                }
            }
            _ => {}
        }
        if started.elapsed() >= limit {
            let late = Error::new(Status::Timeout, "the host is still processing the file")
                .with_clock(Clock::Call);
            return Err(undecided(late, id));
        }
    }
}

/// The host still waits for bytes. Where it has refused them, sending them again would not help.
fn absent(after: Option<After>) -> Result<Run, Error> {
    match after {
        Some(After { error: Some(error), answered, .. }) => {
            let error = error.with_outcome(Outcome::NotApplied);
            let final_word = answered
                && error
                    .http_status()
                    .is_some_and(|code| (400..500).contains(&code) && code != 408);
            if final_word { Err(error) } else { Ok(Run::Absent(error)) }
        }
        _ => Ok(Run::Absent(Error::new(Status::Network, "the bytes did not arrive"))),
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
