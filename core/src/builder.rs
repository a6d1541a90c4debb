//! The settings of a session: credentials, base URL, timeouts, certificates.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::config::{Config, ProxyChoice, Roots};
use crate::hosts;
use crate::http::url::{Target, UrlPolicy};
use crate::profile::Profile;
use crate::session::{AuthMode, Credentials, TwoFactorCode};
use crate::{Bandwidth, Clocks, Error, Host, PlainHttp, Secret, Session, Trust};

impl Session {
    /// Begins the settings for a session at a host.
    pub fn builder(host: Host) -> Builder {
        Builder::new(host)
    }
}

/// Sets up a [`Session`]. Nothing is sent before the first call.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build`"]
pub struct Builder {
    host: Host,
    config: Config,
    credentials: Credentials,
}

impl Builder {
    fn new(host: Host) -> Self {
        let config = Config {
            base_url: host.default_base_url().to_owned(),
            base_url_given: false,
            clocks: Clocks::default(),
            plain_http: PlainHttp::default(),
            allow_private: false,
            roots: Roots::Of(Trust::default()),
            addresses: HashMap::new(),
            renewal_interval: Duration::from_secs(60),
            seed: None,
            bandwidth: None,
            proxy: ProxyChoice::Environment,
            no_proxy: None,
        };
        Self { host, config, credentials: Credentials::default() }
    }

    /// The account: e-mail (rapidgator, uploadgig, ge.tt) or user name (giga0 and compatible sites,
    /// giga.gs), and password.
    pub fn login(mut self, login: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.credentials.login = Some(login.into());
        self.credentials.password = Some(password.into());
        self
    }

