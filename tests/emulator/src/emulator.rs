//! The library's face: start an emulator, steer it, ask it what happened.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::{TcpListener, TcpSocket};
use tokio::runtime::Runtime;

use crate::account::Account;
use crate::blob::Keep;
use crate::control;
use crate::fault::Fault;
use crate::host::{Host, LISTENERS, Role};
use crate::log::Request;
use crate::rules::StoredFile;
use crate::serve;
use crate::switches::Switch;
use crate::tls::Tls;
use crate::world::{Urls, World, url_of};

/// Options of an emulator that is about to start.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Builder {
    tls: bool,
    keep_bodies: bool,
    control_port: u16,
}

impl Builder {
    /// Whether the hosts speak https. uploadgig's node and ge.tt's blobs speak plain http
    /// always, as the real ones do, and so does the control API. Off unless asked for.
    pub fn tls(mut self, on: bool) -> Self {
        self.tls = on;
        self
    }

    /// Whether uploaded bytes are kept, so that downloads give them back. On unless turned off.
    /// Above 256 KiB they lie in unnamed temporary files, in which long runs of zeros take no
    /// space. Without it a body is hashed and only its first 64 KiB are kept; downloads of larger
    /// files then answer 501.
    pub fn keep_bodies(mut self, on: bool) -> Self {
        self.keep_bodies = on;
        self
    }

    /// The port of the control API; 0, the default, takes a free one.
    pub fn control_port(mut self, port: u16) -> Self {
        self.control_port = port;
        self
    }

    /// Starts the emulator. It listens on 127.0.0.1 only and ends when it is dropped.
    pub fn start(self) -> io::Result<Emulator> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("gigahost-emulator")
            .enable_all()
            .build()?;
        let (world, tls, parts) = runtime.block_on(self.listen())?;
        let Parts { control, closed } = parts;
        Ok(Emulator {
            world,
            ca_pem: tls.map(|tls| tls.ca_pem),
            control,
            _closed: closed,
            runtime: Some(runtime),
        })
    }

    async fn listen(self) -> io::Result<(Arc<World>, Option<Tls>, Parts)> {
        let tls = self.tls.then(Tls::generate).transpose()?;
        let mut sockets = Vec::new();
        let mut urls = Urls::default();
        for (listener, url) in LISTENERS.iter().zip(&mut urls) {
            let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let scheme = if self.tls && !listener.always_plain { "https" } else { "http" };
            *url = format!("{scheme}://{}", socket.local_addr()?);
            sockets.push((*listener, socket));
        }
        // Bound but not listening: every connection is refused, and nobody else gets the port.
        let closed = TcpSocket::new_v4()?;
        closed.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let closed_url = format!("http://{}", closed.local_addr()?);

        let keep = if self.keep_bodies { Keep::All } else { Keep::Head };
        let world = Arc::new(World::new(keep, urls, &closed_url));
        for (listener, socket) in sockets {
            let tls = tls.as_ref().filter(|_| !listener.always_plain);
            let tls = tls.map(|tls| tls.acceptor.clone());
            tokio::spawn(serve::accept(Arc::clone(&world), listener, socket, tls));
        }
        let control = TcpListener::bind((Ipv4Addr::LOCALHOST, self.control_port)).await?;
        let control_url = format!("http://{}", control.local_addr()?);
        tokio::spawn(control::serve(Arc::clone(&world), control));
        Ok((world, tls, Parts { control: control_url, closed }))
    }
}

struct Parts {
    control: String,
    closed: TcpSocket,
}

/// A running emulator of all five hosts. Dropping it closes every socket and ends its threads.
pub struct Emulator {
    world: Arc<World>,
    ca_pem: Option<String>,
    control: String,
    _closed: TcpSocket,
    runtime: Option<Runtime>,
}

impl std::fmt::Debug for Emulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emulator").field("control", &self.control).finish_non_exhaustive()
    }
}

impl Emulator {
    /// The options, all at their defaults.
    pub fn builder() -> Builder {
        Builder { tls: false, keep_bodies: true, control_port: 0 }
    }

    /// Starts with all defaults.
    pub fn start() -> io::Result<Self> {
        Self::builder().start()
    }

    /// Scheme and authority of a host's API, without the API's path prefix.
    pub fn base_url(&self, host: Host) -> String {
        url_of(&self.world.urls, host, Role::Api).unwrap_or_default()
    }

    /// Scheme and authority of a host's machines for bytes, where it has a listener for them.
    pub fn node_url(&self, host: Host) -> Option<String> {
        url_of(&self.world.urls, host, Role::Node)
    }

    /// Scheme and authority of the control API.
    pub fn control_url(&self) -> &str {
        &self.control
    }

    /// The CA certificate that clients must trust, if the emulator speaks TLS.
    pub fn ca_pem(&self) -> Option<String> {
        self.ca_pem.clone()
    }

    /// Adds an account next to the seeded ones ([`crate::seed`]).
    pub fn add_account(&self, host: Host, account: Account) {
        self.world.rules(host).add_account(account);
    }

    /// Moves the clock forward, on top of real time.
    pub fn advance(&self, by: Duration) {
        self.world.clock.advance(by);
    }

    /// The emulator's time, in seconds since 1970.
    pub fn now(&self) -> u64 {
        self.world.clock.unix()
    }

    /// Puts a fault in force.
    pub fn fault(&self, fault: Fault) {
        self.world.faults.add(fault);
    }

    /// Ends all faults. Requests that stand still go on.
    pub fn clear_faults(&self) {
        self.world.faults.clear();
        self.release();
    }

    /// Sets a host's switch; `false` or `null` turns it off. An unknown name or an unfit value is
    /// refused with a text that names what there is.
    pub fn set(&self, host: Host, switch: &str, value: impl Into<Value>) -> Result<(), String> {
        self.world.set(host, switch, value.into())
    }

    /// The switch table of a host.
    pub fn switches(&self, host: Host) -> &'static [Switch] {
        self.world.switches(host).table()
    }

    /// Lets everything go on that a stall fault holds.
    pub fn release(&self) {
        self.world.gate.release();
    }

    /// How many requests and answers a stall fault holds at present.
    pub fn stalled(&self) -> usize {
        self.world.gate.held()
    }

    /// Back to the state after start: accounts, files, switches, faults, log and clock.
    pub fn reset(&self) {
        self.world.reset();
    }

    /// What a host has received, oldest first.
    pub fn requests(&self, host: Host) -> Vec<Request> {
        let mut all = self.world.log.all();
        all.retain(|request| request.host == host);
        all
    }

    /// How often an operation was called.
    pub fn count(&self, host: Host, operation: &str) -> usize {
        self.requests(host).iter().filter(|request| request.operation == operation).count()
    }

    /// Forgets all requests.
    pub fn clear_log(&self) {
        self.world.log.clear();
    }

    /// All files of a host, oldest first.
    pub fn files(&self, host: Host) -> Vec<StoredFile> {
        self.world.rules(host).files()
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        // On a thread of its own, because a runtime must not be shut down from inside another.
        let end = move || runtime.shutdown_timeout(Duration::from_secs(2));
        if let Ok(thread) = std::thread::Builder::new().spawn(end) {
            let _ = thread.join();
        }
    }
}
