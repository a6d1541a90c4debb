//! A file that a host compressed on the way, although nobody asked for that.

use std::io::Write as _;

use flate2::write::MultiGzDecoder;

use crate::{Error, Status, scope};

/// How much is unpacked at once: what comes out is at most a thousand times as much.
const PIECE: usize = 4096;

/// How many times as much may come out where nobody knows the size of the file: what is larger was made to
/// be.
const MOST_TIMES: u64 = 100;

/// Unpacks as bytes come in.
pub(super) struct Unpacking {
    decoder: MultiGzDecoder<Vec<u8>>,
    /// How much may still come out, if the size does not say it.
    room: Option<u64>,
}

impl Unpacking {
    pub(super) fn new(size: Option<u64>) -> Self {
        let room = size.is_none().then_some(1024 * 1024);
        Self { decoder: MultiGzDecoder::new(Vec::new()), room }
    }

    /// Hands over what comes out of some bytes, in pieces.
    pub(super) fn each(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for piece in bytes.chunks(PIECE) {
            self.room = self.room.map(|room| room + MOST_TIMES * piece.len() as u64);
            self.decoder.write_all(piece).map_err(|_| broken())?;
            self.hand_over(&mut take)?;
        }
        Ok(())
    }

    /// Hands over what is left, after the last byte.
    pub(super) fn end(
        mut self,
        mut take: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let whole = self.decoder.try_finish();
        self.hand_over(&mut take)?;
        whole.map_err(|_| {
            if scope::unclean_end() {
                Error::new(Status::Network, "the compressed stream ended in the middle")
            } else {
                broken()
            }
        })
    }

    fn hand_over(&mut self, take: &mut dyn FnMut(&[u8]) -> Result<(), Error>) -> Result<(), Error> {
        let out = self.decoder.get_mut();
        if let Some(room) = &mut self.room {
            *room = room.checked_sub(out.len() as u64).ok_or_else(broken)?;
        }
        if !out.is_empty() {
            take(out)?;
            out.clear();
        }
        Ok(())
    }
}

fn broken() -> Error {
    Error::new(
        Status::Corrupt,
        "the host sent the file compressed (gzip), and it cannot be unpacked",
    )
}
