//! Events of the library for Python's `logging`.
//!
//! An event is put in a queue where it happens; the calling thread hands the queue to the logger
//! `gigahost` when it holds the interpreter and nothing else. So no lock of ours is ever held
//! while code of `logging` runs.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use gigahost::Host;
use pyo3::intern;
use pyo3::prelude::*;

use crate::caught::Outcome;

/// Python's own numbers.
const DEBUG: i32 = 10;
const INFO: i32 = 20;
/// Above every level: nothing is kept.
const OFF: i32 = i32::MAX;
/// What is kept at most while nobody drains.
const MOST: usize = 1000;

static LEVEL: AtomicI32 = AtomicI32::new(OFF);
static QUEUE: Mutex<VecDeque<(i32, String)>> = Mutex::new(VecDeque::new());

/// Sets the least level that is kept; None keeps nothing.
#[pyfunction]
#[pyo3(signature = (level))]
pub(crate) fn _set_logging(level: Option<i32>) {
    LEVEL.store(level.unwrap_or(OFF), Ordering::Relaxed);
}

/// Notes the end of a call. The error's text is redacted by the core.
pub(crate) fn note<T>(host: Host, operation: &str, took: Duration, outcome: &Outcome<T>) {
    let least = LEVEL.load(Ordering::Relaxed);
    let (level, what) = match outcome {
        Ok(Ok(_)) => (DEBUG, "done".to_owned()),
        Ok(Err(error)) => {
            if INFO < least {
                return;
            }
            (INFO, format!("failed, attempts {}: {error}", error.attempts()))
        }
        Err(_) => (INFO, "failed: a defect of the library".to_owned()),
    };
    if level < least {
        return;
    }
    let text = format!("{host} {operation} {:.3} s: {what}", took.as_secs_f64());
    let mut queue = QUEUE.lock().unwrap_or_else(PoisonError::into_inner);
    if queue.len() < MOST {
        queue.push_back((level, text));
    }
}

/// Hands what was noted to `logging`. A handler that raises loses its event and nothing else.
pub(crate) fn drain(py: Python<'_>) {
    if LEVEL.load(Ordering::Relaxed) == OFF {
        return;
    }
    let mut waiting = std::mem::take(&mut *QUEUE.lock().unwrap_or_else(PoisonError::into_inner));
    if waiting.is_empty() {
        return;
    }
    let logger = py
        .import(intern!(py, "logging"))
        .and_then(|logging| logging.call_method1(intern!(py, "getLogger"), ("gigahost",)));
    let Ok(logger) = logger else { return };
    for (level, text) in waiting.drain(..) {
        if let Err(failure) = logger.call_method1(intern!(py, "log"), (level, "%s", text)) {
            failure.write_unraisable(py, Some(&logger));
        }
    }
}
