//! Bytes on their way in, readable while they grow.

use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::{self, BoxStream};
use tokio::sync::watch;

use crate::blob::{Blob, BlobWriter};

const PIECE: usize = 64 * 1024;

#[derive(Debug)]
pub(super) enum Growth {
    Growing(BlobWriter),
    Whole(Blob),
    Broken,
}

/// Bytes on their way in, which downloads may follow.
#[derive(Debug)]
pub(super) struct Upload {
    /// The size, where the request tells it.
    pub(super) size: Option<u64>,
    pub(super) growth: Mutex<Growth>,
    pub(super) grown: watch::Sender<()>,
}

impl Upload {
    pub(super) fn new(size: Option<u64>, writer: BlobWriter) -> Self {
        Self { size, growth: Mutex::new(Growth::Growing(writer)), grown: watch::Sender::new(()) }
    }

    /// The next bytes: none yet (`None`), or none any more (empty).
    pub(super) fn read(&self, offset: u64) -> io::Result<Option<Bytes>> {
        match &*self.growth.lock().unwrap() {
            Growth::Growing(writer) if writer.size() == offset => Ok(None),
            Growth::Growing(writer) => {
                let piece = writer.read(offset, PIECE)?;
                if piece.is_empty() {
                    Err(io::ErrorKind::Unsupported.into())
                } else {
                    Ok(Some(piece))
                }
            }
            Growth::Whole(blob) if blob.is_whole() => blob.read(offset, PIECE).map(Some),
            Growth::Whole(_) | Growth::Broken => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// The bytes as they come in.
    pub(super) fn follow(self: &Arc<Self>) -> BoxStream<'static, io::Result<Bytes>> {
        let start = (Arc::clone(self), self.grown.subscribe(), 0);
        stream::try_unfold(start, async |(upload, mut grown, offset)| {
            loop {
                grown.mark_unchanged();
                match upload.read(offset)? {
                    Some(piece) if piece.is_empty() => return Ok(None),
                    Some(piece) => {
                        let next = offset + piece.len() as u64;
                        return Ok(Some((piece, (upload, grown, next))));
                    }
                    // The sender lives in `upload`, so this cannot fail.
                    None => {
                        let _ = grown.changed().await;
                    }
                }
            }
        })
        .boxed()
    }
}
