//! `Session`: what the classes of the five hosts share.

mod running;
mod transfers;
mod verbs;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use gigahost::{Capability, Host, Status};
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::caught::Caught;
use crate::{call, error, options};

#[cfg(debug_assertions)]
pub(crate) use running::_panic;
pub(crate) use running::run;
pub(crate) use transfers::{DownloadArguments, UploadArguments};
pub(crate) use verbs::{of_trash, trashed};

/// One account at one host. The verbs are the same at every host that supports them.
///
/// Any number of threads may use a session at once; they share its login and its connections. It logs in
/// automatically when a call first needs it, and never sends a rejected password again. Open one with the
/// class of the host, or with `gigahost.open`.
#[pyclass(frozen, subclass, weakref, module = "gigahost")]
pub(crate) struct Session {
    /// None once the session is closed. Views of a session share this.
    core: Arc<Mutex<Option<gigahost::Session>>>,
    host: Host,
    /// The keywords it was opened with; secrets only if the caller wants them pickled.
    options: Py<PyDict>,
    /// There were secrets, and `options` lacks them.
    sealed: bool,
    cancel: Option<gigahost::CancelToken>,
    deadline: Option<Duration>,
}

impl Session {
    /// Opens a session with these keywords.
    pub(crate) fn open(
        host: Host,
        given: &Bound<'_, PyDict>,
        keep_secrets: bool,
    ) -> PyResult<Self> {
        let py = given.py();
        let builder = options::builder(host, given)?;
        let caught = Caught::default();
        let outcome = call::detached(py, &caught, move || builder.build())?;
        let core = call::conclude(py, &caught, outcome)?;
        let (options, sealed) = if keep_secrets {
            let options = given.copy()?;
            options.set_item("picklable_secrets", true)?;
            (options, false)
        } else {
            options::without_secrets(given)?
        };
        Ok(Self {
            core: Arc::new(Mutex::new(Some(core))),
            host,
            options: options.unbind(),
            sealed,
            cancel: None,
            deadline: None,
        })
    }

    /// The core's session, with the token and the deadline of this view.
    ///
    /// # Errors
    /// `HandleError` if the session is closed.
    pub(crate) fn core(&self, py: Python<'_>) -> PyResult<gigahost::Session> {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(mut core) = core else {
            return Err(error::simple(py, Status::Handle, "the session is closed"));
        };
        if let Some(cancel) = &self.cancel {
            core = core.with_cancel(cancel);
        }
        if let Some(deadline) = self.deadline {
            core = core.with_deadline(deadline);
        }
        Ok(core)
    }

    /// The host that it is at.
    pub(crate) fn at(&self) -> Host {
        self.host
    }

    /// The same session, whose calls take at most so long each.
    pub(crate) fn within(&self, py: Python<'_>, deadline: Duration) -> Self {
        Self { deadline: Some(deadline), ..self.view(py) }
    }

    /// The same session, whose calls end with this token.
    pub(crate) fn until(&self, py: Python<'_>, cancel: gigahost::CancelToken) -> Self {
        Self { cancel: Some(cancel), ..self.view(py) }
    }

    /// The same session under the same terms.
    fn view(&self, py: Python<'_>) -> Self {
        Self {
            core: self.core.clone(),
            host: self.host,
            options: self.options.clone_ref(py),
            sealed: self.sealed,
            cancel: self.cancel.clone(),
            deadline: self.deadline,
        }
    }

    fn base_url_of(&self, py: Python<'_>) -> PyResult<String> {
        match self.options.bind(py).get_item("base_url")? {
            Some(url) => url.extract(),
            None => Ok(self.host.default_base_url().to_owned()),
        }
    }
}

