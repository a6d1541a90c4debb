//! From an address to a connection: names, proxies, TCP. TLS comes after.

use std::net::{IpAddr, SocketAddr, TcpStream};

use ureq::http::Uri;

use super::proxy::{Form, Proxies, Proxy, form, tunnel};
use super::resolver::GuardedResolver;
use crate::config::Config;
use crate::{Error, Secret};

/// What the connections of a session are made with.
#[derive(Debug)]
pub(super) struct Network {
    resolver: GuardedResolver,
    proxies: Proxies,
}

/// A new connection.
pub(super) struct Line {
    pub stream: TcpStream,
    /// There is a proxy that takes whole URLs at its other end.
    pub form: Option<Form>,
}

impl Network {
    pub(super) fn new(config: &Config) -> Result<Self, Error> {
        Ok(Self {
            resolver: GuardedResolver::new(config.addresses.clone(), config.allow_private),
            proxies: Proxies::new(&config.proxy, config.no_proxy.as_deref())?,
        })
    }

    /// Connects for HTTP.
    pub(super) fn connect(&self, uri: &Uri) -> Result<Line, Error> {
        let Some(proxy) = self.proxies.of(uri)? else {
            return Ok(Line { stream: self.directly(uri)?, form: None });
        };
        if uri.scheme_str() == Some("http") && proxy.takes_urls() {
            // It resolves the name; what can be told of it here is checked here.
            self.resolver.known(uri)?;
            return Ok(Line { stream: self.reach(&proxy)?, form: Some(form(&proxy, uri)) });
        }
        Ok(Line { stream: self.through(&proxy, uri)?, form: None })
    }

    /// Connects for anything else.
    pub(super) fn tunnel(&self, uri: &Uri) -> Result<TcpStream, Error> {
        match self.proxies.of(uri)? {
            Some(proxy) => self.through(&proxy, uri),
            None => self.directly(uri),
        }
    }

    fn directly(&self, uri: &Uri) -> Result<TcpStream, Error> {
        super::connect::connect(&self.resolver.checked(uri)?)
    }

    fn through(&self, proxy: &Proxy, uri: &Uri) -> Result<TcpStream, Error> {
        let found = if proxy.resolves() {
            self.resolver.known(uri)?
        } else {
            Some(self.resolver.checked(uri)?)
        };
        let address = found.and_then(|found| one_of(&found));
        let (host, port) = super::resolver::place(uri);
        let port = address.map_or(port, |address| address.port());
        let mut stream = self.reach(proxy)?;
        tunnel(proxy, &mut stream, host, address.map(|address| address.ip()), port)?;
        Ok(stream)
    }

    /// Connects to the proxy itself, wherever it is: the caller named it, no host.
    fn reach(&self, proxy: &Proxy) -> Result<TcpStream, Error> {
        let (host, port) = proxy.place();
        self.resolver
            .addresses(host, port)
            .and_then(|addresses| super::connect::connect(&addresses))
            .map_err(|error| proxy.unreachable(error))
    }

    /// The proxy for an address, without its login.
    pub(super) fn proxy_for(&self, uri: &Uri) -> Result<Option<String>, Error> {
        Ok(self.proxies.of(uri)?.map(|proxy| proxy.to_string()))
    }

    pub(super) fn secrets(&self) -> Vec<Secret> {
        self.proxies.secrets()
    }
}

/// One of many: a proxy gets one address, and IPv4 is what every proxy can reach.
fn one_of(found: &[SocketAddr]) -> Option<SocketAddr> {
    found.iter().find(|address| matches!(address.ip(), IpAddr::V4(_))).or(found.first()).copied()
}
