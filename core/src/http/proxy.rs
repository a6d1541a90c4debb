//! Proxies: which one a connection goes through, and how a proxy is asked for it.

mod environment;
mod exceptions;
mod http;
mod named;
mod socks;

use std::net::{IpAddr, TcpStream};
use std::sync::Arc;

use ureq::http::Uri;

use self::environment::Environment;
use self::exceptions::Exceptions;
use self::named::Kind;
use crate::config::ProxyChoice;
use crate::{Error, Secret};

pub(super) use self::http::{Form, login_refused};
pub(super) use self::named::Proxy;

/// How plain requests to this origin are put to a proxy.
pub(super) fn form(proxy: &Proxy, uri: &Uri) -> Form {
    Form::new(uri, proxy.login())
}

/// Has a proxy connect `stream` to the host. Nothing of the request was sent when it fails.
pub(super) fn tunnel(
    proxy: &Proxy,
    stream: &mut TcpStream,
    host: &str,
    address: Option<IpAddr>,
    port: u16,
) -> Result<(), Error> {
    let outcome = match proxy.kind() {
        Kind::Http => http::tunnel(proxy, stream, host, address, port),
        Kind::Socks5 | Kind::Socks5h => socks::tunnel(proxy, stream, host, address, port),
    };
    outcome.map_err(|error| proxy.named(error))
}

/// The proxies of a session.
#[derive(Debug)]
pub(super) struct Proxies {
    by: By,
    exceptions: Exceptions,
}

#[derive(Debug)]
enum By {
    Nothing,
    Caller(Arc<Proxy>),
    Environment(Environment),
}

impl Proxies {
    /// What the caller chose, or else what the environment says now.
    pub(super) fn new(choice: &ProxyChoice, except: Option<&str>) -> Result<Self, Error> {
        let by = match choice {
            ProxyChoice::None => By::Nothing,
            ProxyChoice::Fixed(url) => By::Caller(Arc::new(Proxy::parse("proxy", url.expose())?)),
            ProxyChoice::Environment => By::Environment(Environment::read()),
        };
        let exceptions = match (except, &by) {
            (Some(list), _) => Exceptions::parse(list),
            (None, By::Environment(_)) => Exceptions::parse(&environment::no_proxy()),
            (None, _) => Exceptions::default(),
        };
        Ok(Self { by, exceptions })
    }

    /// The proxy for this address, if there is one.
    ///
    /// # Errors
    /// `ARGUMENT` if a variable of the environment names one, but not in a way that can be read: to go
    /// past a proxy that was asked for would be worse.
    pub(super) fn of(&self, uri: &Uri) -> Result<Option<Arc<Proxy>>, Error> {
        let (host, port) = super::resolver::place(uri);
        let host = host.trim_end_matches('.');
        let is_plain = uri.scheme_str() == Some("http");
        if self.exceptions.hold(host, port) {
            return Ok(None);
        }
        match &self.by {
            By::Nothing => Ok(None),
            By::Caller(proxy) => Ok(Some(proxy.clone())),
            By::Environment(_) if is_loopback(host) => Ok(None),
            By::Environment(found) => found.of(is_plain),
        }
    }

    /// What must not be shown of them.
    pub(super) fn secrets(&self) -> Vec<Secret> {
        let all = match &self.by {
            By::Nothing => Vec::new(),
            By::Caller(proxy) => vec![proxy.clone()],
            By::Environment(found) => found.all(),
        };
        let logins = all.iter().filter_map(|proxy| proxy.login());
        logins
            .flat_map(|login| [login.1.clone(), http::basic(login)])
            .filter(|secret| !secret.expose().is_empty())
            .collect()
    }
}

fn is_loopback(host: &str) -> bool {
    let name = host.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(url: &str, except: Option<&str>) -> Result<Proxies, Error> {
        Proxies::new(&ProxyChoice::Fixed(url.into()), except)
    }

    #[test]
    fn r104_the_password_of_a_proxy_is_in_no_text_of_ours() {
        let proxies = fixed("http://ann:hunter2-canary@proxy.example:3128", None).unwrap();
        assert!(!format!("{proxies:?}").contains("canary"));
        let secrets: Vec<_> = proxies.secrets().iter().map(|s| s.expose().to_owned()).collect();
        assert_eq!(secrets, ["hunter2-canary", "YW5uOmh1bnRlcjItY2FuYXJ5"]);
        for text in [
            "https://a:canary@b",
            "http://a%3A:canary@b",
            "http://ann:canary@",
            "http://a:canary@b:0",
        ] {
            let error = fixed(text, None).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"), "{error}");
            assert_eq!(error.parameter(), Some("proxy"));
        }
    }

    #[test]
    fn a_proxy_of_the_callers_is_used_for_all_but_his_exceptions() {
        let uri = |text: &str| text.parse::<Uri>().unwrap();
        let proxies = fixed("http://proxy.example:3128", Some("giga.gs, 127.0.0.0/8")).unwrap();
        let uses = |text: &str| proxies.of(&uri(text)).unwrap().is_some();
        assert!(uses("https://rapidgator.net/x"));
        assert!(uses("http://localhost:81/x"));
        assert!(!uses("http://127.0.0.1:81/x"));
        assert!(!uses("https://www.giga.gs/x"));
    }
}
