//! The server: a thread that accepts, a thread for each connection, and a prompt end.

use std::fmt;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::connection::Connection;
use crate::record::{ConnectionRecord, Log, Request};
use crate::shared::Shared;
use crate::tls::TlsIdentity;
use crate::wire::Socket;

/// Serves one connection: a `Vec<Step>`, a [`Script`](crate::Script), a [`Router`](crate::Router)
/// or a closure over the [`Connection`].
pub trait Handler: Send + Sync + 'static {
    /// Serves it; the connection closes in order afterwards, unless it was closed otherwise.
    fn serve(&self, connection: &mut Connection) -> io::Result<()>;
}

impl<F> Handler for F
where
    F: Fn(&mut Connection) -> io::Result<()> + Send + Sync + 'static,
{
    fn serve(&self, connection: &mut Connection) -> io::Result<()> {
        self(connection)
    }
}

/// Options of a server, before it starts.
#[derive(Clone, Debug)]
pub struct ServerBuilder {
    address: String,
    identity: Option<TlsIdentity>,
    receive_buffer: Option<usize>,
}

impl ServerBuilder {
    /// Where to listen; `127.0.0.1:0` unless said.
    #[must_use]
    pub fn on(mut self, address: &str) -> ServerBuilder {
        address.clone_into(&mut self.address);
        self
    }

    /// Makes the TLS handshake on every connection before its script begins.
    #[must_use]
    pub fn tls(mut self, identity: &TlsIdentity) -> ServerBuilder {
        self.identity = Some(identity.clone());
        self
    }

    /// Sets the receive buffer of the listener, so that every connection has a small window from
    /// its first segment on.
    #[must_use]
    pub fn receive_buffer(mut self, bytes: usize) -> ServerBuilder {
        self.receive_buffer = Some(bytes);
        self
    }

    /// Starts the server.
    ///
    /// # Panics
    /// If the address cannot be had.
    pub fn start(self, handler: impl Handler) -> FaultServer {
        let listener = TcpListener::bind(&self.address).expect("bind the fault server");
        if let Some(bytes) = self.receive_buffer {
            rustix::net::sockopt::set_socket_recv_buffer_size(&listener, bytes)
                .expect("set the receive buffer");
        }
        let address = listener.local_addr().expect("a bound address");
        let shared = Arc::new(Shared::default());
        let serving = Serving { handler, identity: self.identity.clone() };
        let acceptor = thread::Builder::new()
            .name("fault-accept".into())
            .spawn({
                let shared = Arc::clone(&shared);
                move || accept(&listener, &shared, &Arc::new(serving))
            })
            .expect("spawn the acceptor");
        let tls = self.identity.is_some();
        FaultServer { address, tls, shared, acceptor: Some(acceptor) }
    }
}

