//! The budgets of one call, and what of a day its transfer has reserved.

use std::cell::{Cell, RefCell};

use crate::Error;
use crate::bandwidth::{Bandwidth, Flow};

/// The budgets of a call, and what of a day its transfer has reserved.
#[derive(Default)]
pub(super) struct Budgets {
    pub(super) all: RefCell<Vec<Bandwidth>>,
    reserved: Cell<Option<(Flow, u64)>>,
}

impl Budgets {
    pub(super) fn is_free(&self) -> bool {
        self.all.borrow().is_empty()
    }

    pub(super) fn spend(&self, flow: Flow, bytes: u64) {
        let promised = match self.reserved.get() {
            Some((reserved, left)) if reserved == flow => {
                let paid = left.min(bytes);
                self.reserved.set(Some((flow, left - paid)));
                paid
            }
            _ => 0,
        };
        for budget in &*self.all.borrow() {
            budget.spend(flow, bytes, promised);
        }
    }

    /// Reserves so many bytes of the day in each.
    pub(super) fn reserve(&self, flow: Flow, bytes: u64) -> Result<(), Error> {
        self.release();
        let budgets = self.all.borrow();
        for (n, budget) in budgets.iter().enumerate() {
            if let Err(error) = budget.reserve(flow, bytes) {
                for earlier in budgets.iter().take(n) {
                    earlier.release(flow, bytes);
                }
                return Err(error);
            }
        }
        self.reserved.set(Some((flow, bytes)));
        Ok(())
    }

    /// Gives back what was reserved and not moved.
    pub(super) fn release(&self) {
        if let Some((flow, left)) = self.reserved.take() {
            for budget in &*self.all.borrow() {
                budget.release(flow, left);
            }
        }
    }
}

impl Drop for Budgets {
    fn drop(&mut self) {
        self.release();
    }
}
