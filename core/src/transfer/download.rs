//! Downloads: a stream into a part file, resumed only on proof, verified against what the host told,
//! and put in its place at once.

use std::io::{Read, Write};

use super::origin::{CHUNK, Origin, RESUMES, Wanted, check_is_file, may_go_on, refused, why_not};
use super::plan::Plan;
use super::receive::{self, ContentRange, Range, coding_of};
use super::segments::{self, Content, Work};
use super::unpacking::Unpacking;
use super::{plan, ranged};
use crate::bandwidth::Flow;
use crate::digest::{Digest, Md5};
use crate::http::agent::Incoming;
use crate::http::url;
use crate::local::{Blocks, PartFile, Pieces, Place, Sink, Validator, in_directory, names};
use crate::options::DownloadSettings;
use crate::progress::Reporter;
use crate::{Checksum, Download, Error, Session, Stage, Status, Target, Verified, scope, words};

/// The most connections for one file.
const MOST_SEGMENTS: u32 = 16;

/// Fetches a file.
pub(crate) fn fetch(
    session: &Session,
    wanted: &Wanted,
    origin: &mut dyn Origin,
    target: Target,
    options: &DownloadSettings,
) -> Result<Download, Error> {
    if options.segments > MOST_SEGMENTS {
        let problem = format_args!("must be from 0 to {MOST_SEGMENTS}");
        return Err(
            Error::argument("segments", problem).at(session.host(), origin.operation().name)
        );
    }
    if let Some(part) = options.part {
        return ranged::fetch(session, wanted, origin, target, part, options.checksum)
            .map_err(|e| e.at(session.host(), origin.operation().name));
    }
    too_large(wanted.size, options)?;
    let mut job = Job {
        session,
        wanted,
        options,
        identity: format!("{} {}", session.host(), wanted.id),
        total: wanted.size,
        ranges: true,
        connections: 1,
        at_once: usize::MAX,
        pieces: None,
        streams: 0,
        packed: false,
        too_much: false,
    };
    let hashed = job.is_hashed();
    let operation = origin.operation();
    let mut first = None;
    let place = match target.0 {
        // Without a name the first answer must be asked for one.
        Place::Directory(_) if wanted.name.is_none() => {
            let (incoming, from) =
                job.open_named(origin).map_err(|e| e.at(session.host(), operation.name))?;
            let name = incoming
                .header("content-disposition")
                .and_then(names::of_disposition)
                .or_else(|| from.last_segment());
            first = Some((incoming, from));
            named(target.0, name.as_deref())?
        }
        place => named(place, wanted.name.as_deref())?,
    };
    let mut sink = match place {
        Place::Writer(writer) => {
            let digest = hashed.then(Md5::new);
            Sink::Writer { writer, digest, offset: 0, validator: Validator::default() }
        }
        Place::File(path) | Place::Directory(path) => {
            let identity = options.resume.then_some(job.identity.as_str());
            if first.is_none() {
                job.connections =
                    job.connections(origin).map_err(|e| e.at(session.host(), operation.name))?;
            }
            let in_blocks = job.connections > 1;
            Sink::Part(PartFile::open(path, options.existing, identity, hashed, in_blocks)?)
        }
    };
    let resumed_from = sink.held();
    let mut result = job.run(origin, &mut sink, first);
    if resumed_from > 0
        && let Ok(streams) = result
        && job.is_wrong(&sink)
    {
        // What was there from an earlier call was no part of this file.
        result = job
            .begin_again(&mut sink)
            .and_then(|()| job.run(origin, &mut sink, None))
            .map(|attempts| streams + attempts);
    }
    let resumed_from = if sink.restarted() { 0 } else { resumed_from };
    let (attempts, resumed_from) = match result {
        Ok(attempts) => (attempts, resumed_from),
        Err(error) => {
            return Err(job.left(sink, error).at(session.host(), operation.name));
        }
    };
    job.finish(sink, attempts, resumed_from).map_err(|e| e.at(session.host(), operation.name))
}

fn named(place: Place, name: Option<&str>) -> Result<Place, Error> {
    match place {
        Place::Directory(directory) => Ok(Place::File(in_directory(directory, name)?)),
        place => Ok(place),
    }
}

