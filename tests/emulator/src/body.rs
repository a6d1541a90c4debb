//! Request bodies on their way in: counted, hashed, disturbed, and stored in constant memory.

use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::BodyDataStream;
use md5::{Digest, Md5};

use crate::blob::{Blob, BlobWriter, Keep, hex};
use crate::fault::Inbound;
use crate::gate::{Gate, Place};
use crate::log::{Entry, Part};
use crate::params::{Broken, Field, Params, pairs};

/// The largest body of a call that carries parameters only.
const FORM_LIMIT: usize = 16 * 1024 * 1024;

/// The body of a request that is being received.
pub(crate) struct Inflow {
    body: BodyDataStream<Body>,
    keep: Keep,
    faults: Inbound,
    gate: Arc<Gate>,
    /// Where a stalled body waits.
    place: Option<Place>,
    entry: Entry,
    received: u64,
    /// Absent where something else hashes the bytes: each part of a multipart body, or the store.
    hash: Option<Md5>,
}

impl std::fmt::Debug for Inflow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inflow").field("received", &self.received).finish_non_exhaustive()
    }
}

impl Inflow {
    pub(crate) fn new(
        body: Body,
        keep: Keep,
        gate: Arc<Gate>,
        entry: Entry,
        multipart: bool,
    ) -> Self {
        let hash = (!multipart).then(Md5::new);
        let body = BodyDataStream::new(body);
        let (faults, place) = (Inbound::default(), None);
        Self { body, keep, faults, gate, place, entry, received: 0, hash }
    }

    /// From here on the body meets these faults.
    pub(crate) fn disturb(&mut self, faults: Inbound) {
        self.faults = faults;
    }

    /// A writer that stores as the emulator was told to.
    pub(crate) fn writer(&self) -> BlobWriter {
        BlobWriter::new(self.keep)
    }

    /// Meets the faults that are due at this point of the body.
    async fn meet(&mut self, at_end: bool) -> Result<(), Broken> {
        if self.faults.stall_at.is_some_and(|at| at_end || self.received >= at) {
            // A multipart reader that has enough already calls its read off; the stall holds on.
            self.place.get_or_insert_with(|| self.gate.place()).released().await;
            self.place = None;
            self.faults.stall_at = None;
        }
        match self.faults.cut_at {
            Some(at) if at_end || self.received >= at => Err(Broken::Cut),
            _ => Ok(()),
        }
    }

    /// The next piece. A body that the client breaks off is [`Broken::Cut`].
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Broken> {
        self.meet(false).await?;
        match self.body.next().await {
            Some(Ok(piece)) => {
                self.received += piece.len() as u64;
                self.entry.lock().unwrap().body_length = self.received;
                if let Some(hash) = &mut self.hash {
                    hash.update(&piece);
                }
                Ok(Some(piece))
            }
            Some(Err(_)) => Err(Broken::Cut),
            None => self.meet(true).await.map(|()| None),
        }
    }

    /// Reads the body whole and stores it.
    pub(crate) async fn raw(&mut self) -> Result<Blob, Broken> {
        // The writer hashes the same bytes; twice would double the time of a large upload.
        self.hash = None;
        let mut writer = self.writer();
        let end = self.fill(&mut writer).await;
        let blob = writer.finish().map_err(|error| disk(&error))?;
        self.entry.lock().unwrap().body_md5 = Some(blob.md5().into());
        end.map(|()| blob)
    }

    async fn fill(&mut self, writer: &mut BlobWriter) -> Result<(), Broken> {
        while let Some(piece) = self.next().await? {
            writer.push(&piece).map_err(|error| disk(&error))?;
        }
        Ok(())
    }

