//! What can go wrong: one table of statuses, and the error that carries one.
//!
//! The table feeds every layer: C codes, C++ categories, Python classes and the documentation are
//! made from [`Status::ALL`], so a status means the same everywhere. Numbers stand in tens with
//! gaps and are never reused.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::{Host, Secret};

/// Makes the [`Status`] enum and its table from one list.
macro_rules! statuses {
    ($($(#[doc = $doc:literal])+ $variant:ident = $number:literal, $name:literal, $python:literal, $retryable:literal;)+) => {
        /// What went wrong. The numbers never change and are shared with the C ABI.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum Status { $($(#[doc = $doc])+ $variant = $number,)+ }

        impl Status {
            /// Every status, in the order of its number.
            pub const ALL: &'static [Status] = &[$(Status::$variant,)+];

            /// The stable number of this status, the same in C.
            pub const fn number(self) -> i32 { self as i32 }

            /// The name in capitals, as C spells it after `GIGAHOST_`.
            pub const fn name(self) -> &'static str { match self { $(Status::$variant => $name,)+ } }

            /// One sentence that says what the status means.
            pub fn sentence(self) -> &'static str {
                match self { $(Status::$variant => concat!($($doc,)+).trim_ascii(),)+ }
            }

            /// The built-in Python exception that the Python class of this status also derives from.
            pub const fn python_base(self) -> &'static str { match self { $(Status::$variant => $python,)+ } }

            /// Whether the same call may succeed later without any change by the caller.
            pub const fn is_retryable(self) -> bool { match self { $(Status::$variant => $retryable,)+ } }
        }
    };
}

statuses! {
    /// An argument is out of range, malformed or missing.
    Argument = 1, "ARGUMENT", "ValueError", false;
    /// A handle is stale, closed, or not one of this library.
    Handle = 2, "HANDLE", "ValueError", false;
    /// The session is called from inside its own callback.
    Busy = 3, "BUSY", "RuntimeError", false;
    /// The host cannot do this.
    Unsupported = 4, "UNSUPPORTED", "NotImplementedError", false;
    /// The session was opened in a parent process.
    Forked = 5, "FORKED", "RuntimeError", false;
    /// A defect of the library.
    Internal = 6, "INTERNAL", "RuntimeError", false;
    /// The caller cancelled.
    Cancelled = 10, "CANCELLED", "Exception", false;
    /// The caller's callback or source failed.
    Callback = 11, "CALLBACK", "RuntimeError", false;
    /// The name of the host could not be resolved.
    Dns = 20, "DNS", "ConnectionError", true;
    /// No connection could be made.
    Connect = 21, "CONNECT", "ConnectionError", true;
    /// The TLS handshake or a TLS record failed.
    Tls = 22, "TLS", "ConnectionError", true;
    /// The certificate of the host is not trusted.
    Certificate = 23, "CERTIFICATE", "ConnectionError", false;
    /// The connection broke.
    Network = 24, "NETWORK", "ConnectionError", true;
    /// A clock ran out; the message names it.
    Timeout = 25, "TIMEOUT", "TimeoutError", true;
    /// Bytes moved too slowly for too long.
    Stalled = 26, "STALLED", "TimeoutError", true;
    /// The answer is not proper HTTP.
    Protocol = 27, "PROTOCOL", "ConnectionError", false;
    /// The proxy refuses what it is asked for, or does not answer as one.
    Proxy = 28, "PROXY", "ConnectionError", false;
    /// A URL is not one that this library will contact.
    UrlRefused = 30, "URL_REFUSED", "ValueError", false;
    /// The host answered with a redirect that must not be followed.
    RedirectRefused = 31, "REDIRECT_REFUSED", "ConnectionError", false;
    /// Bytes or credentials would be sent in clear text where that is not allowed.
    InsecureRefused = 32, "INSECURE_REFUSED", "ConnectionError", false;
    /// The host answered with an HTTP error code and no further information.
    Http = 40, "HTTP", "OSError", true;
    /// The host refuses the credentials or the token.
    Auth = 41, "AUTH", "PermissionError", false;
    /// The account needs a two-factor code, or rejected the one given.
    TwoFactor = 42, "TWO_FACTOR", "PermissionError", false;
    /// The account may not do this.
    Forbidden = 43, "FORBIDDEN", "PermissionError", false;
    /// The file, folder, link or job does not exist.
    NotFound = 44, "NOT_FOUND", "FileNotFoundError", false;
    /// The object exists but cannot be used yet.
    NotReady = 45, "NOT_READY", "BlockingIOError", true;
    /// The host asks to slow down or to wait.
    RateLimited = 46, "RATE_LIMITED", "BlockingIOError", true;
    /// Storage, traffic or number of copies is used up.
    Quota = 47, "QUOTA", "OSError", false;
    /// The file is larger than the host accepts.
    TooLarge = 48, "TOO_LARGE", "OSError", false;
    /// The host's state is in the way: the name is taken, or the object changed.
    Conflict = 49, "CONFLICT", "FileExistsError", false;
    /// The host refused for another reason; its text is attached.
    Host = 50, "HOST", "OSError", false;
    /// The answer is not what the host documents.
    BadAnswer = 51, "BAD_ANSWER", "ValueError", true;
    /// A local file could not be read or written.
    Io = 60, "IO", "OSError", false;
    /// The target exists and may not be replaced.
    Exists = 61, "EXISTS", "FileExistsError", false;
    /// The source changed while it was read.
    SourceChanged = 62, "SOURCE_CHANGED", "OSError", false;
    /// The number of bytes differs from the one that the host reports.
    SizeMismatch = 70, "SIZE_MISMATCH", "OSError", true;
    /// The hash of the content differs from the one that the host reports.
    Corrupt = 71, "CORRUPT", "OSError", true;
    /// The host sent a web page or a message instead of the file.
    NotAFile = 72, "NOT_A_FILE", "OSError", true;
    /// The call may or may not have taken effect, and the host cannot tell.
    OutcomeUnknown = 80, "OUTCOME_UNKNOWN", "OSError", false;
}

impl Status {
    /// The status with this number, if there is one.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.number() == number)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the call changed at the host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// The host's state is as before the call.
    #[default]
    NotApplied,
    /// The call took effect at the host, and something failed afterwards.
    Applied,
    /// Unknown.
    Unknown,
}

/// The five named clocks; the error of a timeout names the one that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Clock {
    /// Name resolution, TCP, a proxy and TLS.
    Connect,
    /// From the last byte of a request without a large body to the end of the response headers.
    Answer,
    /// Bytes of an answer, or of one attempt at an API call.
    Idle,
    /// From the last byte of an uploaded body to the end of the response headers.
    AnswerAfterBody,
    /// The whole call: retries, redirects, pauses and polls included.
    Call,
}

