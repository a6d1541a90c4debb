//! The clocks of one request: what they are, and whether one ran out.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::{Clock, Error, Status};

/// What a single request and its answer are doing now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    /// Nothing is on the wire.
    Idle,
    Connecting,
    Sending,
    Answer,
    Receiving,
}

/// The clocks of one request.
#[derive(Clone, Copy)]
pub(crate) struct ExchangeClocks {
    pub connect: Duration,
    pub answer: Duration,
    pub answer_clock: Clock,
    /// The whole attempt; none for bodies of files, which have the low-speed window.
    pub attempt: Option<Duration>,
    pub idle: Duration,
    pub low_speed: u64,
}

/// The running state of one request.
pub(super) struct Exchange {
    pub(super) clocks: Cell<Option<ExchangeClocks>>,
    pub(super) phase: Cell<Phase>,
    pub(super) started: Cell<Instant>,
    pub(super) since: Cell<Instant>,
    pub(super) last_byte: Cell<Instant>,
    pub(super) window_start: Cell<Instant>,
    pub(super) window_bytes: Cell<u64>,
    pub(super) sent: Cell<u64>,
    pub(super) received: Cell<u64>,
    pub(super) early_answer: Cell<bool>,
    pub(super) unclean_end: Cell<bool>,
    pub(super) at_head: Cell<bool>,
    pub(super) holds_head: Cell<bool>,
    pub(super) check_address: Cell<bool>,
    pub(super) repeated: Cell<bool>,
}

impl Exchange {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            clocks: Cell::new(None),
            phase: Cell::new(Phase::Idle),
            started: Cell::new(now),
            since: Cell::new(now),
            last_byte: Cell::new(now),
            window_start: Cell::new(now),
            window_bytes: Cell::new(0),
            sent: Cell::new(0),
            received: Cell::new(0),
            early_answer: Cell::new(false),
            unclean_end: Cell::new(false),
            at_head: Cell::new(false),
            holds_head: Cell::new(false),
            check_address: Cell::new(false),
            repeated: Cell::new(false),
        }
    }

    pub(super) fn check(&self, now: Instant) -> Result<(), Error> {
        let Some(clocks) = self.clocks.get() else { return Ok(()) };
        let since = now.saturating_duration_since(self.since.get());
        match self.phase.get() {
            Phase::Idle => return Ok(()),
            Phase::Connecting if since >= clocks.connect => {
                return Err(timeout(Clock::Connect, "no connection was made in time"));
            }
            Phase::Answer if since >= clocks.answer => {
                return Err(timeout(clocks.answer_clock, "the host did not answer in time"));
            }
            Phase::Sending | Phase::Receiving if clocks.attempt.is_none() => {
                self.check_speed(now, &clocks)?;
            }
            _ => {}
        }
        match clocks.attempt {
            Some(limit) if now.saturating_duration_since(self.started.get()) >= limit => {
                Err(timeout(Clock::Idle, "the request and its answer took too long"))
            }
            _ => Ok(()),
        }
    }

    /// The low-speed window: too little over the whole window, or nothing at all for as long.
    fn check_speed(&self, now: Instant, clocks: &ExchangeClocks) -> Result<(), Error> {
        let stalled = || {
            Error::new(Status::Stalled, "the transfer moved too slowly for too long")
                .with_clock(Clock::Idle)
        };
        if now.saturating_duration_since(self.last_byte.get()) >= clocks.idle {
            return Err(stalled());
        }
        let window = now.saturating_duration_since(self.window_start.get());
        if window >= clocks.idle {
            let moved = u128::from(self.window_bytes.get()) * 1000;
            if moved < u128::from(clocks.low_speed) * window.as_millis() {
                return Err(stalled());
            }
            self.window_start.set(now);
            self.window_bytes.set(0);
        }
        Ok(())
    }

    pub(super) fn moved(&self, bytes: u64) {
        self.last_byte.set(Instant::now());
        self.window_bytes.set(self.window_bytes.get() + bytes);
    }

    /// Shifts the network's clocks by the time a callback took.
    pub(super) fn forgive(&self, pause: Duration) {
        for clock in [&self.started, &self.since, &self.last_byte, &self.window_start] {
            clock.set(clock.get() + pause);
        }
    }
}

pub(super) fn timeout(clock: Clock, message: &str) -> Error {
    Error::new(Status::Timeout, format!("{message} (clock: {})", clock.name())).with_clock(clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speed_clocks() -> ExchangeClocks {
        ExchangeClocks {
            connect: Duration::from_secs(1),
            answer: Duration::from_secs(1),
            answer_clock: Clock::Answer,
            attempt: None,
            idle: Duration::from_secs(60),
            low_speed: 1024,
        }
    }

    fn exchange_at(start: Instant) -> Exchange {
        let exchange = Exchange::new(start);
        for clock in
            [&exchange.started, &exchange.since, &exchange.last_byte, &exchange.window_start]
        {
            clock.set(start);
        }
        exchange.clocks.set(Some(speed_clocks()));
        exchange.phase.set(Phase::Receiving);
        exchange
    }

    #[test]
    fn r63_a_pause_below_the_window_is_not_a_stall_and_one_above_is() {
        let start = Instant::now();
        let exchange = exchange_at(start);
        exchange.window_bytes.set(1 << 20);
        assert!(exchange.check(start + Duration::from_secs(59)).is_ok());
        let error = exchange.check(start + Duration::from_secs(61)).unwrap_err();
        assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
    }

    #[test]
    fn r68_after_a_machine_slept_an_hour_the_transfer_is_stalled_and_does_not_hang() {
        let start = Instant::now();
        let exchange = exchange_at(start);
        exchange.window_bytes.set(1 << 30);
        let error = exchange.check(start + Duration::from_secs(3600)).unwrap_err();
        assert_eq!(error.status(), Status::Stalled);
    }

    #[test]
    fn r63_a_burst_keeps_a_window_alive_and_a_dribble_does_not() {
        let start = Instant::now();
        for (bytes, alive) in [(61 * 1024, true), (100, false)] {
            let exchange = exchange_at(start);
            exchange.window_bytes.set(bytes);
            exchange.last_byte.set(start + Duration::from_millis(59_900));
            assert_eq!(exchange.check(start + Duration::from_secs(60)).is_ok(), alive, "{bytes}");
        }
    }
}
