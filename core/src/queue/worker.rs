//! One stage of one transfer, on a worker's thread.

use std::time::Duration;

use super::note::Note;
use super::order::{Order, Role, Step};
use super::task::{Download, Task, Upload};
use super::transfer::Transferred;
use crate::local::{Guarded, Identity, Place};
use crate::options::UploadSettings;
use crate::progress::{Callback, Control, Progress};
use crate::session::{Asked, Sent};
use crate::{
    Capability, Entry, Error, How, Outcome, Receipt, Session, Stage, State, Status, Target, scope,
};

/// Whom a worker tells.
pub(super) trait Desk: Clone + 'static {
    fn told_cap(&self, session: &Session, most: Option<u64>);
    fn told(&self, id: u64, progress: &Progress) -> Control;
    fn finished(&self, id: u64, role: Role, session: &Session, step: Step);
}

/// Does what is ordered until nothing is ordered any more.
pub(super) fn work(desk: &impl Desk, orders: &crossbeam_channel::Receiver<Order>) {
    for order in orders {
        let (id, role, of) = (order.id, order.role, order.session.clone());
        // A defect in one transfer must not take the others with it.
        let step = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(desk, order)));
        let step = step.unwrap_or_else(|_| {
            let defect = Error::new(Status::Internal, "a worker of the queue panicked");
            Step::Failed(defect.with_outcome(crate::Outcome::Unknown), None)
        });
        desk.finished(id, role, &of, step);
    }
}

fn run(desk: &impl Desk, order: Order) -> Step {
    let Order { id, session, task, role, asks_cap, budget } = order;
    if asks_cap {
        let most = session.parallel_uploads();
        desk.told_cap(&session, most);
    }
    let teller = desk.clone();
    let callback: Callback = Box::new(move |progress| teller.told(id, progress));
    let verb = task.capability();
    match (task, role) {
        (Task::Upload(mut upload), Role::Ask) => {
            let asked = session.staged(verb, budget, None, || ask(&session, &mut upload));
            step_of(&session, asked, upload)
        }
        (Task::Upload(mut upload), Role::Prepare) => {
            match session.staged(verb, budget, Some(callback), || prepare(&session, &mut upload)) {
                Ok(()) => Step::Prepared(Task::Upload(upload)),
                Err(error) => failed(error, upload),
            }
        }
        (Task::Upload(mut upload), Role::Move) => {
            let sent = session.staged(verb, budget, Some(callback), || send(&session, &mut upload));
            step_of(&session, sent, upload)
        }
        (Task::Download(download), _) => fetch(&session, *download, budget, callback),
    }
}

/// What the host says of an upload.
enum Answer {
    /// Whether it is there from an earlier run shows after this time.
    Unsettled(Duration),
    Stored(Box<Receipt>),
    Later(Duration),
    SendAgain,
}

fn step_of(session: &Session, answer: Result<Answer, Error>, mut upload: Box<Upload>) -> Step {
    match answer {
        Ok(Answer::Stored(receipt)) => Step::Done(stored(session, receipt, &upload)),
        Ok(Answer::Unsettled(pause)) => {
            let message = "an earlier run may have sent it; the host is asked again";
            let error = Error::new(Status::NotReady, message).with_retry_after(Some(pause));
            let error = error.with_outcome(Outcome::Unknown);
            Step::Later(Task::Upload(upload), error.at(session.host(), Capability::Upload.name()))
        }
        Ok(Answer::Later(pause)) => {
            // Many may wait, and for long.
            if let Some(source) = &mut upload.opened {
                source.rest();
            }
            Step::Waits(Task::Upload(upload), pause)
        }
        Ok(Answer::SendAgain) => Step::SendAgain(Task::Upload(upload)),
        Err(error) => failed(error, upload),
    }
}

/// Notes an upload that is at its host, receipt first: a kill between the two costs a question, not the
/// receipt.
fn stored(session: &Session, mut receipt: Box<Receipt>, upload: &Upload) -> Transferred {
    let source = upload.opened.as_ref();
    let path = source.and_then(Guarded::path);
    let folder = upload.settings.folder();
    let logged = upload.log.as_ref().map(|log| log.add(session, path, folder, &receipt));
    let noted = upload.note.as_ref().map(|note| {
        let transferred = Transferred::Uploaded(receipt.clone());
        note.done(source.and_then(Guarded::identity), &transferred)
    });
    // The file is there: that it could not be written down must not hide it.
    for error in [logged, noted].into_iter().flatten().filter_map(Result::err) {
        receipt.notes.push(format!("the file is stored, but {}", error.message()));
    }
    Transferred::Uploaded(receipt)
}

/// An upload that left nothing at the host, and whose source is still whole, can be begun again.
fn failed(error: Error, mut upload: Box<Upload>) -> Step {
    // Of an attempt that ended before it began, the error says nothing of those before it.
    let begun = std::mem::take(&mut upload.begun);
    if let Some(note) = upload.note.as_ref().filter(|_| begun) {
        // Who cannot be told that it is not there asks once more than necessary.
        let _ = note.failed(&error);
    }
    let rewinds = upload.opened.as_ref().is_some_and(Guarded::can_rewind);
    let again = upload.processing.take().is_none() && (upload.source.is_some() || rewinds);
    Step::Failed(error, again.then_some(Task::Upload(upload)))
}

