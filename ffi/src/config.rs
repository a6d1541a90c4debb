//! Settings of a session
//!
//! A session needs a host and, nearly always, credentials. Everything else has a sensible default.
//! Each function says which hosts use its setting; credentials that do not fit the host are
//! rejected by gigahost_session_open().

use std::ffi::c_char;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use gigahost::{AuthMode, Builder, Clocks, PlainHttp, Session, Trust};

use crate::bandwidth::gigahost_bandwidth;
use crate::border::{Caller, Fail, Handle, change, handle, plant};
use crate::error::{gigahost_error, release};
use crate::status::gigahost_status;

/// The settings that a session is opened with: host, credentials, addresses, timeouts,
/// certificates.
///
/// A handle: made by gigahost_config_new(), released with gigahost_config_free(). Sessions copy
/// what they need, so it may be changed or released while they are open. A later setting replaces
/// an earlier one. Secrets stay in memory until it is released, and are then cleared.
pub struct gigahost_config {
    _private: [u8; 0],
}

/// The clocks, that is, timeouts. When one runs out, the call fails with GIGAHOST_E_TIMEOUT
/// (GIGAHOST_E_STALLED if bytes moved too slowly), and the error names the clock.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_clock {
    /// Name resolution, TCP, a proxy and TLS together. Default 10 s (15 s for
    /// transfers).
    GIGAHOST_CLOCK_CONNECT = 1,
    /// From the last byte of a request to the end of the response headers. Default 30 s (60 s for
    /// downloads).
    GIGAHOST_CLOCK_ANSWER = 2,
    /// One attempt at an API call. Default 60 s.
    GIGAHOST_CLOCK_ATTEMPT = 3,
    /// The window over which a transfer's speed is measured. Default 60 s.
    GIGAHOST_CLOCK_IDLE = 4,
    /// From the last byte of an uploaded body to the response. This is a minimum, by default 300 s:
    /// large bodies get one second for every 2 MiB.
    GIGAHOST_CLOCK_ANSWER_AFTER_BODY = 5,
    /// The whole API call: retries, pauses and redirects included. Default
    /// 120 s (60 s for logins).
    GIGAHOST_CLOCK_CALL = 6,
    /// The whole transfer. Default: none.
    GIGAHOST_CLOCK_TRANSFER = 7,
    /// How long a host that did not respond to a completely sent file may take to show that it has
    /// the file. Default 10 s.
    GIGAHOST_CLOCK_SETTLE = 8,
    /// How long a host may process a file after the upload. Default 15 min.
    GIGAHOST_CLOCK_PROCESSING = 9,
}

/// Which credentials the "authorize" call uses (giga0 and compatible sites).
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_auth_mode {
    /// Whichever are set; the other kind only if the site asks for it.
    GIGAHOST_AUTH_AUTO = 0,
    /// With the two keys.
    GIGAHOST_AUTH_KEYS = 1,
    /// With user name and password.
    GIGAHOST_AUTH_PASSWORD = 2,
}

/// What to do when a host returns a plain "http" URL for the bytes of a file.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_http {
    /// Never: such a transfer fails with GIGAHOST_E_INSECURE_REFUSED.
    GIGAHOST_HTTP_DENY = 0,
    /// Only at the hosts that offer nothing else: uploadgig and ge.tt. The default.
    GIGAHOST_HTTP_LISTED = 1,
    /// At every host, and for the API itself if its base URL is "http".
    GIGAHOST_HTTP_ALLOW = 2,
}

/// Which certificates are trusted. The system's are those of its own store, and those that the
/// variables SSL_CERT_FILE and SSL_CERT_DIR name; they are read once in a process, when the first
/// TLS connection needs them.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum gigahost_trust {
    /// The built-in ones and the system's. The default.
    GIGAHOST_TRUST_BOTH = 0,
    /// The system's.
    GIGAHOST_TRUST_SYSTEM = 1,
    /// Mozilla's, built into the library. Nothing of this machine counts.
    GIGAHOST_TRUST_BUILT_IN = 2,
}

/// The object of a handle: a builder, and the clocks that it will get.
pub(crate) struct Config {
    builder: Builder,
    clocks: Clocks,
}

impl Config {
    /// Opens a session with what is set.
    pub(crate) fn build(&self) -> Result<Session, gigahost::Error> {
        self.builder.clone().clocks(self.clocks.clone()).build()
    }
}

