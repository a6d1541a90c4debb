//! The call that runs on this thread: who may cancel it, until when it may run, what it has moved
//! so far, and whom to tell.
//!
//! All work of a call happens on the calling thread, deep inside an HTTP library that knows
//! nothing of cancelling or of progress. So the call stands in a thread-local stack, and whatever
//! blocks (connecting, sending, receiving, hashing, sleeping, polling) comes here at least every
//! 50 ms with [`tick`]. A callback may start a call on *another* session: that pushes a second scope.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::progress::Reporter;
use crate::{CancelToken, Clock, Control, Error, Secret, Stage, Status, pulse};

/// How long anything may block without a [`tick`].
pub(crate) const SLICE: Duration = Duration::from_millis(50);

thread_local! {
    static STACK: RefCell<Vec<Rc<Scope>>> = const { RefCell::new(Vec::new()) };
}

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
struct Exchange {
    clocks: Cell<Option<ExchangeClocks>>,
    phase: Cell<Phase>,
    started: Cell<Instant>,
    since: Cell<Instant>,
    last_byte: Cell<Instant>,
    window_start: Cell<Instant>,
    window_bytes: Cell<u64>,
    sent: Cell<u64>,
    received: Cell<u64>,
    early_answer: Cell<bool>,
    unclean_end: Cell<bool>,
    check_address: Cell<bool>,
    repeated: Cell<bool>,
}

pub(crate) struct Scope {
    session: u64,
    cancel: Option<CancelToken>,
    deadline: Cell<Option<Instant>>,
    in_callback: Cell<bool>,
    reporter: RefCell<Option<Reporter>>,
    /// Parts of URLs that the host handed out in this call: it may repeat them in its texts.
    url_secrets: RefCell<Vec<Secret>>,
    exchange: Exchange,
}

impl Scope {
    fn new(session: u64, cancel: Option<CancelToken>) -> Self {
        let now = Instant::now();
        Self {
            session,
            cancel,
            deadline: Cell::new(None),
            in_callback: Cell::new(false),
            reporter: RefCell::new(None),
            url_secrets: RefCell::default(),
            exchange: Exchange {
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
                check_address: Cell::new(false),
                repeated: Cell::new(false),
            },
        }
    }

    fn check(&self) -> Result<(), Error> {
        if self.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(Error::new(Status::Cancelled, "the caller cancelled the call"));
        }
        let now = Instant::now();
        self.pulse(now)?;
        if self.deadline.get().is_some_and(|deadline| now >= deadline) {
            return Err(timeout(Clock::Call, "the time for the whole call ran out"));
        }
        self.exchange.check(now)?;
        self.report(now)
    }

    /// Asks the hook of this thread, if there is one and it is due.
    fn pulse(&self, now: Instant) -> Result<(), Error> {
        let answer = pulse::beat(now, |hook| {
            let _outside = Outside::begin(self);
            hook()
        });
        match answer {
            Control::Continue => Ok(()),
            Control::Stop => {
                Err(Error::new(Status::Cancelled, "the hook of the calling thread asked to stop"))
            }
        }
    }

    /// Lets the reporter speak. Time spent in the caller's callback does not count against the network.
    fn report(&self, now: Instant) -> Result<(), Error> {
        if self.in_callback.get() {
            return Ok(());
        }
        let mut reporter = self.reporter.borrow_mut();
        let Some(reporter) = reporter.as_mut() else { return Ok(()) };
        if !reporter.is_due(now) {
            return Ok(());
        }
        let _outside = Outside::begin(self);
        reporter.tell(now)
    }
}

/// The caller's code is running: a progress callback, a source, a target. It must not use the
/// session, and the time that it takes does not count against the network.
struct Outside<'s> {
    scope: &'s Scope,
    since: Instant,
    nested: bool,
}

impl<'s> Outside<'s> {
    fn begin(scope: &'s Scope) -> Self {
        Self { scope, since: Instant::now(), nested: scope.in_callback.replace(true) }
    }
}

impl Drop for Outside<'_> {
    fn drop(&mut self) {
        self.scope.in_callback.set(self.nested);
        if !self.nested {
            self.scope.exchange.forgive(self.since.elapsed());
        }
    }
}

/// Runs code of the caller: reading his source, writing to his target.
pub(crate) fn callers_code<T>(f: impl FnOnce() -> T) -> T {
    let scope = current();
    let _outside = scope.as_deref().map(Outside::begin);
    f()
}