impl Clock {
    /// The name as configuration and messages spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Answer => "answer",
            Self::Idle => "idle",
            Self::AnswerAfterBody => "answer-after-body",
            Self::Call => "call",
        }
    }
}

/// An error of this library: a [`Status`] and everything that is known beside it.
///
/// No part of it, `Debug` included, contains a secret: passwords, tokens and URLs that carry
/// credentials are left out or replaced by `***`.
#[derive(Clone, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Details>);

#[derive(Clone, Debug)]
struct Details {
    status: Status,
    message: String,
    host: Option<Host>,
    operation: Option<&'static str>,
    parameter: Option<String>,
    http_status: Option<u16>,
    host_code: Option<String>,
    host_text: Option<String>,
    retry_after: Option<Duration>,
    attempts: u32,
    not_repeated: Option<&'static str>,
    bytes_sent: u64,
    bytes_received: u64,
    outcome: Outcome,
    clock: Option<Clock>,
    os_error: Option<i32>,
    path: Option<PathBuf>,
    hint: Option<String>,
    token_dead: bool,
    /// What came in place of an answer, as it came. Told when secrets are masked in it, not before.
    unread: Option<Secret>,
    /// `host_text` quotes what came in place of an answer: it is no word of the host's on the call.
    quoted: bool,
    /// The answer ended in the middle.
    torn: bool,
}

/// The longest text of a host that an error keeps, in bytes.
const TEXT_LIMIT: usize = 4096;

