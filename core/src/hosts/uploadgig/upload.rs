//! Sending a file to uploadgig: everything that can fail locally first, the action last, then the
//! bytes at once. Nothing is sent twice, except to a node that refused a dead address.

use std::time::{Duration, Instant};

use super::types::{Action, Stored};
use super::{answer, slug, table};
use crate::http::url::Purpose;
use crate::local::Guarded;
use crate::options::UploadSettings;
use crate::progress::Reporter;
use crate::transfer::send::{self, Framing, Lost, Parcel, without_secrets};
use crate::{Answer, Error, How, Outcome, Receipt, Secret, Session, Stage, Status, scope};

/// An address lives for 60 seconds, and connecting may take 15 of them.
const OLDEST_ACTION: Duration = Duration::from_secs(45);

const LOOK_FIRST: &str = "uploadgig cannot be asked what it has stored: look at the account's \
    files on its website before you upload again";

pub(super) fn upload(
    session: &Session,
    source: &mut Guarded,
    options: &UploadSettings,
) -> Result<Receipt, Error> {
    if options.folder().is_some() {
        return Err(Error::argument("folder", "must not be given: uploadgig has no folders"));
    }
    let slug = slug::encode(source.name(), options.slug_mode())?;
    options.apply_checksum(source, false)?;
    // Every action counts as a login: one more than the first, whatever the reason.
    let mut spare = true;
    let action = fresh_action(session, source, &mut spare)?;
    match send_once(session, source, &action.action, &slug, options.chunked()) {
        Ok(sent) => receipt(source, sent, How::Sent),
        Err(error) if answer::is_dead_identity(&error) && source.can_rewind() && spare => {
            spare = false;
            scope::update_progress(Reporter::next_attempt);
            let action = fresh_action(session, source, &mut spare)?;
            let sent = send_once(session, source, &action.action, &slug, options.chunked())
                .map_err(|e| e.with_attempts(2, Some("all attempts are used up")))?;
            receipt(source, sent, How::Resent)
        }
        Err(error) => Err(error),
    }
}

/// An address that is young enough, for a file that it takes. `spare`: one more may be asked for.
fn fresh_action(session: &Session, source: &Guarded, spare: &mut bool) -> Result<Action, Error> {
    scope::stage(Stage::Preparing)?;
    let (mut action, asked) = ask(session)?;
    // The caller's callback may think for long about this.
    scope::stage(Stage::Sending)?;
    if asked.elapsed() > OLDEST_ACTION && std::mem::take(spare) {
        (action, _) = ask(session)?;
    }
    match action.largest_file() {
        Some(most) if source.length() > most => Err(Error::new(
            Status::TooLarge,
            format!("the file has {} bytes, the account has room for {most}", source.length()),
        )),
        _ => Ok(action),
    }
}

fn ask(session: &Session) -> Result<(Action, Instant), Error> {
    let action = session.uploadgig()?.get_upload_action()?;
    Ok((action.into_inner(), Instant::now()))
}

/// Sends the bytes once. Tells beside the answer whether they travelled in clear.
pub(super) fn send_once(
    session: &Session,
    source: &mut Guarded,
    action: &Secret,
    slug: &str,
    chunked: bool,
) -> Result<(Answer<Stored>, bool), Error> {
    let target = session.policy().answer(action.expose(), Purpose::Upload)?;
    let parcel = Parcel {
        operation: &table::UPLOAD_BYTES,
        target: &target,
        framing: Framing::Raw { content_type: "application/octet-stream", chunked },
        headers: vec![("slug", slug.to_owned())],
    };
    let delivery = send::send(session, parcel, source).map_err(unanswered)?;
    let here = |error: Error| {
        without_secrets(session, error, None).at(session.host(), table::UPLOAD_BYTES.name)
    };
    if let Err(error) = answer::judge(&table::UPLOAD_BYTES, &delivery.reply) {
        let open = delivery.whole && answer::is_open(&delivery.reply);
        return Err(here(if open {
            error.with_outcome(Outcome::Unknown).with_hint(LOOK_FIRST)
        } else {
            error
        }));
    }
    send::whole_or_unknown(session, &table::UPLOAD_BYTES, delivery.whole)?;
    let json = delivery.reply.json.unwrap_or_default();
    let stored = Stored::read(json.root())
        .map_err(|e| here(Error::from(e).with_outcome(Outcome::Applied)))?;
    Ok((Answer::new(stored, json), target.is_plain()))
}

/// What a lost connection means: before the last byte nothing was stored, after it nobody can tell.
fn unanswered(lost: Lost) -> Error {
    if !lost.begun {
        return lost.error;
    }
    if lost.whole && lost.is_ambiguous() {
        return lost.unknown(&format!(
            "{LOOK_FIRST}; a later action whose room shrank by the size of the file hints that it \
             was stored"
        ));
    }
    if lost.whole {
        return lost.error.with_outcome(Outcome::Unknown).with_hint(LOOK_FIRST);
    }
    if lost.is_ambiguous() {
        return lost
            .error
            .with_outcome(Outcome::NotApplied)
            .with_hint("the file was not sent whole, so nothing was stored; start again");
    }
    lost.error
}

fn receipt(
    source: &Guarded,
    (stored, plain): (Answer<Stored>, bool),
    how: How,
) -> Result<Receipt, Error> {
    let mut receipt = Receipt::new(source, (*stored).clone().into_entry(source.name()), how)
        .with_json(stored.host_json());
    if receipt.entry.name != receipt.wanted_name {
        receipt.notes.push(format!("the host keeps the file as {:?}", receipt.entry.name));
    }
    receipt.notes.push("the link may answer 404 for some minutes".into());
    if plain {
        receipt
            .notes
            .push("the bytes travelled in clear: the node of the host has no https".into());
    }
    receipt
        .verify(false)
        .map_err(|error| error.with_hint(format!("look at {} before you upload again", stored.url)))
}
