//! Progress: what a transfer is doing, told on the calling thread.

use std::time::{Duration, Instant};

use crate::{Error, Status};

/// The stage of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Logging in, obtaining a URL, opening files.
    Preparing,
    /// Reading the source to compute its MD5.
    Hashing,
    /// Sending the bytes.
    Sending,
    /// Receiving the bytes.
    Receiving,
    /// Everything is sent; the host is processing it.
    Processing,
    /// Comparing size and MD5, checking what the host has.
    Verifying,
    /// Acknowledged and verified. The last event of a transfer that succeeded.
    Done,
}

impl Stage {
    /// The name of the stage, in lower case.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Hashing => "hashing",
            Self::Sending => "sending",
            Self::Receiving => "receiving",
            Self::Processing => "processing",
            Self::Verifying => "verifying",
            Self::Done => "done",
        }
    }
}

/// The progress of a transfer.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// What it is doing.
    pub stage: Stage,
    /// Bytes done in this stage. May decrease when something is sent again; `attempt` then
    /// increases.
    pub done: u64,
    /// Total bytes; `None` while unknown.
    pub total: Option<u64>,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// Bytes per second, averaged over the last few seconds; `None` while there is too little data.
    pub rate: Option<f64>,
    /// Estimated time left in this stage; `None` while unknown.
    pub eta: Option<Duration>,
    /// Time since the transfer began.
    pub elapsed: Duration,
}

impl Progress {
    /// Nothing has begun.
    pub(crate) fn none() -> Self {
        Self {
            stage: Stage::Preparing,
            done: 0,
            total: None,
            attempt: 1,
            rate: None,
            eta: None,
            elapsed: Duration::ZERO,
        }
    }
}

/// What a progress callback returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Control {
    /// Continue.
    #[default]
    Continue,
    /// End the transfer with [`Status::Cancelled`].
    Stop,
}

/// The callback of a transfer.
pub(crate) type Callback = Box<dyn FnMut(&Progress) -> Control>;

/// At most ten events a second ...
const LEAST_PAUSE: Duration = Duration::from_millis(100);
/// ... and at least one a second.
const MOST_PAUSE: Duration = Duration::from_millis(950);

/// Keeps the figures and tells them to the caller when it is time.
pub(crate) struct Reporter {
    callback: Callback,
    started: Instant,
    stage: Stage,
    done: u64,
    total: Option<u64>,
    attempt: u32,
    rate: Rate,
    changed: bool,
    forced: bool,
    /// The caller said so once. He is not asked again, whatever is still done to clean up.
    stopped: bool,
    last_told: Option<Instant>,
}

impl Reporter {
    pub(crate) fn new(callback: Callback) -> Self {
        Self {
            callback,
            started: Instant::now(),
            stage: Stage::Preparing,
            done: 0,
            total: None,
            attempt: 1,
            rate: Rate::default(),
            changed: false,
            forced: true,
            stopped: false,
            last_told: None,
        }
    }

    /// A new stage is told at once: there are few of them. One that counts bytes counts from zero, and
    /// not from what the stage before had counted.
    pub(crate) fn set_stage(&mut self, stage: Stage) {
        if self.stage != stage {
            self.stage = stage;
            if matches!(stage, Stage::Hashing | Stage::Sending | Stage::Receiving) {
                self.done = 0;
            }
            self.rate = Rate::default();
            self.forced = true;
        }
    }

    pub(crate) fn set_total(&mut self, total: Option<u64>) {
        self.changed |= self.total != total;
        self.total = total;
    }

    /// Never beyond the total: a source or an answer that is longer than it said is an error anyway.
    pub(crate) fn set_done(&mut self, done: u64) {
        let done = self.total.map_or(done, |total| done.min(total));
        self.changed |= self.done != done;
        self.done = done;
    }

    /// The last byte is on its way: from here on the host is at work.
    pub(crate) fn sent_all(&mut self) {
        if self.stage == Stage::Sending {
            self.done = self.total.unwrap_or(self.done);
            self.set_stage(Stage::Processing);
        }
    }

    /// Begins another attempt; the count of bytes goes back.
    pub(crate) fn next_attempt(&mut self) {
        self.attempt += 1;
        self.done = 0;
        self.rate = Rate::default();
        self.forced = true;
    }

    pub(crate) fn is_due(&self, now: Instant) -> bool {
        let pause = self.last_told.map(|last| now.saturating_duration_since(last));
        self.forced
            || self.stopped
            || pause
                .is_none_or(|pause| pause >= MOST_PAUSE || (self.changed && pause >= LEAST_PAUSE))
    }

