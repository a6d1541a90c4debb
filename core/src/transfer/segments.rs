//! A file over several connections at once: each fetches a range of it, proves that it is of the same
//! content, and writes it to its place. A connection that the host refuses leaves its range to the others.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::origin::{CHUNK, Origin, RESUMES, may_go_on, refused};
use super::plan::Plan;
use super::receive::{self, ContentRange};
use crate::bandwidth::Flow;
use crate::http::agent::Incoming;
use crate::http::url;
use crate::local::{BLOCK, PartFile, Pieces};
use crate::{Error, Secret, Session, Status, scope};

/// How long the calling thread waits before it looks how far the others are.
const LOOK: Duration = Duration::from_millis(20);

/// The content that all connections must prove to have.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub total: u64,
    pub tag: Option<String>,
}

impl Content {
    /// Whether an answer is the range of this content that begins at `offset`.
    pub(super) fn is_proven_by(&self, incoming: &Incoming, offset: u64) -> bool {
        let given = ContentRange::of(incoming);
        incoming.status == 206
            && receive::coding_of(incoming, Some(self.total)).is_none()
            && given
                .is_some_and(|given| given.first == Some(offset) && given.total == Some(self.total))
            && !self.is_another(incoming)
    }

    /// Whether an answer says that it is of another content.
    fn is_another(&self, incoming: &Incoming) -> bool {
        match (&self.tag, receive::validator_tag(incoming)) {
            (Some(ours), Some(theirs)) => *ours != theirs,
            _ => false,
        }
    }
}

/// What stands before the connections.
pub(super) struct Work<'a> {
    pub session: &'a Session,
    pub pieces: &'a Pieces,
    pub plan: Plan,
    pub content: Content,
    pub address: url::Target,
    /// The stream that is open already, and its range.
    pub first: (Range<u64>, Incoming),
}

/// What the connections came to.
#[derive(Default)]
pub(super) struct Came {
    /// Streams that were opened, the first one included.
    pub streams: u32,
    /// Why the last one that failed did so.
    pub error: Option<Error>,
    /// The host does not send ranges, or refuses them now.
    pub no_ranges: bool,
    /// The content is another one by now.
    pub other_content: bool,
}

/// Fetches what is missing.
///
/// # Errors
/// Those that end the whole call: of the caller, the clocks, the disk.
pub(super) fn fetch(
    work: Work<'_>,
    origin: &mut dyn Origin,
    part: &mut PartFile,
) -> Result<Came, Error> {
    let (session, pieces) = (work.session, work.pieces);
    let connections = work.plan.connections();
    let crew = Crew {
        session,
        pieces,
        origin: Mutex::new(origin),
        plan: Mutex::new(work.plan),
        content: work.content,
        address: work.address,
        help: scope::ask_for_help()?,
        done: AtomicU64::new(pieces.held()),
        streams: AtomicU32::new(0),
    };
    // Those of the file are reserved by each connection from here on.
    scope::end_exchange();
    let mut first = Some(work.first);
    let mut came = Came::default();
    std::thread::scope(|threads| {
        let (ended, over) = crossbeam_channel::bounded(connections);
        for number in 0..connections {
            let (crew, ended, first) = (&crew, ended.clone(), first.take());
            let thread = std::thread::Builder::new().name("gigahost-segment".into());
            let begun = thread.spawn_scoped(threads, move || {
                // A defect in one must not leave the call waiting for it.
                let work = std::panic::AssertUnwindSafe(|| crew.work(number, first));
                let _ = ended.send(std::panic::catch_unwind(work).unwrap_or_else(|_| {
                    let defect = Error::new(Status::Internal, "a thread of a download panicked");
                    (Err(Failed::Whole(defect)), Vec::new())
                }));
            });
            if let Err(e) = begun {
                came.error = Some(Error::io("no thread can be begun for a segment", &e));
                break;
            }
        }
        drop(ended);
        let watched = crew.watch(&over, part, &mut came);
        if watched.is_err() {
            crew.help.dismiss();
        }
        watched
    })?;
    came.streams = crew.streams.into_inner();
    Ok(came)
}

/// Why a connection does no more.
enum Failed {
    /// This connection; the others go on.
    Connection(Error),
    /// The answer was not the range that was asked for, and may be the whole file.
    NoRange,
    /// The content is another one by now.
    OtherContent,
    /// No other could do better.
    Whole(Error),
}

type Ended = (Result<(), Failed>, Vec<Secret>);

struct Crew<'a> {
    session: &'a Session,
    pieces: &'a Pieces,
    origin: Mutex<&'a mut dyn Origin>,
    plan: Mutex<Plan>,
    content: Content,
    address: url::Target,
    help: scope::Help,
    /// Bytes that are there, those of blocks that are not whole included.
    done: AtomicU64,
    streams: AtomicU32,
}

impl<'a> Crew<'a> {
    /// On the calling thread: tells how far they are, hashes what is there, and waits for all.
    fn watch(
        &self,
        over: &crossbeam_channel::Receiver<Ended>,
        part: &mut PartFile,
        came: &mut Came,
    ) -> Result<(), Error> {
        let mut busy = false;
        loop {
            let look = if busy { Duration::ZERO } else { LOOK };
            match over.recv_timeout(look) {
                Ok((result, secrets)) => {
                    secrets.into_iter().for_each(scope::add_url_secret);
                    match result {
                        Ok(()) => {}
                        Err(Failed::Connection(error)) => came.error = Some(error),
                        Err(Failed::NoRange) => came.no_ranges = true,
                        Err(Failed::OtherContent) => {
                            came.other_content = true;
                            self.help.dismiss();
                        }
                        Err(Failed::Whole(error)) => return Err(error),
                    }
                }
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => {}
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => return Ok(()),
            }
            scope::update_progress(|progress| progress.set_done(self.done.load(Ordering::Relaxed)));
            scope::tick()?;
            busy = part.gather(self.pieces)?;
        }
    }

