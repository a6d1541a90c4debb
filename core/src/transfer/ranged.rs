//! Some bytes of a file, without the rest.

use super::origin::{CHUNK, Origin, RESUMES, Wanted, check_is_file, may_go_on, refused, why_not};
use super::receive::{self, ContentRange, Range};
use crate::bandwidth::Flow;
use crate::digest::{Digest, Md5};
use crate::http::agent::Incoming;
use crate::local::{Place, Sink, Validator};
use crate::options::Part;
use crate::progress::Reporter;
use crate::{Checksum, Download, Error, Session, Stage, Status, Target, Verified, scope};

/// Fetches a part of a file into a writer. A broken stream goes on where it broke.
pub(super) fn fetch(
    session: &Session,
    wanted: &Wanted,
    origin: &mut dyn Origin,
    target: Target,
    part: Part,
    checksum: Checksum,
) -> Result<Download, Error> {
    let Place::Writer(writer) = target.0 else {
        return Err(Error::argument("part", "goes into a writer, not into a file"));
    };
    if part.end.is_some_and(|end| end < part.first) {
        return Err(Error::argument("part", "must not end before it begins"));
    }
    let end = match (part.end, wanted.size) {
        (Some(end), Some(size)) => Some(end.min(size)),
        (end, size) => end.or(size),
    };
    let mut job = Job {
        session,
        wanted,
        first: part.first,
        end,
        ranges: true,
        sink: Sink::Writer {
            writer,
            digest: (checksum == Checksum::Always).then(Md5::new),
            offset: 0,
            validator: Validator::default(),
        },
    };
    let attempts = if end.is_some_and(|end| end <= part.first) { 0 } else { job.run(origin)? };
    let (bytes, md5) = (job.sink.offset(), job.sink.md5());
    if let Sink::Writer { mut writer, .. } = job.sink {
        writer.flush().map_err(|e| {
            Error::new(Status::Callback, format!("the writer failed: {}", e.kind()))
        })?;
    }
    let name = wanted.name.clone();
    Ok(Download { path: None, name, bytes, md5, verified: Verified::No, resumed_from: 0, attempts })
}

struct Job<'a> {
    session: &'a Session,
    wanted: &'a Wanted,
    first: u64,
    end: Option<u64>,
    /// The host has not refused a range yet.
    ranges: bool,
    sink: Sink,
}