impl Error {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self(Box::new(Details {
            status,
            message: message.into(),
            host: None,
            operation: None,
            parameter: None,
            http_status: None,
            host_code: None,
            host_text: None,
            retry_after: None,
            attempts: 0,
            not_repeated: None,
            bytes_sent: 0,
            bytes_received: 0,
            outcome: Outcome::default(),
            clock: None,
            os_error: None,
            path: None,
            hint: None,
            token_dead: false,
            unread: None,
            quoted: false,
            torn: false,
        }))
    }

    /// A failure in the caller's own code: [`Status::Callback`]. A reader that returns it, wrapped
    /// in a [`std::io::Error`], ends the upload with it; any other error becomes [`Status::Io`].
    pub fn callback(message: impl Into<String>) -> Self {
        Self::new(Status::Callback, message)
    }

    /// A bad argument: names the parameter and says what it must be.
    pub(crate) fn argument(parameter: &str, problem: impl fmt::Display) -> Self {
        let mut error = Self::new(Status::Argument, format!("`{parameter}` {problem}"));
        error.0.parameter = Some(parameter.to_owned());
        error
    }

    /// The source of an upload is not what it was when it was opened.
    pub(crate) fn source_changed(what: &str) -> Self {
        Self::new(Status::SourceChanged, format!("the source {what} while it was read"))
            .with_hint("make sure that nobody writes to it, and start again")
    }

    /// A local I/O failure while doing `what`. Whoever knows the file names it:
    /// [`of_file`](Self::of_file).
    pub(crate) fn io(what: &str, source: &std::io::Error) -> Self {
        let status = match source.kind() {
            std::io::ErrorKind::AlreadyExists => Status::Exists,
            _ => Status::Io,
        };
        let mut error = Self::new(status, format!("{what}: {}", gigahost_system::words(source)));
        error.0.os_error = source.raw_os_error();
        error
    }

    /// Names the file on this machine that the error is about, if it is about one and names none yet.
    pub(crate) fn of_file(mut self, path: &Path) -> Self {
        let is_local = matches!(self.status(), Status::Io | Status::Exists | Status::SourceChanged);
        if !is_local || self.0.path.is_some() {
            return self;
        }
        self.0.message = format!("{}: {}", crate::words::path(path), self.0.message);
        self.0.path = Some(path.to_owned());
        if path.as_os_str().as_encoded_bytes().starts_with(b"~") && self.is_missing() {
            self.0.hint.get_or_insert_with(|| {
                "`~` stands here as it is: only a shell expands it, so give the whole path"
                    .to_owned()
            });
        }
        self
    }

    /// Whether the system says that there is no such file.
    fn is_missing(&self) -> bool {
        self.0.os_error.is_some_and(|number| {
            std::io::Error::from_raw_os_error(number).kind() == std::io::ErrorKind::NotFound
        })
    }

    /// What went wrong.
    pub fn status(&self) -> Status {
        self.0.status
    }
    /// One or two sentences for humans.
    pub fn message(&self) -> &str {
        &self.0.message
    }
    /// The host that was called.
    pub fn host(&self) -> Option<Host> {
        self.0.host
    }
    /// The operation that failed, as the command `endpoints` names it.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }
    /// The parameter that is wrong, with [`Status::Argument`].
    pub fn parameter(&self) -> Option<&str> {
        self.0.parameter.as_deref()
    }
    /// The HTTP status code of the response, if there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.http_status
    }
    /// The host's own code, as text.
    pub fn host_code(&self) -> Option<&str> {
        self.0.host_code.as_deref()
    }
    /// The host's own text, at most 4 KiB, with this session's secrets masked.
    pub fn host_text(&self) -> Option<&str> {
        self.0.host_text.as_deref()
    }
    /// How long the host asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }
    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
    /// Why the library did not retry the call.
    pub fn not_repeated(&self) -> Option<&'static str> {
        self.0.not_repeated
    }
    /// Bytes sent in the last attempt, including headers.
    pub fn bytes_sent(&self) -> u64 {
        self.0.bytes_sent
    }
    /// Bytes received in the last attempt, including headers.
    pub fn bytes_received(&self) -> u64 {
        self.0.bytes_received
    }
    /// What the call changed at the host.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }
    /// The clock that ran out, with [`Status::Timeout`].
    pub fn clock(&self) -> Option<Clock> {
        self.0.clock
    }
    /// The number of the operating system's error.
    pub fn os_error(&self) -> Option<i32> {
        self.0.os_error
    }
    /// The file on this machine that the error is about, with [`Status::Io`], [`Status::Exists`] and
    /// [`Status::SourceChanged`]. The message begins with it.
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }
    /// What the caller can do next.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    pub(crate) fn token_dead(&self) -> bool {
        self.0.token_dead
    }

    /// What the host itself says to the call.
    pub(crate) fn own_text(&self) -> Option<&str> {
        self.host_text().filter(|_| !self.0.quoted)
    }

    /// Whether something came in place of an answer: a page, a notice.
    pub(crate) fn is_no_answer(&self) -> bool {
        self.0.quoted || self.0.unread.is_some()
    }

    pub(crate) fn is_torn(&self) -> bool {
        self.0.torn
    }
}

