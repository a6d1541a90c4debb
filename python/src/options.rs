//! What a session is opened with: the keywords of its class, as the core's builder takes them.

use std::net::SocketAddr;

use gigahost::{AuthMode, Builder, Clocks, Host, PlainHttp, Secret, Trust};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::arguments::{Seconds, Texts, Whole};
use crate::bandwidth::Bandwidth;
use crate::caught::Caught;

/// The keywords that are secrets.
const SECRETS: [&str; 6] =
    ["password", "two_factor_code", "api_key", "keys", "token", "refresh_token"];

/// The keyword that is a secret if there is a login in it.
const PROXY: &str = "proxy";

/// The builder for these keywords.
pub(crate) fn builder(host: Host, given: &Bound<'_, PyDict>) -> PyResult<Builder> {
    let py = given.py();
    let all = given.copy()?;
    if let Some(reference) = given.get_item("credentials")? {
        let found = py
            .import(intern!(py, "gigahost._credentials"))?
            .call_method1(intern!(py, "resolve"), (reference, host.name()))?;
        for (name, value) in found.cast_into::<PyDict>()?.iter() {
            if !all.contains(&name)? {
                all.set_item(name, value)?;
            }
        }
    }
    let builder = credentials(gigahost::Session::builder(host), &all)?;
    let builder = network(builder, &all)?;
    Ok(builder.clocks(clocks(&all)?))
}

/// The keywords without secrets, and whether there were any.
pub(crate) fn without_secrets<'py>(
    given: &Bound<'py, PyDict>,
) -> PyResult<(Bound<'py, PyDict>, bool)> {
    let public = given.copy()?;
    let mut removed = false;
    let proxy = get::<String>(given, PROXY)?.filter(|url| url.contains('@')).map(|_| PROXY);
    for name in SECRETS.into_iter().chain(proxy) {
        if public.contains(name)? {
            public.del_item(name)?;
            removed = true;
        }
    }
    Ok((public, removed))
}

fn credentials(mut builder: Builder, given: &Bound<'_, PyDict>) -> PyResult<Builder> {
    let login: Option<String> = get(given, "login")?;
    let password: Option<String> = get(given, "password")?;
    builder = match (login, password) {
        (Some(login), Some(password)) => builder.login(login, Secret::new(password)),
        (None, None) => builder,
        _ => {
            return Err(crate::error::argument(
                given.py(),
                "login",
                "and `password` belong together",
            ));
        }
    };
    builder = match given.get_item("two_factor_code")? {
        Some(code) if code.is_callable() => builder.two_factor_from(asking(code.unbind())),
        _ => match get::<String>(given, "two_factor_code")? {
            Some(code) => builder.two_factor_code(Secret::new(code)),
            None => builder,
        },
    };
    if let Some(key) = get::<String>(given, "api_key")? {
        builder = builder.api_key(Secret::new(key));
    }
    if let Some((key1, key2)) = get::<(String, String)>(given, "keys")? {
        builder = builder.keys(Secret::new(key1), Secret::new(key2));
    }
    if let Some(token) = get::<String>(given, "token")? {
        builder = builder.token(Secret::new(token));
    }
    if let Some(id) = get::<String>(given, "account_id")? {
        builder = builder.account_id(id);
    }
    if let Some(token) = get::<String>(given, "refresh_token")? {
        builder = builder.refresh_token(Secret::new(token));
    }
    if let Some(mode) = get::<String>(given, "auth_mode")? {
        builder = builder.auth_mode(match mode.as_str() {
            "auto" => AuthMode::Auto,
            "keys" => AuthMode::Keys,
            "password" => AuthMode::Password,
            _ => return Err(one_of("auth_mode", "'auto', 'keys' or 'password'")),
        });
    }
    Ok(builder)
}

/// Asks the caller's function for the code of a login. What it raises ends the call that logs in.
fn asking(function: Py<PyAny>) -> impl Fn() -> Option<Secret> + Send + Sync + 'static {
    move || {
        Python::attach(|py| {
            match function.bind(py).call0().and_then(|code| code.extract::<String>()) {
                Ok(code) => Some(Secret::new(code)),
                Err(exception) => {
                    Caught::of_this_thread().keep(exception);
                    None
                }
            }
        })
    }
}