    /// Takes over the credentials of an account and the place of its host as the command line finds them:
    /// that without a profile, or the one of this name.
    ///
    /// Credentials come from the environment (`GIGAHOST_RAPIDGATOR_LOGIN`, `_PASSWORD`, `_TOKEN` and so on;
    /// of the profile `work`, `GIGAHOST_RAPIDGATOR_WORK_LOGIN`) if that has enough for a login, else from
    /// the section `[rapidgator]` or `[rapidgator.work]` of the options file; what else stands there
    /// (`url`, `ca`, `trust`, `proxy`, `no_proxy`, `plain_http`, `allow_private`) counts too, that of the host
    /// where the profile has none. The file is `options`, else what `GIGAHOST_OPTIONS` names, else
    /// `~/.config/gigahost/options.toml` (`%APPDATA%\gigahost\options.toml`). Nobody but its owner may be
    /// able to read it. The netrc and the keyring are the command line's alone.
    ///
    /// ```no_run
    /// use gigahost::{Error, Host, Session};
    ///
    /// fn of_work() -> Result<Session, Error> {
    ///     Session::builder(Host::Rapidgator).profile(Some("work"), None)?.build()
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Status::Argument`](crate::Status::Argument) for `profile` if nothing says who that is, for `options`
    /// if the file is none or others may read it; [`Status::Io`](crate::Status::Io) if it cannot be read.
    pub fn profile(mut self, name: Option<&str>, options: Option<&Path>) -> Result<Self, Error> {
        let found = Profile::find(self.host, name, options)?;
        let secret = |name: &str| found.get(name).cloned();
        let text = |name: &str| found.get(name).map(|value| value.expose().to_owned());
        let given = &mut self.credentials;
        *given = Credentials {
            login: text("login"),
            password: secret("password"),
            two_factor_code: secret("two_factor_code").map(TwoFactorCode::Fixed),
            api_key: secret("api_key"),
            keys: secret("key1").zip(secret("key2")),
            token: secret("token"),
            account_id: text("account_id"),
            refresh_token: secret("refresh_token"),
            auth_mode: match text("auth_mode").as_deref() {
                None | Some("auto") => AuthMode::Auto,
                Some("keys") => AuthMode::Keys,
                Some("password") => AuthMode::Password,
                Some(_) => {
                    return Err(Error::argument("auth_mode", "must be auto, keys or password"));
                }
            },
        };
        if let Some(url) = text("url") {
            self = self.base_url(url);
        }
        if let Some(path) = text("ca") {
            let pem = std::fs::read_to_string(&path).map_err(|e| {
                Error::io("the certificates cannot be read", &e).of_file(Path::new(&path))
            })?;
            self = self.ca_pem(pem);
        } else if let Some(trust) = text("trust") {
            self = self.trust(match trust.as_str() {
                "both" => Trust::Both,
                "system" => Trust::System,
                "built-in" => Trust::BuiltIn,
                _ => return Err(Error::argument("trust", "must be both, system or built-in")),
            });
        }
        if let Some(url) = secret("proxy") {
            self = self.proxy(url);
        }
        if let Some(list) = text("no_proxy") {
            self = self.no_proxy(list);
        }
        if found.get("plain_http").is_some() {
            self = self.plain_http(PlainHttp::Allow);
        }
        if found.get("allow_private").is_some() {
            self = self.allow_private_addresses(true);
        }
        Ok(self)
    }

    /// The current two-factor code (rapidgator).
    pub fn two_factor_code(mut self, code: impl Into<Secret>) -> Self {
        self.credentials.two_factor_code = Some(TwoFactorCode::Fixed(code.into()));
        self
    }

    /// A function that returns the current two-factor code (rapidgator): called once per login, on
    /// the thread that logs in. `None` ends the login with
    /// [`Status::Callback`](crate::Status::Callback). The function must not use the session.
    pub fn two_factor_from(
        mut self,
        ask: impl Fn() -> Option<Secret> + Send + Sync + 'static,
    ) -> Self {
        self.credentials.two_factor_code = Some(TwoFactorCode::Asked(Arc::new(ask)));
        self
    }

    /// The API key (ge.tt), in addition to login and password.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.credentials.api_key = Some(key.into());
        self
    }

    /// The two keys of an account (giga0 and compatible sites), 64 letters and digits each.
    pub fn keys(mut self, key1: impl Into<Secret>, key2: impl Into<Secret>) -> Self {
        self.credentials.keys = Some((key1.into(), key2.into()));
        self
    }

    /// A token from an earlier session, either instead of login and password or to avoid a login.
    pub fn token(mut self, token: impl Into<Secret>) -> Self {
        self.credentials.token = Some(token.into());
        self
    }

    /// The account id that belongs to the token (giga0 and compatible sites).
    pub fn account_id(mut self, id: impl Into<String>) -> Self {
        self.credentials.account_id = Some(id.into());
        self
    }

    /// A refresh token (ge.tt), instead of key, login and password.
    pub fn refresh_token(mut self, token: impl Into<Secret>) -> Self {
        self.credentials.refresh_token = Some(token.into());
        self
    }

    /// Which credentials `authorize` uses (giga0 and compatible sites).
    pub fn auth_mode(mut self, mode: AuthMode) -> Self {
        self.credentials.auth_mode = mode;
        self
    }

    /// Another origin for the API: an emulator, a mirror, or another site that runs the same
    /// software. It may have a path, which may or may not end with the API's own (`/api/v2`,
    /// `/api`, `/1`). `http` needs [`PlainHttp::Allow`].
    ///
    /// ge.tt receives credentials only if a base URL is set here, even if it is the default one:
    /// the service may be gone, and its domain name may pass to somebody else.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.config.base_url = url.into();
        self.config.base_url_given = true;
        self
    }

    /// The clocks, that is, timeouts.
    pub fn clocks(mut self, clocks: Clocks) -> Self {
        self.config.clocks = clocks;
        self
    }

    /// Where plain `http` is allowed. Default: [`PlainHttp::Listed`].
    pub fn plain_http(mut self, policy: PlainHttp) -> Self {
        self.config.plain_http = policy;
        self
    }

    /// Allows the host to return addresses in private networks and on this machine: for tests
    /// against an emulator, and for sites inside a company network.
    pub fn allow_private_addresses(mut self, allow: bool) -> Self {
        self.config.allow_private = allow;
        self
    }

    /// Which certificates are trusted. Default: [`Trust::Both`]. It replaces what [`ca_pem`](Self::ca_pem)
    /// set before. No choice switches verification off.
    pub fn trust(mut self, trust: Trust) -> Self {
        self.config.roots = Roots::Of(trust);
        self
    }

    /// Trusts only the certificates in this PEM text, whatever [`trust`](Self::trust) said before.
    pub fn ca_pem(mut self, pem: impl Into<String>) -> Self {
        self.config.roots = Roots::Pem(pem.into().into());
        self
    }

    /// The proxy for everything that the session sends: the URL of an HTTP proxy
    /// (`http://user:password@host:3128`), or of a SOCKS 5 proxy that gets names (`socks5h://`) or
    /// addresses (`socks5://`; names are resolved on this machine); or `none`. User and password are
    /// percent-encoded, and are secrets. The port is 1080 if the URL has none.
    ///
    /// By default the environment names it, and is read as curl reads it when the session is built:
    /// `https_proxy` or `HTTPS_PROXY`, `http_proxy` (in lower case only), else `all_proxy` or
    /// `ALL_PROXY`; but never for addresses of this machine.
    ///
    /// What is in TLS goes through a tunnel that the proxy cannot look into (`CONNECT`). Plain `http`
    /// (see [`plain_http`](Self::plain_http)) is sent to an HTTP proxy with whole URLs, so what
    /// [`resolve`](Self::resolve) says of a name does not count there. A proxy that
    /// resolves names may reach other addresses than this machine would: that an address which a host
    /// named is a public one is then checked only as far as the URL itself shows it.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        let url = url.into();
        self.config.proxy = match url.expose() {
            "none" => ProxyChoice::None,
            _ => ProxyChoice::Fixed(url),
        };
        self
    }

    /// Addresses that no proxy is used for: names (each for itself and all below it), addresses and
    /// networks (`10.0.0.0/8`), each with a port behind it (`giga.gs:8443`) if it is meant for that one
    /// only, or `*`; separated by commas. It takes the place of `no_proxy` and `NO_PROXY`, which count
    /// for the proxies of the environment.
    pub fn no_proxy(mut self, list: impl Into<String>) -> Self {
        self.config.no_proxy = Some(list.into());
        self
    }

    /// Uses these addresses for this host name instead of asking the resolver.
    pub fn resolve(
        mut self,
        name: impl Into<String>,
        addresses: impl Into<Vec<SocketAddr>>,
    ) -> Self {
        self.config.addresses.insert(name.into().to_ascii_lowercase(), addresses.into());
        self
    }

    /// The minimum time between two renewals of a token. Default 60 s. It keeps two programs that
    /// use the same account from invalidating each other's tokens endlessly.
    pub fn renewal_interval(mut self, interval: Duration) -> Self {
        self.config.renewal_interval = interval;
        self
    }

    /// The budget for the bytes of the session's files. Sessions that are given the same one share it.
    pub fn bandwidth(mut self, budget: &Bandwidth) -> Self {
        self.config.bandwidth = Some(budget.clone());
        self
    }

    /// Makes the pauses between retries reproducible, for tests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.seed = Some(seed);
        self
    }

    /// Opens the session.
    ///
    /// # Errors
    /// [`Status::Argument`](crate::Status::Argument) for credentials that do not fit the host or
    /// cannot be sent, a malformed base URL, proxy or PEM text; [`Status::InsecureRefused`](crate::Status::InsecureRefused)
    /// for an `http` base URL without permission.
    pub fn build(self) -> Result<Session, Error> {
        self.check_credentials()?;
        let clocks = &self.config.clocks;
        for (name, value) in [
            ("connect", clocks.connect),
            ("answer", clocks.answer),
            ("attempt", clocks.attempt),
            ("idle", clocks.idle),
            ("answer_after_body", clocks.answer_after_body),
            ("call", clocks.call),
            ("processing", clocks.processing),
        ] {
            if value.is_zero() {
                return Err(Error::argument(name, "must not be zero: no clock is infinite"));
            }
        }
        // The paths of the tables begin with the prefix; whoever copies it from the host's page means
        // the same.
        let given = self.config.base_url.trim_end_matches('/');
        let origin = given.strip_suffix(self.host.path_prefix()).unwrap_or(given);
        let base = Target::base(origin, self.config.plain_http)?;
        let policy = UrlPolicy {
            host: self.host,
            plain_http: self.config.plain_http,
            allow_private: self.config.allow_private,
            base,
        };
        Session::open(hosts::adapter(self.host), self.config, self.credentials, policy)
    }

    fn check_credentials(&self) -> Result<(), Error> {
        let given = &self.credentials;
        let host = self.host;
        let foreign = |parameter: &str, there: bool, hosts: &[Host]| {
            if there && !hosts.contains(&host) {
                Err(Error::argument(parameter, format_args!("is not a credential of {host}")))
            } else {
                Ok(())
            }
        };
        foreign("two_factor_code", given.two_factor_code.is_some(), &[Host::Rapidgator])?;
        foreign("api_key", given.api_key.is_some(), &[Host::Gett])?;
        foreign("keys", given.keys.is_some(), &[Host::Giga0])?;
        foreign("refresh_token", given.refresh_token.is_some(), &[Host::Gett])?;
        foreign("account_id", given.account_id.is_some(), &[Host::Giga0])?;
        foreign(
            "token",
            given.token.is_some(),
            &[Host::Rapidgator, Host::Giga0, Host::Gett, Host::GigaGs],
        )?;
        if host == Host::Giga0 && given.token.is_some() != given.account_id.is_some() {
            return Err(Error::argument("token", "and `account_id` belong together"));
        }
        if let Some((key1, key2)) = &given.keys {
            for (name, key) in [("key1", key1), ("key2", key2)] {
                let key = key.expose();
                if key.len() != 64 || !key.bytes().all(|b| b.is_ascii_alphanumeric()) {
                    return Err(Error::argument(name, "must be 64 letters and digits"));
                }
            }
        }
        if given.login.as_deref().is_some_and(|login| login.is_empty() || login.contains('\0')) {
            return Err(Error::argument("login", "must be a text without NUL"));
        }
        for secret in given.secrets() {
            if secret.expose().is_empty() {
                return Err(Error::argument("credentials", "must not be empty"));
            }
            if secret.expose().contains('\0') {
                return Err(Error::argument("credentials", "must not contain NUL"));
            }
        }
        for (name, token) in [
            ("token", &given.token),
            ("refresh_token", &given.refresh_token),
            ("api_key", &given.api_key),
        ] {
            if token.as_ref().is_some_and(|token| {
                token.expose().chars().any(|c| c.is_control() || c.is_whitespace() || !c.is_ascii())
            }) {
                return Err(Error::argument(
                    name,
                    "must not contain blanks, control characters or non-ASCII",
                ));
            }
        }
        Ok(())
    }
}
