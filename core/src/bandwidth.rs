//! How fast, and how much a day, the bytes of files may move.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::{Error, Status};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What was not used may be made up for, for so long.
const CREDIT: Duration = Duration::from_millis(50);

/// The least that is moved at once, in bytes.
const LEAST: usize = 1024;

/// A budget for the bytes of files: how fast they may move, and how many a day. Cheap to clone; clones
/// are the same budget, so sessions that are given clones of one share it. It may be changed at any time,
/// also while transfers run.
///
/// Calls of the API are not counted: only the bytes of files are. The average over a few seconds stays
/// within 5 % of the limit.
///
/// ```no_run
/// use gigahost::{Bandwidth, Host, Session};
///
/// # fn main() -> Result<(), gigahost::Error> {
/// let budget = Bandwidth::new();
/// budget.set_up(Some(500_000));
/// let session = Session::builder(Host::Rapidgator)
///     .login("ann@example.test", "secret")
///     .bandwidth(&budget)
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Bandwidth(Arc<Ways>);

#[derive(Debug, Default)]
struct Ways {
    up: Mutex<Way>,
    down: Mutex<Way>,
}

/// The ways bytes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    Up,
    Down,
}

impl Bandwidth {
    /// A budget without limits.
    pub fn new() -> Self {
        Self::default()
    }

    /// The most bytes per second that go to hosts; `None` for no limit. At least 1 KiB.
    pub fn set_up(&self, rate: Option<u64>) {
        self.way(Flow::Up).set_rate(rate, Instant::now());
    }

    /// The most bytes per second that come from hosts; `None` for no limit. At least 1 KiB.
    pub fn set_down(&self, rate: Option<u64>) {
        self.way(Flow::Down).set_rate(rate, Instant::now());
    }

    /// The most bytes that go to hosts in a day, which begins at midnight UTC; `None` for no limit. An
    /// upload that does not fit into what is left of the day fails with [`Status::Quota`] before a byte
    /// is sent, and its error says how long the day lasts.
    pub fn set_up_per_day(&self, most: Option<u64>) {
        self.way(Flow::Up).most_a_day = most;
    }

    /// The most bytes that come from hosts in a day, as [`set_up_per_day`](Self::set_up_per_day).
    pub fn set_down_per_day(&self, most: Option<u64>) {
        self.way(Flow::Down).most_a_day = most;
    }

    /// The most bytes per second that go to hosts.
    pub fn up(&self) -> Option<u64> {
        self.way(Flow::Up).rate
    }

    /// The most bytes per second that come from hosts.
    pub fn down(&self) -> Option<u64> {
        self.way(Flow::Down).rate
    }

    /// The most bytes that go to hosts in a day.
    pub fn up_per_day(&self) -> Option<u64> {
        self.way(Flow::Up).most_a_day
    }

    /// The most bytes that come from hosts in a day.
    pub fn down_per_day(&self) -> Option<u64> {
        self.way(Flow::Down).most_a_day
    }

    /// Bytes that went to hosts since midnight UTC, through this budget.
    pub fn up_today(&self) -> u64 {
        self.way(Flow::Up).today(days())
    }

    /// Bytes that came from hosts since midnight UTC, through this budget.
    pub fn down_today(&self) -> u64 {
        self.way(Flow::Down).today(days())
    }

    /// Adds bytes to what moved today: what an earlier run of the program has used up.
    pub fn add_today(&self, up: u64, down: u64) {
        self.way(Flow::Up).count(up, days());
        self.way(Flow::Down).count(down, days());
    }

    fn way(&self, flow: Flow) -> MutexGuard<'_, Way> {
        let way = match flow {
            Flow::Up => &self.0.up,
            Flow::Down => &self.0.down,
        };
        way.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many of `most` bytes are moved at once.
    pub(crate) fn piece(&self, flow: Flow, most: usize) -> usize {
        self.way(flow).piece(most)
    }

    /// How many of `most` bytes may move now, or how long to wait before any may.
    pub(crate) fn allowance(&self, flow: Flow, most: usize) -> Result<usize, Duration> {
        self.way(flow).allowance(most, Instant::now())
    }

    /// Bytes that have moved; `promised` of them were reserved.
    pub(crate) fn spend(&self, flow: Flow, bytes: u64, promised: u64) {
        let mut way = self.way(flow);
        way.spend(bytes, Instant::now());
        way.count(bytes, days());
        way.promised = way.promised.saturating_sub(promised);
    }

    /// Sets so many bytes of today aside, if they fit in.
    pub(crate) fn reserve(&self, flow: Flow, bytes: u64) -> Result<(), Error> {
        let mut way = self.way(flow);
        way.check_day(bytes, since_epoch())?;
        way.promised = way.promised.saturating_add(bytes);
        Ok(())
    }

    /// Gives back what was set aside and not moved.
    pub(crate) fn release(&self, flow: Flow, bytes: u64) {
        let mut way = self.way(flow);
        way.promised = way.promised.saturating_sub(bytes);
    }