impl Handle for gigahost_config {
    type Object = Mutex<Config>;
    const NAME: &'static str = "config";
}

impl Caller {
    /// Something of the settings of a session.
    pub(crate) fn config<T>(
        &self,
        config: *const gigahost_config,
        f: impl FnOnce(&Config) -> T,
    ) -> Result<T, Fail> {
        self.object(config, |config| f(&config.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Creates the settings for a session at a gigahost_host. Nothing is sent.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn gigahost_config_new(
    host: i32,
    out: *mut *mut gigahost_config,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        handle(out, error, |from| {
            let builder = Session::builder(from.host(host)?);
            Ok(Mutex::new(Config { builder, clocks: Clocks::default() }))
        })
    }
}

/// Sets the account: e-mail (rapidgator, uploadgig, ge.tt) or user name (giga0 and compatible
/// sites, giga.gs), and password.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_login(
    config: *mut gigahost_config,
    login: *const c_char,
    password: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| {
            Ok(set.login(from.text("login", login)?, from.secret("password", password)?))
        })
    }
}

/// Takes over the credentials of an account and the place of its host as the command line finds them:
/// that without a profile if `profile` is NULL, else the one of this name. Credentials come from the
/// environment (GIGAHOST_RAPIDGATOR_LOGIN, _PASSWORD, _TOKEN and so on; of the profile "work",
/// GIGAHOST_RAPIDGATOR_WORK_LOGIN) if that has enough for a login, else from the section [rapidgator] or
/// [rapidgator.work] of the options file. What else stands there counts too: url, ca, trust, proxy,
/// no_proxy, plain_http, allow_private. `path` is the options file, in the system's native form (UTF-8 on
/// Windows); NULL means the one that GIGAHOST_OPTIONS names, else ~/.config/gigahost/options.toml
/// (%APPDATA%\\gigahost\\options.toml), which may be missing. Nobody but its owner may be able to read
/// it.
///
/// GIGAHOST_E_ARGUMENT for "profile" if nothing says who that is, for "options" if the file is none, or
/// others may read it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_profile(
    config: *mut gigahost_config,
    profile: *const c_char,
    path: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| {
            let profile = from.opt_text("profile", profile)?;
            let path = if path.is_null() { None } else { Some(from.path("path", path)?) };
            Ok(set.profile(profile, path.as_deref())?)
        })
    }
}

/// Sets the current two-factor code (rapidgator).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_two_factor_code(
    config: *mut gigahost_config,
    code: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.two_factor_code(from.secret("code", code)?))) }
}

/// Sets the API key (ge.tt), in addition to login and password.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_api_key(
    config: *mut gigahost_config,
    key: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.api_key(from.secret("key", key)?))) }
}

/// Sets the two keys of an account (giga0 and compatible sites), 64 letters and digits each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_keys(
    config: *mut gigahost_config,
    key1: *const c_char,
    key2: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| {
            Ok(set.keys(from.secret("key1", key1)?, from.secret("key2", key2)?))
        })
    }
}

/// Sets a token from an earlier session, either instead of login and password or to avoid a login.
/// If login and password are set as well, a token that has expired is renewed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_token(
    config: *mut gigahost_config,
    token: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.token(from.secret("token", token)?))) }
}

/// Sets the account id that belongs to the token (giga0 and compatible sites).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_account_id(
    config: *mut gigahost_config,
    id: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.account_id(from.text("id", id)?))) }
}

/// Sets a refresh token (ge.tt), instead of key, login and password.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_refresh_token(
    config: *mut gigahost_config,
    token: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.refresh_token(from.secret("token", token)?))) }
}

/// Sets a gigahost_auth_mode: which credentials "authorize" uses (giga0 and compatible sites).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_auth_mode(
    config: *mut gigahost_config,
    mode: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| Ok(set.auth_mode(from.choice("mode", mode, &AUTH_MODES)?)))
    }
}

/// Sets another origin for the API: an emulator, a mirror, or another site that runs the same
/// software. "http" needs GIGAHOST_HTTP_ALLOW. ge.tt receives credentials only if a base URL is set
/// here, even if it is the default one: the service may be gone, and its domain name may pass to
/// somebody else.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_base_url(
    config: *mut gigahost_config,
    url: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.base_url(from.text("url", url)?))) }
}

