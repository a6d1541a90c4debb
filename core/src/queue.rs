//! Many transfers at once: a queue over a bounded number of workers.
//!
//! ```no_run
//! use gigahost::{Host, Queue, QueueOptions, Session, UploadOptions};
//!
//! # fn main() -> Result<(), gigahost::Error> {
//! let session = Session::builder(Host::Rapidgator).login("ann@example.test", "secret").build()?;
//! let queue = Queue::new(QueueOptions::new().with_workers(4))?;
//! for path in ["one.mkv", "two.mkv", "three.mkv"] {
//!     queue.upload(&session, path, UploadOptions::new())?;
//! }
//! while let Some(transfer) = queue.next_event(None)? {
//!     println!("{} {:?} {} bytes", transfer.name, transfer.state, transfer.progress.done);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Hashing, sending or receiving, and waiting for the host to process a file are stages with room of
//! their own: a file that waits at its host holds no worker. While one file is processed there, the next
//! is sent, and the one after it is hashed.

mod board;
mod job;
mod lane;
mod memory;
mod note;
mod order;
mod repair;
mod saved;
mod state;
mod task;
mod transfer;
mod worker;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{
    DownloadOptions, Error, Outcome, ReceiptLog, Session, Source, Status, Target, UploadOptions,
};

use board::Board;
use job::Job;
use note::Saved;
use state::State;
use task::Task;
pub use transfer::{Direction, Totals, Transfer, TransferState, Transferred};

/// The most workers that a queue may have.
const MOST_WORKERS: usize = 64;

/// Settings of a [`Queue`].
#[derive(Clone, Debug)]
#[must_use]
pub struct QueueOptions {
    workers: usize,
    retries: u32,
    state: Option<PathBuf>,
    receipts: Option<ReceiptLog>,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self { workers: 4, retries: 3, state: None, receipts: None }
    }
}

impl QueueOptions {
    /// The defaults: four workers, three retries.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many files are sent or received at once, from 1 to 64. Default 4. A host may allow fewer.
    pub fn with_workers(mut self, workers: usize) -> Self {
        self.workers = workers;
        self
    }

    /// How often a transfer that the host turned away for a while, and that left nothing there, is begun
    /// again when the time is up. Default 3.
    pub fn with_retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Keeps the state of the queue in a file, so that a later run goes on where this one ended, however
    /// it ended: what is done is not sent or fetched again as long as the local file is the same; what
    /// may have arrived is looked for at its host first; an MD5 is not computed again. What is left is
    /// added by [`Queue::restore`].
    ///
    /// The file is a journal, which one queue at a time may have, and only its user may read. No secret is
    /// in it. All sources and targets must be paths then. Where a file of the same name, size and (where the
    /// host tells it) MD5 is in the folder after a kill, it is taken for the one that was sent.
    pub fn with_state(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Adds the receipt of every upload to a log, before the upload is told to be done. An upload whose
    /// receipt could not be written has a note that says so.
    pub fn with_receipts(mut self, log: &ReceiptLog) -> Self {
        self.receipts = Some(log.clone());
        self
    }
}

/// Many transfers over a bounded number of workers, to any number of sessions. Transfers may be added,
/// paused, cancelled and watched at any time, from any thread.
///
/// Workers and threads belong to the queue; it starts them when they are needed. Dropping the queue
/// cancels what is not over, and waits for the workers to end.
///
/// Every promise that a single call makes holds for each transfer of a queue.
#[derive(Debug)]
pub struct Queue {
    board: Arc<Board>,
    process: u32,
    saved: Mutex<Keeping>,
    receipts: Option<ReceiptLog>,
}

/// Whether a queue keeps its state.
#[derive(Debug)]
enum Keeping {
    No,
    Yes(Arc<Saved>),
    NoMore,
}

impl Queue {
    /// A queue without transfers.
    ///
    /// # Errors
    /// [`Status::Argument`] for a number of workers that is not from 1 to 64, and for a state that another
    /// queue has, or that is none; [`Status::Io`] if the state cannot be read or written.
    pub fn new(options: QueueOptions) -> Result<Self, Error> {
        if !(1..=MOST_WORKERS).contains(&options.workers) {
            return Err(Error::argument("workers", "must be from 1 to 64"));
        }
        let board = Board::new(options.workers, options.retries);
        let saved = match options.state {
            Some(path) => Keeping::Yes(Arc::new(Saved::open(&path)?)),
            None => Keeping::No,
        };
        let (process, receipts) = (std::process::id(), options.receipts);
        Ok(Self { board: Arc::new(board), process, saved: saved.into(), receipts })
    }

