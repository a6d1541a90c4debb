//! One proxy: its address as people write it, and what its failures are called.

use std::fmt;

use ureq::ProxyProtocol;

use crate::http::steadily::Ended;
use crate::{Error, Secret, Status};

/// The port of a proxy that names none, as with curl.
const PORT: u16 = 1080;

/// How a proxy is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Http,
    /// Gets addresses: names are resolved on this side.
    Socks5,
    /// Gets names.
    Socks5h,
}

/// One proxy. What it prints has no login.
pub(in crate::http) struct Proxy {
    kind: Kind,
    host: String,
    port: u16,
    login: Option<(Secret, Secret)>,
}

impl Proxy {
    /// Reads the address of a proxy. `source` is the parameter or the variable that it comes from; no
    /// message quotes the address, for it may hold a password.
    pub(super) fn parse(source: &str, text: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::argument(
                source,
                "must be the URL of a proxy, http://, socks5:// or socks5h://, with a host and its port, \
                 or `none`",
            )
            .with_hint("a user and a password stand before the host, percent-encoded: user:password@host")
        };
        let parsed = ureq::Proxy::new(text.trim()).map_err(|_| wrong())?;
        let kind = match parsed.protocol() {
            ProxyProtocol::Http => Kind::Http,
            ProxyProtocol::Socks5 => Kind::Socks5,
            ProxyProtocol::Socks5h => Kind::Socks5h,
            ProxyProtocol::Https => {
                return Err(Error::argument(
                    source,
                    "names a proxy that is spoken to in TLS (https://), which is not supported",
                )
                .with_hint(
                    "most such proxies also take http://; what goes through them to the hosts is in TLS \
                     all the same",
                ));
            }
            _ => {
                return Err(Error::argument(
                    source,
                    "names a proxy of a kind that is not supported",
                )
                .with_hint("use socks5:// or socks5h:// in place of SOCKS 4"));
            }
        };
        let host = parsed.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        if host.is_empty() {
            return Err(wrong());
        }
        let login = match (parsed.username(), parsed.password()) {
            (None, None) => None,
            (user, password) => Some((
                Secret::new(user.unwrap_or_default()),
                Secret::new(password.unwrap_or_default()),
            )),
        };
        if let Some((user, password)) = &login {
            let (user, password) = (user.expose(), password.expose());
            let fits = match kind {
                // The colon ends the user.
                Kind::Http => !user.contains(':'),
                Kind::Socks5 | Kind::Socks5h => {
                    (1..=255).contains(&user.len()) && (1..=255).contains(&password.len())
                }
            };
            if !fits {
                return Err(Error::argument(
                    source,
                    "has a user or a password that cannot be sent to such a proxy",
                ));
            }
        }
        let authority = parsed.uri().authority().map_or("", |authority| authority.as_str());
        let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
        // What stands behind the host and is no port is the rest of a password that was not encoded.
        let port = match (place.get(parsed.host().len()..), parsed.uri().port_u16()) {
            (_, Some(port @ 1..)) => port,
            (Some(""), None) => PORT,
            _ => return Err(wrong()),
        };
        Ok(Self { kind, host, port, login })
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    pub(super) fn login(&self) -> Option<&(Secret, Secret)> {
        self.login.as_ref()
    }

    /// Its name, or its address without brackets, and its port.
    pub(in crate::http) fn place(&self) -> (&str, u16) {
        (&self.host, self.port)
    }

    /// Whether names are for the proxy to resolve.
    pub(in crate::http) fn resolves(&self) -> bool {
        self.kind != Kind::Socks5
    }

    /// What is sent in clear to it is not tunnelled: it takes whole URLs.
    pub(in crate::http) fn takes_urls(&self) -> bool {
        self.kind == Kind::Http
    }

    /// What it refuses, it would refuse again.
    pub(super) fn refusal(&self, why: &str) -> Error {
        Error::new(Status::Proxy, format!("the proxy {self} {why}"))
    }

    /// It could not do now what it may do later.
    pub(super) fn failure(&self, why: &str) -> Error {
        Error::new(Status::Connect, format!("the proxy {self} {why}"))
    }

    /// What ended the connection to it while it was asked.
    pub(super) fn lost(&self, ended: Ended) -> Error {
        match ended {
            Ended::Call(error) => error,
            Ended::Connection(source) => {
                self.failure("closed the connection").with_os_error(source.raw_os_error())
            }
        }
    }

    /// What befell on the way to it, told as that.
    pub(in crate::http) fn unreachable(&self, error: Error) -> Error {
        match error.status() {
            Status::Dns => error.become_status(
                Status::Dns,
                format!("the name of the proxy {self} could not be resolved"),
            ),
            Status::Connect => {
                let message = format!("the proxy {self} could not be reached: {}", error.message());
                error.become_status(Status::Connect, message)
            }
            _ => self.named(error),
        }
    }

    /// An error of the way through it, which tells that there is a proxy.
    pub(in crate::http) fn named(&self, error: Error) -> Error {
        if error.status() == Status::Timeout && error.hint().is_none() {
            return error.with_hint(format!("the connection goes through the proxy {self}"));
        }
        error
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.kind {
            Kind::Http => "http",
            Kind::Socks5 => "socks5",
            Kind::Socks5h => "socks5h",
        };
        write!(f, "{scheme}://{}", authority(&self.host, self.port))
    }
}

/// A name or an address with its port, as URLs and `CONNECT` write it.
pub(super) fn authority(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(url: &str) -> String {
        Proxy::parse("proxy", url)
            .map_or_else(|e| e.status().to_string(), |proxy| proxy.to_string())
    }

    #[test]
    fn r105_a_proxy_is_read_as_curl_reads_it_and_shown_without_its_login() {
        for (text, expected) in [
            ("http://proxy.example:3128", "http://proxy.example:3128"),
            ("http://proxy.example:3128/", "http://proxy.example:3128"),
            ("proxy.example:3128", "http://proxy.example:3128"),
            ("http://proxy.example", "http://proxy.example:1080"),
            ("socks5://10.0.0.1", "socks5://10.0.0.1:1080"),
            ("SOCKS5H://proxy.example:9050", "socks5h://proxy.example:9050"),
            ("http://ann:canary%40x@proxy.example:1", "http://proxy.example:1"),
            ("http://[::1]:3128", "http://[::1]:3128"),
            ("https://proxy.example:3128", "ARGUMENT"),
            ("socks4://proxy.example:3128", "ARGUMENT"),
            ("ftp://proxy.example", "ARGUMENT"),
            ("http://ann:canary/x@proxy.example:1", "ARGUMENT"),
            ("http://ann:canary#x@proxy.example:1", "ARGUMENT"),
            ("http://ann:canary?x@proxy.example:1", "ARGUMENT"),
            ("http://proxy.example:", "ARGUMENT"),
            ("http://proxy.example:0", "ARGUMENT"),
            ("http://proxy.example:65536", "ARGUMENT"),
            ("http://a%3Ab:canary@proxy.example:1", "ARGUMENT"),
            ("socks5://ann@proxy.example:1", "ARGUMENT"),
            ("http://", "ARGUMENT"),
            ("", "ARGUMENT"),
            ("a b", "ARGUMENT"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