#[pymethods]
impl Session {
    /// The name of the host: `rapidgator`, `giga0`, `uploadgig`, `gett` or `gigags`.
    #[getter]
    fn host(&self) -> &'static str {
        self.host.name()
    }

    /// The origin of the API.
    #[getter]
    fn base_url(&self, py: Python<'_>) -> PyResult<String> {
        self.base_url_of(py)
    }

    /// The proxy that calls of the API go through, as a URL without its login; None if they go straight
    /// to the host. Contacts nobody.
    ///
    /// `ArgumentError` if the environment names one that cannot be read, as for every call then.
    #[getter]
    fn proxy(&self, py: Python<'_>) -> PyResult<Option<String>> {
        self.core(py)?.proxy().map_err(|failure| error::of_core(py, &failure))
    }

    /// What was odd about answers of the host that could be read all the same: a notice of its software
    /// beside an answer, characters that are none. Each once, the latest last, 32 at most. Contacts nobody.
    #[getter]
    fn notes(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(self.core(py)?.notes())
    }

    /// Whether the session was closed.
    #[getter]
    fn closed(&self) -> bool {
        self.core.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// The verbs that the host supports.
    #[getter]
    fn capabilities(&self) -> Vec<&'static str> {
        Capability::ALL.iter().filter(|c| self.host.supports(**c)).map(|c| c.name()).collect()
    }

    /// Whether the host has a verb. Contacts no host.
    ///
    /// `ArgumentError` for a name that is not a verb: see `gigahost.CAPABILITIES`.
    fn supports(&self, py: Python<'_>, capability: &str) -> PyResult<bool> {
        match Capability::ALL.iter().find(|known| known.name() == capability) {
            Some(known) => Ok(self.host.supports(*known)),
            None => Err(error::argument(
                py,
                "capability",
                &format!("must be one of {}", capabilities().join(", ")),
            )),
        }
    }

    /// Closes the session and its connections; running calls finish normally. Closing twice is
    /// allowed. This does not log out at the host; see `logout`.
    fn close(&self, py: Python<'_>) {
        let core = self.core.lock().unwrap_or_else(PoisonError::into_inner).take();
        py.detach(|| drop(core));
    }

    fn __enter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        slf.get().core(slf.py())?;
        Ok(slf.clone())
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyAny>) {
        self.close(py);
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let this = slf.get();
        let py = slf.py();
        let mut parts = vec![format!("base_url={}", repr(py, &this.base_url_of(py)?)?)];
        if let Some(login) = this.options.bind(py).get_item("login")? {
            parts.push(format!("login={}", login.repr()?));
        }
        if this.closed() {
            parts.push("closed".to_owned());
        }
        Ok(format!("{}({})", slf.get_type().name()?, parts.join(", ")))
    }

    /// A session is a handle: a copy is the session itself.
    fn __copy__<'py>(slf: &Bound<'py, Self>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __deepcopy__<'py>(slf: &Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> Bound<'py, Self> {
        slf.clone()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Reopening)> {
        let this = slf.get();
        let py = slf.py();
        if this.sealed {
            return Err(PyTypeError::new_err(
                "this session has secrets, which are not pickled unasked: open it with \
                 `credentials='env'` or a function as `credentials`, which are pickled by reference, \
                 or with `picklable_secrets=True`",
            ));
        }
        let reopen = py.import(intern!(py, "gigahost._open"))?.getattr(intern!(py, "reopen"))?;
        let deadline = this.deadline.map(|deadline| deadline.as_secs_f64());
        Ok((reopen, (this.host.name(), this.options.clone_ref(py), deadline)))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.options)
    }
}

/// What a pickled session is opened with again: host, keywords, seconds for each call.
type Reopening = (&'static str, Py<PyDict>, Option<f64>);

fn repr(py: Python<'_>, text: &str) -> PyResult<String> {
    Ok(pyo3::types::PyString::new(py, text).repr()?.to_string())
}

/// The names of all verbs that can be asked for.
pub(crate) fn capabilities() -> Vec<&'static str> {
    Capability::ALL.iter().map(|capability| capability.name()).collect()
}
