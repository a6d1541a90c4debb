//! `Answer`: the result of a host's own operation.

use pyo3::exceptions::{PyAttributeError, PyTypeError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList};
use serde::Serialize;

use crate::value::{self, Json};

/// The result of a host's operation: `value` in Python's own types, and the host's own `json`.
///
/// The value is a dictionary, a list, a string or None, as the stubs say for each operation; an
/// absent field is None. An `Answer` can be used like its value: `answer["name"]`, `answer.name`,
/// `answer[0]`, `len(answer)`, `for item in answer`. Secrets in the value are `gigahost.SecretStr`.
/// `json` is what the host sent, complete and unmasked.
#[pyclass(frozen, module = "gigahost", weakref, generic)]
pub(crate) struct Answer {
    value: Py<PyAny>,
    json: Json,
}

impl Answer {
    pub(crate) fn of<T: Serialize>(py: Python<'_>, answer: &gigahost::Answer<T>) -> PyResult<Self> {
        let json = Json::of(Some(answer.host_json()));
        Ok(Self { value: value::to_python(py, &**answer)?.unbind(), json })
    }

    fn field<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.value.bind(py).cast::<PyDict>() {
            Ok(fields) => fields.get_item(name),
            Err(_) => Ok(None),
        }
    }
}

#[pymethods]
impl Answer {
    #[new]
    #[pyo3(signature = (value, json=None))]
    fn new(value: Py<PyAny>, json: Option<Json>) -> Self {
        Self { value, json: json.unwrap_or_default() }
    }

    /// The result in Python's own types.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        self.value.bind(py).clone()
    }

    /// The host's own JSON, complete and unmasked. It may contain credentials. A new copy each
    /// time.
    #[getter]
    fn json(&self) -> &Json {
        &self.json
    }

    fn __getattr__<'py>(slf: &Bound<'py, Self>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        slf.get()
            .field(slf.py(), name)?
            .ok_or_else(|| PyAttributeError::new_err(format!("this answer has no field `{name}`")))
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.value.bind(py).get_item(key)
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.container(py)?.len()
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.container(py)?.try_iter()
    }

    fn __contains__(&self, py: Python<'_>, item: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.container(py)?.contains(item)
    }

    /// The names of the fields.
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.container(py)?.call_method0(intern!(py, "keys"))
    }

    /// Only an empty list is false.
    fn __bool__(&self, py: Python<'_>) -> bool {
        self.value.bind(py).cast::<PyList>().map_or(true, |list| !list.is_empty())
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        match other.cast::<Self>() {
            Ok(other) => self.value.bind(py).eq(&other.get().value),
            Err(_) => Ok(false),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Answer({})", self.value.bind(py).repr()?))
    }

    fn __getnewargs__(&self, py: Python<'_>) -> (Py<PyAny>, Json) {
        (self.value.clone_ref(py), self.json.clone())
    }
}

impl Answer {
    /// The value, if it holds anything that can be counted.
    fn container<'a, 'py>(&'a self, py: Python<'py>) -> PyResult<&'a Bound<'py, PyAny>> {
        let value = self.value.bind(py);
        if value.is_instance_of::<PyDict>() || value.is_instance_of::<PyList>() {
            return Ok(value);
        }
        Err(PyTypeError::new_err("this answer is neither a dictionary nor a list: see `value`"))
    }
}