    /// Tells the caller, unless he has already stopped the transfer.
    pub(crate) fn tell(&mut self, now: Instant) -> Result<(), Error> {
        if self.stopped {
            return Err(stopped());
        }
        self.rate.note(now, self.done);
        let rate = self.rate.per_second();
        let left = self.total.map(|total| total.saturating_sub(self.done));
        let eta = left.and_then(|left| eta(rate, left));
        let progress = Progress {
            stage: self.stage,
            done: self.done,
            total: self.total,
            attempt: self.attempt,
            rate,
            eta,
            elapsed: now.saturating_duration_since(self.started),
        };
        self.changed = false;
        self.forced = false;
        self.last_told = Some(now);
        match (self.callback)(&progress) {
            Control::Continue => Ok(()),
            Control::Stop => {
                self.stopped = true;
                Err(stopped())
            }
        }
    }
}

fn stopped() -> Error {
    Error::new(Status::Cancelled, "the progress callback asked to stop")
}

/// How long so many bytes take; none while nothing moves.
pub(crate) fn eta(rate: Option<f64>, left: u64) -> Option<Duration> {
    let rate = rate.filter(|rate| *rate >= 1.0)?;
    Duration::try_from_secs_f64(to_f64(left) / rate).ok()
}

/// A rate over the last few seconds.
#[derive(Default)]
pub(crate) struct Rate {
    marks: std::collections::VecDeque<(Instant, u64)>,
}

impl Rate {
    const WINDOW: Duration = Duration::from_secs(5);

    pub(crate) fn note(&mut self, now: Instant, done: u64) {
        self.marks.push_back((now, done));
        while self.marks.len() > 2
            && self
                .marks
                .get(1)
                .is_some_and(|(when, _)| now.saturating_duration_since(*when) >= Self::WINDOW)
        {
            self.marks.pop_front();
        }
    }

    pub(crate) fn per_second(&self) -> Option<f64> {
        let ((first, from), (last, to)) = (self.marks.front()?, self.marks.back()?);
        let seconds = last.saturating_duration_since(*first).as_secs_f64();
        (seconds >= 0.2).then(|| to_f64(to.saturating_sub(*from)) / seconds)
    }
}

/// Byte counts stay far below 2^53; a rate needs no more than that.
#[allow(clippy::cast_precision_loss)]
fn to_f64(bytes: u64) -> f64 {
    bytes as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    fn recorder() -> (Reporter, Rc<RefCell<Vec<Progress>>>) {
        let seen = Rc::new(RefCell::new(Vec::new()));
        let sink = seen.clone();
        let reporter = Reporter::new(Box::new(move |progress| {
            sink.borrow_mut().push(*progress);
            Control::Continue
        }));
        (reporter, seen)
    }

    #[test]
    fn r211_at_most_ten_events_a_second_and_at_least_one() {
        let (mut reporter, seen) = recorder();
        let start = Instant::now();
        for millis in 0..10_000_u64 {
            let now = start + Duration::from_millis(millis);
            if millis < 5000 {
                reporter.set_done(millis);
            }
            if reporter.is_due(now) {
                reporter.tell(now).unwrap();
            }
        }
        let moving = seen.borrow().iter().filter(|p| p.done < 4999).count();
        let standing = seen.borrow().len() - moving;
        assert!((45..=51).contains(&moving), "{moving}");
        assert!((5..=7).contains(&standing), "{standing}");
    }

    #[test]
    fn r212_done_never_passes_the_total_and_goes_back_only_with_a_new_attempt() {
        let (mut reporter, seen) = recorder();
        reporter.set_total(Some(100));
        reporter.set_done(150);
        reporter.tell(Instant::now()).unwrap();
        reporter.next_attempt();
        reporter.tell(Instant::now()).unwrap();
        let seen = seen.borrow();
        assert_eq!((seen[0].done, seen[0].attempt), (100, 1));
        assert_eq!((seen[1].done, seen[1].attempt), (0, 2));
    }

    #[test]
    fn r212_a_stage_that_counts_bytes_counts_from_zero() {
        let (mut reporter, seen) = recorder();
        reporter.set_total(Some(100));
        for stage in [Stage::Hashing, Stage::Sending, Stage::Receiving] {
            reporter.set_stage(stage);
            reporter.tell(Instant::now()).unwrap();
            reporter.set_done(100);
        }
        reporter.set_stage(Stage::Verifying);
        reporter.tell(Instant::now()).unwrap();
        assert_eq!(seen.borrow().iter().map(|p| p.done).collect::<Vec<_>>(), [0, 0, 0, 100]);
    }

    #[test]
    fn r205_a_callback_that_stopped_the_transfer_is_not_called_again() {
        let calls = Rc::new(RefCell::new(0));
        let count = calls.clone();
        let mut reporter = Reporter::new(Box::new(move |_| {
            *count.borrow_mut() += 1;
            Control::Stop
        }));
        for stage in [Stage::Sending, Stage::Processing, Stage::Done] {
            reporter.set_stage(stage);
            assert!(reporter.is_due(Instant::now()));
            let error = reporter.tell(Instant::now()).unwrap_err();
            assert_eq!(error.status(), Status::Cancelled);
        }
        assert_eq!(*calls.borrow(), 1);
    }
}
