//! Queues
//!
//! A queue runs many transfers at once, over a bounded number of workers, to any number of sessions.
//! Hashing, sending or receiving, and waiting for a host to process a file are stages with room of
//! their own: a file that waits at its host holds no worker. Every promise that a single call makes
//! holds for each transfer of a queue.

use std::ffi::{c_char, c_void};
use std::time::Duration;

use gigahost::{
    Direction, Queue, QueueOptions, Status, Totals, Transfer, TransferState, Transferred,
};

use crate::border::{Caller, Fail, Handle, Keep, guard, handle, number, optional, plant, result};
use crate::download::{gigahost_download_info, gigahost_download_options, view as of_download};
use crate::error::{gigahost_error, milliseconds, part, release};
use crate::host::number_of;
use crate::progress::{gigahost_progress, view as of_progress};
use crate::receipt_log::gigahost_receipt_log;
use crate::session::gigahost_session;
use crate::status::gigahost_status;
use crate::upload::{gigahost_receipt, gigahost_upload_options, view as of_receipt};
use crate::value::gigahost_value;

/// Many transfers over a bounded number of workers.
///
/// A handle: made by gigahost_queue_new() or gigahost_queue_open(), released with gigahost_queue_close(). Any number of threads may
/// use it at once, and add, pause, cancel and watch transfers at any time. After fork() the child gets
/// GIGAHOST_E_FORKED and must make its own.
pub struct gigahost_queue {
    _private: [u8; 0],
}

impl Handle for gigahost_queue {
    type Object = Queue;
    const NAME: &'static str = "queue";
}

/// Which way a transfer goes.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_direction {
    /// To the host.
    GIGAHOST_UP = 1,
    /// From the host.
    GIGAHOST_DOWN = 2,
}

/// Where a transfer of a queue stands.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_transfer_state {
    /// It waits for a worker.
    GIGAHOST_TRANSFER_QUEUED = 1,
    /// A worker hashes, sends or receives; the stage of its progress says which.
    GIGAHOST_TRANSFER_ACTIVE = 2,
    /// The host has the bytes and processes them. It holds no worker.
    GIGAHOST_TRANSFER_PROCESSING = 3,
    /// The host asked to wait; it is tried again when the time is up.
    GIGAHOST_TRANSFER_DELAYED = 4,
    /// It waits for gigahost_queue_resume().
    GIGAHOST_TRANSFER_PAUSED = 5,
    /// It succeeded.
    GIGAHOST_TRANSFER_DONE = 6,
    /// It failed; its error says why.
    GIGAHOST_TRANSFER_FAILED = 7,
    /// It was cancelled.
    GIGAHOST_TRANSFER_CANCELLED = 8,
}

