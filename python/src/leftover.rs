//! Parts of downloads that nobody came back to.

use std::path::PathBuf;
use std::time::Duration;

use gigahost::CleanOptions;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::results::{record, to_list};
use crate::{arguments, error};

record! {
    /// A part that `clean_parts` removed.
    CleanedPart {
        /// Where it was.
        path: PathBuf,
        /// The bytes that its file took, those beside it included.
        bytes: u64,
    }
}

impl From<gigahost::CleanedPart> for CleanedPart {
    fn from(part: gigahost::CleanedPart) -> Self {
        Self { path: part.path, bytes: part.bytes }
    }
}

/// Removes the parts that downloads left in `folder` and that nobody came back to, and returns them.
///
/// A part is `.<name>.<8 hex>.gigapart` and what stands beside it. One that a download is at, in this program
/// or in another, stays. `older_than`: only those that did not change for so many seconds; by default a
/// week. `recursive`: in the folders below too, links not followed. `dry_run` only tells what would be
/// removed. `IoError` for a folder that cannot be read.
#[pyfunction]
#[pyo3(signature = (folder, *, older_than=None, recursive=false, dry_run=false))]
pub(crate) fn clean_parts<'py>(
    folder: &Bound<'py, PyAny>,
    older_than: Option<f64>,
    recursive: bool,
    dry_run: bool,
) -> PyResult<Bound<'py, PyList>> {
    let py = folder.py();
    let path = arguments::path(folder)?;
    let mut options = CleanOptions::new().with_recursive(recursive).with_dry_run(dry_run);
    if let Some(seconds) = older_than {
        let age = Duration::try_from_secs_f64(seconds).map_err(|_| {
            error::argument(py, "older_than", "must be a number of seconds from 0 on")
        })?;
        options = options.with_older_than(age);
    }
    let cleaned = py
        .detach(|| gigahost::clean_parts(path, options))
        .map_err(|error| error::of_core(py, &error))?;
    to_list(py, cleaned, CleanedPart::from)
}