impl Job<'_> {
    /// Streams until the part is there. Gives the number of streams.
    fn run(&mut self, origin: &mut dyn Origin) -> Result<u32, Error> {
        let mut attempts = 0;
        let mut fresh_address = false;
        loop {
            attempts += 1;
            let before = self.sink.offset();
            let result = self.stream(origin);
            scope::end_exchange();
            match result {
                Ok(true) => return Ok(attempts),
                Ok(false) => self.ranges = false,
                Err(error) if origin.is_stale_address(&error) && !fresh_address => {
                    fresh_address = true;
                }
                Err(error) if may_go_on(&error) && attempts <= RESUMES => {
                    if self.sink.offset() == before {
                        let pause = self.session.with_jitter(|jitter| jitter.pause(attempts));
                        scope::sleep(
                            error.retry_after().unwrap_or(pause).min(crate::retry::LONGEST_WAIT),
                        )?;
                    }
                }
                Err(error) => {
                    return Err(error.with_attempts(attempts, Some(why_not(attempts))));
                }
            }
            scope::update_progress(Reporter::next_attempt);
        }
    }

    /// One stream. False if the host does not do ranges.
    fn stream(&mut self, origin: &mut dyn Origin) -> Result<bool, Error> {
        let offset = self.first + self.sink.offset();
        let mut range = Range::default();
        if self.ranges {
            let tag = self.sink.validator().tag.clone();
            range = Range { offset, last: self.end.map(|end| end.saturating_sub(1)), tag };
        }
        let address = origin.locate()?;
        scope::stage(Stage::Receiving)?;
        let (mut incoming, _) =
            receive::open(self.session, origin.operation(), address, &range, &|hop| {
                origin.on_hop(hop)
            })?;
        let content_range = ContentRange::of(&incoming);
        let asked = range.offset > 0 || range.last.is_some();
        if matches!(incoming.status, 200 | 206)
            && receive::coding_of(&incoming, self.wanted.size).is_some()
        {
            return Err(receive::refused_coding("a part of it cannot be unpacked"));
        }
        let skip = match incoming.status {
            200 => offset,
            206 if asked => {
                let begins = content_range.as_ref().and_then(|given| given.first);
                let total = content_range.as_ref().and_then(|given| given.total);
                if begins != Some(offset) || (total.is_some() && self.is_other_size(total)) {
                    return Ok(false);
                }
                0
            }
            416 if asked => {
                let total = content_range.and_then(|given| given.total).or(self.wanted.size);
                // Nothing lies beyond the end.
                return Ok(total.is_some_and(|total| total <= offset));
            }
            500 if asked => return Ok(false),
            _ => return Err(refused(origin, &mut incoming)),
        };
        self.note_validator(&incoming)?;
        self.receive(origin, incoming, skip)
    }

    fn is_other_size(&self, total: Option<u64>) -> bool {
        self.wanted.size.is_some() && self.wanted.size != total
    }

    /// A stream that goes on must be of the same content as the one that broke.
    fn note_validator(&mut self, incoming: &Incoming) -> Result<(), Error> {
        let fresh = receive::validator_tag(incoming);
        let begun = self.sink.offset() > 0;
        let Sink::Writer { validator, .. } = &mut self.sink else { return Ok(()) };
        if begun && validator.tag.is_some() && validator.tag != fresh {
            return Err(Error::new(Status::Corrupt, "the file changed while it was read"));
        }
        validator.tag = fresh;
        Ok(())
    }

    fn receive(
        &mut self,
        origin: &dyn Origin,
        mut incoming: Incoming,
        mut skip: u64,
    ) -> Result<bool, Error> {
        let whole = incoming.status == 200;
        let (begun, rest) = (self.first + self.sink.offset(), self.end);
        scope::reserve(Flow::Down, rest.map_or(0, |end| end.saturating_sub(begun)))?;
        scope::update_progress(|progress| {
            progress.set_total(self.end.map(|end| end - self.first));
            progress.set_done(self.sink.offset());
        });
        let mut chunk = vec![0; CHUNK];
        incoming.body.go_straight();
        let mut head = whole;
        loop {
            let bytes = receive::next(&mut incoming, &mut chunk)?;
            let n = bytes.len();
            if head {
                head = false;
                check_is_file(self.wanted, origin, &incoming, bytes)?;
                let length = incoming.length();
                if length.is_some() && self.is_other_size(length) {
                    return Err(Error::new(
                        Status::SizeMismatch,
                        "the host sends a file of another size than it names",
                    ));
                }
            }
            if n == 0 {
                break;
            }
            let passed = skip.min(n as u64);
            skip -= passed;
            let bytes = bytes.get(usize::try_from(passed).unwrap_or(n)..).unwrap_or_default();
            let room = self.end.map_or(u64::MAX, |end| end - self.first - self.sink.offset());
            let bytes = bytes.get(..usize::try_from(room).unwrap_or(usize::MAX)).unwrap_or(bytes);
            scope::locally(|| self.sink.write(bytes))?;
            scope::update_progress(|progress| progress.set_done(self.sink.offset()));
            scope::tick()?;
            if self.end == Some(self.first + self.sink.offset()) {
                return Ok(true);
            }
        }
        // The size of the file was not known: what there is, is all.
        if self.wanted.size.is_none() && !scope::unclean_end() {
            return Ok(true);
        }
        Err(Error::new(
            Status::Network,
            format!("the stream ended after {} bytes of the part", self.sink.offset()),
        ))
    }
}
