//! Sending a file to giga0: one request, and no second one after its first byte. The host takes any
//! number of files of one name, so after a lost answer the folder is looked at: a file of this name
//! and size that was not there before is ours.

use std::collections::HashSet;

use super::answer::{self, FIELDS_LOST, said};
use super::types::{File, Uploaded};
use super::{account, table};
use crate::hosts::refusals::is_dispensable;
use crate::http::multipart::Multipart;
use crate::json::HostJson;
use crate::local::{Guarded, names};
use crate::operation::check;
use crate::options::UploadSettings;
use crate::progress::Reporter;
use crate::session::{Token, UploadLimit};
use crate::transfer::send::{self, Failed, Framing, Lost, Parcel, without_secrets};
use crate::wire::Node;
use crate::{Answer, Error, How, Outcome, Receipt, Session, Stage, Status, Verified, scope};

/// What to do when nobody can tell.
const LOOK: &str = "list the folder and look for the name and the size before you upload it again";

/// Sends a file, once.
pub(super) fn once(
    session: &Session,
    source: &mut Guarded,
    folder: Option<&str>,
) -> Result<Answer<Uploaded>, Error> {
    refuse_empty(source.length())?;
    deliver(session, source, folder).map_err(|failed| match failed {
        Failed::Refused(error) => error,
        Failed::Lost(lost) if lost.is_open() => lost.unknown(LOOK),
        Failed::Lost(lost) => lost.closed(LOOK),
    })
}

/// Sends a file: limits before, and what became of it afterwards.
pub(super) fn upload(
    session: &Session,
    source: &mut Guarded,
    options: &UploadSettings,
) -> Result<Receipt, Error> {
    options.apply_checksum(source, true)?;
    refuse_empty(source.length())?;
    let folder = options.folder().map(|id| check::id("folder", id)).transpose()?;
    scope::stage(Stage::Preparing)?;
    check_limit(session, source.length())?;
    let before = Snapshot::take(session, folder)?;
    match deliver(session, source, folder) {
        Ok(answer) => receipt(source, folder, &answer),
        Err(Failed::Refused(error)) => Err(error),
        Err(Failed::Lost(lost)) => settle(session, source, folder, before.as_ref(), lost),
    }
}

/// The host refuses empty files, after it got them.
pub(super) fn refuse_empty(length: u64) -> Result<(), Error> {
    match length {
        0 => Err(Error::argument("source", "must not be empty: the host takes no empty files")),
        _ => Ok(()),
    }
}

/// The limits of the account's package. A limit that stands in the way is asked for afresh: the
/// account may have another package by now.
fn check_limit(session: &Session, length: u64) -> Result<(), Error> {
    if session.upload_limit().is_some_and(|limit| limit.check(length).is_ok()) {
        return Ok(());
    }
    learn_limit(session)?.map_or(Ok(()), |limit| limit.check(length))
}

/// Asks for the account's package; none where the site has no answer.
pub(super) fn learn_limit(session: &Session) -> Result<Option<UploadLimit>, Error> {
    let Some(package) = account::package(session)? else { return Ok(None) };
    let limit = UploadLimit {
        allowed: package.can_upload != Some(false),
        largest_file: package.max_upload_size,
        at_once: package.concurrent_uploads,
    };
    session.note_upload_limit(limit);
    Ok(Some(limit))
}

/// Sends the body, again only where the host has nothing of the first: no byte was sent, or the
/// token was refused.
fn deliver(
    session: &Session,
    source: &mut Guarded,
    folder: Option<&str>,
) -> Result<Answer<Uploaded>, Failed> {
    let mut token = session.token()?;
    let (mut renewed, mut reconnected) = (false, false);
    loop {
        match attempt(session, source, folder, &token) {
            Err(Failed::Refused(error)) if error.token_dead() && !renewed => {
                if !source.can_rewind() {
                    return Err(Failed::Refused(
                        error.with_hint("the source can be read only once; upload it again"),
                    ));
                }
                renewed = true;
                token = session.renew(&token)?;
            }
            Err(Failed::Lost(lost)) if lost.nothing_sent() && !reconnected => {
                reconnected = true;
                scope::sleep(session.with_jitter(|jitter| jitter.pause(1)))?;
            }
            outcome => return outcome,
        }
        scope::update_progress(Reporter::next_attempt);
    }
}

fn attempt(
    session: &Session,
    source: &mut Guarded,
    folder: Option<&str>,
    token: &Token,
) -> Result<Answer<Uploaded>, Failed> {
    let operation = &table::FILE_UPLOAD;
    let mut form = Multipart::new()?
        .field("access_token", token.secret.expose())
        .field("account_id", token.account_id.as_deref().unwrap_or_default());
    if let Some(folder) = folder {
        form = form.field("folder_id", folder);
    }
    // The file is the last part: a body that is cut off has lost nothing but bytes of the file.
    let form = form.file("upload_file", source.name(), names::media_type(source.name()));
    let target = session.policy().api(operation.path)?;
    let parcel =
        Parcel { operation, target: &target, framing: Framing::Form(form), headers: Vec::new() };
    let delivery = send::send(session, parcel, source).map_err(Failed::Lost)?;
    let (reply, whole) = (delivery.reply, delivery.whole);
    let masked = |error: Error| {
        without_secrets(session, error, Some(&token.secret)).at(session.host(), operation.name)
    };
    if let Err(error) = answer::judge(operation, &reply) {
        return Err(refused_or_lost(masked(error), whole));
    }
    let json = reply.json.unwrap_or_default();
    let uploaded = match Node::new(json.root()).and_then(Uploaded::read_first) {
        Ok(uploaded) => uploaded,
        Err(malformed) => {
            let error = masked(Error::from(malformed).with_http_status(reply.status));
            return Err(Failed::Lost(Lost { error, begun: true, whole }));
        }
    };
    if let Some(says) = &uploaded.error {
        let error = answer::of_text(operation, reply.status, says).with_http_status(reply.status);
        return Err(Failed::Refused(masked(error)));
    }
    send::whole_or_unknown(session, operation, whole)?;
    Ok(Answer::new(uploaded, json))
}

