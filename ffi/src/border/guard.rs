//! (internal) The border: what fails becomes a status and an error object, what panics becomes
//! `GIGAHOST_E_INTERNAL`, outputs are cleared first, and the caller's errno is left alone.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gigahost::Status;

use super::caller::Caller;
use super::fail::Fail;
use super::owned::{self, Keep};

/// What a function tells of a failure: the error that it hands out, and the status that it returns.
pub(crate) trait Told: Sized {
    type Status;

    /// The status of a call that did what it says.
    const DONE: Self::Status;

    fn status(fail: &Fail) -> Self::Status;

    /// Makes a result of it for the caller.
    fn give(fail: &Fail) -> *const Self;
}

/// Runs the body of a function that can fail.
///
/// # Safety
/// `error` is NULL or may be written to; every pointer that `f` hands to its [`Caller`] is what the
/// header says.
pub(crate) unsafe fn guard<E, F>(error: *mut *const E, f: F) -> E::Status
where
    E: Told,
    F: FnOnce(&Caller) -> Result<(), Fail>,
{
    let mut body = Some(f);
    let mut once = |from: &Caller| {
        plant::<F>();
        body.take().map_or(Ok(()), |f| f(from))
    };
    // SAFETY: the caller's promise.
    unsafe { run(error, &mut once) }
}

/// What [`guard`] does around every body: no part of it, because every function has a copy of that.
///
/// # Safety
/// As [`guard`].
#[inline(never)]
unsafe fn run<E: Told>(
    error: *mut *const E,
    body: &mut dyn FnMut(&Caller) -> Result<(), Fail>,
) -> E::Status {
    // SAFETY: the caller's promise.
    unsafe { clear(error) };
    match caught(|| {
        // SAFETY: the caller's promise.
        let caller = unsafe { Caller::new() };
        body(&caller)
    }) {
        Ok(Ok(())) => E::DONE,
        // SAFETY: the caller's promise.
        Ok(Err(fail)) => unsafe { report(error, &fail) },
        // SAFETY: the caller's promise.
        Err(panic) => unsafe { report(error, &panicked(&*panic)) },
    }
}

/// Hands out the error of a call that failed.
///
/// # Safety
/// `error` is NULL or may be written to.
unsafe fn report<E: Told>(error: *mut *const E, fail: &Fail) -> E::Status {
    let status = E::status(fail);
    if !error.is_null() {
        let made = caught(|| E::give(fail)).unwrap_or(std::ptr::null());
        // SAFETY: not NULL, and the caller's promise.
        unsafe { *error = made };
    }
    status
}

/// Runs the body of a function that makes a result.
///
/// # Safety
/// As [`guard`]; `out` is NULL or may be written to.
pub(crate) unsafe fn result<V, E, F>(out: *mut *const V, error: *mut *const E, f: F) -> E::Status
where
    E: Told,
    V: Send + 'static,
    F: FnOnce(&Caller, &mut Keep) -> Result<V, Fail>,
{
    // SAFETY: the caller's promise.
    unsafe {
        optional(out, error, |from, keep| {
            plant::<F>();
            f(from, keep).map(Some)
        })
    }
}

/// Runs the body of a function that may have no result to make.
///
/// # Safety
/// As [`result`].
pub(crate) unsafe fn optional<V, E, F>(out: *mut *const V, error: *mut *const E, f: F) -> E::Status
where
    E: Told,
    V: Send + 'static,
    F: FnOnce(&Caller, &mut Keep) -> Result<Option<V>, Fail>,
{
    // SAFETY: the caller's promise.
    unsafe { clear(out) };
    // SAFETY: the caller's promise.
    unsafe {
        guard(error, |from| {
            plant::<F>();
            from.output("out", out)?;
            let mut keep = Keep::default();
            if let Some(view) = f(from, &mut keep)? {
                from.give(out, owned::give(view, keep));
            }
            Ok(())
        })
    }
}

/// Runs the body of a function that gives a number, which the caller need not want.
///
/// # Safety
/// As [`guard`]; `out` is NULL or may be written to.
pub(crate) unsafe fn number<E, F>(out: *mut u64, error: *mut *const E, f: F) -> E::Status
where
    E: Told,
    F: FnOnce(&Caller) -> Result<u64, Fail>,
{
    if !out.is_null() {
        // SAFETY: not NULL, and the caller's promise.
        unsafe { *out = 0 };
    }
    // SAFETY: the caller's promise.
    unsafe {
        guard(error, |from| {
            plant::<F>();
            from.give(out, f(from)?);
            Ok(())
        })
    }
}

/// Runs the body of a function that cannot fail. A panic gives `otherwise`.
///
/// # Safety
/// Every pointer that `f` hands to its [`Caller`] is what the header says.
pub(crate) unsafe fn plain<T, F: FnOnce(&Caller) -> T>(otherwise: T, f: F) -> T {
    caught(|| {
        plant::<F>();
        // SAFETY: the caller's promise.
        let caller = unsafe { Caller::new() };
        f(&caller)
    })
    .unwrap_or(otherwise)
}

/// Catches panics and keeps errno.
fn caught<T>(f: impl FnOnce() -> T) -> Result<T, Box<dyn Any + Send>> {
    let errno = errno::errno();
    let outcome = catch_unwind(AssertUnwindSafe(f));
    errno::set_errno(errno);
    outcome
}

/// # Safety
/// `out` is NULL or may be written to.
pub(super) unsafe fn clear<T>(out: *mut *const T) {
    if !out.is_null() {
        // SAFETY: not NULL, and the caller's promise.
        unsafe { *out = std::ptr::null() };
    }
}

fn panicked(panic: &(dyn Any + Send)) -> Fail {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    Fail::new(
        Status::Internal,
        format!("a defect of this library: {}", text.as_deref().unwrap_or("a panic without words")),
    )
    .with_hint("report it, with what the program was doing")
}

/// Where a test may plant a panic: in the body `F`.
#[cfg(not(feature = "planted-panics"))]
pub(crate) fn plant<F>() {}

#[cfg(feature = "planted-panics")]
pub(crate) use planted::plant;

/// Panics on demand, to prove that none leaves the library.
#[cfg(feature = "planted-panics")]
pub(crate) mod planted {
    use std::ffi::{CStr, c_char};
    use std::sync::{Mutex, PoisonError};

    static WHERE: Mutex<Option<String>> = Mutex::new(None);

    /// Panics if the body `F` belongs to the function that was named.
    pub(crate) fn plant<F>() {
        let name = std::any::type_name::<F>();
        let planted = WHERE.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let here = |wanted: &String| name.split("::").any(|part| part == wanted);
        assert!(!planted.as_ref().is_some_and(here), "planted in {name}");
    }

    /// Plants a panic in the function of this name; NULL digs it out.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn gigahost_plant_panic(function: *const c_char) {
        // SAFETY: NULL is handled, anything else is a text of the test.
        let name = (!function.is_null()).then(|| unsafe { CStr::from_ptr(function) });
        *WHERE.lock().unwrap_or_else(PoisonError::into_inner) =
            name.map(|name| name.to_string_lossy().into_owned());
    }
}
