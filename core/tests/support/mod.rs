//! What the tests of each host begin with: the emulator over TLS, a session there, bytes to send.

use gigahost::{Builder, Error, Host, Receipt, Session, Source, UploadOptions};
use gigahost_emulator::{Emulator, Host as Emulated};

pub(crate) fn emulator() -> Emulator {
    Emulator::builder().tls(true).start().expect("the emulator starts")
}

/// A session at this emulator, without credentials yet.
pub(crate) fn at(emulator: &Emulator, host: Host, emulated: Emulated) -> Builder {
    Session::builder(host)
        .base_url(emulator.base_url(emulated))
        .ca_pem(emulator.ca_pem().expect("TLS is on"))
        .allow_private_addresses(true)
}

/// Bytes that do not repeat soon.
pub(crate) fn content(length: usize) -> Vec<u8> {
    (0..length).map(|i| u8::try_from((i * 7 + i / 251) % 251).unwrap()).collect()
}

pub(crate) fn named(name: &str) -> UploadOptions {
    UploadOptions::new().with_name(name)
}

pub(crate) fn upload(session: &Session, name: &str, bytes: &[u8]) -> Result<Receipt, Error> {
    session.upload(Source::bytes(Vec::from(bytes)), named(name))
}
