//! (internal) Which results the caller has, by their addresses.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, TryLockError};

/// Every result that was not given back yet.
#[derive(Default)]
pub(crate) struct Results(Mutex<HashMap<usize, Box<dyn Any + Send>>>);

impl Results {
    pub(crate) fn keep(&self, address: usize, result: Box<dyn Any + Send>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(address, result);
    }

    /// Frees a result; false if there is none.
    pub(crate) fn let_go(&self, address: usize) -> bool {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&address);
        found.is_some() // and freed here, without the lock
    }

    /// Whether there is one, for a child that asks what its parent had. A lock that was held at the
    /// fork stays so: it must not be waited for, and what it guards is taken for one.
    pub(crate) fn may_have(&self, address: usize) -> bool {
        match self.0.try_lock() {
            Ok(results) => results.contains_key(&address),
            Err(TryLockError::Poisoned(results)) => results.into_inner().contains_key(&address),
            Err(TryLockError::WouldBlock) => true,
        }
    }
}