fn too_large(size: Option<u64>, options: &DownloadSettings) -> Result<(), Error> {
    match (size, options.most_bytes) {
        (Some(size), Some(most)) if size > most => Err(Error::new(
            Status::TooLarge,
            format!("the file has {size} bytes, more than the {most} that are allowed"),
        )),
        _ => Ok(()),
    }
}

/// One download under way.
struct Job<'a> {
    session: &'a Session,
    wanted: &'a Wanted,
    options: &'a DownloadSettings,
    identity: String,
    total: Option<u64>,
    /// The host has not refused a range yet.
    ranges: bool,
    /// Over how many connections the file may come; one is a single stream.
    connections: usize,
    /// Over how many of them it comes by now.
    at_once: usize,
    /// The part, once it grows at several places.
    pieces: Option<Pieces>,
    /// Streams beside the first one of each attempt.
    streams: u32,
    /// The host sends the file compressed, which nobody asked for.
    packed: bool,
    /// More came than the file has.
    too_much: bool,
}

/// What several came to.
enum Segments {
    Ended(Stream),
    /// The host sends the whole file, in one stream.
    Whole(Box<(Incoming, url::Target)>),
    /// The file cannot come in segments.
    Single,
}

/// What one stream came to.
enum Stream {
    Complete,
    /// The host does not do ranges: begin again without.
    NoRanges,
    /// The host does not let so many connections in: go on with one.
    Fewer,
}

