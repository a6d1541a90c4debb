//! One request and the head of its answer. The only place that talks to the HTTP library.

use std::io::{self, Read};
use std::sync::Arc;

use ureq::http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use ureq::{Agent, SendBody};

use super::body::Body;
use super::failure::from_ureq;
use super::network::Network;
use super::socket::Socket;
use super::transport::GuardedConnector;
use super::trust::Trusted;
use super::url::Target;
use crate::config::Config;
use crate::operation::Method;
use crate::scope::{self, ExchangeClocks, Phase};
use crate::{Error, Secret, Status};

/// A body of so many bytes goes in one piece with the head.
const SMALL_BODY: usize = 16 * 1024;

/// What only a proxy says.
const PROXY_LOGIN: u16 = 407;

/// What is sent as the body.
pub(crate) enum Outgoing<'a> {
    None,
    Bytes {
        content_type: &'a str,
        bytes: &'a [u8],
    },
    /// `length` is what the reader gives exactly; none is sent chunked.
    Stream {
        content_type: &'a str,
        reader: &'a mut dyn Read,
        length: Option<u64>,
    },
}

/// One request.
pub(crate) struct Exchange<'a> {
    pub method: Method,
    pub target: &'a Target,
    pub headers: &'a [(&'static str, String)],
    pub body: Outgoing<'a>,
    /// Transfers take a connection of their own and do not leave it behind.
    pub fresh: bool,
    pub clocks: ExchangeClocks,
}

/// The head of an answer and its body, still on the wire.
pub(crate) struct Incoming {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Body,
}

impl Incoming {
    /// A header as text, if it is there and is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The header `Location`. Two different ones are a trick.
    pub(crate) fn location(&self) -> Result<Option<String>, Error> {
        let mut all = self.headers.get_all("location").iter();
        let first = all.next();
        if all.any(|other| Some(other) != first) {
            return Err(Error::new(Status::Protocol, "the answer names two different redirects")
                .with_http_status(self.status));
        }
        Ok(first.and_then(|value| std::str::from_utf8(value.as_bytes()).ok()).map(str::to_owned))
    }

    /// The declared length of the body.
    pub(crate) fn length(&self) -> Option<u64> {
        declared_length(&self.headers)
    }
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get("content-length")?.to_str().ok()?.trim().parse().ok()
}

/// The connections of a session.
pub(crate) struct Client {
    pooled: Agent,
    fresh: Agent,
    connector: GuardedConnector,
}

impl Client {
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let connector = GuardedConnector {
            network: Arc::new(Network::new(config)?),
            trusted: Arc::new(Trusted::new(&config.roots)?),
        };
        let agent = |idle: usize| {
            // Every clock is the transport's own, so that none starts a thread or restarts on a retry.
            let settings = Agent::config_builder()
                .http_status_as_error(false)
                .max_redirects(0)
                .max_redirects_will_error(false)
                .proxy(None)
                .user_agent(concat!("libgigahost/", env!("CARGO_PKG_VERSION")))
                .accept("*/*")
                .accept_encoding("identity")
                .max_idle_connections(idle)
                .max_idle_connections_per_host(idle)
                .timeout_await_100(None)
                .build();
            Agent::with_parts(settings, connector.clone(), connector.clone())
        };
        Ok(Self { pooled: agent(3), fresh: agent(0), connector })
    }

    /// The proxy that an address is reached through, as a URL without its login.
    pub(crate) fn proxy_for(&self, uri: &Uri) -> Result<Option<String>, Error> {
        self.connector.network.proxy_for(uri)
    }

    /// What must not be shown of the network's settings.
    pub(crate) fn secrets(&self) -> Vec<Secret> {
        self.connector.network.secrets()
    }

    /// Opens a connection for something that is not HTTP. The exchange that it begins is for the
    /// caller to end.
    pub(crate) fn socket(&self, target: &Target, clocks: ExchangeClocks) -> Result<Socket, Error> {
        scope::begin_exchange(clocks, target.from_answer);
        let socket = Socket::open(&self.connector.network, &self.connector.trusted, target.uri());
        match &socket {
            Ok(_) => scope::set_phase(Phase::Answer),
            Err(_) => scope::end_exchange(),
        }
        socket
    }

    /// Sends a request and reads the head of the answer.
    pub(crate) fn run(&self, exchange: Exchange<'_>) -> Result<Incoming, Error> {
        scope::begin_exchange(exchange.clocks, exchange.target.from_answer);
        let result = self.send(exchange);
        if result.is_err() {
            scope::end_exchange();
        }
        result.map_err(|error| {
            let (sent, received) = scope::traffic();
            error.with_bytes(sent, received)
        })
    }

    fn send(&self, exchange: Exchange<'_>) -> Result<Incoming, Error> {
        let mut request =
            Request::builder().method(exchange.method.name()).uri(exchange.target.uri().clone());
        for (name, value) in exchange.headers {
            let name = HeaderName::from_static(name);
            request = request.header(name, header_value(value)?);
        }
        let mut nothing = io::empty();
        let (content_type, length, reader): (_, _, &mut dyn Read) = match exchange.body {
            Outgoing::None if exchange.method == Method::Post => (None, Some(0), &mut nothing),
            Outgoing::None => {
                let agent = if exchange.fresh { &self.fresh } else { &self.pooled };
                return finish(agent.run(request.body(()).map_err(|_| malformed())?));
            }
            Outgoing::Bytes { content_type, bytes } => {
                if !bytes.is_empty() && bytes.len() <= SMALL_BODY {
                    scope::hold_head();
                }
                let agent = if exchange.fresh { &self.fresh } else { &self.pooled };
                let request = request.header("content-type", header_value(content_type)?);
                let request = request.body(bytes).map_err(|_| malformed())?;
                return finish(agent.run(request));
            }
            Outgoing::Stream { content_type, reader, length } => {
                (Some(content_type), length, reader)
            }
        };
        if let Some(content_type) = content_type {
            request = request.header("content-type", header_value(content_type)?);
        }
        if let Some(length) = length {
            request = request.header("content-length", HeaderValue::from(length));
        }
        let agent = if exchange.fresh { &self.fresh } else { &self.pooled };
        finish(agent.run(request.body(SendBody::from_reader(reader)).map_err(|_| malformed())?))
    }
}

fn finish(
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<Incoming, Error> {
    let (parts, body) = answer.map_err(|e| from_ureq(&e))?.into_parts();
    scope::set_phase(Phase::Receiving);
    let status = parts.status.as_u16();
    if status == PROXY_LOGIN {
        return Err(super::proxy::login_refused());
    }
    // `gzip, chunked` and the like would be taken for plain chunks.
    let coded = parts.headers.get_all("transfer-encoding").iter().any(|coding| {
        !matches!(coding.as_bytes().to_ascii_lowercase().as_slice(), b"chunked" | b"identity")
    });
    if coded || status < 200 {
        return Err(Error::new(Status::Protocol, "the answer is framed in a way nobody asked for")
            .with_http_status(status));
    }
    let framed = parts.headers.contains_key("transfer-encoding");
    let length = declared_length(&parts.headers).filter(|_| !framed);
    let body = Body::new(body.into_reader(), length);
    Ok(Incoming { status, headers: parts.headers, body })
}

fn header_value(text: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| {
        Error::new(Status::Argument, "a value cannot stand in a header: it has a control character")
    })
}

fn malformed() -> Error {
    Error::new(Status::Internal, "a request could not be put together")
}