fn prepare(session: &Session, upload: &mut Upload) -> Result<(), Error> {
    if let Some(source) = upload.source.take() {
        upload.opened = Some(Guarded::open(source, upload.settings.name())?);
    }
    let opened = upload.opened.as_mut().filter(|_| !upload.prepared);
    if let Some(opened) = opened {
        session.adapter().prepare(session, opened, &upload.settings)?;
        upload.prepared = true;
        if let Some(note) = &upload.note {
            note.hashed(opened)?;
        }
    }
    Ok(())
}

fn send(session: &Session, upload: &mut Upload) -> Result<Answer, Error> {
    prepare(session, upload)?;
    let Some(source) = &mut upload.opened else {
        return Err(Error::new(Status::Internal, "an upload lost its source"));
    };
    if let Some(note) = upload.note.as_ref().filter(|_| upload.processing.is_none()) {
        if note.may_be_there() {
            match find(session, source, &upload.settings, note) {
                Ok(Some(receipt)) => return Ok(Answer::Stored(Box::new(receipt))),
                Ok(None) => {}
                Err(error) => return busy(&error).map(Answer::Unsettled).ok_or(error),
            }
            let pause = note.settles_in(session.clocks().settle);
            if !pause.is_zero() {
                return Ok(Answer::Unsettled(pause));
            }
            note.absent()?;
        }
        note.begin()?;
        upload.begun = true;
    }
    let sent = match upload.processing.take() {
        Some(file) => file.send_again(session, source)?,
        None => session.adapter().upload(session, source, &upload.settings)?,
    };
    match sent {
        Sent::Stored(receipt) => Ok(Answer::Stored(receipt)),
        Sent::Processing(file, pause) => {
            upload.processing = Some(file);
            // What the host has ready at once needs no waiting.
            if pause.is_zero() { ask(session, upload) } else { Ok(Answer::Later(pause)) }
        }
    }
}

/// The file, if an earlier run has sent it.
fn find(
    session: &Session,
    source: &Guarded,
    settings: &UploadSettings,
    note: &Note,
) -> Result<Option<Receipt>, Error> {
    let host = session.host();
    if !session.supports(Capability::List) {
        let message = format!("an earlier run may have sent it, and {host} cannot be asked");
        return Err(Error::new(Status::OutcomeUnknown, message)
            .with_outcome(Outcome::Unknown)
            .with_hint("look there, and send it by a queue without a state if it is missing"));
    }
    scope::stage(Stage::Verifying)?;
    let unknown = |error: Error| error.with_outcome(Outcome::Unknown);
    let found = session.adapter().find(session, settings.folder(), source.name());
    let others = note.others();
    let certain = session.adapter().tells_md5();
    let other_content = |entry: &Entry| match (&entry.md5, source.known_md5()) {
        (Some(theirs), Some(ours)) => certain && !theirs.eq_ignore_ascii_case(ours),
        _ => false,
    };
    let entry = found.map_err(unknown)?.into_iter().find(|entry| {
        let partial = [State::Waiting, State::Uploading, State::Trashed, State::Removed];
        !others.contains(&entry.id)
            && entry.size.is_none_or(|size| size == source.length())
            && !entry.state.as_ref().is_some_and(|state| partial.contains(state))
            && !other_content(entry)
    });
    entry.map(|entry| Receipt::new(source, entry, How::Recovered).verify(certain)).transpose()
}

/// How long a host that cannot be asked now wants to be left alone.
fn busy(error: &Error) -> Option<Duration> {
    error.retry_after().filter(|_| error.status() == Status::RateLimited)
}

fn ask(session: &Session, upload: &mut Upload) -> Result<Answer, Error> {
    let (Some(file), Some(source)) = (&mut upload.processing, &upload.opened) else {
        return Err(Error::new(Status::Internal, "an upload lost what it waits for"));
    };
    Ok(match file.ask(session, source)? {
        Asked::Stored(receipt) => Answer::Stored(receipt),
        Asked::Later(pause) => Answer::Later(pause),
        Asked::SendAgain => Answer::SendAgain,
    })
}

fn fetch(
    session: &Session,
    mut download: Download,
    budget: Option<Duration>,
    callback: Callback,
) -> Step {
    let Some(target) = download.target.take() else {
        return Step::Failed(Error::new(Status::Internal, "a download lost its target"), None);
    };
    // What has gone into a writer cannot be taken back.
    let again = match &target.0 {
        Place::File(path) => Some(Target::file(path.clone())),
        Place::Directory(path) => Some(Target::directory(path.clone())),
        Place::Writer(_) => None,
    };
    let fetched = session.staged(Capability::Download, budget, Some(callback), || {
        session.adapter().download(session, &download.file, target, &download.settings)
    });
    match fetched {
        Ok(fetched) => {
            let fetched = Transferred::Downloaded(Box::new(fetched));
            if let Some(note) = &download.note {
                // The file is there: the next run fetches it again, or finds that its name is taken.
                let _ = note.done(fetched.path().and_then(Identity::now), &fetched);
            }
            Step::Done(fetched)
        }
        Err(error) => {
            let task = again.map(|target| {
                Task::Download(Box::new(Download { target: Some(target), ..download }))
            });
            Step::Failed(error, task)
        }
    }
}
