//! The classes of the five hosts: sessions that also have the host's own operations, under their
//! own names and in the order of the host's document.

mod bytes;
mod class;
mod gett;
mod giga0;
mod gigags;
mod rapidgator;
mod uploadgig;

use gigahost::Host;
use pyo3::prelude::*;

use crate::arguments::Seconds;
use crate::cancel::CancelToken;
use crate::session::Session;

pub(crate) use gett::{Gett, Live};
pub(crate) use giga0::Giga0;
pub(crate) use gigags::GigaGs;
pub(crate) use rapidgator::Rapidgator;
pub(crate) use uploadgig::UploadGig;

/// An instance of the class of a host around a session that is there already.
fn instance(py: Python<'_>, host: Host, session: Session) -> PyResult<Bound<'_, PyAny>> {
    let session = PyClassInitializer::from(session);
    Ok(match host {
        Host::Giga0 => Bound::new(py, session.add_subclass(Giga0))?.into_any(),
        Host::UploadGig => Bound::new(py, session.add_subclass(UploadGig))?.into_any(),
        Host::Gett => Bound::new(py, session.add_subclass(Gett))?.into_any(),
        Host::GigaGs => Bound::new(py, session.add_subclass(GigaGs))?.into_any(),
        _ => Bound::new(py, session.add_subclass(Rapidgator))?.into_any(),
    })
}

/// The views of a session, which are of the class of its host.
#[pymethods]
impl Session {
    /// A view of the same session whose calls, including transfers, take at most this many seconds
    /// each.
    fn with_timeout<'py>(&self, py: Python<'py>, seconds: Seconds) -> PyResult<Bound<'py, PyAny>> {
        instance(py, self.at(), self.within(py, seconds.0))
    }

    /// A view of the same session whose calls end when this token is cancelled.
    fn with_cancel<'py>(
        &self,
        py: Python<'py>,
        token: &Bound<'py, CancelToken>,
    ) -> PyResult<Bound<'py, PyAny>> {
        instance(py, self.at(), self.until(py, token.get().token.clone()))
    }
}