fn network(mut builder: Builder, given: &Bound<'_, PyDict>) -> PyResult<Builder> {
    if let Some(url) = get::<String>(given, "base_url")? {
        builder = builder.base_url(url);
    }
    if let Some(policy) = get::<String>(given, "plain_http")? {
        builder = builder.plain_http(match policy.as_str() {
            "deny" => PlainHttp::Deny,
            "listed" => PlainHttp::Listed,
            "allow" => PlainHttp::Allow,
            _ => return Err(one_of("plain_http", "'deny', 'listed' or 'allow'")),
        });
    }
    if let Some(allow) = get::<bool>(given, "allow_private_addresses")? {
        builder = builder.allow_private_addresses(allow);
    }
    if let Some(pem) = given.get_item("ca_pem")? {
        let pem = match pem.cast::<PyBytes>() {
            Ok(bytes) => String::from_utf8_lossy(bytes.as_bytes()).into_owned(),
            Err(_) => get::<String>(given, "ca_pem")?.unwrap_or_default(),
        };
        builder = builder.ca_pem(pem);
    }
    if let Some(trust) = get::<String>(given, "trust")? {
        if given.contains("ca_pem")? {
            return Err(PyValueError::new_err(
                "`trust` and `ca_pem` exclude each other: with `ca_pem` nothing else is trusted",
            ));
        }
        builder = builder.trust(match trust.as_str() {
            "both" => Trust::Both,
            "system" => Trust::System,
            "built-in" => Trust::BuiltIn,
            _ => return Err(one_of("trust", "'both', 'system' or 'built-in'")),
        });
    }
    if let Some(proxy) = get::<String>(given, PROXY)? {
        builder = builder.proxy(proxy);
    }
    if let Some(exceptions) = get::<String>(given, "no_proxy")? {
        builder = builder.no_proxy(exceptions);
    }
    if let Some(names) = get::<Bound<'_, PyDict>>(given, "resolve")? {
        for (name, addresses) in names.iter() {
            let addresses =
                addresses.extract::<Texts>().map_err(|e| named(&e, &names, "resolve"))?;
            builder = builder.resolve(name.extract::<String>()?, sockets(&addresses.0)?);
        }
    }
    if let Some(interval) = get::<Seconds>(given, "renewal_interval")? {
        builder = builder.renewal_interval(interval.0);
    }
    if let Some(budget) = get::<Bound<'_, Bandwidth>>(given, "bandwidth")? {
        builder = builder.bandwidth(&budget.get().budget);
    }
    if let Some(seed) = get::<Whole<u64>>(given, "seed")? {
        builder = builder.seed(seed.0);
    }
    Ok(builder)
}

/// Addresses with ports; no name is looked up.
fn sockets(addresses: &[String]) -> PyResult<Vec<SocketAddr>> {
    addresses
        .iter()
        .map(|address| match address.parse::<SocketAddr>() {
            Ok(address) => Ok(address),
            Err(_) => Err(PyValueError::new_err(
                "`resolve` must map names to addresses with ports, like '192.0.2.1:443'",
            )),
        })
        .collect()
}

/// The clocks that are named in `timeouts`, in seconds; the others keep their defaults.
fn clocks(given: &Bound<'_, PyDict>) -> PyResult<Clocks> {
    let mut clocks = Clocks::default();
    if let Some(low_speed) = get::<Whole<u64>>(given, "low_speed")? {
        clocks.low_speed = low_speed.0;
    }
    let Some(timeouts) = get::<Bound<'_, PyDict>>(given, "timeouts")? else { return Ok(clocks) };
    for (name, value) in timeouts.iter() {
        let name: String = name.extract()?;
        let clock = match name.as_str() {
            "connect" => &mut clocks.connect,
            "answer" => &mut clocks.answer,
            "attempt" => &mut clocks.attempt,
            "idle" => &mut clocks.idle,
            "answer_after_body" => &mut clocks.answer_after_body,
            "call" => &mut clocks.call,
            "settle" => &mut clocks.settle,
            "processing" => &mut clocks.processing,
            "transfer" => {
                clocks.transfer = get::<Seconds>(&timeouts, "transfer")?.map(|limit| limit.0);
                continue;
            }
            _ => {
                return Err(one_of(
                    "timeouts",
                    "made of connect, answer, attempt, idle, answer_after_body, call, transfer, \
                     settle and processing",
                ));
            }
        };
        if !value.is_none() {
            *clock = value.extract::<Seconds>().map_err(|e| named(&e, &timeouts, &name))?.0;
        }
    }
    Ok(clocks)
}

fn one_of(name: &str, words: &str) -> PyErr {
    PyValueError::new_err(format!("`{name}` must be {words}"))
}

/// A keyword, if it was given and is not None.
fn get<'py, T>(given: &Bound<'py, PyDict>, name: &str) -> PyResult<Option<T>>
where
    T: for<'a> FromPyObject<'a, 'py>,
{
    match given.get_item(name)? {
        Some(value) if !value.is_none() => {
            value.extract::<T>().map(Some).map_err(|e| named(&e.into(), given, name))
        }
        _ => Ok(None),
    }
}

/// The same exception, with the name of the keyword before its text.
fn named(failure: &PyErr, given: &Bound<'_, PyAny>, name: &str) -> PyErr {
    let py = given.py();
    let text = format!("`{name}`: {}", failure.value(py));
    if failure.is_instance_of::<PyTypeError>(py) {
        PyTypeError::new_err(text)
    } else {
        PyValueError::new_err(text)
    }
}
