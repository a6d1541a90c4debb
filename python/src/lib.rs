//! `gigahost._native`: the classes and functions of the Python package, on the core library.
//!
//! A method checks its arguments, makes one call of the core without holding the interpreter, and
//! turns what comes back into Python's own objects.

// Floors (held by tests/floors.py): a module imports only from lines below its own; modules on one
// line do not know each other.
//
//   hosts                        the classes of the hosts
//   hosts::rapidgator, hosts::giga0, hosts::uploadgig, hosts::gett, hosts::gigags   one host each
//   hosts::bytes                 what the operations that move bytes share
//   hosts::class                 what the classes share
//   queue                        many transfers at once
//   receipts                     what was stored, and whether it is still there
//   session                      what sessions at all hosts have
//   call                         a call without the interpreter's lock
//   signals                      Ctrl-C while a call waits
//   logging                      what is told to `logging`
//   progress, source, target, answer, options   what goes in and comes out
//   bandwidth                    how fast the bytes of files may move
//   private, leftover            files with secrets; parts that downloads left
//   arguments                    arguments as they are given
//   results                      answers as classes
//   value                        JSON as Python's own values
//   cancel, caught, secret       tokens; exceptions kept for later; what is never shown
//   error                        the exceptions
mod answer;
mod arguments;
mod bandwidth;
mod call;
mod cancel;
mod caught;
mod error;
mod hosts;
mod leftover;
mod logging;
mod options;
mod private;
mod progress;
mod queue;
mod receipts;
mod results;
mod secret;
mod session;
mod signals;
mod source;
mod target;
mod value;

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

#[global_allocator]
static ALLOCATOR: gigahost_allocator::ClearOnFree = gigahost_allocator::ClearOnFree;

/// The address of the module `sys` of the interpreter that this library belongs to; 0 before it does.
static INTERPRETER: AtomicUsize = AtomicUsize::new(0);

/// Refuses every interpreter of a process but the first: classes and exceptions are kept once for all,
/// and must not outlive the interpreter that made them. Python does this by itself from 3.12 on.
///
/// # Errors
/// `ImportError` in another interpreter.
fn only_one_interpreter(py: Python<'_>) -> PyResult<()> {
    let this = py.import("sys")?.as_ptr().addr();
    match INTERPRETER.compare_exchange(0, this, Ordering::AcqRel, Ordering::Acquire) {
        Err(first) if first != this => Err(PyImportError::new_err(
            "gigahost works in one interpreter of a process, not in others",
        )),
        _ => Ok(()),
    }
}

/// `gil_used`: free-threaded interpreters may go on without their lock, because everything here is
/// `Sync`.
#[pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::answer::Answer;
    #[pymodule_export]
    use crate::bandwidth::Bandwidth;
    #[pymodule_export]
    use crate::cancel::CancelToken;
    #[pymodule_export]
    use crate::hosts::{Gett, Giga0, GigaGs, Live, Rapidgator, UploadGig};
    #[pymodule_export]
    use crate::leftover::{CleanedPart, clean_parts};
    #[pymodule_export]
    use crate::logging::_set_logging;
    #[pymodule_export]
    use crate::private::_read_private;
    #[pymodule_export]
    use crate::progress::Progress;
    #[pymodule_export]
    use crate::queue::{Queue, Totals, Transfer};
    #[pymodule_export]
    use crate::receipts::{CheckedFile, ReceiptLog, StoredFile};
    #[pymodule_export]
    use crate::results::{
        Account, Batch, Download, Entry, LinkStatus, Listing, Receipt, RemoteJob, ShareLink,
    };
    #[cfg(debug_assertions)]
    #[pymodule_export]
    use crate::session::_panic;
    #[pymodule_export]
    use crate::session::Session;
    #[pymodule_export]
    use crate::source::SharedSource;

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::only_one_interpreter(module.py())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("_DEBUG", cfg!(debug_assertions))?;
        module.add("_STATUSES", crate::error::statuses())?;
        module.add("_CAPABILITIES", crate::session::capabilities())?;
        module.add("_HOSTS", gigahost::Host::ALL.map(gigahost::Host::name))?;
        // What is public is said by the package; this list would name what a debug build has more.
        module.delattr("__all__")
    }
}
