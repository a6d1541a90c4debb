//! `Queue`: many transfers at once.

mod told;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use gigahost::{Error, QueueOptions, Status, Transferred};
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::arguments::{self, Id, Seconds, Whole};
use crate::call::{conclude, detached};
use crate::caught::Caught;
use crate::error;
use crate::receipts::{CheckedFile, ReceiptLog};
use crate::results::{Download, Receipt, to_list};
use crate::session::{DownloadArguments, Session, UploadArguments, run};

pub(crate) use told::{Totals, Transfer};

/// How long a wait lasts before signals are looked at.
const SLICE: Duration = Duration::from_millis(50);

/// Many transfers over a bounded number of workers, to any number of sessions.
///
///     with gigahost.Queue(workers=4) as queue:
///         for path in paths:
///             queue.upload(session, path)
///         for transfer in queue:
///             print(transfer.name, transfer.state, transfer.progress.done)
///
/// `workers` is how many files are sent or received at once, from 1 to 64 (default: 4); a host may allow
/// fewer.
/// Hashing and waiting for a host to process a file hold no worker. `retries` is how often a transfer
/// that the host turned away for a while, and that left nothing there, is begun again when the time is
/// up (default: 3). Every promise that a single call makes holds for each transfer.
///
/// With `state`, the path of a file, a later run goes on where this one ended, however it ended: what is
/// done is not sent or fetched again as long as the local file is the same; what may have arrived is
/// looked for at its host first; an MD5 is not computed again. What is left is added by `restore`. One
/// queue at a time may have the file, and only its user may read it; no secret is in it. All sources and
/// targets must be paths then. With `receipts`, a `ReceiptLog` or its path, the receipt of every upload is
/// added there before the upload is told to be done.
///
/// Any number of threads may use a queue at once. It works on threads of its own, without the GIL.
/// Leaving `with` waits until all transfers are over, and closes the state; an exception inside cancels
/// them. A queue that is
/// closed or garbage cancels what is not over, and waits for its workers to end.
#[pyclass(frozen, module = "gigahost", weakref)]
pub(crate) struct Queue {
    /// None once the queue is closed.
    core: Mutex<Option<std::sync::Arc<gigahost::Queue>>>,
    /// What the caller's own sources and targets raised, by the number of the transfer.
    raised: Mutex<HashMap<u64, Caught>>,
}

impl Queue {
    fn core(&self, py: Python<'_>) -> PyResult<std::sync::Arc<gigahost::Queue>> {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).clone();
        core.ok_or_else(|| error::simple(py, Status::Handle, "the queue is closed"))
    }

    /// Does something that takes no time.
    fn with<T>(
        &self,
        py: Python<'_>,
        f: impl FnOnce(&gigahost::Queue) -> Result<T, Error>,
    ) -> PyResult<T> {
        f(&*self.core(py)?).map_err(|error| error::of_core(py, &error))
    }

    fn raised(&self) -> MutexGuard<'_, HashMap<u64, Caught>> {
        self.raised.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits in slices, between which signals are looked at, until `ask` gives something or the time is
    /// up.
    fn wait_for<T: Send>(
        &self,
        py: Python<'_>,
        timeout: Option<Seconds>,
        ask: impl Fn(&gigahost::Queue, Duration) -> Result<Option<T>, Error> + Send + Sync,
    ) -> PyResult<Option<T>> {
        let core = self.core(py)?;
        let until = timeout.and_then(|timeout| Instant::now().checked_add(timeout.0));
        loop {
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let slice = left.map_or(SLICE, |left| left.min(SLICE));
            let caught = Caught::default();
            let outcome = detached(py, &caught, || ask(&core, slice))?;
            if let Some(found) = conclude(py, &caught, outcome)? {
                return Ok(Some(found));
            }
            py.check_signals()?;
            if left.is_some_and(|left| left.is_zero()) {
                return Ok(None);
            }
        }
    }

    fn shut(&self, py: Python<'_>) {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(core) = core {
            // Whoever waits in it comes back; a worker may want the interpreter.
            let _ = core.cancel_all();
            py.detach(|| drop(core));
        }
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        // Where there is no interpreter any more, workers that want it never end.
        if Python::try_attach(|py| self.shut(py)).is_none() {
            std::mem::forget(self.core.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        }
    }
}