    /// On a thread of its own: fetches one range after the other.
    fn work(&self, number: usize, first: Option<(Range<u64>, Incoming)>) -> Ended {
        let entered = match self.help.enter() {
            Ok(entered) => entered,
            Err(error) => return (Err(Failed::Connection(error)), Vec::new()),
        };
        let result = self.ranges(number, first);
        let secrets = scope::url_secrets();
        drop(entered);
        (result, secrets)
    }

    fn ranges(&self, number: usize, first: Option<(Range<u64>, Incoming)>) -> Result<(), Failed> {
        let (mut range, mut stream) = match first {
            Some((range, stream)) => (Some(range), Some(stream)),
            None => (self.plan().claim(number), None),
        };
        while let Some(Range { start, .. }) = range {
            let mut spot = Spot { number, at: start, sum: crc32fast::Hasher::new() };
            let outcome = self.range(&mut spot, stream.take());
            if outcome.is_err() {
                self.plan().give_back(number, spot.at);
                self.done.fetch_sub(spot.at % BLOCK, Ordering::Relaxed);
            }
            outcome?;
            range = self.plan().claim(number);
        }
        Ok(())
    }

    /// Streams until the range is there; what broke goes on where it broke.
    fn range(&self, spot: &mut Spot, mut first: Option<Incoming>) -> Result<(), Failed> {
        let mut row = 0;
        loop {
            let before = spot.at;
            self.streams.fetch_add(1, Ordering::Relaxed);
            let result = self.stream(spot, first.take());
            scope::end_exchange();
            let error = match result {
                Err(Failed::Connection(error)) => error,
                outcome => return outcome,
            };
            row = if spot.at > before { 1 } else { row + 1 };
            // What the host refuses to one it may go on to give to the others.
            if row > RESUMES || error.http_status().is_some() || !may_go_on(&error) {
                return Err(Failed::Connection(error));
            }
            if spot.at == before {
                let pause = self.session.with_jitter(|jitter| jitter.pause(row));
                scope::sleep(pause).map_err(Failed::Connection)?;
            }
        }
    }

    fn stream(&self, spot: &mut Spot, first: Option<Incoming>) -> Result<(), Failed> {
        let end = self.plan().advance(spot.number, spot.at);
        if spot.at >= end {
            return Ok(());
        }
        let mut incoming = match first {
            Some(first) => {
                receive::take_over(self.session);
                first
            }
            None => self.open(spot.at..end)?,
        };
        let broken = Failed::Connection;
        scope::reserve(Flow::Down, end - spot.at).map_err(broken)?;
        let mut chunk = vec![0; CHUNK];
        incoming.body.go_straight();
        loop {
            let bytes = receive::next(&mut incoming, &mut chunk).map_err(broken)?;
            if bytes.is_empty() {
                let at = spot.at;
                let error = format!("the stream of a range ended at byte {at} of {end}");
                return Err(Failed::Connection(Error::new(Status::Network, error)));
            }
            let end = self.plan().advance(spot.number, spot.at);
            let room = usize::try_from(end.saturating_sub(spot.at)).unwrap_or(usize::MAX);
            let bytes = bytes.get(..room).unwrap_or(bytes);
            scope::locally(|| self.put(spot, bytes)).map_err(Failed::Whole)?;
            if self.plan().advance(spot.number, spot.at) <= spot.at {
                return Ok(());
            }
            scope::tick().map_err(broken)?;
        }
    }

    /// Opens the stream of a range, if the host proves that it is the right one.
    fn open(&self, range: Range<u64>) -> Result<Incoming, Failed> {
        let asked = receive::Range {
            offset: range.start,
            last: Some(range.end - 1),
            tag: self.content.tag.clone(),
        };
        let operation = self.origin().operation();
        let on_hop = |hop: &url::Target| self.origin().on_hop(hop);
        let opened = receive::open(self.session, operation, self.address.clone(), &asked, &on_hop);
        let (mut incoming, _) = opened.map_err(Failed::Connection)?;
        if self.content.is_proven_by(&incoming, range.start) {
            return Ok(incoming);
        }
        Err(match incoming.status {
            200 | 206 if self.content.is_another(&incoming) => Failed::OtherContent,
            200 | 206 | 416 | 500 => Failed::NoRange,
            _ => Failed::Connection(refused(&**self.origin(), &mut incoming)),
        })
    }

    /// Writes bytes to their place; those that end a block make it count.
    fn put(&self, spot: &mut Spot, bytes: &[u8]) -> Result<(), Error> {
        self.pieces.write(spot.at, bytes)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            let block_end = ((spot.at / BLOCK + 1) * BLOCK).min(self.content.total);
            let room = usize::try_from(block_end - spot.at).unwrap_or(usize::MAX);
            let (now, later) = rest.split_at(room.min(rest.len()));
            spot.sum.update(now);
            spot.at += now.len() as u64;
            if spot.at == block_end {
                let sum = std::mem::take(&mut spot.sum).finalize();
                self.pieces.keep(block_end - 1, sum)?;
            }
            rest = later;
        }
        self.done.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn origin(&self) -> MutexGuard<'_, &'a mut dyn Origin> {
        self.origin.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where a connection is.
struct Spot {
    number: usize,
    at: u64,
    /// Of the block that is not whole yet.
    sum: crc32fast::Hasher,
}
