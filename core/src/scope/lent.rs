//! What the two ends of a transfer hand each other past the HTTP library between them: ranges of a file
//! in place of its bytes, and a connection in place of the bytes that come over it.

use std::fs::File;
use std::net::TcpStream;
use std::sync::Arc;

use super::between::Lent;
use super::call::current;

fn place_of(buffer: &[u8]) -> usize {
    buffer.as_ptr().addr()
}

/// The connection's part: what is read into `buffer` next may be a range of a file instead.
pub(crate) fn offer_room(buffer: &[u8]) {
    if let Some(scope) = current() {
        scope.between.room.set(Some((place_of(buffer), buffer.len())));
    }
}

/// Whether a range may be lent in place of filling `into`. It may not where the HTTP library, or anything
/// else, wants to do something with the bytes.
pub(crate) fn is_lendable(into: &[u8]) -> bool {
    let room = current().and_then(|scope| scope.between.room.get());
    room.is_some_and(|(place, size)| place == place_of(into) && into.len() <= size)
}

/// The source's part: these bytes of the file, in place of as many in the buffer that was offered.
pub(crate) fn lend(file: &Arc<File>, offset: u64, length: usize) {
    if let Some(scope) = current() {
        *scope.between.lent.borrow_mut() = Some(Lent { file: file.clone(), offset, length });
    }
}

/// The connection's part: what was lent since the room was offered. The offer is over.
pub(crate) fn take_lent() -> Option<Lent> {
    let scope = current()?;
    scope.between.room.set(None);
    scope.between.lent.take()
}

/// The reader's part: whether it can go on with the bare connection.
pub(crate) fn want_stream(wanted: bool) {
    if let Some(scope) = current() {
        scope.between.stream_wanted.set(wanted);
    }
}

/// The connection's part: whether to hand over itself in place of what it would read.
pub(crate) fn stream_is_wanted() -> bool {
    current().is_some_and(|scope| scope.between.stream_wanted.get())
}

/// The connection's part: everything from here on is for the reader to read.
pub(crate) fn hand_over(stream: TcpStream) {
    if let Some(scope) = current() {
        *scope.between.stream.borrow_mut() = Some(stream);
    }
}

/// The reader's part: the connection, if it was handed over.
pub(crate) fn take_stream() -> Option<TcpStream> {
    current()?.between.stream.take()
}