impl Exchange {
    fn check(&self, now: Instant) -> Result<(), Error> {
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

    fn moved(&self, bytes: u64) {
        self.last_byte.set(Instant::now());
        self.window_bytes.set(self.window_bytes.get() + bytes);
    }

    /// Shifts the network's clocks by the time a callback took.
    fn forgive(&self, pause: Duration) {
        for clock in [&self.started, &self.since, &self.last_byte, &self.window_start] {
            clock.set(clock.get() + pause);
        }
    }
}

fn timeout(clock: Clock, message: &str) -> Error {
    Error::new(Status::Timeout, format!("{message} (clock: {})", clock.name())).with_clock(clock)
}

fn current() -> Option<Rc<Scope>> {
    STACK.with(|stack| stack.borrow().last().cloned())
}

/// Keeps a scope on the stack, and the deadline that was tightened for it, until dropped.
pub(crate) struct Entered {
    pushed: bool,
    scope: Rc<Scope>,
    outer_deadline: Option<Instant>,
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.scope.deadline.set(self.outer_deadline);
        if self.pushed {
            STACK.with(|stack| stack.borrow_mut().pop());
        }
    }
}

/// Enters a call of a session, or joins the one that is running for it on this thread.
///
/// `budget` bounds this call; an outer deadline stays in force. A call from inside the session's own
/// callback is refused with [`Status::Busy`].
pub(crate) fn enter(
    session: u64,
    cancel: Option<&CancelToken>,
    budget: Option<Duration>,
) -> Result<Entered, Error> {
    let busy = STACK.with(|stack| {
        stack.borrow().iter().any(|scope| scope.session == session && scope.in_callback.get())
    });
    if busy {
        return Err(Error::new(Status::Busy, "the session is called from inside its own callback")
            .with_hint("use another session there, or wait until the call has returned"));
    }
    let joined = current().filter(|scope| scope.session == session);
    let pushed = joined.is_none();
    let scope = joined.unwrap_or_else(|| Rc::new(Scope::new(session, cancel.cloned())));
    if pushed {
        STACK.with(|stack| stack.borrow_mut().push(scope.clone()));
    }
    let outer_deadline = scope.deadline.get();
    let own = budget.and_then(|budget| Instant::now().checked_add(budget));
    scope.deadline.set(match (outer_deadline, own) {
        (Some(outer), Some(own)) => Some(outer.min(own)),
        (outer, own) => outer.or(own),
    });
    let entered = Entered { pushed, scope, outer_deadline };
    tick()?;
    Ok(entered)
}

/// Asks whether the call may go on. Whatever blocks or works long comes here every [`SLICE`].
pub(crate) fn tick() -> Result<(), Error> {
    current().map_or(Ok(()), |scope| scope.check())
}

/// Waits, in slices.
pub(crate) fn sleep(pause: Duration) -> Result<(), Error> {
    let started = Instant::now();
    loop {
        tick()?;
        let left = pause.saturating_sub(started.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        std::thread::sleep(left.min(SLICE));
    }
}

/// Time left until the deadline of the call; none if there is no deadline.
pub(crate) fn time_left() -> Option<Duration> {
    current()?.deadline.get().map(|deadline| deadline.saturating_duration_since(Instant::now()))
}

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
        exchange.check_address.set(check_address);
        set_phase(Phase::Connecting);
    }
}

/// Remembers, for the rest of the call, a text that must not come out of it.
pub(crate) fn add_url_secret(secret: Secret) {
    if let Some(scope) = current() {
        scope.url_secrets.borrow_mut().push(secret);
    }
}

/// What [`add_url_secret`] was told in this call.
pub(crate) fn url_secrets() -> Vec<Secret> {
    current().map_or_else(Vec::new, |scope| scope.url_secrets.borrow().clone())
}