    /// Adds an upload, and gives its number. The arguments are those of [`Session::upload`]; nothing of
    /// the source is read before a worker takes it. Its options may not have a progress callback: the
    /// queue's events tell of it.
    ///
    /// In a queue with a state an upload of the same file to the same place that is in the queue already is
    /// not added again: its number is given. One that is done is over at once, with
    /// [`How::Earlier`](crate::How::Earlier).
    ///
    /// # Errors
    /// [`Status::Argument`] for a callback, and for a source without a path in a queue with a state;
    /// [`Status::Unsupported`] if the host takes no uploads; [`Status::Forked`] in a child process.
    /// Whatever is wrong with the file is the outcome of the transfer.
    pub fn upload(
        &self,
        session: &Session,
        source: impl Into<Source>,
        options: UploadOptions,
    ) -> Result<u64, Error> {
        let (settings, callback) = options.split();
        refuse_callback(callback.is_some())?;
        self.add(session, Task::upload(source.into(), settings), self.receipts.as_ref(), false)
    }

    /// Adds a download, and gives its number. The arguments are those of [`Session::download`].
    ///
    /// # Errors
    /// As [`upload`](Self::upload).
    pub fn download(
        &self,
        session: &Session,
        file: &str,
        target: Target,
        options: DownloadOptions,
    ) -> Result<u64, Error> {
        let (settings, callback) = options.split();
        refuse_callback(callback.is_some())?;
        self.add(session, Task::download(file, target, settings), None, false)
    }

    /// `afresh`: also if the state says that it is done.
    fn add(
        &self,
        session: &Session,
        mut task: Task,
        log: Option<&ReceiptLog>,
        afresh: bool,
    ) -> Result<u64, Error> {
        self.here()?;
        let verb = task.capability();
        if !session.supports(verb) {
            return Err(session.adapter().unsupported(verb));
        }
        task.log_to(log);
        let Some(saved) = self.saved()? else {
            return Ok(Board::add(&self.board, Job::new(session, task)));
        };
        let is_over = |id| self.board.is_over(id);
        saved.admit(session, task, afresh, is_over, |admitted| {
            Board::add(&self.board, Job::admitted(session, admitted))
        })
    }

    /// Adds what an earlier run has left of this session's transfers: those that were added and neither
    /// done nor cancelled by their number. Gives their numbers, in the order in which they were added; none
    /// in a queue without a state.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn restore(&self, session: &Session) -> Result<Vec<u64>, Error> {
        self.here()?;
        let Some(saved) = self.saved()? else { return Ok(Vec::new()) };
        Ok(saved.restore(session, |mut admitted| {
            admitted.task.log_to(self.receipts.as_ref());
            Board::add(&self.board, Job::admitted(session, admitted))
        }))
    }

    /// What the state says of an upload: [`Outcome::Applied`] if an earlier run has stored this very file,
    /// [`Outcome::Unknown`] if one may have, and its host will be asked first, else
    /// [`Outcome::NotApplied`], as in a queue without a state.
    pub fn earlier(
        &self,
        session: &Session,
        source: impl Into<Source>,
        options: UploadOptions,
    ) -> Outcome {
        let task = Task::upload(source.into(), options.split().0);
        self.open_state().and_then(|saved| saved.earlier(session, &task)).unwrap_or_default()
    }

