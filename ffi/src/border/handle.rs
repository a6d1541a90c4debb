//! (internal) Handles as functions see them: what they make, look at, change and close.

use std::any::Any;
use std::sync::{Mutex, PoisonError};

use super::caller::Caller;
use super::fail::Fail;
use super::guard::{Told, clear, guard, plant};
use super::process::Process;
use super::table::Refused;

/// A type of handles.
pub(crate) trait Handle {
    /// What stands behind one. Any thread may look at it.
    type Object: Any + Send + Sync;
    /// What parameters of this type are called.
    const NAME: &'static str;
}

impl From<Refused> for Fail {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Forked => Self::forked(),
            Refused::Full => Self::internal("there is no room for another handle: close some"),
            other => Self::handle(&other.to_string()),
        }
    }
}

/// Runs the body of a function that makes a handle.
///
/// # Safety
/// As [`guard`]; `out` is NULL or may be written to.
pub(crate) unsafe fn handle<H, E, F>(out: *mut *mut H, error: *mut *const E, f: F) -> E::Status
where
    H: Handle,
    E: Told,
    F: FnOnce(&Caller) -> Result<H::Object, Fail>,
{
    // SAFETY: the caller's promise.
    unsafe { clear(out.cast::<*const H>()) };
    // SAFETY: the caller's promise.
    unsafe {
        guard(error, |from| {
            plant::<F>();
            from.output("out", out.cast::<*const H>())?;
            let made = Process::current().handles.insert(Box::new(f(from)?))?;
            from.give(out.cast::<*const H>(), std::ptr::without_provenance(made));
            Ok(())
        })
    }
}

/// Runs the body of a function that changes the settings of a handle.
///
/// # Safety
/// As [`guard`].
pub(crate) unsafe fn change<H, S, E, F>(handle: *const H, error: *mut *const E, f: F) -> E::Status
where
    H: Handle<Object = Mutex<S>>,
    E: Told,
    F: FnOnce(&Caller, &mut S) -> Result<(), Fail>,
{
    // SAFETY: the caller's promise.
    unsafe {
        guard(error, |from| {
            plant::<F>();
            from.object(handle, |settings| f(from, &mut locked(settings)))?
        })
    }
}

impl Caller {
    /// Something of the object of a handle, which stays whole meanwhile even if the handle is closed.
    pub(crate) fn object<H: Handle, T>(
        &self,
        handle: *const H,
        f: impl FnOnce(&H::Object) -> T,
    ) -> Result<T, Fail> {
        if handle.is_null() {
            return Err(Fail::argument(H::NAME, "is NULL"));
        }
        let looked = Process::current()
            .handles
            .with(handle.addr(), |object| object.downcast_ref().map(f).ok_or(Refused::OtherType));
        looked.flatten().map_err(|refused| Fail::from(refused).about(H::NAME))
    }

    /// A copy of the settings of a handle; the default ones for NULL.
    pub(crate) fn settings<H, S>(&self, handle: *const H) -> Result<S, Fail>
    where
        H: Handle<Object = Mutex<S>>,
        S: Clone + Default,
    {
        if handle.is_null() {
            return Ok(S::default());
        }
        self.object(handle, |settings| locked(settings).clone())
    }

    /// Closes a handle; NULL is fine. Whoever looks at its object goes on.
    pub(crate) fn close<H: Handle>(&self, handle: *const H) -> Result<(), Fail> {
        if handle.is_null() {
            return Ok(());
        }
        Ok(Process::current().handles.close(handle.addr(), |object| object.is::<H::Object>())?)
    }
}

/// Locks settings that only setters change; a panic in one leaves them usable.
fn locked<S>(settings: &Mutex<S>) -> std::sync::MutexGuard<'_, S> {
    settings.lock().unwrap_or_else(PoisonError::into_inner)
}