/// Ends the request: no clock of the network runs any more.
pub(crate) fn end_exchange() {
    if let Some(scope) = current() {
        scope.exchange.clocks.set(None);
        scope.exchange.phase.set(Phase::Idle);
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

pub(crate) fn phase() -> Phase {
    current().map_or(Phase::Idle, |scope| scope.exchange.phase.get())
}

/// Notes bytes that the socket took.
pub(crate) fn sent(bytes: usize) {
    if let Some(scope) = current() {
        scope.exchange.sent.set(scope.exchange.sent.get() + bytes as u64);
        scope.exchange.moved(bytes as u64);
    }
}

/// Notes bytes that the socket gave.
pub(crate) fn received(bytes: usize) {
    if let Some(scope) = current() {
        scope.exchange.received.set(scope.exchange.received.get() + bytes as u64);
        scope.exchange.moved(bytes as u64);
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

/// Gives the call its reporter. The call's first event is told at once.
pub(crate) fn attach_reporter(reporter: Reporter) -> Result<(), Error> {
    match current() {
        Some(scope) => {
            *scope.reporter.borrow_mut() = Some(reporter);
            scope.report(Instant::now())
        }
        None => Ok(()),
    }
}

/// Changes what the reporter knows; `f` is not called when nobody wants progress.
pub(crate) fn update_progress(f: impl FnOnce(&mut Reporter)) {
    if let Some(scope) = current()
        && !scope.in_callback.get()
        && let Some(reporter) = scope.reporter.borrow_mut().as_mut()
    {
        f(reporter);
    }
}

/// Moves the reporter to a stage and tells it at once.
pub(crate) fn stage(stage: Stage) -> Result<(), Error> {
    update_progress(|reporter| reporter.set_stage(stage));
    tick()
}

/// Tells the last event of a transfer that succeeded. It is too late to stop.
pub(crate) fn conclude() {
    update_progress(|reporter| reporter.set_stage(Stage::Done));
    if let Some(scope) = current() {
        let _ = scope.report(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_of_an_inner_call_never_extends_the_outer_one() {
        let _outer = enter(1, None, Some(Duration::from_secs(5))).unwrap();
        {
            let _inner = enter(1, None, Some(Duration::from_secs(60))).unwrap();
            assert!(time_left().unwrap() <= Duration::from_secs(5));
        }
        {
            let _inner = enter(1, None, Some(Duration::from_secs(1))).unwrap();
            assert!(time_left().unwrap() <= Duration::from_secs(1));
        }
        assert!(time_left().unwrap() > Duration::from_secs(1));
    }

    #[test]
    fn r71_a_cancel_ends_a_sleep_within_100_ms() {
        let token = CancelToken::new();
        let other = token.clone();
        let _scope = enter(2, Some(&token), None).unwrap();
        let canceller = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(80));
            other.cancel();
            Instant::now()
        });
        let error = sleep(Duration::from_secs(30)).unwrap_err();
        let returned = Instant::now();
        assert_eq!(error.status(), Status::Cancelled);
        assert!(returned - canceller.join().unwrap() < Duration::from_millis(100));
    }

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

    fn exchange_at(start: Instant) -> Scope {
        let scope = Scope::new(0, None);
        for clock in [
            &scope.exchange.started,
            &scope.exchange.since,
            &scope.exchange.last_byte,
            &scope.exchange.window_start,
        ] {
            clock.set(start);
        }
        scope.exchange.clocks.set(Some(speed_clocks()));
        scope.exchange.phase.set(Phase::Receiving);
        scope
    }

    #[test]
    fn r63_a_pause_below_the_window_is_not_a_stall_and_one_above_is() {
        let start = Instant::now();
        let scope = exchange_at(start);
        scope.exchange.window_bytes.set(1 << 20);
        assert!(scope.exchange.check(start + Duration::from_secs(59)).is_ok());
        let error = scope.exchange.check(start + Duration::from_secs(61)).unwrap_err();
        assert_eq!((error.status(), error.clock()), (Status::Stalled, Some(Clock::Idle)));
    }

    #[test]
    fn r68_after_a_machine_slept_an_hour_the_transfer_is_stalled_and_does_not_hang() {
        let start = Instant::now();
        let scope = exchange_at(start);
        scope.exchange.window_bytes.set(1 << 30);
        let error = scope.exchange.check(start + Duration::from_secs(3600)).unwrap_err();
        assert_eq!(error.status(), Status::Stalled);
    }

    #[test]
    fn r63_a_burst_keeps_a_window_alive_and_a_dribble_does_not() {
        let start = Instant::now();
        for (bytes, alive) in [(61 * 1024, true), (100, false)] {
            let scope = exchange_at(start);
            scope.exchange.window_bytes.set(bytes);
            scope.exchange.last_byte.set(start + Duration::from_millis(59_900));
            assert_eq!(
                scope.exchange.check(start + Duration::from_secs(60)).is_ok(),
                alive,
                "{bytes}"
            );
        }
    }
}
