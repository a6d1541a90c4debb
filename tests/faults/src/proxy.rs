//! A proxy between a client and a server that passes bytes, and breaks at the n-th piece.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::net::sockopt::set_socket_linger;

use crate::record::find;

/// The most that is passed on at once.
const PIECE: usize = 16 * 1024;

/// How the n-th piece fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The piece is lost, both sides are reset.
    Reset,
    /// Half of the piece arrives, then both sides are reset.
    HalfThenReset,
    /// The piece is lost, the client sees an orderly end.
    End,
    /// Half of the piece arrives, then an orderly end.
    HalfThenEnd,
    /// The piece is late.
    Delay(Duration),
    /// The piece arrives byte by byte.
    Bytes,
    /// The piece is lost, and nothing more comes, although the connection stays open.
    Silence,
}

#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    pieces: AtomicU64,
    armed: Mutex<Option<(u64, Break)>>,
    sockets: Mutex<Vec<Weak<TcpStream>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Counts a piece and says what becomes of it.
    fn next(&self) -> Option<Break> {
        let number = self.pieces.fetch_add(1, Ordering::SeqCst) + 1;
        let armed = *lock(&self.armed);
        armed.filter(|(at, _)| *at == number).map(|(_, how)| how)
    }

    fn keep(&self, stream: &Arc<TcpStream>) {
        let mut sockets = lock(&self.sockets);
        sockets.retain(|socket| socket.strong_count() > 0);
        sockets.push(Arc::downgrade(stream));
    }

    /// Waits in small steps, so that the end of the proxy is not held up.
    fn wait(&self, pause: Duration) {
        let end = Instant::now() + pause;
        while Instant::now() < end && !self.stopping.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// A running proxy. Every piece that passes, in either direction and on any connection, has a
/// number; [`FaultProxy::arm`] breaks one of them. The server is the port of 127.0.0.1 that the
/// client's `Host` header names, so that one proxy stands before all listeners of an emulator.
/// Plain HTTP only. Dropping it closes every socket and ends every thread.
pub struct FaultProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

impl FaultProxy {
    /// Starts it on a free port of 127.0.0.1.
    ///
    /// # Panics
    /// If there is none.
    pub fn start() -> FaultProxy {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bind the proxy");
        let address = listener.local_addr().expect("a bound address");
        let shared = Arc::new(Shared::default());
        let acceptor = thread::Builder::new()
            .name("proxy-accept".into())
            .spawn({
                let shared = Arc::clone(&shared);
                move || accept(&listener, &shared)
            })
            .expect("spawn the acceptor");
        FaultProxy { address, shared, acceptor: Some(acceptor) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Counts from zero again, and breaks the piece with this number (from 1) so.
    pub fn arm(&self, piece: u64, how: Break) {
        *lock(&self.shared.armed) = Some((piece, how));
        self.shared.pieces.store(0, Ordering::SeqCst);
    }

    /// Counts from zero again, and breaks nothing.
    pub fn disarm(&self) {
        *lock(&self.shared.armed) = None;
        self.shared.pieces.store(0, Ordering::SeqCst);
    }

    /// Pieces since the last arming or disarming.
    pub fn pieces(&self) -> u64 {
        self.shared.pieces.load(Ordering::SeqCst)
    }
}

impl std::fmt::Debug for FaultProxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FaultProxy").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // The acceptor blocks in accept(2): a last visitor wakes it.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_millis(100));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        // A connection that is just being made adds its sockets and threads late: until none is left.
        loop {
            for socket in lock(&self.shared.sockets).iter().filter_map(Weak::upgrade) {
                let _ = socket.shutdown(Shutdown::Both);
            }
            let Some(thread) = lock(&self.shared.threads).pop() else { return };
            let _ = thread.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok((stream, _)) = accepted else { continue };
        let _ = stream.set_nodelay(true);
        let client = Arc::new(stream);
        shared.keep(&client);
        start(shared, "proxy-up", {
            let shared = Arc::clone(shared);
            move || upwards(&shared, &client)
        });
    }
}

fn start(shared: &Arc<Shared>, name: &str, work: impl FnOnce() + Send + 'static) {
    // Without a thread the connection is dropped, which the client sees as a reset.
    if let Ok(thread) = thread::Builder::new().name(name.into()).spawn(work) {
        let mut threads = lock(&shared.threads);
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread);
    }
}

/// From the client to the server, which is made known by the first head.
fn upwards(shared: &Arc<Shared>, client: &Arc<TcpStream>) {
    let mut server: Option<Arc<TcpStream>> = None;
    let mut unsent = Vec::new();
    let mut buffer = [0; PIECE];
    while let Ok(n @ 1..) = (&**client).read(&mut buffer) {
        let verdict = shared.next();
        unsent.extend_from_slice(&buffer[..n]);
        if server.is_none() {
            server = find(&unsent, b"\r\n\r\n").and_then(|_| connect(&unsent).ok()).map(Arc::new);
            if let Some(server) = &server {
                shared.keep(server);
                start(shared, "proxy-down", {
                    let (shared, server, client) =
                        (Arc::clone(shared), Arc::clone(server), Arc::clone(client));
                    move || downwards(&shared, &server, &client)
                });
            }
        }
        let go_on = match &server {
            Some(server) => pass(shared, verdict, &unsent, server, client, server),
            None if verdict.is_some() => {
                // A break inside the head: the server has not been found yet.
                break_off(verdict, client);
                false
            }
            None => continue,
        };
        unsent.clear();
        if !go_on {
            return;
        }
    }
    if let Some(server) = server {
        let _ = server.shutdown(Shutdown::Write);
    }
}

fn downwards(shared: &Arc<Shared>, server: &Arc<TcpStream>, client: &Arc<TcpStream>) {
    let mut buffer = [0; PIECE];
    while let Ok(n @ 1..) = (&**server).read(&mut buffer) {
        let verdict = shared.next();
        if !pass(shared, verdict, &buffer[..n], client, client, server) {
            return;
        }
    }
    let _ = client.shutdown(Shutdown::Write);
}

fn connect(head: &[u8]) -> io::Result<TcpStream> {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    let port = text
        .lines()
        .find_map(|line| line.strip_prefix("host:"))
        .and_then(|host| host.trim().rsplit(':').next()?.parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Passes a piece on, or breaks it; `false` ends the connection.
fn pass(
    shared: &Shared,
    verdict: Option<Break>,
    piece: &[u8],
    mut to: &TcpStream,
    client: &TcpStream,
    server: &TcpStream,
) -> bool {
    let sent = match verdict {
        Some(Break::HalfThenReset | Break::HalfThenEnd) => to.write_all(&piece[..piece.len() / 2]),
        Some(Break::Reset | Break::End | Break::Silence) => Ok(()),
        Some(Break::Delay(pause)) => {
            shared.wait(pause);
            to.write_all(piece)
        }
        Some(Break::Bytes) => piece.chunks(1).try_for_each(|byte| to.write_all(byte)),
        None => to.write_all(piece),
    };
    match verdict {
        Some(Break::Silence) => {
            let _ = server.shutdown(Shutdown::Both);
            while !shared.stopping.load(Ordering::SeqCst) && !gone(client) {
                thread::sleep(Duration::from_millis(5));
            }
            false
        }
        Some(Break::Reset | Break::HalfThenReset | Break::End | Break::HalfThenEnd) => {
            let _ = server.shutdown(Shutdown::Both);
            break_off(verdict, client);
            false
        }
        _ => sent.is_ok(),
    }
}

fn break_off(verdict: Option<Break>, client: &TcpStream) {
    let reset = matches!(verdict, Some(Break::Reset | Break::HalfThenReset));
    if reset {
        // Refused only if the peer is gone already.
        let _ = set_socket_linger(client, Some(Duration::ZERO));
        // Wakes the other direction without sending anything; the last of the two closes.
        let _ = client.shutdown(Shutdown::Read);
    } else {
        let _ = client.shutdown(Shutdown::Both);
    }
}

/// Whether the client has closed.
fn gone(client: &TcpStream) -> bool {
    let _ = client.set_nonblocking(true);
    matches!((&*client).read(&mut [0; 512]), Ok(0))
}
