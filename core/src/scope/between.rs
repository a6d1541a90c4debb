//! What lies between the two ends of a transfer, past the HTTP library.

use std::cell::{Cell, RefCell};
use std::fs::File;
use std::net::TcpStream;
use std::sync::Arc;

/// Bytes of a file that stand for as many bytes of an output buffer.
pub(crate) struct Lent {
    pub file: Arc<File>,
    pub offset: u64,
    pub length: usize,
}

/// What lies ready between the two ends.
#[derive(Default)]
pub(super) struct Between {
    /// Address and size of the output buffer for which a range may be lent.
    pub(super) room: Cell<Option<(usize, usize)>>,
    pub(super) lent: RefCell<Option<Lent>>,
    pub(super) stream_wanted: Cell<bool>,
    pub(super) stream: RefCell<Option<TcpStream>>,
}

impl Between {
    pub(super) fn clear(&self) {
        self.room.set(None);
        self.stream_wanted.set(false);
        drop(self.lent.take());
        drop(self.stream.take());
    }
}
