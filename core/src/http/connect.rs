//! Making a TCP connection in slices: cancel and clocks hold while the network is silent.

use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use gigahost_system::{Connecting, is_out_of_files};

use crate::{Error, Status, scope};

/// How long an address may be silent before the next one is tried beside it.
const STAGGER: Duration = Duration::from_millis(250);

/// Connects to the first of `addresses` that answers. The connect clock of the exchange bounds it.
pub(super) fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let stream = connect_any(addresses)?;
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
    if is_out_of_files(source) {
        return Error::io("no socket could be opened", source);
    }
    Error::new(Status::Connect, format!("no connection could be made: {}", source.kind()))
        .with_os_error(source.raw_os_error())
}

/// Happy eyeballs: the next address is started when one fails or stays silent for a while; the
/// first connection wins.
fn connect_any(addresses: &[SocketAddr]) -> Result<TcpStream, Error> {
    let mut connecting = Connecting::default();
    let mut queue = addresses.iter();
    let mut last_failure = Error::new(Status::Connect, "the host has no address");
    let mut next_start = Instant::now();
    loop {
        if Instant::now() >= next_start || connecting.is_empty() {
            match queue.next() {
                Some(address) => match connecting.begin(address) {
                    Ok(()) => next_start = Instant::now() + STAGGER,
                    Err(failure) => last_failure = failed(&failure),
                },
                None if connecting.is_empty() => return Err(last_failure),
                None => {}
            }
        }
        scope::tick()?;
        let slice = scope::SLICE.min(Duration::from_millis(50));
        for outcome in connecting.wait(slice).map_err(|e| failed(&e))? {
            match outcome {
                Ok(stream) => return Ok(stream),
                Err(failure) => last_failure = failed(&failure),
            }
        }
    }
}
