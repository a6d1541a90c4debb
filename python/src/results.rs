//! The nouns that all hosts share, as frozen classes: attributes, `==`, a `repr` without secrets,
//! and pickling.

mod links;
mod listing;
mod transfers;

use std::convert::Infallible;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::value::Json;

pub(crate) use links::{Batch, LinkStatus, RemoteJob, ShareLink};
pub(crate) use listing::{Account, Entry, Listing};
pub(crate) use transfers::{Download, Receipt};

/// Makes a frozen class from its fields: attributes, a constructor with keywords, `==`, `repr`,
/// `to_dict` and pickling.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$field_doc:meta])* $field:ident: $type:ty $(= $default:expr)?,)+
        }
    ) => {
        $(#[$doc])*
        #[pyo3::pyclass(frozen, get_all, eq, weakref, from_py_object, module = "gigahost")]
        #[derive(Clone, PartialEq)]
        pub(crate) struct $name {
            $($(#[$field_doc])* pub(crate) $field: $type,)+
        }

        #[pyo3::pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = (*, $($field $(= $default)?),+))]
            #[allow(clippy::too_many_arguments)]
            fn new($($field: $type),+) -> Self {
                Self { $($field),+ }
            }

            fn __repr__(slf: &pyo3::Bound<'_, Self>) -> pyo3::PyResult<String> {
                crate::results::repr(slf, stringify!($name), &[$(stringify!($field)),+])
            }

            /// The fields as a dictionary, `json` left out; results inside become dictionaries too.
            fn to_dict<'py>(
                slf: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<pyo3::Bound<'py, pyo3::types::PyDict>> {
                crate::results::to_dict(slf, &[$(stringify!($field)),+])
            }

            fn __getnewargs_ex__<'py>(
                slf: &pyo3::Bound<'py, Self>,
            ) -> pyo3::PyResult<((), pyo3::Bound<'py, pyo3::types::PyDict>)> {
                Ok(((), crate::results::fields(slf, &[$(stringify!($field)),+])?))
            }
        }
    };
}
pub(crate) use record;

/// `Name(field=value, ...)`, without what is absent and without the host's JSON.
pub(crate) fn repr(object: &Bound<'_, PyAny>, name: &str, fields: &[&str]) -> PyResult<String> {
    let mut parts = Vec::new();
    for field in fields.iter().filter(|field| **field != "json") {
        let value = object.getattr(*field)?;
        if !value.is_none() {
            parts.push(format!("{field}={}", value.repr()?));
        }
    }
    Ok(format!("{name}({})", parts.join(", ")))
}

/// Every field by its name.
pub(crate) fn fields<'py>(
    object: &Bound<'py, PyAny>,
    fields: &[&str],
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(object.py());
    for field in fields {
        dict.set_item(field, object.getattr(*field)?)?;
    }
    Ok(dict)
}

/// Every field but the host's JSON, with dictionaries in place of results.
pub(crate) fn to_dict<'py>(
    object: &Bound<'py, PyAny>,
    names: &[&str],
) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(object.py());
    for name in names.iter().filter(|name| **name != "json") {
        dict.set_item(name, plain(object.getattr(*name)?)?)?;
    }
    Ok(dict)
}

fn plain(value: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    match value.getattr_opt("to_dict")? {
        Some(to_dict) => to_dict.call0(),
        None => Ok(value),
    }
}

/// The results in a list.
pub(crate) fn to_list<T, P>(
    py: Python<'_>,
    items: Vec<T>,
    make: impl Fn(T) -> P,
) -> PyResult<Bound<'_, PyList>>
where
    P: pyo3::PyClass + Into<PyClassInitializer<P>>,
{
    let items: Vec<_> =
        items.into_iter().map(|item| Bound::new(py, make(item))).collect::<PyResult<_>>()?;
    PyList::new(py, items)
}

/// A word of the core's, or the host's own. An entry has three, so those of the core are not copied.
#[derive(Clone, Debug)]
pub(crate) enum Word {
    Known(&'static str),
    Own(Box<str>),
}

/// The words of the core: those of entries.
const WORDS: [&str; 13] = [
    "file",
    "folder",
    "public",
    "unlisted",
    "premium_only",
    "private",
    "hotlink",
    "ready",
    "waiting",
    "uploading",
    "processing",
    "trashed",
    "removed",
];

impl Word {
    pub(crate) fn of(word: &str) -> Self {
        let known = WORDS.iter().find(|known| **known == word);
        known.map_or_else(|| Self::Own(word.into()), |word| Self::Known(word))
    }

    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Known(word) => word,
            Self::Own(word) => word,
        }
    }
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl<'py> IntoPyObject<'py> for &Word {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(match self {
            Word::Known(word) => PyString::intern(py, word),
            Word::Own(word) => PyString::new(py, word),
        })
    }
}

impl<'py> IntoPyObject<'py> for Word {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (&self).into_pyobject(py)
    }
}

impl<'py> FromPyObject<'_, 'py> for Word {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self::of(&object.extract::<String>()?))
    }
}

/// The host's JSON of an answer.
pub(crate) fn json_of<T>(answer: &gigahost::Answer<T>) -> Json {
    Json::of(Some(answer.host_json()))
}
