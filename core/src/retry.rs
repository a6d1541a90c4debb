//! What is repeated after a failure, and after what pause. Pure: no clock, no I/O.

use std::time::Duration;

use crate::operation::{Class, Operation};
use crate::{Clock, Error, Status};

/// The longest `Retry-After` that is waited for.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(60);
const BASE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(20);

/// What to do after a failure.
#[derive(Debug, PartialEq)]
pub(crate) enum Decision {
    /// Send the request again after a pause.
    Repeat(Duration),
    /// Hand the error to the caller, with the reason why nothing is repeated.
    GiveUp(&'static str),
    /// The call may have taken effect, and must not be repeated.
    Unknown(&'static str),
}

/// A failed attempt.
pub(crate) struct Failure<'a> {
    pub error: &'a Error,
    /// Number of the attempt, from 1.
    pub attempt: u32,
    /// Whether a byte of the request left this process.
    pub sent: bool,
}

/// Whether a failure lies on the way to the host: nothing is known of what the host did.
pub(crate) fn on_the_way(error: &Error) -> bool {
    matches!(
        error.status(),
        Status::Dns
            | Status::Connect
            | Status::Tls
            | Status::Network
            | Status::Timeout
            | Status::Stalled
            | Status::Protocol
    ) && error.clock() != Some(Clock::Call)
}

/// Whether an HTTP code says that trying again may help.
fn passing_code(code: u16) -> bool {
    matches!(code, 408 | 429 | 500 | 502 | 503 | 504 | 522 | 524)
}

/// Decides. `retry_after` in the error is honoured up to [`LONGEST_WAIT`] and the time that is left.
pub(crate) fn decide(
    operation: &Operation,
    failure: &Failure<'_>,
    jitter: &mut Jitter,
    bucket: &mut Bucket,
    time_left: Option<Duration>,
) -> Decision {
    let error = failure.error;
    let most = match operation.class {
        Class::Login | Class::NonIdempotent | Class::Idempotent | Class::Upload => 2,
        Class::Read | Class::Download => 3,
        Class::Live => 1,
    };
    let transport = on_the_way(error);
    if error.status() == Status::Proxy {
        return Decision::GiveUp("the proxy would refuse it again");
    }
    let torn = error.is_torn() && operation.class == Class::Read && failure.attempt == 1;
    if !transport && !torn && !may_repeat_answer(operation.class, error) {
        return Decision::GiveUp(if error.status().is_retryable() {
            "calls of this kind are not repeated by themselves after an answer"
        } else {
            "the host's answer would be the same"
        });
    }
    if transport && failure.sent && !operation.idempotent {
        return match operation.class {
            Class::Login => {
                Decision::GiveUp("a login counts at the host, whether its answer arrives or not")
            }
            _ => Decision::Unknown(
                "the request may have taken effect, and repeating it would do it twice",
            ),
        };
    }
    // Framing that is wrong is wrong again.
    if error.status() == Status::Protocol && operation.class != Class::Read {
        return Decision::GiveUp("the answer is not proper HTTP");
    }
    if failure.attempt >= most {
        return Decision::GiveUp("all attempts are used up");
    }
    if !bucket.take(matches!(error.status(), Status::Timeout | Status::Stalled)) {
        return Decision::GiveUp("too many calls of this session have failed lately");
    }
    let pause = match error.retry_after() {
        Some(wait) if wait > LONGEST_WAIT => {
            return Decision::GiveUp("the host asks to wait longer than the library does");
        }
        Some(wait) => wait,
        None => jitter.pause(failure.attempt),
    };
    if time_left.is_some_and(|left| pause >= left) {
        return Decision::GiveUp("the time for the call would run out");
    }
    Decision::Repeat(pause)
}

/// Whether an answer of the host (not a failure on the way) may be asked for again.
fn may_repeat_answer(class: Class, error: &Error) -> bool {
    let Some(code) = error.http_status() else { return false };
    // A refusal in the body is the host's last word, whatever the HTTP code.
    if error.own_text().is_some() && error.status() != Status::Http {
        let repeatable = matches!(class, Class::Read | Class::Idempotent | Class::Download);
        return repeatable && (code == 429 || code == 503);
    }
    match class {
        Class::Read | Class::Idempotent | Class::Download => passing_code(code),
        Class::NonIdempotent => matches!(code, 429 | 503) && error.retry_after().is_some(),
        Class::Login | Class::Upload | Class::Live => false,
    }
}

/// Full jitter: anything between nothing and twice as much as the last time, up to 20 s.
pub(crate) struct Jitter(u64);

impl Jitter {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(crate) fn pause(&mut self, attempt: u32) -> Duration {
        let ceiling = BASE.saturating_mul(1 << attempt.saturating_sub(1).min(6)).min(LONGEST_PAUSE);
        let millis = u64::try_from(ceiling.as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.next() % (millis + 1))
    }
}

/// Bounds what all calls of a session repeat together, so that a host in trouble is not stormed.
#[derive(Debug)]
pub(crate) struct Bucket(u32);

impl Bucket {
    const FULL: u32 = 500;

    pub(crate) fn full() -> Self {
        Self(Self::FULL)
    }

