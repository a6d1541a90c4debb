//! Uploads that are running: readable while they grow, and undone if they do not end well.

use std::io;
use std::sync::Arc;

use serde_json::json;

use super::growing::{Growth, Upload};
use super::shapes::{Failure, file_not_found};
use super::site::Site;
use super::state::{Content, Fate, File, Ticket};
use crate::blob::{Blob, BlobWriter};

/// The upload's hold on its file. Dropped before its end, it leaves the file as it was.
pub(super) struct Arrival {
    site: Arc<Site>,
    ticket: Ticket,
    upload: Arc<Upload>,
    /// Bytes that the account can still take.
    room: u64,
    begun: bool,
}

/// More bytes than the account may hold.
pub(super) struct Full;

impl Arrival {
    /// `announced`: the size, if known beforehand.
    pub(super) fn new(
        site: &Arc<Site>,
        ticket: Ticket,
        announced: Option<u64>,
        writer: BlobWriter,
    ) -> Result<Self, Failure> {
        let room = {
            let state = site.state.lock().unwrap();
            let found = state.file(&ticket.share, &ticket.file);
            let (share, file) =
                found.filter(|(_, file)| file.fate == Fate::Alive).ok_or_else(file_not_found)?;
            let own = file.content.as_ref().map_or(0, |content| content.blob.size());
            let used = state.used(share.owner) - own;
            site.storage(&state, share.owner).saturating_sub(used)
        };
        let upload = Arc::new(Upload::new(announced, writer));
        Ok(Self { site: Arc::clone(site), ticket, upload, room, begun: false })
    }

    /// Whether the announced size is more than the account may hold.
    pub(super) fn too_large(&self) -> bool {
        self.upload.size.is_some_and(|size| size > self.room)
    }

    /// Takes a piece; the first one makes the file `uploading`.
    pub(super) fn push(&mut self, piece: &[u8]) -> io::Result<Result<(), Full>> {
        {
            let Growth::Growing(writer) = &mut *self.upload.growth.lock().unwrap() else {
                return Ok(Ok(()));
            };
            if writer.size() + piece.len() as u64 > self.room {
                return Ok(Err(Full));
            }
            writer.push(piece)?;
        }
        self.begin();
        self.upload.grown.send_replace(());
        Ok(Ok(()))
    }

    fn begin(&mut self) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        {
            let mut state = self.site.state.lock().unwrap();
            if let Some(file) = state.file_mut(&self.ticket.share, &self.ticket.file) {
                file.upload = Some(Arc::clone(&self.upload));
            }
        }
        if let Some(size) = self.upload.size {
            self.tell("filestat", "size", json!(size));
        }
        self.site.moved.send_replace(());
    }

    /// Sends the file's session a message with one more key, left out if null.
    pub(super) fn tell(&self, kind: &str, key: &str, value: serde_json::Value) {
        let Ticket { share, file, .. } = &self.ticket;
        self.site.tell(share, file, kind, (!value.is_null()).then_some((key, value)));
    }

    /// The last byte is there.
    pub(super) fn finish(self) -> io::Result<Result<Blob, Failure>> {
        let violated = self.site.ctx.switches.text("violatedterms");
        let blob = {
            // Followers must not see anything between the growing bytes and the whole ones.
            let mut growth = self.upload.growth.lock().unwrap();
            let Growth::Growing(writer) = std::mem::replace(&mut *growth, Growth::Broken) else {
                return Ok(Err(file_not_found()));
            };
            let blob = writer.finish()?;
            if !self.store(&blob, violated.is_some()) {
                return Ok(Err(file_not_found()));
            }
            *growth = Growth::Whole(blob.clone());
            blob
        };
        if self.upload.size.is_none() || blob.size() == 0 {
            self.tell("filestat", "size", json!(blob.size()));
        }
        if let Some(reason) = violated {
            let reason = if reason.is_empty() { json!(null) } else { json!(reason) };
            self.tell("violatedterms", "reason", reason);
        }
        Ok(Ok(blob))
    }

    /// Whether the file was still there to take its content.
    fn store(&self, blob: &Blob, violated: bool) -> bool {
        let mut state = self.site.state.lock().unwrap();
        let Some(file) = state.file_mut(&self.ticket.share, &self.ticket.file) else {
            return false;
        };
        let modified = self.site.ctx.clock.unix();
        file.content = Some(Content { blob: blob.clone(), modified });
        file.lag = self.site.ctx.switches.number("state_lag").unwrap_or(0);
        self.let_go(file);
        if violated {
            file.fate = Fate::Removed;
            file.content = None;
        }
        true
    }

    /// A later upload to the same file keeps its place.
    fn let_go(&self, file: &mut File) {
        if file.upload.as_ref().is_some_and(|held| Arc::ptr_eq(held, &self.upload)) {
            file.upload = None;
        }
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        {
            let mut state = self.site.state.lock().unwrap();
            if let Some(file) = state.file_mut(&self.ticket.share, &self.ticket.file) {
                self.let_go(file);
            }
        }
        {
            let mut growth = self.upload.growth.lock().unwrap();
            if matches!(*growth, Growth::Growing(_)) {
                *growth = Growth::Broken;
            }
        }
        self.upload.grown.send_replace(());
        self.site.moved.send_replace(());
    }
}
