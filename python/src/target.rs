//! Where a download may go: a path, a directory, or a file object.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use gigahost::Target;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

use crate::arguments;
use crate::caught::Caught;

/// A target that was looked at while the interpreter was held.
pub(crate) enum Given {
    Path(PathBuf),
    Writer(Py<PyAny>),
}

impl Given {
    /// # Errors
    /// `TypeError` for anything that is neither a path nor has `write`, `ValueError` for a path with NUL.
    pub(crate) fn look_at(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        if object.is_instance_of::<PyString>()
            || object.is_instance_of::<PyBytes>()
            || object.getattr_opt(intern!(py, "__fspath__"))?.is_some()
        {
            return arguments::path(object).map(Self::Path);
        }
        if object.getattr_opt(intern!(py, "write"))?.is_some() {
            return Ok(Self::Writer(object.clone().unbind()));
        }
        let name = object.get_type().name()?;
        Err(PyTypeError::new_err(format!(
            "`target` must be a path or a binary file object, not {name}"
        )))
    }

    /// The target as the core wants it. A path that is a directory, or ends as one, is a directory.
    pub(crate) fn into_core(self, caught: &Caught) -> Target {
        match self {
            Self::Path(path) if is_directory(&path) => Target::directory(path),
            Self::Path(path) => Target::file(path),
            Self::Writer(object) => Target::writer(Writer { object, caught: caught.clone() }),
        }
    }
}

fn is_directory(path: &Path) -> bool {
    let ends_as_one = path
        .as_os_str()
        .as_encoded_bytes()
        .last()
        .is_some_and(|last| std::path::is_separator(char::from(*last)));
    ends_as_one || path.is_dir()
}

/// Writes to a file object, on the thread of the call.
struct Writer {
    object: Py<PyAny>,
    caught: Caught,
}

impl Writer {
    fn write_some(&self, py: Python<'_>, bytes: &[u8]) -> PyResult<usize> {
        let chunk = PyBytes::new(py, bytes);
        let answer = self.object.bind(py).call_method1(intern!(py, "write"), (chunk,))?;
        if answer.is_none() {
            return Ok(bytes.len());
        }
        match answer.extract::<usize>() {
            Ok(taken) if taken <= bytes.len() => Ok(taken),
            _ => Err(PyTypeError::new_err(
                "the target's `write` must return the number of bytes it took, or None",
            )),
        }
    }
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Python::attach(|py| self.write_some(py, bytes))
            .map_err(|exception| self.caught.keep_as_io(exception))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
