//! Arguments that need more than a type: ids and entries, lists of texts, seconds, paths.

use std::path::PathBuf;
use std::time::Duration;

use gigahost::Item;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt, PyString};

use crate::results::Entry;

/// A path, as `os.fspath` has it. Undecodable bytes travel as they are.
///
/// # Errors
/// `ValueError` for a path with NUL; whatever `__fspath__` raises.
pub(crate) fn path(object: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    let os = object.py().import(intern!(object.py(), "os"))?;
    let path: PathBuf = os.call_method1(intern!(object.py(), "fsdecode"), (object,))?.extract()?;
    if path.as_os_str().as_encoded_bytes().contains(&0) {
        return Err(PyValueError::new_err("a path must not contain NUL"));
    }
    Ok(path)
}

/// Texts from anything that can be iterated, except from a text itself.
#[derive(Default)]
pub(crate) struct Texts(pub(crate) Vec<String>);

impl Texts {
    pub(crate) fn as_strs(&self) -> Vec<&str> {
        self.0.iter().map(String::as_str).collect()
    }
}

impl<'py> FromPyObject<'_, 'py> for Texts {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("must be a list of texts, not one text"));
        }
        object.try_iter()?.map(|item| item?.extract()).collect::<PyResult<_>>().map(Self)
    }
}

/// An id, as text or as the entry that has it.
pub(crate) struct Id(pub(crate) String);

impl<'py> FromPyObject<'_, 'py> for Id {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(entry) = object.cast::<Entry>() {
            return Ok(Self(entry.get().id.clone()));
        }
        if object.is_instance_of::<PyString>() {
            return object.extract().map(Self);
        }
        let name = object.get_type().name()?;
        Err(PyTypeError::new_err(format!("must be an id or an Entry, not {name}")))
    }
}

/// What an id in text refers to.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    File,
    Folder,
}

impl<'py> FromPyObject<'_, 'py> for Kind {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        match object.extract::<String>()?.as_str() {
            "file" => Ok(Self::File),
            "folder" => Ok(Self::Folder),
            _ => Err(PyValueError::new_err("must be 'file' or 'folder'")),
        }
    }
}

/// A file or a folder that a verb is about.
pub(crate) struct OwnedItem {
    id: String,
    kind: Kind,
}

impl OwnedItem {
    /// An entry is what it is; the id in a text is of the kind that the caller says.
    pub(crate) fn of(object: &Bound<'_, PyAny>, kind: Kind) -> PyResult<Self> {
        if let Ok(entry) = object.cast::<Entry>() {
            let entry = entry.get();
            let kind = if entry.kind.as_str() == "folder" { Kind::Folder } else { Kind::File };
            return Ok(Self { id: entry.id.clone(), kind });
        }
        object.extract::<Id>().map(|id| Self { id: id.0, kind })
    }

    /// One of them, or any number.
    pub(crate) fn many(object: &Bound<'_, PyAny>, kind: Kind) -> PyResult<Vec<Self>> {
        if object.is_instance_of::<PyString>() || object.cast::<Entry>().is_ok() {
            return Ok(vec![Self::of(object, kind)?]);
        }
        object.try_iter()?.map(|item| Self::of(&item?, kind)).collect()
    }

    pub(crate) fn item(&self) -> Item<'_> {
        match self.kind {
            Kind::File => Item::File(&self.id),
            Kind::Folder => Item::Folder(&self.id),
        }
    }
}

/// A time in seconds: a number or a `datetime.timedelta`.
#[derive(Clone, Copy)]
pub(crate) struct Seconds(pub(crate) Duration);

impl<'py> FromPyObject<'_, 'py> for Seconds {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let py = object.py();
        if object.is_instance_of::<PyBool>() || object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("must be a number of seconds or a timedelta"));
        }
        let seconds: f64 = match object.getattr_opt(intern!(py, "total_seconds"))? {
            Some(total) => total.call0()?.extract()?,
            None => object.extract()?,
        };
        Duration::try_from_secs_f64(seconds)
            .map(Self)
            .map_err(|_| PyValueError::new_err("must be a finite number of seconds, not negative"))
    }
}

/// A whole number. `True` is none.
#[derive(Clone, Copy)]
pub(crate) struct Whole<T>(pub(crate) T);

impl<'py, T> FromPyObject<'_, 'py> for Whole<T>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if object.is_instance_of::<PyBool>() {
            return Err(PyTypeError::new_err("must be a whole number, not a bool"));
        }
        if object.is_instance_of::<PyInt>() && object.lt(0)? {
            return Err(PyValueError::new_err("must not be negative"));
        }
        object.extract().map(Self)
    }
}
