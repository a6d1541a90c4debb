//! (internal) Checked handles.
//!
//! A handle looks like a pointer and is none: it is odd, and holds the number of a slot, how often
//! that slot was used, and how many forks its process is away from the first. A handle that was
//! closed, comes from elsewhere, or was never one is noticed, however often its slot was used again.
//!
//! Looking up takes no lock, so [`CancelToken`]s can be reached from a signal handler. A slot that
//! is in use while its handle is closed is emptied by the last user.

use std::cell::UnsafeCell;
use std::collections::VecDeque;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use gigahost::{CancelToken, Session};

use crate::config::Config;
use crate::download::DownloadSettings;
use crate::guard::Fail;
use crate::hosts::gett::LiveConnection;
use crate::hosts::giga0::AccountDetails;
use crate::process::Process;
use crate::upload::UploadSettings;

/// What a handle can stand for.
pub(crate) enum Object {
    Session(Session),
    Cancel(CancelToken),
    Config(Mutex<Config>),
    Upload(Mutex<UploadSettings>),
    Download(Mutex<DownloadSettings>),
    AccountDetails(Mutex<AccountDetails>),
    Live(LiveConnection),
}

/// Any thread may look at any object: the compiler checks what [`Table`] promises.
const _: fn() = || {
    fn shared_by_threads<T: Send + Sync>() {}
    shared_by_threads::<Object>();
};

/// How the bits of a handle are used: 1, fork generation, slot, use of the slot.
const FORK_BITS: u32 = 3;
const SLOT_BITS: u32 = if usize::BITS == 64 { 20 } else { 14 };
const USE_BITS: u32 = usize::BITS - 1 - FORK_BITS - SLOT_BITS;
const SLOTS: usize = 1 << SLOT_BITS;
const LAST_USE: u64 = (1 << USE_BITS) - 1;
/// The slots of the first chunk; each further chunk has twice as many as the one before.
const FIRST: usize = 64;
const CHUNKS: usize = (SLOT_BITS - FIRST.trailing_zeros()) as usize + 1;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Handle {
    fork: u32,
    slot: usize,
    used: u64,
}

impl Handle {
    fn encode(self) -> usize {
        let used = usize::try_from(self.used & LAST_USE).unwrap_or(0);
        (((used << SLOT_BITS) | self.slot) << FORK_BITS | (self.fork as usize & mask(FORK_BITS)))
            << 1
            | 1
    }

    fn decode(handle: usize) -> Option<Self> {
        (handle & 1 == 1).then_some(())?;
        let rest = handle >> 1;
        let fork = u32::try_from(rest & mask(FORK_BITS)).ok()?;
        let rest = rest >> FORK_BITS;
        Some(Self { fork, slot: rest & mask(SLOT_BITS), used: (rest >> SLOT_BITS) as u64 })
    }
}

const fn mask(bits: u32) -> usize {
    (1 << bits) - 1
}

/// The state of a slot in one word: how often it was used, whether it is taken, how many look at it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State(u64);

const TAKEN: u64 = 1 << 23;
const USERS: u64 = TAKEN - 1;
const USE_SHIFT: u32 = 24;

impl State {
    fn free(used: u64) -> Self {
        Self(used << USE_SHIFT)
    }
    fn used(self) -> u64 {
        self.0 >> USE_SHIFT
    }
    fn is_taken(self) -> bool {
        self.0 & TAKEN != 0
    }
    fn users(self) -> u64 {
        self.0 & USERS
    }
}

struct Slot {
    state: AtomicU64,
    object: UnsafeCell<Option<Object>>,
}

pub(crate) struct Table {
    fork: u32,
    first_use: u64,
    chunks: [AtomicPtr<Slot>; CHUNKS],
    free: Mutex<Free>,
}

#[derive(Default)]
struct Free {
    /// The longest unused first, so that a stale handle is met by an empty slot for long.
    slots: VecDeque<usize>,
    /// Slots that were ever used.
    grown: usize,
}

// SAFETY: an object is written by the one who took its slot off the free list, before the slot is
// marked as taken, and by the last one who looks at it, after the mark is gone; all others read.
// Objects themselves are Send and Sync.
unsafe impl Sync for Table {}

/// Where a slot lies: its chunk, its place in it, and the length of the chunk.
fn place(slot: usize) -> (usize, usize, usize) {
    let at = slot + FIRST;
    let chunk = (at.ilog2() - FIRST.ilog2()) as usize;
    let length = FIRST << chunk;
    (chunk, at - length, length)
}

impl Table {
    pub(crate) fn new(fork: u32) -> Self {
        // Within the first quarter, so that every slot can be used often enough.
        let random = getrandom::u64().unwrap_or(u64::from(std::process::id()));
        Self {
            fork: fork & u32::try_from(mask(FORK_BITS)).unwrap_or(0),
            first_use: 1 + random % (LAST_USE / 4),
            chunks: [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS],
            free: Mutex::new(Free::default()),
        }
    }

    fn slot(&self, slot: usize) -> Option<&Slot> {
        let (chunk, at, length) = place(slot);
        let first = self.chunks.get(chunk)?.load(Ordering::Acquire);
        if first.is_null() || at >= length {
            return None;
        }
        // SAFETY: a chunk that is there has `length` slots, and stays for ever.
        let slot = unsafe { first.add(at) };
        // SAFETY: as above; all of a slot may be looked at by all threads.
        unsafe { slot.as_ref() }
    }

