//! Running a call of a session, noted for the logs.

use std::time::Instant;

use gigahost::Error;
use pyo3::prelude::*;

use super::Session;
use crate::call::{conclude, detached};
use crate::caught::Caught;
use crate::logging;

/// Runs `work` on the session, whose name in logs is `operation`.
pub(crate) fn run<T: Send>(
    py: Python<'_>,
    session: &Session,
    operation: &'static str,
    work: impl FnOnce(&gigahost::Session) -> Result<T, Error> + Send,
) -> PyResult<T> {
    run_catching(py, session, operation, &Caught::default(), work)
}

/// As [`run`], for calls that run code of the caller, whose exceptions are kept in `caught`.
pub(crate) fn run_catching<T: Send>(
    py: Python<'_>,
    session: &Session,
    operation: &'static str,
    caught: &Caught,
    work: impl FnOnce(&gigahost::Session) -> Result<T, Error> + Send,
) -> PyResult<T> {
    let core = session.core(py)?;
    let host = core.host();
    let started = Instant::now();
    let outcome = detached(py, caught, move || work(&core))?;
    logging::note(host, operation, started.elapsed(), &outcome);
    conclude(py, caught, outcome)
}

/// Provokes a panic in the place of the core, for tests.
#[cfg(debug_assertions)]
#[pyfunction]
pub(crate) fn _panic(py: Python<'_>, session: &Session) -> PyResult<()> {
    run(py, session, "panic", |_| std::panic::panic_any("canary"))
}
