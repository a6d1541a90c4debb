//! Signals while a call waits.
//!
//! Python runs its handlers on its main thread only, between two steps of a program; a call of the
//! core is one step. So the core's hook has to ask. Asking takes the interpreter's lock, which
//! costs milliseconds while other threads compute. Where nobody else uses the wake-up descriptor of
//! the module `signal`, it is ours for the time of the call, and the lock is taken only when a byte
//! says that there was a signal.

use std::io::Read as _;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use gigahost::{Control, Pulse};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::caught::Caught;
use crate::logging;

/// How often a byte is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How often the interpreter is asked when there is no byte to look for. With the core's 50 ms this
/// keeps Ctrl-C under 200 ms.
const ASK_EVERY: Duration = Duration::from_millis(100);
/// How often it is asked in any case: somebody may have taken the descriptor away.
const ASK_ANYWAY: Duration = Duration::from_secs(1);

/// What is set up for one call on the main thread.
pub(crate) struct Watch(Option<(UnixStream, UnixStream)>);

impl Watch {
    /// Sets it up; None on any thread but Python's main one.
    ///
    /// # Errors
    /// What a handler raises for a signal that came before.
    pub(crate) fn begin(py: Python<'_>) -> PyResult<Option<Self>> {
        if !is_main_thread(py) {
            return Ok(None);
        }
        let watch = Self(descriptor(py).unwrap_or_default());
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
        let bytes = self.0.as_ref().and_then(|(reader, _)| reader.try_clone().ok());
        let every = if bytes.is_some() { LOOK_EVERY } else { ASK_EVERY };
        let mut asked = Instant::now();
        Pulse::on_this_thread(every, move || {
            let quiet = bytes.as_ref().is_some_and(|bytes| !has_bytes(bytes));
            if quiet && asked.elapsed() < ASK_ANYWAY {
                return Control::Continue;
            }
            asked = Instant::now();
            ask(&caught)
        })
    }

    /// Gives the descriptor back.
    pub(crate) fn end(self, py: Python<'_>) {
        if self.0.is_some() {
            // It was nobody's. Should that fail, a signal writes into a socket that is gone.
            let _ = set_descriptor(py, -1);
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

/// Takes the wake-up descriptor, unless it is somebody's.
fn descriptor(py: Python<'_>) -> PyResult<Option<(UnixStream, UnixStream)>> {
    let (reader, writer) = UnixStream::pair()?;
    reader.set_nonblocking(true)?;
    writer.set_nonblocking(true)?;
    let before = set_descriptor(py, writer.as_raw_fd())?;
    if before == -1 {
        return Ok(Some((reader, writer)));
    }
    set_descriptor(py, before)?;
    // A signal in between was meant for the owner.
    let mut bytes = [0; 16];
    if let Ok(count) = (&reader).read(&mut bytes) {
        let bytes = PyBytes::new(py, bytes.get(..count).unwrap_or_default());
        py.import(intern!(py, "os"))?.call_method1(intern!(py, "write"), (before, bytes))?;
    }
    Ok(None)
}

fn set_descriptor(py: Python<'_>, number: i32) -> PyResult<i32> {
    let options = PyDict::new(py);
    options.set_item(intern!(py, "warn_on_full_buffer"), false)?;
    py.import(intern!(py, "signal"))?
        .call_method(intern!(py, "set_wakeup_fd"), (number,), Some(&options))?
        .extract()
}

fn has_bytes(mut reader: &UnixStream) -> bool {
    let mut bytes = [0; 64];
    reader.read(&mut bytes).is_ok_and(|count| count > 0)
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
