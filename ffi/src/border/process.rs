//! (internal) What belongs to one process: its handles and its results.
//!
//! A child made by fork() gets new ones, and leaves those of its parent alone: a lock that another
//! thread of the parent held when it forked stays locked in the child for ever.

use std::any::Any;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::results::Results;
use super::table::Table;

pub(crate) struct Process {
    number: u32,
    /// How many forks lie between the process that began and this one.
    pub generation: u32,
    pub handles: Table<Box<dyn Any + Send + Sync>>,
    pub results: Results,
    /// What was there before the fork: never changed again.
    pub parent: Option<&'static Self>,
}

static CURRENT: AtomicPtr<Process> = AtomicPtr::new(ptr::null_mut());

impl Process {
    /// The one that is running. Never given back: handles may be asked about at any time.
    pub(crate) fn current() -> &'static Self {
        let known = CURRENT.load(Ordering::Acquire);
        // SAFETY: null, or made by `Box::into_raw` below and never freed.
        match unsafe { known.as_ref() } {
            Some(process) if process.number == std::process::id() => process,
            inherited => Self::begin(known, inherited),
        }
    }

    #[cold]
    fn begin(known: *mut Self, parent: Option<&'static Self>) -> &'static Self {
        let generation = parent.map_or(0, |parent| parent.generation + 1);
        let random = getrandom::u64().unwrap_or(u64::from(std::process::id()));
        let process = Box::into_raw(Box::new(Self {
            number: std::process::id(),
            generation,
            handles: Table::new(generation, random),
            results: Results::default(),
            parent,
        }));
        let chosen =
            match CURRENT.compare_exchange(known, process, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => process,
                Err(first) => {
                    // SAFETY: another thread was first; this one was shown to nobody.
                    drop(unsafe { Box::from_raw(process) });
                    first
                }
            };
        // SAFETY: not null, made by `Box::into_raw` here or on the other thread, and never freed.
        unsafe { &*chosen }
    }
}