    fn take(&mut self, timeout: bool) -> bool {
        let price = if timeout { 10 } else { 5 };
        match self.0.checked_sub(price) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }

    /// A call that succeeded at once puts a little back.
    pub(crate) fn refill(&mut self) {
        self.0 = (self.0 + 1).min(Self::FULL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Host;

    fn of(class: Class) -> &'static Operation {
        Host::ALL.into_iter().flat_map(Host::operations).find(|op| op.class == class).unwrap()
    }

    fn verdict(class: Class, error: &Error, attempt: u32, sent: bool) -> Decision {
        decide(
            of(class),
            &Failure { error, attempt, sent },
            &mut Jitter::new(7),
            &mut Bucket::full(),
            None,
        )
    }

    fn http(code: u16) -> Error {
        Error::new(crate::http::reply::status_of_code(code), "x").with_http_status(code)
    }

    fn repeats(decision: &Decision) -> bool {
        matches!(decision, Decision::Repeat(_))
    }

    #[test]
    fn r118_reads_repeat_after_passing_codes_only() {
        for code in [408, 429, 500, 502, 503, 504] {
            assert!(repeats(&verdict(Class::Read, &http(code), 1, true)), "{code}");
            assert!(repeats(&verdict(Class::Read, &http(code), 2, true)), "{code}");
            assert!(!repeats(&verdict(Class::Read, &http(code), 3, true)), "{code}");
        }
        for code in [400, 401, 403, 404, 405, 409, 410, 413, 422, 451, 501, 505, 507] {
            assert!(!repeats(&verdict(Class::Read, &http(code), 1, true)), "{code}");
        }
    }

    #[test]
    fn r119_a_mutation_repeats_only_when_the_host_says_when() {
        for code in [408, 429, 500, 502, 503, 504, 400, 404] {
            assert!(!repeats(&verdict(Class::NonIdempotent, &http(code), 1, true)), "{code}");
        }
        for code in [429, 503] {
            let error = http(code).with_retry_after(Some(Duration::from_secs(1)));
            assert_eq!(
                verdict(Class::NonIdempotent, &error, 1, true),
                Decision::Repeat(Duration::from_secs(1))
            );
        }
    }

    #[test]
    fn r120_after_the_first_byte_a_lost_answer_is_unknown_for_what_cannot_be_repeated() {
        let lost = Error::new(Status::Network, "x");
        assert!(matches!(verdict(Class::NonIdempotent, &lost, 1, true), Decision::Unknown(_)));
        assert!(matches!(verdict(Class::Upload, &lost, 1, true), Decision::Unknown(_)));
        assert!(repeats(&verdict(Class::NonIdempotent, &lost, 1, false)));
        assert!(repeats(&verdict(Class::Idempotent, &lost, 1, true)));
    }

    #[test]
    fn r114_a_login_is_never_repeated_after_a_byte() {
        for error in [
            http(401),
            http(500),
            http(503),
            Error::new(Status::Network, "x"),
            Error::new(Status::Timeout, "x"),
        ] {
            assert!(!repeats(&verdict(Class::Login, &error, 1, true)));
        }
        assert!(repeats(&verdict(Class::Login, &Error::new(Status::Connect, "x"), 1, false)));
        assert!(!repeats(&verdict(Class::Login, &Error::new(Status::Certificate, "x"), 1, false)));
    }

    #[test]
    fn r114_a_login_that_is_refused_in_the_body_is_not_repeated_either() {
        let error =
            http(503).with_host_text("Please wait").with_retry_after(Some(Duration::from_secs(1)));
        assert!(!repeats(&verdict(Class::Login, &error, 1, true)));
        assert!(repeats(&verdict(Class::Read, &error, 1, true)));
    }

    #[test]
    fn r125_a_long_retry_after_is_handed_to_the_caller() {
        let error = http(429).with_retry_after(Some(Duration::from_secs(61)));
        assert!(matches!(verdict(Class::Read, &error, 1, true), Decision::GiveUp(_)));
    }

    #[test]
    fn r127_the_bucket_empties_and_refills() {
        let mut bucket = Bucket::full();
        assert_eq!((0..1000).filter(|_| bucket.take(false)).count(), 100);
        (0..5).for_each(|_| bucket.refill());
        assert!(bucket.take(false) && !bucket.take(false));
    }

    #[test]
    fn r128_pauses_have_full_jitter_within_their_ceiling() {
        let mut jitter = Jitter::new(42);
        for (attempt, ceiling) in [(1, 500), (2, 1000), (3, 2000), (10, 20_000)] {
            let pauses: Vec<_> = (0..2000).map(|_| jitter.pause(attempt).as_millis()).collect();
            assert!(pauses.iter().all(|p| *p <= ceiling));
            assert!(
                pauses.iter().any(|p| *p < ceiling / 10)
                    && pauses.iter().any(|p| *p > ceiling * 9 / 10)
            );
        }
        let exact: Vec<_> = (0..3).map(|_| Jitter::new(42).pause(2)).collect();
        assert!(exact.windows(2).all(|pair| pair[0] == pair[1]));
    }
}