    /// Changes the priority of a transfer. Higher ones start first; transfers of the same priority start
    /// in the order in which they were added. The default is 0. What has started goes on.
    ///
    /// # Errors
    /// [`Status::NotFound`] for a number that is not in the queue.
    pub fn set_priority(&self, id: u64, priority: i32) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, |state| state.set_priority(id, priority))?;
        self.open_state().map_or(Ok(()), |saved| saved.set_priority(id, priority))
    }

    /// How many uploads to this session's account run at once at most; `None` goes back to what the
    /// host itself tells, where it tells anything. Zero holds them all.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn set_cap(&self, session: &Session, cap: Option<usize>) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, |state| state.lane(session).set_cap(cap));
        Ok(())
    }

    /// Holds a transfer until [`resume`](Self::resume). A download into a file that runs stops at once
    /// and later continues where it stopped, if the host allows that. An upload that runs goes on to its
    /// end, because no host can continue one that was broken off.
    ///
    /// # Errors
    /// [`Status::NotFound`] for a number that is not in the queue.
    pub fn pause(&self, id: u64) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, |state| state.pause(id))
    }

    /// Lets a transfer go on.
    ///
    /// # Errors
    /// [`Status::NotFound`] for a number that is not in the queue.
    pub fn resume(&self, id: u64) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, |state| state.resume(id))
    }

    /// Holds everything, as [`pause`](Self::pause), including what is added later.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn pause_all(&self) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, State::pause_all);
        Ok(())
    }

    /// Undoes [`pause_all`](Self::pause_all). What was paused by itself stays paused.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn resume_all(&self) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, State::resume_all);
        Ok(())
    }

    /// Cancels a transfer. One that runs ends within 100 ms with [`Status::Cancelled`]; one that is over
    /// stays as it is. A later run does not go on with it.
    ///
    /// # Errors
    /// [`Status::NotFound`] for a number that is not in the queue.
    pub fn cancel(&self, id: u64) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, |state| state.job(id).map(drop).map(|()| state.cancel(id)))?;
        self.open_state().map_or(Ok(()), |saved| saved.forget(id))
    }

    /// Cancels everything that is not over. A later run goes on with what the state has of it.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn cancel_all(&self) -> Result<(), Error> {
        self.here()?;
        Board::change(&self.board, State::cancel_all);
        Ok(())
    }

    /// Waits until a transfer has changed, and gives it as it is now. Events of one transfer that nobody
    /// has read yet become one, so a queue that nobody listens to does not grow; the end of a transfer
    /// is always told. `None` when the time is up, or at once when every transfer is over and told.
    ///
    /// While everything that is left is paused, it waits.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn next_event(&self, timeout: Option<Duration>) -> Result<Option<Transfer>, Error> {
        self.here()?;
        Ok(self.board.next_event(timeout.and_then(|timeout| Instant::now().checked_add(timeout))))
    }

    /// Waits until every transfer is over. False when the time was up before.
    ///
    /// # Errors
    /// [`Status::Forked`] in a child process.
    pub fn wait(&self, timeout: Option<Duration>) -> Result<bool, Error> {
        self.here()?;
        Ok(self.board.wait(timeout.and_then(|timeout| Instant::now().checked_add(timeout))))
    }

    /// A transfer as it is now; none if the number is not in the queue.
    pub fn transfer(&self, id: u64) -> Option<Transfer> {
        self.board.transfer(id)
    }

    /// A transfer as it is now.
    ///
    /// # Errors
    /// [`Status::NotFound`] for a number that is not in the queue; [`Status::Forked`] in a child process.
    pub fn find(&self, id: u64) -> Result<Transfer, Error> {
        self.here()?;
        self.transfer(id).ok_or_else(|| state::not_there(id))
    }

    /// All transfers as they are now, in the order in which they were added.
    pub fn transfers(&self) -> Vec<Transfer> {
        self.board.transfers()
    }

    /// The whole: how many transfers are in which state, and how far they are.
    pub fn totals(&self) -> Totals {
        self.board.totals()
    }

    /// Removes a transfer that is over, and gives its outcome. None if it is not over, or not there.
    pub fn take(&self, id: u64) -> Option<Result<Transferred, Error>> {
        self.board.take(id)
    }

    /// Lets the state go, once every transfer is over, for another queue to have it. Nothing can be added
    /// after that. Without a state it does nothing; dropping the queue does it too.
    pub fn close_state(&self) {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        if let Keeping::Yes(_) = *saved {
            *saved = Keeping::NoMore;
        }
    }

    /// The state, while it has one.
    fn open_state(&self) -> Option<Arc<Saved>> {
        self.saved().unwrap_or_default()
    }

    /// The state, if it has one; an error once it is closed.
    fn saved(&self) -> Result<Option<Arc<Saved>>, Error> {
        match &*self.saved.lock().unwrap_or_else(PoisonError::into_inner) {
            Keeping::Yes(saved) => Ok(Some(saved.clone())),
            Keeping::No => Ok(None),
            Keeping::NoMore => Err(Error::new(Status::Handle, "the state of the queue was closed")
                .with_hint("make a new queue with it")),
        }
    }

    fn here(&self) -> Result<(), Error> {
        if std::process::id() == self.process {
            return Ok(());
        }
        Err(Error::new(Status::Forked, "the queue was made in a parent process")
            .with_hint("make a new queue in this process"))
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        // A child process has none of the threads.
        if self.here().is_ok() {
            Board::close(&self.board);
        }
    }
}

fn refuse_callback(there: bool) -> Result<(), Error> {
    if there {
        return Err(Error::argument("on_progress", "must not be given to a transfer of a queue")
            .with_hint("read the progress from the queue's events"));
    }
    Ok(())
}