/// Sets a gigahost_http: where plain "http" is allowed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_plain_http(
    config: *mut gigahost_config,
    policy: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| Ok(set.plain_http(from.choice("policy", policy, &HTTP)?)))
    }
}

/// If 1, the host may return addresses in private networks and on this machine: for tests against
/// an emulator, and for sites inside a company network. Default: 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_allow_private_addresses(
    config: *mut gigahost_config,
    allow: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| Ok(set.allow_private_addresses(from.flag("allow", allow)?)))
    }
}

/// Sets a gigahost_trust: which certificates are trusted. It replaces what
/// gigahost_config_set_ca_pem() set before. Nothing switches verification off.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_trust(
    config: *mut gigahost_config,
    trust: i32,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.trust(from.choice("trust", trust, &TRUST)?))) }
}

/// Sets the proxy for everything that the session sends: the URL of an HTTP proxy
/// ("http://user:password@host:3128"), or of a SOCKS 5 proxy that gets names ("socks5h://") or
/// addresses ("socks5://"; names are resolved on this machine); or "none". User and password are
/// percent-encoded, and are secrets. The port is 1080 if the URL has none. A URL that cannot be used
/// is rejected by gigahost_session_open().
///
/// By default the environment names it, and is read as curl reads it when the session is opened:
/// https_proxy or HTTPS_PROXY, http_proxy (in lower case only), else all_proxy or ALL_PROXY; but
/// never for addresses of this machine.
///
/// What is in TLS goes through a tunnel that the proxy cannot look into (CONNECT). Plain "http" (see
/// gigahost_config_set_plain_http()) is sent to an HTTP proxy with whole URLs, so what
/// gigahost_config_set_addresses() says of a name does not count there. A proxy that resolves names
/// may reach other addresses than this machine would: that an address which a host named is a
/// public one is then checked only as far as the URL itself shows it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_proxy(
    config: *mut gigahost_config,
    url: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.proxy(from.secret("url", url)?))) }
}

/// Sets the addresses that no proxy is used for: names (each for itself and all below it), addresses
/// and networks ("10.0.0.0/8"), each with a port behind it ("giga.gs:8443") if it is meant for that
/// one only, or "*"; separated by commas. It takes the place of no_proxy and NO_PROXY, which count
/// for the proxies of the environment.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_no_proxy(
    config: *mut gigahost_config,
    list: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.no_proxy(from.text("list", list)?))) }
}

/// Trusts only the certificates in this PEM text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_ca_pem(
    config: *mut gigahost_config,
    pem: *const c_char,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.ca_pem(from.text("pem", pem)?))) }
}

/// Sets the budget for the bytes of the session's files. Sessions that are opened with the same one
/// share it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_bandwidth(
    config: *mut gigahost_config,
    bandwidth: *const gigahost_bandwidth,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |from, set| Ok(set.bandwidth(&from.bandwidth(bandwidth)?))) }
}

/// Sets the minimum time between two renewals of a token, in milliseconds. Default: 60000. It keeps
/// two programs that use the same account from invalidating each other's tokens endlessly.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_renewal_interval(
    config: *mut gigahost_config,
    milliseconds: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| {
            Ok(set.renewal_interval(from.milliseconds("milliseconds", milliseconds)?))
        })
    }
}

/// Makes the pauses between retries reproducible, for tests: the same seed gives the same pauses.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_seed(
    config: *mut gigahost_config,
    seed: u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe { set(config, error, |_, set| Ok(set.seed(seed))) }
}

/// Uses these addresses, written as "ip:port" or "[ip]:port", for the host name `name` instead of
/// asking the resolver.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_addresses(
    config: *mut gigahost_config,
    name: *const c_char,
    addresses: *const *const c_char,
    address_count: usize,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    let read = |text: &str| {
        text.parse::<SocketAddr>()
            .map_err(|_| Fail::argument("addresses", "must be written as ip:port"))
    };
    // SAFETY: the pointers are what the header says.
    unsafe {
        set(config, error, |from, set| {
            let texts = from.texts("addresses", addresses, address_count)?;
            let addresses: Vec<_> = texts.into_iter().map(read).collect::<Result<_, _>>()?;
            Ok(set.resolve(from.text("name", name)?, addresses))
        })
    }
}

