//! Sending a file to giga.gs: ask where to, send once, and after a lost answer look into the files of
//! the account. Without an account nobody can look. A body that was cut short cannot have become a
//! file, so it may go out again, once.

use std::collections::HashSet;
use std::ops::ControlFlow;

use super::listing::{PAGES_AT_MOST, walk};
use super::types::{File, Uploaded};
use super::{answer, session as login, table};
use crate::hosts::refusals::is_dispensable;
use crate::http::multipart::Multipart;
use crate::http::url::{self, Purpose};
use crate::local::{Guarded, names};
use crate::options::UploadSettings;
use crate::progress::Reporter;
use crate::session::Token;
use crate::transfer::send::{self, Failed, Framing, Lost, Parcel, without_secrets};
use crate::{
    Answer, Entry, Error, How, Kind, Outcome, Receipt, Secret, Session, Stage, State, Status,
    Verified, scope,
};

/// What to do when nobody can tell.
const LOOK: &str = "look at the host whether the file is there before you upload it again";
/// How many pages of the account's files are looked at before an upload.
const SNAPSHOT_PAGES: u32 = 20;

/// What is known of a file whose answer was lost.
enum Settled {
    Stored(Box<File>),
    /// The host cannot have it, and it may go out again.
    Absent(Error),
}

/// Sends a file to an address, once.
pub(super) fn once(
    session: &Session,
    source: &mut Guarded,
    address: &Secret,
) -> Result<Answer<Uploaded>, Error> {
    let token = session.token()?;
    attempt(session, source, address, &token).map_err(|failed| match failed {
        Failed::Refused(error) => error,
        Failed::Lost(lost) if lost.is_open() && lost.whole => lost.unknown(LOOK),
        Failed::Lost(lost) => lost.closed(LOOK),
    })
}

pub(super) fn upload(
    session: &Session,
    source: &mut Guarded,
    options: &UploadSettings,
) -> Result<Receipt, Error> {
    options.apply_checksum(source, true)?;
    scope::stage(Stage::Preparing)?;
    // The session tells the limit.
    session.token()?;
    if let Some(limit) = session.upload_limit() {
        limit.check(source.length())?;
    }
    let before = if login::has_account(session) { Snapshot::take(session)? } else { None };
    let (mut renewed, mut resent) = (false, false);
    let mut how = How::Sent;
    loop {
        let address = session.gigags()?.get_upload_url()?;
        let token = session.token()?;
        match attempt(session, source, &address, &token) {
            Ok(uploaded) => return finish(session, source, before.as_ref(), &uploaded, how),
            Err(Failed::Refused(error))
                if error.token_dead() && !renewed && source.can_rewind() =>
            {
                renewed = true;
                session.renew(&token)?;
            }
            Err(Failed::Refused(error)) => return Err(error),
            Err(Failed::Lost(lost)) => {
                let begun = lost.begun;
                match settle(session, source, before.as_ref(), lost)? {
                    Settled::Stored(file) => {
                        return Receipt::new(source, file.into_entry(), How::Recovered)
                            .verify(false);
                    }
                    Settled::Absent(_) if !resent && (!begun || source.can_rewind()) => {
                        resent = true;
                        if begun {
                            how = How::Resent;
                        }
                        scope::sleep(session.with_jitter(|jitter| jitter.pause(1)))?;
                    }
                    Settled::Absent(error) => {
                        return Err(error.with_attempts(
                            1 + u32::from(resent),
                            Some("the body is sent again once at most"),
                        ));
                    }
                }
            }
        }
        scope::update_progress(Reporter::next_attempt);
    }
}

fn attempt(
    session: &Session,
    source: &mut Guarded,
    address: &Secret,
    token: &Token,
) -> Result<Answer<Uploaded>, Failed> {
    let operation = &table::UPLOAD;
    // Checked before the token is added: it goes to the host's own domain and the base's host only.
    session.policy().answer(address.expose(), Purpose::Upload)?;
    let address = with_token(address, &token.secret);
    let target = session.policy().answer(address.expose(), Purpose::Upload)?;
    let form = Multipart::new()?.file("file", source.name(), names::media_type(source.name()));
    let parcel = Parcel {
        operation,
        target: &target,
        framing: Framing::Form(form),
        headers: vec![("token", token.secret.expose().to_owned())],
    };
    let delivery = send::send(session, parcel, source).map_err(Failed::Lost)?;
    let (reply, whole) = (delivery.reply, delivery.whole);
    if let Err(error) = answer::judge(operation, &reply) {
        let error =
            without_secrets(session, error, Some(&token.secret)).at(session.host(), operation.name);
        let silent = error.own_text().is_none();
        let server_side = error.status() == Status::BadAnswer || reply.status >= 500;
        // A bare code or a page may come from something in between.
        return Err(if silent && server_side {
            Failed::Lost(Lost { error, begun: true, whole })
        } else {
            Failed::Refused(error)
        });
    }
    send::whole_or_unknown(session, operation, whole)?;
    let json = reply.json.unwrap_or_default();
    Ok(Answer::new(Uploaded::read(json.root()), json))
}

