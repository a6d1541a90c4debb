//! A proxy that a client asks for connections: HTTP (`CONNECT`, or whole URLs) and SOCKS 5 on one port.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use crate::record::find;

/// A running proxy. Whatever it is asked for, it connects to that port of 127.0.0.1: so a test may use
/// names that exist nowhere. Dropping it closes every socket and ends every thread.
pub struct ForwardProxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    stopping: AtomicBool,
    login: Option<(String, String)>,
    /// Bytes that may pass to clients, of all connections together.
    most: Option<AtomicU64>,
    asked: Mutex<Vec<String>>,
    sockets: Mutex<Vec<Weak<TcpStream>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ForwardProxy {
    /// Starts it on a free port of 127.0.0.1, for everybody.
    pub fn start() -> Self {
        Self::with(Shared::default())
    }

    /// Only for clients that log in so.
    pub fn with_login(user: &str, password: &str) -> Self {
        Self::with(Shared { login: Some((user.into(), password.into())), ..Shared::default() })
    }

    /// It resets all connections after so many bytes of the hosts.
    pub fn dying_after(bytes: u64) -> Self {
        Self::with(Shared { most: Some(AtomicU64::new(bytes)), ..Shared::default() })
    }

    fn with(shared: Shared) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bind the proxy");
        let address = listener.local_addr().expect("a bound address");
        let shared = Arc::new(shared);
        let acceptor = thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared)
        });
        Self { address, shared, acceptor: Some(acceptor) }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Its URL with this scheme.
    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.address)
    }

    /// What it was asked for so far: `CONNECT host:port`, `GET http://...`, `SOCKS name:port`.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.shared.asked).clone()
    }
}

impl std::fmt::Debug for ForwardProxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ForwardProxy").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for ForwardProxy {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // The acceptor blocks in accept(2): a last visitor wakes it.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        loop {
            self.shared.close_all();
            let Some(thread) = lock(&self.shared.threads).pop() else { return };
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn close_all(&self) {
        for socket in lock(&self.sockets).iter().filter_map(Weak::upgrade) {
            let _ = socket.shutdown(Shutdown::Both);
        }
    }

    fn keep(&self, stream: TcpStream) -> Arc<TcpStream> {
        let stream = Arc::new(stream);
        let mut sockets = lock(&self.sockets);
        sockets.retain(|socket| socket.strong_count() > 0);
        sockets.push(Arc::downgrade(&stream));
        stream
    }

    fn run(self: &Arc<Self>, work: impl FnOnce() + Send + 'static) {
        let mut threads = lock(&self.threads);
        threads.retain(|thread| !thread.is_finished());
        threads.push(thread::spawn(work));
    }

    /// Whether so many more bytes may pass.
    fn lets_pass(&self, bytes: usize) -> bool {
        let spend = |left: u64| left.checked_sub(bytes as u64);
        self.most
            .as_ref()
            .is_none_or(|most| most.fetch_update(Ordering::SeqCst, Ordering::SeqCst, spend).is_ok())
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        if shared.stopping.load(Ordering::SeqCst) {
            return;
        }
        let Ok((stream, _)) = accepted else { continue };
        let client = shared.keep(stream);
        let worker = Arc::clone(shared);
        shared.run(move || {
            let _ = serve(&worker, &client);
            let _ = client.shutdown(Shutdown::Both);
        });
    }
}

fn bad() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

fn serve(shared: &Arc<Shared>, client: &Arc<TcpStream>) -> io::Result<()> {
    let mut first = [0];
    client.set_nodelay(true)?;
    (&**client).read_exact(&mut first)?;
    match first[0] {
        5 => socks(shared, client),
        first => http(shared, client, first),
    }
}

