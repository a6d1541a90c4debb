//! What the classes of the hosts share: how they are made, and how their operations run.

use gigahost::{DownloadOptions, Error, Source, Target, UploadOptions};
use pyo3::prelude::*;
use serde::Serialize;

use crate::answer::Answer;
use crate::results::Download;
use crate::session::{self, DownloadArguments, Session, UploadArguments};

/// Makes the class of a host and its constructor: the credentials that the host knows, and the
/// keywords that all of them share.
macro_rules! host_class {
    ($(#[$doc:meta])* $class:ident at $host:ident with [$($credential:ident),*]) => {
        $(#[$doc])*
        ///
        /// The other keywords are the same at every host. `credentials` says where the credentials
        /// come from, and is pickled in their place: `'env'` means the environment variables
        /// `GIGAHOST_<HOST>_LOGIN`, `GIGAHOST_<HOST>_PASSWORD` and so on, `'env:work'` those of a
        /// profile (`GIGAHOST_<HOST>_WORK_LOGIN` and so on), `'env:BOX_'` means `BOX_LOGIN` and so
        /// on, and a function returns them as a dictionary. `base_url` is
        /// another origin for the API. `timeouts` is a dictionary of seconds, or timedeltas:
        /// `connect`, `answer`, `attempt`, `idle`, `answer_after_body`, `call`, `transfer`,
        /// `settle`, `processing`; missing keys keep their defaults. `low_speed` is the minimum
        /// average speed of a transfer over `idle`, in bytes per second. `plain_http` is `deny`,
        /// `listed` (only where a host offers nothing else, the default) or `allow`.
        /// `allow_private_addresses` is for emulators and for sites inside a company network.
        /// `trust` says which certificates are trusted: `both` (the built-in ones and the system's, the
        /// default), `system` or `built-in`; with `ca_pem` only those in that PEM text are. `proxy` is
        /// the URL of an HTTP or SOCKS 5 proxy (`http://user:password@host:3128`; `socks5h://` has it
        /// resolve names, `socks5://` does not) or `none`; by default the environment names one, as for
        /// curl. `no_proxy` is a list of the addresses that none is used for, in place of `NO_PROXY`.
        /// `resolve` maps host names to addresses with ports. `renewal_interval` is the minimum time in seconds between two
        /// renewals of a token. `bandwidth` is a `Bandwidth`, a budget for the bytes of files, which
        /// sessions may share. `seed` makes the pauses between retries reproducible. With
        /// `picklable_secrets` the secrets are pickled with the session.
        ///
        /// Nothing is sent before the first call. `ArgumentError` for credentials that do not fit the host,
        /// `InsecureRefused` for an `http` base URL without permission.
        #[pyo3::pyclass(
            extends = crate::session::Session, frozen, subclass, weakref, module = "gigahost"
        )]
        pub(crate) struct $class;

        #[pyo3::pymethods]
        impl $class {
            #[new]
            #[pyo3(signature = (
                login=None, password=None, *, $($credential=None,)* credentials=None, base_url=None,
                timeouts=None, low_speed=None, plain_http=None, allow_private_addresses=None,
                trust=None, ca_pem=None, proxy=None, no_proxy=None, resolve=None,
                renewal_interval=None, bandwidth=None, seed=None, picklable_secrets=false
            ))]
            #[allow(clippy::too_many_arguments)]
            fn new<'py>(
                py: pyo3::Python<'py>,
                login: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                password: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                $($credential: Option<pyo3::Bound<'py, pyo3::PyAny>>,)*
                credentials: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                base_url: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                timeouts: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                low_speed: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                plain_http: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                allow_private_addresses: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                trust: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                ca_pem: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                proxy: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                no_proxy: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                resolve: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                renewal_interval: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                bandwidth: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                seed: Option<pyo3::Bound<'py, pyo3::PyAny>>,
                picklable_secrets: bool,
            ) -> pyo3::PyResult<pyo3::PyClassInitializer<Self>> {
                let given = pyo3::types::PyDict::new(py);
                for (name, value) in [
                    ("login", login),
                    ("password", password),
                    $((stringify!($credential), $credential),)*
                    ("credentials", credentials),
                    ("base_url", base_url),
                    ("timeouts", timeouts),
                    ("low_speed", low_speed),
                    ("plain_http", plain_http),
                    ("allow_private_addresses", allow_private_addresses),
                    ("trust", trust),
                    ("ca_pem", ca_pem),
                    ("proxy", proxy),
                    ("no_proxy", no_proxy),
                    ("resolve", resolve),
                    ("renewal_interval", renewal_interval),
                    ("bandwidth", bandwidth),
                    ("seed", seed),
                ] {
                    if let Some(value) = value {
                        pyo3::types::PyDictMethods::set_item(&given, name, value)?;
                    }
                }
                let host = gigahost::Host::$host;
                let session = crate::session::Session::open(host, &given, picklable_secrets)?;
                Ok(pyo3::PyClassInitializer::from(session).add_subclass(Self))
            }
        }
    };
}
pub(super) use host_class;

/// Runs an operation that answers with a type of the host's own.
pub(super) fn ask<C, T>(
    session: &PyRef<'_, C>,
    operation: &'static str,
    work: impl FnOnce(&gigahost::Session) -> Result<gigahost::Answer<T>, Error> + Send,
) -> PyResult<Answer>
where
    C: pyo3::PyClass<BaseType = Session>,
    T: Serialize + Send,
{
    let py = session.py();
    let answer = session::run(py, session.as_super(), operation, work)?;
    Answer::of(py, &answer)
}

/// Runs an operation that sends a file.
pub(super) fn send<C, T>(
    session: &PyRef<'_, C>,
    operation: &'static str,
    arguments: UploadArguments<'_>,
    source: &Bound<'_, PyAny>,
    work: impl FnOnce(&gigahost::Session, Source, UploadOptions) -> Result<gigahost::Answer<T>, Error>
    + Send,
) -> PyResult<Answer>
where
    C: pyo3::PyClass<BaseType = Session>,
    T: Serialize + Send,
{
    let answer = arguments.run(session.as_super(), operation, source, work)?;
    Answer::of(session.py(), &answer)
}

/// Runs an operation that receives a file.
pub(super) fn receive<C>(
    session: &PyRef<'_, C>,
    operation: &'static str,
    arguments: DownloadArguments<'_>,
    target: &Bound<'_, PyAny>,
    work: impl FnOnce(&gigahost::Session, Target, DownloadOptions) -> Result<gigahost::Download, Error>
    + Send,
) -> PyResult<Download>
where
    C: pyo3::PyClass<BaseType = Session>,
{
    arguments.run(session.as_super(), operation, target, work)
}
