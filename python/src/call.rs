//! Running a call of the core: without the interpreter's lock, with signals looked at, and with
//! every failure turned into an exception.

use std::panic::{AssertUnwindSafe, catch_unwind};

use gigahost::{Error, Status};
use pyo3::intern;
use pyo3::prelude::*;

use crate::caught::{Caught, Outcome};
use crate::signals::Watch;
use crate::{error, logging};

/// Runs `work` without the interpreter's lock.
///
/// # Errors
/// What a handler raises for a signal that came before.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    caught: &Caught,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<Outcome<T>> {
    let watch = Watch::begin(py)?;
    let outcome = py.detach(|| {
        let _running = caught.enter();
        let _pulse = watch.as_ref().map(|watch| watch.pulse(caught.clone()));
        catch_unwind(AssertUnwindSafe(work)).map_err(|panic| text_of(&*panic))
    });
    if let Some(watch) = watch {
        watch.end(py);
    }
    Ok(outcome)
}

/// Turns the outcome into a value or an exception. What the caller's own code raised comes first.
pub(crate) fn conclude<T>(py: Python<'_>, caught: &Caught, outcome: Outcome<T>) -> PyResult<T> {
    logging::drain(py);
    let result = match outcome {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(error),
        Err(panic) => return Err(error::simple(py, Status::Internal, &panic)),
    };
    if let Some(exception) = caught.take() {
        if let Err(error) = result
            && !matches!(error.status(), Status::Cancelled | Status::Callback | Status::Io)
        {
            // The host may know more of the call than the exception tells.
            let context = error::of_core(py, &error);
            let value = exception.value(py);
            if value.getattr(intern!(py, "__context__"))?.is_none() {
                value.setattr(intern!(py, "__context__"), context.into_value(py))?;
            }
        }
        return Err(exception);
    }
    result.map_err(|error| error::of_core(py, &error))
}

fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    format!("a defect of the library: {text}")
}
