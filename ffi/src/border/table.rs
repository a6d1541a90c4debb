//! (internal) Checked handles.
//!
//! A handle looks like a pointer and is none: it is odd, and holds the number of a slot, how often
//! that slot was used, and how many forks its process is away from the first. A handle that was
//! closed, comes from elsewhere, or was never one is noticed, however often its slot was used again.
//!
//! Looking up takes no lock, allocates nothing and touches nothing of the thread's own, so a cancel
//! token can be reached from a signal handler. A slot that is in use while its handle is closed is
//! emptied by the last user.
//!
//! Why not a crate: `sharded-slab`, the nearest, keeps the numbers of threads in one list of the whole
//! process behind a lock, which a child made by fork() inherits locked if another thread of the parent
//! held it; registers a thread, with an allocation, where it first empties a slot; panics when there are
//! more threads than numbers; and hands a slot out again at once, so that a stale handle soon meets the
//! next object. So the table is ours, and `tests/handles.rs` has its threads go every way there is, with
//! `loom`: nothing here is synchronised but by what stands in `sync`, which that test replaces.

use std::collections::VecDeque;
use std::ptr;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use super::sync::{AtomicPtr, AtomicU64, Cell, FIRST, Mutex};

/// Why a handle leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    #[error("is not a handle")]
    NoHandle,
    #[error("was made before fork()")]
    Forked,
    #[error("is not a handle of this process")]
    Foreign,
    #[error("is closed, or never was a handle")]
    Gone,
    #[error("is closed already")]
    Closed,
    #[error("is a handle of another type")]
    OtherType,
    #[error("finds no room in the table")]
    Full,
}

/// How the bits of a handle are used: 1, fork generation, slot, use of the slot.
const FORK_BITS: u32 = 3;
const SLOT_BITS: u32 = if usize::BITS == 64 { 20 } else { 14 };
const USE_BITS: u32 = usize::BITS - 1 - FORK_BITS - SLOT_BITS;
pub(super) const SLOTS: usize = 1 << SLOT_BITS;
pub(super) const LAST_USE: u64 = (1 << USE_BITS) - 1;
/// [`FIRST`] is the slots of the first chunk; each further chunk has twice as many as the one before.
const CHUNKS: usize = (SLOT_BITS - FIRST.trailing_zeros()) as usize + 1;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Handle {
    pub(super) fork: u32,
    pub(super) slot: usize,
    pub(super) used: u64,
}

impl Handle {
    pub(super) fn encode(self) -> usize {
        let used = usize::try_from(self.used & LAST_USE).unwrap_or(0);
        (((used << SLOT_BITS) | self.slot) << FORK_BITS | (self.fork as usize & mask(FORK_BITS)))
            << 1
            | 1
    }