/// The address with the token in its query, unless one is there.
fn with_token(address: &Secret, token: &Secret) -> Secret {
    let query = address.expose().split_once('?').map_or("", |(_, query)| query);
    if query.split('&').any(|pair| pair.starts_with("token=")) {
        return address.clone();
    }
    url::with_query(address.expose(), "token", token)
}

/// Makes an upload address whole: a bare server name, an address without a path.
pub(super) fn whole_address(text: &str) -> String {
    let is_label = |text: &str| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if is_label(text) {
        return format!("https://{text}.giga.gs/upload");
    }
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let (front, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = front.split_once('/').unwrap_or((front, ""));
    if !path.is_empty() {
        return text.to_owned();
    }
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{scheme}://{authority}/upload{query}")
}

/// Finds out what became of a file whose answer was lost.
fn settle(
    session: &Session,
    source: &Guarded,
    before: Option<&Snapshot>,
    lost: Lost,
) -> Result<Settled, Error> {
    if lost.nothing_sent() {
        return Ok(Settled::Absent(lost.error));
    }
    if !lost.is_open() {
        return Err(lost.closed(LOOK));
    }
    if !lost.whole {
        let error = lost.error.with_outcome(Outcome::NotApplied);
        return Ok(Settled::Absent(
            error.with_hint("a host that ends uploads early may find the file too large"),
        ));
    }
    let Some(before) = before else { return Err(lost.unknown(LOOK)) };
    let eighth = session.clocks().settle / 8;
    for eighths in [0, 1, 2, 5] {
        let looked = scope::stage(Stage::Verifying)
            .and_then(|()| scope::sleep(eighth * eighths))
            .and_then(|()| before.find_new(session, None, source));
        match looked {
            Ok(Found::One(file)) => return Ok(Settled::Stored(file)),
            Ok(Found::None) => {}
            Err(error) if error.status() == Status::Cancelled => {
                return Err(error.with_outcome(Outcome::Unknown).with_hint(LOOK));
            }
            Ok(Found::Several) | Err(_) => return Err(lost.unknown(LOOK)),
        }
    }
    Err(lost.unknown(LOOK))
}

/// The files of the account before the upload.
struct Snapshot {
    keys: HashSet<String>,
}

enum Found {
    None,
    One(Box<File>),
    Several,
}

impl Snapshot {
    /// Without it a lost answer cannot be made good; that alone is no reason not to upload.
    fn take(session: &Session) -> Result<Option<Self>, Error> {
        let mut keys = HashSet::new();
        let walked = walk(session, SNAPSHOT_PAGES, |file| {
            keys.extend(file.key());
            ControlFlow::Continue(())
        });
        match walked {
            Ok(complete) => Ok(complete.then_some(Self { keys })),
            Err(error) if is_dispensable(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The new file of that link, else the one of this name and size.
    fn find_new(
        &self,
        session: &Session,
        link: Option<&str>,
        source: &Guarded,
    ) -> Result<Found, Error> {
        let (mut by_link, mut by_name) = (None, Vec::new());
        walk(session, PAGES_AT_MOST, |file| {
            if link.is_some() && file.url.as_deref() == link {
                by_link = Some(file);
                return ControlFlow::Break(());
            }
            let fits =
                file.name.as_deref() == Some(source.name()) && file.size == Some(source.length());
            if fits && file.key().is_some_and(|key| !self.keys.contains(&key)) {
                by_name.push(file);
            }
            ControlFlow::Continue(())
        })?;
        if let Some(file) = by_link {
            return Ok(Found::One(Box::new(file)));
        }
        let mut by_name = by_name.into_iter();
        Ok(match (by_name.next(), by_name.next()) {
            (None, _) => Found::None,
            (Some(file), None) => Found::One(Box::new(file)),
            (Some(_), Some(_)) => Found::Several,
        })
    }
}

/// The receipt of a success. What its answer lacks may stand among the files of the account.
fn finish(
    session: &Session,
    source: &Guarded,
    before: Option<&Snapshot>,
    uploaded: &Answer<Uploaded>,
    how: How,
) -> Result<Receipt, Error> {
    let mut found: Uploaded = (**uploaded).clone();
    if let Some(before) = before
        && (found.url.is_none() || found.filehash.is_none())
    {
        // The file is there in any case: a failure here only leaves the receipt poorer.
        let looked = scope::stage(Stage::Verifying)
            .and_then(|()| before.find_new(session, found.url.as_deref(), source));
        if let Ok(Found::One(file)) = looked {
            found.url = found.url.or(file.url);
            found.filehash = found.filehash.or(file.filehash);
        }
    }
    let hash = found.hash.filter(|hash| hash.len() == 32);
    let id = found.filehash.clone().or_else(|| found.url.clone()).or(found.id);
    let entry = Entry {
        id: id.unwrap_or_default(),
        kind: Kind::File,
        name: source.name().to_owned(),
        size: None,
        md5: hash,
        state: Some(State::Ready),
        url: found.url,
        ..Entry::default()
    };
    let mut receipt =
        Receipt::new(source, entry, how).with_json(uploaded.host_json()).verify(false)?;
    if receipt.verified != Verified::Md5 {
        receipt.entry.md5 = None;
    }
    if found.filehash.is_none() {
        receipt
            .notes
            .push("the host named no filehash: this library cannot remove the file".into());
    }
    Ok(receipt)
}
