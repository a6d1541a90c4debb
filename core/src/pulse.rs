//! A hook of the caller that runs while a call is waiting.
//!
//! Some programs need to run from time to time during a call, to decide whether to continue: an
//! interpreter that handles signals between its own steps, or a single-threaded event loop. All
//! work of this library happens on the calling thread, so such a program has no other opportunity.

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;
use std::time::{Duration, Instant};

use crate::Control;

type Hook = Box<dyn FnMut() -> Control>;

thread_local! {
    static HOOKS: RefCell<Vec<Rc<Beating>>> = const { RefCell::new(Vec::new()) };
}

struct Beating {
    every: Duration,
    last: Cell<Instant>,
    stopped: Cell<bool>,
    hook: RefCell<Hook>,
}

/// Keeps a hook in place, on the thread that made it, until dropped.
///
/// While it is in place, every call of every session on this thread calls the hook: at most once
/// per `every`, and, whatever the call is waiting for, no later than 50 ms after it is due. The
/// hook created last is the one that is called. Inside the hook the session counts as being in its
/// own callback: calls on it fail with [`Status::Busy`](crate::Status::Busy), and the time spent in
/// the hook does not count against the network.
///
/// Once the hook has returned [`Control::Stop`] it is not called again, and every call under it
/// ends with [`Status::Cancelled`](crate::Status::Cancelled).
///
/// ```
/// use std::time::Duration;
/// let _pulse = gigahost::Pulse::on_this_thread(Duration::from_millis(100), || {
///     gigahost::Control::Continue
/// });
/// ```
#[must_use = "the hook is gone when this is dropped"]
pub struct Pulse {
    beating: Rc<Beating>,
    /// It belongs to its thread.
    not_send: PhantomData<*const ()>,
}

impl Pulse {
    /// Puts a hook in place. It is first due after `every`.
    pub fn on_this_thread(every: Duration, hook: impl FnMut() -> Control + 'static) -> Self {
        let beating = Rc::new(Beating {
            every,
            last: Cell::new(Instant::now()),
            stopped: Cell::new(false),
            hook: RefCell::new(Box::new(hook)),
        });
        HOOKS.with(|hooks| hooks.borrow_mut().push(beating.clone()));
        Self { beating, not_send: PhantomData }
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        HOOKS.with(|hooks| hooks.borrow_mut().retain(|other| !Rc::ptr_eq(other, &self.beating)));
    }
}

impl std::fmt::Debug for Pulse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pulse").field("every", &self.beating.every).finish_non_exhaustive()
    }
}

/// What the hook of this thread says, if it is due or has said [`Control::Stop`] before. `around`
/// runs it: the caller's code is not ours.
pub(crate) fn beat(
    now: Instant,
    around: impl FnOnce(&mut dyn FnMut() -> Control) -> Control,
) -> Control {
    let Some(beating) = HOOKS.with(|hooks| hooks.borrow().last().cloned()) else {
        return Control::Continue;
    };
    if beating.stopped.get() {
        return Control::Stop;
    }
    if now.saturating_duration_since(beating.last.get()) < beating.every {
        return Control::Continue;
    }
    // A hook that calls another session comes here again, and is not asked in its own answer.
    let Ok(mut hook) = beating.hook.try_borrow_mut() else { return Control::Continue };
    let answer = around(&mut *hook);
    beating.last.set(Instant::now());
    beating.stopped.set(answer == Control::Stop);
    answer
}
