//! Making a TCP connection in slices: cancel and clocks hold while the network is silent.

use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::{Error, Status, scope};

/// How long an address may be silent before the next one is tried beside it.
const STAGGER: Duration = Duration::from_millis(250);

/// Connects to the first of `addresses` that answers. The connect clock of the exchange bounds it.
pub(super) fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let stream = platform::connect_any(addresses)?;
    let set = || {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(scope::SLICE))?;
        stream.set_write_timeout(Some(scope::SLICE))
    };
    set().map_err(|e| failed(&e))?;
    Ok(stream)
}

fn failed(source: &std::io::Error) -> Error {
    // Too many open files is this machine's trouble, not the network's.
    if matches!(source.raw_os_error(), Some(23 | 24)) && cfg!(unix) {
        return Error::io("no socket could be opened", source);
    }
    Error::new(Status::Connect, format!("no connection could be made: {}", source.kind()))
        .with_os_error(source.raw_os_error())
}

#[cfg(unix)]
mod platform {
    use std::time::Instant;

    use super::{Duration, Error, STAGGER, SocketAddr, Status, TcpStream, failed, scope};
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::fd::OwnedFd;
    use rustix::io::Errno;
    use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, socket_with, sockopt};

    /// Happy eyeballs: the next address is started when one fails or stays silent for a while; the
    /// first connection wins.
    pub(super) fn connect_any(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
        let mut waiting: Vec<OwnedFd> = Vec::new();
        let mut queue = addresses.iter();
        let mut last_failure = Error::new(Status::Connect, "the host has no address");
        let mut next_start = Instant::now();
        loop {
            if Instant::now() >= next_start || waiting.is_empty() {
                match queue.next() {
                    Some(address) => match start(address) {
                        Ok(socket) => {
                            waiting.push(socket);
                            next_start = Instant::now() + STAGGER;
                        }
                        Err(failure) => last_failure = failed(&failure.into()),
                    },
                    None if waiting.is_empty() => return Err(last_failure),
                    None => {}
                }
            }
            scope::tick()?;
            if let Some(socket) = wait(&mut waiting, &mut last_failure)? {
                let stream = TcpStream::from(socket);
                stream.set_nonblocking(false).map_err(|e| failed(&e))?;
                return Ok(stream);
            }
        }
    }

    fn start(address: &SocketAddr) -> Result<OwnedFd, Errno> {
        let family = if address.is_ipv4() { AddressFamily::INET } else { AddressFamily::INET6 };
        let socket = open(family)?;
        match connect(&socket, address) {
            Ok(()) | Err(Errno::INPROGRESS | Errno::INTR) => Ok(socket),
            Err(failure) => Err(failure),
        }
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn open(family: AddressFamily) -> Result<OwnedFd, Errno> {
        socket_with(family, SocketType::STREAM, SocketFlags::CLOEXEC | SocketFlags::NONBLOCK, None)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn open(family: AddressFamily) -> Result<OwnedFd, Errno> {
        let socket = socket_with(family, SocketType::STREAM, SocketFlags::empty(), None)?;
        rustix::io::fcntl_setfd(&socket, rustix::io::FdFlags::CLOEXEC)?;
        rustix::io::ioctl_fionbio(&socket, true)?;
        Ok(socket)
    }

    /// Waits one slice at most for any of the sockets; failed ones leave the list.
    fn wait(
        waiting: &mut Vec<OwnedFd>,
        last_failure: &mut Error,
    ) -> Result<Option<OwnedFd>, Error> {
        let mut ready: Vec<usize> = Vec::new();
        {
            let mut fds: Vec<PollFd<'_>> =
                waiting.iter().map(|fd| PollFd::new(fd, PollFlags::OUT)).collect();
            let slice =
                Timespec::try_from(scope::SLICE.min(Duration::from_millis(50))).unwrap_or_default();
            match poll(&mut fds, Some(&slice)) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(failure) => return Err(failed(&failure.into())),
            }
            ready.extend(
                fds.iter().enumerate().filter(|(_, fd)| !fd.revents().is_empty()).map(|(at, _)| at),
            );
        }
        for at in ready.into_iter().rev() {
            let socket = waiting.swap_remove(at);
            match sockopt::socket_error(&socket) {
                Ok(Ok(())) => return Ok(Some(socket)),
                Ok(Err(failure)) | Err(failure) => *last_failure = failed(&failure.into()),
            }
        }
        Ok(None)
    }
}

#[cfg(not(unix))]
mod platform {
    use super::{Error, STAGGER, SocketAddr, Status, TcpStream, failed, scope};
    use std::sync::mpsc::{RecvTimeoutError, channel};

    /// One helper thread for each address: a blocking connect cannot be interrupted here.
    pub(super) fn connect_any(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
        let (sender, results) = channel();
        for (at, address) in addresses.iter().copied().enumerate() {
            let sender = sender.clone();
            let delay = STAGGER * u32::try_from(at).unwrap_or(u32::MAX);
            std::thread::Builder::new()
                .spawn(move || {
                    std::thread::sleep(delay);
                    let _ = sender.send(TcpStream::connect(address));
                })
                .map_err(|e| Error::io("no thread could be started", &e))?;
        }
        drop(sender);
        let mut last_failure = Error::new(Status::Connect, "the host has no address");
        loop {
            scope::tick()?;
            match results.recv_timeout(scope::SLICE) {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(failure)) => last_failure = failed(&failure),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(last_failure),
            }
        }
    }
}
