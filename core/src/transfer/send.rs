//! Sending a file in one request: once. What follows a failure is decided by the host's own flow,
//! which knows whether the host can end up with two files.

use std::io::{self, Cursor, Read};
use std::time::Duration;

use crate::bandwidth::Flow;
use crate::http::agent::{Exchange, Outgoing};
use crate::http::multipart::Multipart;
use crate::http::reply::{Reply, SMALL_CAP};
use crate::http::url::Target;
use crate::local::{Body, Guarded};
use crate::operation::Operation;
use crate::scope::{self, ExchangeClocks};
use crate::{Clock, Error, Outcome, Secret, Session, Stage, Status};

/// How the bytes are wrapped.
pub(crate) enum Framing {
    /// As the body itself. Chunked only if the caller wants it so.
    Raw { content_type: &'static str, chunked: bool },
    /// As the file part of a form.
    Form(Multipart),
}

/// A file on its way.
pub(crate) struct Parcel<'a> {
    pub operation: &'static Operation,
    pub target: &'a Target,
    pub framing: Framing,
    pub headers: Vec<(&'static str, String)>,
}

/// An answer to a sent file.
pub(crate) struct Delivery {
    pub reply: Reply,
    /// All bytes were sent before the answer came.
    pub whole: bool,
}

/// A file that was sent and not answered.
pub(crate) struct Lost {
    pub error: Error,
    /// A byte of the request left this process.
    pub begun: bool,
    /// All bytes of the file were handed to the network.
    pub whole: bool,
}

impl Lost {
    /// Whether the same bytes may go out again without any risk of a second file.
    pub(crate) fn nothing_sent(&self) -> bool {
        !self.begun && on_the_way(&self.error)
    }

    /// Whether the failure lies on the way to the host, so that the host may have the file.
    pub(crate) fn is_ambiguous(&self) -> bool {
        self.begun && on_the_way(&self.error)
    }

    /// Whether the host may have the file: the failure lies on the way, or in something between, and
    /// says nothing of the host.
    pub(crate) fn is_open(&self) -> bool {
        let in_between = self.error.http_status().is_some_and(|code| code >= 500);
        self.is_ambiguous() || (self.begun && in_between)
    }

    /// The error of an upload that ended on this side: cancelled, or by its source.
    pub(crate) fn closed(self, hint: &str) -> Error {
        if self.begun && self.whole {
            return self.error.with_outcome(Outcome::Unknown).with_hint(hint);
        }
        self.error
    }

    /// The error for a file of which nobody can tell whether it arrived.
    pub(crate) fn unknown(self, hint: &str) -> Error {
        let message =
            format!("the file was sent, and its answer was lost ({})", self.error.message());
        self.error
            .become_status(Status::OutcomeUnknown, message)
            .with_outcome(Outcome::Unknown)
            .with_hint(hint)
    }
}

/// Why an upload gave no file.
pub(crate) enum Failed {
    /// Refused, or not even begun: the host has nothing.
    Refused(Error),
    /// No proper answer: the host may have the file.
    Lost(Lost),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

/// Failures of the way, and answers that are none: nothing is known of what the host did.
fn on_the_way(error: &Error) -> bool {
    crate::retry::on_the_way(error)
        || error.status() == Status::BadAnswer
        || error.clock() == Some(Clock::Call)
}

/// Sends a file once and reads the answer.
pub(crate) fn send(
    session: &Session,
    parcel: Parcel<'_>,
    source: &mut Guarded,
) -> Result<Delivery, Lost> {
    let length = source.length();
    let lost = |error: Error, whole: bool| {
        let (sent, received) = scope::traffic();
        Lost {
            error: error.at(session.host(), parcel.operation.name).with_bytes(sent, received),
            begun: sent > 0,
            whole,
        }
    };
    let prepared = session.await_turn().and_then(|()| {
        scope::reserve(Flow::Up, length)?;
        scope::stage(Stage::Sending)?;
        scope::update_progress(|progress| progress.set_total(Some(length)));
        source.body()
    });
    let body = match prepared {
        Ok(body) => body,
        Err(error) => return Err(Lost { error, begun: false, whole: false }),
    };
    let (before, after, content_type, announced) = match &parcel.framing {
        Framing::Raw { content_type, chunked } => {
            (Vec::new(), Vec::new(), (*content_type).to_owned(), (!chunked).then_some(length))
        }
        Framing::Form(form) => {
            let (before, after) = (form.before().to_vec(), form.after());
            let around = (before.len() + after.len()) as u64;
            (before, after, form.content_type(), Some(length + around))
        }
    };
    let mut wrapped = Wrapped { before: Cursor::new(before), body, after: Cursor::new(after) };
    let answer = session.client().run(Exchange {
        method: parcel.operation.method(),
        target: parcel.target,
        headers: &parcel.headers,
        body: Outgoing::Stream {
            content_type: &content_type,
            reader: &mut wrapped,
            length: announced,
        },
        fresh: true,
        clocks: clocks(session, length),
    });
    let whole = wrapped.body.is_whole();
    let hashed = if whole { wrapped.body.finish() } else { Ok(()) };
    let reply = answer.and_then(|incoming| hashed.and_then(|()| Reply::read(incoming, SMALL_CAP)));
    scope::end_exchange();
    match reply {
        Ok(reply) if (300..400).contains(&reply.status) => {
            let refused =
                Error::new(Status::RedirectRefused, "the host answered an upload with a redirect");
            Err(lost(refused.with_http_status(reply.status), whole))
        }
        Ok(reply) => {
            session.note_answer(reply.status, reply.retry_after);
            session.note_odd(&reply.notes, &scope::url_secrets());
            Ok(Delivery { reply, whole })
        }
        Err(error) => {
            session.note_failure(&error);
            Err(lost(error, whole))
        }
    }
}

/// A host may copy the file to another machine before it answers, so large files get more time.
fn clocks(session: &Session, length: u64) -> ExchangeClocks {
    let clocks = session.clocks();
    ExchangeClocks {
        connect: clocks.connect.saturating_mul(3) / 2,
        answer: clocks.answer_after_body.max(Duration::from_secs(length / (2 * 1024 * 1024))),
        answer_clock: Clock::AnswerAfterBody,
        attempt: None,
        idle: clocks.idle,
        low_speed: clocks.low_speed,
    }
}

/// A success that came before the whole file was sent is none.
pub(crate) fn whole_or_unknown(
    session: &Session,
    operation: &Operation,
    whole: bool,
) -> Result<(), Error> {
    if whole {
        return Ok(());
    }
    Err(Error::new(
        Status::OutcomeUnknown,
        "the host reported success before it had the whole file",
    )
    .with_outcome(Outcome::Unknown)
    .with_hint("look at the host what it has stored")
    .at(session.host(), operation.name))
}

/// Masks the session's secrets in an error that quotes the host.
pub(crate) fn without_secrets(session: &Session, error: Error, token: Option<&Secret>) -> Error {
    let current = session.current_token().map(|token| token.secret);
    let own = session.secrets();
    error.scrubbed(own.iter().chain(current.as_ref()).chain(token).map(Secret::expose))
}

/// The body with what stands around it.
struct Wrapped<'s> {
    before: Cursor<Vec<u8>>,
    body: Body<'s>,
    after: Cursor<Vec<u8>>,
}

impl Read for Wrapped<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.before.read(into)? {
            0 => {}
            n => return Ok(n),
        }
        match self.body.read(into)? {
            0 => self.after.read(into),
            n => Ok(n),
        }
    }
}