    pub(crate) async fn multipart(&mut self, content_type: &str) -> Result<Vec<Field>, Broken> {
        let boundary = multer::parse_boundary(content_type).map_err(malformed)?;
        let (keep, entry) = (self.keep, Entry::clone(&self.entry));
        let mut fields = Vec::new();
        // multer asks twice in a row until it has the first boundary, and takes a body that comes whole
        // with the second question for one that ended too early. So it gets the beginning at once.
        let mut begin = Vec::new();
        while begin.len() < boundary.len() + 4
            && let Some(piece) = self.next().await?
        {
            begin.extend_from_slice(&piece);
        }
        {
            let rest = stream::unfold(&mut *self, async |inflow| {
                inflow.next().await.transpose().map(|piece| (piece, inflow))
            });
            let pieces = stream::iter([Ok(Bytes::from(begin))]).chain(rest);
            let mut multipart = multer::Multipart::new(pieces.boxed(), boundary);
            while let Some(mut part) = multipart.next_field().await.map_err(malformed)? {
                let mut writer = BlobWriter::new(keep);
                while let Some(piece) = part.chunk().await.map_err(malformed)? {
                    writer.push(&piece).map_err(|error| disk(&error))?;
                }
                let field = Field {
                    name: part.name().unwrap_or_default().into(),
                    filename: part.file_name().map(String::from),
                    content_type: part.content_type().map(ToString::to_string),
                    blob: writer.finish().map_err(|error| disk(&error))?,
                };
                entry.lock().unwrap().parts.push(logged(&field));
                fields.push(field);
            }
        }
        // What follows the last boundary belongs to the body and must still arrive.
        while self.next().await?.is_some() {}
        Ok(fields)
    }

    /// The request's entry in the log.
    pub(crate) fn entry(&self) -> Entry {
        Entry::clone(&self.entry)
    }

    /// Reads a small body and takes it for what it is.
    pub(crate) async fn params(&mut self, content_type: &str) -> Result<Params, Broken> {
        let mut params = Params::default();
        let kind = content_type.trim().to_ascii_lowercase();
        if kind.starts_with("multipart/form-data") {
            let fields = self.multipart(content_type).await?;
            params.form = fields.into_iter().map(|field| (field.name, field.blob.text())).collect();
            return Ok(params);
        }
        let mut whole = Vec::new();
        while let Some(piece) = self.next().await? {
            whole.extend_from_slice(&piece);
            if whole.len() > FORM_LIMIT {
                return Err(Broken::Malformed("the body is too large for this call".into()));
            }
        }
        params.json = serde_json::from_slice(&whole).ok();
        if params.json.is_none() && kind.starts_with("application/x-www-form-urlencoded") {
            params.form = pairs(&whole);
        }
        Ok(params)
    }
}

impl Drop for Inflow {
    fn drop(&mut self) {
        if let Some(hash) = self.hash.take() {
            self.entry.lock().unwrap().body_md5 = Some(hex(&hash.finalize()));
        }
    }
}

fn logged(field: &Field) -> Part {
    Part {
        name: field.name.clone(),
        filename: field.filename.clone(),
        content_type: field.content_type.clone(),
        length: field.blob.size(),
        md5: field.blob.md5().into(),
    }
}

pub(crate) fn disk(error: &std::io::Error) -> Broken {
    Broken::Malformed(format!("the emulator cannot store the body: {error}"))
}

pub(crate) fn malformed(error: multer::Error) -> Broken {
    match error {
        multer::Error::StreamReadFailed(_) => Broken::Cut,
        other => Broken::Malformed(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::task::Poll;

    use super::*;
    use crate::host::{Host, Role};
    use crate::log::Request;

    fn entry() -> Entry {
        Arc::new(Mutex::new(Request {
            host: Host::GigaGs,
            role: Role::Api,
            operation: "upload",
            method: "POST".into(),
            path: "/upload".into(),
            query: Vec::new(),
            form: Vec::new(),
            json: None,
            headers: Vec::new(),
            body_length: 0,
            body_md5: None,
            parts: Vec::new(),
            status: None,
            cut: false,
        }))
    }

    #[tokio::test]
    async fn a_body_that_comes_whole_between_two_questions_is_read() {
        let whole = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nfilm\r\n--x--\r\n";
        let mut asked = 0;
        let pieces = stream::poll_fn(move |turn| {
            asked += 1;
            turn.waker().wake_by_ref();
            match asked {
                1 => Poll::Pending,
                2 => Poll::Ready(Some(Ok::<_, std::io::Error>(whole))),
                _ => Poll::Ready(None),
            }
        });
        let gate = Arc::new(Gate::default());
        let mut inflow = Inflow::new(Body::from_stream(pieces), Keep::All, gate, entry(), true);
        let fields = inflow.multipart("multipart/form-data; boundary=x").await.unwrap();
        assert_eq!((fields.len(), fields[0].blob.size()), (1, 4));
    }
}