fn http(shared: &Arc<Shared>, client: &Arc<TcpStream>, first: u8) -> io::Result<()> {
    let mut stream = &**client;
    let mut head = vec![first];
    while find(&head, b"\r\n\r\n").is_none() {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let text = String::from_utf8(head).map_err(|_| bad())?;
    let mut words = text.split(' ');
    let (method, url) = (words.next().ok_or_else(bad)?, words.next().ok_or_else(bad)?);
    lock(&shared.asked).push(format!("{method} {url}"));
    let wanted = shared.login.as_ref().map(|(user, password)| {
        use base64::Engine as _;
        let plain = format!("{user}:{password}");
        let coded = base64::engine::general_purpose::STANDARD.encode(plain);
        format!("\r\nProxy-Authorization: Basic {coded}\r\n")
    });
    if wanted.is_some_and(|wanted| !text.contains(&wanted)) {
        return stream.write_all(
            b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\
              Content-Length: 0\r\nConnection: close\r\n\r\n",
        );
    }
    if method == "CONNECT" {
        let server = connect(shared, url)?;
        stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        return both_ways(shared, client, &server);
    }
    let rest = url.strip_prefix("http://").ok_or_else(bad)?;
    let server = connect(shared, rest.split('/').next().ok_or_else(bad)?)?;
    (&*server).write_all(&plain(text.as_bytes()))?;
    both_ways(shared, client, &server)
}

/// What a client sent, as a server takes it: a head has its whole URL and the login in it. A client sends
/// the next head only after the last answer, so one always stands at the beginning of a piece.
fn plain(piece: &[u8]) -> Vec<u8> {
    let is_head = find(piece.get(..16).unwrap_or(piece), b" http://").is_some();
    let Some(end) = find(piece, b"\r\n\r\n").filter(|_| is_head) else { return piece.to_vec() };
    let text = String::from_utf8_lossy(&piece[..end + 2]).into_owned();
    let url = text.split(' ').nth(1).unwrap_or_default();
    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
    let text = text.replacen(url, &format!("/{path}"), 1);
    let kept = text.split_inclusive("\r\n").filter(|line| !line.starts_with("Proxy-"));
    [kept.collect::<String>().as_bytes(), &piece[end + 2..]].concat()
}

fn socks(shared: &Arc<Shared>, client: &Arc<TcpStream>) -> io::Result<()> {
    let mut stream = &**client;
    let counted = |mut stream: &TcpStream| -> io::Result<Vec<u8>> {
        let mut count = [0];
        stream.read_exact(&mut count)?;
        let mut bytes = vec![0; usize::from(count[0])];
        stream.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    let methods = counted(stream)?;
    let method = if shared.login.is_some() { 2 } else { 0 };
    if !methods.contains(&method) {
        return stream.write_all(&[5, 0xff]);
    }
    stream.write_all(&[5, method])?;
    if let Some((user, password)) = &shared.login {
        stream.read_exact(&mut [0])?;
        let (given, secret) = (counted(stream)?, counted(stream)?);
        let right = given == user.as_bytes() && secret == password.as_bytes();
        stream.write_all(&[1, u8::from(!right)])?;
        if !right {
            return Ok(());
        }
    }
    let mut request = [0; 4];
    stream.read_exact(&mut request)?;
    let host = match request[3] {
        1 => {
            let mut bytes = [0; 4];
            stream.read_exact(&mut bytes)?;
            Ipv4Addr::from(bytes).to_string()
        }
        3 => String::from_utf8(counted(stream)?).map_err(|_| bad())?,
        _ => return stream.write_all(&[5, 8, 0, 1, 0, 0, 0, 0, 0, 0]),
    };
    let mut port = [0; 2];
    stream.read_exact(&mut port)?;
    let place = format!("{host}:{}", u16::from_be_bytes(port));
    lock(&shared.asked).push(format!("SOCKS {place}"));
    let Ok(server) = connect(shared, &place) else {
        return stream.write_all(&[5, 5, 0, 1, 0, 0, 0, 0, 0, 0]);
    };
    // The bound address as a name: the longest of the three forms.
    stream.write_all(&[5, 0, 0, 3, 4, b'h', b'e', b'r', b'e', 0, 1])?;
    both_ways(shared, client, &server)
}

fn connect(shared: &Shared, place: &str) -> io::Result<Arc<TcpStream>> {
    let port = place.rsplit(':').next().and_then(|port| port.parse::<u16>().ok()).unwrap_or(80);
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_nodelay(true)?;
    Ok(shared.keep(stream))
}

fn both_ways(
    shared: &Arc<Shared>,
    client: &Arc<TcpStream>,
    server: &Arc<TcpStream>,
) -> io::Result<()> {
    let (from, to) = (Arc::clone(client), Arc::clone(server));
    shared.run(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(n @ 1..) = (&*from).read(&mut buffer) {
            if (&*to).write_all(&plain(&buffer[..n])).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Write);
    });
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let n = (&**server).read(&mut buffer)?;
        if n == 0 {
            return client.shutdown(Shutdown::Write);
        }
        if !shared.lets_pass(n) {
            shared.close_all();
            return Ok(());
        }
        (&**client).write_all(&buffer[..n])?;
    }
}
