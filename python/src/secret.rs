//! Secrets on their way in and out: `gigahost.SecretStr`.

use gigahost::Secret;
use pyo3::intern;
use pyo3::prelude::*;

/// A secret text as a `gigahost.SecretStr`, which is a `str` whose `repr` does not show it.
pub(crate) fn to_python<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import(intern!(py, "gigahost._secret"))?.getattr(intern!(py, "SecretStr"))?.call1((text,))
}

/// A secret among the fields of a result.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Hidden(pub(crate) Secret);

impl<'py> IntoPyObject<'py> for &Hidden {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        to_python(py, self.0.expose())
    }
}

impl<'py> IntoPyObject<'py> for Hidden {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        to_python(py, self.0.expose())
    }
}

impl<'py> FromPyObject<'_, 'py> for Hidden {
    type Error = PyErr;

    fn extract(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Secret::new(object.extract::<String>()?)))
    }
}
