//! `Progress`, and the callback that gets it.

use std::time::{Duration, Instant};

use gigahost::Control;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;

use crate::caught::Caught;
use crate::results::record;

record! {
    /// The progress of a transfer, at the moment of the call.
    Progress {
        /// Its stage: `preparing`, `hashing`, `sending`, `receiving`, `processing` (by the host),
        /// `verifying`, `done` (acknowledged; the last event of a transfer that succeeded).
        stage: String,
        /// Bytes done in this stage. May decrease when something is sent again; `attempt` then
        /// increases.
        done: u64,
        /// Total bytes; None while unknown.
        total: Option<u64> = None,
        /// The number of the attempt, from 1.
        attempt: u32 = 1,
        /// Bytes per second, averaged over the last few seconds; None while there is too little
        /// data.
        rate: Option<f64> = None,
        /// Estimated seconds left in this stage; None while unknown.
        eta: Option<f64> = None,
        /// Seconds since the transfer began.
        elapsed: f64 = 0.0,
    }
}

impl From<&gigahost::Progress> for Progress {
    fn from(progress: &gigahost::Progress) -> Self {
        Self {
            stage: progress.stage.name().to_owned(),
            done: progress.done,
            total: progress.total,
            attempt: progress.attempt,
            rate: progress.rate,
            eta: progress.eta.map(|eta| eta.as_secs_f64()),
            elapsed: progress.elapsed.as_secs_f64(),
        }
    }
}

/// A callback of the caller that was looked at and can be called.
pub(crate) struct Callback(Py<PyAny>);

/// Code that gives a coroutine when it is called: nobody would await it.
const COROUTINES: u32 = 0x80 | 0x200;

impl Callback {
    /// Looks at a callback before anything is sent.
    ///
    /// # Errors
    /// `TypeError` if it cannot be called, or is an `async def`.
    pub(crate) fn new(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        if !object.is_callable() {
            let name = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "`on_progress` must be callable, not {name}"
            )));
        }
        let code = object.getattr_opt(intern!(py, "__code__"))?;
        let flags = match code {
            Some(code) => code.getattr_opt(intern!(py, "co_flags"))?,
            None => None,
        };
        if flags.is_some_and(|flags| flags.extract::<u32>().is_ok_and(|f| f & COROUTINES != 0)) {
            return Err(PyTypeError::new_err(
                "`on_progress` must be a plain function: an `async def` would never run",
            ));
        }
        Ok(Self(object.clone().unbind()))
    }

    /// The callback as the core wants it. Only `False` means stop.
    pub(crate) fn into_core(
        self,
        caught: Caught,
    ) -> impl FnMut(&gigahost::Progress) -> Control + 'static {
        let mut pace = Pace::default();
        move |progress| {
            if !pace.is_due(progress) {
                return Control::Continue;
            }
            let asked = Instant::now();
            Python::attach(|py| {
                pace.note(progress, asked.elapsed());
                let answer = Py::new(py, Progress::from(progress))
                    .and_then(|progress| self.0.bind(py).call1((progress,)));
                match answer {
                    Ok(answer) if answer.is(pyo3::types::PyBool::new(py, false)) => Control::Stop,
                    Ok(_) => Control::Continue,
                    Err(exception) => {
                        caught.keep(exception);
                        Control::Stop
                    }
                }
            })
        }
    }
}

/// A wait for the interpreter that is longer than this means that other threads keep it busy.
const LONG_WAIT: Duration = Duration::from_millis(2);
/// Such a wait takes about 5 ms; at this distance all of them together take 2 % of the time.
const BUSY_PAUSE: Duration = Duration::from_millis(300);

/// Leaves out events while the interpreter is busy, so that waiting for it does not slow the transfer
/// down. The first event of a stage or an attempt is never left out, and so neither is the last.
#[derive(Default)]
struct Pace {
    last: Option<(Instant, gigahost::Stage, u32)>,
    is_busy: bool,
}

impl Pace {
    fn is_due(&self, progress: &gigahost::Progress) -> bool {
        match self.last {
            Some((when, stage, attempt))
                if (stage, attempt) == (progress.stage, progress.attempt) =>
            {
                !self.is_busy || when.elapsed() >= BUSY_PAUSE
            }
            _ => true,
        }
    }

    fn note(&mut self, progress: &gigahost::Progress, waited: Duration) {
        self.last = Some((Instant::now(), progress.stage, progress.attempt));
        self.is_busy = waited >= LONG_WAIT;
    }
}
