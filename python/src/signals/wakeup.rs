//! The wake-up descriptor of the module `signal`: a byte for each signal. Where a system has none,
//! the interpreter is asked each time.

use std::sync::{Arc, Mutex, PoisonError};

use gigahost_system::WakeUp;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

/// What the last call had, and the process that it was made in: a child of a fork would share it.
static KEPT: Mutex<Option<(u32, Arc<WakeUp>)>> = Mutex::new(None);

/// The one of this process; it is made by the first call and kept, because making it costs more than all
/// else that a small call asks of the system.
fn kept() -> std::io::Result<Option<Arc<WakeUp>>> {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if kept.as_ref().is_none_or(|(owner, _)| *owner != process) {
        *kept = WakeUp::new()?.map(|made| (process, Arc::new(made)));
    }
    Ok(kept.as_ref().map(|(_, ours)| ours.clone()))
}

/// The descriptor, while it is ours.
pub(super) struct Descriptor(Arc<WakeUp>);

impl Descriptor {
    /// Takes it, unless it is somebody's.
    pub(super) fn take(py: Python<'_>) -> PyResult<Option<Self>> {
        let Some(ours) = kept()? else { return Ok(None) };
        let before = set(py, ours.number())?;
        if before == ours.number() {
            // A call of a callback: the descriptor is that of the call around it.
            return Ok(None);
        }
        if before == -1 {
            // What a call before did not look at any more is no signal of this one.
            Bytes(ours.clone()).came();
            return Ok(Some(Self(ours)));
        }
        set(py, before)?;
        // A signal in between was meant for the owner.
        let mut bytes = [0; 16];
        if let Ok(count) = ours.read(&mut bytes) {
            let bytes = PyBytes::new(py, bytes.get(..count).unwrap_or_default());
            py.import(intern!(py, "os"))?.call_method1(intern!(py, "write"), (before, bytes))?;
        }
        Ok(None)
    }

    /// What the thread of the call looks at.
    pub(super) fn bytes(&self) -> Bytes {
        Bytes(self.0.clone())
    }

    /// It was nobody's, and is so again.
    pub(super) fn give_back(self, py: Python<'_>) {
        // Should that fail, a signal writes into a socket that nobody reads, which Python ignores.
        let _ = set(py, -1);
        drop(self);
    }
}

/// The bytes that signals wrote.
pub(super) struct Bytes(Arc<WakeUp>);

impl Bytes {
    /// Whether there were any since the last look.
    pub(super) fn came(&self) -> bool {
        self.0.read(&mut [0; 64]).is_ok_and(|count| count > 0)
    }
}

fn set(py: Python<'_>, number: i32) -> PyResult<i32> {
    let options = PyDict::new(py);
    options.set_item(intern!(py, "warn_on_full_buffer"), false)?;
    py.import(intern!(py, "signal"))?
        .call_method(intern!(py, "set_wakeup_fd"), (number,), Some(&options))?
        .extract()
}