impl Job<'_> {
    /// Whether the bytes are hashed: only where the hash will be compared, or is asked for.
    fn is_hashed(&self) -> bool {
        match self.options.checksum {
            Checksum::Auto => self.wanted.md5.is_some(),
            Checksum::Always => true,
            Checksum::Never => false,
        }
    }

    /// The host's MD5, if what arrives is compared with it.
    fn wanted_md5(&self) -> Option<&String> {
        self.wanted.md5.as_ref().filter(|_| self.is_hashed())
    }

    /// Over how many connections the file may come.
    fn connections(&self, origin: &dyn Origin) -> Result<usize, Error> {
        let Some(size) = self.wanted.size.filter(|_| self.options.segments > 1) else {
            return Ok(1);
        };
        let most = u64::from(self.options.segments).min(size / plan::LEAST);
        let allowed = if most > 1 { origin.connections(size)? } else { None };
        Ok(usize::try_from(allowed.map_or(most, |allowed| allowed.min(most))).unwrap_or(1))
    }

    /// Bytes that are there.
    fn there(&self, sink: &Sink) -> u64 {
        self.pieces.as_ref().map_or_else(|| sink.held(), Pieces::held)
    }

    /// What a failure leaves: a part that a later call may go on from, or nothing. The error says which.
    fn left(&self, sink: Sink, error: Error) -> Error {
        let there = self.there(&sink);
        let Sink::Part(part) = sink else { return error };
        let error = error.of_file(part.target());
        // A part of something that is not the file is of no use to a later call, and neither is one that
        // nothing can prove to be of the same content.
        let is_wrong = self.too_much || self.packed;
        let is_provable = part.validator().tag.is_some() || self.wanted_md5().is_some();
        if is_wrong || !is_provable || there == 0 {
            part.discard();
            return error;
        }
        let Some(kept) = part.keep() else { return error };
        let of_all = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
        error.and_hint(&format!(
            "{there}{of_all} bytes are kept in {}, from which the same download goes on",
            words::path(&kept)
        ))
    }

    /// Throws away what is there: the next stream is a single one.
    fn begin_again(&mut self, sink: &mut Sink) -> Result<(), Error> {
        self.connections = 1;
        self.pieces = None;
        sink.restart()
    }

    /// Streams until the file is there. Gives the number of streams.
    fn run(
        &mut self,
        origin: &mut dyn Origin,
        sink: &mut Sink,
        mut first: Option<(Incoming, url::Target)>,
    ) -> Result<u32, Error> {
        let mut attempts = 0;
        let mut fresh_address = false;
        loop {
            attempts += 1;
            let before = self.there(sink);
            let result = self.stream(origin, sink, first.take());
            scope::end_exchange();
            let moved = self.there(sink) > before;
            match result {
                Ok(Stream::Complete) => {
                    return Ok(attempts + std::mem::take(&mut self.streams));
                }
                Ok(Stream::NoRanges) => {
                    self.ranges = false;
                    self.begin_again(sink)?;
                }
                Ok(Stream::Fewer) => {}
                // An address may expire again and again while a large file comes.
                Err(error) if origin.is_stale_address(&error) && (moved || !fresh_address) => {
                    fresh_address = true;
                }
                Err(error) if may_go_on(&error) && attempts <= RESUMES => {
                    // A stream that moved something is worth going on at once.
                    if !moved {
                        let pause = self.session.with_jitter(|jitter| jitter.pause(attempts));
                        scope::sleep(
                            error.retry_after().unwrap_or(pause).min(crate::retry::LONGEST_WAIT),
                        )?;
                    }
                }
                Err(error) => return Err(error.with_attempts(attempts, Some(why_not(attempts)))),
            }
            scope::update_progress(Reporter::next_attempt);
        }
    }

    fn open(
        &self,
        origin: &mut dyn Origin,
        range: &Range,
    ) -> Result<(Incoming, url::Target), Error> {
        let address = origin.locate()?;
        scope::stage(Stage::Receiving)?;
        receive::open(self.session, origin.operation(), address, range, &|hop| origin.on_hop(hop))
    }

    /// The first answer, for its name. A refusal names nothing; if another address may help, that is
    /// tried once.
    fn open_named(&self, origin: &mut dyn Origin) -> Result<(Incoming, url::Target), Error> {
        let (mut incoming, from) = self.open(origin, &Range::default())?;
        if !(400..500).contains(&incoming.status) {
            return Ok((incoming, from));
        }
        let error = refused(origin, &mut incoming);
        scope::end_exchange();
        if !origin.is_stale_address(&error) {
            return Err(error);
        }
        self.open(origin, &Range::default())
    }

    fn stream(
        &mut self,
        origin: &mut dyn Origin,
        sink: &mut Sink,
        mut first: Option<(Incoming, url::Target)>,
    ) -> Result<Stream, Error> {
        if self.there(sink) > 0 && !self.can_resume(sink) {
            self.begin_again(sink)?;
        }
        if let (Some(total), Sink::Part(part)) = (self.total, &mut *sink)
            && self.connections > 1
        {
            match self.stream_in_segments(origin, part, total)? {
                Segments::Ended(stream) => return Ok(stream),
                Segments::Whole(whole) => first = Some(*whole),
                Segments::Single => {}
            }
            // From here on it is a single stream, from the beginning.
            self.begin_again(sink)?;
        }
        if sink.offset() > 0 && self.total == Some(sink.offset()) {
            return Ok(Stream::Complete);
        }
        let range = Range { offset: sink.offset(), last: None, tag: sink.validator().tag.clone() };
        // Known before: then nothing is fetched that does not fit into the day.
        scope::reserve(
            Flow::Down,
            self.total.map_or(0, |total| total.saturating_sub(range.offset)),
        )?;
        let (mut incoming, _) = match first {
            Some(first) => first,
            None => self.open(origin, &range)?,
        };
        let content_range = ContentRange::of(&incoming);
        match incoming.status {
            200 => return self.receive_whole(origin, sink, incoming),
            206 if range.offset == 0 => {
                let is_whole = content_range.as_ref().is_some_and(|given| {
                    given.first == Some(0)
                        && given.last.is_some_and(|last| given.total == Some(last + 1))
                });
                if !is_whole {
                    return Err(Error::new(
                        Status::Protocol,
                        "the host sent a part where the whole was asked for",
                    ));
                }
                return self.receive_whole(origin, sink, incoming);
            }
            206 => {
                let proven = coding_of(&incoming, self.wanted.size).is_none()
                    && content_range.as_ref().is_some_and(|given| {
                        given.first == Some(range.offset)
                            && (self.total.is_none() || given.total == self.total)
                    })
                    && (range.tag.is_none()
                        || receive::validator_tag(&incoming)
                            .is_none_or(|tag| Some(tag) == range.tag));
                if !proven {
                    return Ok(Stream::NoRanges);
                }
                self.learn_total(content_range.and_then(|given| given.total))?;
            }
            416 if range.offset > 0 => {
                let total = content_range.and_then(|given| given.total).or(self.total);
                return Ok(if total == Some(range.offset) {
                    Stream::Complete
                } else {
                    Stream::NoRanges
                });
            }
            500 if range.offset > 0 => return Ok(Stream::NoRanges),
            _ => return Err(refused(origin, &mut incoming)),
        }
        self.receive(origin, sink, incoming, None, false)
    }

    /// Fetches the file from its beginning on, whatever is there.
    fn receive_whole(
        &mut self,
        origin: &dyn Origin,
        sink: &mut Sink,
        mut incoming: Incoming,
    ) -> Result<Stream, Error> {
        let unpacking = match self.unpacking(&incoming) {
            Ok(unpacking) => unpacking,
            Err(error) => return Err(self.page_instead(origin, &mut incoming).unwrap_or(error)),
        };
        if unpacking.is_none()
            && let Err(error) = self.check_total(incoming.length())
        {
            return Err(self.page_instead(origin, &mut incoming).unwrap_or(error));
        }
        self.receive(origin, sink, incoming, unpacking, true)
    }

    /// How the bytes of the file are got out of what comes, if the host has compressed it.
    fn unpacking(&mut self, incoming: &Incoming) -> Result<Option<Unpacking>, Error> {
        let Some(coding) = coding_of(incoming, self.wanted.size) else { return Ok(None) };
        let refused = receive::refused_coding;
        if !coding.eq_ignore_ascii_case("gzip") && !coding.eq_ignore_ascii_case("x-gzip") {
            return Err(refused("it is not gzip"));
        }
        if self.wanted.size.is_none() && self.wanted_md5().is_none() {
            return Err(refused("tells neither its size nor its MD5, to see that it is right"));
        }
        // What is there is no part of what would come for a range.
        (self.packed, self.ranges) = (true, false);
        Ok(Some(Unpacking::new(self.wanted.size)))
    }

    /// Fetches what is missing over several connections, if the host proves what they bring.
    fn stream_in_segments(
        &mut self,
        origin: &mut dyn Origin,
        part: &mut PartFile,
        total: u64,
    ) -> Result<Segments, Error> {
        let held = part.held().cloned().or_else(|| Blocks::none(total));
        let gaps = match (&self.pieces, &held) {
            (Some(pieces), _) => pieces.gaps(),
            (None, Some(held)) => held.gaps(),
            (None, None) => return Ok(Segments::Single),
        };
        let mut plan = Plan::new(&gaps, self.connections.min(self.at_once));
        let tag = part.validator().tag.clone();
        let Some(range) = plan.claim(0) else {
            self.spread(part, tag, held)?;
            return self.gather(part).map(Segments::Ended);
        };
        let there = self.pieces.as_ref().map_or_else(|| part.there(), Pieces::held);
        scope::reserve(Flow::Down, total - there)?;
        let address = origin.locate()?;
        scope::stage(Stage::Receiving)?;
        let asked = Range { offset: range.start, last: Some(range.end - 1), tag: tag.clone() };
        let on_hop = |hop: &url::Target| origin.on_hop(hop);
        let (mut incoming, from) =
            receive::open(self.session, origin.operation(), address.clone(), &asked, &on_hop)?;
        match incoming.status {
            200 => return Ok(Segments::Whole(Box::new((incoming, from)))),
            206 => {}
            416 | 500 => return Ok(Segments::Ended(Stream::NoRanges)),
            _ => return Err(refused(origin, &mut incoming)),
        }
        if !(Content { total, tag }).is_proven_by(&incoming, range.start) {
            return Ok(Segments::Ended(Stream::NoRanges));
        }
        let tag = receive::validator_tag(&incoming);
        if tag.is_none() && self.wanted_md5().is_none() {
            return Ok(Segments::Ended(Stream::NoRanges));
        }
        scope::update_progress(|progress| {
            progress.set_total(self.total);
            progress.set_done(there);
        });
        self.spread(part, tag.clone(), held)?;
        let Some(pieces) = &self.pieces else { return Ok(Segments::Single) };
        let content = Content { total, tag };
        let first = (range, incoming);
        let work = Work { session: self.session, pieces, plan, content, address, first };
        let came = segments::fetch(work, origin, part)?;
        let held = pieces.held();
        self.streams += came.streams.saturating_sub(1);
        if held == total {
            return self.gather(part).map(Segments::Ended);
        }
        if came.other_content {
            return Ok(Segments::Ended(Stream::NoRanges));
        }
        // Those that were let in did well: then one alone may.
        let refused = came
            .error
            .as_ref()
            .is_none_or(|error| error.http_status().is_some() && !origin.is_stale_address(error));
        if refused && self.at_once > 1 && held > there {
            self.at_once = 1;
            return Ok(Segments::Ended(Stream::Fewer));
        }
        match came.error {
            Some(error) if !came.no_ranges => Err(error),
            _ => Ok(Segments::Ended(Stream::NoRanges)),
        }
    }

    /// Has the part grow at several places, if it does not yet.
    fn spread(
        &mut self,
        part: &mut PartFile,
        tag: Option<String>,
        held: Option<Blocks>,
    ) -> Result<(), Error> {
        if let (None, Some(held)) = (&self.pieces, held) {
            let validator = Validator { tag, total: self.total };
            self.pieces = Some(part.spread(&self.identity, validator, held)?);
        }
        Ok(())
    }

    /// All is there: hashes what is not hashed yet.
    fn gather(&self, part: &mut PartFile) -> Result<Stream, Error> {
        scope::stage(Stage::Verifying)?;
        if let Some(pieces) = &self.pieces {
            while part.gather(pieces)? {
                scope::tick()?;
            }
        }
        Ok(Stream::Complete)
    }

    /// A part can be gone on with if its total is that of the file, and there is a proof that the
    /// content is the same: a validator now, or a hash in the end.
    fn can_resume(&self, sink: &Sink) -> bool {
        let validator = sink.validator();
        let same_total =
            validator.total.is_none() || self.total.is_none() || validator.total == self.total;
        self.ranges && same_total && (validator.tag.is_some() || self.wanted_md5().is_some())
    }

    fn check_total(&self, total: Option<u64>) -> Result<(), Error> {
        match (self.wanted.size, total) {
            (Some(size), Some(total)) if size != total => Err(Error::new(
                Status::SizeMismatch,
                format!("the host sends {total} bytes of a file of {size}"),
            )),
            (size, total) => too_large(size.or(total), self.options),
        }
    }

    /// Of what is the file for sure: a page in its place has another size.
    fn learn_total(&mut self, total: Option<u64>) -> Result<(), Error> {
        self.check_total(total)?;
        self.total = self.wanted.size.or(total).or(self.total);
        Ok(())
    }

    fn receive(
        &mut self,
        origin: &dyn Origin,
        sink: &mut Sink,
        mut incoming: Incoming,
        mut unpacking: Option<Unpacking>,
        whole: bool,
    ) -> Result<Stream, Error> {
        let from = if whole { 0 } else { sink.offset() };
        let length = incoming.length().filter(|_| whole && unpacking.is_none());
        let total = self.wanted.size.or(length).or(self.total);
        scope::reserve(Flow::Down, total.map_or(0, |total| total.saturating_sub(from)))?;
        scope::update_progress(|progress| {
            progress.set_total(total);
            progress.set_done(from);
        });
        let mut chunk = vec![0; CHUNK];
        let mut head = whole;
        if unpacking.is_none() {
            incoming.body.go_straight();
        }
        loop {
            if !head && self.fill(sink, &mut incoming)? {
                continue;
            }
            let bytes = receive::next(&mut incoming, &mut chunk)?;
            if std::mem::take(&mut head) {
                check_is_file(self.wanted, origin, &incoming, bytes)?;
                self.learn_total(length)?;
                if sink.offset() > 0 {
                    // Thrown away only for what is the file.
                    sink.restart()?;
                }
                let tag = receive::validator_tag(&incoming).filter(|_| unpacking.is_none());
                sink.note(&self.identity, Validator { tag, total: self.total });
            }
            if bytes.is_empty() {
                break;
            }
            match &mut unpacking {
                None => self.take(sink, bytes)?,
                Some(unpacking) => unpacking.each(bytes, |bytes| self.take(sink, bytes))?,
            }
        }
        if let Some(unpacking) = unpacking {
            unpacking.end(|bytes| self.take(sink, bytes))?;
        }
        match self.total {
            Some(total) if sink.offset() < total => Err(Error::new(
                Status::Network,
                format!("the stream ended after {} of {total} bytes", sink.offset()),
            )),
            // Without a length only a proper end, or the right hash, says that this was all.
            None if scope::unclean_end()
                && (self.wanted_md5().is_none() || self.wanted_md5() != sink.md5().as_ref()) =>
            {
                Err(Error::new(Status::Network, "the stream of unknown length broke"))
            }
            _ => Ok(Stream::Complete),
        }
    }

    /// Takes over some bytes of the file.
    fn take(&mut self, sink: &mut Sink, bytes: &[u8]) -> Result<(), Error> {
        let after = sink.offset() + bytes.len() as u64;
        if self.total.is_some_and(|total| after > total) {
            self.too_much = true;
            let what = "the host sends more bytes than the file has";
            return Err(self.as_sent(Error::new(Status::SizeMismatch, what)));
        }
        too_large(Some(after), self.options)?;
        scope::locally(|| sink.write(bytes))?;
        scope::update_progress(|progress| progress.set_done(after));
        scope::tick()
    }

    /// What one must know of a file that is not what the host names.
    fn as_sent(&self, error: Error) -> Error {
        if self.packed {
            error.and_hint("the host sent it compressed (gzip), which nobody asked for")
        } else {
            error
        }
    }

    /// Moves some bytes straight into the file, where nothing is to be done with them.
    fn fill(&self, sink: &mut Sink, incoming: &mut Incoming) -> Result<bool, Error> {
        let (Sink::Part(part), Some(total)) = (&mut *sink, self.total) else { return Ok(false) };
        let body = &mut incoming.body;
        // What would be too much is looked at, and refused, below.
        if body.movable().is_none_or(|left| part.offset() + left > total) {
            return Ok(false);
        }
        if part.fill(|file| body.move_to(file))?.is_none() {
            return Ok(false);
        }
        scope::update_progress(|progress| progress.set_done(part.offset()));
        scope::tick()?;
        Ok(true)
    }

    /// An answer of another size than the file's is a page or a message more often than a file.
    fn page_instead(&self, origin: &dyn Origin, incoming: &mut Incoming) -> Option<Error> {
        let mut head = vec![0; 4096];
        let n = incoming.body.read(&mut head).ok()?;
        check_is_file(self.wanted, origin, incoming, head.get(..n).unwrap_or_default()).err()
    }

    /// Whether what is there is not the file that the host names.
    fn is_wrong(&self, sink: &Sink) -> bool {
        self.wanted.size.is_some_and(|size| size != sink.offset())
            || self.wanted_md5().is_some_and(|theirs| sink.md5().as_ref() != Some(theirs))
    }

    /// Size and hash against what the host told; then the final name.
    fn finish(self, sink: Sink, attempts: u32, resumed_from: u64) -> Result<Download, Error> {
        scope::stage(Stage::Verifying)?;
        let (bytes, md5) = (sink.offset(), sink.md5());
        let mut verified = if self.total == Some(bytes) { Verified::Size } else { Verified::No };
        if let Some(size) = self.wanted.size
            && size != bytes
        {
            let what = format!("the file has {bytes} bytes, the host names {size}");
            return Err(self.as_sent(bad(sink, Status::SizeMismatch, &what)));
        }
        match self.wanted_md5() {
            Some(theirs) if md5.as_ref() != Some(theirs) => {
                let what = "the MD5 of the file is not the one that the host names";
                return Err(self.as_sent(bad(sink, Status::Corrupt, what)));
            }
            Some(_) => verified = Verified::Md5,
            None => {}
        }
        let path = match sink {
            Sink::Part(part) => {
                let target = part.target().to_owned();
                Some(part.commit().map_err(|e| e.of_file(&target))?)
            }
            Sink::Writer { mut writer, .. } => {
                writer.flush().map_err(|e| {
                    Error::new(Status::Callback, format!("the writer failed: {}", e.kind()))
                })?;
                None
            }
        };
        let name = self.wanted.name.clone();
        Ok(Download { path, name, bytes, md5, verified, resumed_from, attempts })
    }
}

fn bad(sink: Sink, status: Status, message: &str) -> Error {
    if let Sink::Part(part) = sink {
        part.discard();
    }
    Error::new(status, message)
}
