//! Names to addresses. The system's resolver cannot be interrupted, so it runs on a thread of its
//! own while the calling thread keeps its clocks; answers are kept for a minute.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::http::Uri;

use super::address;
use crate::{Error, Status, scope};

/// How long an answer of the system's resolver is used again.
const KEEP: Duration = Duration::from_secs(60);

/// Host name in lower case, and port.
type Name = (String, u16);
/// When it was asked for, and what the answer was.
type Kept = (Instant, Vec<SocketAddr>);

#[derive(Debug)]
pub(super) struct GuardedResolver {
    /// Addresses that the caller fixed, by host name in lower case.
    fixed: HashMap<String, Vec<SocketAddr>>,
    allow_private: bool,
    kept: Mutex<HashMap<Name, Kept>>,
}

impl GuardedResolver {
    pub(super) fn new(fixed: HashMap<String, Vec<SocketAddr>>, allow_private: bool) -> Self {
        Self { fixed, allow_private, kept: Mutex::default() }
    }

    /// The addresses for a URL, sixteen at most. Checked here, on the address that will be connected,
    /// so that no second look-up can give another one.
    pub(super) fn checked(&self, uri: &Uri) -> Result<Vec<SocketAddr>, Error> {
        let (host, port) = place(uri);
        self.check(self.addresses(host, port)?)
    }

    /// The addresses that are known without asking for them, checked; none if a proxy resolves the name.
    pub(super) fn known(&self, uri: &Uri) -> Result<Option<Vec<SocketAddr>>, Error> {
        let (host, port) = place(uri);
        self.given(host, port)?.map(|found| self.check(found)).transpose()
    }

    fn check(&self, mut found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Error> {
        found.truncate(16);
        let private = |address: &SocketAddr| !address::is_public(address.ip());
        if scope::must_check_address() && !self.allow_private && found.iter().any(private) {
            return Err(Error::new(
                Status::UrlRefused,
                "the host named an address in a private network",
            ));
        }
        Ok(found)
    }

    /// What the caller fixed for a host, or the address that it is itself.
    fn given(&self, host: &str, port: u16) -> Result<Option<Vec<SocketAddr>>, Error> {
        if let Some(fixed) = self.fixed.get(&host.to_ascii_lowercase()) {
            return if fixed.is_empty() { Err(no_address()) } else { Ok(Some(fixed.clone())) };
        }
        Ok(host.parse::<IpAddr>().ok().map(|ip| vec![SocketAddr::new(ip, port)]))
    }

    /// The addresses for a name, or for an address without brackets.
    pub(super) fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Error> {
        if let Some(given) = self.given(host, port)? {
            return Ok(given);
        }
        let key = (host.to_ascii_lowercase(), port);
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some((when, addresses)) = kept
            && when.elapsed() < KEEP
        {
            return Ok(addresses);
        }
        let addresses = look_up(host.to_owned(), port)?;
        let mut map = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        map.insert(key, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }
}

/// The host of a URL without brackets, and its port.
pub(super) fn place(uri: &Uri) -> (&str, u16) {
    let host = uri.host().unwrap_or_default();
    let default_port = if uri.scheme_str() == Some("http") { 80 } else { 443 };
    (host.trim_start_matches('[').trim_end_matches(']'), uri.port_u16().unwrap_or(default_port))
}

fn no_address() -> Error {
    Error::new(Status::Dns, "the name of the host has no address")
}

fn look_up(host: String, port: u16) -> Result<Vec<SocketAddr>, Error> {
    let (sender, answer) = channel();
    std::thread::Builder::new()
        .name("gigahost-dns".into())
        .stack_size(256 * 1024)
        .spawn(move || {
            let found = (host.as_str(), port).to_socket_addrs().map(Iterator::collect::<Vec<_>>);
            // The receiver is gone if the call was cancelled meanwhile.
            let _ = sender.send(found);
        })
        .map_err(|e| Error::io("no thread could be started", &e))?;
    loop {
        scope::tick()?;
        match answer.recv_timeout(scope::SLICE) {
            Ok(Ok(found)) if !found.is_empty() => return Ok(found),
            Ok(Err(e)) => {
                return Err(Error::new(Status::Dns, "the name of the host could not be resolved")
                    .with_os_error(e.raw_os_error()));
            }
            Ok(Ok(_)) | Err(RecvTimeoutError::Disconnected) => {
                return Err(no_address());
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