/// A transfer of a queue, as it was when it was asked for. A result, released with gigahost_free(),
/// unless a gigahost_transfer_fn was given it.
#[repr(C)]
pub struct gigahost_transfer {
    /// Its number in the queue, from 1.
    pub id: u64,
    /// The gigahost_host.
    pub host: i32,
    /// A gigahost_direction.
    pub direction: i32,
    /// A gigahost_transfer_state.
    pub state: i32,
    /// Higher ones start first.
    pub priority: i32,
    /// Of an upload the name that is wanted, where it is known; of a download the file at the host.
    /// Never NULL.
    pub name: *const c_char,
    /// The name of its state, such as "queued". Never NULL.
    pub state_name: *const c_char,
    /// How far it is: the figures of its current stage, and which time it is tried. Never NULL.
    pub progress: *const gigahost_progress,
    /// Why it failed or was cancelled, or what it waits for while it is delayed; else NULL.
    pub error: *const gigahost_error,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_transfer {}

/// The transfers of a queue, in the order in which they were added. A result, released with
/// gigahost_free().
#[repr(C)]
pub struct gigahost_transfer_list {
    /// How many.
    pub count: usize,
    /// The transfers; NULL if there are none.
    pub transfers: *const *const gigahost_transfer,
}

// SAFETY: it points to memory that is its own and never written to.
unsafe impl Send for gigahost_transfer_list {}

/// The whole of a queue: all transfers that were ever added, those that were taken out included. A
/// result, released with gigahost_free().
#[repr(C)]
pub struct gigahost_totals {
    /// Transfers that wait for a worker, or for the time that a host named.
    pub queued: usize,
    /// Transfers that a worker has.
    pub active: usize,
    /// Transfers that the host processes.
    pub processing: usize,
    /// Transfers that are paused.
    pub paused: usize,
    /// Transfers that succeeded.
    pub done: usize,
    /// Transfers that failed or were cancelled.
    pub failed: usize,
    /// Bytes that have arrived, of all transfers that did not fail.
    pub bytes_done: u64,
    /// Bytes of all transfers that did not fail, as far as their sizes are known.
    pub bytes_total: u64,
    /// Bytes per second over the last few seconds, or -1 while there is too little data.
    pub rate: f64,
    /// Estimated milliseconds left, or -1 while unknown.
    pub time_left: i64,
}

/// Is told that a transfer has changed. `transfer` is valid until the callback returns. Return 0 to go
/// on, anything else to end gigahost_queue_run(), which cancels nothing.
///
/// Must not throw, must not longjmp() or pthread_exit(). It runs on the thread that called
/// gigahost_queue_run(), and may use the queue and its sessions.
pub type gigahost_transfer_fn =
    Option<unsafe extern "C" fn(transfer: *const gigahost_transfer, user: *mut c_void) -> i32>;

impl Caller {
    /// Does something with the queue of a handle.
    fn queue<T>(
        &self,
        queue: *const gigahost_queue,
        f: impl FnOnce(&Queue) -> Result<T, gigahost::Error>,
    ) -> Result<T, Fail> {
        Ok(self.object(queue, f)??)
    }

    fn queue_options(&self, workers: i32, retries: i32) -> Result<QueueOptions, Fail> {
        let mut options = QueueOptions::new();
        if workers != 0 {
            options = options.with_workers(self.number("workers", workers.into())?);
        }
        if let Some(retries) = self.opt_number("retries", retries.into())? {
            options = options.with_retries(retries);
        }
        Ok(options)
    }

    /// How long to wait; -1 is for ever.
    fn timeout(&self, milliseconds: i64) -> Result<Option<Duration>, Fail> {
        let given = self.opt_number("milliseconds", milliseconds)?;
        Ok(given.map(Duration::from_millis))
    }
}

/// Creates a queue without transfers. `workers` is how many files are sent or received at once, from 1
/// to 64, or 0 for 4; a host may allow fewer. `retries` is how often a transfer that the host turned
/// away for a while, and that left nothing there, is begun again when the time is up, or -1 for 3.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_queue_new(
    workers: i32,
    retries: i32,
    out: *mut *mut gigahost_queue,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { handle(out, error, |from| Ok(Queue::new(from.queue_options(workers, retries)?)?)) }
}

/// Creates a queue as gigahost_queue_new() does, which keeps its state in the file `state`, so that a later
/// run goes on where this one ended, however it ended: what is done is not sent or fetched again as long as
/// the local file is the same (GIGAHOST_EARLIER); what may have arrived is looked for at its host first; an
/// MD5 is not computed again. What is left is added by gigahost_queue_restore(). The file is a journal,
/// which one queue at a time may have, and only its user may read; no secret is in it. All sources and
/// targets must be paths then. Where a file of the same name, size and (where the host tells it) MD5 is in the
/// folder after a kill, it is taken for the one that was sent.
///
/// The receipt of every upload is added to `log`, before the upload is told to be done; one
/// whose receipt could not be written has a note that says so. Either may be NULL.
///
/// GIGAHOST_E_ARGUMENT if another queue has the state, or if it is none.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_queue_open(
    workers: i32,
    retries: i32,
    state: *const c_char,
    log: *const gigahost_receipt_log,
    out: *mut *mut gigahost_queue,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| {
            let mut options = from.queue_options(workers, retries)?;
            if !state.is_null() {
                options = options.with_state(from.path("state", state)?);
            }
            if !log.is_null() {
                options = options.with_receipts(&from.receipt_log(log)?);
            }
            Ok(Queue::new(options)?)
        })
    }
}