#[pymethods]
impl Queue {
    #[new]
    #[pyo3(signature = (*, workers=None, retries=None, state=None, receipts=None))]
    fn new(
        py: Python<'_>,
        workers: Option<Whole<usize>>,
        retries: Option<Whole<u32>>,
        state: Option<&Bound<'_, PyAny>>,
        receipts: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut options = QueueOptions::new();
        if let Some(workers) = workers {
            options = options.with_workers(workers.0);
        }
        if let Some(retries) = retries {
            options = options.with_retries(retries.0);
        }
        if let Some(state) = state {
            options = options.with_state(arguments::path(state)?);
        }
        if let Some(receipts) = receipts {
            options = options.with_receipts(&ReceiptLog::of(receipts)?);
        }
        let core = gigahost::Queue::new(options).map_err(|e| error::of_core(py, &e))?;
        Ok(Self { core: Mutex::new(Some(core.into())), raised: Mutex::default() })
    }

    /// Adds an upload, and returns its number. The arguments are those of `Session.upload`; a worker's
    /// thread reads a file object. Nothing is read before a worker takes it: whatever is wrong with the
    /// source is raised by `result`. Transfers of higher `priority` start first.
    #[pyo3(signature = (session, source, *, name=None, folder=None, md5=None, length=None,
        slug_mode=None, chunked=false, checksum=None, priority=0, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn upload(
        &self,
        session: &Bound<'_, Session>,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        folder: Option<Id>,
        md5: Option<String>,
        length: Option<Whole<u64>>,
        slug_mode: Option<String>,
        chunked: bool,
        checksum: Option<String>,
        priority: i32,
        timeout: Option<Seconds>,
    ) -> PyResult<u64> {
        let py = source.py();
        let arguments = UploadArguments {
            name,
            folder,
            md5,
            length,
            slug_mode,
            chunked,
            checksum,
            timeout,
            ..UploadArguments::default()
        };
        let plan = arguments.plan(source)?;
        let session = plan.session(&session.get().core(py)?);
        let (caught, options) = (Caught::default(), plan.options());
        let source = plan.source.into_core(&caught);
        let id = self.with(py, |queue| queue.upload(&session, source, options))?;
        self.added(py, id, priority, caught)
    }

