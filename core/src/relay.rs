//! A file at one host as the source of an upload to another: its bytes go through this machine, and no
//! file on it.

use std::io::{self, Read, Write};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};

use crate::{
    CancelToken, DownloadOptions, Entry, Error, Session, SharedSource, Status, Target, scope,
};

/// How many pieces may lie between the two hosts.
const BETWEEN: usize = 4;

/// How long a read waits before it asks whether the upload may go on.
const SLICE: Duration = Duration::from_millis(50);

impl Session {
    /// A file at this host as a source for uploads to others, as an entry of [`list`](Self::list) or
    /// [`stat`](Self::stat) names it. Each upload fetches it over a connection of its own while it sends
    /// it, on a thread that ends with it; nothing is written to the disk of this machine unless the
    /// target wants an MD5 first and this host does not tell it, or does not tell the size. The download
    /// is verified as any other, before the last byte is sent.
    #[must_use]
    pub fn source(&self, file: &Entry) -> SharedSource {
        let (session, id) = (self.clone(), file.id.clone());
        SharedSource::streams(&file.name, file.size, self.told_md5(file), move || {
            Box::new(Relay::new(&session, &id))
        })
    }

    /// The hash of an entry, if it is the MD5 for certain.
    fn told_md5(&self, file: &Entry) -> Option<String> {
        let md5 = file.md5.as_ref().filter(|md5| md5.len() == 32)?;
        self.adapter().tells_md5().then(|| md5.to_ascii_lowercase())
    }
}

/// What comes from the one host.
enum Piece {
    Bytes(Vec<u8>),
    End,
    Failed(Error),
}

/// The bytes of a file at a host, as they come.
struct Relay {
    session: Session,
    file: String,
    token: CancelToken,
    pieces: Option<Receiver<Piece>>,
    current: io::Cursor<Vec<u8>>,
    over: bool,
}

impl Relay {
    fn new(session: &Session, file: &str) -> Self {
        let token = session.own_token();
        Self {
            session: session.with_cancel(&token),
            file: file.to_owned(),
            token,
            pieces: None,
            current: io::Cursor::default(),
            over: false,
        }
    }

    /// Begins to fetch, on a thread of its own.
    fn begin(&self) -> io::Result<Receiver<Piece>> {
        let (sender, pieces) = bounded(BETWEEN);
        let (session, file) = (self.session.clone(), self.file.clone());
        std::thread::Builder::new().name("gigahost-relay".into()).spawn(move || {
            let target = Target::writer(Pieces(sender.clone()));
            // A defect must not leave the upload waiting.
            let fetch = std::panic::AssertUnwindSafe(|| {
                session.download(&file, target, DownloadOptions::new())
            });
            let outcome = std::panic::catch_unwind(fetch).unwrap_or_else(|_| {
                Err(Error::new(Status::Internal, "the thread of a download panicked"))
            });
            // Nobody is there any more if the upload has ended.
            let _ = sender.send(match outcome {
                Ok(_) => Piece::End,
                Err(error) => Piece::Failed(error),
            });
        })?;
        Ok(pieces)
    }
}

impl Read for Relay {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let n = self.current.read(into)?;
            if n > 0 || self.over || into.is_empty() {
                return Ok(n);
            }
            let pieces = match self.pieces.take() {
                Some(pieces) => pieces,
                None => self.begin()?,
            };
            let piece = pieces.recv_timeout(SLICE);
            self.pieces = Some(pieces);
            match piece {
                Ok(Piece::Bytes(bytes)) => self.current = io::Cursor::new(bytes),
                Ok(Piece::End) => self.over = true,
                Ok(Piece::Failed(error)) => return Err(io::Error::other(error)),
                Err(RecvTimeoutError::Timeout) => scope::tick().map_err(io::Error::other)?,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.token.cancel();
    }
}

struct Pieces(Sender<Piece>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.send(Piece::Bytes(bytes.to_vec())) {
            Ok(()) => Ok(bytes.len()),
            Err(_) => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