/// Adds what an earlier run has left of this session's transfers: those that were added and neither done
/// nor cancelled by their number. Gives how many; `count` may be NULL. None in a queue without a state.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_restore(
    queue: *const gigahost_queue,
    session: *const gigahost_session,
    count: *mut u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        number(count, error, |from| {
            let session = from.session(session)?;
            from.queue(queue, |queue| queue.restore(&session)).map(|ids| ids.len() as u64)
        })
    }
}

/// Asks the session's host which files of a log are gone, as gigahost_receipt_log_verify() does, and adds
/// an upload for each of them, from where it was sent before to where it was, under the name that was
/// wanted. Its bytes must be those that were sent: another size is told here, and where its receipt has an
/// MD5, another content fails the upload before the host has the file. The receipts go to the same log.
///
/// Document: as that of gigahost_receipt_log_verify(); "transfer" is the number of the upload by which a
/// file is sent again, "why" else says why it is not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_repair(
    queue: *const gigahost_queue,
    session: *const gigahost_session,
    log: *const gigahost_receipt_log,
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, _| {
            let (log, session) = (from.receipt_log(log)?, from.session(session)?);
            let files = from.queue(queue, |queue| queue.repair(&session, &log))?;
            gigahost_value::from_typed(&files)
        })
    }
}

/// Adds an upload and gives its number. The arguments are those of gigahost_upload(), NULL included;
/// `id` may be NULL. Nothing of the source is read before a worker takes it, and whatever is wrong with it is the outcome of the
/// transfer. The options are copied. They may not have a progress callback, because the queue's events
/// tell of it; their bytes must stay unchanged, and their reader, which is called on a worker's thread,
/// usable, until the transfer is over.
///
/// In a queue with a state an upload of the same file to the same place that is in the queue already is
/// not added again: its number is given.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_add_upload(
    queue: *const gigahost_queue,
    session: *const gigahost_session,
    path: *const c_char,
    options: *const gigahost_upload_options,
    id: *mut u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        number(id, error, |from| {
            let (source, settings) = from.upload(path, options)?;
            if settings.has_progress() {
                return Err(no_progress());
            }
            let session = from.session(session)?;
            from.queue(queue, |queue| queue.upload(&session, source, settings.options()))
        })
    }
}

/// Adds a download and gives its number. The arguments are those of gigahost_download(), NULL included;
/// the same as for gigahost_queue_add_upload() holds for its options and their writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_add_download(
    queue: *const gigahost_queue,
    session: *const gigahost_session,
    file: *const c_char,
    path: *const c_char,
    options: *const gigahost_download_options,
    id: *mut u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        number(id, error, |from| {
            let file = from.text("file", file)?;
            if from.download_has_progress(options)? {
                return Err(no_progress());
            }
            let (target, options) = from.download(path, options)?;
            let session = from.session(session)?;
            from.queue(queue, |queue| queue.download(&session, file, target, options))
        })
    }
}

fn no_progress() -> Fail {
    Fail::argument("options", "must not have a progress callback")
        .with_hint("read the progress from the queue's events")
}

/// Changes the priority of a transfer. Higher ones start first; transfers of the same priority start in
/// the order in which they were added. Default: 0. What has started goes on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_set_priority(
    queue: *const gigahost_queue,
    id: u64,
    priority: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, |queue| queue.set_priority(id, priority))) }
}

/// Sets how many uploads to this session's account run at once at most; 0 holds them all, and -1 goes
/// back to what the host itself tells, where it tells anything.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_set_cap(
    queue: *const gigahost_queue,
    session: *const gigahost_session,
    cap: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        guard(error, |from| {
            let cap = from.opt_number("cap", cap.into())?;
            let session = from.session(session)?;
            from.queue(queue, |queue| queue.set_cap(&session, cap))
        })
    }
}

/// Holds a transfer until gigahost_queue_resume(). A download into a file that runs stops at once, and
/// later continues where it stopped if its options allow it to resume, and the host too. An upload that
/// runs goes on to its end, because no host can continue one that was broken off.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_pause(
    queue: *const gigahost_queue,
    id: u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, |queue| queue.pause(id))) }
}

