//! Files with secrets.

use std::io::Read as _;

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
    let read = || {
        let mut file = gigahost_system::open_to_read(&path)?;
        if !file.metadata()?.is_file() {
            return Ok((Some("it is no regular file".to_owned()), Vec::new()));
        }
        if let Some(why) = gigahost_system::why_not_private(&file)? {
            return Ok((Some(why), Vec::new()));
        }
        let mut content = Vec::new();
        file.read_to_end(&mut content)?;
        Ok((None, content))
    };
    read().map_err(|e: std::io::Error| error::of_file(&e, &path))
}
