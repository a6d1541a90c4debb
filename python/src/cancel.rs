//! `CancelToken`.

use pyo3::prelude::*;

/// Cancels the calls that it is attached to, from any thread. A call in progress ends within 100 ms
/// with `gigahost.Cancelled`, whatever phase it is in. Once cancelled it stays cancelled.
#[pyclass(frozen, module = "gigahost", weakref)]
pub(crate) struct CancelToken {
    pub(crate) token: gigahost::CancelToken,
}

#[pymethods]
impl CancelToken {
    #[new]
    fn new() -> Self {
        Self { token: gigahost::CancelToken::new() }
    }

    /// A child token, which is also cancelled when this one is.
    fn child(&self) -> Self {
        Self { token: self.token.child() }
    }

    /// Cancels. Safe from any thread and from a signal handler, any number of times.
    fn cancel(&self) {
        self.token.cancel();
    }

    /// Whether `cancel` was called on this token or on its parent.
    #[getter]
    fn cancelled(&self) -> bool {
        self.token.is_cancelled()
    }

    fn __repr__(&self) -> &'static str {
        if self.token.is_cancelled() { "CancelToken(cancelled)" } else { "CancelToken()" }
    }
}
