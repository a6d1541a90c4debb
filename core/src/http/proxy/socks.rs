//! SOCKS 5 (RFC 1928) with user and password (RFC 1929).

use std::net::{IpAddr, TcpStream};

use super::named::Proxy;
use crate::http::steadily;
use crate::{Error, Secret};

const VERSION: u8 = 5;
const NO_LOGIN: u8 = 0;
const LOGIN: u8 = 2;
const CONNECT: u8 = 1;
const V4: u8 = 1;
const NAME: u8 = 3;
const V6: u8 = 4;

/// Has the proxy connect to the host, by its address if there is one, else by its name.
pub(super) fn tunnel(
    proxy: &Proxy,
    stream: &mut TcpStream,
    host: &str,
    address: Option<IpAddr>,
    port: u16,
) -> Result<(), Error> {
    let methods: &[u8] = if proxy.login().is_some() { &[NO_LOGIN, LOGIN] } else { &[NO_LOGIN] };
    let greeting = [&[VERSION, u8::try_from(methods.len()).unwrap_or_default()], methods].concat();
    send(proxy, stream, &greeting)?;
    match (receive(proxy, stream)?, proxy.login()) {
        ([VERSION, NO_LOGIN], _) => {}
        ([VERSION, LOGIN], Some(login)) => log_in(proxy, stream, login)?,
        ([VERSION, _], login) => {
            let why =
                if login.is_some() { "takes no user and password" } else { "asks for a login" };
            return Err(proxy.refusal(why).with_hint(
                "write the user and the password into its URL: socks5h://user:password@host:port",
            ));
        }
        _ => return Err(not_one(proxy)),
    }
    let mut request = vec![VERSION, CONNECT, 0];
    match address {
        Some(IpAddr::V4(ip)) => {
            request.push(V4);
            request.extend(ip.octets());
        }
        Some(IpAddr::V6(ip)) => {
            request.push(V6);
            request.extend(ip.octets());
        }
        None => {
            let length = u8::try_from(host.len());
            request.extend([
                NAME,
                length.map_err(|_| proxy.refusal("takes no name as long as this"))?,
            ]);
            request.extend(host.as_bytes());
        }
    }
    request.extend(port.to_be_bytes());
    send(proxy, stream, &request)?;
    let [version, code, _, kind] = receive(proxy, stream)?;
    if version != VERSION {
        return Err(not_one(proxy));
    }
    verdict(proxy, code, host, port)?;
    // Where it connected from is of no use, but stands before what the host sends.
    match kind {
        V4 => receive::<6>(proxy, stream).map(drop),
        V6 => receive::<18>(proxy, stream).map(drop),
        NAME => {
            let [length] = receive(proxy, stream)?;
            for _ in 0..usize::from(length) + 2 {
                receive::<1>(proxy, stream)?;
            }
            Ok(())
        }
        _ => Err(not_one(proxy)),
    }
}

fn log_in(
    proxy: &Proxy,
    stream: &mut TcpStream,
    (user, password): &(Secret, Secret),
) -> Result<(), Error> {
    let mut request = zeroize::Zeroizing::new(vec![1]);
    for text in [user.expose(), password.expose()] {
        request.push(u8::try_from(text.len()).unwrap_or_default());
        request.extend(text.as_bytes());
    }
    send(proxy, stream, &request)?;
    match receive(proxy, stream)? {
        [_, 0] => Ok(()),
        _ => Err(proxy.refusal("refuses the login")),
    }
}

fn verdict(proxy: &Proxy, code: u8, host: &str, port: u16) -> Result<(), Error> {
    let reason = match code {
        0 => return Ok(()),
        2 => return Err(proxy.refusal(&format!("refuses to connect to {host}:{port}"))),
        7 | 8 => {
            return Err(proxy
                .refusal(&format!("cannot connect to this kind of address ({host}:{port})"))
                .with_hint("with socks5h:// it gets the name in place of an address"));
        }
        3 => "the network cannot be reached",
        4 => "the host cannot be reached",
        5 => "the host refuses the connection",
        6 => "the host is too far away",
        _ => "it does not say why",
    };
    Err(proxy.failure(&format!("could not connect to {host}:{port}: {reason}")))
}

fn not_one(proxy: &Proxy) -> Error {
    proxy.refusal("does not answer as a SOCKS 5 proxy").with_hint("check its kind and its port")
}

fn send(proxy: &Proxy, stream: &mut TcpStream, bytes: &[u8]) -> Result<(), Error> {
    steadily::write(stream, bytes).map_err(|ended| proxy.lost(ended))
}

/// Reads exactly so many bytes: what follows is the host's.
fn receive<const N: usize>(proxy: &Proxy, stream: &mut TcpStream) -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    let mut done = 0;
    while done < N {
        let room = bytes.get_mut(done..).unwrap_or_default();
        let n = steadily::read(stream, room).map_err(|ended| proxy.lost(ended))?;
        if n == 0 {
            return Err(proxy.failure("closed the connection"));
        }
        done += n;
    }
    Ok(bytes)
}
