//! One stage of one transfer, on a worker's thread.

use std::time::Duration;

use super::job::{Download, Task, Upload};
use super::order::{Order, Role, Step};
use super::transfer::Transferred;
use crate::local::{Guarded, Place};
use crate::progress::{Callback, Control, Progress};
use crate::session::{Asked, Sent};
use crate::{Capability, Error, Session, Status, Target};

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
            step_of(asked, upload)
        }
        (Task::Upload(mut upload), Role::Prepare) => {
            match session.staged(verb, budget, Some(callback), || prepare(&session, &mut upload)) {
                Ok(()) => Step::Prepared(Task::Upload(upload)),
                Err(error) => failed(error, upload),
            }
        }
        (Task::Upload(mut upload), Role::Move) => {
            let sent = session.staged(verb, budget, Some(callback), || send(&session, &mut upload));
            step_of(sent, upload)
        }
        (Task::Download(download), _) => fetch(&session, *download, budget, callback),
    }
}

/// What the host says of an upload.
enum Answer {
    Stored(Transferred),
    Later(Duration),
    SendAgain,
}

fn step_of(answer: Result<Answer, Error>, mut upload: Box<Upload>) -> Step {
    match answer {
        Ok(Answer::Stored(transferred)) => Step::Done(transferred),
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

/// An upload that left nothing at the host, and whose source is still whole, can be begun again.
fn failed(error: Error, mut upload: Box<Upload>) -> Step {
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
    }
    Ok(())
}

fn send(session: &Session, upload: &mut Upload) -> Result<Answer, Error> {
    prepare(session, upload)?;
    let Some(source) = &mut upload.opened else {
        return Err(Error::new(Status::Internal, "an upload lost its source"));
    };
    let sent = match upload.processing.take() {
        Some(file) => file.send_again(session, source)?,
        None => session.adapter().upload(session, source, &upload.settings)?,
    };
    match sent {
        Sent::Stored(receipt) => Ok(Answer::Stored(Transferred::Uploaded(receipt))),
        Sent::Processing(file, pause) => {
            upload.processing = Some(file);
            // What the host has ready at once needs no waiting.
            if pause.is_zero() { ask(session, upload) } else { Ok(Answer::Later(pause)) }
        }
    }
}

fn ask(session: &Session, upload: &mut Upload) -> Result<Answer, Error> {
    let (Some(file), Some(source)) = (&mut upload.processing, &upload.opened) else {
        return Err(Error::new(Status::Internal, "an upload lost what it waits for"));
    };
    Ok(match file.ask(session, source)? {
        Asked::Stored(receipt) => Answer::Stored(Transferred::Uploaded(receipt)),
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
        Ok(fetched) => Step::Done(Transferred::Downloaded(Box::new(fetched))),
        Err(error) => {
            let task = again.map(|target| {
                Task::Download(Box::new(Download { target: Some(target), ..download }))
            });
            Step::Failed(error, task)
        }
    }
}
