//! What an upload may be given: a path, bytes, or a file object.

use std::io::{self, Read};
use std::path::PathBuf;

use gigahost::Source;
use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyByteArray, PyBytes, PyString};

use crate::arguments;
use crate::caught::Caught;

/// A source for several uploads, at one host or at many, given in place of a path: it is opened once
/// and its MD5 is computed once, by the upload that needs it first. Each upload succeeds or fails by
/// itself.
///
/// `source` is a path or bytes. `Session.source` makes one of a file at a host.
///
/// ```python
/// film = gigahost.SharedSource("film.mkv")
/// with gigahost.Queue() as queue:
///     for session in sessions:
///         queue.upload(session, film)
/// ```
#[pyclass(frozen, module = "gigahost")]
pub(crate) struct SharedSource(pub(crate) gigahost::SharedSource);

#[pymethods]
impl SharedSource {
    #[new]
    fn new(source: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(match Given::look_at(source, None)? {
            Given::Path(path) => gigahost::SharedSource::path(path),
            Given::Bytes(bytes) => gigahost::SharedSource::bytes(bytes),
            Given::Copied(bytes) => gigahost::SharedSource::bytes(bytes),
            Given::Shared(shared) => shared,
            Given::Reader { .. } => {
                let message = "`source` must be a path or bytes: a file object can be read once";
                return Err(PyTypeError::new_err(message));
            }
        }))
    }
}

/// A source that was looked at while the interpreter was held.
pub(crate) enum Given {
    Path(PathBuf),
    Shared(gigahost::SharedSource),
    /// The very bytes of a `bytes`.
    Bytes(PyBackedBytes),
    /// A copy of something that may change under our hands.
    Copied(Vec<u8>),
    Reader {
        object: Py<PyAny>,
        length: Option<u64>,
    },
}

impl Given {
    /// Looks at a source. A path is text or has `__fspath__`; anything with a buffer is content, and so
    /// is plain `bytes`; everything else must have `read`.
    ///
    /// # Errors
    /// `TypeError` for anything else, `ValueError` for a path with NUL or a length of content.
    pub(crate) fn look_at(object: &Bound<'_, PyAny>, length: Option<u64>) -> PyResult<Self> {
        let py = object.py();
        let given = if object.is_instance_of::<PyString>()
            || object.getattr_opt(intern!(py, "__fspath__"))?.is_some()
        {
            Self::Path(arguments::path(object)?)
        } else if let Ok(shared) = object.cast::<SharedSource>() {
            Self::Shared(shared.get().0.clone())
        } else if let Ok(bytes) = object.cast_exact::<PyBytes>() {
            Self::Bytes(PyBackedBytes::from(bytes.clone()))
        } else if let Ok(buffer) = PyBuffer::<u8>::get(object) {
            Self::Copied(buffer.to_vec(py)?)
        } else if object.getattr_opt(intern!(py, "read"))?.is_some() {
            let length = match length {
                Some(length) => Some(length),
                None => length_of(object)?,
            };
            return Ok(Self::Reader { object: object.clone().unbind(), length });
        } else {
            let name = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "`source` must be a path, bytes or a binary file object, not {name}"
            )));
        };
        if length.is_some() {
            return Err(PyValueError::new_err("`length` is for file objects only"));
        }
        Ok(given)
    }

    /// The source as the core wants it.
    pub(crate) fn into_core(self, caught: &Caught) -> Source {
        match self {
            Self::Path(path) => Source::path(path),
            Self::Shared(shared) => Source::from(&shared),
            Self::Bytes(bytes) => Source::bytes(bytes),
            Self::Copied(bytes) => Source::bytes(bytes),
            Self::Reader { object, length } => {
                Source::reader(Reader { object, caught: caught.clone() }, length)
            }
        }
    }
}

/// The name of a file object that is an open file.
pub(crate) fn own_name(object: &Bound<'_, PyAny>) -> Option<String> {
    let py = object.py();
    object.getattr_opt(intern!(py, "read")).ok()??;
    let name = object.getattr_opt(intern!(py, "name")).ok()??;
    let name = name.cast::<PyString>().ok()?.to_string();
    PathBuf::from(name).file_name()?.to_str().map(str::to_owned)
}

/// The bytes from here to the end of a file object that can seek; None if it cannot.
fn length_of(object: &Bound<'_, PyAny>) -> PyResult<Option<u64>> {
    let py = object.py();
    let Some(seekable) = object.getattr_opt(intern!(py, "seekable"))? else { return Ok(None) };
    if !seekable.call0()?.is_truthy()? {
        return Ok(None);
    }
    let here = object.call_method0(intern!(py, "tell"))?;
    let end: u64 = object.call_method1(intern!(py, "seek"), (0, 2))?.extract()?;
    object.call_method1(intern!(py, "seek"), (&here,))?;
    Ok(Some(end.saturating_sub(here.extract()?)))
}

/// Reads from a file object, on the thread of the call.
struct Reader {
    object: Py<PyAny>,
    caught: Caught,
}

impl Reader {
    fn read_some(&self, py: Python<'_>, into: &mut [u8]) -> PyResult<usize> {
        let chunk = self.object.bind(py).call_method1(intern!(py, "read"), (into.len(),))?;
        if let Ok(bytes) = chunk.cast::<PyBytes>() {
            return fill(into, bytes.as_bytes());
        }
        if let Ok(bytes) = chunk.cast::<PyByteArray>() {
            return fill(into, &bytes.to_vec());
        }
        if let Ok(buffer) = PyBuffer::<u8>::get(&chunk) {
            return fill(into, &buffer.to_vec(py)?);
        }
        let what = if chunk.is_none() {
            "None: a source that does not block cannot be waited for".to_owned()
        } else {
            format!("{}, not bytes: open files with mode 'rb'", chunk.get_type().name()?)
        };
        Err(PyTypeError::new_err(format!("the source's `read` returned {what}")))
    }
}

fn fill(into: &mut [u8], bytes: &[u8]) -> PyResult<usize> {
    match into.get_mut(..bytes.len()) {
        Some(room) => {
            room.copy_from_slice(bytes);
            Ok(bytes.len())
        }
        None => Err(PyValueError::new_err(format!(
            "the source's `read` returned {} bytes when asked for {}",
            bytes.len(),
            into.len()
        ))),
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        // The core asks for nothing or for one byte to see whether the end is the end.
        if into.is_empty() {
            return Ok(0);
        }
        Python::attach(|py| self.read_some(py, into))
            .map_err(|exception| self.caught.keep_as_io(exception))
    }
}
