//! Keeping to the budgets of a call: before bytes of a file move, and after.

use std::time::Instant;

use super::call::{SLICE, Scope, current};
use super::stop::tick;
use crate::Error;
use crate::bandwidth::{Bandwidth, Flow};

impl Scope {
    /// Whether what moves now are the bytes of a file.
    fn moves_a_file(&self) -> bool {
        self.exchange.clocks.get().is_some_and(|clocks| clocks.attempt.is_none())
    }

    pub(super) fn spend(&self, flow: Flow, bytes: u64) {
        if !self.budgets.is_free() && self.moves_a_file() {
            self.budgets.spend(flow, bytes);
        }
    }
}

/// Has the call keep to a budget, beside those that it keeps to already.
pub(crate) fn keep_to(budget: &Bandwidth) {
    if let Some(scope) = current() {
        let mut budgets = scope.budgets.all.borrow_mut();
        if !budgets.iter().any(|other| other.is(budget)) {
            budgets.push(budget.clone());
        }
    }
}

/// How many of `most` bytes of a file may move now: at least one, for which it waits. The time that it
/// waits does not count against the network.
pub(crate) fn allowance(flow: Flow, most: usize) -> Result<usize, Error> {
    let Some(scope) = current().filter(|scope| !scope.budgets.is_free() && scope.moves_a_file())
    else {
        return Ok(most);
    };
    loop {
        let asked = {
            let budgets = scope.budgets.all.borrow();
            budgets.iter().try_fold(most, |most, budget| budget.allowance(flow, most))
        };
        let wait = match asked {
            Ok(bytes) => return Ok(bytes),
            Err(wait) => wait,
        };
        let began = Instant::now();
        std::thread::sleep(wait.min(SLICE));
        scope.exchange.forgive(began.elapsed());
        tick()?;
    }
}

/// How many of `most` bytes of a file are moved at once.
pub(crate) fn piece(flow: Flow, most: usize) -> usize {
    let Some(scope) = current().filter(|scope| scope.moves_a_file()) else { return most };
    let budgets = scope.budgets.all.borrow();
    budgets.iter().fold(most, |most, budget| budget.piece(flow, most))
}

/// Reserves so many bytes of the day for the file that moves next.
pub(crate) fn reserve(flow: Flow, bytes: u64) -> Result<(), Error> {
    current().map_or(Ok(()), |scope| scope.budgets.reserve(flow, bytes))
}