    /// Adds a download, and returns its number. The arguments are those of `Session.download`; a
    /// worker's thread writes to a file object.
    #[pyo3(signature = (session, file, target, *, existing=None, resume=true, most_bytes=None,
        segments=None, part=None, checksum=None, priority=0, timeout=None))]
    #[allow(clippy::too_many_arguments)]
    fn download(
        &self,
        session: &Bound<'_, Session>,
        file: Id,
        target: &Bound<'_, PyAny>,
        existing: Option<String>,
        resume: bool,
        most_bytes: Option<Whole<u64>>,
        segments: Option<Whole<u32>>,
        part: Option<(Whole<u64>, Option<Whole<u64>>)>,
        checksum: Option<String>,
        priority: i32,
        timeout: Option<Seconds>,
    ) -> PyResult<u64> {
        let py = target.py();
        let arguments = DownloadArguments {
            existing,
            resume,
            most_bytes,
            segments,
            part,
            checksum,
            timeout,
            ..DownloadArguments::default()
        };
        let plan = arguments.plan(target)?;
        let session = plan.session(&session.get().core(py)?);
        let (caught, options) = (Caught::default(), plan.options());
        let target = plan.target.into_core(&caught);
        let id = self.with(py, |queue| queue.download(&session, &file.0, target, options))?;
        self.added(py, id, priority, caught)
    }

    /// Adds what an earlier run has left of this session's transfers, and returns their numbers: those
    /// that were added and neither done nor cancelled by their number. None without a state.
    fn restore(&self, session: &Bound<'_, Session>) -> PyResult<Vec<u64>> {
        let py = session.py();
        let session = session.get().core(py)?;
        self.with(py, |queue| queue.restore(&session))
    }

    /// What the state says of an upload: `applied` if an earlier run has stored this very file, `unknown`
    /// if one may have, and its host will be asked first, else `not_applied`.
    #[pyo3(signature = (session, source, *, name=None, folder=None))]
    fn earlier(
        &self,
        session: &Bound<'_, Session>,
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        folder: Option<Id>,
    ) -> PyResult<&'static str> {
        let py = session.py();
        let arguments = UploadArguments { name, folder, ..UploadArguments::default() };
        let plan = arguments.plan(source)?;
        let session = session.get().core(py)?;
        let options = plan.options();
        let source = plan.source.into_core(&Caught::default());
        let earlier = self.with(py, |queue| Ok(queue.earlier(&session, source, options)))?;
        Ok(error::outcome(earlier))
    }

    /// Asks the session's host which files of a `ReceiptLog` are gone, and adds an upload for each of them,
    /// from where it was sent before to where it was, under the name that was wanted. Its bytes must be
    /// those that were sent: another size is told here, and where its receipt has an MD5, another content
    /// fails the upload before the host has the file. The receipts go to the same log. Returns every file
    /// that was asked about, with the number of its upload or why it is not sent again.
    fn repair<'py>(
        &self,
        py: Python<'py>,
        session: &Bound<'py, Session>,
        log: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyList>> {
        let (core, log) = (self.core(py)?, ReceiptLog::of(log)?);
        let checked = run(py, session.get(), "repair", move |session| core.repair(session, &log))?;
        to_list(py, checked, CheckedFile::from)
    }

    /// Changes the priority of a transfer, which is 0 by default. What has started goes on.
    fn set_priority(&self, py: Python<'_>, id: Whole<u64>, priority: i32) -> PyResult<()> {
        self.with(py, |queue| queue.set_priority(id.0, priority))
    }

    /// How many uploads to this session's account run at once at most; None goes back to what the host
    /// itself tells, where it tells anything. 0 holds them all.
    fn set_cap(&self, session: &Bound<'_, Session>, cap: Option<Whole<usize>>) -> PyResult<()> {
        let py = session.py();
        let session = session.get().core(py)?;
        self.with(py, |queue| queue.set_cap(&session, cap.map(|cap| cap.0)))
    }

    /// Holds a transfer, or everything, also what is added later. A download into a file that runs stops
    /// at once, and later continues where it stopped unless it was added with `resume=False`, if the host
    /// allows it; an upload that runs goes on to its end, because no host can continue one.
    #[pyo3(signature = (id=None))]
    fn pause(&self, py: Python<'_>, id: Option<Whole<u64>>) -> PyResult<()> {
        self.with(py, |queue| id.map_or_else(|| queue.pause_all(), |id| queue.pause(id.0)))
    }

    /// Lets a transfer go on, or everything that was not paused by itself.
    #[pyo3(signature = (id=None))]
    fn resume(&self, py: Python<'_>, id: Option<Whole<u64>>) -> PyResult<()> {
        self.with(py, |queue| id.map_or_else(|| queue.resume_all(), |id| queue.resume(id.0)))
    }

    /// Cancels a transfer, or everything that is not over. What runs ends within 0.1 s. Of a queue with a
    /// state, a later run goes on with what was not cancelled by its number.
    #[pyo3(signature = (id=None))]
    fn cancel(&self, py: Python<'_>, id: Option<Whole<u64>>) -> PyResult<()> {
        self.with(py, |queue| id.map_or_else(|| queue.cancel_all(), |id| queue.cancel(id.0)))
    }

    /// Waits until a transfer has changed, and returns it as it is now; None when the time, in seconds,
    /// is up, or at once when every transfer is over and told. Events of one transfer that nobody has
    /// read yet become one; the end of a transfer is always told.
    #[pyo3(signature = (timeout=None))]
    fn next_event(&self, py: Python<'_>, timeout: Option<Seconds>) -> PyResult<Option<Transfer>> {
        let told = self.wait_for(py, timeout, |queue, slice| {
            Ok(match queue.next_event(Some(slice))? {
                Some(transfer) => Some(Some(transfer)),
                None if queue.wait(Some(Duration::ZERO))? => {
                    // One that ended in between is told first.
                    Some(queue.next_event(Some(Duration::ZERO))?)
                }
                None => None,
            })
        })?;
        Ok(told.flatten().map(|transfer| Transfer::from(&transfer)))
    }

    /// Waits until every transfer is over. False when the time, in seconds, was up before.
    #[pyo3(signature = (timeout=None))]
    fn wait(&self, py: Python<'_>, timeout: Option<Seconds>) -> PyResult<bool> {
        let over =
            self.wait_for(py, timeout, |queue, slice| Ok(queue.wait(Some(slice))?.then_some(())))?;
        Ok(over.is_some())
    }

    /// A transfer as it is now. `NotFound` for a number that is not in the queue.
    fn transfer(&self, py: Python<'_>, id: Whole<u64>) -> PyResult<Transfer> {
        self.with(py, |queue| queue.find(id.0)).map(|transfer| Transfer::from(&transfer))
    }

    /// All transfers as they are now, in the order in which they were added.
    fn transfers(&self, py: Python<'_>) -> PyResult<Vec<Transfer>> {
        let transfers = self.with(py, |queue| Ok(queue.transfers()))?;
        Ok(transfers.iter().map(Transfer::from).collect())
    }

    /// The whole: how many transfers are in which state, and how far they are.
    fn totals(&self, py: Python<'_>) -> PyResult<Totals> {
        self.with(py, |queue| Ok(queue.totals())).map(Totals::from)
    }

    /// Removes a transfer that is over, and returns its `Receipt` or `Download`, or raises what it
    /// failed with; what a file object of yours raised comes back unchanged. `NotReady` if it is not
    /// over, `NotFound` for a number that is not in the queue.
    fn result<'py>(&self, py: Python<'py>, id: Whole<u64>) -> PyResult<Bound<'py, PyAny>> {
        let id = id.0;
        let Some(outcome) = self.with(py, |queue| {
            queue.find(id)?;
            Ok(queue.take(id))
        })?
        else {
            return Err(error::simple(py, Status::NotReady, "the transfer is not over"));
        };
        let caught = self.raised().remove(&id).unwrap_or_default();
        match conclude(py, &caught, Ok(outcome))? {
            Transferred::Uploaded(receipt) => {
                Bound::new(py, Receipt::from(*receipt)).map(Bound::into_any)
            }
            Transferred::Downloaded(download) => {
                Bound::new(py, Download::from(*download)).map(Bound::into_any)
            }
            _ => Err(error::simple(py, Status::Internal, "an outcome of a new kind")),
        }
    }

    /// Cancels what is not over, and waits for the workers to end. Closing twice is allowed.
    fn close(&self, py: Python<'_>) {
        self.shut(py);
    }

    /// Whether the queue was closed.
    #[getter]
    fn closed(&self) -> bool {
        self.core.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Transfer>> {
        self.next_event(py, None)
    }

    fn __enter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        slf.get().core(slf.py())?;
        Ok(slf.clone())
    }

    #[pyo3(signature = (kind, *_exception))]
    fn __exit__(
        &self,
        py: Python<'_>,
        kind: &Bound<'_, PyAny>,
        _exception: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        if self.closed() {
            return Ok(());
        }
        if !kind.is_none() {
            self.cancel(py, None)?;
        }
        self.wait(py, None)?;
        self.with(py, |queue| {
            queue.close_state();
            Ok(())
        })
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        if self.closed() {
            return Ok("Queue(closed)".to_owned());
        }
        let totals = self.with(py, |queue| Ok(queue.totals()))?;
        Ok(format!(
            "Queue(queued={}, active={}, processing={}, paused={}, done={}, failed={})",
            totals.queued,
            totals.active,
            totals.processing,
            totals.paused,
            totals.done,
            totals.failed
        ))
    }
}

impl Queue {
    fn added(&self, py: Python<'_>, id: u64, priority: i32, caught: Caught) -> PyResult<u64> {
        self.raised().insert(id, caught);
        if priority != 0 {
            self.with(py, |queue| queue.set_priority(id, priority))?;
        }
        Ok(id)
    }
}
