//! Opening the stream of a file: own redirects through the URL policy, a range only with proof.

use std::io::Read as _;

use crate::http::agent::{Exchange, Incoming, Outgoing};
use crate::http::failure::from_io;
use crate::http::reply::retry_after;
use crate::http::url::{Purpose, Target};
use crate::operation::{Method, Operation};
use crate::scope::{self, ExchangeClocks, Phase};
use crate::{Clock, Error, Session, Status};

/// A download follows at most so many redirects.
const HOPS: u32 = 5;

/// Which bytes are wanted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Range {
    pub offset: u64,
    /// The last byte; none means all from the offset on.
    pub last: Option<u64>,
    /// The validator for `If-Range`.
    pub tag: Option<String>,
}

/// Opens the stream at `target`, following redirects. None of the session's credentials go along.
pub(crate) fn open(
    session: &Session,
    operation: &'static Operation,
    target: Target,
    range: &Range,
    on_hop: &dyn Fn(&Target) -> Result<(), Error>,
) -> Result<(Incoming, Target), Error> {
    let mut headers = Vec::new();
    if range.offset > 0 || range.last.is_some() {
        let last = range.last.map(|last| last.to_string()).unwrap_or_default();
        headers.push(("range", format!("bytes={}-{last}", range.offset)));
        headers.extend(range.tag.clone().map(|tag| ("if-range", tag)));
    }
    let mut target = target;
    for _ in 0..=HOPS {
        on_hop(&target)?;
        session.await_turn()?;
        let opened = session.client().run(Exchange {
            method: Method::Get,
            target: &target,
            headers: &headers,
            body: Outgoing::None,
            fresh: true,
            clocks: clocks(session),
        });
        let incoming = opened.inspect_err(|error| session.note_failure(error))?;
        session.note_answer(incoming.status, retry_after(&incoming));
        if !matches!(incoming.status, 301 | 302 | 303 | 307 | 308) {
            return Ok((incoming, target));
        }
        let location = incoming.location()?;
        let status = incoming.status;
        // Never drained: the body of a redirect may have no end.
        drop(incoming);
        scope::end_exchange();
        let refused = || {
            Error::new(Status::RedirectRefused, "the redirect of a download leads nowhere")
                .with_http_status(status)
        };
        let location = location.ok_or_else(refused)?;
        target = session.policy().redirect(&target, &location, Purpose::Download)?;
    }
    Err(Error::new(
        Status::RedirectRefused,
        format!("a download is redirected more than {HOPS} times"),
    )
    .at(session.host(), operation.name))
}

fn clocks(session: &Session) -> ExchangeClocks {
    let clocks = session.clocks();
    ExchangeClocks {
        connect: clocks.connect.saturating_mul(3) / 2,
        answer: clocks.answer.saturating_mul(2),
        answer_clock: Clock::Answer,
        attempt: None,
        idle: clocks.idle,
        low_speed: clocks.low_speed,
    }
}

/// Goes on, on this thread, with a stream that another has opened.
pub(crate) fn take_over(session: &Session) {
    scope::begin_exchange(clocks(session), false);
    scope::set_phase(Phase::Receiving);
}

/// `Content-Range: bytes first-last/total`, or `bytes */total`.
pub(crate) struct ContentRange {
    pub first: Option<u64>,
    pub last: Option<u64>,
    pub total: Option<u64>,
}

impl ContentRange {
    pub(crate) fn of(incoming: &Incoming) -> Option<Self> {
        let text = incoming.header("content-range")?.trim().strip_prefix("bytes")?.trim_start();
        let (range, total) = text.split_once('/')?;
        let (first, last) = range.split_once('-').unwrap_or_default();
        let (first, last) = (first.trim().parse().ok(), last.trim().parse().ok());
        Some(Self { first, last, total: total.trim().parse().ok() })
    }
}

/// The validator of an answer: a strong entity tag, else the date of the last change.
pub(crate) fn validator_tag(incoming: &Incoming) -> Option<String> {
    let strong = incoming.header("etag").filter(|tag| tag.starts_with('"'));
    strong.or_else(|| incoming.header("last-modified")).map(str::to_owned)
}

/// In which coding a file of this size comes, although none was asked for. Servers take the type of a
/// file that is compressed itself for such a coding too; then it has the size that it should have.
pub(crate) fn coding_of(incoming: &Incoming, size: Option<u64>) -> Option<&str> {
    let coding = incoming.header("content-encoding")?.trim();
    if coding.is_empty() || coding.eq_ignore_ascii_case("identity") {
        return None;
    }
    let all = ContentRange::of(incoming).map_or(incoming.length(), |given| given.total);
    (size.is_none() || all != size).then_some(coding)
}

pub(crate) fn refused_coding(why: &str) -> Error {
    let what = format!("the host sent the file in a coding that nobody asked for, and {why}");
    Error::new(Status::Protocol, what)
}

/// The next bytes of the body; none are the end.
pub(crate) fn next<'c>(incoming: &mut Incoming, chunk: &'c mut [u8]) -> Result<&'c [u8], Error> {
    loop {
        match incoming.body.read(chunk) {
            Ok(n) => return Ok(chunk.get(..n).unwrap_or_default()),
            Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
            Err(e) => return Err(from_io(&e)),
        }
    }
}
