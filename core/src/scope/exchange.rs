//! The request that the call is at: its phase, what has moved, and what came of it.

use std::time::Instant;

use super::call::{SLICE, current};
use super::clocks::{ExchangeClocks, Phase};
use super::told::update_progress;
use crate::bandwidth::Flow;
use crate::progress::Reporter;

/// Begins one request: clocks set, counters zero.
pub(crate) fn begin_exchange(clocks: ExchangeClocks, check_address: bool) {
    if let Some(scope) = current() {
        let exchange = &scope.exchange;
        let now = Instant::now();
        exchange.clocks.set(Some(clocks));
        exchange.started.set(now);
        exchange.sent.set(0);
        exchange.received.set(0);
        exchange.early_answer.set(false);
        exchange.unclean_end.set(false);
        exchange.at_head.set(true);
        exchange.holds_head.set(false);
        exchange.check_address.set(check_address);
        scope.between.clear();
        set_phase(Phase::Connecting);
    }
}

/// Ends the request: no clock of the network runs any more.
pub(crate) fn end_exchange() {
    if let Some(scope) = current() {
        scope.exchange.clocks.set(None);
        scope.exchange.phase.set(Phase::Idle);
        scope.between.clear();
        scope.budgets.release();
    }
}

pub(crate) fn set_phase(phase: Phase) {
    if let Some(scope) = current() {
        let exchange = &scope.exchange;
        if exchange.phase.get() != phase {
            let now = Instant::now();
            exchange.phase.set(phase);
            exchange.since.set(now);
            exchange.last_byte.set(now);
            exchange.window_start.set(now);
            exchange.window_bytes.set(0);
            if phase == Phase::Answer && !exchange.early_answer.get() {
                update_progress(Reporter::sent_all);
            }
        }
    }
}

pub(crate) fn phase() -> Phase {
    current().map_or(Phase::Idle, |scope| scope.exchange.phase.get())
}

/// Runs the caller's or this machine's part of a transfer (reading the source, writing to the disk).
/// The time it takes does not count against the network.
pub(crate) fn locally<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    if took >= SLICE
        && let Some(scope) = current()
    {
        scope.exchange.forgive(took);
    }
    result
}

/// Notes bytes that the socket took.
pub(crate) fn sent(bytes: usize) {
    if let Some(scope) = current() {
        scope.exchange.sent.set(scope.exchange.sent.get() + bytes as u64);
        scope.exchange.moved(bytes as u64);
        scope.spend(Flow::Up, bytes as u64);
    }
}

/// Notes bytes that the socket gave.
pub(crate) fn received(bytes: usize) {
    if let Some(scope) = current() {
        scope.exchange.received.set(scope.exchange.received.get() + bytes as u64);
        scope.exchange.moved(bytes as u64);
        scope.spend(Flow::Down, bytes as u64);
    }
}

/// Bytes sent and received by the request so far.
pub(crate) fn traffic() -> (u64, u64) {
    current().map_or((0, 0), |scope| (scope.exchange.sent.get(), scope.exchange.received.get()))
}

/// Notes that the answer came, or the connection went, before the request was sent whole.
pub(crate) fn note_early_answer() {
    if let Some(scope) = current() {
        scope.exchange.early_answer.set(true);
    }
}

pub(crate) fn early_answer() -> bool {
    current().is_some_and(|scope| scope.exchange.early_answer.get())
}

/// Whether what is sent now is the head of the request.
pub(crate) fn take_head() -> bool {
    current().is_some_and(|scope| scope.exchange.at_head.replace(false))
}

/// Has the head of the request that begins wait for its body, which is small and comes at once: both go
/// in one piece.
pub(crate) fn hold_head() {
    if let Some(scope) = current() {
        scope.exchange.holds_head.set(true);
    }
}

/// Whether what is sent now is a head that waits.
pub(crate) fn take_held_head() -> bool {
    current().is_some_and(|scope| scope.exchange.holds_head.replace(false))
}

/// Notes that the connection ended without the peer's proper goodbye.
pub(crate) fn note_unclean_end() {
    if let Some(scope) = current() {
        scope.exchange.unclean_end.set(true);
    }
}

pub(crate) fn unclean_end() -> bool {
    current().is_some_and(|scope| scope.exchange.unclean_end.get())
}

/// Notes whether the request that has just succeeded was the repetition of one that failed.
pub(crate) fn note_repeated(repeated: bool) {
    if let Some(scope) = current() {
        scope.exchange.repeated.set(repeated);
    }
}

/// Whether it was: then the host may have done before what it refuses to do again.
pub(crate) fn was_repeated() -> bool {
    current().is_some_and(|scope| scope.exchange.repeated.get())
}

/// Whether the request goes to an address that a host named, which must be a public one.
pub(crate) fn must_check_address() -> bool {
    current().is_some_and(|scope| scope.exchange.check_address.get())
}
