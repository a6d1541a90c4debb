//! (internal) The border: what fails becomes a status and an error object, what panics becomes
//! `GIGAHOST_E_INTERNAL`, outputs are cleared first, and the caller's errno is left alone.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use gigahost::{Answer, Error};
use serde::Serialize;

use crate::caller::Caller;
use crate::error::{self, gigahost_error};
use crate::owned::{self, Keep};
use crate::status::gigahost_status as Status;
use crate::value::gigahost_value;

/// Why a call failed: an error of the core, or a bad argument that never got there.
pub(crate) enum Fail {
    Core(Error),
    Own {
        status: Status,
        message: String,
        parameter: Option<&'static str>,
        hint: Option<&'static str>,
    },
}

impl Fail {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self::Own { status, message: message.into(), parameter: None, hint: None }
    }

    /// A bad argument: names the parameter and says what it must be.
    pub(crate) fn argument(name: &'static str, problem: &str) -> Self {
        Self::new(Status::GIGAHOST_E_ARGUMENT, problem).about(name)
    }

    pub(crate) fn internal(message: &str) -> Self {
        Self::new(Status::GIGAHOST_E_INTERNAL, message)
    }

    pub(crate) fn handle(problem: &str) -> Self {
        Self::new(Status::GIGAHOST_E_HANDLE, problem)
            .with_hint("use each handle after it was made and before it is closed")
    }

    pub(crate) fn forked() -> Self {
        Self::new(Status::GIGAHOST_E_FORKED, "was made before fork()")
            .with_hint("make what the child needs in the child")
    }

    pub(crate) fn with_hint(mut self, what_to_do: &'static str) -> Self {
        if let Self::Own { hint, .. } = &mut self {
            *hint = Some(what_to_do);
        }
        self
    }

    /// Says which parameter it is about, which begins the message.
    pub(crate) fn about(mut self, name: &'static str) -> Self {
        if let Self::Own { message, parameter, .. } = &mut self {
            *message = format!("`{name}` {message}");
            *parameter = Some(name);
        }
        self
    }
}

impl From<Error> for Fail {
    fn from(error: Error) -> Self {
        Self::Core(error)
    }
}

/// A body that may make a result.
type Body<'a, V> = dyn FnMut(&Caller, &mut Keep) -> Result<Option<V>, Fail> + 'a;

/// Runs the body of a function that can fail.
///
/// # Safety
/// `error` is NULL or may be written to; every pointer that `f` hands to its [`Caller`] is what the
/// header says.
pub(crate) unsafe fn guard<F>(error: *mut *const gigahost_error, f: F) -> Status
where
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
unsafe fn run(
    error: *mut *const gigahost_error,
    body: &mut dyn FnMut(&Caller) -> Result<(), Fail>,
) -> Status {
    // SAFETY: the caller's promise.
    unsafe { clear(error) };
    match caught(|| {
        // SAFETY: the caller's promise.
        let caller = unsafe { Caller::new() };
        body(&caller)
    }) {
        Ok(Ok(())) => Status::GIGAHOST_OK,
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
unsafe fn report(error: *mut *const gigahost_error, fail: &Fail) -> Status {
    let status = error::status_of(fail);
    if !error.is_null() {
        let made = caught(|| error::give(fail)).unwrap_or(std::ptr::null());
        // SAFETY: not NULL, and the caller's promise.
        unsafe { *error = made };
    }
    status
}

/// Runs the body of a function that makes a result.
///
/// # Safety
/// As [`guard`]; `out` is NULL or may be written to.
pub(crate) unsafe fn result<V, F>(
    out: *mut *const V,
    error: *mut *const gigahost_error,
    f: F,
) -> Status
where
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
pub(crate) unsafe fn optional<V, F>(
    out: *mut *const V,
    error: *mut *const gigahost_error,
    f: F,
) -> Status
where
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

/// Runs the body of a host's operation, whose answer becomes a document.
///
/// # Safety
/// As [`result`].
pub(crate) unsafe fn answer<T, F>(
    out: *mut *const gigahost_value,
    error: *mut *const gigahost_error,
    f: F,
) -> Status
where
    T: Serialize,
    F: FnOnce(&Caller) -> Result<Answer<T>, Fail>,
{
    let mut body = Some(f);
    let mut once = |from: &Caller, _: &mut Keep| {
        plant::<F>();
        body.take().map(|f| gigahost_value::of(&f(from)?)).transpose()
    };
    let once: &mut Body<'_, gigahost_value> = &mut once;
    // SAFETY: the caller's promise.
    unsafe { optional(out, error, once) }
}

/// Runs the body of a function that makes a handle.
///
/// # Safety
/// As [`result`].
pub(crate) unsafe fn handle<H, F>(
    out: *mut *mut H,
    error: *mut *const gigahost_error,
    f: F,
) -> Status
where
    F: FnOnce(&Caller) -> Result<crate::handle::Object, Fail>,
{
    // SAFETY: the caller's promise.
    unsafe { clear(out.cast::<*const H>()) };
    // SAFETY: the caller's promise.
    unsafe {
        guard(error, |from| {
            plant::<F>();
            from.output("out", out.cast::<*const H>())?;
            let made = crate::handle::insert(f(from)?)?;
            from.give(out.cast::<*const H>(), std::ptr::without_provenance(made));
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

/// Runs the body of a function that ends the life of a handle or a result.
///
/// # Safety
/// As [`plain`].
pub(crate) unsafe fn release<F: FnOnce(&Caller) -> Result<(), Fail>>(f: F) -> Status {
    // SAFETY: the caller's promise; NULL takes no error.
    unsafe {
        guard(std::ptr::null_mut(), |from| {
            plant::<F>();
            f(from)
        })
    }
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
unsafe fn clear<T>(out: *mut *const T) {
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
        Status::GIGAHOST_E_INTERNAL,
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
