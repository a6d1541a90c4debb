//! The operations that move the bytes of a file. All are built alike, so each says only what is its own:
//! what comes before the source or target, the options that it takes, and the one call of the core.
//!
//! ```text
//! sends! {
//!     /// What it does.
//!     Class.operation(leading: Type)
//!     source [option: Type = default] (keyword: Type = default)
//!     |core, source, options| core.host()?.operation(&leading, source, options)
//! }
//! ```
//!
//! Options in brackets, if there are any, may be given by position. Each option is a field of `UploadArguments` or
//! `DownloadArguments`. `checksum`, `cancel` and `timeout`, and `on_progress` where something is sent, are
//! added at the end. An operation whose name in the core is another says so: `Class.operation as "name"(...)`.

/// An operation that sends a file.
macro_rules! sends {
    (
        $(#[$doc:meta])*
        $class:ident.$operation:ident $(as $name:literal)?
        ($($lead:ident: $lead_type:ty),*)
        source $([$($option:ident: $option_type:ty = $preset:tt),*])?
        ($($keyword:ident: $keyword_type:ty = $default:tt),*)
        $($work:tt)*
    ) => {
        crate::hosts::bytes::moves! {
            [$(#[$doc])*] $class $operation [$($name,)? stringify!($operation)]
            ($($lead: $lead_type,)*) source ($($($option: $option_type = $preset,)*)?)
            ($($keyword: $keyword_type = $default,)*
                checksum: Option<String> = None,
                on_progress: Option<pyo3::Bound<'_, pyo3::PyAny>> = None,)
            (crate::session::UploadArguments, crate::hosts::class::send, crate::answer::Answer)
            ($($work)*)
        }
    };
}
pub(super) use sends;

/// An operation that receives a file.
macro_rules! receives {
    (
        $(#[$doc:meta])*
        $class:ident.$operation:ident
        ($($lead:ident: $lead_type:ty),*)
        target ($($keyword:ident: $keyword_type:ty = $default:tt),*)
        $($work:tt)*
    ) => {
        crate::hosts::bytes::moves! {
            [$(#[$doc])*] $class $operation [stringify!($operation)]
            ($($lead: $lead_type,)*) target ()
            ($($keyword: $keyword_type = $default,)* checksum: Option<String> = None,)
            (crate::session::DownloadArguments, crate::hosts::class::receive, crate::results::Download)
            ($($work)*)
        }
    };
}
pub(super) use receives;

macro_rules! moves {
    (
        [$(#[$doc:meta])*] $class:ident $operation:ident [$($name:expr),+]
        ($($lead:ident: $lead_type:ty,)*)
        $object:ident ($($option:ident: $option_type:ty = $preset:tt,)*)
        ($($keyword:ident: $keyword_type:ty = $default:tt,)*)
        ($arguments:path, $run:path, $result:ty)
        ($($work:tt)*)
    ) => {
        #[pyo3::pymethods]
        impl $class {
            $(#[$doc])*
            #[pyo3(signature = ($($lead,)* $object, $($option = $preset,)* *, $($keyword = $default,)*
                cancel = None, timeout = None))]
            #[allow(clippy::too_many_arguments)]
            fn $operation(
                slf: pyo3::PyRef<'_, Self>,
                $($lead: $lead_type,)*
                $object: &pyo3::Bound<'_, pyo3::PyAny>,
                $($option: $option_type,)*
                $($keyword: $keyword_type,)*
                cancel: Option<pyo3::Bound<'_, crate::cancel::CancelToken>>,
                timeout: Option<crate::arguments::Seconds>,
            ) -> pyo3::PyResult<$result> {
                use $arguments as Arguments;
                let [name, ..] = [$($name),+];
                let arguments = Arguments {
                    $($option,)* $($keyword,)* cancel, timeout, ..Arguments::default()
                };
                $run(&slf, name, arguments, $object, move $($work)*)
            }
        }
    };
}
pub(super) use moves;