    /// A slot that nobody uses.
    fn take_slot(&self) -> Option<usize> {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = free.slots.pop_front() {
            return Some(slot);
        }
        let slot = free.grown;
        if slot >= SLOTS {
            return None;
        }
        let (chunk, at, length) = place(slot);
        if at == 0 {
            let slots: Box<[Slot]> = (0..length)
                .map(|_| Slot {
                    state: AtomicU64::new(State::free(self.first_use).0),
                    object: UnsafeCell::new(None),
                })
                .collect();
            self.chunks.get(chunk)?.store(Box::leak(slots).as_mut_ptr(), Ordering::Release);
        }
        free.grown += 1;
        Some(slot)
    }

    /// Gives an object a handle.
    pub(crate) fn insert(&self, object: Object) -> Result<usize, Fail> {
        let full = || Fail::internal("there is no room for another handle: close some");
        let number = self.take_slot().ok_or_else(full)?;
        let slot = self.slot(number).ok_or_else(full)?;
        // SAFETY: the slot came off the free list, so this thread alone has it, and nobody looks.
        unsafe { *slot.object.get() = Some(object) };
        let state = slot.state.fetch_or(TAKEN, Ordering::Release);
        Ok(Handle { fork: self.fork, slot: number, used: State(state).used() }.encode())
    }

    fn find(&self, handle: usize) -> Result<(&Slot, Handle), Fail> {
        let handle = Handle::decode(handle).ok_or_else(|| Fail::handle("is not a handle"))?;
        if handle.fork != self.fork {
            return Err(Fail::forked());
        }
        let slot = self
            .slot(handle.slot)
            .ok_or_else(|| Fail::handle("is not a handle of this process"))?;
        Ok((slot, handle))
    }

    /// Looks at the object of a handle, which stays whole meanwhile even if the handle is closed.
    pub(crate) fn with<T>(&self, handle: usize, f: impl FnOnce(&Object) -> T) -> Result<T, Fail> {
        let user = self.enter(handle)?;
        let result = user.object().map(f);
        drop(user);
        result.ok_or_else(|| Fail::handle("is closed"))
    }

    /// Counts as a user of a slot. Not part of [`Table::with`], of which most functions have a copy.
    #[inline(never)]
    fn enter(&self, handle: usize) -> Result<User<'_>, Fail> {
        let (slot, handle) = self.find(handle)?;
        let mut state = State(slot.state.load(Ordering::Relaxed));
        loop {
            if state.used() != handle.used || !state.is_taken() || state.users() == USERS {
                return Err(Fail::handle("is closed, or never was a handle"));
            }
            let more = state.0 + 1;
            match slot.state.compare_exchange_weak(
                state.0,
                more,
                Ordering::Acquire,
                Ordering::Relaxed,
            ) {
                Ok(_) => return Ok(User { table: self, slot, number: handle.slot }),
                Err(now) => state = State(now),
            }
        }
    }

    /// Closes a handle. Whoever looks at its object goes on; the last one lets it go.
    pub(crate) fn close(&self, handle: usize, is: fn(&Object) -> bool) -> Result<(), Fail> {
        // Counted as a user, so that the type can be seen before anything is done.
        let of_type = self.with(handle, is)?;
        if !of_type {
            return Err(Fail::handle("is a handle of another type"));
        }
        let (slot, handle) = self.find(handle)?;
        let mut state = State(slot.state.load(Ordering::Relaxed));
        loop {
            if state.used() != handle.used || !state.is_taken() {
                return Err(Fail::handle("is closed already"));
            }
            let closed = state.0 & !TAKEN;
            // This thread becomes a user, who may turn out to be the last.
            match slot.state.compare_exchange_weak(
                state.0,
                closed + 1,
                Ordering::AcqRel,
                Ordering::Relaxed,
            ) {
                Ok(_) => break,
                Err(now) => state = State(now),
            }
        }
        drop(User { table: self, slot, number: handle.slot });
        Ok(())
    }
}

/// Somebody who looks at the object of a slot.
struct User<'a> {
    table: &'a Table,
    slot: &'a Slot,
    number: usize,
}

impl User<'_> {
    fn object(&self) -> Option<&Object> {
        // SAFETY: while there is a user, nobody writes to the object.
        unsafe { &*self.slot.object.get() }.as_ref()
    }
}

impl Drop for User<'_> {
    #[inline(never)]
    fn drop(&mut self) {
        let before = State(self.slot.state.fetch_sub(1, Ordering::AcqRel));
        if before.users() != 1 || before.is_taken() {
            return;
        }
        // The last one, and the handle is closed: nobody can become a user any more.
        // SAFETY: as just said.
        let object = unsafe { (*self.slot.object.get()).take() };
        let used = before.used();
        if used < LAST_USE {
            self.slot.state.store(State::free(used + 1).0, Ordering::Release);
            let mut free = self.table.free.lock().unwrap_or_else(PoisonError::into_inner);
            free.slots.push_back(self.number);
        }
        // Outside the lock: what is let go may take its time.
        drop(object);
    }
}

/// Puts an object into the table of this process.
pub(crate) fn insert(object: Object) -> Result<usize, Fail> {
    Process::current().handles.insert(object)
}

/// Looks at the object of a handle.
pub(crate) fn with<T>(handle: usize, f: impl FnOnce(&Object) -> T) -> Result<T, Fail> {
    Process::current().handles.with(handle, f)
}

/// Closes a handle; 0 is fine.
pub(crate) fn close(handle: usize, is: fn(&Object) -> bool) -> Result<(), Fail> {
    if handle == 0 { Ok(()) } else { Process::current().handles.close(handle, is) }
}

#[cfg(test)]
mod tests;
