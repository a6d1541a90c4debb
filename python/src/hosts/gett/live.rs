//! Live: a connection over which the host asks for files that were announced but not sent yet.

use std::sync::{Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use gigahost::Status;
use gigahost::hosts::gett;
use pyo3::prelude::*;

use super::Gett;
use crate::arguments::Seconds;
use crate::session::Session;
use crate::{error, session, value};

#[pymethods]
impl Gett {
    /// ge.tt `wss://.../`: opens a Live connection. `session` is any text; it identifies this
    /// account's files until they are sent. Without one, 128 random bits are used. Files announced
    /// with it (`files_create`) are listed at once; when somebody requests one, an event says so,
    /// and `upload_put` sends its bytes.
    ///
    /// The errors of logging in and connecting; `ProtocolError` for a host that does not speak
    /// WebSocket. The host does not say whether it accepts the session: a rejected one shows up as
    /// a lost connection.
    #[pyo3(signature = (session=None))]
    fn live(slf: Bound<'_, Self>, session: Option<String>) -> PyResult<Live> {
        let py = slf.py();
        let owner = slf.into_super();
        let live =
            session::run(py, owner.get(), "live", move |s| s.gett()?.live(session.as_deref()))?;
        let text = live.session().to_owned();
        Ok(Live { owner: owner.unbind(), text, connection: Mutex::new(Some(live)) })
    }
}

/// An open Live connection of ge.tt. `next` must be called often: the host expects to receive
/// something at least once a minute.
#[pyclass(frozen, weakref, module = "gigahost")]
pub(crate) struct Live {
    owner: Py<Session>,
    text: String,
    connection: Mutex<Option<gett::Live>>,
}

#[pymethods]
impl Live {
    /// The text of the session, for `files_create`.
    #[getter]
    fn session(&self) -> &str {
        &self.text
    }

    /// Whether there is a connection, as far as known.
    #[getter]
    fn connected(&self, py: Python<'_>) -> PyResult<bool> {
        Ok(self.taken(py)?.as_ref().is_some_and(gett::Live::is_connected))
    }

    /// The next event within this many seconds, or None. An event is a dictionary: `event` is
    /// `download` (somebody requested `file`: upload it now), `filestat` (its `size` is known),
    /// `storage_limit` (stop the upload), `violated_terms` (the host removed it, and why); anything
    /// else is as the host sent it, and should be ignored.
    ///
    /// `NetworkError` if the connection is lost, `Stalled` if the host was silent for 150 seconds;
    /// call `reconnect` then.
    #[pyo3(signature = (timeout=Seconds(Duration::from_secs(60))), text_signature = "($self, timeout=60.0)")]
    fn next<'py>(&self, py: Python<'py>, timeout: Seconds) -> PyResult<Option<Bound<'py, PyAny>>> {
        let event = self.with(py, |live| live.next(timeout.0))?;
        event.map(|event| value::to_python(py, &event)).transpose()
    }

    /// Connects again with the same session, to which the files stay bound. Tries five times, with
    /// increasing pauses.
    fn reconnect(&self, py: Python<'_>) -> PyResult<()> {
        self.with(py, gett::Live::reconnect)
    }

    /// Ends the connection with a WebSocket closing handshake. Closing twice is allowed.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        let live = self.taken(py)?.take();
        py.detach(|| live.map(gett::Live::close));
        Ok(())
    }

    fn __enter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyAny>) -> PyResult<()> {
        self.close(py)
    }

    fn __repr__(&self) -> String {
        format!("Live(session='{}')", self.text)
    }
}

impl Live {
    /// The connection, if no other thread is waiting on it.
    fn taken(&self, py: Python<'_>) -> PyResult<MutexGuard<'_, Option<gett::Live>>> {
        match self.connection.try_lock() {
            Ok(live) => Ok(live),
            Err(TryLockError::Poisoned(poisoned)) => Ok(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => {
                Err(error::simple(py, Status::Busy, "another thread waits on this connection"))
            }
        }
    }

    /// Runs `work` on the connection, which is the caller's alone meanwhile.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&mut gett::Live) -> Result<T, gigahost::Error> + Send,
    ) -> PyResult<T> {
        let mut guard = self.taken(py)?;
        let Some(live) = guard.as_mut() else {
            return Err(error::simple(py, Status::Handle, "the Live connection is closed"));
        };
        session::run(py, self.owner.get(), "live", move |_| work(live))
    }
}