    pub(super) fn decode(handle: usize) -> Option<Self> {
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

pub(super) struct Slot<O> {
    state: AtomicU64,
    object: Cell<Option<O>>,
}

/// The objects of one process, by handle.
pub(crate) struct Table<O> {
    pub(super) fork: u32,
    pub(super) first_use: u64,
    pub(super) chunks: [AtomicPtr<Slot<O>>; CHUNKS],
    pub(super) free: Mutex<Free>,
}

#[derive(Default)]
pub(super) struct Free {
    /// The longest unused first, so that a stale handle is met by an empty slot for long.
    slots: VecDeque<usize>,
    /// Slots that were ever used.
    pub(super) grown: usize,
}

// SAFETY: an object is written by the one who took its slot off the free list, before the slot is
// marked as taken, and by the last one who looks at it, after the mark is gone; all others read.
// Objects themselves are Send and Sync.
unsafe impl<O: Send + Sync> Sync for Table<O> {}
// SAFETY: the chunks are the table's own.
unsafe impl<O: Send + Sync> Send for Table<O> {}

/// Where a slot lies: its chunk, its place in it, and the length of the chunk.
fn place(slot: usize) -> (usize, usize, usize) {
    let at = slot + FIRST;
    let chunk = (at.ilog2() - FIRST.ilog2()) as usize;
    let length = FIRST << chunk;
    (chunk, at - length, length)
}

impl<O> Table<O> {
    /// An empty one, `fork` forks away from the first process. The uses of its slots begin somewhere
    /// below `random`, so that handles of another table are not taken for its own.
    pub(crate) fn new(fork: u32, random: u64) -> Self {
        Self {
            fork: fork & u32::try_from(mask(FORK_BITS)).unwrap_or(0),
            // Within the first quarter, so that every slot can be used often enough.
            first_use: 1 + random % (LAST_USE / 4),
            chunks: std::array::from_fn(|_| AtomicPtr::new(ptr::null_mut())),
            free: Mutex::new(Free::default()),
        }
    }

    fn slot(&self, slot: usize) -> Option<&Slot<O>> {
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
            let slots: Box<[Slot<O>]> = (0..length)
                .map(|_| Slot {
                    state: AtomicU64::new(State::free(self.first_use).0),
                    object: Cell::new(None),
                })
                .collect();
            self.chunks.get(chunk)?.store(Box::leak(slots).as_mut_ptr(), Ordering::Release);
        }
        free.grown += 1;
        Some(slot)
    }

    /// Gives an object a handle.
    pub(crate) fn insert(&self, object: O) -> Result<usize, Refused> {
        let number = self.take_slot().ok_or(Refused::Full)?;
        let slot = self.slot(number).ok_or(Refused::Full)?;
        // SAFETY: the slot came off the free list, so this thread alone has it, and nobody looks.
        slot.object.with_mut(|place| unsafe { *place = Some(object) });
        let state = slot.state.fetch_or(TAKEN, Ordering::Release);
        Ok(Handle { fork: self.fork, slot: number, used: State(state).used() }.encode())
    }

    fn find(&self, handle: usize) -> Result<(&Slot<O>, Handle), Refused> {
        let handle = Handle::decode(handle).ok_or(Refused::NoHandle)?;
        if handle.fork != self.fork {
            return Err(Refused::Forked);
        }
        let slot = self.slot(handle.slot).ok_or(Refused::Foreign)?;
        Ok((slot, handle))
    }

    /// Looks at the object of a handle, which stays whole meanwhile even if the handle is closed.
    pub(crate) fn with<T>(&self, handle: usize, f: impl FnOnce(&O) -> T) -> Result<T, Refused> {
        let user = self.enter(handle)?;
        // SAFETY: while there is a user, nobody writes to the object.
        let result = user.slot.object.with(|object| unsafe { (*object).as_ref() }.map(f));
        drop(user);
        result.ok_or(Refused::Gone)
    }

    /// Counts as a user of a slot. Not part of [`Table::with`], of which most functions have a copy.
    #[inline(never)]
    fn enter(&self, handle: usize) -> Result<User<'_, O>, Refused> {
        let (slot, handle) = self.find(handle)?;
        let mut state = State(slot.state.load(Ordering::Relaxed));
        loop {
            if state.used() != handle.used || !state.is_taken() || state.users() == USERS {
                return Err(Refused::Gone);
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
    pub(crate) fn close(&self, handle: usize, is: fn(&O) -> bool) -> Result<(), Refused> {
        // Counted as a user, so that the type can be seen before anything is done.
        let of_type = self.with(handle, is)?;
        if !of_type {
            return Err(Refused::OtherType);
        }
        let (slot, handle) = self.find(handle)?;
        let mut state = State(slot.state.load(Ordering::Relaxed));
        loop {
            if state.used() != handle.used || !state.is_taken() {
                return Err(Refused::Closed);
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
struct User<'a, O> {
    table: &'a Table<O>,
    slot: &'a Slot<O>,
    number: usize,
}

impl<O> Drop for User<'_, O> {
    #[inline(never)]
    fn drop(&mut self) {
        let before = State(self.slot.state.fetch_sub(1, Ordering::AcqRel));
        if before.users() != 1 || before.is_taken() {
            return;
        }
        // The last one, and the handle is closed: nobody can become a user any more.
        // SAFETY: as just said.
        let object = self.slot.object.with_mut(|object| unsafe { (*object).take() });
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
