//! The calls that run on this thread, one inside the other.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::between::Between;
use super::budgets::Budgets;
use super::clocks::Exchange;
use crate::progress::Reporter;
use crate::{CancelToken, Secret};

/// How long anything may block without being asked whether the call may go on.
pub(crate) const SLICE: Duration = Duration::from_millis(50);

thread_local! {
    pub(super) static STACK: RefCell<Vec<Rc<Scope>>> = const { RefCell::new(Vec::new()) };
}

/// One call of a session.
pub(super) struct Scope {
    pub(super) session: u64,
    pub(super) cancel: Option<CancelToken>,
    pub(super) deadline: Cell<Option<Instant>>,
    pub(super) in_callback: Cell<bool>,
    pub(super) reporter: RefCell<Option<Reporter>>,
    /// Parts of URLs that the host handed out in this call: it may repeat them in its texts.
    pub(super) url_secrets: RefCell<Vec<Secret>>,
    pub(super) exchange: Exchange,
    pub(super) between: Between,
    pub(super) budgets: Budgets,
}

impl Scope {
    pub(super) fn new(session: u64, cancel: Option<CancelToken>) -> Self {
        Self {
            session,
            cancel,
            deadline: Cell::new(None),
            in_callback: Cell::new(false),
            reporter: RefCell::new(None),
            url_secrets: RefCell::default(),
            exchange: Exchange::new(Instant::now()),
            between: Between::default(),
            budgets: Budgets::default(),
        }
    }
}

pub(super) fn current() -> Option<Rc<Scope>> {
    STACK.with(|stack| stack.borrow().last().cloned())
}

/// The caller's code is running: a progress callback, a source, a target. It must not use the
/// session, and the time that it takes does not count against the network.
pub(super) struct Outside<'s> {
    scope: &'s Scope,
    since: Instant,
    nested: bool,
}

impl<'s> Outside<'s> {
    pub(super) fn begin(scope: &'s Scope) -> Self {
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
