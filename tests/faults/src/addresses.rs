//! Addresses at which nobody answers.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use rustix::net::{AddressFamily, SocketType};

use crate::system;

/// An address of 127.0.0.1 that refuses connections: the port was free a moment ago.
///
/// # Panics
/// If loopback has no free port.
pub fn refused_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("a bound address")
}

/// A listener whose queue is full and never emptied: the kernel drops each further SYN, so that a
/// connect neither succeeds nor fails. Linux only in this form.
#[derive(Debug)]
pub struct Blackhole {
    listener: TcpListener,
    _fillers: Vec<TcpStream>,
}

impl Blackhole {
    /// Opens it and fills its queue.
    ///
    /// # Errors
    /// If the socket cannot be made, or the queue does not fill.
    pub fn open() -> io::Result<Blackhole> {
        system::start_sockets()?;
        let socket = rustix::net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
        rustix::net::bind(&socket, &SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        rustix::net::listen(&socket, 0)?;
        let listener = TcpListener::from(socket);
        let address = listener.local_addr()?;
        let mut fillers = Vec::new();
        while fillers.len() < 16 {
            match TcpStream::connect_timeout(&address, Duration::from_millis(150)) {
                Ok(stream) => fillers.push(stream),
                Err(error) if error.kind() == io::ErrorKind::TimedOut => {
                    return Ok(Blackhole { listener, _fillers: fillers });
                }
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other("the queue of the listener does not fill"))
    }

    /// Where not to arrive.
    ///
    /// # Panics
    /// Never in practice: the listener is bound.
    pub fn address(&self) -> SocketAddr {
        self.listener.local_addr().expect("a bound address")
    }
}