/// Setters for the code that raises errors.
impl Error {
    pub(crate) fn at(mut self, host: Host, operation: &'static str) -> Self {
        self.0.host.get_or_insert(host);
        self.0.operation.get_or_insert(operation);
        self
    }
    pub(crate) fn with_http_status(mut self, code: u16) -> Self {
        self.0.http_status = Some(code);
        self
    }
    pub(crate) fn with_host_code(mut self, code: Option<String>) -> Self {
        self.0.host_code = code;
        self
    }
    pub(crate) fn with_host_text(mut self, text: &str) -> Self {
        self.0.host_text = Some(clip(text));
        self
    }
    /// Keeps what came in place of an answer, to be quoted once secrets are masked in it.
    pub(crate) fn in_place_of_an_answer(mut self, text: &str) -> Self {
        self.0.unread = Some(Secret::new(text));
        self
    }
    pub(crate) fn torn(mut self, torn: bool) -> Self {
        self.0.torn = torn;
        self
    }
    pub(crate) fn with_retry_after(mut self, pause: Option<Duration>) -> Self {
        self.0.retry_after = pause.or(self.0.retry_after);
        self
    }
    pub(crate) fn with_attempts(
        mut self,
        attempts: u32,
        not_repeated: Option<&'static str>,
    ) -> Self {
        self.0.attempts = attempts;
        self.0.not_repeated = not_repeated;
        self
    }
    pub(crate) fn with_bytes(mut self, sent: u64, received: u64) -> Self {
        self.0.bytes_sent = sent;
        self.0.bytes_received = received;
        self
    }
    pub(crate) fn with_outcome(mut self, outcome: Outcome) -> Self {
        self.0.outcome = outcome;
        self
    }
    pub(crate) fn with_clock(mut self, clock: Clock) -> Self {
        self.0.clock = Some(clock);
        self
    }
    pub(crate) fn with_os_error(mut self, number: Option<i32>) -> Self {
        self.0.os_error = number;
        self
    }
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }
    /// What the caller can do or must know, beside what is said already.
    pub(crate) fn and_hint(mut self, hint: &str) -> Self {
        self.0.hint = Some(match self.0.hint.take() {
            Some(first) => format!("{first}; {hint}"),
            None => hint.to_owned(),
        });
        self
    }
    pub(crate) fn with_token_dead(mut self, dead: bool) -> Self {
        self.0.token_dead = dead;
        self
    }
    /// Masks secrets in the host's own words.
    pub(crate) fn scrubbed<'a>(mut self, secrets: impl Iterator<Item = &'a str>) -> Self {
        let secrets: Vec<&str> = secrets.collect();
        if let Some(unread) = self.0.unread.take() {
            let masked = crate::secret::scrub(unread.expose(), secrets.iter().copied());
            if let Some(words) = crate::words::meaning(&masked) {
                self.0.host_text = Some(words);
                self.0.quoted = true;
            }
        }
        for text in [&mut self.0.host_text, &mut self.0.host_code].into_iter().flatten() {
            *text = crate::secret::scrub(text, secrets.iter().copied());
        }
        self.0.message = crate::secret::scrub(&self.0.message, secrets);
        self
    }
    /// The same facts under another status, for a caller that knows better what they mean.
    pub(crate) fn become_status(mut self, status: Status, message: impl Into<String>) -> Self {
        self.0.status = status;
        self.0.message = message.into();
        self
    }
}

/// Cuts a host's text to [`TEXT_LIMIT`] on a character boundary.
fn clip(text: &str) -> String {
    let mut end = text.len().min(TEXT_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().to_owned()
}

/// Text of a host on a terminal: control bytes escaped, so that it cannot drive the terminal.
struct Printable<'a>(&'a str);

impl fmt::Display for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c.is_control() { write!(f, "{}", c.escape_default())? } else { write!(f, "{c}")? }
        }
        Ok(())
    }
}

/// The text of the error.
impl fmt::Display for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(host) = self.host {
            write!(f, "{host}")?;
            match self.operation {
                Some(operation) => write!(f, " {operation}: ")?,
                None => write!(f, ": ")?,
            }
        }
        write!(f, "{}", Printable(&self.message))?;
        if let Some(text) = &self.host_text
            && !self.message.contains(text.as_str())
        {
            write!(f, " (the host says: {})", Printable(text))?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        write!(f, " [{}]", self.status)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_unique_and_rise() {
        let numbers: Vec<_> = Status::ALL.iter().map(|s| s.number()).collect();
        assert!(numbers.is_sorted() && numbers.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(Status::ALL.len() >= 38);
    }

    #[test]
    fn every_status_has_a_name_a_sentence_and_a_way_back() {
        for status in Status::ALL {
            assert!(status.sentence().ends_with('.'), "{status}");
            assert_eq!(Status::from_number(status.number()), Some(*status));
        }
    }

    #[test]
    fn r55_text_of_a_host_cannot_drive_the_terminal() {
        let error = Error::new(Status::Host, "refused").with_host_text("\u{1b}[2Jgone");
        assert!(!error.to_string().contains('\u{1b}'));
        assert_eq!(error.host_text(), Some("\u{1b}[2Jgone"));
    }

    #[test]
    fn r58_a_megabyte_of_host_text_is_cut() {
        let error = Error::new(Status::Host, "refused").with_host_text(&"é".repeat(1 << 20));
        assert!(error.host_text().is_some_and(|text| text.len() <= TEXT_LIMIT));
    }
}