/// Lets a transfer go on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_resume(
    queue: *const gigahost_queue,
    id: u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, |queue| queue.resume(id))) }
}

/// Cancels a transfer. One that runs ends within 100 ms with GIGAHOST_E_CANCELLED; one that is over
/// stays as it is. A later run does not go on with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_cancel(
    queue: *const gigahost_queue,
    id: u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, |queue| queue.cancel(id))) }
}

/// Holds everything, as gigahost_queue_pause(), including what is added later.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_pause_all(
    queue: *const gigahost_queue,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, Queue::pause_all)) }
}

/// Undoes gigahost_queue_pause_all(). What was paused by itself stays paused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_resume_all(
    queue: *const gigahost_queue,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, Queue::resume_all)) }
}

/// Cancels everything that is not over. A later run goes on with what the state has of it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_cancel_all(
    queue: *const gigahost_queue,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { guard(error, |from| from.queue(queue, Queue::cancel_all)) }
}

/// Waits until a transfer has changed, at most this many milliseconds or for ever with -1, and gives it
/// as it is now. Events of one transfer that nobody has read yet become one, so a queue that nobody
/// listens to does not grow; the end of a transfer is always told. `*out` is NULL when the time is up,
/// or at once when every transfer is over and told. While everything that is left is paused, it waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_next_event(
    queue: *const gigahost_queue,
    milliseconds: i64,
    out: *mut *const gigahost_transfer,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        optional(out, error, |from, keep| {
            let timeout = from.timeout(milliseconds)?;
            let event = from.queue(queue, |queue| queue.next_event(timeout))?;
            Ok(event.map(|transfer| of_transfer(keep, &transfer)))
        })
    }
}

/// Tells every change of a transfer by a callback on this thread, until all transfers are over and told.
/// With NULL for the callback it only waits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_run(
    queue: *const gigahost_queue,
    callback: gigahost_transfer_fn,
    user: *mut c_void,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        guard(error, |from| {
            while let Some(transfer) = from.queue(queue, |queue| queue.next_event(None))? {
                let Some(callback) = callback else { continue };
                let mut keep = Keep::default();
                let view = of_transfer(&mut keep, &transfer);
                // The callback is the caller's, and gets what the header promises.
                if callback(&raw const view, user) != 0 {
                    break;
                }
            }
            Ok(())
        })
    }
}

/// Waits until every transfer is over, at most this many milliseconds or for ever with -1.
/// GIGAHOST_E_TIMEOUT if the time was up before; nothing is cancelled by that.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_wait(
    queue: *const gigahost_queue,
    milliseconds: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        guard(error, |from| {
            let timeout = from.timeout(milliseconds)?;
            if from.queue(queue, |queue| queue.wait(timeout))? {
                return Ok(());
            }
            Err(Fail::new(Status::Timeout, "some transfers are not over")
                .with_hint("wait again, or cancel them"))
        })
    }
}

/// A transfer as it is now. GIGAHOST_E_NOT_FOUND for a number that is not in the queue.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_transfer(
    queue: *const gigahost_queue,
    id: u64,
    out: *mut *const gigahost_transfer,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            Ok(of_transfer(keep, &from.queue(queue, |queue| queue.find(id))?))
        })
    }
}

/// All transfers as they are now, in the order in which they were added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_transfers(
    queue: *const gigahost_queue,
    out: *mut *const gigahost_transfer_list,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| {
            let transfers = from.queue(queue, |queue| Ok(queue.transfers()))?;
            let views = transfers.iter().map(|transfer| of_transfer(keep, transfer)).collect();
            let list = keep.parts(views);
            Ok(gigahost_transfer_list { count: list.len(), transfers: keep.list(list) })
        })
    }
}

/// The whole: how many transfers are in which state, and how far they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_totals(
    queue: *const gigahost_queue,
    out: *mut *const gigahost_totals,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, _| Ok(of_totals(from.queue(queue, |queue| Ok(queue.totals()))?)))
    }
}

