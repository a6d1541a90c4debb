//! HTTP proxies: `CONNECT` for what is in TLS, whole URLs for what is not.

use std::net::{IpAddr, TcpStream};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ureq::http::Uri;

use super::named::{Proxy, authority};
use crate::http::steadily;
use crate::{Error, Secret, Status};

/// The longest head of an answer to `CONNECT`.
const LONGEST_HEAD: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;

const HOW_TO_LOG_IN: &str =
    "write the user and the password into its URL: http://user:password@host:port";

/// What stands in `Proxy-Authorization`, behind `Basic `.
pub(super) fn basic((user, password): &(Secret, Secret)) -> Secret {
    Secret::new(STANDARD.encode(format!("{}:{}", user.expose(), password.expose())))
}

/// The line for the login, or nothing.
fn authorization(login: Option<&(Secret, Secret)>) -> String {
    login.map_or_else(String::new, |login| {
        format!("Proxy-Authorization: Basic {}\r\n", basic(login).expose())
    })
}

/// Has the proxy connect to the host.
pub(super) fn tunnel(
    proxy: &Proxy,
    stream: &mut TcpStream,
    host: &str,
    address: Option<IpAddr>,
    port: u16,
) -> Result<(), Error> {
    let host = address.map_or_else(|| host.to_owned(), |address| address.to_string());
    let place = authority(&host, port);
    let request = Secret::new(format!(
        "CONNECT {place} HTTP/1.1\r\nHost: {place}\r\nUser-Agent: libgigahost/{}\r\n{}\r\n",
        env!("CARGO_PKG_VERSION"),
        authorization(proxy.login()),
    ));
    let lost = |ended| proxy.lost(ended);
    steadily::write(stream, request.expose().as_bytes()).map_err(lost)?;
    let mut head = Vec::new();
    loop {
        let mut room = [0; 4096];
        let n = steadily::read(stream, &mut room).map_err(lost)?;
        head.extend_from_slice(room.get(..n).unwrap_or_default());
        if let Some((code, length)) = status(proxy, &head)? {
            if (100..200).contains(&code) && code != 101 {
                head.drain(..length);
                continue;
            }
            verdict(proxy, code, &place)?;
            // Nothing can have come from the host, which was not spoken to.
            return if head.len() > length {
                Err(proxy.refusal("answered with something else than a connection"))
            } else {
                Ok(())
            };
        }
        if n == 0 {
            return Err(if head.is_empty() {
                proxy.failure("closed the connection")
            } else {
                not_one(proxy)
            });
        }
        if head.len() > LONGEST_HEAD {
            return Err(not_one(proxy));
        }
    }
}

fn not_one(proxy: &Proxy) -> Error {
    proxy.refusal("does not answer as an HTTP proxy").with_hint("check its kind and its port")
}

/// The code of a whole head, and how long the head is.
fn status(proxy: &Proxy, bytes: &[u8]) -> Result<Option<(u16, usize)>, Error> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => {
            Ok(Some((response.code.unwrap_or_default(), length)))
        }
        Ok(httparse::Status::Partial) => Ok(None),
        Err(_) => Err(not_one(proxy)),
    }
}

fn verdict(proxy: &Proxy, code: u16, place: &str) -> Result<(), Error> {
    match code {
        200..300 => Ok(()),
        // Some say 401, as if they were the host.
        401 | 407 => Err(login_wanted(proxy, code)),
        // It tried.
        502..=504 => Err(proxy.failure(&format!("could not reach {place} (HTTP {code})"))),
        429 | 500 => Err(proxy.failure(&format!("failed to connect to {place} (HTTP {code})"))),
        _ => Err(proxy.refusal(&format!("refuses to connect to {place} (HTTP {code})"))),
    }
}

fn login_wanted(proxy: &Proxy, code: u16) -> Error {
    let why = if proxy.login().is_some() { "refuses the login" } else { "asks for a login" };
    proxy.refusal(&format!("{why} (HTTP {code})")).with_hint(HOW_TO_LOG_IN)
}

/// What an answer in clear with the code 407 means: no host says it, and the proxy passed nothing on.
pub(in crate::http) fn login_refused() -> Error {
    Error::new(Status::Proxy, "the proxy asks for a login, or refuses the one given (HTTP 407)")
        .with_hint(HOW_TO_LOG_IN)
        .with_http_status(407)
}

/// The heads of plain requests, as a proxy takes them.
pub(in crate::http) struct Form {
    /// `http://` and the authority.
    origin: String,
    authorization: Secret,
}

impl Form {
    pub(super) fn new(uri: &Uri, login: Option<&(Secret, Secret)>) -> Self {
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        Self {
            origin: format!("http://{authority}"),
            authorization: Secret::new(authorization(login)),
        }
    }

    /// The head with its whole URL and the proxy's login. The head begins with `METHOD /path HTTP/1.1`.
    pub(in crate::http) fn head(&self, head: &[u8]) -> Vec<u8> {
        let path = head.iter().position(|byte| *byte == b' ').map_or(0, |blank| blank + 1);
        let next =
            head.windows(2).position(|pair| pair == b"\r\n").map_or(head.len(), |end| end + 2);
        let part = |range: std::ops::Range<usize>| head.get(range).unwrap_or_default();
        [
            part(0..path),
            self.origin.as_bytes(),
            part(path..next),
            self.authorization.expose().as_bytes(),
            part(next..head.len()),
        ]
        .concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r105_a_plain_request_goes_to_the_proxy_with_its_whole_url() {
        let uri: Uri = "http://blobs.ge.tt:81/a?b=c%2f".parse().unwrap();
        let login = ("ann".into(), "pw".into());
        let head = b"POST /a?b=c%2f HTTP/1.1\r\nHost: blobs.ge.tt:81\r\n\r\nbody\r\n";
        let sent = Form::new(&uri, Some(&login)).head(head);
        assert_eq!(
            String::from_utf8(sent).unwrap(),
            "POST http://blobs.ge.tt:81/a?b=c%2f HTTP/1.1\r\nProxy-Authorization: Basic YW5uOnB3\r\n\
             Host: blobs.ge.tt:81\r\n\r\nbody\r\n"
        );
        let sent = Form::new(&uri, None).head(b"GET / HTTP/1.1\r\n\r\n");
        assert_eq!(sent, b"GET http://blobs.ge.tt:81/ HTTP/1.1\r\n\r\n");
    }
}