/// The host's own words are its last; a bare HTTP code or a page may be those of something in
/// between.
fn refused_or_lost(error: Error, whole: bool) -> Failed {
    if said(&error, &[FIELDS_LOST]) {
        return Failed::Refused(
            error
                .become_status(Status::TooLarge, "the file is too large for the server")
                .with_hint(
                    "the site's web server drops bodies of this size, whatever the package allows",
                ),
        );
    }
    let server_side = error.http_status().is_some_and(|code| code >= 500);
    if error.own_text().is_none() && (error.status() == Status::BadAnswer || server_side) {
        return Failed::Lost(Lost { error, begun: true, whole });
    }
    Failed::Refused(error)
}

/// Whether the host may still be at work on the file: all bytes were sent, and nobody but perhaps a
/// gateway said that it is over.
fn may_still_come(lost: &Lost) -> bool {
    let code = lost.error.http_status();
    lost.whole && code.is_none_or(|code| matches!(code, 502 | 504 | 522 | 524))
}

/// Finds out what became of a file whose answer was lost.
fn settle(
    session: &Session,
    source: &Guarded,
    folder: Option<&str>,
    before: Option<&Snapshot>,
    lost: Lost,
) -> Result<Receipt, Error> {
    if !lost.is_open() {
        return Err(lost.closed(LOOK));
    }
    let Some(before) = before else { return Err(lost.unknown(LOOK)) };
    // A site may hand the file on to another server before it shows.
    let eighth = session.clocks().settle / 8;
    let pauses: &[u32] = if may_still_come(&lost) { &[0, 1, 2, 5] } else { &[0] };
    for eighths in pauses {
        let looked = scope::stage(Stage::Verifying)
            .and_then(|()| scope::sleep(eighth * *eighths))
            .and_then(|()| before.find_new(session, folder, source));
        match looked {
            Ok(Found::One(file, json)) => {
                let mut entry = file.into_entry();
                entry.parent = entry.parent.or_else(|| folder.map(Into::into));
                return Receipt::new(source, entry, How::Recovered).with_json(&json).verify(false);
            }
            Ok(Found::None) => {}
            Err(error) if error.status() == Status::Cancelled => {
                return Err(error.with_outcome(Outcome::Unknown).with_hint(LOOK));
            }
            Ok(Found::Several) | Err(_) => return Err(lost.unknown(LOOK)),
        }
    }
    if may_still_come(&lost) {
        return Err(lost.unknown(LOOK));
    }
    Err(lost
        .error
        .with_outcome(Outcome::NotApplied)
        .with_hint("the folder does not have the file: it can be uploaded again"))
}

/// What lay in the folder before.
struct Snapshot {
    ids: HashSet<String>,
}

/// What is new in the folder and could be ours.
enum Found {
    None,
    One(Box<File>, HostJson),
    Several,
}

impl Snapshot {
    /// Without it a lost answer cannot be made good; that alone is no reason not to upload. A
    /// folder that is not there is one.
    fn take(session: &Session, folder: Option<&str>) -> Result<Option<Self>, Error> {
        match session.giga0()?.folder_listing(folder) {
            Ok(listing) => {
                let ids = listing.files.iter().map(|file| file.id.clone()).collect();
                Ok(Some(Self { ids }))
            }
            Err(error) if folder.is_some() && error.status() == Status::NotFound => Err(error),
            Err(error) if is_dispensable(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn find_new(
        &self,
        session: &Session,
        folder: Option<&str>,
        source: &Guarded,
    ) -> Result<Found, Error> {
        let listing = session.giga0()?.folder_listing(folder)?;
        let mut new = listing.files.iter().filter(|file| {
            !self.ids.contains(&file.id)
                && file.filename.as_deref() == Some(source.name())
                && file.file_size == Some(source.length())
        });
        Ok(match (new.next(), new.next()) {
            (None, _) => Found::None,
            (Some(file), None) => Found::One(Box::new(file.clone()), listing.host_json().clone()),
            (Some(_), Some(_)) => Found::Several,
        })
    }
}

fn receipt(
    source: &Guarded,
    folder: Option<&str>,
    uploaded: &Answer<Uploaded>,
) -> Result<Receipt, Error> {
    let mut entry = (**uploaded).clone().into_entry();
    entry.parent = folder.map(Into::into);
    let mut receipt = Receipt::new(source, entry, How::Sent)
        .with_json(uploaded.host_json())
        // Nobody says that the hash is the MD5: one that differs is worth a note, no failure.
        .verify(false)?;
    if receipt.verified != Verified::Md5 {
        receipt.entry.md5 = None;
    }
    receipt.delete_url.clone_from(&uploaded.delete_url);
    receipt.bbcode.clone_from(&uploaded.url_bbcode);
    receipt.html.clone_from(&uploaded.url_html);
    Ok(receipt)
}