/// Sets a gigahost_clock, in milliseconds. Only GIGAHOST_CLOCK_TRANSFER may be 0, which means no
/// limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_clock(
    config: *mut gigahost_config,
    clock: i32,
    milliseconds: i64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(config, error, |from, config| {
            let set = from.choice("clock", clock, &CLOCKS)?;
            let time = from.milliseconds("milliseconds", milliseconds)?;
            if time.is_zero() && clock != gigahost_clock::GIGAHOST_CLOCK_TRANSFER as i32 {
                return Err(Fail::argument("milliseconds", "must not be 0: no clock is infinite"));
            }
            set(&mut config.clocks, time);
            Ok(())
        })
    }
}

/// Sets the minimum average speed of a transfer over the idle clock's window, in bytes per second.
/// Default: 1024.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_set_low_speed(
    config: *mut gigahost_config,
    bytes_per_second: u64,
    error: *mut *const gigahost_error,
) -> gigahost_status {
    // SAFETY: the pointers are what the header says.
    unsafe {
        change(config, error, |_, config| {
            config.clocks.low_speed = bytes_per_second;
            Ok(())
        })
    }
}

/// Releases the settings. NULL is a no-op.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gigahost_config_free(config: *mut gigahost_config) -> gigahost_status {
    // SAFETY: the handle is looked up, not followed.
    unsafe { release(|from| from.close(config)) }
}

/// Changes the builder of a handle.
///
/// # Safety
/// As [`guard`].
unsafe fn set<F>(
    config: *const gigahost_config,
    error: *mut *const gigahost_error,
    f: F,
) -> gigahost_status
where
    F: FnOnce(&Caller, Builder) -> Result<Builder, Fail>,
{
    // SAFETY: the caller's promise.
    unsafe {
        change(config, error, |from, config| {
            plant::<F>();
            config.builder = f(from, config.builder.clone())?;
            Ok(())
        })
    }
}

const AUTH_MODES: [(i32, AuthMode); 3] = [
    (gigahost_auth_mode::GIGAHOST_AUTH_AUTO as i32, AuthMode::Auto),
    (gigahost_auth_mode::GIGAHOST_AUTH_KEYS as i32, AuthMode::Keys),
    (gigahost_auth_mode::GIGAHOST_AUTH_PASSWORD as i32, AuthMode::Password),
];

const HTTP: [(i32, PlainHttp); 3] = [
    (gigahost_http::GIGAHOST_HTTP_DENY as i32, PlainHttp::Deny),
    (gigahost_http::GIGAHOST_HTTP_LISTED as i32, PlainHttp::Listed),
    (gigahost_http::GIGAHOST_HTTP_ALLOW as i32, PlainHttp::Allow),
];

const TRUST: [(i32, Trust); 3] = [
    (gigahost_trust::GIGAHOST_TRUST_BOTH as i32, Trust::Both),
    (gigahost_trust::GIGAHOST_TRUST_SYSTEM as i32, Trust::System),
    (gigahost_trust::GIGAHOST_TRUST_BUILT_IN as i32, Trust::BuiltIn),
];

/// Where the time of a clock stands.
type Field = fn(&mut Clocks, Duration);

const CLOCKS: [(i32, Field); 9] = [
    (gigahost_clock::GIGAHOST_CLOCK_CONNECT as i32, |clocks, time| clocks.connect = time),
    (gigahost_clock::GIGAHOST_CLOCK_ANSWER as i32, |clocks, time| clocks.answer = time),
    (gigahost_clock::GIGAHOST_CLOCK_ATTEMPT as i32, |clocks, time| clocks.attempt = time),
    (gigahost_clock::GIGAHOST_CLOCK_IDLE as i32, |clocks, time| clocks.idle = time),
    (gigahost_clock::GIGAHOST_CLOCK_ANSWER_AFTER_BODY as i32, |clocks, time| {
        clocks.answer_after_body = time;
    }),
    (gigahost_clock::GIGAHOST_CLOCK_CALL as i32, |clocks, time| clocks.call = time),
    (gigahost_clock::GIGAHOST_CLOCK_TRANSFER as i32, |clocks, time| {
        clocks.transfer = Some(time).filter(|time| !time.is_zero());
    }),
    (gigahost_clock::GIGAHOST_CLOCK_SETTLE as i32, |clocks, time| clocks.settle = time),
    (gigahost_clock::GIGAHOST_CLOCK_PROCESSING as i32, |clocks, time| clocks.processing = time),
];
