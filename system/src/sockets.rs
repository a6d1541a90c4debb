//! Waiting for sockets: alike on Unix and Windows.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fd::OwnedFd;
use rustix::io::Errno;
use rustix::net::{AddressFamily, connect, sockopt};

use super::family::{LATER, nonblocking};

/// Sockets that do not block, polled together.
#[derive(Default)]
pub(crate) struct Connecting(Vec<OwnedFd>);

impl Connecting {
    pub(crate) fn begin(&mut self, address: &SocketAddr) -> io::Result<()> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let socket = nonblocking(family)?;
        match connect(&socket, address) {
            Ok(()) | Err(LATER | Errno::INTR) => {
                self.0.push(socket);
                Ok(())
            }
            Err(failure) => Err(failure.into()),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn wait(&mut self, slice: Duration) -> io::Result<Vec<io::Result<TcpStream>>> {
        let mut fds: Vec<_> = self.0.iter().map(|fd| PollFd::new(fd, PollFlags::OUT)).collect();
        let slice = Timespec::try_from(slice).unwrap_or_default();
        match poll(&mut fds, Some(&slice)) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(failure) => return Err(failure.into()),
        }
        let ready: Vec<_> = fds.iter().map(|fd| !fd.revents().is_empty()).collect();
        let mut over = Vec::new();
        for (at, ready) in ready.into_iter().enumerate().rev() {
            // Before Windows 10 2004, polling does not tell of a connection that failed.
            match self.0.get(at).map(sockopt::socket_error) {
                Some(Ok(Err(failure)) | Err(failure)) => {
                    self.0.swap_remove(at);
                    over.push(Err(failure.into()));
                }
                _ if ready => over.push(made(self.0.swap_remove(at))),
                _ => {}
            }
        }
        Ok(over)
    }
}

fn made(socket: OwnedFd) -> io::Result<TcpStream> {
    let stream = TcpStream::from(socket);
    stream.set_nonblocking(false)?;
    Ok(stream)
}

pub(crate) fn wait_for_room(socket: &TcpStream, slice: Duration) -> io::Result<()> {
    let slice = Timespec::try_from(slice).unwrap_or_default();
    match poll(&mut [PollFd::new(socket, PollFlags::OUT)], Some(&slice)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(failure) => Err(failure.into()),
    }
}