/// A server on loopback that serves connections by a script. Dropping it closes every socket and
/// ends every thread.
pub struct FaultServer {
    address: SocketAddr,
    tls: bool,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl FaultServer {
    /// Starts it on a free port of 127.0.0.1.
    pub fn start(handler: impl Handler) -> FaultServer {
        FaultServer::builder().start(handler)
    }

    /// Starts it on another address, such as `[::1]:0`.
    pub fn start_on(address: &str, handler: impl Handler) -> FaultServer {
        FaultServer::builder().on(address).start(handler)
    }

    /// Starts it with TLS on a free port of 127.0.0.1.
    pub fn start_tls(identity: &TlsIdentity, handler: impl Handler) -> FaultServer {
        FaultServer::builder().tls(identity).start(handler)
    }

    /// Further options.
    pub fn builder() -> ServerBuilder {
        ServerBuilder { address: "127.0.0.1:0".to_owned(), identity: None, receive_buffer: None }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// A URL of this server; `path` begins with a slash.
    pub fn url(&self, path: &str) -> String {
        format!("{}://{}{path}", if self.tls { "https" } else { "http" }, self.address)
    }

    /// The same with a host name of the caller's, such as `localhost`.
    pub fn url_as(&self, host: &str, path: &str) -> String {
        format!("{}://{host}:{}{path}", if self.tls { "https" } else { "http" }, self.port())
    }

    /// Every request so far, also the unfinished ones.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().log.requests.clone()
    }

    /// Every connection so far.
    pub fn connections(&self) -> Vec<ConnectionRecord> {
        self.shared.lock().log.connections.clone()
    }

    /// How many connections were accepted.
    pub fn accepted(&self) -> usize {
        self.shared.lock().log.connections.len()
    }

    /// Everything recorded, in one snapshot.
    pub fn log(&self) -> Log {
        self.shared.lock().log.clone()
    }

    /// Faults of the test itself: requests without a route, handlers that panicked.
    pub fn failures(&self) -> Vec<String> {
        self.shared.lock().log.failures.clone()
    }

    /// Lets every connection that stalls now go on with its script.
    pub fn release(&self) {
        self.shared.change(|state| state.releases += 1);
    }

    /// Waits until the log is as wanted; `false` if it is not in time. The way for a test to meet
    /// the server without sleeping.
    pub fn wait(&self, timeout: Duration, wanted: impl Fn(&Log) -> bool) -> bool {
        let guard = self.shared.lock();
        let (guard, _) = self
            .shared
            .changed
            .wait_timeout_while(guard, timeout, |state| !wanted(&state.log))
            .unwrap_or_else(PoisonError::into_inner);
        wanted(&guard.log)
    }

    /// Waits until there was a connection and each is closed; `false` if that takes longer. (A
    /// client may be done before the server has even accepted it.)
    pub fn wait_idle(&self, timeout: Duration) -> bool {
        self.wait(timeout, |log| {
            !log.connections.is_empty() && log.connections.iter().all(|c| c.closed)
        })
    }
}

impl fmt::Debug for FaultServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultServer").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.shared.change(|state| state.stopping = true);
        // The acceptor blocks in accept(2): a last visitor wakes it.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(100));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        // No connection can be added any more.
        let (sockets, threads) = self.shared.change(|state| {
            (std::mem::take(&mut state.sockets), std::mem::take(&mut state.threads))
        });
        for socket in sockets.iter().filter_map(Weak::upgrade) {
            let _ = socket.shutdown(Shutdown::Both);
        }
        for thread in threads {
            let _ = thread.join();
        }
    }
}

struct Serving<H> {
    handler: H,
    identity: Option<TlsIdentity>,
}

fn accept<H: Handler>(listener: &TcpListener, shared: &Arc<Shared>, serving: &Arc<Serving<H>>) {
    loop {
        let accepted = listener.accept();
        if shared.lock().stopping {
            return;
        }
        // A visitor that is gone before it is let in is no reason to close the door.
        let Ok((stream, _)) = accepted else { continue };
        let _ = stream.set_nodelay(true);
        let stream = Arc::new(stream);
        let number = shared.change(|state| {
            let number = state.log.connections.len();
            state.log.connections.push(ConnectionRecord { number, ..ConnectionRecord::default() });
            state.sockets.retain(|socket| socket.strong_count() > 0);
            state.sockets.push(Arc::downgrade(&stream));
            number
        });
        let spawned = thread::Builder::new().name(format!("fault-{number}")).spawn({
            let (shared, serving) = (Arc::clone(shared), Arc::clone(serving));
            move || serve(&serving, Socket(stream), &shared, number)
        });
        match spawned {
            Ok(thread) => shared.change(|state| {
                // Threads that have ended need no join, and must not pile up.
                state.threads.retain(|thread| !thread.is_finished());
                state.threads.push(thread);
            }),
            Err(error) => shared.fail(format!("no thread for connection {number}: {error}")),
        }
    }
}

fn serve<H: Handler>(serving: &Serving<H>, socket: Socket, shared: &Arc<Shared>, number: usize) {
    let mut connection = Connection::new(socket, Arc::clone(shared), number);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        if let Some(identity) = &serving.identity {
            connection.start_tls(identity)?;
        }
        serving.handler.serve(&mut connection)
    }));
    match &outcome {
        Ok(Ok(())) => connection.fin(),
        // The peer broke off, or the handshake failed: nothing more can be said in order.
        Ok(Err(_)) => connection.close(),
        Err(panic) => {
            let text = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("a panic without text");
            shared.fail(format!("connection {number}: {text}"));
            connection.close();
        }
    }
    shared.connection(number, |record| {
        record.closed = true;
        record.error = outcome.ok().and_then(Result::err).map(|error| error.to_string());
    });
}
