//! Files with secrets.

use pyo3::prelude::*;

use crate::{arguments, error};

/// The bytes of a file with secrets, or why it is not trusted: others could have read or written it.
/// It is looked at and read through one descriptor, so nobody can change it in between.
///
/// # Errors
/// `OSError` as `open` gives it.
#[pyfunction]
pub(crate) fn _read_private(path: &Bound<'_, PyAny>) -> PyResult<(Option<String>, Vec<u8>)> {
    let path = arguments::path(path)?;
    match gigahost_system::read_private(&path) {
        Ok(Ok(content)) => Ok((None, content)),
        Ok(Err(why)) => Ok((Some(why), Vec::new())),
        Err(e) => Err(error::of_file(&e, &path)),
    }
}
