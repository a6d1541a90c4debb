//! Signals while a call waits.
//!
//! Python runs its handlers on its main thread only, between two steps of a program; a call of the
//! core is one step. So the core's hook has to ask. Asking takes the interpreter's lock, which
//! costs milliseconds while other threads compute. Where nobody else uses the wake-up descriptor of
//! the module `signal`, it is ours for the time of the call, and the lock is taken only when a byte
//! says that there was a signal.

mod wakeup;

use std::time::{Duration, Instant};

use gigahost::{Control, Pulse};
use pyo3::intern;
use pyo3::prelude::*;

use crate::caught::Caught;
use crate::logging;

use wakeup::Descriptor;

/// How often a byte is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How often the interpreter is asked when there is no byte to look for. With the core's 50 ms this
/// keeps Ctrl-C under 200 ms.
const ASK_EVERY: Duration = Duration::from_millis(100);
/// How often it is asked in any case: somebody may have taken the descriptor away.
const ASK_ANYWAY: Duration = Duration::from_secs(1);

/// What is set up for one call on the main thread.
pub(crate) struct Watch(Option<Descriptor>);

impl Watch {
    /// Sets it up; None on any thread but Python's main one.
    ///
    /// # Errors
    /// What a handler raises for a signal that came before.
    pub(crate) fn begin(py: Python<'_>) -> PyResult<Option<Self>> {
        if !is_main_thread(py) {
            return Ok(None);
        }
        let watch = Self(Descriptor::take(py).unwrap_or_default());
        match py.check_signals() {
            Ok(()) => Ok(Some(watch)),
            Err(exception) => {
                watch.end(py);
                Err(exception)
            }
        }
    }

    /// The hook for the core, on the thread of the call.
    pub(crate) fn pulse(&self, caught: Caught) -> Pulse {
        let bytes = self.0.as_ref().map(Descriptor::bytes);
        let every = if bytes.is_some() { LOOK_EVERY } else { ASK_EVERY };
        let mut asked = Instant::now();
        Pulse::on_this_thread(every, move || {
            let quiet = bytes.as_ref().is_some_and(|bytes| !bytes.came());
            if quiet && asked.elapsed() < ASK_ANYWAY {
                return Control::Continue;
            }
            asked = Instant::now();
            ask(&caught)
        })
    }

    /// Gives the descriptor back.
    pub(crate) fn end(self, py: Python<'_>) {
        if let Some(descriptor) = self.0 {
            descriptor.give_back(py);
        }
    }
}

/// Runs the handlers of signals that came.
fn ask(caught: &Caught) -> Control {
    Python::attach(|py| match py.check_signals() {
        Ok(()) => {
            logging::drain(py);
            Control::Continue
        }
        Err(exception) => {
            caught.keep(exception);
            Control::Stop
        }
    })
}

/// Python handles signals on its main thread only.
fn is_main_thread(py: Python<'_>) -> bool {
    let asked = || -> PyResult<bool> {
        let threading = py.import(intern!(py, "threading"))?;
        let main = threading.call_method0(intern!(py, "main_thread"))?;
        let this = threading.call_method0(intern!(py, "get_ident"))?;
        main.getattr(intern!(py, "ident"))?.eq(this)
    };
    asked().unwrap_or(true)
}