/// Removes an upload that is over and gives its record, or fails as the upload did.
/// GIGAHOST_E_NOT_FOUND for a number that is not in the queue, GIGAHOST_E_NOT_READY for a transfer that
/// is not over, GIGAHOST_E_ARGUMENT for a download; the queue keeps it then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_take_receipt(
    queue: *const gigahost_queue,
    id: u64,
    out: *mut *const gigahost_receipt,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| match taken(from, queue, id, Direction::Up)? {
            Transferred::Uploaded(receipt) => Ok(of_receipt(keep, &receipt)),
            _ => Err(Fail::argument("id", "is that of a download")),
        })
    }
}

/// Removes a download that is over and tells what came, or fails as the download did. The rest is as
/// with gigahost_queue_take_receipt().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_take_download(
    queue: *const gigahost_queue,
    id: u64,
    out: *mut *const gigahost_download_info,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        result(out, error, |from, keep| match taken(from, queue, id, Direction::Down)? {
            Transferred::Downloaded(download) => Ok(of_download(keep, &download)),
            _ => Err(Fail::argument("id", "is that of an upload")),
        })
    }
}

/// Closes a queue: cancels what is not over, and waits for its workers to end. NULL is a no-op. A thread
/// that waits in the queue meanwhile comes back first, and then its workers have ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_queue_close(queue: *mut gigahost_queue) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe {
        release(|from| {
            if !queue.is_null() {
                // Whoever waits in it comes back.
                from.object(queue, |queue| drop(queue.cancel_all()))?;
            }
            from.close(queue)
        })
    }
}

fn taken(
    from: &Caller,
    queue: *const gigahost_queue,
    id: u64,
    wanted: Direction,
) -> Result<Transferred, Fail> {
    plant::<Transferred>();
    let transfer = from.queue(queue, |queue| queue.find(id))?;
    if transfer.direction != wanted {
        return Err(Fail::argument("id", "is that of a transfer in the other direction"));
    }
    match from.queue(queue, |queue| Ok(queue.take(id)))? {
        Some(outcome) => Ok(outcome?),
        None => Err(Fail::new(Status::NotReady, "the transfer is not over")
            .with_hint("wait for its end, or cancel it")),
    }
}

fn of_transfer(keep: &mut Keep, transfer: &Transfer) -> gigahost_transfer {
    use gigahost_transfer_state as State;
    let (state, state_name) = match transfer.state {
        TransferState::Active => (State::GIGAHOST_TRANSFER_ACTIVE, c"active"),
        TransferState::Processing => (State::GIGAHOST_TRANSFER_PROCESSING, c"processing"),
        TransferState::Delayed => (State::GIGAHOST_TRANSFER_DELAYED, c"delayed"),
        TransferState::Paused => (State::GIGAHOST_TRANSFER_PAUSED, c"paused"),
        TransferState::Done => (State::GIGAHOST_TRANSFER_DONE, c"done"),
        TransferState::Failed => (State::GIGAHOST_TRANSFER_FAILED, c"failed"),
        TransferState::Cancelled => (State::GIGAHOST_TRANSFER_CANCELLED, c"cancelled"),
        _ => (State::GIGAHOST_TRANSFER_QUEUED, c"queued"),
    };
    let direction = match transfer.direction {
        Direction::Up => gigahost_direction::GIGAHOST_UP,
        Direction::Down => gigahost_direction::GIGAHOST_DOWN,
    };
    gigahost_transfer {
        id: transfer.id,
        host: number_of(transfer.host),
        direction: direction as i32,
        state: state as i32,
        priority: transfer.priority,
        name: keep.text(&transfer.name),
        state_name: state_name.as_ptr(),
        progress: keep.part(of_progress(&transfer.progress)),
        error: transfer.error.as_ref().map_or(std::ptr::null(), |error| part(keep, error)),
    }
}

fn of_totals(totals: Totals) -> gigahost_totals {
    gigahost_totals {
        queued: totals.queued,
        active: totals.active,
        processing: totals.processing,
        paused: totals.paused,
        done: totals.done,
        failed: totals.failed,
        bytes_done: totals.bytes_done,
        bytes_total: totals.bytes_total,
        rate: totals.rate.unwrap_or(-1.0),
        time_left: totals.eta.map_or(-1, milliseconds),
    }
}
