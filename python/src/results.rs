//! The nouns that all hosts share, as frozen classes: attributes, `==`, a `repr` without secrets,
//! and pickling.

mod links;
mod listing;
mod transfers;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde::Serialize;

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

/// A word of the core's, as it is serialised.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The host's JSON of an answer.
pub(crate) fn json_of<T>(answer: &gigahost::Answer<T>) -> Json {
    Json::of(Some(answer.json()))
}