    /// Whether it is the same budget.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

fn since_epoch() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

fn days() -> u64 {
    since_epoch().as_secs() / DAY.as_secs()
}

/// One of the two ways: what was moved too much is a debt, and nothing moves before it is paid.
#[derive(Debug, Default)]
struct Way {
    rate: Option<u64>,
    /// Bytes; below zero it is a credit.
    debt: f64,
    settled: Option<Instant>,
    most_a_day: Option<u64>,
    used: u64,
    day: u64,
    /// Bytes of transfers that have begun and are not over.
    promised: u64,
}

/// Rates and amounts stay far below 2^53.
#[allow(clippy::cast_precision_loss)]
fn to_f64(bytes: u64) -> f64 {
    bytes as f64
}

impl Way {
    fn set_rate(&mut self, rate: Option<u64>, now: Instant) {
        self.settle(now);
        self.rate = rate.map(|rate| rate.max(1024));
        if self.rate.is_none() {
            self.debt = 0.0;
        }
    }

    fn settle(&mut self, now: Instant) {
        let Some(rate) = self.rate.map(to_f64) else {
            self.settled = Some(now);
            return;
        };
        let passed =
            self.settled.map_or(Duration::ZERO, |last| now.saturating_duration_since(last));
        self.settled = Some(now);
        self.debt = (self.debt - rate * passed.as_secs_f64()).max(-rate * CREDIT.as_secs_f64());
    }

    fn allowance(&mut self, most: usize, now: Instant) -> Result<usize, Duration> {
        let Some(rate) = self.rate else { return Ok(most) };
        self.settle(now);
        if self.debt > 0.0 {
            let wait = Duration::try_from_secs_f64(self.debt / to_f64(rate)).unwrap_or(DAY);
            return Err(wait.max(Duration::from_millis(1)));
        }
        Ok(self.piece(most))
    }

    /// Many small pieces, so that the line is not busy in bursts, and how far it is stays true.
    fn piece(&self, most: usize) -> usize {
        let Some(rate) = self.rate else { return most };
        most.min(usize::try_from(rate / 20).unwrap_or(usize::MAX).max(LEAST))
    }

    fn spend(&mut self, bytes: u64, now: Instant) {
        if self.rate.is_some() {
            self.settle(now);
            self.debt += to_f64(bytes);
        }
    }

    fn today(&mut self, day: u64) -> u64 {
        if self.day != day {
            (self.day, self.used) = (day, 0);
        }
        self.used
    }

    fn count(&mut self, bytes: u64, day: u64) {
        self.used = self.today(day).saturating_add(bytes);
    }

    fn check_day(&mut self, bytes: u64, now: Duration) -> Result<(), Error> {
        let Some(most) = self.most_a_day else { return Ok(()) };
        let used = self.today(now.as_secs() / DAY.as_secs()).saturating_add(self.promised);
        if used.saturating_add(bytes) <= most {
            return Ok(());
        }
        let left = Duration::from_secs(DAY.as_secs() - now.as_secs() % DAY.as_secs());
        Err(Error::new(
            Status::Quota,
            format!("{bytes} more bytes do not fit: {used} of the {most} of the day are used"),
        )
        .with_retry_after(Some(left))
        .with_hint("wait for the next day (UTC), or raise the limit of the bandwidth"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moves through a way for so long, as fast as it lets; gives how many bytes moved.
    fn moved(way: &mut Way, start: Instant, time: Duration, chunk: usize) -> u64 {
        let (mut now, mut sum) = (start, 0);
        while now < start + time {
            match way.allowance(chunk, now) {
                Ok(bytes) => {
                    sum += bytes as u64;
                    way.spend(bytes as u64, now);
                }
                Err(wait) => now += wait,
            }
        }
        sum
    }

    #[test]
    fn a_limit_holds_within_five_per_cent_whatever_the_pieces() {
        let start = Instant::now();
        for rate in [10_000, 1_000_000, 300_000_000] {
            for chunk in [1460, 16 * 1024, 128 * 1024, 1 << 20] {
                let mut way = Way::default();
                way.set_rate(Some(rate), start);
                let sum = moved(&mut way, start, Duration::from_secs(5), chunk);
                let wanted = rate * 5;
                let off = sum.abs_diff(wanted) * 100 / wanted;
                assert!(off <= 5, "{rate} in pieces of {chunk}: {sum}");
            }
        }
    }

    #[test]
    fn a_limit_that_changes_counts_from_then_on() {
        let start = Instant::now();
        let mut way = Way::default();
        way.set_rate(Some(1000), start);
        way.spend(1_000_000, start);
        assert!(way.allowance(10_000, start).is_err());
        way.set_rate(None, start);
        assert_eq!(way.allowance(10_000, start), Ok(10_000));
        way.set_rate(Some(1_000_000), start);
        let sum = moved(&mut way, start, Duration::from_secs(5), 100_000);
        assert!((4_750_000..=5_250_000).contains(&sum), "{sum}");
    }

    #[test]
    fn what_was_idle_for_long_does_not_burst() {
        let start = Instant::now();
        let mut way = Way::default();
        way.set_rate(Some(1_000_000), start);
        let later = start + Duration::from_secs(3600);
        let sum = moved(&mut way, later, Duration::from_secs(1), 100_000);
        assert!(sum <= 1_150_000, "{sum}");
    }

    #[test]
    fn a_day_has_its_bytes_and_the_next_has_them_again() {
        let mut way = Way { most_a_day: Some(100), ..Way::default() };
        let noon = DAY * 20_000 + DAY / 2;
        way.count(60, 20_000);
        way.check_day(40, noon).unwrap();
        let error = way.check_day(41, noon).unwrap_err();
        assert_eq!((error.status(), error.retry_after()), (Status::Quota, Some(DAY / 2)));
        way.check_day(100, noon + DAY / 2).unwrap();
    }
}
