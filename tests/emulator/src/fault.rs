//! Faults that every host can be given, named the same everywhere.

use std::sync::Mutex;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::host::Host;

/// What goes wrong.
///
/// The first group is refused before the host does anything: nothing is stored. The second group
/// lets the host do its work and then spoils the answer: what was asked for has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FaultKind {
    /// Answers this code with an empty body. The request body is read first.
    HttpStatus {
        /// The HTTP code.
        code: u16,
    },
    /// Answers 200 with an HTML page. The request body is read first.
    HtmlBody,
    /// Answers 429 with `Retry-After`. The request body is read first.
    RetryAfter {
        /// The header's value.
        seconds: u64,
    },
    /// Sends the client through this many redirects to the same place first.
    Redirect {
        /// Number of hops.
        hops: u32,
        /// The HTTP code of each hop.
        #[serde(default = "found")]
        code: u16,
    },
    /// Closes the connection after this many bytes of the request body, without an answer.
    CutRequest {
        /// Bytes that are still read; 0 closes at once.
        #[serde(default)]
        bytes: u64,
    },
    /// Stops reading after this many bytes of the request body, until released; then goes on.
    StallRequest {
        /// Bytes that are still read.
        #[serde(default)]
        bytes: u64,
    },

    /// Cuts the answer off in its last third, under a correct length: broken JSON.
    BadJson,
    /// Answers with the right code and no body.
    EmptyBody,
    /// Answers late.
    Slow {
        /// Milliseconds between the work and the answer.
        ms: u64,
    },
    /// Sends the answer's body in small pieces.
    Drip {
        /// Bytes a piece.
        bytes: u64,
        /// Milliseconds between pieces.
        ms: u64,
    },
    /// Does the work, then closes the connection without an answer.
    CutResponse,
    /// Closes the connection after this many bytes of the answer's body.
    CutBody {
        /// Bytes that still arrive.
        bytes: u64,
    },
    /// Does the work, then keeps silent until released.
    StallResponse,
    /// Stops after this many bytes of the answer's body, until released; then goes on.
    StallBody {
        /// Bytes that still arrive.
        bytes: u64,
    },
    /// Every number of a JSON answer becomes a string.
    QuotedNumbers,
    /// Every string of decimal digits in a JSON answer becomes a number.
    UnquotedNumbers,
    /// Every object of a JSON answer gets keys that nobody knows.
    ExtraKeys,
}

const fn found() -> u16 {
    302
}

const fn one() -> u32 {
    1
}

fn any() -> String {
    "*".into()
}

/// A fault, and the calls that it hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The host; all hosts if absent.
    #[serde(default)]
    pub host: Option<Host>,
    /// The operation as `endpoints.json` names it, or `*`.
    #[serde(default = "any")]
    pub operation: String,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// The first call that is hit, counted from 1 = the next matching call.
    #[serde(default = "one")]
    pub from: u32,
    /// How many calls are hit from there; absent in JSON means 1, 0 means all.
    #[serde(default = "one")]
    pub count: u32,
}

impl Fault {
    /// A fault that hits the next call of that operation, once.
    pub fn new(host: Host, operation: &str, kind: FaultKind) -> Self {
        Self { host: Some(host), operation: operation.into(), kind, from: 1, count: 1 }
    }

    /// Begins with the n-th matching call from now (1 = the next).
    #[must_use]
    pub fn from_call(mut self, n: u32) -> Self {
        self.from = n.max(1);
        self
    }

    /// Hits that many calls.
    #[must_use]
    pub fn times(mut self, count: u32) -> Self {
        self.count = count.max(1);
        self
    }

    /// Hits every call from the first one on.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.count = 0;
        self
    }
}

/// The faults in force, with the calls that each has seen.
#[derive(Debug, Default)]
pub(crate) struct FaultBook(Mutex<Vec<(Fault, u32)>>);

impl FaultBook {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.lock().unwrap().push((fault, 0));
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    /// Counts a call and gives what hits it.
    pub(crate) fn strike(&self, host: Host, operation: &str) -> Vec<FaultKind> {
        let mut hits = Vec::new();
        for (fault, seen) in self.0.lock().unwrap().iter_mut() {
            if fault.host.is_some_and(|wanted| wanted != host)
                || (fault.operation != "*" && fault.operation != operation)
            {
                continue;
            }
            *seen += 1;
            let after = seen.checked_sub(fault.from.max(1));
            if after.is_some_and(|after| fault.count == 0 || after < fault.count) {
                hits.push(fault.kind.clone());
            }
        }
        hits
    }
}

/// What a request body meets on its way in.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inbound {
    pub(crate) cut_at: Option<u64>,
    pub(crate) stall_at: Option<u64>,
}

/// What an answer meets on its way out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbound {
    pub(crate) slow: Duration,
    pub(crate) cut: bool,
    pub(crate) stall: bool,
    pub(crate) cut_at: Option<u64>,
    pub(crate) stall_at: Option<u64>,
    pub(crate) drip: Option<(usize, Duration)>,
    pub(crate) alterations: Vec<FaultKind>,
}

/// The faults of one call, sorted by the moment they strike.
#[derive(Clone, Debug, Default)]
pub(crate) struct Struck {
    pub(crate) inbound: Inbound,
    /// Refusals in place of the host's work.
    pub(crate) refusal: Option<FaultKind>,
    pub(crate) outbound: Outbound,
}

impl Struck {
    /// `redirected`: the request comes from a redirect, which must not meet the next one.
    pub(crate) fn sort(hits: Vec<FaultKind>, redirected: bool) -> Self {
        let mut struck = Self::default();
        for kind in hits {
            match kind {
                FaultKind::Redirect { .. } if redirected => {}
                FaultKind::HttpStatus { .. }
                | FaultKind::HtmlBody
                | FaultKind::RetryAfter { .. }
                | FaultKind::Redirect { .. } => struck.refusal = Some(kind),
                FaultKind::CutRequest { bytes } => struck.inbound.cut_at = Some(bytes),
                FaultKind::StallRequest { bytes } => struck.inbound.stall_at = Some(bytes),
                FaultKind::Slow { ms } => struck.outbound.slow = Duration::from_millis(ms),
                FaultKind::CutResponse => struck.outbound.cut = true,
                FaultKind::StallResponse => struck.outbound.stall = true,
                FaultKind::CutBody { bytes } => struck.outbound.cut_at = Some(bytes),
                FaultKind::StallBody { bytes } => struck.outbound.stall_at = Some(bytes),
                FaultKind::Drip { bytes, ms } => {
                    let piece = usize::try_from(bytes.max(1)).unwrap_or(usize::MAX);
                    struck.outbound.drip = Some((piece, Duration::from_millis(ms)));
                }
                FaultKind::BadJson
                | FaultKind::EmptyBody
                | FaultKind::QuotedNumbers
                | FaultKind::UnquotedNumbers
                | FaultKind::ExtraKeys => struck.outbound.alterations.push(kind),
            }
        }
        struck
    }
}
