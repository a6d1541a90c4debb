//! A file that a host compressed on the way, although nobody asked for that.

use std::io::Write as _;

use flate2::write::MultiGzDecoder;

use crate::{Error, Status, scope};

/// How much is unpacked at once: what comes out is at most a thousand times as much.
const PIECE: usize = 4096;

/// Unpacks as bytes come in.
pub(super) struct Unpacking(MultiGzDecoder<Vec<u8>>);

impl Default for Unpacking {
    fn default() -> Self {
        Self(MultiGzDecoder::new(Vec::new()))
    }
}

impl Unpacking {
    /// Hands over what comes out of some bytes, in pieces.
    pub(super) fn each(
        &mut self,
        bytes: &[u8],
        mut take: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for piece in bytes.chunks(PIECE) {
            self.0.write_all(piece).map_err(|_| broken())?;
            self.hand_over(&mut take)?;
        }
        Ok(())
    }

    /// Hands over what is left, after the last byte.
    pub(super) fn end(
        mut self,
        mut take: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let whole = self.0.try_finish();
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
        let out = self.0.get_mut();
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
