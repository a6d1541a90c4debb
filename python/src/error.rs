//! Errors of the core as exceptions. The classes are Python's own, in `gigahost/_errors.py`, made
//! from the table of statuses that this module hands over.

use std::path::Path;

use gigahost::{Error, Outcome, Status};
use pyo3::exceptions::PyOSError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Name, number, sentence, built-in base and whether a later try may succeed, of every status.
pub(crate) fn statuses() -> Vec<(&'static str, i32, &'static str, &'static str, bool)> {
    Status::ALL
        .iter()
        .map(|status| {
            let status = *status;
            (
                status.name(),
                status.number(),
                status.sentence(),
                status.python_base(),
                status.is_retryable(),
            )
        })
        .collect()
}

/// The exception for an error of the core.
pub(crate) fn of_core(py: Python<'_>, error: &Error) -> PyErr {
    let facts = facts_of(py, error);
    facts
        .and_then(|facts| make(py, error.status(), &error.to_string(), &facts))
        .unwrap_or_else(|failure| failure)
}

/// The exception of Python's own `open` for a failure at a file.
pub(crate) fn of_file(error: &std::io::Error, path: &Path) -> PyErr {
    let text = gigahost_system::words(error);
    let path = path.as_os_str().to_owned();
    let number = error.raw_os_error();
    if gigahost_system::ERRORS_ARE_ERRNO {
        PyOSError::new_err((number, text, path))
    } else {
        // Python finds the number of the C library by itself.
        PyOSError::new_err((0, text, path, number))
    }
}

/// An exception of the binding itself.
pub(crate) fn simple(py: Python<'_>, status: Status, message: &str) -> PyErr {
    let facts = PyDict::new(py);
    facts
        .set_item("message", message)
        .and_then(|()| make(py, status, &format!("{message} [{}]", status.name()), &facts))
        .unwrap_or_else(|failure| failure)
}

/// A bad argument: names it and says what it must be.
pub(crate) fn argument(py: Python<'_>, parameter: &str, problem: &str) -> PyErr {
    let message = format!("`{parameter}` {problem}");
    let facts = PyDict::new(py);
    facts
        .set_item("message", &message)
        .and_then(|()| facts.set_item("parameter", parameter))
        .and_then(|()| make(py, Status::Argument, &format!("{message} [ARGUMENT]"), &facts))
        .unwrap_or_else(|failure| failure)
}

fn make(py: Python<'_>, status: Status, text: &str, facts: &Bound<'_, PyDict>) -> PyResult<PyErr> {
    let errors = py.import(intern!(py, "gigahost._errors"))?;
    let exception = errors.getattr(intern!(py, "make"))?.call1((status.number(), text, facts))?;
    Ok(PyErr::from_value(exception))
}

/// What is known beside the status. Absent facts are left out: the class has `None` for them.
fn facts_of<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyDict>> {
    let facts = PyDict::new(py);
    facts.set_item("message", error.message())?;
    facts.set_item("host", error.host().map(gigahost::Host::name))?;
    facts.set_item("operation", error.operation())?;
    facts.set_item("parameter", error.parameter())?;
    facts.set_item("http_status", error.http_status())?;
    facts.set_item("host_code", error.host_code())?;
    facts.set_item("host_text", error.host_text())?;
    facts.set_item("retry_after", error.retry_after().map(|pause| pause.as_secs_f64()))?;
    facts.set_item("attempts", error.attempts())?;
    facts.set_item("not_repeated", error.not_repeated())?;
    facts.set_item("bytes_sent", error.bytes_sent())?;
    facts.set_item("bytes_received", error.bytes_received())?;
    facts.set_item("outcome", outcome(error.outcome()))?;
    facts.set_item("clock", error.clock().map(gigahost::Clock::name))?;
    facts.set_item("os_error", error.os_error())?;
    facts.set_item("filename", error.path().map(Path::as_os_str))?;
    facts.set_item("hint", error.hint())?;
    Ok(facts)
}

pub(crate) const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Applied => "applied",
        Outcome::NotApplied => "not_applied",
        _ => "unknown",
    }
}
